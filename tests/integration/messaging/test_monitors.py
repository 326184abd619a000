"""A monitor tells when a balance crosses its bound. The relay sees it in the entries, and a posting costs no more."""

from typing import Any

import psycopg
import pytest

from ledger.messaging import monitors, outbox
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from tests.integration.approvals.test_approval_races import begun
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus, Detail

PATH = "/api/v1/monitors"
BOB = {"owner_id": "bob", "currency": "COIN"}
TREASURY = {"account": "treasury", "currency": "COIN"}


def put(service: Person, name: str = "low", /, **monitor: object) -> Answer:
    answer = service.put(f"{PATH}/{name}", monitor)
    assert answer.status == 200, answer.text
    return answer


def move(service: Person, *amounts: int, owner_id: str = "bob") -> None:
    """Credit positive amounts and debit negative ones, each in a database transaction, against the treasury."""
    for amount in amounts:
        operation = "credit" if amount > 0 else "debit"
        body = {"amount": abs(amount), "currency": "COIN", "reason": "manual_adjust"}
        answer = service.post(f"/api/v1/wallets/{owner_id}/{operation}", body)
        assert answer.status == 201, answer.text


def write(connection: psycopg.Connection[Any], *amounts: int, owner_id: str = "bob") -> None:
    """Post transactions against the treasury, all in the database transaction of a connection."""
    connection.execute("set search_path = ledger")
    connection.execute("select announce('acme', 'tester')")
    connection.execute(
        """
        select post('acme', 'request-1', jsonb_agg(json_build_object('kind', 'manual_adjust')),
                    array_agg((n, 'person', %(owner)s, 'COIN', amount, null, false)::posting_entry)
                    || array_agg((n, 'treasury', '', 'COIN', -amount, null, false)::posting_entry),
                    clock_timestamp())
        from unnest(%(amounts)s::numeric[]) with ordinality as x (amount, n)
        """,
        {"owner": owner_id, "amounts": list(amounts)},
    )


def crossed(bus: Bus) -> list[Detail]:
    return bus.details_of("BalanceCrossed")


def balances(bus: Bus, monitor_id: str = "low") -> list[str]:
    """The balances that crossed a monitor's bound, in order."""
    return [detail["balance"] for detail in crossed(bus) if detail["monitor_id"] == monitor_id]


@pytest.fixture(autouse=True)
def _nothing_is_left_to_look_at(database: Database, bus: Bus) -> None:
    live.relay()


