"""Customers: create, view and list."""

from uuid import uuid4

import pytest

from tests.support import kit
from tests.support.kit import Answer, Person

CLIENTS = "/api/v1/agent/clients"


def names(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [item["username"] for item in answer.json["items"]]


def test_a_new_customer_has_the_fields_of_the_contract(agent: Person) -> None:
    answer = agent.post(
        CLIENTS, {"username": "  ann ", "account_type": "credit", "credit_limit": "100", "currency": "EUR"}
    )

    assert answer.status == 201
    shown = answer.json
    assert shown == {
        "customer_id": shown["customer_id"],
        "username": "ann",
        "agent_id": agent.sub,
        "account_type": "credit",
        "currency": "EUR",
        "account_balance": "0.00",
        "credit_limit": "100.00",
        "held": "0.00",
        "available": "100.00",
        "pending_bets": "0.00",
        "status": "active",
        "last_settlement": None,
        "created_at": shown["created_at"],
    }
    assert shown["created_at"].endswith("Z")
    assert agent.get(f"{CLIENTS}/{shown['customer_id']}").json == shown


def test_a_postup_customer_has_a_limit_of_zero_in_dollars(agent: Person) -> None:
    shown = agent.post(CLIENTS, {"username": "ann", "account_type": "postup"}).json

    assert (shown["currency"], shown["credit_limit"], shown["available"]) == ("USD", "0.00", "0.00")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"username": "ann", "account_type": "credit"}, ["/credit_limit"]),
        ({"username": "ann", "account_type": "postup", "credit_limit": "0"}, ["/credit_limit"]),
        ({"username": "ann", "account_type": "credit", "credit_limit": "-1"}, ["/credit_limit"]),
        ({"username": "ann", "account_type": "credit", "credit_limit": "1.001"}, ["/credit_limit"]),
        ({"username": "ann", "account_type": "credit", "credit_limit": "1.5", "currency": "JPY"}, ["/credit_limit"]),
        ({"username": "", "account_type": "postup"}, ["/username"]),
        ({"username": "   ", "account_type": "postup"}, ["/username"]),
        ({"username": "x" * 65, "account_type": "postup"}, ["/username"]),
        ({"username": "ann", "account_type": "gold"}, ["/account_type"]),
        ({"username": "ann", "account_type": "postup", "currency": "usd"}, ["/currency"]),
        ({"username": "", "account_type": "postup", "balance": "5"}, ["/username", "/balance"]),
        ({}, ["/username", "/account_type"]),
    ],
)
def test_every_invalid_field_of_a_new_customer_is_reported(body: dict[str, object], pointers: list[str]) -> None:
    answer = kit.agent().post(CLIENTS, body)

    assert answer.status == 400
    assert sorted(answer.pointers) == sorted(pointers)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ann", "aNN"), ("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Zoë", "Zoe\u0308"), ("Ⅷ", "viii")],
)
def test_a_username_is_unique_in_the_tenant_without_regard_to_case(
    agent: Person, other_agent: Person, first: str, second: str
) -> None:
    kit.new_customer(agent, first)

    answer = other_agent.post(CLIENTS, {"username": second, "account_type": "postup"})

    assert (answer.status, answer.code) == (409, "username_taken")
    assert names(other_agent.get(CLIENTS)) == []
    assert kit.new_customer(kit.agent(tenant_id="other"), second), "each tenant has its own usernames"


def test_customers_are_listed_by_username_without_regard_to_case(agent: Person, other_agent: Person) -> None:
    for name in ("bob", "Ann", "carl", "Änne", "Bea"):
        kit.new_customer(agent, name)
    kit.new_customer(other_agent, "zoe")

    assert names(agent.get(CLIENTS)) == ["Ann", "Bea", "bob", "carl", "Änne"]


def test_a_list_is_paged_and_its_totals_cover_the_whole_set(agent: Person) -> None:
    for name in ("a", "b", "c", "d", "e"):
        kit.new_customer(agent, name, balance="10.00")
    kit.new_customer(agent, "f", account_type="credit", credit_limit="5.00")

    first, second, beyond = (agent.get(CLIENTS, {"limit": 4, "offset": n}).json for n in (0, 4, 8))

    assert [[item["username"] for item in page["items"]] for page in (first, second, beyond)] == [
        ["a", "b", "c", "d"],
        ["e", "f"],
        [],
    ]
    assert [(page["total_count"], page["has_more"]) for page in (first, second, beyond)] == [
        (6, True),
        (6, False),
        (6, False),
    ]
    assert (first["limit"], first["offset"]) == (4, 0)
    for page in (first, second, beyond):
        assert page["totals"] == {
            "currency": "USD",
            "total_balance": "50.00",
            "total_held": "0.00",
            "total_available": "55.00",
        }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "NN"}, ["Ann", "Hannah"]),
        ({"search": "strasse"}, ["Straße"]),
        ({"search": "%"}, ["50%"]),
        ({"search": "_"}, []),
        ({"search": "nobody"}, []),
        ({"status": "frozen"}, ["Hannah"]),
        ({"status": "active", "search": "n"}, ["Ann"]),
    ],
)
def test_customers_are_filtered_by_part_of_the_name_and_by_status(
    agent: Person, query: dict[str, str], found: list[str]
) -> None:
    for name in ("Ann", "50%", "Straße"):
        kit.new_customer(agent, name)
    agent.patch(f"{CLIENTS}/{kit.new_customer(agent, 'Hannah')}", {"status": "frozen"})

    answer = agent.get(CLIENTS, query)

    assert names(answer) == found
    assert answer.json["total_count"] == len(found)


def test_totals_of_several_currencies_are_null_and_listed_by_currency(agent: Person) -> None:
    kit.new_customer(agent, "ann", balance="10.00")
    kit.new_customer(agent, "bob", balance="7", currency="JPY")

    listed = agent.get(CLIENTS).json

    assert listed["totals"] == dict.fromkeys(("currency", "total_balance", "total_held", "total_available"))
    assert listed["totals_by_currency"] == [
        {"currency": "JPY", "total_balance": "7", "total_held": "0", "total_available": "7"},
        {"currency": "USD", "total_balance": "10.00", "total_held": "0.00", "total_available": "10.00"},
    ]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("offset=-1", "offset"),
        ("limit=ten", "limit"),
        ("status=gone", "status"),
        ("search=" + "x" * 65, "search"),
        ("limit=5&limit=5", "limit"),
        ("sort=name", "sort"),
    ],
)
def test_an_invalid_or_unknown_parameter_of_a_list_is_refused(query: str, pointer: str) -> None:
    answer = kit.agent().get(CLIENTS, query)

    assert (answer.status, answer.pointers) == (400, [pointer])


@pytest.mark.parametrize("path", ["", "/limits"])
def test_an_agent_views_their_own_customers_only(agent: Person, other_agent: Person, path: str) -> None:
    ann = kit.new_customer(agent)

    assert agent.get(f"{CLIENTS}/{ann}{path}").status == 200
    foreign = other_agent.get(f"{CLIENTS}/{ann}{path}")
    assert (foreign.status, foreign.code) == (403, "not_your_customer")
    for reader, customer_id in ((kit.agent(tenant_id="other"), ann), (agent, str(uuid4()))):
        absent = reader.get(f"{CLIENTS}/{customer_id}{path}")
        assert (absent.status, absent.code) == (404, "customer_not_found")
    assert agent.get(f"{CLIENTS}/ann{path}").status == 400
