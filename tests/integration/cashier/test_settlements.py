"""Settlement: what agent and customer owe each other, to the minor unit, and the close of a period."""

import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

PREVIEW = "/api/v1/agent/settlement/preview"
SETTLEMENTS = "/api/v1/agent/settlements"
ZERO = {
    "opening_balance": "0.00",
    "stakes": "0.00",
    "payouts": "0.00",
    "stakes_returned": "0.00",
    "cash_outs": {"count": 0, "total_amount": "0.00", "net_from_stake": "0.00", "auto_count": 0},
    "cashier_credits": "0.00",
    "cashier_debits": "0.00",
    "transfers_in": "0.00",
    "transfers_out": "0.00",
    "other": "0.00",
    "closing_balance": "0.00",
}


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def figures(agent: Person, person: Person, **query: object) -> Any:
    """The figures of one customer, without ids and name."""
    answer = agent.get(PREVIEW, {"customer_id": live.owner(person)} | query)
    assert answer.status == 200, answer.text
    (found,) = answer.json["customers"]
    return {name: found[name] for name in ZERO}


def close(agent: Person, person: Person, method: str, key: str | None = None, **more: object) -> Answer:
    return agent.post(SETTLEMENTS, {"customer_id": live.owner(person), "method": method} | more, key=key)


def test_every_kind_of_transaction_is_counted_in_its_own_column(
    agent: Person, ann: Person, service: Person, bus: Bus
) -> None:
    bob = live.bettor(agent, "bob", "50.00")
    owner = live.owner(ann)
    live.settle(service, live.place(ann, "10.00"), "won", "18.50")
    live.settle(service, live.place(ann, "5.00"), "lost")
    live.settle(service, live.place(ann, "4.00"), "void")
    live.cash_out(service, live.place(ann, "6.00"), "7.25", is_auto=True)
    live.cash_out(service, live.place(ann, "3.00"), "0")
    live.place(ann, "2.00")
    for kind, amount in {"credit": "1.00", "deposit": "2.00", "credit_adjustment": "4.00"}.items():
        kit.cashier(agent, "credit", owner, amount, transaction_type=kind, external_reference="till-7/0042")
    for kind, amount in {"debit": "0.10", "withdrawal": "0.20", "debit_adjustment": "0.40"}.items():
        kit.cashier(agent, "debit", owner, amount, transaction_type=kind)
    kit.credit(service, owner, "9.00", "USD")
    for sender, receiver, amount in ((ann, bob, "8.00"), (bob, ann, "0.80")):
        sent = {"to_owner_id": live.owner(receiver), "amount": amount, "currency": "USD"}
        assert sender.post("/api/v1/transfers", sent).status == 201

    found = figures(agent, ann)

    assert found == {
        "opening_balance": "0.00",
        "stakes": "30.00",
        "payouts": "18.50",
        "stakes_returned": "4.00",
        "cash_outs": {"count": 2, "total_amount": "7.25", "net_from_stake": "-1.75", "auto_count": 1},
        "cashier_credits": "107.00",
        "cashier_debits": "0.70",
        "transfers_in": "0.80",
        "transfers_out": "8.00",
        "other": "9.00",
        "closing_balance": "107.85",
    }
    assert live.account(agent, ann)["account_balance"] == "107.85"


@pytest.mark.usefixtures("new_database")
def test_every_query_plan_accepts_a_reference_that_is_not_a_bet_s_id(database: Database) -> None:
    with database.admin() as admin:
        for setting in ("enable_hashjoin", "enable_mergejoin", "enable_seqscan"):
            admin.execute(f'alter database "{admin.info.dbname}" set {setting} = off'.encode())
    agent = kit.agent()
    ann = live.bettor(agent)
    live.past_cash_outs(database, ann, 500)
    kit.cashier(agent, "debit", live.owner(ann), "1.00", external_reference="till-7/0042")
    with database.admin() as admin:
        admin.execute("analyze bets, entries, transactions")

    assert figures(agent, ann)["cashier_debits"] == "1.00"


