"""Holds of one wallet at the same time."""

from tests.support import holds, kit
from tests.support.kit import Database, Person


def test_simultaneous_holds_reserve_exactly_what_is_available(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "50", "USD")

    statuses = kit.simultaneously(*[lambda: holds.ask(service, "ann", "10").status] * 8)

    assert sorted(statuses, key=str) == [201] * 5 + [400] * 3
    assert database.value("select held from wallets where owner_id = 'ann'") == 5000
    database.assert_consistent()


def test_simultaneous_captures_and_releases_end_a_hold_once(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "50", "USD")
    hold = holds.hold(service, "ann", "30")

    captures, releases = lambda: holds.capture(service, hold).status, lambda: holds.release(service, hold).status
    first, *others = sorted(kit.simultaneously(*[captures] * 3, *[releases] * 3), key=str)

    assert first in (200, 201)
    assert others == [409] * 5
    assert kit.balance_of(service, "ann", "USD") in ("20.00", "50.00")
    database.assert_consistent()
