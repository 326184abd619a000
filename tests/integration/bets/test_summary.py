"""The summary of a period: its figures, its bounds to the microsecond, its top five customers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.bets import cash_out_summary
from ledger.bets.cash_out_summary import SummaryQuery
from ledger.core.principal import Agent
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PERIODS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SUMMARY = "/api/v1/agent/cash-out/summary"


@pytest.fixture
def database_role() -> str:
    return "purser_read"


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent, balance="1000.00")


def summary(period: str = "24h", agent: str = "agent-1", now: datetime = NOW, tenant_id: str = "acme") -> Any:
    """The summary at the time `now`."""
    query = SummaryQuery.model_validate({"period": period})
    return kit.in_session(
        lambda session: cash_out_summary.summary(session, Agent(agent), query, now), tenant_id
    ).model_dump(mode="json")


def test_the_figures_of_a_summary_follow_their_definitions(agent: Person, ann: Person, service: Person) -> None:
    bob = live.bettor(agent, "bob")
    for person, stake, amount, is_auto in [
        (ann, "10.00", "12.50", True),  # 1.25
        (ann, "3.00", "1.00", False),  # 0.3333…
        (bob, "10.00", "0", False),  # 0
    ]:
        assert live.cash_out(service, live.place(person, stake), amount, is_auto=is_auto).status == 200
    live.settle(service, live.place(ann), "lost")

    found = agent.get(SUMMARY).json

    day = agent.get("/api/v1/agent/cash-out/activity").json["items"][0]["settled_at"][:10]
    assert found == {
        "period": "24h",
        "total_cash_outs": 3,
        "unique_customers": 2,
        "total_cash_out_amount": "13.50",
        "net_profit_loss": "-9.50",
        "currency": "USD",
        "auto_cash_out_percentage": 33.3,
        "avg_return_ratio": 0.5278,
        "top_customers": [
            {
                "user_id": live.owner(ann),
                "username": "ann",
                "cash_out_count": 2,
                "currency": "USD",
                "total_cash_out_amount": "13.50",
                "net_profit_loss": "0.50",
            },
            {
                "user_id": live.owner(bob),
                "username": "bob",
                "cash_out_count": 1,
                "currency": "USD",
                "total_cash_out_amount": "0.00",
                "net_profit_loss": "-10.00",
            },
        ],
        "by_day": found["by_day"],
        "totals_by_currency": [
            {
                "currency": "USD",
                "total_cash_outs": 3,
                "total_cash_out_amount": "13.50",
                "net_profit_loss": "-9.50",
            }
        ],
    }
    assert sum(entry["cash_out_count"] for entry in found["by_day"]) == 3
    assert found["by_day"][-1]["day"] == day


def test_a_bet_without_a_stake_is_excluded_from_the_average_ratio(ann: Person, database: Database) -> None:
    (free, _) = live.past_cash_outs(database, ann, 2, f"timestamptz '{NOW}'")
    database.rows("update bets set stake = 0 where bet_id = %s returning 1", free)

    found = summary()

    assert (found["total_cash_outs"], found["avg_return_ratio"]) == (2, 1.25)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("period", PERIODS)
def test_an_empty_period_has_zeros_and_empty_lists(period: str) -> None:
    assert kit.agent().get(SUMMARY, {"period": period}).json == {
        "period": period,
        "total_cash_outs": 0,
        "unique_customers": 0,
        "total_cash_out_amount": "0.00",
        "net_profit_loss": "0.00",
        "currency": "USD",
        "auto_cash_out_percentage": 0.0,
        "avg_return_ratio": 0.0,
        "top_customers": [],
        "by_day": [],
        "totals_by_currency": [],
    }


def test_a_period_ends_now_and_excludes_its_first_moment(ann: Person, database: Database) -> None:
    tick = timedelta(microseconds=1)
    for length in PERIODS.values():
        for moment in (NOW - length, NOW - length + tick):
            live.past_cash_outs(database, ann, 1, f"timestamptz '{moment}'")
    live.past_cash_outs(database, ann, 1, f"timestamptz '{NOW}'")
    live.past_cash_outs(database, ann, 1, f"timestamptz '{NOW + tick}'")

    assert [summary(period)["total_cash_outs"] for period in PERIODS] == [2, 4, 6]
    assert [summary(period, now=NOW + tick)["total_cash_outs"] for period in PERIODS] == [2, 4, 6]


def test_the_top_five_are_ordered_by_count_then_amount_then_id(agent: Person, bus: Bus, database: Database) -> None:
    people = [live.bettor(agent, name) for name in ("one", "two", "rich", "tie", "tied", "much", "last")]
    counts = (1, 2, 2, 2, 2, 3, 1)
    for person, count in zip(people, counts, strict=True):
        live.past_cash_outs(database, person, count, f"timestamptz '{NOW}'")
    database.rows("update bets set cash_out_amount = 9999 where user_id = %s returning 1", live.owner(people[2]))

    found = summary()

    ties = sorted((live.owner(people[n]), name) for n, name in ((1, "two"), (3, "tie"), (4, "tied")))
    assert [top["username"] for top in found["top_customers"]] == ["much", "rich", *(name for _, name in ties)]
    assert [top["cash_out_count"] for top in found["top_customers"]] == [3, 2, 2, 2, 2]
    assert (found["unique_customers"], found["total_cash_outs"]) == (7, 13)


def test_days_of_the_chart_are_utc_days_in_order(ann: Person, database: Database) -> None:
    for moment, count in {"2026-03-09 23:59:59Z": 1, "2026-03-10 01:30+02": 2, "2026-03-10 00:00Z": 3}.items():
        live.past_cash_outs(database, ann, count, f"timestamptz '{moment}'")

    assert summary()["by_day"] == [
        {"day": "2026-03-09", "cash_out_count": 3, "total_cash_out_amount": "37.50", "net_profit_loss": "7.50"},
        {"day": "2026-03-10", "cash_out_count": 3, "total_cash_out_amount": "37.50", "net_profit_loss": "7.50"},
    ]


def test_amounts_of_several_currencies_are_not_added_up(agent: Person, ann: Person, database: Database) -> None:
    yui = live.bettor(agent, "yui", "1000", currency="JPY")
    for person, count in ((ann, 1), (yui, 2)):
        live.past_cash_outs(database, person, count, f"timestamptz '{NOW}'")

    found = summary()

    assert (found["total_cash_outs"], found["avg_return_ratio"]) == (3, 1.25)
    assert [found[name] for name in ("currency", "total_cash_out_amount", "net_profit_loss")] == [None] * 3
    assert [day["total_cash_out_amount"] for day in found["by_day"]] == [None]
    assert [(top["username"], top["total_cash_out_amount"]) for top in found["top_customers"]] == [
        ("yui", "2500"),
        ("ann", "12.50"),
    ]
    assert [(each["currency"], each["total_cash_out_amount"]) for each in found["totals_by_currency"]] == [
        ("JPY", "2500"),
        ("USD", "12.50"),
    ]


def test_a_summary_covers_the_agent_s_own_customers_only(ann: Person, database: Database) -> None:
    live.past_cash_outs(database, ann, 1, f"timestamptz '{NOW}'")

    assert summary()["total_cash_outs"] == 1
    assert summary(agent="agent-2")["total_cash_outs"] == 0
    assert summary(tenant_id="globex")["total_cash_outs"] == 0
