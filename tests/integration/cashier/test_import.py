"""Import of customers: all rows or none, and every invalid row is reported."""

import csv
import io
import json
from typing import Any

import pytest

from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import kit
from tests.support.kit import Answer, Database, Person

IMPORT = "/api/v1/agent/clients/import"
FIELDS = ["username", "account_type", "credit_limit", "currency", "opening_balance", "external_reference"]


@pytest.fixture
def database_role() -> str:
    return "purser_desk"


def row(username: str, **more: object) -> dict[str, object]:
    return {"username": username, "account_type": "postup"} | more


def credit(username: str, limit: str, **more: object) -> dict[str, object]:
    return {"username": username, "account_type": "credit", "credit_limit": limit} | more


def as_csv(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def send(agent: Person, rows: list[dict[str, object]], media: str = "application/json") -> Answer:
    body: object = {"rows": rows} if media == "application/json" else as_csv(rows)
    return agent.call("POST", IMPORT, body, headers={"content-type": media})


@pytest.fixture
def customer_rows() -> list[dict[str, object]]:
    return [
        row("ann", opening_balance="12.50", external_reference="old-1"),
        credit("bob", "100.00", opening_balance="-100.00"),
        credit("carl", "0", currency="JPY", opening_balance="7"),
        row("dora"),
        row('E, "the" fifth', opening_balance="0"),
    ]


@pytest.mark.parametrize("media", ["application/json", "text/csv", "text/csv; charset=utf-8"])
def test_customers_are_imported_with_their_balances(
    agent: Person, database: Database, customer_rows: list[dict[str, object]], media: str
) -> None:
    answer = send(agent, customer_rows, media)

    assert answer.status == 201, answer.text
    imported: Any = answer.json
    assert imported["imported_count"] == 5
    shown = [(item["username"], item["account_balance"], item["external_reference"]) for item in imported["customers"]]
    assert shown == [
        ("ann", "12.50", "old-1"),
        ("bob", "-100.00", None),
        ("carl", "7", None),
        ("dora", "0.00", None),
        ('E, "the" fifth', "0.00", None),
    ]
    for item in imported["customers"]:
        view = agent.get(f"/api/v1/agent/clients/{item['customer_id']}").json
        assert (view["username"], view["account_balance"]) == (item["username"], item["account_balance"])
    assert agent.get("/api/v1/agent/clients", {"search": "bob"}).json["items"][0]["available"] == "0.00"
    database.assert_consistent()


def test_an_opening_balance_is_a_transaction_of_its_own_type(
    agent: Person, database: Database, customer_rows: list[dict[str, object]]
) -> None:
    imported: Any = send(agent, customer_rows).json

    history = agent.get("/api/v1/agent/transactions", {"type": "opening_balance"}).json
    assert sorted((item["username"], item["amount"], item["balance_before"]) for item in history["items"]) == [
        ("ann", "12.50", "0.00"),
        ("bob", "-100.00", "0.00"),
        ("carl", "7", "0"),
    ]
    transactions = {item["username"]: item["transaction_id"] for item in imported["customers"]}
    assert {item["username"]: item["transaction_id"] for item in history["items"]} == {
        name: transactions[name] for name in ("ann", "bob", "carl")
    }
    assert transactions["dora"] is transactions['E, "the" fifth'] is None
    rows = database.rows("select is_override, external_reference from financial_transactions order by amount desc")
    assert [row["is_override"] for row in rows] == [False] * 3
    assert database.value("select count(*) from agent_transactions where transaction_type = 'opening_balance'") == 3


INVALID_ROWS = [
    row("fine"),
    row(""),
    credit("no-limit", "x"),
    row("too-deep", opening_balance="-0.01"),
    credit("over", "10.00", opening_balance="-10.01"),
    row("decimals", opening_balance="0.001"),
    row("currency", currency="XXX"),
    row("reference", external_reference="x" * 129),
]


@pytest.mark.parametrize("media", ["application/json", "text/csv"])
def test_every_invalid_row_is_reported_and_nothing_is_imported(agent: Person, database: Database, media: str) -> None:
    answer = send(agent, INVALID_ROWS, media)

    assert (answer.status, answer.code) == (400, "invalid_request")
    assert {pointer.split("/")[2] for pointer in answer.pointers} == {"1", "2", "3", "4", "5", "6", "7"}
    assert {"/rows/3/opening_balance", "/rows/4/opening_balance", "/rows/6/currency"} <= set(answer.pointers)
    assert database.value("select count(*) from customers") == 0
    assert database.value("select count(*) from wallets") == 0


def test_every_username_in_use_is_reported_and_nothing_is_imported(agent: Person, other_agent: Person) -> None:
    kit.new_customer(other_agent, "Bob")

    answer = send(agent, [row("ann", opening_balance="5"), row("bob"), row("carl"), row("ANN"), row("Ann")])

    assert (answer.status, answer.code) == (400, "invalid_request")
    assert answer.pointers == ["/rows/1/username", "/rows/3/username", "/rows/4/username"]
    assert agent.get("/api/v1/agent/clients").json["total_count"] == 0
    assert agent.get("/api/v1/agent/transactions").json["total_count"] == 0


def test_one_import_creates_a_thousand_customers(agent: Person, database: Database) -> None:
    answer = send(agent, [row(f"customer-{n}", opening_balance="1.25") for n in range(1000)])

    assert answer.status == 201
    assert [item["username"] for item in answer.json["customers"]] == [f"customer-{n}" for n in range(1000)]
    listed = agent.get("/api/v1/agent/clients", {"limit": 1}).json
    assert (listed["total_count"], listed["totals"]["total_balance"]) == (1000, "1250.00")
    database.assert_consistent()


@pytest.mark.parametrize("count", [0, 1001])
def test_an_import_has_one_to_a_thousand_rows(count: int) -> None:
    answer = send(kit.agent(), [row(f"customer-{n}") for n in range(count)])

    assert (answer.status, answer.pointers) == (400, ["/rows"])


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("username,account_type\nann,postup,more\n", "/rows/0/more cells than columns"),
        ("username,account_type,colour\nann,postup,red\n", "/rows/0/colour"),
        ("username\nann\n", "/rows/0/account_type"),
        ('username,account_type\n"ann,postup\n', ""),
        ("username,account_type\n", "/rows"),
        ("username,account_type\nann,po\0stup\n", "/rows/0/account_type"),
    ],
)
def test_malformed_csv_or_csv_with_other_columns_is_refused(text: str, pointer: str) -> None:
    answer = kit.agent().call("POST", IMPORT, text, headers={"content-type": "text/csv"})

    assert (answer.status, answer.pointers) == (400, [pointer])


