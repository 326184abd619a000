"""A bet is cashed out once: its transition, the credit and the event are one database transaction."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from ledger.storage import sessions
from tests.support import live, tokens
from tests.support.kit import ROOT, Database, Person
from tests.support.live import Bus
from tests.support.wire import Tap


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


@pytest.mark.parametrize(
    ("amount", "more", "credited", "profit_loss", "balance"),
    [
        ("12.5", {}, "12.50", "2.50", "102.50"),
        (4, {"is_auto": True, "trigger_reason": "stop-loss"}, "4.00", "-6.00", "94.00"),
        ("0", {"trigger_reason": "event cancelled"}, "0.00", "-10.00", "90.00"),
    ],
)
def test_a_cash_out_credits_the_customer_and_publishes_an_event(
    agent: Person,
    ann: Person,
    service: Person,
    bus: Bus,
    database: Database,
    amount: object,
    more: dict[str, Any],
    credited: str,
    profit_loss: str,
    balance: str,
) -> None:
    bet_id = live.place_at_odds(ann, "2")

    answer = live.cash_out(service, bet_id, amount, **more)

    assert answer.status == 200
    bet = answer.json
    assert bet == {
        "bet_id": bet_id,
        "user_id": live.owner(ann),
        "username": "ann",
        "description": "Home win",
        "stake": "10.00",
        "odds": "2",
        "currency": "USD",
        "status": "cashed_out",
        "payout": None,
        "cash_out_amount": credited,
        "profit_loss": profit_loss,
        "is_auto_cash_out": more.get("is_auto", False),
        "cash_out_trigger_reason": more.get("trigger_reason"),
        "placed_at": bet["placed_at"],
        "settled_at": bet["settled_at"],
        "meta": None,
        "outcome_meta": None,
        "balance_after": balance,
        "held": "0.00",
        "available": balance,
    }
    (entry,) = bus.accepted
    (detail,) = bus.details
    assert {name: value for name, value in entry.items() if name != "Detail"} == {
        "Source": "purser",
        "DetailType": "CashOutRecorded",
        "EventBusName": "purser",
    }
    assert detail == {
        "event_id": detail["event_id"],
        "version": 1,
        "tenant_id": "acme",
        "agent_id": agent.sub,
        "user_id": live.owner(ann),
        "bet_id": bet_id,
        "stake": "10.00",
        "cash_out_amount": credited,
        "profit_loss": profit_loss,
        "currency": "USD",
        "is_auto_cash_out": more.get("is_auto", False),
        "cash_out_trigger_reason": more.get("trigger_reason"),
        "settled_at": bet["settled_at"],
    }
    assert live.account(agent, ann)["account_balance"] == balance
    stored = database.rows("select event_id::text, detail from published")
    assert stored == [{"event_id": detail["event_id"], "detail": detail}]
    database.assert_consistent()


def test_a_published_cash_out_contains_no_names_and_no_descriptions(ann: Person, service: Person, bus: Bus) -> None:
    live.cashed_out(ann, service)

    assert "ann" not in json.dumps(bus.accepted).replace(live.owner(ann), "")
    assert "Home win" not in json.dumps(bus.accepted)


def test_an_event_is_published_after_the_commit_while_no_database_transaction_is_open(
    ann: Person, service: Person, bus: Bus, database: Database
) -> None:
    seen: list[object] = []
    bet_id = live.place(ann)
    bus.during = lambda: seen.extend(
        database.rows(
            """
            select b.status, (select count(*) from outbox) as waiting,
                   (select count(*) from pg_stat_activity
                    where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'
                        and xact_start is not null) as open
            from bets b where b.bet_id = %s
            """,
            bet_id,
        )
    )

    live.cash_out(service, bet_id, "12.50")

    assert seen == [{"status": "cashed_out", "waiting": 1, "open": 0}]


@pytest.mark.parametrize("failure", ["the bus is unreachable", "the bus refuses", "the configuration is wrong"])
def test_a_cash_out_succeeds_even_if_its_event_cannot_be_published(
    agent: Person,
    ann: Person,
    service: Person,
    bus: Bus,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    failure: str,
) -> None:
    bus.down = failure == "the bus is unreachable"
    bus.refuses = lambda _entry: "ThrottlingException"
    if failure == "the configuration is wrong":
        monkeypatch.delenv("EVENT_BUS")
    bet_id = live.place(ann)

    answer = live.cash_out(service, bet_id, "12.50", key="k")

    assert (answer.status, answer.json["balance_after"]) == (200, "102.50")
    assert live.account(agent, ann)["account_balance"] == "102.50"
    (row,) = database.rows("select detail_type, detail->>'bet_id' as bet_id, attempts from outbox")
    assert row == {"detail_type": "CashOutRecorded", "bet_id": bet_id, "attempts": 0}
    again = live.cash_out(service, bet_id, "12.50", key="k")
    assert (again.status, again.text) == (200, answer.text)


def test_a_cash_out_succeeds_even_if_the_database_is_lost_after_the_commit(
    ann: Person, service: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bet_id = live.place(ann)
    monkeypatch.setattr(sessions, "sleep", lambda _seconds: None)

    def lose_connection() -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/purser")
        sessions.disconnect()

    bus.during = lose_connection

    answer = live.cash_out(service, bet_id, "12.50")

    assert answer.status == 200
    assert database.value("select count(*) from outbox") == 1, "the relay publishes the event again"


def test_boto3_is_not_imported_before_the_cash_out_is_committed(
    ann: Person, service: Person, database: Database
) -> None:
    """The cash-out runs in a new interpreter, where nothing else has imported boto3. The bus is unreachable."""
    bet_id = live.place(ann)
    event = {
        "routeKey": "POST /api/v1/bets/{bet_id}/cash-out",
        "rawQueryString": "",
        "pathParameters": {"bet_id": bet_id},
        "body": '{"cash_out_amount": "12.50"}',
        "isBase64Encoded": False,
    } | tokens.request(service.claims)
    event["headers"]["content-type"] = "application/json"  # type: ignore[index]
    event["requestContext"]["requestId"] = "r"  # type: ignore[index]
    program = f"""
