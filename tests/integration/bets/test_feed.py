"""The feed's consumer adds each cash-out to its agent's feed once, even if it is delivered twice or late."""

import random
import threading
from typing import Any
from uuid import uuid4

import pytest

from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Database, Person
from tests.support.live import Bus


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def assert_complete(database: Database, expected: dict[str, list[str]]) -> None:
    """Assert that each agent's feed has each cash-out once, numbered 1, 2, 3 … without gaps."""
    for agent_id, bets in expected.items():
        rows = database.rows("select sequence, bet_id::text from feed where agent_id = %s order by sequence", agent_id)
        assert [row["sequence"] for row in rows] == list(range(1, len(bets) + 1))
        assert sorted(row["bet_id"] for row in rows) == sorted(bets)
        assert database.value("select sequence from feed_heads where agent_id = %s", agent_id) == len(bets)


def test_each_of_a_thousand_cash_outs_is_in_the_feed_once_after_shuffled_and_repeated_deliveries(
    agent: Person, other_agent: Person, ann: Person, database: Database
) -> None:
    eve = live.bettor(other_agent, "eve")
    bets = {
        agent.sub: live.past_cash_outs(database, ann, 600),
        other_agent.sub: live.past_cash_outs(database, eve, 400),
    }
    details = [live.recorded(agent, bet) for agent, bet_ids in bets.items() for bet in bet_ids]
    first = live.messages(*details)
    same_envelopes = [record | {"messageId": str(uuid4())} for record in first]
    deliveries = first + same_envelopes + live.messages(*details)
    shuffled = random.Random(20)  # noqa: S311  (the same order in every run)
    halves = []
    for _ in range(2):
        shuffled.shuffle(deliveries)
        halves.append(list(live.batches(list(deliveries), shuffled.randint(40, 100))))

    outcomes = kit.simultaneously(
        *(lambda half=half: [live.deliver(live.FEED, batch) for batch in half] for half in halves)
    )

    assert [failed for outcome in outcomes if isinstance(outcome, list) for failed in outcome if failed] == []
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert_complete(database, bets)
    seen = [frame for last in (0, 500) for frame in live.frames(live.stream(agent, last=last))]
    assert [int(frame.id) for frame in seen] == list(range(1, 601))
    assert {frame.data["bet_id"] for frame in seen} == set(bets[agent.sub])


def test_an_agents_cash_outs_are_numbered_in_the_order_of_their_delivery(
    agent: Person, ann: Person, database: Database
) -> None:
    bets = live.past_cash_outs(database, ann, 5)
    details = [live.recorded(agent.sub, bet) for bet in bets]

    live.deliver(live.FEED, live.messages(details[3], details[1], details[3]))
    live.deliver(live.FEED, live.messages(details[1], details[4], details[0], details[2]))

    assert [frame.data["bet_id"] for frame in live.frames(live.stream(agent, last=0))] == [
        bets[number] for number in (3, 1, 4, 0, 2)
    ]


def test_a_feed_contains_only_cash_outs_of_the_agent_s_own_customers(
    agent: Person, other_agent: Person, ann: Person, database: Database
) -> None:
    (cashed_out,) = live.past_cash_outs(database, ann, 1)
    pending = live.place(ann)
    wrong_events = [live.recorded(other_agent.sub, cashed_out), live.recorded(agent.sub, pending)]
    wrong_events += [live.recorded(agent.sub, live.UNKNOWN), live.recorded(agent.sub, cashed_out, "globex")]

    assert live.deliver(live.FEED, live.messages(*wrong_events, live.recorded(agent.sub, cashed_out))) == []

    assert live.frames(live.stream(other_agent, last=0)) == []
    assert [frame.data["bet_id"] for frame in live.frames(live.stream(agent, last=0))] == [cashed_out]
    assert_complete(database, {agent.sub: [cashed_out]})


@pytest.mark.parametrize("moment", ["before the commit", "before the acknowledgement"])
def test_the_messages_of_a_killed_consumer_take_effect_once(
    agent: Person, ann: Person, database: Database, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The queue gets no answer and delivers the same messages again."""
    bets = live.past_cash_outs(database, ann, 3)
    records = live.messages(*(live.recorded(agent.sub, bet) for bet in bets))

    def killed(*_given: object, **_named: object) -> Any:
        raise SystemExit

    with monkeypatch.context() as patch:
        if moment == "before the commit":
            patch.setattr(sessions, "_commit", killed)
        else:
            patch.setattr("ledger.edge.sqs.logging.log_request", killed)
        with pytest.raises(SystemExit):
            live.deliver(live.FEED, records)
    sessions.disconnect()
    committed = 0 if moment == "before the commit" else 3
    assert database.value("select count(*) from feed") == database.value("select count(*) from inbox") == committed

    assert live.deliver(live.FEED, records) == []

    assert_complete(database, {agent.sub: bets})


def test_the_stream_never_skips_a_cash_out_that_commits_late(agent: Person, ann: Person, database: Database) -> None:
    """While a consumer has not committed its number, no other consumer can commit a higher one."""
    first, late, early = live.past_cash_outs(database, ann, 3)
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, first)))
    answered: list[list[int]] = []

    def other_consumer() -> None:
        answered.append(live.deliver(live.FEED, live.messages(live.recorded(agent.sub, early))))
        sessions.disconnect()

    other = threading.Thread(target=other_consumer)
    with database.admin() as holding:
        with holding.transaction():
            holding.execute(
                "select number_cash_outs('acme', 'cash_out_feed', jsonb_build_array(jsonb_build_object("
                "'event_id', new_id(), 'agent_id', %s::text, 'bet_id', %s::text)))",
                (agent.sub, late),
            )
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)

            assert answered == [], "the other consumer waits for the lower number"
            assert live.frames(live.stream(agent, last=1)) == []
        other.join()

    assert answered == [[]]
    assert [(frame.id, frame.data["bet_id"]) for frame in live.frames(live.stream(agent, last=1))] == [
        ("2", late),
        ("3", early),
    ]


def test_consumers_of_the_same_events_in_opposite_orders_do_not_deadlock(
    agent: Person, other_agent: Person, ann: Person, database: Database
) -> None:
    eve = live.bettor(other_agent, "eve")
    bets = {
        agent.sub: live.past_cash_outs(database, ann, 20),
        other_agent.sub: live.past_cash_outs(database, eve, 20),
    }
    details = [
        live.recorded(agent, bet)
        for pair in zip(*([(agent, bet) for bet in bet_ids] for agent, bet_ids in bets.items()), strict=True)
        for agent, bet in pair
    ]
    forwards, backwards = live.messages(*details), live.messages(*reversed(details))

    outcomes = kit.simultaneously(
        *(lambda batch=batch: live.deliver(live.FEED, batch) for batch in (forwards, backwards, forwards))
    )

    assert outcomes == [[], [], []]
    assert_complete(database, bets)
