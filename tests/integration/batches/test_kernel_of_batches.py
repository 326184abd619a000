"""post_batch(): its locks, its round trip, what it refuses from every caller, and calls that are lost."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger import posting
from ledger.posting import Entry, Owner, Transaction
from ledger.storage import sessions
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import holds, kit
from tests.support.batches import alone, credit, debit, independent, send, transfer
from tests.support.faults import Fault
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.waiting import eventually

ANN, BOB, EVE = ("person", "ann", "USD"), ("person", "bob", "USD"), ("person", "eve", "EUR")
PREPAID = ("tenant", "acme", "USD")
HOUSE, EUROS = ("house", "", "USD"), ("house", "", "EUR")


def in_a_thread(call: Callable[[], Answer]) -> Answer:
    """Make a call with a connection of its own."""
    try:
        return call()
    finally:
        sessions.disconnect()


def waits(database: Database, number: int) -> bool:
    """Whether as many sessions wait for a lock."""
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    return bool(database.value(waiting) == number)


@pytest.fixture
def application(database: Database) -> "Iterator[psycopg.Connection[Any]]":
    """A connection with the login of the function."""
    with psycopg.connect(database.url, autocommit=True, prepare_threshold=None) as connection:
        yield connection


@pytest.mark.parametrize("mode", ["atomic", "independent"])
@pytest.mark.parametrize("second", ["bob", "new"])
def test_two_batches_over_the_same_wallets_in_opposite_orders_do_not_deadlock(
    service: Person, database: Database, mode: str, second: str
) -> None:
    """Both wait for ann's wallet, which is the first in the lock order; the second one may have to be created. If each
    locked its wallets in the order of its operations, one of them would have the other wallet by then."""
    for owner in ("ann", "bob"):
        kit.credit(service, owner, "50.00", "USD")
    there = [credit("1", "ann"), credit("2", second)]
    back = [credit("3", second), credit("4", "ann")]

    with ThreadPoolExecutor(2) as pool, database.admin() as admin:
        with admin.transaction():
            admin.execute("select from ledger.wallets where owner_id = 'ann' for update")
            running = [pool.submit(in_a_thread, partial(send, service, mode, *one)) for one in (there, back)]
            assert eventually(partial(waits, database, 2))
            held = admin.execute(
                "select owner_id from ledger.wallets where owner_kind = 'person' for no key update skip locked"
            ).fetchall()
        answers = [one.result() for one in running]

    assert sorted(row["owner_id"] for row in held) == ["ann", "bob"], "neither has another wallet yet"
    assert {answer.status for answer in answers} <= {200, 201}
    assert all(one["status"] == 201 for answer in answers for one in answer.json["results"])
    assert database.value("select deadlocks from pg_stat_database where datname = current_database()") == 0
    database.assert_consistent()


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_a_batch_that_creates_a_wallet_does_not_deadlock_with_a_change_of_its_customer(
    service: Person, agent: Person, database: Database, mode: str
) -> None:
    """The missing wallet comes before the other one in the lock order. A change locks the wallets first, then the
    customer."""
    customer = kit.new_customer(agent, balance="5.00")
    batch = [credit("1", customer, "5", "COIN"), credit("2", customer)]

    calls = (
        lambda: send(service, mode, *batch),
        lambda: agent.patch(f"/api/v1/agent/clients/{customer}", {"status": "frozen"}),
    )

    with ThreadPoolExecutor(2) as pool, database.admin() as admin:
        with admin.transaction():
            admin.execute("select from ledger.customers for update")
            running = []
            for number, call in enumerate(calls, 1):
                running.append(pool.submit(in_a_thread, call))
                assert eventually(partial(waits, database, number))
        answers = [one.result() for one in running]

    assert [answer.status for answer in answers] == [{"atomic": 201, "independent": 200}[mode], 200]
    assert database.value("select deadlocks from pg_stat_database where datname = current_database()") == 0
    assert {row["status"] for row in database.rows("select status from wallets where owner_id = %s", customer)} == {
        "frozen"
    }
    database.assert_consistent()


def test_a_batch_waits_for_no_wallet_that_is_being_created(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever creates it may want a wallet that the batch has locked. 40001 is the SQLSTATE of what is tried again."""
    monkeypatch.setattr(sessions, "sleep", lambda _: None)
    kit.credit(service, "ann", "5.00", "USD")
    batch = [credit("1", "ann"), credit("2", "new")]
    entries = [Entry(Owner("person", "new", "USD"), Decimal(5)), Entry(Owner("treasury", "", "USD"), Decimal(-5))]

    with open_transaction(database) as creating:
        posting.post(creating, [Transaction("manual_adjust", entries)])
        assert_problem(send(service, "independent", *batch), 503, "unavailable")
        assert '"40001"' in capsys.readouterr().out

    assert [status for status, _ in independent(service, *batch)] == [201, 201]
    assert kit.balance_of(service, "new", "USD") == "10.00"
    database.assert_consistent()


