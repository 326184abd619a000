"""Balances now and at a time, history and statements, and who may read them."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import billing, kit, live
from tests.support.kit import Database, Person

ROOT = billing.root("operator")


@pytest.fixture
def entries(service: Person) -> Any:
    """The entries of ann's wallet, oldest first: +10 -3 +5 +1 -13."""
    for amount in (10, -3, 5, 1, -13):
        what = "credit" if amount > 0 else "debit"
        answer = service.post(
            f"/api/v1/wallets/ann/{what}", {"amount": abs(amount), "currency": "COIN", "reason": "manual_adjust"}
        )
        assert answer.status == 201
    return service.get("/api/v1/wallets/ann/transactions", {"currency": "COIN"}).json["items"][::-1]


def read(reader: Person, what: str, **query: object) -> Any:
    answer = reader.get(f"/api/v1/wallets/ann/{what}", query)
    assert answer.status == 200, answer.text
    return answer.json


def test_an_owner_without_a_wallet_has_a_zero_balance_and_empty_lists(service: Person) -> None:
    balance = service.get("/api/v1/wallets/nobody/balance", {"currency": "USD"}).json

    assert balance == {
        "owner_id": "nobody",
        "wallet_id": None,
        "currency": "USD",
        "balance": "0.00",
        "held": "0.00",
        "available": "0.00",
        "allow_overdraft": False,
        "at": balance["at"],
        "is_provisional": False,
    }
    history = service.get("/api/v1/wallets/nobody/transactions", {"currency": "COIN"}).json
    assert (history["items"], history["total_count"], history["has_more"]) == ([], 0, False)
    statement = service.get("/api/v1/wallets/nobody/statement", {"currency": "COIN"}).json
    assert (statement["opening_balance"], statement["movements"], statement["closing_balance"]) == ("0", [], "0")


def test_history_is_newest_first_and_each_balance_follows_from_the_previous_one(service: Person, entries: Any) -> None:
    items = read(service, "transactions")["items"]

    assert [item["amount"] for item in items] == ["-13", "1", "5", "-3", "10"]
    assert [item["balance_after"] for item in items] == ["0", "13", "12", "7", "10"]
    assert [item["created_at"] for item in items] == sorted((item["created_at"] for item in items), reverse=True)
    assert items[0].keys() == {
        *("id", "transaction_id", "amount", "reason", "balance_after", "created_at", "idempotency_key", "meta"),
        *("effective_at", "is_late", "counterparty_id", "counterparty_display", "bet_id", "bet_description"),
    }


@pytest.mark.parametrize(
    ("path", "query", "items"),
    [
        ("transactions", {}, "items"),
        ("statement", {"by": "posted"}, "movements"),
        ("statement", {"by": "effective"}, "movements"),
    ],
)
def test_each_entry_of_a_bet_names_it_to_whoever_may_read_bets(
    service: Person, path: str, query: dict[str, str], items: str
) -> None:
    desk = kit.agent()
    bruno = kit.customer(kit.new_customer(desk, "bruno", currency="COIN"))
    kit.credit(service, live.owner(bruno), "100", "COIN")
    won, void, lost = (live.place(bruno, "10", description=text) for text in ("Home win", "Away win", "Draw"))
    for bet_id, outcome, payout in ((won, "won", "15"), (void, "void", None), (lost, "lost", None)):
        assert live.settle(service, bet_id, outcome, payout).status == 200
    sold = live.cashed_out(bruno, service, "12", "10")
    description = service.get(f"/api/v1/bets/{sold}").json["description"]

    def read(reader: Person) -> Counter[tuple[str, str | None, str | None]]:
        tenant = {"tenant_id": "acme"} if reader is ROOT else {}
        answer = reader.get(f"/api/v1/wallets/{live.owner(bruno)}/{path}", {"currency": "COIN", **query, **tenant})
        return Counter((item["amount"], item["bet_id"], item["bet_description"]) for item in answer.json[items])

    named = [("-10", won, "Home win"), ("-10", void, "Away win"), ("-10", lost, "Draw"), ("-10", sold, description)]
    named += [("15", won, "Home win"), ("10", void, "Away win"), ("12", sold, description)]
    expected = Counter([("100", None, None), *named])
    assert [read(reader) for reader in (bruno, desk, service)] == [expected] * 3
    tournaments = Person("cup", ("tournaments",), "acme")
    unnamed = Counter((amount, None, None) for amount, _, _ in expected.elements())
    assert [read(reader) for reader in (tournaments, ROOT)] == [unnamed] * 2