def test_a_preview_lists_every_customer_of_the_agent_and_no_others(
    agent: Person, other_agent: Person, ann: Person
) -> None:
    live.bettor(other_agent, "eve")
    bob = live.bettor(agent, "bob", "1.00", account_type="credit", credit_limit="50.00")
    kit.cashier(agent, "debit", live.owner(bob), "31.00")
    kit.new_customer(agent, "cid")

    page = agent.get(PREVIEW).json

    assert [each["username"] for each in page["customers"]] == ["ann", "bob", "cid"]
    assert [each["closing_balance"] for each in page["customers"]] == ["100.00", "-30.00", "0.00"]
    assert (page["since"], page["currency"]) == (None, "USD")
    assert (page["customers_owing"], page["customers_owed"], page["net_position"]) == (1, 1, "70.00")


def test_an_agent_without_customers_gets_an_empty_preview(agent: Person) -> None:
    page = agent.get(PREVIEW).json

    assert page == {
        "since": None,
        "until": page["until"],
        "currency": "USD",
        "customers": [],
        "customers_owing": 0,
        "customers_owed": 0,
        "net_position": "0.00",
        "total_count": 0,
        "limit": 50,
        "offset": 0,
        "has_more": False,
        "next_cursor": None,
    }


def test_a_preview_is_paged_and_its_sums_are_of_all_customers(agent: Person, other_agent: Person) -> None:
    live.bettor(other_agent, "eve")
    rows = [
        {
            "username": f"c{number}",
            "account_type": "credit",
            "credit_limit": "9.00",
            "opening_balance": f"{number - 2}.00",
        }
        for number in range(5)
    ]
    assert agent.post("/api/v1/agent/clients/import", {"rows": rows}).status == 201

    pages = [agent.get(PREVIEW, {"limit": 2, "offset": offset}).json for offset in (0, 2, 4, 6)]

    assert [[each["username"] for each in page["customers"]] for page in pages] == [
        ["c0", "c1"],
        ["c2", "c3"],
        ["c4"],
        [],
    ]
    assert [page["has_more"] for page in pages] == [True, True, False, False]
    for page in pages:
        assert (page["customers_owing"], page["customers_owed"], page["net_position"]) == (2, 2, "0.00")
        assert (page["total_count"], page["limit"], page["currency"]) == (5, 2, "USD")


def test_positions_of_several_currencies_are_not_added_up(agent: Person, ann: Person) -> None:
    live.bettor(agent, "yui", "1000", currency="JPY")

    page = agent.get(PREVIEW).json

    assert (page["currency"], page["net_position"], page["customers_owed"]) == (None, None, 2)
    assert [each["closing_balance"] for each in page["customers"]] == ["100.00", "1000"]


def test_an_agent_can_settle_only_with_their_own_customers(agent: Person, other_agent: Person, ann: Person) -> None:
    owner = live.owner(ann)
    for reader, customer_id, expected in [
        (other_agent, owner, (403, "not_your_customer")),
        (kit.agent(tenant_id="globex"), owner, (404, "customer_not_found")),
        (agent, live.UNKNOWN, (404, "customer_not_found")),
    ]:
        answers = [
            reader.get(PREVIEW, {"customer_id": customer_id}),
            reader.get(SETTLEMENTS, {"customer_id": customer_id}),
            reader.post(SETTLEMENTS, {"customer_id": customer_id, "method": "zero"}),
        ]
        assert [(answer.status, answer.code) for answer in answers] == [expected] * 3
    assert other_agent.get(SETTLEMENTS).json["items"] == []
    assert live.account(agent, ann)["account_balance"] == "100.00"


