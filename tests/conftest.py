"""One Postgres for each worker, one database for each test that writes, cloned from a migrated template."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings

from ledger.bets import cash_out_stream
from ledger.billing import ses
from ledger.messaging import outbox
from ledger.storage import sessions
from ledger.storage.migration import migrate
from local import postgres
from local.postgres import SUPERUSER, Server
from tests.support import damage, kit, pinning, pooler, samples, secrecy
from tests.support.damage import Sample
from tests.support.faults import Fault
from tests.support.kit import Database, Person
from tests.support.live import Bus
from tests.support.mail import Mailer

_numbers = count(1)
_TEMPLATE = "template_purser"
# A crash of the machine loses nothing that a test would miss.
_IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
_MEMORY = Path("/dev/shm")  # noqa: S108  (only mkdtemp makes something there)
_ENOUGH = 4 * 2**30  # bytes; a container often has 64 MiB there
# What takes seconds each, beginning with the longest: first, so that no worker ends with one while the other waits.
_FIRST = (
    "test_local_events",
    "test_local_system",
    "test_dead_letters",
    "test_local_mail",
    "test_readme",
    "test_local_postgres",
    "test_state_machine",
)

# Some forty processes are started that import the same: what is deployed is compiled already, and so is what they find.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What is imported and collected stays to the end: to look through all of it again and again takes a tenth of the time.
gc.disable()

# How long an example takes says nothing of it: a busy machine has slow ones.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Hundreds of databases are made and dropped: on a disk, each waits for whatever else it writes.
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_xdist_auto_num_workers() -> int:
    """The longest tests wait for processes and for deadlines: one more than there are processors keeps these busy."""
    return (os.process_cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return _FIRST.index(item.path.stem) if item.path.stem in _FIRST else len(_FIRST)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test in which a secret was logged or a session was pinned fails, whatever it is about."""
    report = yield
    if report.when == "teardown":
        leaked = secrecy.leaks_of_this_test("\n".join(text for _, text in report.sections))
        pinned = pinning.pinned_in_this_test()
        if leaked and report.passed:
            report.outcome, report.longrepr = "failed", "\n".join(["A secret was logged:", *leaked])
        if pinned and report.passed:
            report.outcome, report.longrepr = "failed", "\n".join(["A session was pinned:", *pinned])
    return report


def pytest_sessionfinish() -> None:
    secrecy.stop_watching()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The Postgres of this worker; PG chooses the major."""
    with postgres.temporary(int(os.environ.get("PG", "18")), _IN_A_HURRY) as running:
        migrate(running.url(), _TEMPLATE)
        secrecy.watch(running.folder / "postgres.log")
        yield running


@pytest.fixture(scope="session", autouse=True)
def _proxied() -> Iterator[None]:
    """Record what is sent on the shared session, which may be proxied. Direct sessions are not recorded."""
    connect = sessions._connection

    def connected(budget: sessions.Budget) -> Any:
        connection = connect(budget)
        pinning.watch(connection)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_connection", connected)
        yield


@pytest.fixture(scope="session")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application connects: with POOLED=1 PgBouncer in transaction mode, else Postgres itself."""
    if not os.environ.get("POOLED"):
        yield str(server.socket_folder)
        return
    folder = tmp_path_factory.mktemp("pooler")
    with pooler.running(server, folder):
        secrecy.watch(folder / "log")
        yield str(folder)


class Clones:
    """Fresh databases, cloned from the template. One into which nothing was written is still fresh for the next test.

    Whatever writes, even what is rolled back, takes a transaction id, and the server is this worker's alone: where
    the next id is still what it was, nothing was written.
    """

    def __init__(self, admin: psycopg.Connection) -> None:
        self._admin = admin
        self._fresh: dict[str, str] = {}
        self._left: list[str] = []
        self._next_id: object = None
        self.arranged: dict[str, tuple[str, Any]] = {}
        """By arrangement: the database in which it was made, a template of its own, and what came of it."""

    def take(self, template: str = _TEMPLATE) -> str:
        name = self._fresh.pop(template, None) or self.clone(template)
        self._next_id = self._look()
        return name

    def give_back(self, name: str, template: str = _TEMPLATE) -> None:
        if self._look() == self._next_id and self._is_left(name):
            self._fresh[template] = name
            return
        # Of the one before: where a session has just ended, dropping its database sleeps for a tenth of a second.
        while self._left:
            self._admin.execute(f'drop database "{self._left.pop()}" with (force)'.encode())
        self._left.append(name)

    def _is_left(self, name: str) -> bool:
        """Whether nobody is connected; who is just leaving is given a moment."""
        sessions = "select count(*) from pg_stat_activity where datname = %s"
        return any(self._admin.execute(sessions, (name,)).fetchone() == (0,) for _ in range(20))

    def clone(self, template: str) -> str:
        name = f"purser_{next(_numbers)}"
        self._admin.execute(f'create database "{name}" template "{template}" strategy file_copy'.encode())
        return name

    def leave(self, template: str) -> None:
        """Nobody may be in what is cloned; a pooler keeps sessions of its own. Wait until they have ended."""
        ends = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s"
        self._admin.execute(ends, (template,))

    def _look(self) -> object:
        return self._admin.execute("select pg_snapshot_xmax(pg_current_snapshot())").fetchone()


