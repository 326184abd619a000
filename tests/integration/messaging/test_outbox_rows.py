"""The rows of the outbox: when they are due, to which tenant they belong, and the timeout of a call to the bus."""

import json

import pytest

from ledger.core.ids import new_id
from ledger.messaging import bus as bus_module
from ledger.messaging import outbox
from ledger.storage.sessions import Budget
from tests.support import billing, kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus, Entry

LEASE_S = 60.0


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


def request_reconciliation(_agent: Person) -> None:
    answer = billing.root().post("/api/v1/reconciliation/runs", {})
    assert answer.status == 201, answer.text


def cash_out(agent: Person) -> None:
    live.cash_out(kit.service(), live.place(live.bettor(agent)), "12.50")


@pytest.mark.parametrize("work", [request_reconciliation, cash_out])
def test_an_event_that_is_published_at_commit_is_not_due_for_ten_seconds(
    agent: Person, bus: Bus, database: Database, work: object
) -> None:
    bus.down = True
    assert callable(work)

    work(agent)

    (row,) = database.rows("select extract(epoch from due_at - created_at) as seconds from outbox")
    assert row["seconds"] == pytest.approx(10, abs=1)


def test_the_same_event_id_in_two_tenants_is_two_rows(bus: Bus, database: Database) -> None:
    event_id = new_id()
    for tenant_id in ("acme", "globex"):
        database.rows(
            "insert into outbox (tenant_id, event_id, detail_type, detail, due_at) "
            "values (%s, %s, 'Any', json_build_object('tenant_id', %s::text), clock_timestamp()) returning 1",
            tenant_id,
            event_id,
            tenant_id,
        )

    def refuse_globex(entry: Entry) -> str | None:
        return "ThrottlingException" if json.loads(entry["Detail"])["tenant_id"] == "globex" else None

    bus.refuses = refuse_globex

    live.relay()

    assert database.rows("select tenant_id, last_error from outbox") == [
        {"tenant_id": "globex", "last_error": "ThrottlingException"}
    ]
    assert database.rows("select tenant_id from published") == [{"tenant_id": "acme"}]


def test_a_call_to_the_bus_ends_long_before_the_lease_of_its_rows(
    bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connecting and reading may each take the whole timeout."""
    database.rows(
        "insert into outbox (tenant_id, event_id, detail_type, detail, due_at) "
        "values ('acme', new_id(), 'Any', '{}', clock_timestamp()) returning 1"
    )
    timeouts_s: list[float] = []

    def client(timeout_s: float) -> Bus:
        timeouts_s.append(timeout_s)
        return bus

    monkeypatch.setattr(bus_module, "client", client)

    outbox.relay(Budget(lambda: 20.0), lease_s=LEASE_S)

    assert len(bus.accepted) == len(timeouts_s) == 1
    assert 0 < 2 * timeouts_s[0] <= LEASE_S / 2
