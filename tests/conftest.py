"""One Postgres for each worker, one database for each test that writes, cloned from a migrated template."""

import gc
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg.pq import TransactionStatus

from ledger.bets import cash_out_stream
from ledger.billing import ses
from ledger.messaging import bus as bus_module
from ledger.messaging import queues as queues_module
from ledger.storage import sessions
from ledger.storage.migration import migrate
from local import postgres
from local.postgres import SUPERUSER, Server
from tests.support import damage, kit, pinning, pooler, samples, secrecy, webhooks
from tests.support.damage import Sample
from tests.support.databases import Databases, KeptDatabase
from tests.support.faults import Fault
from tests.support.kit import Database, Person
from tests.support.live import Bus
from tests.support.mail import Mailer
from tests.support.midnight import pytest_runtest_protocol  # noqa: F401  (a hook of pytest)
from tests.support.webhooks import Queues

_TEMPLATE = "template_purser"
# Durability is off: a crash of the machine loses only test data. Autovacuum is off: it would change plans, lock tables
# and use transaction ids at moments of its own choice. A test that needs statistics collects them.
_SERVER_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "autovacuum": "off",
}
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  (only mkdtemp creates files there)
_MIN_FREE_BYTES = 4 * 2**30  # a container often has 64 MiB there
# Tests that take seconds, longest first, so that no worker ends with a long one while others are idle.
_LONGEST_FIRST = (
    "test_readme",
    "test_long_invoices",
    "test_local_events",
    "test_local_system",
    "test_dead_letters_local",
    "test_local_mail",
    "test_state_machine",
    "test_local_postgres",
)

# About forty processes import the same modules. Deployed code is precompiled, so they use bytecode files too.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Imported modules and collected tests are never garbage. Scanning them repeatedly would take a tenth of the run.
gc.disable()

# SEARCH=1: also the tests that are marked with `search`, and random examples (see docs/reliability.md).
_SEARCHES = bool(os.environ.get("SEARCH"))
# Hypothesis generates the same examples in each run, except in a search. It has no deadline: on a busy machine any
# example may be slow. It remembers no earlier failures, which would make a run depend on the one before.
settings.register_profile("gate", deadline=None, database=None, derandomize=True)
settings.register_profile("search", deadline=None, database=None)
settings.load_profile("search" if _SEARCHES else "gate")

# Hundreds of databases are created and dropped, which is slow on a disk that other processes write to.
if "TMPDIR" not in os.environ and _MEMORY_FOLDER.is_dir() and shutil.disk_usage(_MEMORY_FOLDER).free > _MIN_FREE_BYTES:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY_FOLDER)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors, since the longest tests wait for processes and deadlines."""
    return (os.process_cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not _SEARCHES:
        _keep(config, items, lambda item: item.get_closest_marker("search") is None)
    if os.environ.get("POOLED"):
        _keep(config, items, _depends_on_the_pooler)

    def position(item: pytest.Item) -> int:
        return _LONGEST_FIRST.index(item.path.stem) if item.path.stem in _LONGEST_FIRST else len(_LONGEST_FIRST)

    items.sort(key=position)


def _keep(config: pytest.Config, items: list[pytest.Item], is_kept: Callable[[pytest.Item], bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not is_kept(item)])
    items[:] = [item for item in items if is_kept(item)]


def _depends_on_the_pooler(item: pytest.Item) -> bool:
    """Whether a test may have another result through a pooler: its subject is the session, or any use of the run's
    Postgres if this is a search. The scheduler of interleavings reaches Postgres without the pooler."""
    names = getattr(item, "fixturenames", ())
    return "server" in names and "runner" not in names and (_SEARCHES or item.get_closest_marker("session") is not None)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail any test in which a secret was logged or a session was pinned."""
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
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The Postgres of this worker; PG chooses the major, or the parameter of a test."""
    major = getattr(request, "param", int(os.environ.get("PG", "18")))
    with postgres.temporary(major, _SERVER_SETTINGS) as running:
        migrate(running.url(), _TEMPLATE)
        secrecy.watch(running.folder / "postgres.log")
        yield running


@pytest.fixture(scope="session", autouse=True)
def _parameters_of_the_migration() -> Iterator[None]:
    """The template's defaults of what the function that migrates stores in the database."""
    variables = kit.DEPLOYED.functions["migrate"].environment
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_CLUSTER", "KEY_DAYS", "EVENT_ARCHIVE_DAYS"):
            patch.setenv(name, variables[name])
        yield


