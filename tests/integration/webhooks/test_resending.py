"""A tenant tests a webhook, sees its deliveries and has them sent again."""

import json

import pytest

from tests.integration.webhooks.test_writing import credit
from tests.support import kit, webhooks
from tests.support.kit import Database, Person, assert_problem
from tests.support.webhooks import PATH, Queues, after, change, listed, record, resend, result, run, succeed

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")
LATER = after(days=1)
"""A resend asks the ledger's own clock whether a lease has ended. A lease that begins then has not."""


def test_deliveries_are_listed_newest_first_with_the_result_of_the_last_attempt(
    service: Person, database: Database, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    other = webhooks.create(service, "LowBalance", url="https://other.example/")["webhook_id"]
    posted = []
    for status, error in ((200, None), (None, "timeout"), (404, None)):
        posted.append(credit(service))
        run()
        record([result(queues.attempt(), status, error)])
    database.rows("update deliveries set due_at = null where status = 404 returning 1")
    webhooks.create(kit.service("globex"))

    failed, waiting, delivered = listed(service, webhook)

    assert [one["event_id"] for one in (delivered, waiting, failed)] == posted
    assert delivered.items() >= {"status": "delivered", "http_status": 200, "error": None, "attempts": 1}.items()
    assert waiting.items() >= {"status": "waiting", "http_status": None, "error": "timeout"}.items()
    assert failed.items() >= {"status": "failed", "http_status": 404, "next_attempt_at": None}.items()
    assert (delivered["type"], delivered["delivered_at"]) == ("TransactionPosted", delivered["answered_at"])
    assert waiting["next_attempt_at"] >= waiting["answered_at"]
    for one in (delivered, waiting, failed):
        assert listed(service, webhook, status=one["status"]) == [one]
    page = service.get(f"{PATH}/{webhook}/deliveries", query={"limit": 1, "offset": 1}).json
    assert (page["items"], page["total_count"], page["has_more"]) == ([waiting], 3, True)
    assert listed(service, other) == []


def test_a_list_of_deliveries_has_nothing_of_a_person(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service, meta={"note": "of bob"})
    run()

    assert "bob" not in json.dumps(listed(service, webhook))


def test_a_test_is_sent_before_everything_that_waits(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service, "TransactionPosted")["webhook_id"]
    for _ in range(11):
        credit(service)
    webhooks.write(after(hours=-1))

    tested = service.post(f"{PATH}/{webhook}/test", {})

    assert (tested.status, tested.json["status"], tested.json["type"]) == (201, "waiting", "WebhookTest")
    run()
    (attempt,) = [one for one in queues.attempts() if str(one.delivery_id) == tested.json["delivery_id"]]
    message = json.loads(attempt.body)
    assert (message["type"], attempt.headers["webhook-id"]) == ("WebhookTest", tested.json["event_id"])
    assert message["data"] == {
        "tenant_id": "acme",
        "event_id": tested.json["event_id"],
        "version": 1,
        "webhook_id": webhook,
    }
    record([result(attempt, 204)])
    (seen,) = listed(service, webhook, status="delivered")
    assert (seen["delivery_id"], seen["http_status"]) == (tested.json["delivery_id"], 204)


def test_a_delivery_that_succeeded_is_sent_again(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    first = queues.attempt()
    record([result(first, 200)])
    for _ in range(11):
        credit(service)
    webhooks.write(after(hours=-1))

    again = resend(service, webhook, str(first.delivery_id))

    assert (again.status, again.json["status"], again.json["delivered_at"]) == (200, "waiting", None)
    run()
    (second,) = [one for one in queues.attempts() if one.delivery_id == first.delivery_id]
    assert (second.number, second.body, second.headers["webhook-id"]) == (2, first.body, first.headers["webhook-id"])
    record([result(second, 200)])
    assert [one["attempts"] for one in listed(service, webhook, status="delivered")] == [2]


@pytest.mark.parametrize("status", [200, 500])
def test_a_result_from_before_a_delivery_was_sent_again_has_no_effect(
    service: Person, queues: Queues, status: int
) -> None:
    """Queues deliver at least once."""
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    first = queues.attempt()
    record([result(first, 200)])
    assert resend(service, webhook, str(first.delivery_id)).status == 200

    record([result(first, status)])
    assert run().attempts == 1
    second = queues.attempt()
    record([result(first, status)])

    assert second.number == 2
    assert [one["status"] for one in listed(service, webhook)] == ["waiting"]


def test_a_delivery_that_failed_is_tried_for_24_hours_again(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    record([result(queues.attempt(), 500)], after(hours=25))
    (failed,) = listed(service, webhook, status="failed")

    resend(service, webhook, failed["delivery_id"])
    run(after(hours=30))
    record([result(queues.attempt(), 500)], after(hours=53))
    (waiting,) = listed(service, webhook, status="waiting")
    run(after(hours=53.9))
    record([result(queues.attempt(), 500)], after(hours=54))

    assert (waiting["attempts"], listed(service, webhook)[0]["status"]) == (2, "failed")


def test_a_delivery_that_waits_for_its_next_attempt_is_sent_at_once(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    first = queues.attempt()
    record([result(first, 500)], after(hours=23))
    assert run(after(hours=22)).attempts == 0

    resend(service, webhook, str(first.delivery_id))

    assert run(after(hours=22)).attempts == 1
    record([result(queues.attempt(), 500)], after(hours=45))
    assert listed(service, webhook)[0]["status"] == "waiting", "24 hours begin with this attempt"


def test_after_it_was_sent_again_the_pauses_of_a_delivery_begin_anew(
    service: Person, queues: Queues, longest_pauses: None
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    record([result(queues.attempt(), 500)])
    run(after(minutes=1))
    second = queues.attempt()
    record([result(second, 200)], after(minutes=1))

    resend(service, webhook, str(second.delivery_id))
    run(after(minutes=2))
    record([result(queues.attempt(), 500)], after(minutes=2))

    assert run(after(minutes=2, seconds=9)).attempts == 0
    assert run(after(minutes=2, seconds=10)).attempts == 1


def test_a_delivery_whose_last_result_was_lost_is_sent_again_after_24_hours_too(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(LATER)
    delivery = str(queues.attempt().delivery_id)

    assert resend(service, webhook, delivery).json["status"] == "waiting"

    assert run(after(days=2, hours=6)).attempts == 1
    assert str(queues.attempt().delivery_id) == delivery


def test_a_delivery_whose_lease_has_ended_is_sent_again_before_everything_that_waits(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(after(hours=-1))
    lost = queues.attempt()
    for _ in range(11):
        credit(service)
    webhooks.write(after(hours=-2))

    resend(service, webhook, str(lost.delivery_id))
    record([result(lost, 500)])
    record([result(lost, 200)])

    run()
    assert [one.number for one in queues.attempts() if one.delivery_id == lost.delivery_id] == [2]


def test_the_attempt_that_is_under_way_is_the_first_one_of_the_pauses_that_begin_anew(
    service: Person, queues: Queues, longest_pauses: None
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(LATER)
    record([result(queues.attempt(), 500)], LATER)
    run(after(days=1, seconds=10))
    second = queues.attempt()
    resend(service, webhook, str(second.delivery_id))

    record([result(second, 500)], after(days=1, minutes=1))

    assert run(after(days=1, minutes=1, seconds=9)).attempts == 0
    assert run(after(days=1, minutes=1, seconds=10)).attempts == 1


def test_24_hours_begin_after_the_attempt_that_is_under_way(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(LATER)
    first = queues.attempt()
    resend(service, webhook, str(first.delivery_id))

    record([result(first, 500)], after(days=2))

    run(after(days=2, hours=1))
    record([result(queues.attempt(), 500)], after(days=3))
    assert listed(service, webhook)[0]["status"] == "waiting"


def test_a_delivery_is_kept_for_seven_days_after_it_was_sent_again(
    service: Person, database: Database, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(after(days=-6, hours=-23))
    record([result(queues.attempt(), 200)], after(days=-6, hours=-23))
    (old,) = listed(service, webhook)
    assert old["resent_at"] is None

    again = resend(service, webhook, old["delivery_id"]).json

    assert again["resent_at"] > again["created_at"]
    run(after(days=6, hours=23))
    assert [one["delivery_id"] for one in listed(service, webhook)] == [old["delivery_id"]]
    run(after(days=8))
    assert listed(service, webhook) == []


def test_while_an_attempt_is_under_way_no_other_begins(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(LATER)
    first = queues.attempt()

    assert resend(service, webhook, str(first.delivery_id)).json["attempts"] == 1

    assert run(LATER).attempts == 0
    record([result(first, 200)], LATER)
    assert listed(service, webhook)[0]["status"] == "delivered"


def test_nothing_is_sent_to_a_disabled_webhook_on_request(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    delivery = succeed(queues)
    change(service, webhook, disabled=True)

    assert_problem(service.post(f"{PATH}/{webhook}/test", {}), 409, "webhook_disabled")
    assert_problem(resend(service, webhook, delivery), 409, "webhook_disabled")
    assert [one["status"] for one in listed(service, webhook)] == ["delivered"]
