"""A delivery is tried until it succeeds, for 24 hours, with the signature of each attempt."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from psycopg import DataError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from ledger.messaging.queues import QueueUnavailable
from ledger.webhooks import deliveries
from tests.integration.webhooks.test_writing import credit
from tests.support import kit, live, webhooks
from tests.support.kit import Database, Person
from tests.support.live import Bus
from tests.support.webhooks import NOW, PATH, URL, Queues, after, record, result, run

META = {"note": "für 5 €", "a": 1e22, "share": 0.1}
pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


@pytest.fixture(autouse=True)
def _library_time(library_time: Callable[[datetime], None]) -> None:
    library_time(after(minutes=2))


def status_of(service: Person, webhook_id: str) -> str:
    return str(service.get(f"{PATH}/{webhook_id}").json["status"])


def only(database: Database) -> dict[str, Any]:
    (row,) = webhooks.rows(database)
    return row


def test_an_attempt_is_signed_as_standard_webhooks(service: Person, queues: Queues) -> None:
    secret = webhooks.create(service)["secret"]
    transaction = credit(service, meta=META)

    run()

    (attempt,) = queues.attempts()
    message = Webhook(secret).verify(attempt.body, attempt.headers)
    assert (attempt.url, attempt.number) == (URL, 1)
    assert (message["type"], message["data"]["transaction_id"]) == ("TransactionPosted", transaction)
    assert json.dumps(message["data"]["meta"]) == json.dumps(META), "in the order and with the numbers of the request"
    assert message["timestamp"].endswith("Z")
    assert attempt.headers["webhook-id"] == message["data"]["event_id"]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(attempt.body.replace("5", "6"), attempt.headers)


def test_each_attempt_is_signed_with_its_own_time_and_has_the_same_id_and_body(
    service: Person, queues: Queues, longest_pauses: None
) -> None:
    secret = webhooks.create(service)["secret"]
    credit(service)
    run()
    (first,) = queues.attempts()
    record([result(first, 500)])

    run(after(minutes=4))

    (second,) = queues.attempts()
    assert second.number == 2
    assert (second.body, second.headers["webhook-id"]) == (first.body, first.headers["webhook-id"])
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 240
    Webhook(secret).verify(second.body, second.headers)


def test_the_time_of_a_message_is_that_of_the_event(service: Person, agent: Person, queues: Queues, bus: Bus) -> None:
    webhooks.create(service, "TransactionPosted", "CashOutRecorded")
    credit(service)
    live.cashed_out(live.bettor(agent), service, "12.00")

    run()

    messages = [json.loads(attempt.body) for attempt in queues.attempts()]
    posted = {one["data"]["posted_at"] for one in messages if one["type"] == "TransactionPosted"}
    assert posted == {one["timestamp"] for one in messages if one["type"] == "TransactionPosted"}
    (cashed_out,) = [one for one in messages if one["type"] == "CashOutRecorded"]
    assert cashed_out["timestamp"] >= cashed_out["data"]["settled_at"]


def test_each_webhook_signs_with_its_own_secret_only(service: Person, queues: Queues) -> None:
    secrets = {
        f"https://{name}.example/": webhooks.create(service, url=f"https://{name}.example/")["secret"] for name in "ab"
    }
    credit(service)

    run()

    for attempt in queues.attempts():
        Webhook(secrets.pop(attempt.url)).verify(attempt.body, attempt.headers)
        assert len(attempt.headers["webhook-signature"].split()) == 1
    assert secrets == {}


@pytest.mark.parametrize("status", [200, 204, 299])
def test_a_2xx_ends_a_delivery(service: Person, database: Database, queues: Queues, status: int) -> None:
    webhooks.create(service)
    credit(service)
    run()
    record([result(queues.attempt(), status)])

    assert run(after(days=2)).attempts == 0
    row = only(database)
    assert (row["delivered_at"], row["status"], row["error"]) == (NOW, status, None)


@pytest.mark.parametrize(("status", "error"), [(199, None), (301, None), (404, None), (500, None), (None, "timeout")])
def test_any_other_result_is_followed_by_an_attempt_after_a_pause(
    service: Person, database: Database, queues: Queues, longest_pauses: None, status: int | None, error: str | None
) -> None:
    webhooks.create(service)
    credit(service)
    run()
    record([result(queues.attempt(), status, error)])

    row = only(database)
    assert (row["delivered_at"], row["status"], row["error"]) == (None, status, error)
    assert run(after(seconds=9)).attempts == 0
    assert run(after(seconds=10)).attempts == 1


def test_the_pause_is_a_random_part_of_one_that_doubles_up_to_two_hours(database: Database) -> None:
    pauses = [database.value(f"select ledger.pause({number}, 1)") for number in (1, 2, 3, 10, 11, 1000)]

    assert [pause.total_seconds() for pause in pauses] == [10, 20, 40, 5120, 7200, 7200]
    assert database.value("select ledger.pause(3, 0.25)") == timedelta(seconds=10)


def test_each_pause_is_drawn_anew(service: Person, database: Database, queues: Queues) -> None:
    webhooks.create(service)
    for _ in range(10):
        credit(service)
    run()

    record([result(attempt, 500) for attempt in queues.attempts()])

    assert len({row["due_at"] for row in webhooks.rows(database)} - {after(minutes=5)}) > 5


def test_after_24_hours_a_delivery_has_failed_and_its_webhook_is_failing_until_a_delivery_succeeds(
    service: Person, database: Database, queues: Queues, longest_pauses: None
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    now, times = cast("datetime | None", NOW), []
    run(NOW)
    while now is not None:
        times.append(now)
        assert status_of(service, webhook) == "active"
        record([result(queues.attempt(), 500)], now)
        now = only(database)["due_at"]
        if now is not None:
            run(now)

    assert times[-1] - times[0] == timedelta(hours=23, minutes=58)
    assert len(times) == 22
    assert status_of(service, webhook) == "failing"
    assert run(after(days=3)).attempts == 0

    credit(service)
    run(after(days=3))
    record([result(queues.attempt(), 200)], after(days=3))
    assert status_of(service, webhook) == "active"


def test_the_24_hours_begin_with_the_first_attempt(service: Person, queues: Queues, longest_pauses: None) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    webhooks.write()
    run(after(days=3))

    record([result(queues.attempt(), 500)], after(days=3))

    assert status_of(service, webhook) == "active"
    assert run(after(days=3, seconds=10)).attempts == 1


def test_an_attempt_without_a_result_is_made_again_after_five_minutes(service: Person, queues: Queues) -> None:
    webhooks.create(service)
    credit(service)
    run()

    assert run(after(seconds=299)).attempts == 0
    assert run(after(seconds=300)).attempts == 1
    assert [attempt.number for attempt in queues.attempts()] == [1, 2]


def test_ten_attempts_without_a_result_do_not_stop_a_webhook(service: Person, queues: Queues) -> None:
    webhooks.create(service)
    for _ in range(11):
        credit(service)
    assert (run().attempts, run(after(minutes=5)).attempts) == (10, 10)


def test_a_failure_counts_once_and_only_that_of_the_last_attempt(
    service: Person, database: Database, queues: Queues
) -> None:
    webhooks.create(service)
    credit(service)
    run()
    run(after(minutes=5))
    first, second = queues.attempts()

    record([result(first, 500)], after(minutes=6))
    assert (only(database)["answered_at"], database.value("select failures from webhooks")) == (None, 0)
    record([result(second, 500), result(second, 404), result(first, 404)], after(minutes=7))

    row = only(database)
    assert (row["status"], row["answered_at"]) == (500, after(minutes=7))
    assert database.value("select failures from webhooks") == 1


def test_the_success_of_an_earlier_attempt_ends_a_delivery_too(
    service: Person, database: Database, queues: Queues
) -> None:
    """Otherwise results that arrive late would keep a delivery going."""
    webhooks.create(service)
    credit(service)
    run()
    run(after(minutes=5))
    first, second = queues.attempts()

    record([result(first, 200)], after(minutes=6))
    record([result(second, 500), result(second, 200)], after(minutes=7))

    row = only(database)
    assert (row["delivered_at"], row["status"], row["answered_at"]) == (after(minutes=6), 200, after(minutes=6))
    assert database.value("select failures from webhooks") == 0
    assert run(after(hours=1)).attempts == 0


def test_a_delivery_whose_attempts_have_no_result_has_failed_after_24_hours_too(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)

    attempts = [run(after(hours=hours)).attempts for hours in range(27)]

    assert attempts == [1] * 24 + [0] * 3
    assert status_of(service, webhook) == "failing"


def test_what_has_failed_takes_no_turn_of_what_waits(service: Person, queues: Queues) -> None:
    """A webhook that fails has one attempt at once."""
    webhooks.create(service)
    for _ in range(5):
        credit(service)
    run()
    record([result(attempt, 500) for attempt in queues.attempts()])
    queues.attempts()
    waiting = credit(service)

    assert run(after(hours=25)).attempts == 1

    assert json.loads(queues.attempt().body)["data"]["transaction_id"] == waiting


def test_a_result_in_the_name_of_another_tenant_has_no_effect(
    service: Person, database: Database, queues: Queues
) -> None:
    webhooks.create(service)
    webhooks.create(kit.service("globex"))
    credit(service)
    run()

    record([result(queues.attempt(), 200).model_copy(update={"tenant_id": "globex"})])

    assert only(database)["delivered_at"] is None


def test_a_result_that_cannot_be_recorded_stops_no_other(
    service: Person, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.create(service)
    for _ in range(12):
        credit(service)
    run()
    first, second, *_ = queues.attempts()
    parts = iter([2**2000, 0.5])
    monkeypatch.setattr(deliveries._random, "random", lambda: next(parts))

    failed = record([result(first, 200), result(second, 200)])

    ((not_recorded, reason),) = failed
    assert (not_recorded.delivery_id, isinstance(reason, DataError)) == (first.delivery_id, True)
    assert len(queues.attempts()) == 1


@pytest.mark.parametrize("failure", [{"down": True}, {"refuses": "InternalError"}])
def test_while_the_queue_is_unavailable_no_delivery_is_lost(
    service: Person, queues: Queues, failure: dict[str, Any]
) -> None:
    webhooks.create(service)
    transaction = credit(service)
    for name, value in failure.items():
        setattr(queues, name, value)
    with pytest.raises(QueueUnavailable):
        run()
    queues.down, queues.refuses = False, None

    assert run(after(minutes=5)).attempts == 1

    (attempt,) = queues.attempts()
    assert json.loads(attempt.body)["data"]["transaction_id"] == transaction


def test_a_delivery_is_deleted_seven_days_after_it_was_written(
    service: Person, database: Database, queues: Queues
) -> None:
    webhooks.create(service)
    credit(service)
    run()
    credit(service)
    run(after(days=1))
    old, new = webhooks.rows(database)

    run(after(days=7))
    assert len(webhooks.rows(database)) == 2
    run(after(days=7, seconds=1))
    assert [row["delivery_id"] for row in webhooks.rows(database)] == [new["delivery_id"]]
    record([result(attempt, 200) for attempt in queues.attempts()], after(days=7))  # of what is gone too
    assert isinstance(old["delivery_id"], UUID)