@pytest.mark.parametrize(("balance", "moved"), [("100.00", True), ("-30.00", True), ("0.00", False)])
def test_method_zero_posts_the_balance_to_the_agent_s_float(
    agent: Person, bus: Bus, database: Database, balance: str, moved: bool
) -> None:
    ann = live.bettor(agent, balance="100.00", account_type="credit", credit_limit="50.00")
    debited = {"100.00": None, "-30.00": "130.00", "0.00": "100.00"}[balance]
    if debited:
        kit.cashier(agent, "debit", live.owner(ann), debited)

    answer = close(agent, ann, "zero", note=" Week 5 ", expected_balance=balance)

    assert answer.status == 201
    settled = answer.json
    assert {name: settled[name] for name in ZERO} == ZERO | {
        "cashier_credits": "100.00",
        "cashier_debits": debited or "0.00",
        "closing_balance": balance,
    }
    assert (settled["method"], settled["note"], settled["balance_after"]) == ("zero", "Week 5", "0.00")
    assert (settled["since"], settled["username"], settled["currency"]) == (None, "ann", "USD")
    seen = live.account(agent, ann)
    assert (seen["account_balance"], seen["last_settlement"]) == ("0.00", settled["until"])
    rows = database.rows("select transaction_id::text, amount::text from agent_transactions order by created_at desc")
    assert (rows[0] == {"transaction_id": settled["transaction_id"], "amount": balance}) is moved
    assert (settled["transaction_id"] is not None) is moved
    assert database.value("select count(*) from transactions where kind = 'settlement'") == moved
    assert figures(agent, ann) == ZERO
    assert agent.get(SETTLEMENTS).json["items"] == [settled]
    database.assert_consistent()


def test_method_carry_leaves_the_balance_and_the_next_settlement_opens_with_it(
    agent: Person, ann: Person, service: Person, database: Database
) -> None:
    live.cashed_out(ann, service, "0")
    first = close(agent, ann, "carry").json
    assert (first["balance_after"], first["transaction_id"], first["cash_outs"]["count"]) == ("90.00", None, 1)
    assert figures(agent, ann) == ZERO | {"opening_balance": "90.00", "closing_balance": "90.00"}
    live.place(ann, "15.00")

    second = close(agent, ann, "zero").json

    assert {name: second[name] for name in ZERO} == ZERO | {
        "opening_balance": "90.00",
        "stakes": "15.00",
        "closing_balance": "75.00",
    }
    assert (second["since"], live.account(agent, ann)["last_settlement"]) == (first["until"], second["until"])
    assert agent.get(SETTLEMENTS).json["items"] == [second, first]
    database.assert_consistent()


def test_a_settlement_is_refused_if_the_balance_is_not_the_expected_one(agent: Person, ann: Person) -> None:
    kit.cashier(agent, "debit", live.owner(ann), "0.01")

    answer = close(agent, ann, "zero", expected_balance="100.00")

    assert (answer.status, answer.code) == (409, "balance_changed")
    assert (answer.json["balance"], answer.json["currency"]) == ("99.99", "USD")
    assert live.account(agent, ann)["last_settlement"] is None
    assert agent.get(SETTLEMENTS).json["total_count"] == 0
    assert close(agent, ann, "zero", expected_balance=99.99).status == 201


@pytest.mark.parametrize("expected", ["100.001", "99999999999999999"])
def test_an_expected_balance_that_the_currency_cannot_represent_is_an_invalid_amount(
    agent: Person, ann: Person, expected: str
) -> None:
    answer = close(agent, ann, "carry", expected_balance=expected)

    assert (answer.status, answer.code) == (400, "invalid_amount")
    assert agent.get(SETTLEMENTS).json["total_count"] == 0


def test_a_repeated_settlement_with_its_key_takes_effect_once(agent: Person, ann: Person) -> None:
    first = close(agent, ann, "zero", key="week-5", expected_balance="100.00")
    again = close(agent, ann, "zero", key="week-5", expected_balance="100")

    assert (again.status, again.text) == (201, first.text)
    assert agent.get(SETTLEMENTS).json["total_count"] == 1


def test_the_balance_of_a_frozen_customer_can_be_carried_and_not_debited(agent: Person, ann: Person) -> None:
    agent.patch(f"/api/v1/agent/clients/{live.owner(ann)}", {"status": "frozen"})

    assert (close(agent, ann, "zero").status, close(agent, ann, "zero").code) == (409, "wallet_frozen")
    assert close(agent, ann, "carry").status == 201


