"""Database sessions: one connection for each execution environment and role, database transactions, and retries.

Nothing here pins a proxied connection: there is no named prepared statement and no SET.

Each database transaction announces its tenant and its principal before its first statement, in the same round trip:
row-level security shows it no other tenant's rows.
"""

import os
import random
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow

from ledger.core import errors
from ledger.storage import connections
from ledger.storage.failures import Transient, translate_errors

MAX_ATTEMPTS: Final = 3
BACKOFF_S: Final = 0.05  # the second attempt waits up to twice, the third up to four times as long
RETRY_UNREACHED_AFTER_S: Final = 5
"""The Retry-After of a 503 after three attempts to connect. The attempts and this pause take about 15 s together, so a
retried request finds the database awake."""
LATE_CALL_S: Final = 60
"""After this time post_once() is refused: its posting would be ahead of the caller's clock (clock_skew_limit)."""
CANCEL_AGAIN_S: Final = 0.1
"""How long a statement has to end after a request to cancel it, before the request is repeated."""
MIN_REMAINING_S: Final = 1.0  # with less time left, there is no further attempt

_ANNOUNCE: Final = "select announce(%s, %s)"
RECORD: Final = "record_access(%s, %s::json)"
"""Records an access, in the statement of which it is a part. Its parameters are an AccessRecord's."""

type Row = DictRow
type Params = Sequence[Any] | Mapping[str, Any]
type Connection = psycopg.Connection[Row]
type Announcement = tuple[str | None, str]
"""A tenant, None for every tenant, and a principal."""

