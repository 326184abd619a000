"""In which order awards and refunds lock: what waits for what, and what it finds then."""

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
from tests.support import kit, tournaments
from tests.support.kit import Database, Person
from tests.support.live import Detail
from tests.support.tournaments import cancelled, coins, completed, confirmed, deliver, pay_entry_fee, placed


def within(session: Session) -> Write:
    """Everything in that one transaction."""

    def write[T](work: Callable[[Session], T]) -> T:
        return work(session)

    return write


def pay(session: Session, detail: Detail) -> None:
    awards.award_participation(within(session), RegistrationConfirmed.model_validate(detail))


def refund(session: Session) -> None:
    refunds.refund_entry_fees(within(session), TournamentCancelled.model_validate(cancelled()))


@contextmanager
def beside(database: Database, call: Callable[[], object]) -> Iterator[Future[object]]:
    """Make a call in a thread of its own; go on when it waits for a lock."""

    def made() -> object:
        try:
            return call()
        finally:
            sessions.disconnect()

    waiting = """
        select count(*) from pg_stat_activity
        where datname = current_database() and usename = 'purser_app' and wait_event_type = 'Lock'
    """
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(made)
        while not database.value(waiting):
            assert not future.done(), future.result()
        yield future


def test_awards_are_claimed_in_the_order_of_their_keys_and_not_of_the_event(
    service: Person, database: Database
) -> None:
    kit.credit(service, "somebody", "1")  # so that the treasury is there, and nobody waits for its making
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "m"))
        with beside(database, lambda: deliver(confirmed("r1", "z", "m", "a"))) as waits:
            with open_transaction(database) as second:
                pay(second, confirmed("r1", "z"))  # nobody has claimed it: who waits for m has not come so far
            kit.end_session(first)
            assert waits.result() is None

    assert coins(service, "a", "m", "z") == {"a": 5, "m": 5, "z": 5}
    database.assert_consistent()


def test_who_waits_for_a_claim_holds_no_wallet(service: Person, database: Database) -> None:
    kit.credit(service, "somebody", "1")
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "z"))
        with beside(database, lambda: deliver(confirmed("r1", "a", "z"))) as waits:
            kit.credit(service, "a", "1")
            kit.end_session(first)
            assert waits.result() is None

    assert coins(service, "a", "z") == {"a": 6, "z": 5}


@pytest.mark.parametrize(("ends", "paid"), [("COMMIT", 5), ("ROLLBACK", 6)])
def test_a_second_delivery_waits_for_the_first_and_pays_only_what_that_did_not(
    service: Person, database: Database, ends: str, paid: int
) -> None:
    with open_transaction(database) as first:
        pay(first, confirmed("r1", "ann"))
        tournaments.set_policy(service, participation=6)
        with beside(database, lambda: deliver(confirmed("r1", "ann"))) as waits:
            kit.end_session(first, ends)
            assert waits.result() is None

    assert coins(service, "ann") == {"ann": paid}
    database.assert_consistent()


def test_a_second_cancellation_waits_for_the_first_and_finds_nothing_to_give_back(
    service: Person, database: Database
) -> None:
    for owner in ("ann", "bob"):
        kit.credit(service, owner, "10")
        pay_entry_fee(service, owner)

    with open_transaction(database) as first:
        refund(first)
        with beside(database, lambda: deliver(cancelled())) as waits:
            kit.end_session(first)
            assert waits.result() is None, "and no failure, that would come again"

    assert coins(service, "ann", "bob") == {"ann": 10, "bob": 10}
    database.assert_consistent()


def test_of_two_placements_at_once_the_second_sees_the_first_and_warns(
    service: Person, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with open_transaction(database) as first:
        awards.award_placements(within(first), TournamentCompleted.model_validate(completed(placed("r1", 1, "ann"))))
        with beside(database, lambda: deliver(completed(placed("r1", 2, "ann")))) as waits:
            kit.end_session(first)
            assert waits.result() is None

    assert coins(service, "ann") == {"ann": 150}
    assert [line.awards for line in caplog.records if line.levelname == "WARNING"] == [["place_1", "place_2"]]  # type: ignore[attr-defined]
