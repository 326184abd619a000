"""From a cash-out to the agent's stream over the local system as it really runs: the bus, the queues, the schedule."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from requests_sse import EventSource

from tests.support.local_system import (
    STREAM,
    TIMEOUT_S,
    LocalAgent,
    Running,
    all_have_ended,
    eventually,
    free_port,
    start_system,
)


@pytest.fixture
def desks() -> Iterator[list[LocalAgent]]:
    """Those that a test has opened at systems of its own; what is left of them is ended."""
    opened: list[LocalAgent] = []
    yield opened
    for desk in opened:
        desk.http.close()
        desk.running.process.terminate()
        desk.running.process.communicate(timeout=TIMEOUT_S)


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    running = start_system(free_port(), None)
    yield running
    running.process.terminate()
    assert running.ended() == (0, "")


@pytest.fixture
def desk(shared: Running) -> Iterator[LocalAgent]:
    desk = LocalAgent(shared, f"agent-{uuid4()}")
    desk.open()
    with closing(desk.http):
        yield desk


def test_a_cash_out_over_http_and_one_that_a_trading_system_triggers_both_reach_the_stream(desk: LocalAgent) -> None:
    first = desk.http.get(STREAM, headers=desk.agent)
    assert first.text == "id: 0\nretry: 1000\n\n"
    paid, triggered = desk.bet(), desk.bet()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(desk.http.get, STREAM, params={"wait": 20}, headers=desk.agent | {"Last-Event-ID": "0"})
        desk.cash_out(paid)
        frame = waiting.result().text
    desk.trigger(triggered)

    assert frame.startswith("retry: 1000\n\nid: 1\nevent: cash_out\ndata: {")
    assert paid in frame
    assert eventually(lambda: desk.feed() == [(1, paid), (2, triggered)])
    by_bet = {item["bet_id"]: item for item in desk.call("GET", "cash-out/activity")["items"]}
    assert by_bet[triggered]["is_auto_cash_out"] is True
    assert by_bet[triggered]["cash_out_trigger_reason"] == "stop"


def test_an_event_source_reads_on_through_two_reconnects(desk: LocalAgent) -> None:
    connections: list[int] = []
    bets = [desk.bet(), desk.bet()]

    with EventSource(
        f"{desk.running.base_url}{STREAM}?wait=20",
        headers=dict(desk.agent),
        timeout=TIMEOUT_S,
        on_open=lambda: connections.append(1),
    ) as source:
        received = []
        for bet_id in bets:  # each after the one before was seen, so in an answer of its own
            desk.cash_out(bet_id)
            received.append(next(source))

    assert [(event.type, event.last_event_id) for event in received] == [("cash_out", "1"), ("cash_out", "2")]
    assert [bet_id in str(event.data) for event, bet_id in zip(received, bets, strict=True)] == [True, True]
    assert len(connections) == 3


def test_a_poison_message_goes_to_the_dead_letter_queue_and_others_pass(desk: LocalAgent) -> None:
    bets = [desk.bet() for _ in range(3)]

    for bet_id in (bets[0], "no bet at all", bets[1], bets[2]):
        desk.trigger(bet_id)

    assert eventually(lambda: sorted(bet_id for _, bet_id in desk.feed()) == sorted(bets))
    dead: list[dict[str, Any]] = []
    with closing(desk.sqs()) as sqs:
        url = sqs.get_queue_url(QueueName="CashOutTriggeredDeadLetters")["QueueUrl"]

        def died() -> bool:
            dead.extend(sqs.receive_message(QueueUrl=url).get("Messages", []))
            return bool(dead)

        assert eventually(died)
    assert "no bet at all" in dead[0]["Body"]
    assert len(desk.feed()) == 3


def test_a_hanging_bus_does_not_undo_a_cash_out_or_lose_its_event(desk: LocalAgent) -> None:
    bet_id = desk.bet()
    services = desk.services()
    services.suspend()
    try:
        desk.cash_out(bet_id)
        assert desk.feed() == []
    finally:
        services.resume()

    # Its row belongs to its writer for ten seconds, then to the relay.
    def relayed() -> bool:
        answer = desk.http.post("/local/schedules/relay_outbox")
        assert answer.status_code == 200, answer.text
        return answer.json()["waiting"] == 0 and bool(desk.feed())

    assert eventually(relayed)
    assert desk.feed() == [(1, bet_id)]


def test_a_bus_that_ends_is_started_again_and_nothing_is_lost(desks: list[LocalAgent]) -> None:
    desks.append(desk := LocalAgent(start_system(free_port(), None)))
    desk.open()
    before, triggered = desk.bet(), desk.bet()
    desk.cash_out(before)
    ended = desk.services()
    ended.kill()
    desk.cash_out(meanwhile := desk.bet())

    def fed() -> bool:
        desk.http.post("/local/schedules/relay_outbox")
        return {bet_id for _, bet_id in desk.feed()} == {before, meanwhile}

    assert eventually(fed)
    assert eventually(lambda: desk.services().pid != ended.pid)
    desk.trigger(triggered)
    assert eventually(lambda: [bet_id for _, bet_id in desk.feed()][2:] == [triggered])


def test_every_acknowledged_cash_out_is_in_the_feed_once_after_all_processes_are_killed(
    desks: list[LocalAgent], tmp_path: Path
) -> None:
    desks.append(LocalAgent(start_system(free_port(), tmp_path / "kept")))
    desk = desks[0]
    desk.open()
    before, lost, triggered = desk.cash_out(desk.bet()), [desk.bet() for _ in range(10)], desk.bet()
    assert eventually(lambda: desk.feed() == [(1, before)])
    # What the bus has accepted dies with it; then there is none; then there is nothing.
    with ThreadPoolExecutor() as pool:
        list(pool.map(desk.cash_out, lost[:5]))
        desk.trigger(triggered)
        desk.services().kill()
        list(pool.map(desk.cash_out, lost[5:]))
    left = desk.running.family()
    desk.running.process.kill()
    for process in left:
        process.kill()
    desk.running.process.wait()
    assert eventually(lambda: all_have_ended(left))

    desks.append(LocalAgent(start_system(free_port(), tmp_path / "kept"), desk.sub, desk.customer_id))
    again = desks[1]

    expected = {before, *lost, triggered}
    assert eventually(lambda: {bet_id for _, bet_id in again.feed()} >= expected)
    assert [sequence for sequence, _ in again.feed()] == list(range(1, len(expected) + 1))
    assert {bet_id for _, bet_id in again.feed()} == expected
    again.running.process.send_signal(signal.SIGTERM)
    assert again.running.ended() == (0, "")


def test_an_invalid_event_and_an_unknown_schedule_are_problems(desk: LocalAgent) -> None:
    refusals = {
        "source": {},
        "detail-type": {"source": "s", "detail-type": "", "detail": {}},
        "detail": {"source": "s", "detail-type": "T", "detail": []},
        "more": {"source": "s", "detail-type": "T", "detail": {}, "more": 1},
    }
    for named, body in refusals.items():
        refused = desk.http.post("/local/events", json=body)
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
        assert refused.json()["detail"].startswith(f"{named}:")

    unknown = desk.http.post("/local/schedules/healthz")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


def test_a_reconciliation_runs_by_its_schedule_and_behind_the_queue(desk: LocalAgent) -> None:
    desk.cash_out(desk.bet())
    operator = {"Authorization": f"Bearer {desk.running.token(sub='operator', roles=['root'])}"}
    runs = "/api/v1/reconciliation/runs"

    scheduled = desk.http.post("/local/schedules/reconcile")
    asked = desk.http.post(runs, json={"full": True}, headers=operator)

    assert (scheduled.status_code, scheduled.json()["status"], scheduled.json()["full"]) == (200, "clean", False)
    assert (asked.status_code, asked.json()["status"]) == (201, "running")

    def seen() -> Any:
        return desk.http.get(f"{runs}/{asked.json()['run_id']}", headers=operator).json()

    assert eventually(lambda: seen()["status"] != "running")
    assert (seen()["status"], seen()["full"]) == ("clean", True)
    assert seen()["transactions_checked"] >= 3, "the credit, the stake and the cash-out"
