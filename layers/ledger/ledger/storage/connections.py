"""Connections to the database: how one is opened, and whether an idle one is still open."""

import os
import select
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from ledger.storage import rds
from ledger.storage.failures import Transient

CONNECT_TIMEOUT_S: Final = 3  # of each attempt, when a caller waits for the answer
WAKING_TIMEOUT_S: Final = 60
"""Of each attempt, when no caller waits. Aurora holds the connection that wakes it for about 15 s, and for 30 s or
longer after a day of sleep:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""


def connect(url: str, timeout_s: int) -> psycopg.Connection[DictRow]:
    """A new connection. Raises Transient if there are no AWS credentials, psycopg.Error if it cannot be opened."""
    return psycopg.connect(
        url,
        **password(url),
        autocommit=True,
        prepare_threshold=None,  # a named prepared statement pins a proxied session
        target_session_attrs="read-write",  # during a failover the address may still be that of a read-only node
        connect_timeout=timeout_s,
        row_factory=dict_row,
    )


def password(url: str) -> dict[str, Any]:
    """The connection parameters that are not in the URL: with DATABASE_AUTH=iam, a token as password of the URL's role.

    Raises Transient if there are no AWS credentials, ValueError if the connection would not verify the server's name.
    """
    if os.environ.get("DATABASE_AUTH") != "iam":
        return {}
    target = conninfo_to_dict(url)
    if target.get("sslmode") != "verify-full":
        raise ValueError("DATABASE_AUTH=iam needs sslmode=verify-full.")
    try:
        return {
            "password": rds.token(str(target["host"]), int(target.get("port") or rds.DEFAULT_PORT), str(target["user"]))
        }
    except OSError as failure:
        raise Transient("credentials") from failure


def is_usable(connection: psycopg.Connection[DictRow]) -> bool:
    """Whether an idle connection is still open. The server sends nothing on it unless it closes it."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return not poll.poll(0)