def test_only_a_wallet_that_the_same_call_created_is_deleted_again(
    service: Person, database: Database, application: "psycopg.Connection[Any]"
) -> None:
    kit.credit(service, "ann", "5.00", "USD")
    with application.transaction():
        assert call(application, [ANN, HOUSE], (1, "5.00"), (2, "-5.00")) is None
        new = ((2, "1.00"), (3, "-1.00"))
        assert call(application, [ANN, BOB, HOUSE], (1, "-50.00"), (3, "50.00"), key="refused", also=new) is None

    assert [kit.balance_of(service, owner, "USD") for owner in ("ann", "bob")] == ["10.00", "1.00"]
    database.assert_consistent()


@pytest.mark.parametrize("owner", ["ann", "new"])
def test_a_batch_does_not_wait_for_an_open_wallet(service: Person, database: Database, owner: str) -> None:
    kit.credit(service, "ann", "5.00", "USD")
    with database.admin() as admin, admin.transaction():
        admin.execute("select from ledger.wallets where owner_kind = 'treasury' for update")

        ((status, _),) = independent(service, credit("1", owner))

    assert status == 201


def test_a_batch_waits_for_a_request_that_uses_one_of_its_keys(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "50.00", "USD")
    operation = debit("k", "ann")

    with ThreadPoolExecutor(2) as pool, database.admin() as admin, admin.transaction():
        admin.execute("select from ledger.wallets where owner_id = 'ann' for update")
        first = pool.submit(in_a_thread, partial(alone, service, operation))
        assert eventually(partial(waits, database, 1))
        second = pool.submit(in_a_thread, partial(send, service, "atomic", credit("j", "bob"), operation))
        assert eventually(partial(waits, database, 2))

    assert second.result().json["results"][1]["body"] == first.result().json
    assert kit.balance_of(service, "ann", "USD") == "45.00"
    database.assert_consistent()


@pytest.mark.session
def test_simultaneous_batches_and_single_operations_post_everything_once(service: Person, database: Database) -> None:
    for owner in ("ann", "bob"):
        kit.credit(service, owner, "50.00", "USD")
    batch = [transfer("1", "ann", "bob", "40.00"), transfer("2", "bob", "ann", "40.00"), credit("3", "new")]

    outcomes = kit.simultaneously(
        *[partial(send, service, "independent", *order) for order in (batch, batch[::-1], batch)],
        partial(service.post, "/api/v1/transfers", {"from_owner_id": "bob", "to_owner_id": "new", "amount": "1.00",
                                                    "currency": "USD", "reason": "p2p_transfer"}),
    )  # fmt: skip

    assert all(isinstance(outcome, Answer) and outcome.status in {200, 201} for outcome in outcomes), outcomes
    assert database.value("select count(*) from transactions where idempotency_key in ('1', '2', '3')") == 3
    assert sum(float(kit.balance_of(service, owner, "USD")) for owner in ("ann", "bob", "new")) == 105.00
    database.assert_consistent()


def test_a_lost_call_makes_refusals_unknown_since_the_server_may_still_execute_it(
    service: Person, database: Database, inject: Callable[[Fault], Fault]
) -> None:
    kit.credit(service, "ann", "5.00", "USD")
    for mode in ("atomic", "independent"):
        lost = inject(Fault(1, "lost before"))
        unknown = send(service, mode, debit("1", "ann", "9.00"))

        assert "post_batch" in lost.statements[0]
        assert_problem(unknown, 503, "unavailable")
        assert unknown.headers["retry-after"] == "60"
    database.assert_consistent()


def test_a_batch_whose_answer_was_lost_has_one_effect(
    service: Person, database: Database, inject: Callable[[Fault], Fault]
) -> None:
    inject(Fault(1, "lost after"))

    answer = send(service, "atomic", credit("1", "ann"), credit("2", "bob"), key="b")

    assert answer.status == 201
    assert "idempotency-replayed" not in answer.headers
    assert database.value("select count(*) from transactions") == 2
    database.assert_consistent()


