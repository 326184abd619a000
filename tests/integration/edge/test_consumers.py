"""The SQS edge: failed messages are retried and do not affect the others of their batch."""

import json
from typing import Any

import pytest

from ledger.storage.failures import Transient
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus

MALFORMED: dict[str, Any] = {
    "not JSON": live.message("{"),
    "no envelope": live.message("[]"),
    "nothing": live.message("null"),
    "no detail": live.message("{}"),
    "a detail that is no object": live.messages("text")[0],
    "an empty detail": live.messages({})[0],
    "nested too deeply": live.message("[" * 100_000 + "]" * 100_000),
    "a number out of range": live.message('{"detail": {"cash_out_amount": 1e99999999999999999999}}'),
}


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def poison(detail: live.Detail) -> dict[str, Any]:
    """Messages that a consumer cannot process, some made from a valid one by changing a field."""
    changed = {
        "an invalid tenant": {"tenant_id": ""},
        "a NUL in the tenant": {"tenant_id": "ac\0me"},
        "a lone surrogate in the tenant": {"tenant_id": "\ud800"},
        "an invalid bet id": {"bet_id": "7"},
        "an amount below zero": {"cash_out_amount": "-1"},
        "an invalid amount": {"cash_out_amount": "NaN"},
    }
    return MALFORMED | {name: live.messages(detail | change)[0] for name, change in changed.items()}


def test_only_the_poison_message_of_a_feed_batch_fails(agent: Person, ann: Person, database: Database) -> None:
    bets = live.past_cash_outs(database, ann, 2)
    good = live.messages(*(live.recorded(agent.sub, bet) for bet in bets))
    bad = poison(live.recorded(agent.sub, bets[0])) | {
        "an unknown version": live.messages(live.recorded(agent.sub, bets[0], version=2))[0],
        "an agent that cannot be written": live.messages(live.recorded("\ud800", bets[0]))[0],
        "a NUL in the agent": live.messages(live.recorded("a\0b", bets[0]))[0],
    }

    failed = live.deliver(live.FEED, [good[0], *bad.values(), good[1]])

    assert [list(bad)[place - 1] for place in failed] == list(bad)
    assert [frame.data["bet_id"] for frame in live.frames(live.stream(agent, last=0))] == bets
    assert database.value("select count(*) from feed") == 2


def test_only_the_poison_message_of_a_batch_of_triggered_cash_outs_fails(
    agent: Person, ann: Person, database: Database
) -> None:
    first, last, untouched = live.place(ann), live.place(ann), live.place(ann)
    bad = poison(live.triggered(untouched)) | {
        "more decimals than the currency has": live.messages(live.triggered(untouched, "1.001"))[0],
        "a balance out of range": live.messages(live.triggered(untouched, "90071992547409.91"))[0],
        "a reason of 129 characters": live.messages(live.triggered(untouched, trigger_reason="x" * 129))[0],
        "no reason": live.messages({k: v for k, v in live.triggered(untouched).items() if k != "trigger_reason"})[0],
    }

    failed = live.deliver(
        live.TRIGGERED, [*live.messages(live.triggered(first)), *bad.values(), *live.messages(live.triggered(last))]
    )

    assert [list(bad)[place - 1] for place in failed] == list(bad)
    statuses = [ann.get(f"/api/v1/bets/{bet}").json["status"] for bet in (first, last, untouched)]
    assert statuses == ["cashed_out", "cashed_out", "pending"]
    database.assert_consistent()


