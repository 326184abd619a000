"""Every point of every writing operation fails in turn. A repeated call then leaves one effect and one answer.

A point is a statement of the operation, or the publication of its events. Each statement fails in three ways: with an
error, with the connection lost before the server receives it, and with the connection lost after the server has
executed it. Each call is repeated, as a client or a queue does, and the relay runs at the end. The database and the
published events must then be the same as after a call without a failure.
"""

import json
import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.failpoints import page
from tests.support import kit, live, samples
from tests.support.faults import Fault
from tests.support.kit import Database
from tests.support.live import Bus
from tests.support.samples import BY_ROUTE, EVENTS, UNROUTED

WAYS = ("error", "lost before", "lost after")
# Ids, invoice numbers and times differ between runs. So do the columns below.
_CHANGING = re.compile(
    r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|\b(TOP|USE|SUB)-\d{6}-[0-9A-F]{12}-[0-9A-F]{8}\b"
    r"|\bwhsec_[A-Za-z0-9+/]{43}=|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
)
_CHANGING_COLUMNS = {"xid", "ended_xid", "next_xid", "since_xid", "attempts", "message_id", "secret"}
# Reconciliation runs on a direct session. test_reconciliation_killed covers its failures.
CONSUMERS = sorted(set(samples.EFFECTS) - {"reconciliation_requested"})
WRITES = sorted(
    name
    for name in EVENTS.keys() - UNROUTED
    if (operation := getattr(kit.handler(BY_ROUTE[samples.event(name)["routeKey"]]), "operation", None))
    and operation.writes
    and not samples.is_dry_run(name)
)
TABLES = "select relname as name from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'"

type Switch = Callable[[], Database]


class Operation:
    """An operation with its sample in events/. It can be called repeatedly."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.event = samples.event(name)
        self.function = name if name in CONSUMERS else BY_ROUTE[self.event["routeKey"]]
        if name not in CONSUMERS:
            self.event["headers"] = self.event["headers"] | {"idempotency-key": "failpoint"}

    def call(self) -> tuple[str, str]:
        """Call the operation. Returns its outcome and the body of the answer.

        The outcome is `ok` after success and `failed` if the call may be repeated. Otherwise it is the body.
        """
        answer = kit.handler(self.function)(self.event, kit.context(self.function))
        if self.name in CONSUMERS:
            return ("failed" if answer["batchItemFailures"] else "ok"), ""
        if answer["statusCode"] == 500:
            return "failed", answer["body"]
        return ("ok" if answer["statusCode"] < 300 else answer["body"]), answer["body"]


def end_reservations(database: Database) -> None:
    """End the reservations of mails. A queue delivers a message again only after its reservation has ended."""
    database.rows("update mails set held_until = clock_timestamp() where outcome is null returning 1")


def relay(database: Database) -> None:
    """Publish what is left in the outbox."""
    live.make_due(database)
    kit.handler("relay_outbox")(samples.event("relay_outbox"), kit.context("relay_outbox"))


def state(database: Database) -> Counter[str]:
    """Return all rows of all tables, without the values that differ between runs. Not the access log: a repeated call
    shows the stored answer, and is recorded."""
    rows: Counter[str] = Counter()
    for table in database.rows(TABLES):
        if table["name"].startswith("access_log"):
            continue
        for row in database.rows(f'select to_json(t) as row from "{table["name"]}" t'):
            fixed = {column: value for column, value in row["row"].items() if column not in _CHANGING_COLUMNS}
            rows[f"{table['name']}: {_CHANGING.sub('*', json.dumps(fixed, sort_keys=True))}"] += 1
    return rows


def published(bus: Bus) -> Counter[str]:
    """Return the events that the bus has accepted, each once. A consumer recognises a repeated event by its id."""
    details = {detail["event_id"]: detail for detail in bus.details}
    return Counter(_CHANGING.sub("*", json.dumps(detail, sort_keys=True)) for detail in details.values())


@pytest.fixture
def prepared(mailer: object, queues: object, switch_database: Switch, bus: Bus) -> Callable[[], Database]:
    """A function that returns a fresh database with the samples. The events of the samples are already published."""

    def begin() -> Database:
        database = switch_database()
        bus.down = False
        database.rows(f"{kit.READ_ON} returning 1")  # the template's server has run many transactions since
        relay(database)
        bus.accepted.clear()
        return database

    return begin


@pytest.mark.usefixtures("sampled_billed")
@pytest.mark.parametrize("name", [*WRITES, *CONSUMERS])
def test_a_failure_at_any_point_leaves_one_effect_and_one_answer(
    prepared: Callable[[], Database],
    inject: Callable[[Fault], Fault],
    bus: Bus,
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    points = fail_everywhere(name, prepared, inject, bus)

    record_property("points", [name, points])
    if not page.is_being_written():
        assert page.points_of(name) == points, "run `make failpoints REPORT=1`"


def fail_everywhere(
    name: str, prepared: Callable[[], Database], inject: Callable[[Fault], Fault], bus: Bus
) -> list[str]:
    """Let the operation fail at each point. Returns the points' names in their order."""
    database = prepared()
    before = state(database)
    statements = inject(Fault()).statements
    assert Operation(name).call()[0] == "ok"
    statements = [*statements]
    relay(database)
    after, events = state(database), published(bus)
    assert after != before

    for number, statement in enumerate(statements, 1):
        for how in WAYS:
            point = f"{how} at {number} {statement!r}"
            database = prepared()
            operation = Operation(name)
            fault = inject(Fault(number, how))
            outcome, text = operation.call()
            inject(Fault())
            assert fault.happened, point
            if how == "error" and number <= last_commit(statements):
                assert outcome == "failed", point
                if name in WRITES:
                    assert state(database) == before, point
            elif how != "error":
                assert outcome == "ok", point
            end_reservations(database)
            again, text_again = operation.call()
            assert again == "ok", point
            assert outcome == "failed" or text_again == text, point
            relay(database)
            assert state(database) == after, point
            assert published(bus) == events, point
            database.assert_consistent()

    if events:
        database = prepared()
        bus.down = True
        assert Operation(name).call()[0] == "ok"
        bus.down = False
        relay(database)
        assert (state(database), published(bus)) == (after, events)

    return [page.label(statement) for statement in statements] + (["publish"] if events else [])


def last_commit(statements: list[str]) -> int:
    """Return the number of the last statement that commits."""
    commits = {"COMMIT", "post_once", "place_bet_once", "settle_bet_once", "create_hold_once", "post_batch"}
    return max(number for number, statement in enumerate(statements, 1) if page.label(statement) in commits)


def test_the_page_has_every_writing_operation() -> None:
    assert page.is_being_written() or page.operations() == sorted([*WRITES, *CONSUMERS])
