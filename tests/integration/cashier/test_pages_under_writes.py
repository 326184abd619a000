"""Pages of a list while rows are added, as the API document describes `offset`."""

import json

import pytest

from tests.support import kit
from tests.support.kit import ROOT, Database, Person

pytestmark = pytest.mark.session

HISTORY = "/api/v1/agent/transactions"


def ids(agent: Person, **query: object) -> list[str]:
    return [item["transaction_id"] for item in agent.get(HISTORY, {"limit": 2, **query}).json["items"]]


def test_a_row_is_on_two_pages_after_a_new_transaction_except_in_a_period_that_has_ended(
    agent: Person, database: Database
) -> None:
    ann = kit.new_customer(agent)
    written = [kit.cashier(agent, "credit", ann, f"{number}.00")["transaction_id"] for number in range(1, 5)]
    ended = kit.cashier(agent, "credit", ann, "5.00")[
        "timestamp"
    ]  # exclusive, so that the period ends before this transaction
    first, first_of_period = ids(agent), ids(agent, date_to=ended)
    kit.cashier(agent, "credit", ann, "6.00")

    second, second_of_period = ids(agent, offset=2), ids(agent, offset=2, date_to=ended)

    assert first[-1:] == second[:1], "the row is on both pages"
    assert [*first_of_period, *second_of_period] == written[::-1]


def test_the_api_document_states_that_offsets_are_for_people() -> None:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    about = " ".join(document["info"]["description"].split())

    assert "`offset` and `page_number` are for people who page, and not sent with a cursor" in about
    assert "an item may be on both of them or on neither" in about
