"""A cash-out whose COMMIT is lost and rolled back while another request with its key commits."""

import json
import threading
from functools import partial

import pytest

from ledger.core.ids import new_id
from ledger.storage import sessions
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

pytestmark = pytest.mark.session


@pytest.fixture
def database_role() -> str:
    return "purser_feed"


def kill_connections(database: Database) -> None:
    """Kill the application's connections. The server rolls back what they have not committed."""
    database.rows(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename ~ '^purser_(?!admin|reconcile)'"
    )


def cash_out_in_another_thread(trading: Person, bet_id: str, key: str) -> Answer:
    """Cash out on another connection."""
    answers: list[Answer] = []

    def request() -> None:
        answers.append(live.cash_out(trading, bet_id, "12.50", key=key))
        sessions.disconnect()

    thread = threading.Thread(target=request)
    thread.start()
    thread.join()
    return answers[0]


def test_an_attempt_that_was_rolled_back_publishes_nothing_if_another_request_with_its_key_commits(
    agent: Person, service: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bet_id = live.place(live.bettor(agent))
    main = threading.current_thread()
    commit = sessions._commit
    others: list[Answer] = []

    def lose_the_first_commit(connection: sessions.Connection, pipeline: object, budget: Budget) -> None:
        if threading.current_thread() is main and not budget.transient:
            kill_connections(database)
        commit(connection, pipeline, budget)  # type: ignore[arg-type]

    monkeypatch.setattr(sessions, "_commit", lose_the_first_commit)
    monkeypatch.setattr(sessions, "sleep", lambda _: others.append(cash_out_in_another_thread(service, bet_id, "k")))

    answer = live.cash_out(service, bet_id, "12.50", key="k")

    assert [(other.status, other.text) for other in others] == [(200, answer.text)], "both requests get the same answer"
    emitted = {str(row["event_id"]) for row in database.rows("select event_id from published")}
    assert {detail["event_id"] for detail in bus.details} == emitted, "every published event was committed"
    assert len(bus.details) == 1
    database.assert_consistent()


def test_a_consumer_publishes_only_the_events_of_the_attempt_that_committed(
    agent: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bet_id = live.place(live.bettor(agent))
    commit = sessions._commit

    def lose_the_first_commit(connection: sessions.Connection, pipeline: object, budget: Budget) -> None:
        if not budget.transient:
            kill_connections(database)
        commit(connection, pipeline, budget)  # type: ignore[arg-type]

    monkeypatch.setattr(sessions, "_commit", lose_the_first_commit)
    monkeypatch.setattr(sessions, "sleep", lambda _: None)

    assert live.deliver(live.TRIGGERED, live.messages(live.triggered(bet_id))) == []

    emitted = [str(row["event_id"]) for row in database.rows("select event_id from published")]
    assert [detail["event_id"] for detail in bus.details] == emitted
    assert len(emitted) == 1
    database.assert_consistent()


def test_an_event_whose_commit_was_executed_without_an_acknowledgement_is_published_by_the_relay(
    agent: Person, service: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bet_id = live.place(live.bettor(agent))
    commit = sessions._commit

    def lose_the_first_acknowledgement(connection: sessions.Connection, pipeline: object, budget: Budget) -> None:
        commit(connection, pipeline, budget)  # type: ignore[arg-type]
        if not budget.transient:
            budget.commits_unknown += 1
            raise Transient("connection")

    monkeypatch.setattr(sessions, "_commit", lose_the_first_acknowledgement)
    monkeypatch.setattr(sessions, "sleep", lambda _: None)

    answer = live.cash_out(service, bet_id, "12.50", key="k")
    live.make_due(database)
    live.relay()

    assert answer.status == 200
    assert [detail["bet_id"] for detail in bus.details_of("CashOutRecorded")] == [bet_id]
    assert database.value("select count(*) from outbox") == 0


def test_two_events_of_one_cash_out_result_in_one_frame(agent: Person, bus: Bus, database: Database) -> None:
    first, second = live.past_cash_outs(database, live.bettor(agent), 2)
    duplicates = [live.recorded(agent.sub, first), live.recorded(agent.sub, first)]

    assert live.deliver(live.FEED, live.messages(*duplicates)) == []
    assert live.deliver(live.FEED, live.messages(live.recorded(agent.sub, first))) == []
    assert live.deliver(live.FEED, live.messages(live.recorded(agent.sub, second))) == []

    frames = [(frame.id, frame.data["bet_id"]) for frame in live.frames(live.stream(agent, last=0))]
    assert frames == [("1", first), ("2", second)]
    assert database.value("select sequence from feed_heads where agent_id = %s", agent.sub) == 2


def test_a_consumer_that_waits_for_the_number_of_another_one_takes_the_next(
    agent: Person, bus: Bus, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(sessions, "sleep", pauses.append)
    first, second, third = live.past_cash_outs(database, live.bettor(agent), 3)
    live.deliver(live.FEED, live.messages(live.recorded(agent.sub, first)))
    records = live.messages(live.recorded(agent.sub, third))
    with database.admin() as holding:
        holding.execute("begin")
        holding.execute("select from feed_heads where agent_id = %s for update", (agent.sub,))
        with waiting_call(database, lambda: live.deliver(live.FEED, records)) as waiting:
            holding.execute(
                "select number_cash_outs('acme', 'cash_out_feed', jsonb_build_array(jsonb_build_object("
                "'event_id', new_id(), 'agent_id', %s::text, 'bet_id', %s::text)))",
                (agent.sub, second),
            )
            holding.execute("commit")
            assert waiting.result() == [], "the event is not delivered again"
    assert pauses == [], "there is no deadlock, after which it would be retried"

    rows = database.rows("select bet_id::text from feed order by sequence")
    assert [row["bet_id"] for row in rows] == [first, second, third]


def test_a_consumer_that_waits_for_an_event_has_not_taken_any_event_that_sorts_after_it(database: Database) -> None:
    """So two consumers of the same events do not deadlock, whatever the order of their messages."""
    events = sorted(str(new_id()) for _ in range(30))

    def number(session: sessions.Session, *event_ids: str) -> None:
        items = json.dumps([{"event_id": one, "agent_id": "agent", "bet_id": live.UNKNOWN} for one in event_ids])
        session.rows("select number_cash_outs('acme', 'cash_out_feed', %s)", (items,))

    with open_transaction(database) as first:
        number(first, events[0])
        in_session = partial(kit.in_session, lambda session: number(session, *reversed(events)))
        with waiting_call(database, in_session) as waiting:
            with open_transaction(database) as second:
                number(second, *events[1:])
                kit.end_session(second, "ROLLBACK")
            kit.end_session(first)
            assert waiting.result() is None


def test_two_consumers_with_two_events_of_one_cash_out_number_it_once(
    agent: Person, bus: Bus, database: Database
) -> None:
    """The second consumer waits for the number of the first and sees what the first one committed."""
    (bet_id,) = live.past_cash_outs(database, live.bettor(agent), 1)
    answered: list[list[int]] = []

    def other_consumer() -> None:
        answered.append(live.deliver(live.FEED, live.messages(live.recorded(agent.sub, bet_id))))
        sessions.disconnect()

    other = threading.Thread(target=other_consumer)
    with database.admin() as holding:
        with holding.transaction():
            holding.execute(
                "select number_cash_outs('acme', 'cash_out_feed', jsonb_build_array(jsonb_build_object("
                "'event_id', new_id(), 'agent_id', %s::text, 'bet_id', %s::text)))",
                (agent.sub, bet_id),
            )
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
        other.join()

    assert answered == [[]]
    assert database.rows("select sequence, bet_id::text from feed") == [{"sequence": 1, "bet_id": bet_id}]
