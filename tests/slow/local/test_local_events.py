"""A cash-out reaches the agent's stream in the running local system, with bus, queues and schedules."""

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
    LocalAgent,
    Running,
    all_have_ended,
    free_port,
    start_system,
)
from tests.support.waiting import HANG_S, eventually


@pytest.fixture
def agents() -> Iterator[list[LocalAgent]]:
    """A list for agents on systems that a test starts. The systems are ended after the test."""
    opened: list[LocalAgent] = []
    yield opened
    for agent in opened:
        agent.http.close()
        agent.running.process.terminate()
        agent.running.process.communicate(timeout=HANG_S)


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    running = start_system(free_port(), None)
    yield running
    running.process.terminate()
    assert running.ended() == (0, "")


@pytest.fixture
def agent(shared: Running) -> Iterator[LocalAgent]:
    agent = LocalAgent(shared, f"agent-{uuid4()}")
    agent.open()
    with closing(agent.http):
        yield agent


def test_requested_and_triggered_cash_outs_reach_the_stream(agent: LocalAgent) -> None:
    first = agent.http.get(STREAM, headers=agent.agent)
    assert first.text == "id: 0\nretry: 1000\n\n"
    requested, triggered = agent.bet(), agent.bet()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(agent.http.get, STREAM, params={"wait": 20}, headers=agent.agent | {"Last-Event-ID": "0"})
        agent.cash_out(requested)
        frame = waiting.result().text
    agent.trigger(triggered)

    assert frame.startswith("retry: 1000\n\nid: 1\nevent: cash_out\ndata: {")
    assert requested in frame
    assert eventually(lambda: agent.feed() == [(1, requested), (2, triggered)])
    by_bet = {item["bet_id"]: item for item in agent.call("GET", "cash-out/activity")["items"]}
    assert by_bet[triggered]["is_auto_cash_out"] is True
    assert by_bet[triggered]["cash_out_trigger_reason"] == "stop"


def test_an_event_source_resumes_after_two_reconnects(agent: LocalAgent) -> None:
    connections: list[int] = []
    bets = [agent.bet(), agent.bet()]

    with EventSource(
        f"{agent.running.base_url}{STREAM}?wait=20",
        headers=dict(agent.agent),
        timeout=HANG_S,
        on_open=lambda: connections.append(1),
    ) as source:
        received = []
        for bet_id in bets:  # one after the other, so that each frame has its own answer
            agent.cash_out(bet_id)
            received.append(next(source))

    assert [(event.type, event.last_event_id) for event in received] == [("cash_out", "1"), ("cash_out", "2")]
    assert [bet_id in str(event.data) for event, bet_id in zip(received, bets, strict=True)] == [True, True]
    assert len(connections) == 3


def test_a_poison_message_goes_to_the_dead_letter_queue_and_the_others_are_processed(agent: LocalAgent) -> None:
    bets = [agent.bet() for _ in range(3)]

    for bet_id in (bets[0], "no bet at all", bets[1], bets[2]):
        agent.trigger(bet_id)

    assert eventually(lambda: sorted(bet_id for _, bet_id in agent.feed()) == sorted(bets))
    dead: list[dict[str, Any]] = []
    with closing(agent.sqs()) as sqs:
        url = sqs.get_queue_url(QueueName="CashOutTriggeredDeadLetters")["QueueUrl"]

        def has_dead_letter() -> bool:
            dead.extend(sqs.receive_message(QueueUrl=url).get("Messages", []))
            return bool(dead)

        assert eventually(has_dead_letter)
    assert "no bet at all" in dead[0]["Body"]
    assert len(agent.feed()) == 3


def test_a_hanging_bus_does_not_undo_a_cash_out_or_lose_its_event(agent: LocalAgent) -> None:
    bet_id = agent.bet()
    services = agent.services()
    services.suspend()
    try:
        agent.cash_out(bet_id)
        assert agent.feed() == []
    finally:
        services.resume()

    # For ten seconds only the invocation may publish the event, then the relay.
    def relayed() -> bool:
        answer = agent.http.post("/local/schedules/relay_outbox")
        assert answer.status_code == 200, answer.text
        return answer.json()["waiting"] == 0 and bool(agent.feed())

    assert eventually(relayed)
    assert agent.feed() == [(1, bet_id)]


