"""A sleeping database, as in the development profile: scheduled functions wait for it, and callers retry later."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ledger.core import errors
from ledger.messaging import outbox
from ledger.storage import connections, sessions
from local import transform
from tests.support import kit, samples
from tests.support.kit import Database, Person
from tests.support.live import Bus
from tests.support.samples import EFFECTS
from tests.support.sleeping import TYPICAL_WAKE_S, WAKE_AFTER_A_DAY_S, SleepingDatabase

pytestmark = pytest.mark.session

type PutToSleep = Callable[[float], SleepingDatabase]

WAKES = pytest.mark.parametrize("wakes_within", [TYPICAL_WAKE_S, WAKE_AFTER_A_DAY_S])
NEVER = 10_000.0


@pytest.fixture
def put_to_sleep(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[PutToSleep]:
    """A function that puts the test's database to sleep, for the application and for reconciliation."""
    fronts: list[SleepingDatabase] = []

    def asleep(wakes_within: float) -> SleepingDatabase:
        sessions.disconnect()
        front = SleepingDatabase(database.admin_url, wakes_within, monkeypatch)
        fronts.append(front)
        monkeypatch.setenv("DATABASE_URL", front.url)
        monkeypatch.setenv("RECONCILE_DATABASE_URL", front.url.replace("postgres@", "purser_reconcile@"))
        monkeypatch.setenv("ADMIN_DATABASE_URL", front.url.replace("postgres@", "purser_admin@"))
        return front

    yield asleep
    sessions.disconnect()
    for front in fronts:
        front.close()


@WAKES
@pytest.mark.usefixtures("sampled_waiting")
def test_the_relay_waits_until_the_database_is_awake_and_publishes(
    put_to_sleep: PutToSleep, bus: Bus, wakes_within: float
) -> None:
    front = put_to_sleep(wakes_within)

    answer = front.call("relay_outbox", samples.event("relay_outbox"))

    assert (answer["accepted"] - answer["hold_changes"], answer["waiting"]) == (1, 0)
    assert front.waits_s == [wakes_within], "there is one connection, and it was not closed early"


@WAKES
@pytest.mark.usefixtures("sampled_in_play")
def test_reconciliation_waits_until_the_database_is_awake_and_finds_nothing_wrong(
    put_to_sleep: PutToSleep, wakes_within: float
) -> None:
    front = put_to_sleep(wakes_within)

    answer = front.call("reconcile", {"full": True})

    assert (answer["status"], answer["findings"]) == ("clean", [])
    assert front.waits_s[0] == wakes_within
    assert set(front.waits_s[1:]) == {0}


@WAKES
def test_the_migration_waits_until_the_database_is_awake(
    put_to_sleep: PutToSleep, wakes_within: float, database: Database
) -> None:
    front = put_to_sleep(wakes_within)

    answer = front.call("migrate", {})

    assert answer["after"]
    assert front.waits_s[0] == wakes_within
    with database.admin() as admin:
        admin.execute('drop database "purser" with (force)')


@WAKES
@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.usefixtures("mailer", "queues")
def test_a_queue_message_takes_effect_at_its_second_delivery_at_the_latest(
    put_to_sleep: PutToSleep, database: Database, bus: Bus, name: str, wakes_within: float
) -> None:
    samples.arrange(samples.state_of(name), database, bus)
    effects, more = EFFECTS[name]
    before = database.value(effects)
    front = put_to_sleep(wakes_within)
    (queue,) = [source.queue for source in kit.DEPLOYED.wiring.event_sources if source.function == name]

    answer = front.call(name, samples.event(name))
    if answer["batchItemFailures"]:
        front.advance(float(queue.attributes["VisibilityTimeout"]))
        answer = front.call(name, samples.event(name))

    assert answer == {"batchItemFailures": []}
    assert database.value(effects) == before + more


def test_a_caller_over_http_gets_a_retry_after_and_then_its_answer(
    put_to_sleep: PutToSleep, agent: Person, database: Database
) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    front = put_to_sleep(TYPICAL_WAKE_S)
    body = {"customer_id": ann, "amount": "4.00", "description": "Cash"}

    refused = agent.post("/api/v1/cashier/debit", body, key="k")
    took = front.now
    front.advance(float(refused.headers["retry-after"]))
    answer = agent.post("/api/v1/cashier/debit", body, key="k")

    kit.assert_problem(refused, 503, "unavailable")
    assert refused.headers["retry-after"] == "5"
    assert took < 10, "a caller waits less than ten seconds for the answer"
    assert (answer.status, answer.json["balance_after"]) == (201, "6.00")
    assert "idempotency-replayed" not in answer.headers


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["relay_outbox", "reconcile"])
def test_a_database_that_never_wakes_fails_a_scheduled_function_before_its_timeout(
    put_to_sleep: PutToSleep, bus: Bus, name: str
) -> None:
    front = put_to_sleep(NEVER)

    with pytest.raises(errors.Unavailable):
        front.call(name, samples.event(name))


def test_connecting_has_a_timeout_even_if_less_than_a_second_is_left(put_to_sleep: PutToSleep) -> None:
    """libpq takes 0 as no timeout."""
    front = put_to_sleep(NEVER)
    budget = sessions.Budget(lambda: 0.5)

    with pytest.raises(errors.Unavailable):
        sessions.read(lambda session: session.value("select 1"), sessions.Origin("acme", "tester", "r"), budget)

    assert front.waits_s == [1.0]


def test_the_connect_timeout_is_longer_than_the_longest_wake_up_that_aws_states() -> None:
    assert connections.WAKING_TIMEOUT_S > WAKE_AFTER_A_DAY_S > 30


def test_a_run_of_the_relay_ends_before_its_lease() -> None:
    lease = inspect.signature(outbox.relay).parameters["lease_s"].default

    assert kit.DEPLOYED.functions["relay_outbox"].timeout <= lease


# Each run records a metric. The alarm must find one in its periods even if a run waited for the database.
@pytest.mark.parametrize(("uses_proxy", "every"), [(True, 60), (False, 3600)])
def test_the_alarm_of_the_outbox_stays_silent_while_a_run_waits_for_the_database(uses_proxy: bool, every: int) -> None:
    def chosen(value: Any) -> Any:
        return value if not isinstance(value, dict) else value["Fn::If"][1 if uses_proxy else 2]

    resources = transform.parsed((kit.ROOT / "template.yaml").read_text())["Resources"]
    alarm = resources["OutboxAlarm"]["Properties"]
    relay = resources["RelayOutboxFunction"]["Properties"]
    minutes = {"rate(1 minute)": 60, "rate(1 hour)": 3600}
    expression = chosen(relay["Events"]["Schedule"]["Properties"]["ScheduleExpression"])

    assert minutes[expression] == every
    assert chosen(alarm["Period"]) * chosen(alarm["EvaluationPeriods"]) >= every + relay["Timeout"]
    assert "DatapointsToAlarm" not in alarm, "every period has to breach the threshold"