def call(
    application: "psycopg.Connection[Any]",
    owners: list[tuple[str, str, str]],
    *entries: tuple[int, str],
    key: str = "1",
    kind: str = "manual_adjust",
    also: tuple[tuple[int, str], ...] = (),
    hold: dict[str, object] | None = None,
) -> str | None:
    """Call post_batch() as the application, for one operation or two. entries, also: the number of the wallet, and the
    amount. hold: what is done with one. Returns the SQLSTATE of an error, or None."""
    operations = [
        {"key": f"{key} {number}", "hash": "00", "status": 201, "template": "{}", "kind": kind, "hold": hold}
        for number in range(1, 3 if also else 2)
    ]
    try:
        application.execute(
            b"""
            select post_batch('acme', 'x', null, 'request', now(), false, null, null, %s::json, %s::json,
                              %s::int[], %s::int[], %s::numeric[])
            """,
            (
                json.dumps(owners),
                json.dumps(operations),
                [1] * len(entries) + [2] * len(also),
                [wallet for wallet, _ in entries + also],
                [amount for _, amount in entries + also],
            ),
        )
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_a_batch_reads_its_own_wallets_and_no_others_after_its_tenant_has_grown(
    service: Person, database: Database, application: "psycopg.Connection[Any]"
) -> None:
    """A tenant with one wallet, among others, has many more since the statistics were collected."""
    kit.credit(service, "ann", "9.00", "USD")
    fill = "select create_missing_wallet(%s, 'person', 'other ' || n, 'USD', null) from generate_series(1, 500) n"
    database.rows(fill, "umbrella")
    with database.admin() as admin:
        admin.execute("analyze ledger.wallets")
    database.rows(fill, "acme")

    read = b"select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'wallets'"

    application.execute(b"begin")
    ((before,),) = application.execute(read).fetchall()
    assert call(application, [ANN, BOB, HOUSE], (1, "-5.00"), (2, "5.00")) is None
    ((after,),) = application.execute(read).fetchall()
    application.execute(b"rollback")

    assert 3 <= after - before <= 20


def test_a_transaction_that_sums_to_zero_in_each_currency_is_posted(
    database: Database, application: "psycopg.Connection[Any]"
) -> None:
    owners = [ANN, EVE, EUROS, HOUSE]

    assert call(application, owners, (1, "5.00"), (2, "3.00"), (3, "-3.00"), (4, "-5.00")) is None
    assert database.value("select count(*) from entries") == 4
    database.assert_consistent()


@pytest.mark.parametrize(
    ("owners", "entries", "state"),
    [
        pytest.param([ANN, HOUSE], [(1, "5.00")], "PL020", id="one entry"),
        pytest.param([ANN, HOUSE], [], "PL020", id="no entry"),
        pytest.param([ANN, HOUSE], [(1, "5.00"), (2, "-4.00")], "PL020", id="a sum"),
        pytest.param([ANN, EUROS], [(1, "5.00"), (2, "-5.00")], "PL020", id="a sum in each currency"),
        pytest.param([ANN, HOUSE], [(2, "-5.00"), (1, "5.00")], "PL020", id="not in lock order"),
        pytest.param([ANN, HOUSE], [(1, "5.00"), (1, "-5.00")], "PL020", id="a wallet twice"),
        pytest.param([ANN, ANN, HOUSE], [(1, "5.00"), (2, "-5.00")], "PL020", id="a wallet under two numbers"),
        pytest.param([HOUSE, ANN], [(1, "-5.00"), (2, "5.00")], "PL020", id="an open wallet first"),
        pytest.param([ANN, HOUSE], [(1, "5.00"), (3, "-5.00")], "PL020", id="an unknown wallet"),
        pytest.param([ANN, HOUSE], [(1, "0"), (2, "0")], None, id="zero"),
        pytest.param([ANN, ("agent", "x", "USD")], [(1, "5.00"), (2, "-5.00")], "PL020", id="a float"),
        pytest.param([ANN, ("house", "", "")], [(1, "5.00"), (2, "-5.00")], "23503", id="no currency"),
    ],
)
def test_what_would_invent_or_lose_an_amount_is_refused_from_every_caller(
    database: Database,
    application: "psycopg.Connection[Any]",
    owners: list[tuple[str, str, str]],
    entries: list[tuple[int, str]],
    state: str | None,
) -> None:
    assert call(application, owners, *entries) == state
    assert database.value("select count(*) from entries") == 0
    assert not database.rows("select from wallets")


