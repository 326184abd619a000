"""Lists of holds and their cursors."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.storage import cursors
from tests.support import holds, kit
from tests.support.kit import Database, Person


def pages(reader: Person, **query: object) -> list[list[str]]:
    """The ids of the holds on each page."""
    found, cursor = [], None
    while True:
        page = reader.get("/api/v1/holds", query | ({"cursor": cursor} if cursor else {})).json
        found.append([one["hold_id"] for one in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def test_pages_have_every_hold_once_newest_first_whatever_is_created_meanwhile(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "50", "USD")
    created = [holds.hold(service, "ann", "1")["hold_id"] for _ in range(5)]
    first = service.get("/api/v1/holds", {"limit": 2}).json

    holds.hold(service, "ann", "1")
    second = service.get("/api/v1/holds", {"limit": 2, "cursor": first["next_cursor"]}).json
    third = service.get("/api/v1/holds", {"limit": 2, "cursor": second["next_cursor"]}).json

    listed = [one["hold_id"] for page in (first, second, third) for one in page["items"]]
    assert listed == created[::-1]
    assert third["next_cursor"] is None


def test_a_list_has_the_holds_of_an_owner_a_currency_and_a_status(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "50", "USD")
    kit.credit(service, "ann", "50")
    kit.credit(service, "bob", "50", "USD")
    kit.credit(kit.service("globex"), "ann", "50", "USD")
    holds.hold(kit.service("globex"), "ann", "1")
    dollars, captured, released = (holds.hold(service, "ann", "1") for _ in range(3))
    holds.capture(service, captured)
    holds.release(service, released)
    coins, other = holds.hold(service, "ann", "1", currency="COIN"), holds.hold(service, "bob", "1")

    def listed(**query: object) -> list[str]:
        return [one for page in pages(service, **query) for one in page]

    ids = [one["hold_id"] for one in (other, coins, released, captured, dollars)]
    assert listed() == ids
    assert listed(owner_id="ann") == ids[1:]
    assert listed(owner_id="ann", currency="USD") == ids[2:]
    assert listed(status="pending") == [ids[0], ids[1], ids[4]]
    assert (listed(status="captured"), listed(status="released"), listed(status="expired")) == ([ids[3]], [ids[2]], [])
    assert listed(status="pending", limit=1) == [ids[0], ids[1], ids[4]]


def test_a_customer_sees_their_own_holds_and_an_agent_those_of_a_customer(
    agent: Person, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, balance="50")
    eve = kit.new_customer(agent, "eve", balance="50")
    own, foreign = holds.hold(service, bob, "1")["hold_id"], holds.hold(service, eve, "1")["hold_id"]
    person, stranger = kit.customer(bob), kit.agent("agent-2")

    assert pages(person) == pages(agent, owner_id=bob) == [[own]]
    assert person.get(f"/api/v1/holds/{own}").json["hold_id"] == own
    kit.assert_problem(person.get(f"/api/v1/holds/{foreign}"), 403, "forbidden")
    kit.assert_problem(person.get("/api/v1/holds", {"owner_id": eve}), 403, "forbidden")
    kit.assert_problem(stranger.get(f"/api/v1/holds/{own}"), 403, "not_your_customer")
    kit.assert_problem(stranger.get("/api/v1/holds", {"owner_id": bob}), 403, "not_your_customer")
    unnamed = agent.get("/api/v1/holds")
    assert (unnamed.status, unnamed.pointers) == (400, ["owner_id"])


@pytest.mark.parametrize("cursor", ["x", "!", "W10", "WzEsIngiXQ", "WyJhIiwiYiJd", "WzEsMiwzXQ", "x" * 513])
def test_a_text_that_is_no_cursor_is_refused(service: Person, database: Database, cursor: str) -> None:
    answer = service.get("/api/v1/holds", {"cursor": cursor})

    assert (answer.status, answer.pointers) == (400, ["cursor"])


def test_a_cursor_is_valid_for_a_day(service: Person, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.credit(service, "ann", "50", "USD")
    for _ in range(2):
        holds.hold(service, "ann", "1")
    cursor: Any = service.get("/api/v1/holds", {"limit": 1}).json["next_cursor"]
    now = cursors.clock()

    def asked(after: timedelta) -> int:
        monkeypatch.setattr(cursors, "clock", lambda: now + after)
        return service.get("/api/v1/holds", {"cursor": cursor}).status

    assert (asked(timedelta(hours=23, minutes=59)), asked(timedelta(days=1, seconds=2))) == (200, 400)
