"""Faults: make one statement of the application fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg


@dataclass
class Fault:
    """Make one statement on the application's connection fail.

    at: the number of the statement, from 1. If there are fewer statements, nothing fails. how: "error" for a database
    error, "lost before" or "lost after" for a connection that is lost before or after the statement is executed.
    """

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
        if self.how == "lost after":  # the server has executed the statement, but its answer is lost
            execute(connection, query, *rest, **more)
            if connection._pipeline:
                connection._pipeline.sync()
        connection.pgconn.finish()
        raise psycopg.OperationalError("the connection is lost")
