"""The activity: an agent's cash-outs, newest first, with totals of all pages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

ACTIVITY = "/api/v1/agent/cash-out/activity"


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def bets(page: Any) -> list[str]:
    return [item["bet_id"] for item in page["items"]]


def test_an_item_shows_the_profit_or_loss_of_the_customer(agent: Person, ann: Person, service: Person) -> None:
    bet_id = live.place_at_odds(ann, "2")
    ended = live.cash_out(service, bet_id, "4", is_auto=True, trigger_reason="stop-loss").json
    live.settle(service, live.place(ann), "lost")
    live.place(ann)

    page = agent.get(ACTIVITY).json

    assert page == {
        "items": [
            {
                "bet_id": bet_id,
                "user_id": live.owner(ann),
                "username": "ann",
                "stake": "10.00",
                "cash_out_amount": "4.00",
                "profit_loss": "-6.00",
                "currency": "USD",
                "is_auto_cash_out": True,
                "cash_out_trigger_reason": "stop-loss",
                "settled_at": ended["settled_at"],
            }
        ],
        "total_count": 1,
        "limit": 50,
        "offset": 0,
        "has_more": False,
        "next_cursor": None,
        "totals": {
            "currency": "USD",
            "total_count": 1,
            "total_cash_out_amount": "4.00",
            "total_profit_loss": "-6.00",
        },
        "totals_by_currency": [
            {"currency": "USD", "total_count": 1, "total_cash_out_amount": "4.00", "total_profit_loss": "-6.00"}
        ],
    }


def test_pages_are_ordered_by_time_then_bet_and_totals_cover_all_pages(
    agent: Person, ann: Person, database: Database
) -> None:
    simultaneous = sorted(live.past_cash_outs(database, ann, 4, "timestamptz '2026-01-02 00:00Z'"), reverse=True)
    (later,) = live.past_cash_outs(database, ann, 1, "timestamptz '2026-01-03 00:00Z'")

    pages = [agent.get(ACTIVITY, {"limit": 2, "offset": offset}).json for offset in (0, 2, 4, 5)]

    assert [bet for page in pages for bet in bets(page)] == [later, *simultaneous]
    assert [page["has_more"] for page in pages] == [True, True, False, False]
    for page in pages:
        assert page["total_count"] == page["totals"]["total_count"] == 5
        assert page["totals"]["total_cash_out_amount"] == "62.50"
        assert page["totals"]["total_profit_loss"] == "12.50"


def test_date_from_is_inclusive_and_date_to_without_a_time_includes_the_whole_day(
    agent: Person, ann: Person, database: Database
) -> None:
    moments = ["2026-01-01 23:59:59.999999Z", "2026-01-02 00:00Z", "2026-01-02 23:59:59.999999Z", "2026-01-03 00:00Z"]
    before, first, last, after = (
        live.past_cash_outs(database, ann, 1, f"timestamptz '{moment}'")[0] for moment in moments
    )
    for query, expected in {
        "date_from=2026-01-02&date_to=2026-01-02": [last, first],
        "date_from=2026-01-02T00:00:00Z&date_to=2026-01-03T00:00:00Z": [last, first],
        "date_from=2026-01-02T00:00:00.000001": [after, last],
        "date_to=2026-01-02T00:00:00": [before],
        "date_from=2026-01-03T02:00:00%2B02:00": [after],
        "date_from=2026-01-04": [],
        "date_from=2026-01-02T12:00&date_to=2026-01-02": [last],
    }.items():
        page = agent.get(ACTIVITY, query).json

        assert bets(page) == expected, query
        assert page["totals"]["total_count"] == page["total_count"] == len(expected), query


def test_the_activity_is_filtered_by_customer(agent: Person, ann: Person, service: Person) -> None:
    bob = live.bettor(agent, "bob")
    anns_bet, bobs_bet = live.cashed_out(ann, service), live.cashed_out(bob, service, "1.00")

    assert bets(agent.get(ACTIVITY).json) == [bobs_bet, anns_bet]
    page = agent.get(ACTIVITY, {"customer_id": live.owner(bob)}).json
    assert (bets(page), page["totals"]["total_profit_loss"]) == ([bobs_bet], "-9.00")


def test_an_agent_sees_the_cash_outs_of_their_own_customers_only(
    agent: Person, other_agent: Person, ann: Person, service: Person
) -> None:
    live.cashed_out(ann, service)
    globex_agent = kit.agent(tenant_id="globex")

    for stranger in (other_agent, globex_agent):
        page = stranger.get(ACTIVITY).json
        assert (page["items"], page["total_count"]) == ([], 0)
        assert page["totals"]["total_cash_out_amount"] == "0.00"
        assert page["totals_by_currency"] == []
    for reader, customer_id, expected in [
        (other_agent, live.owner(ann), (403, "not_your_customer")),
        (globex_agent, live.owner(ann), (404, "customer_not_found")),
        (agent, live.UNKNOWN, (404, "customer_not_found")),
    ]:
        answer = reader.get(ACTIVITY, {"customer_id": customer_id})
        assert (answer.status, answer.code) == expected


def test_totals_of_several_currencies_are_separate(agent: Person, ann: Person, service: Person) -> None:
    yui = live.bettor(agent, "yui", "1000", currency="JPY")
    live.cashed_out(ann, service, "12.50")
    live.cashed_out(yui, service, "150", stake="200")

    page = agent.get(ACTIVITY).json

    assert [(item["currency"], item["profit_loss"]) for item in page["items"]] == [("JPY", "-50"), ("USD", "2.50")]
    assert page["totals"] == {
        "currency": None,
        "total_count": 2,
        "total_cash_out_amount": None,
        "total_profit_loss": None,
    }
    assert page["totals_by_currency"] == [
        {"currency": "JPY", "total_count": 1, "total_cash_out_amount": "150", "total_profit_loss": "-50"},
        {"currency": "USD", "total_count": 1, "total_cash_out_amount": "12.50", "total_profit_loss": "2.50"},
    ]


def test_times_are_utc(agent: Person, ann: Person, service: Person, database: Database) -> None:
    bet_id = live.cashed_out(ann, service)
    live.set_settled_at(database, bet_id, datetime(2026, 1, 31, 12, 0, 0, 120, tzinfo=UTC))

    (item,) = agent.get(ACTIVITY).json["items"]

    assert item["settled_at"] == "2026-01-31T12:00:00.000120Z"
