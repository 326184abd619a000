"""Statements of the application that are made to fail, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg


@dataclass
class Fault:
    """Makes the n-th statement of the application's connection fail; n beyond the last: nothing fails."""

    at: int = 0
    how: str = "error"
    statements: list[str] = field(default_factory=list)
    happened: bool = False

    def __call__(self, execute: Callable[..., Any], connection: Any, query: Any, *rest: Any, **more: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        self.statements.append(text)
        if self.happened or len(self.statements) != self.at:
            return execute(connection, query, *rest, **more)
        self.happened = True
        if self.how == "error":
            return execute(connection, b"select 1 / 0")
        if self.how == "lost after":  # the server has done it, but nobody hears so
            execute(connection, query, *rest, **more)
            if connection._pipeline:
                connection._pipeline.sync()
        connection.pgconn.finish()
        raise psycopg.OperationalError("the connection is lost")
