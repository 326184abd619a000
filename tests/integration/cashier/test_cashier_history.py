"""GET /api/v1/agent/transactions: the agent's own cashier transactions: filters, totals, order, pages and CSV."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import kit
from tests.support.kit import Person

HISTORY = "/api/v1/agent/transactions"


@pytest.fixture
def customers(agent: Person, other_agent: Person) -> dict[str, str]:
    """ann and bob of one agent, zoe of another."""
    owners = {"ann": agent, "bob": agent, "zoe": other_agent}
    return {name: kit.new_customer(agent, name) for name, agent in owners.items()}


@pytest.fixture
def moved(agent: Person, other_agent: Person, customers: dict[str, str]) -> Any:
    """The receipts of the agent's transactions, oldest first."""
    kit.cashier(other_agent, "credit", customers["zoe"], "1000.00")
    done: list[tuple[str, str, str, dict[str, object]]] = [
        ("credit", "ann", "100.00", {"transaction_type": "deposit", "external_reference": "till-1"}),
        ("credit", "bob", "50.00", {}),
        ("debit", "ann", "30.00", {"transaction_type": "withdrawal"}),
        ("debit", "bob", "80.00", {"allow_overdraft": True, "description": "Correction"}),
        ("credit", "ann", "0.01", {}),
    ]
    return [kit.cashier(agent, what, customers[name], amount, **more) for what, name, amount, more in done]


def read(agent: Person, **query: object) -> Any:
    answer = agent.get(HISTORY, query)
    assert answer.status == 200, answer.text
    return answer.json


def shown(history: Any) -> list[tuple[str, str]]:
    return [(item["username"], item["amount"]) for item in history["items"]]


def test_history_is_newest_first_with_amounts_as_the_customer_sees_them(
    agent: Person, customers: dict[str, str], moved: Any
) -> None:
    history = read(agent)

    assert shown(history) == [
        ("ann", "0.01"),
        ("bob", "-80.00"),
        ("ann", "-30.00"),
        ("bob", "50.00"),
        ("ann", "100.00"),
    ]
    corrected = history["items"][1]
    assert corrected == {
        "id": corrected["id"],
        "transaction_id": moved[3]["transaction_id"],
        "customer_id": customers["bob"],
        "username": "bob",
        "transaction_type": "debit",
        "amount": "-80.00",
        "currency": "USD",
        "balance_before": "50.00",
        "balance_after": "-30.00",
        "description": "Correction",
        "external_reference": None,
        "is_override": True,
        "created_at": moved[3]["timestamp"],
    }
    assert history["items"][4]["external_reference"] == "till-1"
    assert [item["is_override"] for item in history["items"]] == [False, True, False, False, False]


def test_totals_cover_all_pages(agent: Person, moved: Any) -> None:
    pages = [read(agent, limit=2, offset=offset) for offset in (0, 2, 4, 6)]

    assert [item["transaction_id"] for page in pages for item in page["items"]] == [
        receipt["transaction_id"] for receipt in moved[::-1]
    ]
    assert [page["has_more"] for page in pages] == [True, True, False, False]
    for page in pages:
        assert page["total_count"] == 5
        assert page["totals"] == {"currency": "USD", "total_credits": "150.01", "total_debits": "110.00"}
        assert page["totals_by_currency"] == [page["totals"]]


def test_an_agent_without_transactions_has_totals_of_zero(agent: Person) -> None:
    history = read(agent)

    assert (history["items"], history["total_count"], history["has_more"]) == ([], 0, False)
    assert history["totals"] == {"currency": "USD", "total_credits": "0.00", "total_debits": "0.00"}
    assert history["totals_by_currency"] == []


def test_history_is_filtered_by_customer(agent: Person, customers: dict[str, str], moved: Any) -> None:
    history = read(agent, customer_id=customers["bob"])

    assert shown(history) == [("bob", "-80.00"), ("bob", "50.00")]
    assert history["totals"] == {"currency": "USD", "total_credits": "50.00", "total_debits": "80.00"}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("deposit", ["100.00"]),
        ("credit", ["0.01", "50.00"]),
        ("withdrawal", ["-30.00"]),
        ("debit", ["-80.00"]),
        ("debit_adjustment", []),
    ],
)
def test_history_is_filtered_by_type(agent: Person, moved: Any, kind: str, found: list[str]) -> None:
    history = read(agent, type=kind)

    assert [item["amount"] for item in history["items"]] == found
    assert history["total_count"] == len(found)


