"""Each award is paid once, even with repeated, reordered and failing deliveries."""

import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from ledger import posting
from ledger.awards import batches
from ledger.core import errors
from ledger.storage import sessions
from tests.support import kit, live, tournaments
from tests.support.faults import Fault
from tests.support.kit import Database, Person
from tests.support.live import Detail
from tests.support.tournaments import COMPLETED, CONFIRMED, cancelled, coins, completed, confirmed, deliver, placed

OWNER_COUNT = 10_000
NOWHERE = "postgresql:///purser?host=/nowhere"


def events(teams: int = 8) -> list[Detail]:
    """The events of a tournament: each team of two is confirmed, then placed. Everybody plays in two teams."""
    members = [(f"p{n}", f"p{(n + 1) % teams}") for n in range(teams)]
    places = [placed(f"r{n}", n + 1, *owners) for n, owners in enumerate(members)]
    return [
        *(confirmed(f"r{n}", *owners) for n, owners in enumerate(members)),
        completed(*places[:3]),
        completed(*places[3:]),
    ]


def expected(teams: int = 8) -> dict[str, int]:
    placement_awards = [100, 50, 25, 25, *[0] * (teams - 4)]
    return {f"p{n}": 10 + placement_awards[n] + placement_awards[n - 1] for n in range(teams)}


@pytest.mark.parametrize("seed", range(3))
def test_two_consumers_pay_each_award_once_if_every_event_is_delivered_three_times_in_any_order(
    service: Person, database: Database, seed: int
) -> None:
    deliveries = events() * 3
    random.Random(seed).shuffle(deliveries)  # noqa: S311  (nothing secret)

    def consumer(part: list[Detail]) -> list[list[int]]:
        return [live.deliver(tournaments.consumer_of(detail), live.messages(detail)) for detail in part]

    outcomes = kit.simultaneously(lambda: consumer(deliveries[::2]), lambda: consumer(deliveries[1::2]))

    assert [failed for outcome in outcomes for failed in outcome if failed] == []  # type: ignore[union-attr]
    assert coins(service, *expected()) == expected()
    assert database.value("select count(*) from transactions") == 24
    database.assert_consistent()


def test_four_simultaneous_consumers_of_one_large_event_pay_it_once(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 50)
    owners = tournaments.owners(300)
    shuffled = random.Random(7).sample(owners, len(owners))  # noqa: S311  (nothing secret)
    deliveries = [confirmed("r1", *order) for order in (owners, owners[::-1], shuffled, owners)]

    outcomes = kit.simultaneously(*(lambda detail=detail: deliver(detail) for detail in deliveries))

    assert outcomes == [None] * 4
    assert tournaments.total_awarded(database) == 300 * 5
    assert database.value("select count(distinct owner_id) from awards where transaction_id is not null") == 300
    database.assert_consistent()


def test_awards_and_opposite_transfers_between_the_same_wallets_never_deadlock(
    service: Person, database: Database
) -> None:
    owners = tournaments.owners(20)
    for owner in owners:
        kit.credit(service, owner, "100")

    def transfer_between(pairs: list[tuple[str, str]]) -> None:
        for sender, receiver in pairs * 3:
            body = {"from_owner_id": sender, "to_owner_id": receiver, "amount": "1", "currency": "COIN"}
            assert service.post("/api/v1/transfers", body).status == 201

    pairs_in_order = list(pairwise(owners))
    outcomes = kit.simultaneously(
        lambda: transfer_between(pairs_in_order),
        lambda: transfer_between([(b, a) for a, b in pairs_in_order[::-1]]),
        lambda: deliver(*(confirmed(f"r{n}", *owners[:: (-1) ** n]) for n in range(5))),
        lambda: deliver(*(completed(placed(f"r{n}", 1, *owners)) for n in range(5))),
    )

    assert outcomes == [None] * 4
    assert sum(coins(service, *owners).values()) == 20 * (100 + 5 * 5 + 5 * 100)
    database.assert_consistent()