@pytest.fixture(params=[1000, 2], ids=["in one look", "in many looks"])
def xids(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


def relay(xids: int) -> None:
    """Look at so many xids at a time, and publish. Each look is a database transaction with an xid of its own."""
    with sessions.connected_as("purser_relay"):
        for _ in range(100):
            _, has_more = monitors.watch(Budget(lambda: 60.0), xids)
            if not has_more:
                break
    assert live.relay()["crossed"] == 0


def test_the_event_has_the_bound_the_balance_and_the_transaction_that_crossed_it(agent: Person, bus: Bus) -> None:
    service = kit.service()
    ann = kit.new_customer(agent, balance="100.00")
    put(service, owner_id=ann, currency="USD", below="80")
    put(service, "float", account="agent:agent-1", currency="USD", above="-80")
    receipt = kit.cashier(agent, "debit", ann, "20.50")

    answer = live.relay()

    assert (answer["crossed"], answer["accepted"], answer["waiting"]) == (2, 2, 0)
    transaction = agent.get(f"/api/v1/transactions/{receipt['transaction_id']}").json
    by_monitor = {detail["monitor_id"]: detail for detail in crossed(bus)}
    wallets = {by_monitor[name].pop("wallet_id") for name in ("low", "float")}
    assert wallets == {entry["wallet_id"] for entry in transaction["entries"]}
    assert len({detail.pop("event_id") for detail in by_monitor.values()}) == 2
    common = {
        "version": 1,
        "tenant_id": "acme",
        "currency": "USD",
        "transaction_id": receipt["transaction_id"],
        "posted_at": transaction["created_at"],
    }
    assert by_monitor["low"] == common | {
        "monitor_id": "low",
        "owner_id": ann,
        "account": None,
        "below": "80.00",
        "above": None,
        "balance": "79.50",
    }
    assert by_monitor["float"] == common | {
        "monitor_id": "float",
        "owner_id": None,
        "account": "agent:agent-1",
        "below": None,
        "above": "-80.00",
        "balance": "-79.50",
    }


def test_a_bound_is_crossed_when_a_transaction_takes_the_balance_beyond_it(
    service: Person, bus: Bus, xids: int
) -> None:
    """At the bound it is not beyond it, and what was beyond it before does not cross it again."""
    put(service, "low", **BOB, below=10)
    put(service, "high", **BOB, above=30)

    move(service, 12, -2, -1, -5, 6, -1, 21, 1, 5, -7, 1, 1)
    relay(xids)

    assert balances(bus, "low") == ["9", "9"]
    assert balances(bus, "high") == ["31", "31"]


def test_the_balance_of_an_account_without_one_is_the_sum_of_its_entries(
    service: Person, bus: Bus, database: Database, xids: int
) -> None:
    move(service, 5, 5)
    relay(xids)
    move(service, 3)
    put(service, **TREASURY, below=-20)
    put(service, "high", **TREASURY, above=-10)

    move(service, 7, 1, 1, -12, -1, 5)
    relay(xids)
    put(service, "later", **TREASURY, below=-10)
    move(service, -6, 3, 4)
    relay(xids)

    assert balances(bus) == ["-21"]
    assert balances(bus, "high") == ["-9", "-8"]
    assert balances(bus, "later") == ["-11"]
    (held,) = database.rows("select sum(amount) as amount from entries where version is null")
    assert database.rows("select distinct balance as amount from monitors") == [held]


@pytest.mark.parametrize("subject", [BOB, TREASURY], ids=["person", "account"])
def test_what_was_posted_before_the_monitor_was_set_crosses_nothing(
    service: Person, bus: Bus, subject: dict[str, str]
) -> None:
    move(service, 20, -18)
    put(service, **subject, below=10)
    put(service, "high", **subject, above=-10)

    assert live.relay()["crossed"] == 0


@pytest.mark.parametrize(
    ("monitor", "balance"), [(BOB | {"below": 5}, "4"), (TREASURY | {"above": -10}, "-4")], ids=["person", "account"]
)
def test_a_transaction_that_commits_after_the_monitor_was_set_crosses_its_bound(
    service: Person, bus: Bus, database: Database, monitor: dict[str, object], balance: str
) -> None:
    """Also if it began before, and if later ones were committed before it."""
    move(service, 12)
    with psycopg.connect(database.admin_url) as late:
        write(late, -8)
        move(service, 1, owner_id="ann")
        put(service, **monitor)
        move(service, 1, owner_id="ann")
        assert live.relay()["crossed"] == 0
        late.commit()

    live.relay()

    assert balances(bus) == [balance]


@pytest.mark.parametrize(
    ("monitor", "balance"), [(BOB | {"below": 5}, "4"), (TREASURY | {"above": -10}, "-4")], ids=["person", "account"]
)
@pytest.mark.session
def test_a_relay_that_looks_while_a_monitor_is_set_waits_for_it(
    service: Person, bus: Bus, database: Database, monitor: dict[str, object], balance: str
) -> None:
    """Otherwise it would count what is posted meanwhile as looked at."""
    move(service, 12)
    owner = ("person", "bob") if "owner_id" in monitor else ("treasury", "")
    with database.admin() as holder, holder.transaction():
        holder.execute(
            "select set_monitor('acme', 'low', %s, %s, 'COIN', %s, %s, 'rita', 'request-1')",
            (*owner, monitor.get("below"), monitor.get("above")),
        )
        move(service, -8)
        relayed = begun(database, holder, live.relay)
    relayed()
    live.relay()

    assert balances(bus) == [balance]


@pytest.mark.session
def test_of_two_relays_that_look_at_once_one_reports_a_crossing(service: Person, bus: Bus, database: Database) -> None:
    put(service, **BOB, below=5)
    put(service, "account", **TREASURY, below=-5)
    move(service, 9, -5)
    with database.admin() as holder, holder.transaction():
        (looked,) = holder.execute("select watch_balances(1000) as found").fetchall()
        relayed = begun(database, holder, live.relay)

    assert len(looked["found"]["crossed"]) == 2
    assert relayed()["crossed"] == 0
    assert database.value("select balance from monitors where monitor_id = 'account'") == -4


def test_transactions_of_one_database_transaction_cross_each_by_itself(
    service: Person, bus: Bus, database: Database
) -> None:
    put(service, **BOB, below=5)
    put(service, "account", **TREASURY, above=-5)
    with psycopg.connect(database.admin_url) as connection:
        write(connection, 9, -5, 3, -3)

    live.relay()

    assert balances(bus) == ["4", "4"]
    assert {detail["transaction_id"] for detail in crossed(bus) if detail["monitor_id"] == "low"} == {
        str(row["transaction_id"])
        for row in database.rows("select transaction_id from entries where balance_after = 4")
    }
    held = database.value("select balance from monitors where monitor_id = 'account'")
    assert held == -4


def test_a_look_that_fails_before_its_commit_loses_and_doubles_no_event(
    service: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(service, **BOB, below=5)
    put(service, "account", **TREASURY, below=-5)
    move(service, 9, -5)

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "emit", die)
        with pytest.raises(SystemExit):
            live.relay()
    sessions.disconnect()

    assert live.relay()["crossed"] == 2
    assert live.relay()["crossed"] == 0
    assert sorted(detail["balance"] for detail in crossed(bus)) == ["-9", "4"]
    assert database.value("select balance from monitors where monitor_id = 'account'") == -4


def test_a_crossed_bound_waits_in_the_outbox_while_the_bus_is_down(service: Person, bus: Bus) -> None:
    put(service, **BOB, below=5)
    move(service, 9, -5)
    bus.down = True

    answer = live.relay()

    assert (answer["crossed"], answer["accepted"], answer["refused"] > 0) == (1, 0, True)
    bus.down = False
    assert live.relay()["crossed"] == 0


def test_a_tenant_whose_events_of_transactions_are_off_has_monitors(service: Person, bus: Bus) -> None:
    assert service.put("/api/v1/event-settings", {"transactions": False}).status == 200
    put(service, **BOB, below=5)
    move(service, 9, -5)

    live.relay()

    assert {entry["DetailType"] for entry in bus.accepted} == {"BalanceCrossed"}


def test_a_monitor_looks_at_its_own_tenant_owner_and_currency_only(service: Person, bus: Bus) -> None:
    globex = kit.service("globex")
    put(service, **BOB, below=5)
    put(globex, owner_id="zed", currency="COIN", below=5)
    put(service, "float", account="agent:bob", currency="COIN", below=5)
    move(service, 9, -5, owner_id="ann")
    move(globex, 9, -5)
    kit.credit(service, "bob", "0.09", "USD")
    payout = {"amount": "0.05", "currency": "USD", "reason": "manual_adjust"}
    assert service.post("/api/v1/wallets/bob/debit", payout).json["balance_after"] == "0.04"

    assert live.relay()["crossed"] == 0, "each of them crossed 5 minor units"
    move(service, 9, -5)
    live.relay()
    assert [(detail["tenant_id"], detail["balance"]) for detail in crossed(bus)] == [("acme", "4")]


def test_a_monitor_that_is_set_again_as_it_is_goes_on_and_a_changed_one_begins_anew(service: Person, bus: Bus) -> None:
    first = put(service, **BOB, below=5)
    move(service, 9, -5)
    assert put(service, **BOB, below="5").json == first.json
    live.relay()
    assert balances(bus) == ["4"]

    move(service, 9, -9)
    put(service, **BOB, below=6)
    live.relay()
    assert balances(bus) == ["4"], "what was posted before the change"


def test_a_relay_looks_at_all_that_there_is(service: Person, bus: Bus, database: Database) -> None:
    put(service, **BOB, below=5)
    move(service, 9, -5)
    database.rows("update transaction_readers set next_xid = next_xid - 5001 where reader = 'monitors' returning 1")

    assert live.relay()["crossed"] == 1


def test_a_position_of_the_monitors_in_a_dump_is_below_every_later_transaction(
    service: Person, bus: Bus, database: Database
) -> None:
    """As after a restore of a dump, made right after the monitor was set, into a cluster with lower transaction ids."""
    put(service, **BOB, below=5)
    database.rows("update monitors set since_xid = since_xid + 5000 returning 1")
    with database.admin() as admin:
        admin.execute("set role purser_owner")
        admin.execute("update xid_epochs set written_by = 0")
        admin.execute("select begin_epoch()")
    sessions.disconnect()
    move(service, 9, -5)

    live.relay()

    assert balances(bus) == ["4"]
