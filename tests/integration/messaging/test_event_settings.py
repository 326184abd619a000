"""A tenant may have the events of its transactions off."""

import pytest

from tests.integration.approvals.test_approval_races import begun
from tests.support import billing, kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

PATH = "/api/v1/event-settings"


def switch(service: Person, *, on: bool) -> None:
    assert service.put(PATH, {"transactions": on}).status == 200


def owners(bus: Bus) -> list[str]:
    """The owners whose transactions were published, in order."""
    return [detail["entries"][0]["owner_id"] for detail in bus.details_of("TransactionPosted")]


def test_transactions_of_a_tenant_that_has_their_events_off_are_not_published(bus: Bus, database: Database) -> None:
    acme, globex = kit.service(), kit.service("globex")
    switch(acme, on=False)
    for service in (acme, globex, acme):
        kit.credit(service, f"{service.tenant_id}-bob", "7")

    answer = live.relay()

    assert owners(bus) == ["globex-bob"]
    assert (answer["transactions"], answer["waiting"]) == (1, 0)
    assert database.value("select count(*) from outbox") == 0
    switch(acme, on=True)
    kit.credit(acme, "ann", "7")
    assert live.relay()["transactions"] == 1
    assert owners(bus) == ["globex-bob", "ann"], "those posted meanwhile were read, and are not published later"


def test_what_a_tenant_without_events_posts_does_not_delay_the_others(bus: Bus, database: Database) -> None:
    """It is read on when a lease has no transaction to publish."""
    switch(kit.service(), on=False)
    kit.credit(kit.service(), "bob", "7")
    database.rows("update transaction_readers set next_xid = next_xid - 5001 returning 1")
    kit.credit(kit.service("globex"), "gus", "7")

    live.relay()

    assert owners(bus) == ["gus"]


def test_other_events_of_a_tenant_that_has_those_of_transactions_off_are_published(
    agent: Person, service: Person, bus: Bus
) -> None:
    switch(service, on=False)
    ann = live.bettor(agent)
    assert live.cash_out(service, live.place(ann), "12.50").status == 200

    live.relay()

    assert {entry["DetailType"] for entry in bus.accepted} == {"CashOutRecorded"}


def test_the_events_are_on_until_somebody_sets_them(service: Person, database: Database) -> None:
    unset = service.get(PATH)
    switch(service, on=False)
    auditor = Person("dora", ("auditor",))

    assert unset.json == {
        "tenant_id": "acme",
        "transactions": True,
        "holds": True,
        "changed_by": None,
        "changed_at": None,
    }
    off = auditor.get(PATH).json
    assert off.pop("changed_at") is not None
    assert off == {"tenant_id": "acme", "transactions": False, "holds": True, "changed_by": "service-1"}
    assert kit.service("globex").get(PATH).json["transactions"] is True


def test_root_sets_them_in_the_tenant_that_it_names(service: Person, database: Database) -> None:
    query = {"tenant_id": "acme"}
    answer = billing.root().put(PATH, {"transactions": False}, query=query)

    assert answer.json == service.get(PATH).json == billing.root().get(PATH, query).json
    assert (answer.json["transactions"], answer.json["changed_by"]) == (False, "rita")
    assert billing.root().get(PATH).json["transactions"] is True, "the platform's own"


@pytest.mark.session
def test_a_change_during_another_one_follows_from_it(service: Person, database: Database) -> None:
    switch(service, on=False)
    with database.admin() as holder, holder.transaction():
        holder.execute("select set_event_settings('acme', true, true, 'rita', 'request-1')")
        answer = begun(database, holder, lambda: service.put(PATH, {"transactions": False}))

    assert answer().status == 200
    last = service.get("/api/v1/changes").json["items"][0]
    assert (last["by"], last["before"]) == ("service-1", {"transactions": True, "holds": True})