@pytest.fixture(scope="session")
def clones(server: Server) -> Iterator[Clones]:
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        yield Clones(admin)


ARRANGEMENTS: dict[str, Callable[[Database, Bus], Any]] = {
    "sample": lambda database, _bus: damage.fill_ledger(database),
    **{f"sampled_{state}": partial(samples.arrange, state) for state in samples.STATES if state != "nothing"},
}
"""What a test that asks for a fixture of this name finds done in its database: once for each worker, and cloned."""


@pytest.fixture
def arrangement(request: pytest.FixtureRequest, server: Server, front: str, clones: Clones) -> tuple[str, Any]:
    """The template of this test's database, and what came of its arrangement."""
    names = [name for name in ARRANGEMENTS if name in request.fixturenames]
    if not names:
        return _TEMPLATE, None
    (name,) = names
    if name not in clones.arranged:
        template = clones.clone(_TEMPLATE)
        with pytest.MonkeyPatch.context() as patch:
            database = _found(patch, server, front, template)
            clones.arranged[name] = template, ARRANGEMENTS[name](database, _bus(patch))
        sessions.disconnect()
        database.close_reader()
        clones.leave(template)
    return clones.arranged[name]


@pytest.fixture
def database(
    server: Server, front: str, clones: Clones, arrangement: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A fresh database, which the application finds in DATABASE_URL."""
    template, _ = arrangement
    name = clones.take(template)
    database = _found(monkeypatch, server, front, name)
    yield database
    sessions.disconnect()
    database.close_reader()
    clones.give_back(name, template)


def _found(patch: pytest.MonkeyPatch, server: Server, front: str, name: str) -> Database:
    url = f"postgresql://purser_app@/{name}?host={front}"
    patch.setenv("DATABASE_URL", url)
    patch.setenv("RECONCILE_DATABASE_URL", server.url("purser_reconcile", name))
    return Database(url, server.url(SUPERUSER, name), keeps=True)


@pytest.fixture
def sample(database: Database, arrangement: tuple[str, Sample], bus: Bus) -> Sample:
    """A ledger with something of everything in it."""
    return replace(arrangement[1], database=database)


@pytest.fixture
def sampled_in_play(database: Database, bus: Bus) -> None:
    """What samples of events take for granted, as `samples.STATES` says; and so the next three."""


@pytest.fixture
def sampled_waiting(database: Database, bus: Bus) -> None: ...


@pytest.fixture
def sampled_invoiced(database: Database, bus: Bus) -> None: ...


@pytest.fixture
def sampled_billed(database: Database, bus: Bus) -> None: ...


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
    return _bus(monkeypatch)


def _bus(patch: pytest.MonkeyPatch) -> Bus:
    stands_in = Bus()
    patch.setenv("EVENT_BUS", "purser")
    patch.setattr(outbox, "_client", lambda _within: stands_in)
    return stands_in


@pytest.fixture
def fast_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits at a stream: a second passes at every look at the clock."""
    passing = count()
    monkeypatch.setattr(cash_out_stream, "clock", lambda: float(next(passing)))
    monkeypatch.setattr(cash_out_stream, "sleep", lambda _: None)


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], Fault]:
    monkeypatch.setattr(sessions, "sleep", lambda _: None)
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
def mailer(monkeypatch: pytest.MonkeyPatch) -> Mailer:
    """The mail service that the application sends by."""
    stands_in = Mailer()
    monkeypatch.setattr(ses, "_client", lambda: stands_in)
    return stands_in