import json, sys
from ledger.storage import sessions

commit, seen = sessions._commit, []

def committed(*given):
    commit(*given)
    seen.append("boto3" in sys.modules or "botocore.session" in sys.modules)

sessions._commit = committed
sys.path.insert(0, "functions/bets_cash_out")
import app

class Context:
    get_remaining_time_in_millis = staticmethod(lambda: 20_000)

event = json.loads({json.dumps(event)!r})
answer = app.handler(event, Context())
print("result", json.dumps([answer["statusCode"], seen, "boto3" in sys.modules]))
"""
    unreachable_bus = {"AWS_ENDPOINT_URL_EVENTBRIDGE": "http://127.0.0.1:1", "EVENT_BUS": "purser"}
    role = {"DATABASE_ROLE": "purser_bets"}
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "eu-central-1"}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | unreachable_bus | role | keys | {"PYTHONPATH": str(ROOT / "layers" / "ledger")},
        capture_output=True,
        text=True,
        check=True,
    )

    (result,) = [line for line in done.stdout.splitlines() if line.startswith("result ")]
    assert json.loads(result.removeprefix("result ")) == [200, [False], True]
    assert database.value("select count(*) from outbox") == 1


def test_a_cash_out_takes_at_most_three_round_trips_before_it_is_published(
    agent: Person, ann: Person, service: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bets = [live.place(ann) for _ in range(3)]
    sessions.disconnect()
    tap = Tap(database.url)
    monkeypatch.setenv("DATABASE_URL", tap.url)
    rounds: list[int] = []
    bus.during = lambda: rounds.append(tap.rounds)
    try:
        for bet_id, amount in zip(bets, ("1.00", "12.50", "0"), strict=True):
            tap.reset()
            assert live.cash_out(service, bet_id, amount).status == 200
    finally:
        sessions.disconnect()
        tap.close()

    pipelined = os.environ.get("PIPELINE", "on") == "on"
    assert max(rounds[1:]) <= (3 if pipelined else 8), "the first cash-out also connects, so it is not counted"
