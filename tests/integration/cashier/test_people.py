"""The lookup of a person before a transfer: a masked name, and no way to list people."""

import pytest

from ledger.cashier.people import LOOKUPS_PER_HOUR
from tests.support import kit
from tests.support.kit import Answer, Database, Person, assert_problem


def look_up(caller: Person, **query: str) -> Answer:
    return caller.get("/api/v1/people/lookup", query)


@pytest.fixture
def bruno(agent: Person) -> str:
    return kit.new_customer(agent, "Bruno")


@pytest.fixture
def ann(agent: Person) -> Person:
    return kit.customer(kit.new_customer(agent, "ann"))


def test_a_customer_is_found_by_id_and_by_username_with_the_same_masked_answer(ann: Person, bruno: str) -> None:
    by_id, by_name = look_up(ann, owner_id=bruno), look_up(ann, username="bRUNO")

    assert (by_id.status, by_id.json) == (200, {"owner_id": bruno, "display": "Br••o"})
    assert by_name.json == by_id.json


@pytest.mark.parametrize(
    ("username", "display"),
    [("x", "••"), ("al", "••"), ("ann", "a••"), ("anna", "a••"), ("bruno", "br••o"), ("w" * 64, "ww••w")],
)
def test_a_display_hides_most_of_a_name_and_its_length(
    agent: Person, service: Person, username: str, display: str
) -> None:
    customer_id = kit.new_customer(agent, username)

    assert look_up(service, owner_id=customer_id).json["display"] == display


def test_a_person_without_a_username_is_shown_by_a_masked_owner_id(ann: Person, service: Person) -> None:
    kit.credit(service, "player-8", "5")

    assert look_up(ann, owner_id="player-8").json == {"owner_id": "player-8", "display": "pl••8"}
    assert_problem(look_up(ann, username="player-8"), 404, "recipient_not_found")


def test_a_customer_with_wallets_of_several_currencies_is_shown_by_username(
    ann: Person, bruno: str, service: Person
) -> None:
    for currency in ("COIN", "ZAR"):
        kit.credit(service, bruno, "5", currency)

    assert look_up(ann, owner_id=bruno).json["display"] == "Br••o"


def test_nobody_of_another_tenant_is_found(ann: Person, service: Person) -> None:
    eve = kit.new_customer(kit.agent(tenant_id="globex"), "evelyn")

    answers = [look_up(ann, owner_id=eve), look_up(ann, username="evelyn"), look_up(service, owner_id=eve)]

    for answer in answers:
        assert_problem(answer, 404, "recipient_not_found")
    assert len({answer.json["detail"] for answer in answers}) == 1


@pytest.mark.parametrize("query", [{}, {"owner_id": "bob", "username": "bob"}])
def test_a_lookup_names_either_an_owner_or_a_username(ann: Person, query: dict[str, str]) -> None:
    answer = look_up(ann, **query)

    assert (answer.status, answer.code) == (400, "invalid_request")


def test_part_of_a_name_finds_nobody(ann: Person, bruno: str) -> None:
    for part in ("brun", "br", "%", "br%", "_runo"):
        assert_problem(look_up(ann, username=part), 404, "recipient_not_found")


def test_a_customer_s_lookups_in_an_hour_are_limited_whether_they_find_somebody_or_not(
    ann: Person, agent: Person, bruno: str, service: Person, database: Database
) -> None:
    for number in range(LOOKUPS_PER_HOUR):
        assert look_up(ann, username=f"guess-{number}" if number % 2 else "bruno").status == (
            404 if number % 2 else 200
        )

    refused = look_up(ann, owner_id=bruno)

    assert_problem(refused, 429, "too_many_lookups")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert look_up(ann, username="nobody").code == "too_many_lookups", "the answer does not depend on the person"
    assert look_up(kit.customer(bruno), username="ann").status == 200, "each caller has a limit of their own"
    database.rows("update person_lookups set since = since - interval '1 hour' returning 1")
    assert look_up(ann, owner_id=bruno).status == 200


def test_a_service_s_lookups_are_not_limited(service: Person, bruno: str, database: Database) -> None:
    look_up(service, owner_id=bruno)
    database.rows("update person_lookups set times = %s returning 1", 10 * LOOKUPS_PER_HOUR)

    assert look_up(service, owner_id=bruno).status == 200
