"""Accounts: the wallets of a tenant with their categories and balances."""

from typing import Any

import pytest

from tests.integration.approvals.test_approval_races import begun
from tests.support import billing, kit
from tests.support.kit import Answer, Database, Person, assert_problem

ACCOUNTS = "/api/v1/accounts"
FEES = {"category": "revenue/fees", "currency": "USD", "description": "Fees of orders"}


@pytest.fixture
def database_role() -> str:
    return "purser_wallet"


def put(by: Person, account: str, **body: object) -> Answer:
    return by.put(f"{ACCOUNTS}/{account}", body)


def named(by: Person, account: str, **body: object) -> Any:
    answer = put(by, account, **body)
    assert answer.status == 200, answer.text
    return answer.json


def listed(by: Person, **query: object) -> list[Any]:
    """Every account, page by page."""
    items, cursor = [], None
    while True:
        answer = by.get(ACCOUNTS, query | ({"cursor": cursor} if cursor else {}))
        assert answer.status == 200, answer.text
        items += answer.json["items"]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return items


def names(items: list[Any]) -> list[str]:
    return [f"{item['account'] or item['owner_id']} {item['currency']}" for item in items]


def pay_fee(service: Person, owner_id: str, account: str, amount: str) -> None:
    entries = [
        {"owner_id": owner_id, "currency": "USD", "amount": f"-{amount}"},
        {"account": account, "currency": "USD", "amount": amount},
    ]
    answer = service.post("/api/v1/transactions", {"entries": entries, "reason": "fee"})
    assert answer.status == 201, answer.text


def test_a_house_account_is_named_before_anything_was_posted_and_shows_its_balance_afterwards(service: Person) -> None:
    first = named(service, "house:fees", **FEES)
    assert first == {
        "owner_id": None,
        "account": "house:fees",
        "kind": "house",
        "wallet_id": first["wallet_id"],
        "currency": "USD",
        "category": "revenue/fees",
        "description": "Fees of orders",
        "balance": "0.00",
        "held": None,
        "available": None,
        "floor": None,
        "changed_by": "service-1",
        "changed_at": first["changed_at"],
    }
    kit.credit(service, "ann", "10.00", "USD")
    pay_fee(service, "ann", "house:fees", "2.50")

    changed = named(service, "house:fees", category="revenue")

    assert (changed["balance"], changed["category"], changed["description"]) == ("2.50", "revenue", None)


def test_the_currency_is_that_of_the_only_wallet_and_required_of_several_or_none(service: Person) -> None:
    assert_problem(put(service, "bank:eu", category="assets"), 400, "currency_required")
    assert named(service, "bank:eu", category="assets", currency="EUR")["currency"] == "EUR"
    assert named(service, "bank:eu", category="assets/cash")["currency"] == "EUR"

    named(service, "bank:eu", category="assets", currency="USD")

    assert_problem(put(service, "bank:eu", category="assets"), 400, "currency_required")
    assert [item["category"] for item in listed(service, kind="house")] == ["assets/cash", "assets"]


@pytest.mark.parametrize("account", ["agent:agent-1", "tenant:acme", "person:ann", "houses", "house:", "house:a b"])
def test_only_a_house_account_is_named(service: Person, account: str) -> None:
    assert_problem(put(service, account.replace(" ", "%20"), **FEES), 400, "invalid_request")
    assert listed(service) == []


@pytest.mark.parametrize("category", ["", "Revenue", "revenue/", "/fees", "a//b", "a b", "é", "-a", "a" * 129, None])
def test_a_category_is_lower_case_words_from_the_widest_to_the_narrowest(service: Person, category: object) -> None:
    answer = put(service, "house:fees", currency="USD", category=category)

    assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/category"]


def test_accounts_are_listed_with_their_balances_whoever_owns_them(service: Person, agent: Person) -> None:
    ann = kit.new_customer(agent, "ann", account_type="credit", credit_limit="50.00")
    kit.cashier(agent, "credit", ann, "20.00")
    pay_fee(service, ann, "house:fees", "3.00")
    kit.credit(service, "bob", "7")
    hold = {"owner_id": ann, "currency": "USD", "amount": "5.00", "reason": "order"}
    assert service.post("/api/v1/holds", hold).status == 201
    named(service, "house:fees", **FEES)
    billing.topped_up(billing.member(), billing.operator())

    items = listed(service)

    assert [
        (name, item["balance"], item["held"], item["available"]) for name, item in zip(names(items), items, strict=True)
    ] == [
        ("agent:agent-1 USD", "-20.00", None, None),
        ("bank USD", "-50.00", None, None),
        ("house:fees USD", "3.00", None, None),
        (f"{ann} USD", "17.00", "5.00", "62.00"),
        ("bob COIN", "7", "0", "7"),
        ("tenant:acme USD", "50.00", "0.00", "50.00"),
        ("treasury COIN", "-7", None, None),
    ]
    assert [item["kind"] for item in items] == ["float", "house", "house", "person", "person", "tenant", "house"]
    assert [item["category"] for item in items if item["category"]] == ["revenue/fees"]


def test_accounts_are_filtered_by_kind_category_and_currency(service: Person) -> None:
    named(service, "house", category="other", currency="USD")
    named(service, "house:fees", category="revenue/fees", currency="USD")
    named(service, "house:fees", category="revenue/fees", currency="EUR")
    named(service, "bank", category="revenues", currency="USD")
    named(service, "treasury", category="revenue", currency="USD")
    kit.credit(service, "ann", "1.00", "USD")

    for query, expected in [
        ({"category": "revenue"}, ["house:fees EUR", "house:fees USD", "treasury USD"]),
        ({"category": "revenue/fees"}, ["house:fees EUR", "house:fees USD"]),
        ({"category": "revenue", "currency": "USD"}, ["house:fees USD", "treasury USD"]),
        ({"kind": "house", "currency": "EUR"}, ["house:fees EUR"]),
        ({"kind": "house"}, ["bank USD", "house USD", "house:fees EUR", "house:fees USD", "treasury USD"]),
        ({"kind": "person"}, ["ann USD"]),
        ({"kind": "person", "category": "revenue"}, []),
        ({"kind": "float"}, []),
        ({"kind": "tenant"}, []),
    ]:
        assert names(listed(service, **query)) == expected, query
        assert names(listed(service, **query, limit=1)) == expected, query


def test_a_change_of_an_account_is_recorded_once(service: Person) -> None:
    named(service, "house:fees", **FEES)
    second = named(service, "house:fees", **FEES | {"category": "revenue"})
    again = named(service, "house:fees", **FEES | {"category": "revenue"})

    changes = service.get("/api/v1/changes", {"subject": "house:fees"}).json["items"]

    assert [(change["kind"], change["by"], change["before"], change["after"]) for change in changes] == [
        ("account", "service-1", {**FEES, "floor": None}, {**FEES, "category": "revenue", "floor": None}),
        ("account", "service-1", None, {**FEES, "floor": None}),
    ]
    assert again["changed_at"] == second["changed_at"]


@pytest.mark.session
def test_a_change_during_another_one_follows_from_it(service: Person, database: Database) -> None:
    named(service, "house:fees", **FEES)
    with database.admin() as holder, holder.transaction():
        holder.execute("select set_account('acme', 'house', 'fees', 'USD', 'a', null, false, 'rita', 'request-1')")
        answer = begun(database, holder, lambda: put(service, "house:fees", category="b"))

    assert answer().status == 200
    last = service.get("/api/v1/changes").json["items"][0]
    assert (last["by"], last["before"]["category"], last["after"]["category"]) == ("service-1", "a", "b")