@pytest.mark.parametrize(
    ("action", "owners", "entries"),
    [
        pytest.param("capture", [ANN, HOUSE], [(1, "1")], id="a capture for nobody"),
        pytest.param("capture", [ANN, BOB], [(1, "1"), (2, "-1")], id="a capture from another wallet"),
        pytest.param("capture", [ANN, BOB, HOUSE], [(1, "-1"), (2, "1"), (3, "1")], id="a capture for two"),
        pytest.param("capture", [ANN, EUROS], [(1, "-1"), (2, "1")], id="a capture in another currency"),
        pytest.param("capture", [ANN, BOB], [(1, "-1"), (2, "-1")], id="a capture from two wallets"),
        pytest.param("release", [BOB], [(1, "0")], id="a release of another wallet"),
        pytest.param("release", [ANN, BOB], [(1, "0"), (2, "0")], id="a release of two wallets"),
        pytest.param("release", [ANN], [], id="a release without a wallet"),
        pytest.param("hold", [ANN], [(1, "1")], id="a hold below zero"),
        pytest.param("hold", [ANN, BOB], [(1, "-1"), (2, "1")], id="a hold on two wallets"),
        pytest.param("hold", [PREPAID], [(1, "-1")], id="a hold on a prepaid wallet"),
        pytest.param("hold", [HOUSE], [(1, "-1")], id="a hold on an open wallet"),
        pytest.param("end", [ANN], [(1, "-1")], id="another action"),
    ],
)
def test_what_would_change_more_or_less_than_the_hold_is_refused_from_every_caller(
    service: Person,
    database: Database,
    application: "psycopg.Connection[Any]",
    action: str,
    owners: list[tuple[str, str, str]],
    entries: list[tuple[int, str]],
) -> None:
    for owner in ("ann", "bob"):
        kit.credit(service, owner, "9.00", "USD")
    assert call(application, [PREPAID, HOUSE], (1, "9.00"), (2, "-9.00"), key="before") is None
    kept = holds.hold(service, "ann", "5.00")
    change = {"hold_id": kept["hold_id"], "is_final": True, "despite_freeze": False, "expires_in": 60}
    if action == "hold":
        change["hold_id"] = str(uuid4())

    state = call(application, owners, *entries, kind="hold_capture", hold=change | {"action": action})

    assert state == "PL020"
    assert database.value("select count(*) from entries where balance_after is not null") == 3
    assert database.value("select count(*) from holds where status = 'pending'") == 1
    database.assert_consistent()


def test_a_capture_that_does_not_say_so_is_final_and_sets_no_freeze_aside(
    service: Person, database: Database, application: "psycopg.Connection[Any]"
) -> None:
    kit.credit(service, "ann", "9.00", "USD")
    first, second = (holds.hold(service, "ann", "4.00") for _ in range(2))

    def captured(hold: Any, key: str) -> str | None:
        change = {"action": "capture", "hold_id": hold["hold_id"], "amount": "1"}
        return call(application, [ANN, HOUSE], (1, "-1"), (2, "1"), key=key, kind="hold_capture", hold=change)

    assert captured(first, "1") is None
    assert database.value("select status from holds where hold_id = %s", first["hold_id"]) == "captured"
    database.rows("update wallets set status = 'frozen' where owner_id = 'ann' returning wallet_id")
    assert captured(second, "2") is None, "refused in its result"
    assert database.value("select status from holds where hold_id = %s", second["hold_id"]) == "pending"
    database.assert_consistent()


def test_a_login_posts_its_own_kinds_only(application: "psycopg.Connection[Any]") -> None:
    assert call(application, [ANN, HOUSE], (1, "5.00"), (2, "-5.00"), kind="deposit") == "42501"


def test_a_login_that_captures_nothing_changes_no_hold(service: Person, database: Database) -> None:
    """The cashier desk's login may post, and so call post_batch()."""
    kit.credit(service, "ann", "9.00", "USD")
    kept = holds.hold(service, "ann", "5.00")
    release = {"action": "release", "hold_id": kept["hold_id"]}

    with psycopg.connect(database.url_of("purser_desk"), autocommit=True, prepare_threshold=None) as desk:
        assert call(desk, [ANN], (1, "0"), kind="debit", hold=release) == "42501"

    assert database.value("select status from holds") == "pending"


def test_the_times_of_a_wallet_rise_even_if_its_last_one_is_ahead_of_the_clock(
    database: Database, service: Person
) -> None:
    kit.credit(service, "ann", "10.00", "USD")
    ahead = (
        "update wallets set posted_at = clock_timestamp() + interval '30 s' where owner_id = 'ann' returning posted_at"
    )
    (before,) = database.rows(ahead)

    independent(service, debit("1", "ann", "1.00"), transfer("2", "ann", "bob", "1.00"), debit("3", "bob", "1.00"))

    rows = database.rows(
        "select posted_at from transactions where idempotency_key is not null order by idempotency_key"
    )
    times = [before["posted_at"], *(row["posted_at"] for row in rows)]
    assert times == sorted(set(times))
    database.assert_consistent()


def test_a_debit_finds_what_the_operation_before_it_has_left(database: Database, service: Person) -> None:
    """As an amount that is credited and debited in one batch: the floor is that of the moment."""
    ends = independent(service, debit("1", "ann"), credit("2", "ann"), debit("3", "ann", "5.01"), debit("4", "ann"))

    assert [status for status, _ in ends] == [400, 201, 400, 201]
    assert [body.get("available") for _, body in ends] == ["0.00", "5.00", "5.00", "0.00"]
    versions = database.rows("select version, balance_after from entries where version is not null order by version")
    assert [(row["version"], row["balance_after"]) for row in versions] == [(1, 500), (2, 0)]
    database.assert_consistent()