@pytest.fixture(scope="session", autouse=True)
def _callers_of_the_functions() -> Iterator[None]:
    """The variables by which a function decides whose requests it accepts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PLATFORM_TENANT", "API_ID", "API_STAGE"):
            patch.setenv(name, kit.DEPLOYED.functions["healthz"].environment[name])
        yield


@pytest.fixture(scope="session", autouse=True)
def _limits_of_streams() -> Iterator[None]:
    """The template's defaults of the limits of waiting stream requests."""
    variables = kit.DEPLOYED.functions["cash_out_stream"].environment
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STREAMS_OF_AGENT", "STREAMS_OF_TENANT"):
            patch.setenv(name, variables[name])
        yield


@pytest.fixture(scope="session", autouse=True)
def _recorded_sessions() -> Iterator[None]:
    """Record what is sent on the shared session, which may be proxied. Direct sessions are not recorded.

    Close its connections if a test has changed DATABASE_URL, which does not change in a deployment.
    """
    connect = sessions._connection
    connected_to = threading.local()

    def connected(budget: sessions.Budget) -> Any:
        url = os.environ["DATABASE_URL"]
        if getattr(connected_to, "url", url) != url:
            sessions.disconnect()
        connected_to.url = url
        connection = connect(budget)
        pinning.watch(connection)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_connection", connected)
        yield


@pytest.fixture(scope="session")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host to which the application connects: with POOLED=1 PgBouncer in transaction mode, else Postgres itself."""
    if not os.environ.get("POOLED"):
        yield str(server.socket_folder)
        return
    folder = tmp_path_factory.mktemp("pooler")
    with pooler.running(server, folder):
        secrecy.watch(folder / "log")
        yield str(folder)


@pytest.fixture(scope="session")
def databases(server: Server) -> Iterator[Databases]:
    with closing(Databases(server.url(SUPERUSER))) as databases:
        yield databases
        sessions.disconnect()


ARRANGEMENTS: dict[str, Callable[[Database, Bus], Any]] = {
    "sample": lambda database, _bus: damage.fill_ledger(database),
    **{f"sampled_{state}": partial(samples.arrange, state) for state in samples.STATES if state != "nothing"},
}
"""The function that prepares a test's database, by fixture name. It runs once per worker, and the result is cloned."""


@pytest.fixture
def arrangement(request: pytest.FixtureRequest, server: Server, front: str, databases: Databases) -> tuple[str, Any]:
    """The template of this test's database, and the value that its arrangement returned."""
    names = [name for name in ARRANGEMENTS if name in request.fixturenames]
    if not names:
        return _TEMPLATE, None
    (name,) = names
    if name not in databases.prepared:
        template = databases.clone(_TEMPLATE)
        sessions.disconnect()
        with pytest.MonkeyPatch.context() as patch:
            database = _use_database(patch, server, front, template)
            databases.prepared[name] = template, ARRANGEMENTS[name](database, _bus(patch))
        sessions.disconnect()
        database.close_reader()
        databases.end_sessions(template)
    return databases.prepared[name]


@pytest.fixture
def database_role() -> str:
    """The database role of what a test runs without a handler. A module may override it."""
    return kit.DEFAULT_ROLE


@pytest.fixture
def new_database() -> None:
    """No test has used the test's database, and no connection is open: for plans and settings."""


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    server: Server,
    front: str,
    databases: Databases,
    arrangement: tuple[str, Any],
    database_role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Database]:
    """A database with the content of its template, and DATABASE_URL set to it.

    It may be the one of an earlier test, with its open connections. A test about sessions begins without connections.
    """
    template, _ = arrangement
    kept = databases.acquire(template, is_new="new_database" in request.fixturenames)
    if request.node.get_closest_marker("session") is not None:
        sessions.disconnect()
    database = _use_database(monkeypatch, server, front, kept.name, database_role, kept.reader)
    yield database
    _give_back(databases, kept, database, front)


@pytest.fixture
def without_policies(database: Database) -> None:
    """Row-level security is off: it hides the rows that a statement finds if it does not name its tenant itself."""
    with database.admin() as admin:
        admin.execute("""
            do $$
            declare
                v_table regclass;
            begin
                for v_table in
                    select oid from pg_class where relnamespace = 'ledger'::regnamespace and relrowsecurity
                loop
                    execute format('alter table %s disable row level security', v_table);
                end loop;
            end
            $$
        """)