@pytest.mark.parametrize(
    "text", ["\ufeffusername,account_type\nann,postup\n", "username,account_type\r\nann,postup\r\n"]
)
def test_csv_is_accepted_in_the_forms_that_spreadsheets_write(agent: Person, text: str) -> None:
    answer = agent.call("POST", IMPORT, text, headers={"content-type": "text/csv"})

    assert answer.status == 201, answer.text


def test_csv_is_accepted_by_the_import_only(agent: Person) -> None:
    answer = agent.call("POST", "/api/v1/agent/clients", as_csv([row("ann")]), headers={"content-type": "text/csv"})

    assert (answer.status, answer.code) == (415, "unsupported_media_type")


def test_a_repeated_import_with_its_key_takes_effect_once(
    agent: Person, customer_rows: list[dict[str, object]]
) -> None:
    first, second = (agent.post(IMPORT, {"rows": customer_rows}, key="move-in") for _ in range(2))

    assert (first.status, second.text) == (201, first.text)
    assert second.headers["idempotency-replayed"] == "true"
    assert agent.get("/api/v1/agent/clients").json["total_count"] == 5


def test_an_import_that_waits_for_a_name_has_not_taken_any_name_that_sorts_after_it(
    agent: Person, database: Database
) -> None:
    """So two imports of the same names do not deadlock, whatever the order of their rows."""
    kit.new_customer(agent, "zed")  # creates the tenant, for which no call waits then
    create = "select create_customers('acme', %s, %s::jsonb)"

    def columns(username: str) -> str:
        return json.dumps(
            [row(username, username_key=username, credit_limit=0, currency="USD", external_reference=None)]
        )

    with open_transaction(database) as first:
        first.rows(create, (agent.sub, columns("ann")))
        with waiting_call(database, lambda: send(agent, [row("bob"), row("ann")])) as waiting:
            with open_transaction(database) as second:
                second.rows(create, (agent.sub, columns("bob")))
                kit.end_session(second, "ROLLBACK")
            kit.end_session(first)
            refused: Any = waiting.result()

    assert (refused.status, refused.code) == (400, "invalid_request")