_random = random.SystemRandom()  # the system's: environments that start from one snapshot must not draw equal delays
_environment = threading.local()
sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Budget:
    """The time that an invocation has left, and what its database transactions needed.

    remaining: returns the seconds until the invocation ends.
    connect_timeout_s: of each attempt to connect; less if less time is left.
    commits_unknown: how many connections were lost while a COMMIT may have been under way.
    may_execute_late: a statement that commits by itself was lost with its connection. A server or proxy that receives
    it later executes it, unless LATE_CALL_S have passed.
    transient: the reason of each transient failure: an SQLSTATE, or `connection`.
    """

    remaining: Callable[[], float]
    connect_timeout_s: int = connections.CONNECT_TIMEOUT_S
    retries: int = 0
    commits_unknown: int = 0
    may_execute_late: bool = False
    transient: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who acts and by which request. Each transaction of the ledger records it.

    tenant_id: empty for a function that acts in no tenant; unless it sees every tenant, it sees no tenant's rows.
    principal: the sub of a token, or the name of a consumer. key: the caller's Idempotency-Key, if it sent one.
    owner_id: of whoever may ask for something or decide, if the token names another than the sub.
    sees_every_tenant: until a use case acts in one tenant. For root, and for what works across tenants.
    is_owner: the caller is a person with the role owner in the tenant.
    """

    tenant_id: str
    principal: str
    request_id: str
    key: str | None = None
    sees_every_tenant: bool = False
    owner_id: str | None = None
    is_owner: bool = False

    @classmethod
    def across_tenants(cls, job: str) -> Self:
        """Of a scheduled job that works for every tenant."""
        return cls("", job, job, sees_every_tenant=True)

    @property
    def announcement(self) -> Announcement | None:
        """What its statements announce, None for nothing."""
        if self.sees_every_tenant:
            return None, self.principal
        return (self.tenant_id, self.principal) if self.tenant_id else None


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """What is recorded of a request that shows data. tenant_id: whose; None: root named no tenant. details: a JSON
    object, as record_access() takes it."""

    tenant_id: str | None
    details: str

    @property
    def parameters(self) -> tuple[str | None, str]:
        return self.tenant_id, self.details


type Access = Callable[[], AccessRecord]


@dataclass(frozen=True, slots=True)
class LoggedWarning:
    """A warning to be logged after the commit. fields: ids only."""

    message: str
    fields: Mapping[str, Any]


class Session:
    """Runs statements, all in one database transaction, or, for reads, each in one of its own."""

    def __init__(
        self,
        connection: Connection,
        origin: Origin,
        *,
        is_transaction: bool,
        access: Access | None = None,
    ) -> None:
        """access: called at the first statement, which records the read in the same round trip."""
        self._connection = connection
        self._is_transaction = is_transaction
        self._announced: Announcement | None = None
        self._announcement = origin.announcement
        self._access = access
        self._claim: tuple[str, Params] | None = None
        self.origin = origin
        self.tenant_id = origin.tenant_id
        self.postings = 0
        self.placed_holds = 0
        self.emitted: list[Any] = []
        self.warnings: list[LoggedWarning] = []

    def act_in_tenant(self, tenant_id: str) -> None:
        """Set the tenant of all later statements, which see its rows only. It differs from the caller's tenant if root
        acts in another one."""
        self.tenant_id = tenant_id
        self._announcement = tenant_id, self.origin.principal

    def act_for(self, origin: Origin) -> None:
        """Set whose request later statements carry out. It differs from the caller's if a caller approved it."""
        self.origin = origin
        self.tenant_id = origin.tenant_id
        self._announcement = origin.announcement

    def see_every_tenant(self) -> None:
        """Let later statements see the rows of every tenant, which only some database roles may."""
        self._announcement = None, self.origin.principal

    def claim(self, query: str, params: Params) -> None:
        """Send the first statement of a database transaction, which announces the origin's tenant and principal itself.
        Otherwise as `send`."""
        self._claim = query, params
        self._announced = self.origin.tenant_id, self.origin.principal
        with translate_errors():
            self._connection.execute(query.encode(), params)

    def restart(self) -> None:
        """Roll the database transaction back, also after an error, and begin it again with the same claim."""
        if self._claim is None:
            raise RuntimeError("the database transaction has no claim that makes a repetition harmless")
        with translate_errors():
            with self._connection.pipeline() if _is_pipelined() else nullcontext():
                pass  # entering it ends the state after an error, in which the server skips statements
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")
        self.postings = self.placed_holds = 0
        self.emitted.clear()
        self.warnings.clear()
        self.claim(*self._claim)

    def send(self, query: str, params: Params = ()) -> None:
        """Send a statement without waiting for its result.

        In a pipeline its error is raised by the next method that waits for rows, or by the commit.
        """
        with translate_errors():
            self._execute(query, params)

    def cancel_running(self) -> None:
        """Cancel the statement that an interrupt left running, and wait for its end. It may have succeeded already.

        Postgres ignores a request to cancel that arrives before the statement has begun, so the request is repeated.
        """
        running = self._connection.pgconn
        with translate_errors():
            while running.is_busy():
                self._connection.cancel_safe()
                select.select([running.socket], [], [], CANCEL_AGAIN_S)
                running.consume_input()
            while running.get_result():
                pass

    def warn(self, message: str, **fields: object) -> None:
        """Log a warning after the commit. Only consumers do."""
        self.warnings.append(LoggedWarning(message, fields))

    def rows(self, query: str, params: Params = ()) -> list[Row]:
        """Send a statement and wait for its rows. Raises a Refusal, Transient, AlreadyAnswered."""
        if self._access is not None:
            query, params = _recording(query, params, self._access())
            self._access = None
        with translate_errors():
            return self._execute(query, params).fetchall()

    def row(self, query: str, params: Params = ()) -> Row | None:
        """The first row, None without one. Raises as `rows`."""
        rows = self.rows(query, params)
        return rows[0] if rows else None

    def one(self, query: str, params: Params = ()) -> Row:
        """The only row. Raises RuntimeError if there is none or more than one, and as `rows`."""
        rows = self.rows(query, params)
        if len(rows) != 1:
            raise RuntimeError(f"{len(rows)} rows instead of one")
        return rows[0]

    def value(self, query: str, params: Params = ()) -> Any:
        """The only column of the only row. Raises as `one`."""
        (value,) = self.one(query, params).values()
        return value

    def _execute(self, query: str, params: Params) -> psycopg.Cursor[Row]:
        """Announce what is not announced yet, and send a statement."""
        if self._is_transaction:
            if self._announcement not in (None, self._announced):
                self._connection.execute(_ANNOUNCE, self._announcement)
                self._announced = self._announcement
            return self._connection.execute(query.encode(), params)
        if self._announcement is None:
            return self._connection.execute(query.encode(), params)
        # In a pipeline, both are one database transaction without BEGIN, and one round trip.
        with self._connection.pipeline() if _is_pipelined() else self._connection.transaction():
            self._connection.execute(_ANNOUNCE, self._announcement)
            return self._connection.execute(query.encode(), params)


