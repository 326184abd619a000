"""Settlements while a transfer waits for them, and with the same ids in another tenant."""

from typing import Any

import pytest

from tests.integration.cashier.test_settlements import close, figures
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def test_a_transfer_that_waits_for_a_settlement_has_a_later_time(
    agent: Person, service: Person, ann: Person, database: Database
) -> None:
    """The transfer locks the sender's wallet first. Only then does it wait for the customer's wallet."""
    kit.credit(service, "0", "5.00", "USD")
    statuses: list[int] = []

    def transfer() -> None:
        body = {"from_owner_id": "0", "to_owner_id": live.owner(ann), "amount": "5.00", "currency": "USD"}
        statuses.append(service.post("/api/v1/transfers", body).status)

    live.settle_before_a_waiting_call(database, agent, ann, transfer)

    (closed,) = database.rows("select until from settlements")
    newest = database.value("select max(posted_at) from entries where version is not null")
    assert statuses == [201]
    assert newest >= closed["until"]
    database.assert_consistent()


@pytest.mark.usefixtures("without_policies")
def test_a_settlement_does_not_change_the_figures_of_a_customer_with_the_same_id_in_another_tenant(
    agent: Person, service: Person, ann: Person, database: Database
) -> None:
    live.settle(service, live.place(ann, "5.00"), "lost")
    live.cash_out(service, live.place(ann, "3.00"), "0")
    copy_tenant(database, "globex")
    here, there = agent, kit.agent(agent.sub, "globex")
    before = figures(there, ann)

    assert figures(here, ann) == before
    assert close(here, ann, "carry").status == 201
    live.cash_out(service, live.place(ann, "4.00"), "0")

    assert figures(there, ann) == before
    assert there.get("/api/v1/agent/settlements").json["total_count"] == 0
    after = figures(here, ann)
    assert (after["opening_balance"], after["stakes"], after["cash_outs"]["count"]) == ("92.00", "4.00", 1)


@pytest.mark.usefixtures("without_policies")
def test_a_settlement_changes_nothing_in_another_tenant_with_the_same_ids(
    agent: Person, service: Person, ann: Person, database: Database
) -> None:
    live.settle(service, live.place(ann, "5.00"), "lost")
    copy_tenant(database, "globex")

    def rows() -> list[dict[str, Any]]:
        return database.rows("""
            select to_jsonb(w) as row from wallets w where tenant_id = 'globex'
            union all
            select to_jsonb(k) from customers k where tenant_id = 'globex'
            order by 1
        """)

    before = rows()

    assert close(agent, ann, "carry").status == 201

    assert rows() == before


def copy_tenant(database: Database, tenant_id: str) -> None:
    """Copy acme's rows to another tenant, with the same ids."""
    tables = ("tenants", "wallets", "customers", "transactions", "entries", "bets")
    for table in tables:
        database.rows(
            f"insert into {table} select (jsonb_populate_record(t, %s::jsonb)).* from {table} t returning 1",
            f'{{"tenant_id": "{tenant_id}"}}',
        )
