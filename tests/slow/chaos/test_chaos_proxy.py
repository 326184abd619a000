"""The proxy of chaos runs cuts a connection exactly at COMMIT."""

from collections.abc import Iterator

import psycopg
import pytest

from local.postgres import SUPERUSER, Server
from tests.chaos.proxy import Loop, Proxy
from tests.support.kit import Database


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    loop = Loop()
    yield loop.proxy(f"{server.socket_folder}/.s.PGSQL.5432")
    loop.stop()


def commit_through(proxy: Proxy, database: Database) -> None:
    """Create a table in a transaction of its own, through the proxy. Raises psycopg.OperationalError."""
    name = database.value("select current_database()")
    with psycopg.connect(
        f"postgresql://{SUPERUSER}@127.0.0.1:{proxy.port}/{name}?sslmode=disable", autocommit=True
    ) as connection:
        connection.execute("BEGIN")
        connection.execute("create table cut ()")
        connection.execute("COMMIT")


def is_committed(database: Database) -> bool:
    return bool(database.value("select to_regclass('public.cut') is not null or to_regclass('cut') is not null"))


def test_a_commit_whose_answer_is_cut_is_executed(proxy: Proxy, database: Database) -> None:
    proxy.rules.cut_answers = 1

    with pytest.raises(psycopg.OperationalError):
        commit_through(proxy, database)

    assert is_committed(database)


def test_a_commit_that_is_cut_before_the_server_is_rolled_back(proxy: Proxy, database: Database) -> None:
    proxy.rules.cut_requests = 1

    with pytest.raises(psycopg.OperationalError):
        commit_through(proxy, database)

    assert not is_committed(database)


def test_a_commit_that_is_not_cut_is_acknowledged(proxy: Proxy, database: Database) -> None:
    commit_through(proxy, database)

    assert is_committed(database)