class Write(Protocol):
    """Runs work in a database transaction of its own, as `write` does, and returns its result."""

    def __call__[T](self, work: Callable[[Session], T], /) -> T: ...


def write[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run `work` in one database transaction and commit; retry after a transient failure, up to MAX_ATTEMPTS.

    A COMMIT with an unknown outcome counts as transient, so `work` must begin with a statement that makes a repetition
    harmless: it claims an idempotency key, or writes an inbox row.

    Raises the refusals of `work`, AlreadyAnswered, errors.Unavailable.
    """
    return _retry(lambda: _in_transaction(work, origin, budget), budget)


def rehearse[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run `work` in one database transaction and roll it back; retry as `write` does.

    Raises the refusals of `work`, errors.Unavailable.
    """
    return _retry(lambda: _in_transaction(work, origin, budget, commits=False), budget)


def execute(query: str, params: Params, budget: Budget) -> Row:
    """Execute one statement that is a database transaction of its own, and return its only row; retry as `write` does.

    The statement must announce its tenant and its principal, and must have no second effect if it is repeated.

    Raises the refusals of the statement, NotInOneCall, errors.Unavailable.
    """
    return _retry(lambda: _in_one_statement(query, params, budget), budget)


def read[T](work: Callable[[Session], T], origin: Origin, budget: Budget, access: Access | None = None) -> T:
    """Run `work` without a database transaction: each statement has its own snapshot. Raises as `write` does.

    access: the record of this read, if it is recorded; called at the first statement.
    """
    return _retry(lambda: work(Session(_connection(budget), origin, is_transaction=False, access=access)), budget)


def record(access: AccessRecord, origin: Origin, budget: Budget) -> None:
    """Record what a request shows that wrote nothing, in one round trip. Raises as `write` does."""
    query = f"""
        with announced as materialized ({_ANNOUNCE}) select {RECORD} from announced
    """  # noqa: S608  (composed of constants only)
    execute(query, (*(origin.announcement or ("", "")), *access.parameters), budget)


def rows(query: str, params: Params, origin: Origin, budget: Budget) -> list[Row]:
    """Run one statement by itself, so that no database transaction is open afterwards. Raises as `write` does."""
    return read(lambda session: session.rows(query, params), origin, budget)


def attempt[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run `work` as `read` does, but only once, for what a request can do without.

    Raises Transient, whatever made the database fail.
    """
    try:
        return work(Session(_connection(budget), origin, is_transaction=False))
    except psycopg.Error as failure:
        raise Transient(failure.sqlstate or "connection") from failure
    except errors.Unavailable as failure:
        raise Transient("timeout") from failure


@contextmanager
def direct_session(url: str, origin: Origin) -> Iterator[Session]:
    """A session on a connection of its own, without the proxy, for a job that takes longer than a proxy allows.

    Each statement is a database transaction. Raises errors.Unavailable if the database cannot be reached, Transient
    after a transient failure of a statement.
    """
    try:
        with translate_errors():
            connection = connections.connect(url, connections.WAKING_TIMEOUT_S)
    except Transient as failure:
        raise errors.Unavailable("The database cannot be reached. Try again.") from failure
    with closing(connection):
        yield Session(connection, origin, is_transaction=False)


@contextmanager
def connected_as(role: str) -> Iterator[None]:
    """Use connections of this database role during the block, in this thread.

    For the local system, where one process runs functions of several roles. On Lambda DATABASE_ROLE names the
    function's role.
    """
    outer: str | None = getattr(_environment, "role", None)
    _environment.role = role
    try:
        yield
    finally:
        _environment.role = outer


def disconnect() -> None:
    """Close this environment's connections, if it has any."""
    for connection in _opened().values():
        with suppress(psycopg.Error):
            connection.close()
    _opened().clear()


def _recording(query: str, params: Params, access: AccessRecord) -> tuple[str, Params]:
    """A query that records an access, and then has its rows. The call refers to no row, so PostgreSQL executes it once,
    before the first row and also if there is none. One statement: either both are done or the read fails."""
    recorded = "select s.* from (\n{}\n) s where (select record_access({}, {}::json))"
    if isinstance(params, Mapping):
        named = {"recorded_tenant": access.tenant_id, "recorded_access": access.details}
        return recorded.format(query, "%(recorded_tenant)s", "%(recorded_access)s"), {**params, **named}
    return recorded.format(query, "%s", "%s"), (*params, *access.parameters)


def _in_transaction[T](work: Callable[[Session], T], origin: Origin, budget: Budget, *, commits: bool = True) -> T:
    connection = _connection(budget)
    with translate_errors(), ExitStack() as pipeline:
        try:
            if _is_pipelined():
                pipeline.enter_context(connection.pipeline())
            connection.execute("BEGIN")
            result = work(Session(connection, origin, is_transaction=True))
            if commits:
                _commit(connection, pipeline, budget)
            else:
                pipeline.close()  # waits for the results of all statements
                connection.execute("ROLLBACK")
        except BaseException:
            _roll_back(connection, pipeline)
            raise
    return result


def _in_one_statement(query: str, params: Params, budget: Budget) -> Row:
    connection = _connection(budget)
    with translate_errors(), _unknown_commits(connection, budget):
        try:
            (row,) = connection.execute(query.encode(), params).fetchall()
        except psycopg.OperationalError as error:
            budget.may_execute_late |= error.sqlstate is None  # the server has not answered
            raise
    return row


def _commit(connection: Connection, pipeline: ExitStack, budget: Budget) -> None:
    with _unknown_commits(connection, budget):
        connection.execute("COMMIT")
        pipeline.close()  # waits for the results of all statements


@contextmanager
def _unknown_commits(connection: Connection, budget: Budget) -> Iterator[None]:
    """Count a connection that is lost in this block, in which it commits."""
    try:
        yield
    except psycopg.OperationalError:
        budget.commits_unknown += connection.closed
        raise


def _roll_back(connection: Connection, pipeline: ExitStack) -> None:
    with suppress(psycopg.Error, Transient):
        pipeline.close()
    try:
        connection.execute("ROLLBACK")
    except psycopg.Error:
        disconnect()


def _retry[T](attempt: Callable[[], T], budget: Budget) -> T:
    for number in range(1, MAX_ATTEMPTS + 1):
        try:
            return attempt()
        except Transient as failure:
            budget.transient.append(failure.reason)
            if failure.reason == "connection":
                disconnect()
            if number == MAX_ATTEMPTS or budget.remaining() < MIN_REMAINING_S:
                unavailable = errors.Unavailable("The database cannot be reached, or is too busy. Try again.")
                if failure.reason == "connection":
                    unavailable.retry_after_s = RETRY_UNREACHED_AFTER_S
                raise unavailable from failure
            budget.retries += 1
            sleep(_random.uniform(0, BACKOFF_S * 2**number))  # full jitter
    raise AssertionError("unreachable")


def _connection(budget: Budget) -> Connection:
    role: str = getattr(_environment, "role", None) or os.environ["DATABASE_ROLE"]
    connection = _opened().get(role)
    if connection is not None and not connections.is_usable(connection):
        disconnect()
        connection = None
    if connection is None:
        timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))  # libpq takes 0 as no timeout
        with translate_errors():
            connection = connections.connect(make_conninfo(os.environ["DATABASE_URL"], user=role), timeout_s)
        _opened()[role] = connection
    return connection


def _opened() -> dict[str, Connection]:
    """This environment's open connections by role. Deployed, it has one role."""
    opened: dict[str, Connection] = _environment.__dict__.setdefault("opened", {})
    return opened


def _is_pipelined() -> bool:
    return os.environ.get("PIPELINE", "on") == "on"
