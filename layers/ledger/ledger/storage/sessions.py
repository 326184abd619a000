"""The database: one connection an execution environment, transactions on it, and what is tried again.

The only module that opens a connection. Nothing here pins a proxied session: no named prepared statement, no SET.
"""

import json
import os
import random
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal, Protocol
from uuid import UUID

import psycopg
from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from ledger.core import errors
from ledger.storage import rds

ATTEMPTS: Final = 3
BACKOFF: Final = 0.05  # seconds; the second try waits up to twice, the third up to four times as long
CONNECT_TIMEOUT_S: Final = 3  # of a try, where somebody waits for the answer
WAKING_TIMEOUT_S: Final = 60
"""Where nobody waits for the answer. Aurora holds the connection that wakes it for about 15 s, and for 30 s or longer
after a day of sleep:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""
RETRY_UNREACHED_AFTER_S: Final = 5
"""What somebody who waited for three tries is asked to wait more: with these it is about 15 s, so that the second
request finds a database awake which the first one woke."""
_ENOUGH: Final = 1.0  # seconds that have to be left for another try to make sense

type Row = DictRow
type Params = Sequence[Any] | Mapping[str, Any]
type Connection = psycopg.Connection[Row]

_random = random.SystemRandom()  # not the interpreter's: what starts from one snapshot would wait alike
_environment = threading.local()
sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Budget:
    """What a call may still spend, and what it spent.

    remaining: tells how many seconds are left until nobody waits for the result any more.
    connect_timeout_s: how long a try to connect may take, as far as so much is left.
    commits_unknown: how often a connection was lost when a COMMIT may have been on its way.
    transient: why it failed for the moment, each time: an SQLSTATE, or `connection`.
    """

    remaining: Callable[[], float]
    connect_timeout_s: int = CONNECT_TIMEOUT_S
    retries: int = 0
    commits_unknown: int = 0
    transient: list[str] = field(default_factory=list)


class Transient(Exception):
    """It failed for a reason that may be gone at the next try. `reason`: an SQLSTATE, or `connection`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AnsweredAlready(Exception):
    """The claimed key has its answer: nothing of this transaction happened."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who and what causes a transaction.

    principal: the sub of a token, or the name of a consumer. key: the caller's Idempotency-Key, none without one.
    """

    tenant_id: str
    principal: str
    request_id: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that was done and that a person should look at. facts: ids only."""

    sentence: str
    facts: Mapping[str, Any]


class Session:
    """Statements of one database transaction, or, for reads, of none: each for itself.

    What is sent waits for nobody: it travels with the next statement whose rows are asked for, or with the commit.
    """

    def __init__(self, connection: Connection, origin: Origin) -> None:
        self._connection = connection
        self._sent: list[tuple[str, Sequence[Any]]] = []
        self.origin = origin
        self.tenant_id = origin.tenant_id
        self.postings = 0
        self.emitted: list[Any] = []
        self.warnings: list[Warned] = []

    def within(self, tenant_id: str) -> None:
        """What follows is of this tenant, which is another than the caller's where root acts in it."""
        self.tenant_id = tenant_id

    def send(self, call: str, params: Sequence[Any] = ()) -> None:
        """Queue a `select f(…)` that answers nothing; what it raises comes with the next rows, or with the commit.

        Several become one statement, since each costs the server as much again as a good part of what it does.
        """
        self._sent.append((call, params))

    def flush(self) -> None:
        """Put what was sent under way."""
        if self._sent:
            call, params = self._joined()
            with _translated():
                self._connection.execute(call.encode(), params)

    def cancel_running(self) -> None:
        """End what an interrupt left under way, which may be done all the same; then the session is ready again."""
        with _translated():
            self._connection.cancel_safe()
            while self._connection.pgconn.get_result():
                pass

    def warn(self, sentence: str, **facts: object) -> None:
        """Have the consumer that runs this tell something, once it is committed."""
        self.warnings.append(Warned(sentence, facts))

    def rows(self, query: str, params: Params = ()) -> list[Row]:
        """Send a statement and wait for its rows. Raises a Refusal, Transient, AnsweredAlready."""
        self.flush()
        with _translated():
            return self._connection.execute(query.encode(), params).fetchall()

    def row(self, query: str, params: Params = ()) -> Row | None:
        """The first row, or none."""
        rows = self.rows(query, params)
        return rows[0] if rows else None

    def value(self, call: str, params: Sequence[Any] = ()) -> Any:
        """What a `select f(…)` answers, in one statement with whatever was sent before it. Raises as `rows`."""
        self.send(call, params)
        joined, all_params = self._joined()
        (row,) = self.rows(f"{joined} as answer", all_params)
        return row["answer"]

    def _joined(self) -> tuple[str, list[Any]]:
        """What was sent as one SELECT; each is called after those before it."""
        calls = ", ".join(call.strip().removeprefix("select ") for call, _ in self._sent)
        params = [param for _, given in self._sent for param in given]
        self._sent.clear()
        return f"select {calls}", params


