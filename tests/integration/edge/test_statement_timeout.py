"""A request whose statement the server cancels, as after a statement timeout, is a 503 and is not retried."""

import threading

import pytest

from ledger.storage import sessions
from tests.support import kit
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the application would have slept between its attempts."""
    slept: list[float] = []
    monkeypatch.setattr(sessions, "sleep", slept.append)
    return slept


def test_a_request_with_a_cancelled_statement_gets_a_503_without_a_retry_and_the_connection_stays_usable(
    agent: Person, database: Database, pauses: list[float]
) -> None:
    """A cancelled statement has the same SQLSTATE as a statement timeout, 57014."""
    ann = kit.new_customer(agent)
    body = {"customer_id": ann, "amount": "10.00", "description": "Cash"}
    answers: list[Answer] = []
    retries: list[int] = []

    def credit_twice() -> None:
        first = agent.post("/api/v1/cashier/credit", body, key="k")
        retries.append(len(pauses))
        answers.append(first)
        answers.append(agent.post("/api/v1/cashier/credit", body, key="k"))
        sessions.disconnect()

    other = threading.Thread(target=credit_twice)
    waiting = """
        select pid from pg_stat_activity
        where datname = current_database() and usename ~ '^purser_(?!admin|reconcile)' and wait_event_type = 'Lock'
    """
    with database.admin() as admin, admin.transaction():
        admin.execute("select from wallets for update")
        other.start()
        while other.is_alive() and not (found := database.rows(waiting)):
            other.join(0.01)
        assert database.value("select pg_cancel_backend(%s)", found[0]["pid"])
        while other.is_alive() and not answers:
            other.join(0.01)
    other.join()

    first, repeat = answers
    assert (first.status, first.code) == (503, "unavailable"), first.text
    assert first.headers["retry-after"].isdigit()
    assert retries == [0]
    assert (repeat.status, repeat.json["balance_after"]) == (201, "10.00")
    database.assert_consistent()