@pytest.mark.parametrize("how", ["error", "lost before", "lost after"])
@pytest.mark.parametrize("detail", [confirmed("r1", "a", "b", "c"), completed(placed("r1", 1, "a", "b", "c"))])
def test_each_owner_is_paid_once_if_each_statement_fails_in_turn(
    service: Person,
    database: Database,
    inject: Callable[[Fault], Fault],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    detail: Detail,
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    kit.credit(service, "a", "1")
    amount = 5 if "owner_ids" in detail else 100
    for number in range(1, 40):
        event = rename(detail, f"r-{number}")
        fault = inject(Fault(number, how))
        failed = live.deliver(tournaments.consumer_of(event), live.messages(event))
        inject(Fault())
        assert failed == ([0] if how == "error" and fault.happened else [])
        deliver(event)
        assert coins(service, "a", "b", "c") == {"a": 1 + number * amount, "b": number * amount, "c": number * amount}
        if not fault.happened:
            break
    else:
        raise AssertionError("too many statements")
    assert number > 8, "two batches, each with its claims, its posting and its commit"
    database.assert_consistent()


def rename(detail: Detail, registration_id: str) -> Detail:
    if "owner_ids" in detail:
        return detail | {"registration_id": registration_id}
    return detail | {
        "placements": [placement | {"registration_id": registration_id} for placement in detail["placements"]]
    }


@pytest.mark.parametrize("table", ["awards", "wallets", "transactions", "entries"])
def test_a_batch_that_fails_at_any_table_has_no_effect(service: Person, database: Database, table: str) -> None:
    detail = confirmed("r1", "ann", "bob")
    with database.admin() as admin:
        admin.execute("create function fail() returns trigger language plpgsql as $$ begin return 1 / 0; end $$")
        admin.execute(
            f"create trigger fail after insert or update on {table} for each row execute function fail()".encode()
        )
        assert live.deliver(CONFIRMED, live.messages(detail)) == [0]
        admin.execute(f"drop trigger fail on {table}".encode())
    counted = [database.value(f"select count(*) from {name}") for name in ("awards", "wallets", "transactions")]
    assert counted == [0, 0, 0]

    deliver(detail)

    assert coins(service, "ann", "bob") == {"ann": 5, "bob": 5}
    database.assert_consistent()


def test_an_event_that_fails_halfway_resumes_without_paying_twice(service: Person, database: Database) -> None:
    detail = confirmed("r1", *tournaments.owners(OWNER_COUNT))
    with database.admin() as admin:
        admin.execute(
            "create function fail() returns trigger language plpgsql as $$ begin return 1 / 0; end $$;"
            "create trigger fail before insert on awards for each row when (new.owner_id = 'owner-05500') "
            "execute function fail()"
        )
        assert live.deliver(CONFIRMED, live.messages(detail)) == [0]
        admin.execute("drop trigger fail on awards")
    assert tournaments.total_awarded(database) == 5 * 5_000, "five batches of a thousand are committed"

    deliver(detail, detail)

    assert tournaments.total_awarded(database) == 5 * OWNER_COUNT
    assert database.value("select count(*) from transactions") == OWNER_COUNT
    database.assert_consistent()


def test_every_owner_is_paid_once_even_if_the_connection_is_killed_in_every_batch(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "sleep", lambda _: None)
    real_post = posting.post
    killed = Counter[str]()

    def post(session: sessions.Session, transactions: Any) -> Any:
        posted = real_post(session, transactions)
        first = transactions[0].idempotency_key
        if not killed[first]:
            killed[first] += 1
            database.rows(
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity "
                "where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'"
            )
        return posted

    monkeypatch.setattr(posting, "post", post)
    deliver(completed(placed("r1", 1, *tournaments.owners(3_000))))

    assert len(killed) == 3
    assert tournaments.total_awarded(database) == 100 * 3_000
    database.assert_consistent()


def _consume_in_a_process(url: str, detail: Detail) -> None:
    os.environ["DATABASE_URL"] = url  # the handler's role is used
    live.deliver(CONFIRMED, live.messages(detail))


def test_a_delivery_resumes_after_its_consumer_was_killed_in_the_middle_of_10_000_awards(
    service: Person, database: Database
) -> None:
    detail = confirmed("r1", *tournaments.owners(OWNER_COUNT))
    process = multiprocessing.get_context("spawn").Process(target=_consume_in_a_process, args=(database.url, detail))
    process.start()
    while not (paid := database.value("select count(*) from transactions")):
        assert process.is_alive()
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert paid < OWNER_COUNT
    open_sessions = """
        select count(*) from pg_stat_activity
        where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)' and xact_start is not null
    """
    while database.value(open_sessions):
        pass  # the server notices at its next write that the client is gone

    deliver(detail)

    assert tournaments.total_awarded(database) == 5 * OWNER_COUNT
    assert database.value("select count(*) from transactions") == OWNER_COUNT
    database.assert_consistent()


def test_a_consumer_that_runs_out_of_time_pays_the_rest_at_the_next_delivery(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    remaining_ms = iter([20_000, 20_000, 20_000, 0])
    monkeypatch.setattr(kit.AmpleTimeContext, "get_remaining_time_in_millis", lambda _: next(remaining_ms, 0))
    detail = confirmed("r1", *tournaments.owners(20))

    assert live.deliver(CONFIRMED, live.messages(detail)) == [0]
    monkeypatch.undo()
    monkeypatch.setenv("DATABASE_URL", database.url)
    paid = tournaments.total_awarded(database)
    assert 0 < paid < 20 * 5
    deliver(detail)

    assert tournaments.total_awarded(database) == 20 * 5
    database.assert_consistent()


def test_an_award_that_cannot_be_paid_is_retried_and_prevents_no_other_award(
    service: Person, database: Database
) -> None:
    owners = tournaments.owners(40)
    for full in (owners[0], owners[17]):
        kit.credit(service, full, str(9_007_199_254_740_991))
    detail = completed(placed("r1", 1, *owners), placed("r2", 2, "ann"))

    assert live.deliver(COMPLETED, live.messages(detail)) == [0]
    assert tournaments.total_awarded(database) == 38 * 100 + 50
    assert live.deliver(COMPLETED, live.messages(detail)) == [0]

    for full in (owners[0], owners[17]):
        debit = {"amount": "100", "currency": "COIN", "reason": "manual_adjust"}
        assert service.post(f"/api/v1/wallets/{full}/debit", debit).status == 201
    deliver(detail)
    assert tournaments.total_awarded(database) == 40 * 100 + 50
    database.assert_consistent()


def test_a_message_that_fails_does_not_prevent_the_others_of_its_batch(service: Person, database: Database) -> None:
    kit.credit(service, "full", str(9_007_199_254_740_991))
    details = [confirmed("r1", "ann"), confirmed("r2", "full"), confirmed("r3", "bob", tenant_id="globex")]

    assert live.deliver(CONFIRMED, live.messages(*details, confirmed("r4", "bob"))) == [1]

    assert coins(service, "ann", "bob") == {"ann": 5, "bob": 5}
    assert coins(kit.service("globex"), "bob") == {"bob": 5}
    database.assert_consistent()


def test_every_message_is_retried_if_the_database_is_down(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "sleep", lambda _: None)
    records = live.messages(confirmed("r1", "ann"), confirmed("r2", "bob"))
    with monkeypatch.context() as patch:
        patch.setenv("DATABASE_URL", NOWHERE)
        sessions.disconnect()
        assert live.deliver(CONFIRMED, records) == [0, 1]

    assert live.deliver(CONFIRMED, records) == []
    assert coins(service, "ann", "bob") == {"ann": 5, "bob": 5}


def test_a_batch_is_not_split_while_the_database_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(sessions, "sleep", pauses.append)
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    monkeypatch.setenv("DATABASE_ROLE", "purser_coins")
    sessions.disconnect()
    write = partial(sessions.write, origin=sessions.Origin("acme", "tester", "r"), budget=sessions.Budget(lambda: 20.0))

    with pytest.raises(errors.Unavailable):
        batches.in_batches(write, range(8), lambda _session, _items: None)

    assert len(pauses) == sessions.MAX_ATTEMPTS - 1


def test_an_event_of_10_000_owners_takes_four_statements_for_each_thousand_owners(
    service: Person, database: Database, inject: Callable[[Fault], Fault]
) -> None:
    fault = inject(Fault())

    deliver(completed(placed("r1", 1, *tournaments.owners(OWNER_COUNT))))

    frame = {"BEGIN", "COMMIT", "select announce(%s, %s)"}  # sent with the first and the last statement
    sent = [statement for statement in fault.statements if statement not in frame]
    assert len(sent) == 4 * (OWNER_COUNT // batches.BATCH), "claims, posting, transaction ids, other placements"
    assert max(len(statement) for statement in sent) < 16 * 1024
    assert tournaments.total_awarded(database) == 100 * OWNER_COUNT


def test_a_cancelled_tournament_keeps_its_awards(service: Person) -> None:
    deliver(confirmed("r1", "ann"), cancelled())

    assert coins(service, "ann") == {"ann": 5}