def test_a_preview_since_a_time_covers_that_time_and_later(
    agent: Person, ann: Person, service: Person, database: Database
) -> None:
    bet = live.cashed_out(ann, service, "0", stake="1.00")
    close(agent, ann, "carry")
    placed = database.value("select placed_at from bets where bet_id = %s", bet)
    settled = database.value("select settled_at from bets where bet_id = %s", bet)
    tick, no_cash_out = timedelta(microseconds=1), ZERO["cash_outs"]
    one_cash_out = {"count": 1, "total_amount": "0.00", "net_from_stake": "-1.00", "auto_count": 0}

    for since, opening, stakes, counted in [
        (placed, "100.00", "1.00", one_cash_out),
        (placed + tick, "99.00", "0.00", one_cash_out),
        (settled, "99.00", "0.00", one_cash_out),
        (settled + tick, "99.00", "0.00", no_cash_out),
    ]:
        assert figures(agent, ann, since=since.isoformat()) == ZERO | {
            "opening_balance": opening,
            "stakes": stakes,
            "cash_outs": counted,
            "closing_balance": "99.00",
        }


def test_past_settlements_are_paged_newest_first(agent: Person, ann: Person) -> None:
    bob = live.bettor(agent, "bob")
    done = [close(agent, person, "carry").json["settlement_id"] for person in (ann, bob, ann, ann)][::-1]

    pages = [agent.get(SETTLEMENTS, {"limit": 3, "offset": offset}).json for offset in (0, 3)]
    of_bob = agent.get(SETTLEMENTS, {"customer_id": live.owner(bob)}).json

    assert [item["settlement_id"] for page in pages for item in page["items"]] == done
    assert [(page["total_count"], page["has_more"]) for page in pages] == [(4, True), (4, False)]
    assert [item["settlement_id"] for item in of_bob["items"]] == [done[2]]


def test_figures_add_up_after_a_simultaneous_settlement_and_debit(
    agent: Person, ann: Person, database: Database
) -> None:
    for _ in range(4):
        kit.cashier(agent, "credit", live.owner(ann), "10.00")
        body = {"customer_id": live.owner(ann), "amount": "10.00", "description": "Cash"}

        settled, debited = kit.simultaneously(
            lambda: close(agent, ann, "zero"), partial(agent.post, "/api/v1/cashier/debit", body)
        )

        assert isinstance(settled, Answer)
        assert isinstance(debited, Answer)
        assert settled.status == 201
        assert debited.status in {201, 400}, "201 before the settlement, 400 after it"
        assert live.account(agent, ann)["account_balance"] == "0.00"
        debited_amount = "10.00" if debited.status == 201 else "0.00"
        assert settled.json["cashier_debits"] == debited_amount
    database.assert_consistent()


def test_a_cash_out_at_zero_that_commits_late_is_counted_in_exactly_one_settlement(
    agent: Person, ann: Person, service: Person, database: Database
) -> None:
    """The cash-out posts nothing. It locks the wallet, so that no settlement comes between its time and its commit."""
    bet = live.place(ann)
    settled: list[Answer] = []

    def settle() -> None:
        settled.append(close(agent, ann, "carry"))
        sessions.disconnect()

    other = threading.Thread(target=settle)
    with database.admin() as holding:
        with holding.transaction():
            holding.execute("select end_bet('acme', %s, 'cashed_out', 0, false, null)", (bet,))
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
        other.join()
    settled.append(close(agent, ann, "carry"))

    assert sum(answer.json["cash_outs"]["count"] for answer in settled) == 1


def test_a_transaction_that_waited_for_a_settlement_has_a_later_time(
    agent: Person, ann: Person, database: Database
) -> None:
    receipts: list[Any] = []

    def credit() -> None:
        receipts.append(kit.cashier(agent, "credit", live.owner(ann), "5.00"))

    live.settle_before_a_waiting_call(database, agent, ann, credit)

    (closed,) = database.rows("select until from settlements")
    newest = database.value("select max(posted_at) from entries where version is not null")
    assert [receipt["amount"] for receipt in receipts] == ["5.00"]
    assert newest >= closed["until"]
    database.assert_consistent()
