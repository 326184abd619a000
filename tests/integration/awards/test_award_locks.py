"""The lock order of awards and refunds: which call waits for which lock, and what it does afterwards."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from ledger import awards
from ledger.awards import refunds
from ledger.messaging.events import RegistrationConfirmed, TournamentCancelled, TournamentCompleted
from ledger.storage import sessions
from ledger.storage.sessions import Session, Write
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import kit
from tests.support.kit import Database, Person
from tests.support.live import Detail
from tests.support.tournaments import cancelled, coins, completed, confirmed, deliver, pay_entry_fee, placed

pytestmark = pytest.mark.session


@pytest.fixture
def database_role() -> str:
    return "purser_coins"


def writing_in(session: Session) -> Write:
    """A writer that runs every unit of work in this database transaction."""

    def write[T](work: Callable[[Session], T]) -> T:
        return work(session)

    return write


def pay(session: Session, detail: Detail) -> None:
    awards.award_participation(writing_in(session), RegistrationConfirmed.model_validate(detail))


def refund(session: Session) -> None:
    refunds.refund_entry_fees(writing_in(session), TournamentCancelled.model_validate(cancelled()))


@contextmanager
def waiting_call(database: Database, call: Callable[[], object]) -> Iterator[Future[object]]:
    """Call in another thread, and continue when the call waits for a lock."""

    def call_and_disconnect() -> object:
        try:
            return call()
        finally:
            sessions.disconnect()

    waiting_sessions = """
        select count(*) from pg_stat_activity
        where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)' and wait_event_type = 'Lock'
    """
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call_and_disconnect)
        while not database.value(waiting_sessions):
            assert not future.done(), future.result()
        yield future


def test_awards_are_claimed_in_the_order_of_their_keys_and_not_of_the_event(
    service: Person, database: Database
) -> None:
    kit.credit(service, "somebody", "1")  # creates the treasury, so that no call waits for its creation
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "m"))
        with waiting_call(database, lambda: deliver(confirmed("r1", "z", "m", "a"))) as waiting:
            with open_transaction(database) as second:
                pay(second, confirmed("r1", "z"))  # unclaimed: the delivery that waits for m has not reached z
            kit.end_session(first)
            assert waiting.result() is None

    assert coins(service, "a", "m", "z") == {"a": 5, "m": 5, "z": 5}
    database.assert_consistent()


def test_a_consumer_that_waits_for_a_claim_locks_no_wallet(service: Person, database: Database) -> None:
    kit.credit(service, "somebody", "1")
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "z"))
        with waiting_call(database, lambda: deliver(confirmed("r1", "a", "z"))) as waiting:
            kit.credit(service, "a", "1")
            kit.end_session(first)
            assert waiting.result() is None

    assert coins(service, "a", "z") == {"a": 6, "z": 5}


@pytest.mark.parametrize(("ends", "paid"), [("COMMIT", 5), ("ROLLBACK", 6)])
def test_a_second_delivery_waits_for_the_first_and_pays_only_unpaid_awards(
    service: Person, database: Database, ends: str, paid: int
) -> None:
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "ann"))
        # Shows which delivery paid. Not by a request, which would wait for the first delivery.
        database.rows("insert into coin_policies values ('acme', 'winter-cup', 6, 25, 50, 100) returning tenant_id")
        with waiting_call(database, lambda: deliver(confirmed("r1", "ann"))) as waiting:
            kit.end_session(first, ends)
            assert waiting.result() is None

    assert coins(service, "ann") == {"ann": paid}
    database.assert_consistent()


@pytest.mark.parametrize("owners", [("ann",), ("ann", "bob")])
def test_a_second_cancellation_waits_for_the_first_and_finds_nothing_to_refund(
    service: Person, database: Database, owners: tuple[str, ...]
) -> None:
    """A fee that is alone in its batch must be found refunded at once: only larger batches are tried again."""
    for owner in owners:
        kit.credit(service, owner, "10")
        pay_entry_fee(service, owner)

    with open_transaction(database) as first:
        refund(first)
        with waiting_call(database, lambda: deliver(cancelled())) as waiting:
            kit.end_session(first)
            assert waiting.result() is None, "the delivery succeeds, so it is not retried"

    assert coins(service, *owners) == dict.fromkeys(owners, 10)
    database.assert_consistent()


def test_the_second_of_two_simultaneous_placements_logs_a_warning(
    service: Person, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with open_transaction(database) as first:
        awards.award_placements(
            writing_in(first), TournamentCompleted.model_validate(completed(placed("r1", 1, "ann")))
        )
        with waiting_call(database, lambda: deliver(completed(placed("r1", 2, "ann")))) as waiting:
            kit.end_session(first)
            assert waiting.result() is None

    assert coins(service, "ann") == {"ann": 150}
    assert [line.awards for line in caplog.records if line.levelname == "WARNING"] == [["place_1", "place_2"]]  # type: ignore[attr-defined]