def test_a_transfer_names_the_other_side_to_both_with_a_masked_name(service: Person) -> None:
    bruno, player = kit.new_customer(kit.agent(), "bruno"), "player-8"
    for owner_id in (bruno, player):
        kit.credit(service, owner_id, "20", "COIN")
    sender = kit.customer(bruno)
    assert sender.post("/api/v1/transfers", {"to_owner_id": player, "amount": "7", "currency": "COIN"}).status == 201

    for owner_id, other, display in ((bruno, player, "pl••8"), (player, bruno, "br••o")):
        history = service.get(f"/api/v1/wallets/{owner_id}/transactions", {"currency": "COIN"}).json["items"]
        statements = [
            service.get(f"/api/v1/wallets/{owner_id}/statement", {"currency": "COIN", "by": basis}).json["movements"]
            for basis in ("posted", "effective")
        ]
        for credit, transfer in [history[::-1], *statements]:
            assert (transfer["counterparty_id"], transfer["counterparty_display"]) == (other, display)
            assert (credit["counterparty_id"], credit["counterparty_display"]) == (None, None)


def test_an_agent_does_not_learn_the_id_of_another_agent_s_customer(service: Person) -> None:
    desk = kit.agent()
    bruno, berta = kit.new_customer(desk, "bruno"), kit.new_customer(desk, "berta")
    carla = kit.new_customer(kit.agent("agent-2"), "carla")
    for owner_id in (bruno, berta, "player-8"):
        kit.credit(service, owner_id, "20", "COIN")
    for to in (berta, carla, "player-8"):
        transfer = {"from_owner_id": bruno, "to_owner_id": to, "amount": "1", "currency": "COIN"}
        assert service.post("/api/v1/transfers", transfer).status == 201

    for path, items in (("transactions", "items"), ("statement", "movements")):
        read = desk.get(f"/api/v1/wallets/{bruno}/{path}", {"currency": "COIN"}).json[items]
        others = {(item["counterparty_id"], item["counterparty_display"]) for item in read}
        assert others == {(None, None), (berta, "be••a"), (None, "ca••a"), (None, "pl••8")}

    owner = Person(desk.sub, ("agent", "owner"), "acme")
    read = owner.get(f"/api/v1/wallets/{bruno}/transactions", {"currency": "COIN"}).json["items"]
    assert {item["counterparty_id"] for item in read} == {None, berta, carla, "player-8"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/wallets/ann/credit", {"amount": "7", "currency": "COIN", "reason": "p2p_transfer"}),
        ("/api/v1/wallets/ann/debit", {"amount": "7", "currency": "COIN", "reason": "p2p_transfer"}),
        (
            "/api/v1/transfers",
            {"from_owner_id": "ann", "to_owner_id": "bob", "amount": "7", "currency": "COIN", "reason": "order_paid"},
        ),
        (
            "/api/v1/transactions",
            {
                "reason": "order_paid",
                "entries": [
                    {"owner_id": "ann", "currency": "COIN", "amount": "-7"},
                    {"owner_id": "bob", "currency": "COIN", "amount": "7"},
                ],
            },
        ),
        (
            "/api/v1/transactions",
            {
                "reason": "p2p_transfer",
                "entries": [
                    {"owner_id": "ann", "currency": "COIN", "amount": "-7"},
                    {"owner_id": "bob", "currency": "COIN", "amount": "-7"},
                    {"owner_id": "cem", "currency": "COIN", "amount": "14"},
                ],
            },
        ),
        (
            "/api/v1/transactions",
            {
                "reason": "p2p_transfer",
                "entries": [
                    {"owner_id": "ann", "currency": "COIN", "amount": "-7"},
                    {"account": "house:fees", "currency": "COIN", "amount": "7"},
                ],
            },
        ),
    ],
)
def test_only_a_transfer_between_two_people_for_no_reason_of_the_tenant_s_own_names_the_other_side(
    service: Person, path: str, body: dict[str, Any]
) -> None:
    for owner_id in ("ann", "bob"):
        kit.credit(service, owner_id, "20", "COIN")
    assert service.post(path, body).status == 201

    moved, _ = service.get("/api/v1/wallets/ann/transactions", {"currency": "COIN"}).json["items"]

    assert (moved["counterparty_id"], moved["counterparty_display"]) == (None, None)