@pytest.fixture
def switch_database(
    database: Database,
    server: Server,
    front: str,
    databases: Databases,
    arrangement: tuple[str, Any],
    database_role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Database]]:
    """A function that returns another database with the content of the template, to which DATABASE_URL is set then."""
    template, _ = arrangement
    current: list[tuple[KeptDatabase, Database]] = []

    def leave() -> None:
        if current:
            _give_back(databases, *current.pop(), front)

    def switch() -> Database:
        leave()
        kept = databases.acquire(template)
        current.append((kept, _use_database(monkeypatch, server, front, kept.name, database_role, kept.reader)))
        return current[0][1]

    yield switch
    leave()


def _give_back(databases: Databases, kept: KeptDatabase, database: Database, front: str) -> None:
    """Let later tests use a database, with the connections that are open and idle, but without a pooler's."""
    if os.environ.get("POOLED"):
        sessions.disconnect()
        pooler.end_sessions(front, kept.name)
    connections = [*sessions._opened().values(), *kept.reader]
    if any(connection.info.transaction_status is not TransactionStatus.IDLE for connection in connections):
        sessions.disconnect()
        database.close_reader()
    pids = [connection.info.backend_pid for connection in connections if not connection.closed]
    if not databases.release(kept, pids):
        sessions.disconnect()


def _use_database(
    patch: pytest.MonkeyPatch,
    server: Server,
    front: str,
    name: str,
    role: str = kit.DEFAULT_ROLE,
    reader: list[psycopg.Connection[Any]] | None = None,
) -> Database:
    url = f"postgresql://{role}@/{name}?host={front}"
    patch.setenv("DATABASE_URL", url)
    patch.setenv("DATABASE_ROLE", role)
    patch.setenv("RECONCILE_DATABASE_URL", server.url("purser_reconcile", name))
    return Database(url, server.url(SUPERUSER, name), [] if reader is None else reader, reuses_connection=True)


@pytest.fixture
def sample(database: Database, arrangement: tuple[str, Sample], bus: Bus) -> Sample:
    """A ledger with data of every kind."""
    return replace(arrangement[1], database=database)


@pytest.fixture
def sampled_in_play(database: Database, bus: Bus) -> None:
    """A database in a state of `samples.STATES`, which the sample events need, as in the next three fixtures."""


@pytest.fixture
def sampled_waiting(database: Database, bus: Bus) -> None: ...


@pytest.fixture
def sampled_invoiced(database: Database, bus: Bus) -> None: ...


@pytest.fixture
def sampled_billed(database: Database, bus: Bus) -> None: ...


@pytest.fixture
def acme_is_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """The role root counts in acme, so that one caller has every role that a generated request may need."""
    monkeypatch.setenv("PLATFORM_TENANT", "acme")


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


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Queues:
    """The queues between webhooks and their sender."""
    fake = Queues()
    monkeypatch.setenv("ATTEMPTS_QUEUE", webhooks.ATTEMPTS)
    monkeypatch.setenv("RESULTS_QUEUE", webhooks.RESULTS)
    monkeypatch.setattr(queues_module, "client", lambda: fake)
    return fake


def _bus(patch: pytest.MonkeyPatch) -> Bus:
    fake = Bus()
    patch.setenv("EVENT_BUS", "purser")
    patch.setattr(bus_module, "client", lambda _timeout_s: fake)
    return fake


@pytest.fixture
def fast_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams do not wait: each reading of the clock is a second later than the one before."""
    seconds = count()
    monkeypatch.setattr(cash_out_stream, "clock", lambda: float(next(seconds)))
    monkeypatch.setattr(cash_out_stream, "sleep", lambda _: None)


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], Fault]:
    monkeypatch.setattr(sessions, "sleep", lambda _: None)
    execute = psycopg.Connection.execute

    def install(fault: Fault) -> Fault:
        def wrapped(connection: Any, *arguments: Any, **more: Any) -> Any:
            if connection.closed or connection.info.user not in kit.APPLICATION_ROLES:
                return execute(connection, *arguments, **more)
            return fault(execute, connection, *arguments, **more)

        monkeypatch.setattr(psycopg.Connection, "execute", wrapped)
        return fault

    return install


@pytest.fixture
def mailer(monkeypatch: pytest.MonkeyPatch) -> Mailer:
    """The mail service that the application sends with."""
    fake = Mailer()
    monkeypatch.setattr(ses, "_client", lambda: fake)
    return fake
