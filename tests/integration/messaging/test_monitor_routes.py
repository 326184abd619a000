"""Monitors are set, listed and deleted, each in its tenant."""

import pytest

from tests.integration.approvals.test_approval_races import begun
from tests.integration.messaging.test_monitors import BOB, PATH, TREASURY, move, put
from tests.support import billing, kit, live
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.live import Bus

LOW = f"{PATH}/low"


def delete(caller: Person, query: dict[str, str] | None = None) -> Answer:
    return caller.call("DELETE", LOW, query=query or {})


@pytest.mark.session
def test_a_change_of_a_monitor_during_another_one_follows_from_it(service: Person, database: Database) -> None:
    put(service, **BOB, below=5)
    with database.admin() as holder, holder.transaction():
        holder.execute("select set_monitor('acme', 'low', 'person', 'bob', 'COIN', 6, null, 'rita', 'request-1')")
        answer = begun(database, holder, lambda: put(service, **BOB, below=7))

    assert answer().json["below"] == "7"
    last = service.get("/api/v1/changes").json["items"][0]
    assert (last["by"], last["before"]["below"], last["after"]["below"]) == ("service-1", "6", "7")


def test_a_deleted_monitor_is_gone(service: Person, bus: Bus) -> None:
    monitor = put(service, **BOB, below=5).json
    move(service, 9, -5)

    assert delete(service).json == monitor

    assert_problem(delete(service), 404, "monitor_not_found")
    assert_problem(service.get(LOW), 404, "monitor_not_found")
    assert live.relay()["crossed"] == 0


def test_one_balance_has_at_most_ten_monitors(service: Person) -> None:
    for number in range(10):
        put(service, f"low-{number}", **BOB, below=number)

    refused = service.put(LOW, BOB | {"below": 3})
    assert_problem(refused, 409, "too_many_monitors")
    put(service, "low-3", **BOB, below=33)
    put(service, owner_id="bob", currency="USD", below=3)
    put(service, "account", **TREASURY, below=3)


@pytest.mark.parametrize(
    "body",
    [
        {"currency": "COIN", "below": 5},
        BOB | {"account": "house", "below": 5},
        BOB,
        BOB | {"below": 5, "above": 9},
        {"owner_id": "bob", "below": 5},
        BOB | {"below": "5.5", "above": None, "more": 1},
        *(
            {"account": name, "currency": "COIN", "below": 5}
            for name in ("", "agent", "tenant:", "person:bob", "house\0")
        ),
    ],
)
def test_a_monitor_names_one_owner_or_account_one_currency_and_one_bound(
    service: Person, body: dict[str, object]
) -> None:
    assert_problem(service.put(LOW, body), 400, "invalid_request")


def test_a_bound_has_the_decimals_of_its_currency(service: Person) -> None:
    for name in ("below", "above"):
        refused = service.put(LOW, BOB | {name: "-5.5"})
        assert_problem(refused, 400, "invalid_amount")
        assert refused.pointers == [f"/{name}"]
    monitor = put(service, account="house", currency="USD", above="-5.5").json
    assert (monitor["below"], monitor["above"]) == (None, "-5.50")


def test_a_tenant_lists_its_monitors(service: Person) -> None:
    put(service, "b", **BOB, below=5)
    put(service, "c", account="agent:agent-1", currency="USD", below=-500)
    put(service, "a", account="house:fees", currency="USD", above="9.5")
    put(kit.service("globex"), "d", **BOB, below=5)

    def names(**query: object) -> list[str]:
        return [one["monitor_id"] for one in service.get(PATH, query).json["items"]]

    everything = service.get(PATH).json
    assert everything["items"] == [service.get(f"{PATH}/{name}").json for name in "abc"]
    assert (everything["total_count"], everything["has_more"]) == (3, False)
    assert names(limit=1, offset=1) == ["b"]
    assert names(owner_id="bob") == ["b"]
    assert names(account="agent:agent-1") == ["c"]
    assert names(account="house:fees") == ["a"]
    assert names(account="house") == []
    assert_problem(service.get(PATH, {"owner_id": "bob", "account": "house"}), 400, "invalid_request")


def test_root_sets_and_deletes_a_monitor_in_the_tenant_that_it_names(service: Person) -> None:
    root, query = billing.root(), {"tenant_id": "acme"}

    monitor = root.put(LOW, BOB | {"below": 5}, query=query).json

    assert monitor == service.get(LOW).json == root.get(LOW, query).json
    assert (monitor["tenant_id"], monitor["changed_by"]) == ("acme", "rita")
    assert root.get(PATH, query).json["items"] == [monitor]
    assert root.get(PATH).json["items"] == [], "of the platform's own tenant"
    assert delete(root).status == 404
    assert delete(root, query=query).json == monitor
