"""The stream sends an agent's feed as resumable Server-Sent Events."""

from uuid import uuid4

import pytest

from ledger.bets import cash_out_stream
from ledger.edge.http import call
from ledger.storage import sessions
from tests.support import kit, live
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

pytestmark = pytest.mark.session

ID_WITHOUT_DATA = "id: {}\nretry: 1000\n\n"
HEARTBEAT = ": nothing new\nretry: 1000\n\n"


@pytest.fixture
def ann(agent: Person, bus: Bus) -> Person:
    return live.bettor(agent)


def feed(agent: Person, *bets: str) -> None:
    """Let the feed's consumer number these cash-outs."""
    assert live.deliver(live.FEED, live.messages(*(live.recorded(agent.sub, bet) for bet in bets))) == []


def ids(answer: Answer) -> list[int]:
    return [int(frame.id) for frame in live.frames(answer)]


def test_a_frame_has_the_number_and_the_data_of_its_activity_item(
    agent: Person, ann: Person, service: Person, bus: Bus
) -> None:
    bet = live.cashed_out(ann, service)
    assert live.deliver(live.FEED, live.messages(*bus.details)) == []

    answer = live.stream(agent, last=0)

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert "retry: 1000\n" in answer.text
    (frame,) = live.frames(answer)
    (item,) = agent.get("/api/v1/agent/cash-out/activity").json["items"]
    assert (frame.id, frame.event, frame.data) == ("1", "cash_out", item)
    assert item["bet_id"] == bet


def test_a_first_request_gets_the_current_id_and_no_data(agent: Person, ann: Person, database: Database) -> None:
    assert live.stream(agent).text == ID_WITHOUT_DATA.format(0)
    feed(agent, *live.past_cash_outs(database, ann, 3))

    assert live.stream(agent, wait=20).text == ID_WITHOUT_DATA.format(3), "the answer does not wait"


def test_a_request_resumes_after_its_last_id(agent: Person, ann: Person, database: Database) -> None:
    bets = live.past_cash_outs(database, ann, 4)
    feed(agent, *bets)

    answer = live.stream(agent, last=2)

    assert [(frame.id, frame.data["bet_id"]) for frame in live.frames(answer)] == [("3", bets[2]), ("4", bets[3])]
    assert ids(live.stream(agent, last_event_id=3)) == [4], "the query is used if there is no header"
    assert ids(live.stream(agent, last=1, last_event_id=3)) == [2, 3, 4], "the header takes precedence over the query"


@pytest.mark.parametrize("ahead", [3, 10**17, 10**19, 10**40])
def test_a_last_id_ahead_of_the_feed_restarts_at_the_current_id(
    agent: Person, ann: Person, database: Database, ahead: int
) -> None:
    feed(agent, *live.past_cash_outs(database, ann, 2))

    assert live.stream(agent, last=ahead).text == ID_WITHOUT_DATA.format(2)


def test_a_last_id_may_have_any_number_of_digits(agent: Person, ann: Person, database: Database) -> None:
    feed(agent, *live.past_cash_outs(database, ann, 2))

    assert live.stream(agent, last_event_id="9" * 5000).text == ID_WITHOUT_DATA.format(2)
    assert ids(live.stream(agent, last_event_id="0" * 5000 + "1")) == [2]


def test_a_request_without_new_frames_gets_a_heartbeat(agent: Person, ann: Person, database: Database) -> None:
    feed(agent, *live.past_cash_outs(database, ann, 1))

    assert live.stream(agent, last=1).text == HEARTBEAT
    assert live.stream(agent, last=1).status == 200


def test_an_answer_has_at_most_500_frames_and_the_next_request_gets_the_rest(
    agent: Person, ann: Person, database: Database
) -> None:
    bets = live.past_cash_outs(database, ann, 501)
    for batch in live.batches(bets, 100):
        feed(agent, *batch)

    first = live.stream(agent, last=0)

    assert ids(first) == list(range(1, 501))
    assert ids(live.stream(agent, last=500)) == [501]


