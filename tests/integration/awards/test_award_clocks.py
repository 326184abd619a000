"""An award to a wallet whose time is ahead is retried and prevents no other award."""

from tests.integration.posting.test_clock_skew import put_ahead
from tests.support import kit, live, tournaments
from tests.support.kit import Database, Person
from tests.support.tournaments import COMPLETED, completed, deliver, placed


def test_a_wallet_whose_time_is_ahead_prevents_no_other_award(service: Person, database: Database) -> None:
    owners = tournaments.owners(40)
    for owner in (owners[0], owners[17]):
        kit.credit(service, owner, "1")
        put_ahead(database, owner)
    detail = completed(placed("r1", 1, *owners), placed("r2", 2, "ann"))

    assert live.deliver(COMPLETED, live.messages(detail)) == [0], "the message is retried"

    assert tournaments.total_awarded(database) == 38 * 100 + 50
    for owner in (owners[0], owners[17]):
        put_ahead(database, owner, "0 s")
    deliver(detail)
    assert tournaments.total_awarded(database) == 40 * 100 + 50
    database.assert_consistent()