def test_history_is_filtered_by_every_type_that_it_shows(agent: Person, service: Person, moved: Any) -> None:
    row = {"username": "ivy", "account_type": "postup", "opening_balance": "7.00"}
    assert agent.post("/api/v1/agent/clients/import", {"rows": [row]}).status == 201
    closing = {"customer_id": moved[0]["customer_id"], "method": "zero"}
    assert agent.post("/api/v1/agent/settlements", closing).status == 201
    assert (
        service.post(f"/api/v1/transactions/{moved[3]['transaction_id']}/reverse", {"reason": "A mistake"}).status
        == 201
    )

    everything = read(agent)["items"]

    types = {item["transaction_type"] for item in everything}
    assert types == {"deposit", "credit", "withdrawal", "debit", "opening_balance", "settlement", "reversal"}
    for one in types:
        expected = [item for item in everything if item["transaction_type"] == one]
        assert read(agent, type=one)["items"] == expected


def test_history_is_filtered_by_time_with_an_inclusive_start_and_an_exclusive_end(agent: Person, moved: Any) -> None:
    times = [receipt["timestamp"] for receipt in moved]

    assert len(read(agent, date_from=times[1])["items"]) == 4
    assert [item["amount"] for item in read(agent, date_from=times[1], date_to=times[3])["items"]] == [
        "-30.00",
        "50.00",
    ]
    assert read(agent, date_from=times[2], date_to=times[2])["items"] == []
    just_after = (datetime.fromisoformat(times[2]) + timedelta(microseconds=1)).isoformat()
    assert [item["amount"] for item in read(agent, date_from=times[2], date_to=just_after)["items"]] == ["-30.00"]


def test_dates_without_a_time_are_whole_days(agent: Person, moved: Any) -> None:
    first, last = moved[0]["timestamp"][:10], moved[-1]["timestamp"][:10]

    assert read(agent, date_from=first, date_to=last)["total_count"] == 5
    assert read(agent, date_from="2999-12-31")["total_count"] == 0
    assert read(agent, date_to="2000-01-01")["total_count"] == 0


def test_filters_can_be_combined(agent: Person, customers: dict[str, str], moved: Any) -> None:
    history = read(agent, customer_id=customers["ann"], type="credit", date_from=moved[1]["timestamp"], limit=1)

    assert shown(history) == [("ann", "0.01")]
    assert (history["total_count"], history["totals"]["total_credits"]) == (1, "0.01")


def test_totals_of_several_currencies_are_null_and_listed_by_currency(agent: Person, moved: Any) -> None:
    kit.new_customer(agent, "kenji", balance="500", currency="JPY")

    history = read(agent)

    assert history["totals"] == {"currency": None, "total_credits": None, "total_debits": None}
    assert history["totals_by_currency"] == [
        {"currency": "JPY", "total_credits": "500", "total_debits": "0"},
        {"currency": "USD", "total_credits": "150.01", "total_debits": "110.00"},
    ]
    assert shown(history)[0] == ("kenji", "500")


def test_csv_contains_every_page_of_the_filtered_list(agent: Person, customers: dict[str, str], moved: Any) -> None:
    answer = agent.get(HISTORY, {"format": "csv", "customer_id": customers["ann"], "limit": 1})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="transactions.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["amount"] for row in rows] == ["0.01", "-30.00", "100.00"]
    assert list(rows[0]) == list(read(agent)["items"][0])


def test_csv_marks_text_that_a_spreadsheet_would_run_as_a_formula(agent: Person, customers: dict[str, str]) -> None:
    kit.cashier(agent, "credit", customers["ann"], "5.00", description='=HYPERLINK("x"), "y"')

    (row,) = csv.DictReader(io.StringIO(agent.get(HISTORY, {"format": "csv"}).text, newline=""))

    assert row["description"] == '\'=HYPERLINK("x"), "y"'


def test_the_history_of_an_unknown_customer_or_one_of_another_agent_is_refused(
    agent: Person, customers: dict[str, str], moved: Any
) -> None:
    foreign = agent.get(HISTORY, {"customer_id": customers["zoe"]})
    absent = kit.agent(tenant_id="other").get(HISTORY, {"customer_id": customers["ann"], "format": "csv"})

    assert (foreign.status, foreign.code) == (403, "not_your_customer")
    assert (absent.status, absent.code) == (404, "customer_not_found")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("customer_id=ann", "customer_id"),
        ("type=gift", "type"),
        ("format=pdf", "format"),
        ("date_from=2026-01-02&date_to=2026-01-01T12:00:00Z", "date_to"),
        ("date_from=today", "date_from"),
        ("type=debit&type=credit", "type"),
        ("agent_id=agent-2", "agent_id"),
    ],
)
def test_an_invalid_query_is_refused(query: str, pointer: str) -> None:
    answer = kit.agent().get(HISTORY, query)

    assert (answer.status, answer.code, answer.pointers) == (400, "invalid_request", [pointer])