def test_history_is_paged_without_gap_or_overlap(service: Person, entries: Any) -> None:
    pages = [read(service, "transactions", limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [item["id"] for page in pages for item in page["items"]] == [item["id"] for item in entries[::-1]]
    assert [(page["total_count"], page["has_more"]) for page in pages] == [
        (5, True),
        (5, True),
        (5, False),
        (5, False),
    ]


def test_the_balance_at_a_time_includes_every_entry_up_to_that_time(service: Person, entries: Any) -> None:
    for item in entries:
        at = datetime.fromisoformat(item["created_at"])
        last = [entry for entry in entries if entry["created_at"] <= item["created_at"]][-1]
        before = [entry for entry in entries if entry["created_at"] < item["created_at"]]
        assert read(service, "balance", at=item["created_at"])["balance"] == last["balance_after"]
        just_before = (at - timedelta(microseconds=1)).isoformat()
        assert read(service, "balance", at=just_before)["balance"] == (before[-1]["balance_after"] if before else "0")


@pytest.mark.parametrize(
    ("at", "balance"), [("2000-01-01", "0"), ("2999-01-01T00:00:00+05:00", "0"), ("0001-01-01", "0")]
)
def test_a_balance_can_be_read_for_any_time_before_or_after_all_entries(
    service: Person, entries: Any, at: str, balance: str
) -> None:
    assert read(service, "balance", at=at)["balance"] == balance


def test_a_time_without_an_offset_is_utc(service: Person, entries: Any) -> None:
    plain = entries[2]["created_at"].removesuffix("Z")

    shown = read(service, "balance", at=plain)

    assert (shown["balance"], shown["at"]) == ("12", entries[2]["created_at"])


def test_a_statement_adds_up_to_its_closing_balance(service: Person, entries: Any) -> None:
    statement = read(service, "statement")

    assert statement["movements"] == entries
    assert (statement["opening_balance"], statement["closing_balance"]) == ("0", "0")


@pytest.mark.parametrize(("first", "last"), [(0, 5), (1, 3), (2, 2), (4, 5), (0, 1)])
def test_a_statement_includes_its_first_moment_and_excludes_its_last(
    service: Person, entries: Any, first: int, last: int
) -> None:
    times = [item["created_at"] for item in entries]
    query = {"date_from": times[first]} | ({"date_to": times[last]} if last < len(times) else {})

    statement = read(service, "statement", **query)

    assert statement["movements"] == entries[first:last]
    assert statement["opening_balance"] == (entries[first - 1]["balance_after"] if first else "0")
    sum_of_amounts = sum(int(item["amount"]) for item in statement["movements"])
    assert int(statement["closing_balance"]) - int(statement["opening_balance"]) == sum_of_amounts
    assert (statement["date_from"], statement["date_to"]) == (query["date_from"], query.get("date_to"))


def test_a_date_to_without_a_time_includes_that_whole_day(service: Person, entries: Any) -> None:
    day = entries[-1]["created_at"][:10]

    assert read(service, "statement", date_to=day)["movements"] == entries
    assert read(service, "statement", date_from=entries[0]["created_at"][:10], date_to=day)["movements"] == entries
    assert read(service, "statement", date_to=f"{entries[0]['created_at'][:10]}T00:00:00Z")["movements"] == []
    assert read(service, "statement", date_from="2999-01-01")["opening_balance"] == "0"


def test_a_statement_as_csv_has_a_row_for_each_entry(service: Person, entries: Any) -> None:
    answer = service.get("/api/v1/wallets/ann/statement", {"format": "csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="statement.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["amount"] for row in rows] == ["10", "-3", "5", "1", "-13"]
    assert [row["id"] for row in rows] == [item["id"] for item in entries]
    assert [row["created_at"] for row in rows] == [item["created_at"] for item in entries]


@pytest.mark.parametrize(
    ("what", "query", "pointer"),
    [
        ("statement", "date_from=2026-02-01&date_to=2026-01-01", "date_to"),
        ("statement", "date_from=yesterday", "date_from"),
        ("statement", "date_to=2026-02-30", "date_to"),
        ("statement", "format=xml", "format"),
        ("balance", "at=now", "at"),
        ("balance", "currency=coin", "currency"),
        ("transactions", "limit=101", "limit"),
        ("transactions", "page=1", "page"),
    ],
)
def test_an_invalid_query_is_refused(what: str, query: str, pointer: str) -> None:
    answer = kit.service().get(f"/api/v1/wallets/ann/{what}", query)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", [pointer])


@pytest.mark.parametrize("path", ["", "/balance", "/transactions", "/statement"])
def test_only_the_owner_the_owner_s_agent_a_service_an_auditor_and_root_see_a_wallet(
    agent: Person, other_agent: Person, service: Person, path: str
) -> None:
    ann = kit.new_customer(agent, balance="5.00")
    kit.credit(service, "pat", "5")

    def status(reader: Person, owner_id: str) -> tuple[int, str | None]:
        query = {"tenant_id": "acme"} if reader is ROOT else {}
        answer = reader.get(f"/api/v1/wallets/{owner_id}{path}", query)
        return answer.status, answer.json.get("code")

    for reader in (kit.customer(ann), agent, service, Person("dora", ("auditor",)), ROOT):
        assert status(reader, ann) == (200, None)
    assert status(kit.customer("pat"), ann) == (403, "forbidden")
    assert status(other_agent, ann) == (403, "not_your_customer")
    assert status(kit.agent(tenant_id="other"), ann) == (404, "customer_not_found")
    assert status(agent, "pat") == (404, "customer_not_found")
    assert status(Person("pat", ("customer",)), "pat") == (200, None), "without the claim, the sub is the owner"


def test_wallets_of_another_tenant_are_not_visible(service: Person) -> None:
    kit.credit(service, "ann", "10")

    assert kit.balance_of(kit.service("other"), "ann") == "0"


def test_cashier_transactions_are_in_the_wallet_s_history(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="5.00")

    (item,) = agent.get(f"/api/v1/wallets/{ann}/transactions", {"currency": "USD"}).json["items"]

    (row,) = database.rows("select id::text, transaction_id::text from financial_transactions")
    assert (item["id"], item["transaction_id"], item["reason"]) == (row["id"], row["transaction_id"], "credit")
