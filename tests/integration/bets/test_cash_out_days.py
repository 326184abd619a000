"""The daily figures of cash-outs equal the sums over the bets, at any moment and for any period."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from typing import Any

import psycopg
import pytest

from ledger.bets import cash_out_summary
from ledger.bets.cash_out_summary import SummaryQuery
from ledger.core.principal import Agent
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

ACTIVITY = "/api/v1/agent/cash-out/activity"
NEWEST = datetime(2026, 3, 10, 12, 34, 56, 789012, UTC)


@pytest.fixture
def database_role() -> str:
    return "purser_read"


@pytest.fixture
def people(agent: Person, bus: Bus) -> list[Person]:
    """Nine customers. The figures of a day are in four rows, so some customers share a row."""
    return [live.bettor(agent, f"customer-{n}", "1000.00") for n in range(9)]


def test_daily_figures_equal_the_bets_after_cash_outs_of_every_kind(
    people: Sequence[Person], other_agent: Person, service: Person, database: Database
) -> None:
    yui = live.bettor(other_agent, "yui", "1000", currency="JPY")
    for person, stake, amount in [(people[0], "10.00", "12.34"), (people[0], "3.00", "0"), (yui, "7", "9")]:
        for is_auto in (True, False):
            assert live.cash_out(service, live.place(person, stake), amount, is_auto=is_auto).status == 200
    live.settle(service, live.place(people[1]), "won", "15.00")
    (free,) = live.past_cash_outs(database, people[2], 1)
    database.rows("update bets set stake = 0 where bet_id = %s returning 1", free)

    database.assert_consistent()
    assert database.value("select sum(cash_outs) from cash_out_days") == 7


def test_daily_figures_always_equal_the_bets_during_concurrent_cash_outs(
    people: Sequence[Person], service: Person, database: Database
) -> None:
    bets = [[live.place(person) for _ in range(4)] for person in people]

    def cash_out_all(ids: Sequence[str]) -> list[Answer]:
        return [live.cash_out(service, bet_id, "12.50") for bet_id in ids]

    def check_totals() -> list[Answer]:
        for _ in range(15):
            database.assert_cash_out_totals()
        return []

    outcomes = kit.simultaneously(*[partial(cash_out_all, ids) for ids in bets], check_totals, check_totals)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert {answer.status for outcome in outcomes if not isinstance(outcome, Exception) for answer in outcome} == {200}
    database.assert_consistent()
    assert database.value("select sum(cash_outs) from cash_out_days") == 36


def test_an_uncommitted_cash_out_does_not_delay_those_of_other_customers(
    people: Sequence[Person], service: Person, database: Database
) -> None:
    first, *others = [live.place(person) for person in people]
    with psycopg.connect(database.admin_url, options="-c search_path=ledger") as slow:
        slow.execute("select announce('acme', 'tester')")
        slow.execute("select end_bet('acme', %s, 'cashed_out', 1, false, null)", (first,))

        assert [live.cash_out(service, bet_id, "12.50").status for bet_id in others] == [200] * 8
        database.assert_cash_out_totals()
    database.assert_cash_out_totals()
    assert database.value("select sum(cash_outs) from cash_out_days") == 9


def test_a_failed_cash_out_is_not_in_the_daily_figures(
    people: Sequence[Person], service: Person, database: Database
) -> None:
    bet_id = live.place(people[0])
    kit.credit(service, str(people[0].customer_id), "90071992540000.00", currency="USD")

    assert live.cash_out(service, bet_id, "99999.00").code == "balance_out_of_range"

    assert database.rows("select * from cash_out_days") == database.rows("select * from cash_out_customers") == []


def test_a_changed_or_deleted_bet_changes_the_figures_of_its_day(people: Sequence[Person], database: Database) -> None:
    changed, deleted, moved = live.past_cash_outs(database, people[0], 3, f"timestamptz '{NEWEST}'")

    database.rows("update bets set cash_out_amount = 1 where bet_id = %s returning 1", changed)
    database.rows("delete from bets where bet_id = %s returning 1", deleted)
    live.set_settled_at(database, moved, NEWEST - timedelta(days=3))

    database.assert_cash_out_totals()


def test_the_migration_adds_up_earlier_cash_outs_once(people: Sequence[Person], database: Database) -> None:
    for days in (0, 3, 3, 40):
        live.past_cash_outs(database, people[days % 2], 1, f"timestamptz '{NEWEST - timedelta(days=days)}'")
    script = (resources.files("ledger") / "sql" / "functions" / "bets" / "cash_out_days.sql").read_bytes()
    with database.admin() as admin:
        admin.execute("drop trigger cash_out_days on bets; truncate cash_out_days, cash_out_customers")
        admin.execute("set role purser_owner")
        admin.execute(script)
        admin.execute(script)

    database.assert_cash_out_totals()
    live.past_cash_outs(database, people[0], 1, f"timestamptz '{NEWEST}'")
    database.assert_cash_out_totals()
    assert database.value("select sum(cash_outs) from cash_out_days") == 5


def test_the_totals_of_any_period_are_the_sums_over_its_bets(
    agent: Person, people: Sequence[Person], database: Database
) -> None:
    chooser = random.Random(20260310)  # noqa: S311  (repeatable, and nothing secret)
    moments = [_some_time(chooser) for _ in range(60)]
    for moment in moments:
        live.past_cash_outs(database, chooser.choice(people), 1, f"timestamptz '{moment}'")
    bounds = [None, *(_some_time(chooser) for _ in range(8)), *chooser.sample(moments, 4), _midnight(moments[0])]
    for begins in bounds:
        for ends in bounds:
            if begins is None or ends is None or begins <= ends:
                query = {"date_from": _text(begins), "date_to": _text(ends)}

                found = agent.get(ACTIVITY, {name: text for name, text in query.items() if text}).json

                expected = [m for m in moments if (begins is None or m >= begins) and (ends is None or m < ends)]
                assert found["total_count"] == len(expected), query
                assert found["totals"]["total_cash_out_amount"] == f"{12.5 * len(expected):.2f}"


@pytest.mark.parametrize("period", ["24h", "7d", "30d"])
def test_a_summary_does_not_depend_on_the_order_of_the_cash_outs(
    people: Sequence[Person], database: Database, period: Any
) -> None:
    chooser = random.Random(period)  # noqa: S311  (repeatable, and nothing secret)
    cash_outs = [(_some_time(chooser), chooser.randrange(9)) for _ in range(80)] + [(NEWEST, 0)]
    for moment, who in cash_outs:
        live.past_cash_outs(database, people[who], 1, f"timestamptz '{moment}'")
    length = {"24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}[period]
    within = [(moment, who) for moment, who in cash_outs if moment > NEWEST - length]

    found = kit.in_session(
        lambda session: cash_out_summary.summary(session, Agent("agent-1"), SummaryQuery(period=period), NEWEST)
    ).model_dump(mode="json")

    assert found["total_cash_outs"] == len(within)
    assert found["unique_customers"] == len({who for _, who in within})
    assert {day["day"]: day["cash_out_count"] for day in found["by_day"]} == _counted(
        [str(m.date()) for m, _ in within]
    )
    counts = sorted(_counted([who for _, who in within]).values(), reverse=True)
    assert [top["cash_out_count"] for top in found["top_customers"]] == counts[:5]


def test_a_summary_that_ends_now_contains_every_committed_cash_out(
    agent: Person, people: Sequence[Person], service: Person, database: Database
) -> None:
    """It contains them even if the function's clock is behind the database's."""
    live.cashed_out(people[0], service)
    live.past_cash_outs(database, people[1], 1, "clock_timestamp() + interval '1 min'")

    assert agent.get("/api/v1/agent/cash-out/summary").json["total_cash_outs"] == 2


def _some_time(chooser: random.Random) -> datetime:
    """A time in the 33 days before the newest one."""
    return NEWEST - timedelta(microseconds=chooser.randrange(33 * 24 * 3600 * 10**6))


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def _counted(items: Sequence[object]) -> dict[object, int]:
    return {item: items.count(item) for item in items}