def test_a_killed_bus_is_restarted_and_no_event_is_lost(agents: list[LocalAgent]) -> None:
    agents.append(agent := LocalAgent(start_system(free_port(), None)))
    agent.open()
    before, triggered = agent.bet(), agent.bet()
    agent.cash_out(before)
    killed = agent.services()
    killed.kill()
    agent.cash_out(meanwhile := agent.bet())

    def reached_the_feed() -> bool:
        agent.http.post("/local/schedules/relay_outbox")
        return {bet_id for _, bet_id in agent.feed()} == {before, meanwhile}

    assert eventually(reached_the_feed)
    assert eventually(lambda: agent.services().pid != killed.pid)
    agent.trigger(triggered)
    assert eventually(lambda: [bet_id for _, bet_id in agent.feed()][2:] == [triggered])


def test_every_acknowledged_cash_out_is_in_the_feed_once_after_all_processes_are_killed(
    agents: list[LocalAgent], tmp_path: Path
) -> None:
    agents.append(LocalAgent(start_system(free_port(), tmp_path / "kept")))
    agent = agents[0]
    agent.open()
    before, during, triggered = agent.cash_out(agent.bet()), [agent.bet() for _ in range(10)], agent.bet()
    assert eventually(lambda: agent.feed() == [(1, before)])
    # The bus is killed first, with the events that it accepted, and then everything else.
    with ThreadPoolExecutor() as pool:
        list(pool.map(agent.cash_out, during[:5]))
        agent.trigger(triggered)
        agent.services().kill()
        list(pool.map(agent.cash_out, during[5:]))
    processes = agent.running.process_tree()
    agent.running.process.kill()
    for process in processes:
        process.kill()
    agent.running.process.wait()
    assert eventually(lambda: all_have_ended(processes))

    agents.append(LocalAgent(start_system(free_port(), tmp_path / "kept"), agent.sub, agent.customer_id))
    restarted = agents[1]

    expected = {before, *during, triggered}
    assert eventually(lambda: {bet_id for _, bet_id in restarted.feed()} >= expected)
    assert [sequence for sequence, _ in restarted.feed()] == list(range(1, len(expected) + 1))
    assert {bet_id for _, bet_id in restarted.feed()} == expected
    restarted.running.process.send_signal(signal.SIGTERM)
    assert restarted.running.ended() == (0, "")


def test_an_invalid_event_and_an_unknown_schedule_are_problems(agent: LocalAgent) -> None:
    refusals = {
        "source": {},
        "detail-type": {"source": "s", "detail-type": "", "detail": {}},
        "detail": {"source": "s", "detail-type": "T", "detail": []},
        "more": {"source": "s", "detail-type": "T", "detail": {}, "more": 1},
    }
    for field, body in refusals.items():
        refused = agent.http.post("/local/events", json=body)
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
        assert refused.json()["detail"].startswith(f"{field}:")

    unknown = agent.http.post("/local/schedules/healthz")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


def test_the_events_that_passed_the_bus_are_listed_by_type_and_after_one_of_them(agent: LocalAgent) -> None:
    def passed(**query: str) -> list[dict[str, Any]]:
        return list(agent.http.get("/local/events", params=query).json()["items"])

    sent: list[str] = []
    for detail_type in ("Sold", "Returned", "Sold"):
        event = {"source": "shop", "detail-type": detail_type, "detail": {"n": len(sent)}}
        sent.append(agent.http.post("/local/events", json=event).json()["event_id"])

    assert [(event["id"], event["source"], event["detail"]) for event in passed(type="Sold")] == [
        (sent[0], "shop", {"n": 0}),
        (sent[2], "shop", {"n": 2}),
    ]
    assert [event["id"] for event in passed(after=sent[0]) if event["source"] == "shop"] == sent[1:]
    for query in ({"after": "unknown"}, {"since": "1"}):
        refused = agent.http.get("/local/events", params=query)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_request")


def test_a_reconciliation_runs_by_its_schedule_and_on_request(agent: LocalAgent) -> None:
    agent.cash_out(agent.bet())
    operator = {"Authorization": f"Bearer {agent.running.token(sub='operator', tenant_id='platform', roles=['root'])}"}
    runs = "/api/v1/reconciliation/runs"

    scheduled = agent.http.post("/local/schedules/reconcile")
    created = agent.http.post(runs, json={"full": True}, headers=operator)

    assert (scheduled.status_code, scheduled.json()["status"], scheduled.json()["full"]) == (200, "clean", False)
    assert (created.status_code, created.json()["status"]) == (201, "running")

    def seen() -> Any:
        return agent.http.get(f"{runs}/{created.json()['run_id']}", headers=operator).json()

    assert eventually(lambda: seen()["status"] != "running")
    assert (seen()["status"], seen()["full"]) == ("clean", True)
    assert seen()["transactions_checked"] >= 3, "the credit, the stake and the cash-out"