@pytest.mark.parametrize("amount", ["12.50", 12.5, 12, "0", 0])
def test_a_triggered_cash_out_is_automatic(
    agent: Person, ann: Person, bus: Bus, database: Database, amount: float | str
) -> None:
    bet_id = live.place(ann)

    assert live.deliver(live.TRIGGERED, live.messages(live.triggered(bet_id, amount))) == []

    bet = ann.get(f"/api/v1/bets/{bet_id}").json
    assert (bet["status"], float(bet["cash_out_amount"])) == ("cashed_out", float(amount))
    assert (bet["is_auto_cash_out"], bet["cash_out_trigger_reason"]) == (True, "take-profit")
    (detail,) = bus.details
    assert (detail["bet_id"], detail["is_auto_cash_out"], detail["tenant_id"]) == (bet_id, True, "acme")
    assert database.value("select count(*) from outbox") == 0, "published by the invocation"
    database.assert_consistent()


def test_an_amount_of_an_event_is_exact(ann: Person) -> None:
    bet_id = live.place(ann, "0.30")
    body = json.dumps({"detail": live.triggered(bet_id, "AMOUNT")}).replace('"AMOUNT"', "0.1")

    assert live.deliver(live.TRIGGERED, [live.message(body)]) == []

    assert ann.get(f"/api/v1/bets/{bet_id}").json["cash_out_amount"] == "0.10"


def test_a_repeated_late_or_unknown_trigger_changes_nothing_and_is_dropped_with_a_log_line(
    agent: Person, ann: Person, service: Person, bus: Bus, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    settled, twice = live.place(ann), live.place(ann)
    live.settle(service, settled, "won", "20.00")
    records = live.messages(
        live.triggered(twice),
        live.triggered(twice, "99.00"),
        live.triggered(settled),
        live.triggered(live.UNKNOWN),
        live.triggered(twice, tenant_id="globex"),
    )

    assert live.deliver(live.TRIGGERED, [*records, records[0]]) == []

    dropped = [vars(line) for line in caplog.records if line.message == "dropped"]
    assert sorted(line["outcome"] for line in dropped) == ["bet_already_settled"] * 3 + ["bet_not_found"] * 2
    assert {line["operation"] for line in dropped} == {live.TRIGGERED}
    assert live.account(agent, ann)["account_balance"] == "112.50"
    assert database.value("select count(*) from transactions where kind = 'bet_cash_out'") == 1
    assert [detail["bet_id"] for detail in bus.details] == [twice]
    database.assert_consistent()


def test_every_message_fails_while_the_database_is_down_and_succeeds_later(
    agent: Person, ann: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bets = live.past_cash_outs(database, ann, 2)
    records = live.messages(*(live.recorded(agent.sub, bet) for bet in bets))
    monkeypatch.setattr("ledger.storage.sessions.sleep", lambda _seconds: None)
    with monkeypatch.context() as patch:
        patch.setattr(
            "ledger.storage.sessions._connection",
            lambda _budget: (_ for _ in ()).throw(Transient("connection")),
        )
        assert live.deliver(live.FEED, records) == [0, 1]

    assert live.deliver(live.FEED, records) == []
    assert len(live.frames(live.stream(agent, last=0))) == 2


def test_messages_of_different_tenants_in_one_batch_are_processed_separately(
    agent: Person, ann: Person, database: Database
) -> None:
    globex_agent = kit.agent(tenant_id="globex")
    zoe = live.bettor(globex_agent, "zoe")
    (anns_bet,), (zoes_bet,) = live.past_cash_outs(database, ann, 1), live.past_cash_outs(database, zoe, 1)
    details = [live.recorded(agent.sub, anns_bet), live.recorded(globex_agent.sub, zoes_bet, "globex")]

    assert live.deliver(live.FEED, live.messages(*details, *details)) == []

    for reader, bet in ((agent, anns_bet), (globex_agent, zoes_bet)):
        assert [frame.data["bet_id"] for frame in live.frames(live.stream(reader, last=0))] == [bet]


def test_an_event_with_unknown_fields_is_accepted(agent: Person, ann: Person, database: Database) -> None:
    (bet,) = live.past_cash_outs(database, ann, 1)

    assert live.deliver(live.FEED, live.messages(live.recorded(agent.sub, bet, colour="blue"))) == []

    assert len(live.frames(live.stream(agent, last=0))) == 1