class Write(Protocol):
    """Runs work in one transaction of its own, as `write` does, and answers its result."""

    def __call__[T](self, work: Callable[[Session], T], /) -> T: ...


def write[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run `work` in one transaction and commit; all of it again on a transient failure, at most three times.

    A COMMIT whose outcome is unknown counts as transient, so `work` has to begin with what makes a repeat harmless: a
    claimed key, or an inbox row.

    Raises what `work` refuses, AnsweredAlready, errors.Unavailable.
    """
    return _retrying(lambda: _in_transaction(work, origin, budget), budget)


def read[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    """Run `work` outside a transaction, each statement on a snapshot of its own. Raises as `write` does."""
    return _retrying(lambda: work(Session(_connection(budget), origin)), budget)


@contextmanager
def direct_session(url: str, origin: Origin) -> Iterator[Session]:
    """A session of its own for a job that outlasts what a proxy lends; each statement is a transaction.

    Raises errors.Unavailable where the database cannot be reached, Transient for what fails for the moment.
    """
    try:
        with _translated():
            connection = _connected(url, WAKING_TIMEOUT_S)
    except Transient as failure:
        raise errors.Unavailable("The database cannot be reached. Try again.") from failure
    with closing(connection):
        yield Session(connection, origin)


def password(url: str) -> dict[str, Any]:
    """What to connect with beside the URL: where DATABASE_AUTH is `iam`, a token for the role that it names.

    Raises Transient where no credentials are to be had, ValueError where the server would not have to prove its name.
    """
    if os.environ.get("DATABASE_AUTH") != "iam":
        return {}
    place = conninfo_to_dict(url)
    if place.get("sslmode") != "verify-full":
        raise ValueError("A token goes to a server only with sslmode=verify-full.")
    try:
        return {"password": rds.token(str(place["host"]), int(place.get("port") or rds.PORT), str(place["user"]))}
    except OSError as failure:
        raise Transient("credentials") from failure


def disconnect() -> None:
    """Close this environment's connection, if it has one."""
    connection: Connection | None = _environment.__dict__.pop("connection", None)
    if connection is not None:
        with suppress(psycopg.Error):
            connection.close()


def _in_transaction[T](work: Callable[[Session], T], origin: Origin, budget: Budget) -> T:
    connection = _connection(budget)
    with _translated(), ExitStack() as mode:
        try:
            if _pipelined():
                mode.enter_context(connection.pipeline())
            connection.execute("BEGIN")
            session = Session(connection, origin)
            result = work(session)
            session.flush()
            _commit(connection, mode, budget)
        except BaseException:
            _roll_back(connection, mode)
            raise
    return result


def _commit(connection: Connection, mode: ExitStack, budget: Budget) -> None:
    try:
        connection.execute("COMMIT")
        mode.close()  # waits for what is under way
    except psycopg.OperationalError:
        budget.commits_unknown += connection.closed
        raise


def _roll_back(connection: Connection, mode: ExitStack) -> None:
    with suppress(psycopg.Error, Transient):
        mode.close()
    try:
        connection.execute("ROLLBACK")
    except psycopg.Error:
        disconnect()


def _retrying[T](attempt: Callable[[], T], budget: Budget) -> T:
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except Transient as failure:
            budget.transient.append(failure.reason)
            if failure.reason == "connection":
                disconnect()
            if number == ATTEMPTS or budget.remaining() < _ENOUGH:
                unavailable = errors.Unavailable("The database cannot be reached, or is too busy. Try again.")
                if failure.reason == "connection":
                    unavailable.retry_after_s = RETRY_UNREACHED_AFTER_S
                raise unavailable from failure
            budget.retries += 1
            sleep(_random.uniform(0, BACKOFF * 2**number))  # full jitter
    raise AssertionError("unreachable")


def _connection(budget: Budget) -> Connection:
    connection: Connection | None = getattr(_environment, "connection", None)
    if connection is not None and not _usable(connection):
        disconnect()
        connection = None
    if connection is None:
        timeout_s = max(1, int(min(budget.connect_timeout_s, budget.remaining())))  # none would be for ever
        with _translated():
            connection = _connected(os.environ["DATABASE_URL"], timeout_s)
        _environment.connection = connection
    return connection


def _connected(url: str, timeout_s: int) -> Connection:
    connection = psycopg.connect(
        url,
        **password(url),
        autocommit=True,
        prepare_threshold=None,  # a named prepared statement pins a proxied session
        connect_timeout=timeout_s,
        row_factory=dict_row,
    )
    connection.adapters.register_dumper(list, _ListDumper)
    return connection


_ELEMENTS: Final = frozenset({str, int, bool, Decimal, UUID})  # and no subclass, which may be written otherwise


class _ListDumper(Dumper):
    """A list as an array literal (PostgreSQL, section 8.15.6), of the type that its place in the statement has.

    psycopg's own looks for the types of all elements first, which took a debit 0.1 ms (docs/performance.md).
    """

    def __init__(self, cls: type, context: AdaptContext | None = None) -> None:
        super().__init__(cls, context)
        self._encoding = self.connection.info.encoding if self.connection else "utf-8"

    def dump(self, obj: list[Any]) -> bytes:
        """Raises DataError for a NUL in a text, and for an element of another type."""
        return ("{" + ",".join(map(_element, obj)) + "}").encode(self._encoding)


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if type(value) not in _ELEMENTS:
        raise psycopg.DataError(f"an array has no element of type {type(value).__name__}")
    text = str(value)
    if "\0" in text:
        raise psycopg.DataError("text holds no NUL")  # and libpq would end it there
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _usable(connection: Connection) -> bool:
    """An idle connection has nothing to say: what is there to read is its end."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return not poll.poll(0)


def _pipelined() -> bool:
    return os.environ.get("PIPELINE", "on") == "on"


_RETRIED: Final = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, lock timeout
_LOST: Final = ("08", "57P")  # connection exceptions; the server is stopping or starting
_CROWDED: Final = "53300"  # too many connections


class _translated:  # noqa: N801  (reads as the statement it is)
    """Database errors within become what _translation says; a plain class, since it is on the hot path."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> Literal[False]:
        if isinstance(error, psycopg.Error) and (found := _translation(error)) is not error:
            raise found from error
        return False


def _translation(error: psycopg.Error) -> Exception:
    match error.sqlstate:
        case None if isinstance(error, psycopg.OperationalError):
            found: Exception = Transient("connection")
        case "PL090":
            found = AnsweredAlready()
        case str() as state if refusal := errors.BY_SQLSTATE.get(state):
            found = refusal.from_database(json.loads(error.diag.message_detail or "{}"))
        case "23505" if refusal := errors.BY_CONSTRAINT.get(error.diag.constraint_name or ""):
            found = refusal()
        case str() as state if state in _RETRIED:
            found = Transient(state)
        case str() as state if state.startswith(_LOST) or state == _CROWDED:
            found = Transient("connection")
        case "57014":
            found = errors.Unavailable("The database took too long. Try again.")
        case _:
            found = error
    return found