class Clock:
    """A clock that advances only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.happens(self.now)

    def happens(self, now: float) -> None:
        """Overridden by a test."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    passing = Clock()
    monkeypatch.setattr(cash_out_stream, "sleep", passing.sleep)
    monkeypatch.setattr(cash_out_stream, "clock", passing)
    monkeypatch.setattr(call, "clock", passing)
    return passing


@pytest.mark.parametrize("wait", [0, 1, 20])
def test_a_request_waits_for_the_given_time_and_then_gets_a_heartbeat(
    agent: Person, ann: Person, clock: Clock, wait: int
) -> None:
    assert live.stream(agent, last=0, wait=wait).text == HEARTBEAT
    assert (clock.now, sum(clock.slept)) == (wait, wait)


def test_a_lost_connection_does_not_change_the_length_of_a_wait(
    agent: Person, ann: Person, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens(now: float) -> None:
        if now == 3.0:
            database.rows(
                """
                select pg_terminate_backend(pid, 1000) from pg_stat_activity
                where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'
                """
            )

    monkeypatch.setattr(clock, "happens", happens)
    monkeypatch.setattr(sessions, "sleep", lambda _seconds: None)

    assert live.stream(agent, last=0, wait=5).text == HEARTBEAT
    assert clock.now == 5.0


def test_a_new_frame_ends_the_wait_and_no_database_transaction_is_open_meanwhile(
    agent: Person, ann: Person, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bet,) = live.past_cash_outs(database, ann, 1)
    open_transactions: list[int] = []

    def happens(now: float) -> None:
        open_transactions.append(
            database.value(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)'
                    and xact_start is not null
                """
            )
        )
        if now == 3.0:
            feed(agent, bet)

    monkeypatch.setattr(clock, "happens", happens)

    answer = live.stream(agent, last=0, wait=20)

    assert [frame.data["bet_id"] for frame in live.frames(answer)] == [bet]
    assert clock.now == 3.0
    assert set(open_transactions) == {0}


def test_an_agent_never_receives_frames_of_another_agent(
    agent: Person, other_agent: Person, ann: Person, database: Database
) -> None:
    eve = live.bettor(other_agent, "eve")
    feed(agent, *live.past_cash_outs(database, ann, 3))
    strangers = [other_agent, kit.agent(tenant_id="globex")]

    for stranger in strangers:
        assert live.stream(stranger).text == ID_WITHOUT_DATA.format(0)
        assert live.stream(stranger, last=0).text == HEARTBEAT
        assert live.stream(stranger, last=2).text == ID_WITHOUT_DATA.format(0)
    (eves_bet,) = live.past_cash_outs(database, eve, 1)
    feed(other_agent, eves_bet)
    assert [frame.data["bet_id"] for frame in live.frames(live.stream(other_agent, last=0))] == [eves_bet]
    assert ids(live.stream(agent, last=0)) == [1, 2, 3]


@pytest.mark.parametrize("wrong_bet", ["another agent's", "not cashed out", "nobody's"])
def test_an_event_with_a_wrong_bet_is_dropped_and_does_not_delay_others(
    agent: Person, other_agent: Person, ann: Person, service: Person, bus: Bus, wrong_bet: str
) -> None:
    bob = kit.customer(kit.new_customer(other_agent, "bob", balance="100.00"))
    bets = {
        "another agent's": live.place(bob, "10.00"),
        "not cashed out": live.place(ann, "10.00"),
        "nobody's": live.UNKNOWN,
    }
    assert live.cash_out(service, bets["another agent's"], "12.50").status == 200
    own = live.place(ann, "10.00")
    assert live.cash_out(service, own, "12.50").status == 200
    _, correct = bus.details
    incorrect = correct | {"event_id": str(uuid4()), "bet_id": bets[wrong_bet]}
    assert live.deliver(live.FEED, live.messages(incorrect)) == []

    before = live.stream(agent, last=0)
    assert live.deliver(live.FEED, live.messages(correct)) == []

    assert (before.status, live.frames(before)) == (200, [])
    assert [frame.data["bet_id"] for frame in live.frames(live.stream(agent, last=0))] == [own]
