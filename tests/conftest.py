"""One Postgres for each worker, one database for each test that writes, cloned from a migrated template."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger import db, events, ses
from local import lambdas, postgres
from local.postgres import Server
from tests import kit, pooler
from tests.faults import Fault
from tests.kit import ROOT, Database, Person
from tests.live import Bus
from tests.post import Post

os.environ |= {
    "POWERTOOLS_SERVICE_NAME": "purser",
    "POWERTOOLS_METRICS_NAMESPACE": "Purser",
    "AWS_REGION": "eu-central-1",
    "MAIL_FROM": "billing@purser.example",
    "CONSOLE_URL": "https://console.example/",
    "SIGN_IN": "personas",
    "SIGN_IN_ISSUER": "https://development.purser.invalid",
    "SIGN_IN_CLIENT_ID": "purser",
    "SIGN_IN_ORIGINS": "",
    "VENDOR": "Purser Platform GmbH | Beispielstraße 12, 10115 Berlin",
}

migrate = lambdas.load_module(ROOT / "functions" / "migrate" / "app.py", "functions.migrate.app").migrate
_numbers = count(1)
_TEMPLATE = "template_purser"
# A crash of the machine loses nothing that a test would miss.
_IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
_MEMORY = Path("/dev/shm")  # noqa: S108  (only mkdtemp makes something there)
_ENOUGH = 4 * 2**30  # bytes; a container often has 64 MiB there
# What takes seconds each, beginning with the longest: first, so that no worker ends with one while the other waits.
_FIRST = ("test_local_events", "test_local_system", "test_readme", "test_local_postgres", "test_state_machine")

# Some forty processes are started that import the same: what is deployed is compiled already, and so is what they find.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Hundreds of databases are made and dropped: on a disk, each waits for whatever else it writes.
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return _FIRST.index(item.path.stem) if item.path.stem in _FIRST else len(_FIRST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The Postgres of this worker; PG chooses the major."""
    with postgres.temporary(int(os.environ.get("PG", "18")), _IN_A_HURRY) as running:
        migrate(running.url(), _TEMPLATE)
        yield running


@pytest.fixture(scope="session")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application connects: with POOLED=1 PgBouncer in transaction mode, else Postgres itself."""
    if not os.environ.get("POOLED"):
        yield str(server.socket_folder)
        return
    folder = tmp_path_factory.mktemp("pooler")
    with pooler.running(server, folder):
        yield str(folder)


class Clones:
    """Fresh databases, cloned from the template. One into which nothing was written is still fresh for the next test.

    Whatever writes, even what is rolled back, takes a transaction id, and the server is this worker's alone: where
    the next id is still what it was, nothing was written.
    """

    def __init__(self, admin: psycopg.Connection) -> None:
        self._admin = admin
        self._fresh: str | None = None
        self._next_id: object = None

    def take(self) -> str:
        name = self._fresh or self._clone()
        self._fresh = None
        self._next_id = self._look()
        return name

    def give_back(self, name: str) -> None:
        sessions = self._admin.execute("select count(*) from pg_stat_activity where datname = %s", (name,)).fetchone()
        if sessions == (0,) and self._look() == self._next_id:
            self._fresh = name
        else:
            self._admin.execute(f'drop database "{name}" with (force)'.encode())

    def _clone(self) -> str:
        name = f"purser_{next(_numbers)}"
        self._admin.execute(f'create database "{name}" template "{_TEMPLATE}" strategy file_copy'.encode())
        return name

    def _look(self) -> object:
        return self._admin.execute("select pg_snapshot_xmax(pg_current_snapshot())").fetchone()


@pytest.fixture(scope="session")
def clones(server: Server) -> Iterator[Clones]:
    with psycopg.connect(server.url(), autocommit=True) as admin:
        yield Clones(admin)


@pytest.fixture
def database(server: Server, front: str, clones: Clones, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A fresh database, which the application finds in DATABASE_URL."""
    name = clones.take()
    url = f"postgresql://purser_app@/{name}?host={front}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("RECONCILE_DATABASE_URL", server.url("purser_reconcile", name))
    yield Database(url, server.url(dbname=name))
    db.disconnect()
    clones.give_back(name)


@pytest.fixture
def agent(database: Database) -> Person:
    return kit.agent()


@pytest.fixture
def other_agent(database: Database) -> Person:
    return kit.agent("agent-2")


@pytest.fixture
def service(database: Database) -> Person:
    return kit.service()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    """The bus that the application publishes to."""
    stands_in = Bus()
    monkeypatch.setenv("EVENT_BUS", "purser")
    monkeypatch.setattr(events, "_client", lambda _within: stands_in)
    return stands_in


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], Fault]:
    monkeypatch.setattr(db, "sleep", lambda _: None)
    execute = psycopg.Connection.execute

    def install(fault: Fault) -> Fault:
        def wrapped(connection: Any, *arguments: Any, **more: Any) -> Any:
            if connection.closed or connection.info.user != "purser_app":
                return execute(connection, *arguments, **more)
            return fault(execute, connection, *arguments, **more)

        monkeypatch.setattr(psycopg.Connection, "execute", wrapped)
        return fault

    return install


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    """The mail service that the application sends by."""
    stands_in = Post()
    monkeypatch.setattr(ses, "_client", lambda: stands_in)
    return stands_in
