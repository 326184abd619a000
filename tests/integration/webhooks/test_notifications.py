"""A tenant is notified when a delivery has failed."""

import json
from datetime import datetime, timedelta

import pytest

from tests.integration.webhooks.test_writing import credit
from tests.support import billing, kit, mail, webhooks
from tests.support.kit import Database, Person
from tests.support.mail import Mailer
from tests.support.webhooks import NOW, PATH, Queues, after, record, result, run

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


def fail(queues: Queues, at: datetime) -> None:
    """Let the only delivery that is due fail for good: it is tried at that time, with a result 24 hours later."""
    run(at)
    record([result(queues.attempt(), 500)], at + timedelta(hours=24))
    run(at + timedelta(hours=24))


def test_the_tenant_is_notified_of_a_failing_webhook_at_most_once_a_day(
    service: Person, database: Database, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    counts = []
    for hours in (0, 1, 23.9, 24, 50):
        credit(service)
        fail(queues, after(hours=hours))
        counts.append(len(billing.emitted(database, "WebhookFailing")))

    assert counts == [1, 1, 1, 2, 3]
    assert {one["webhook_id"] for one in billing.emitted(database, "WebhookFailing")} == {webhook}


def test_the_tenant_is_notified_of_a_delivery_without_a_result_and_of_each_of_its_webhooks(
    service: Person, database: Database, queues: Queues
) -> None:
    ids = {webhooks.create(service, url=f"https://{name}.example/")["webhook_id"] for name in "ab"}
    webhooks.create(kit.service("globex"))
    credit(service)
    run()
    run(after(hours=24))

    events = billing.emitted(database, "WebhookFailing")
    assert {(one["tenant_id"], one["webhook_id"]) for one in events} == {("acme", one) for one in ids}


def test_nobody_is_notified_of_a_webhook_that_was_deleted(service: Person, database: Database, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    service.call("DELETE", f"{PATH}/{webhook}")
    record([result(queues.attempt(), 500)], after(hours=24))
    run(after(hours=24))

    assert billing.emitted(database, "WebhookFailing") == []


def test_a_failure_within_a_day_of_a_notification_is_notified_when_the_day_is_over(
    service: Person, database: Database, queues: Queues
) -> None:
    webhooks.create(service)
    for begin in (0, 1):
        credit(service)
        fail(queues, after(hours=begin))

    counts = []
    for hours in (47.9, 48, 49, 96):
        run(after(hours=hours))
        counts.append(len(billing.emitted(database, "WebhookFailing")))

    assert counts == [1, 2, 2, 2]


def test_nobody_is_notified_that_a_notification_has_failed(service: Person, database: Database, queues: Queues) -> None:
    """Two webhooks with this type that fail would notify each other for ever."""
    webhook = webhooks.create(service)["webhook_id"]
    watcher = webhooks.create(service, "WebhookFailing", url="https://watcher.example/")["webhook_id"]
    credit(service)
    fail(queues, NOW)
    run(after(hours=25))
    record([result(queues.attempt(), 500)], after(hours=49))
    run(after(hours=49))

    assert service.get(f"{PATH}/{watcher}").json["status"] == "failing"
    (event,) = billing.emitted(database, "WebhookFailing")
    assert event["webhook_id"] == webhook


def test_the_contact_gets_a_mail_and_other_webhooks_the_event(
    service: Person, database: Database, queues: Queues, mailer: Mailer
) -> None:
    webhook = webhooks.create(service, url="https://receiver.example/?key=of-the-receiver")["webhook_id"]
    webhooks.create(service, "WebhookFailing", url="https://watcher.example/")
    assert billing.operator().put(f"{billing.BASE}/contact", {"email": "accounts@acme.example"}).status == 200
    credit(service)
    fail(queues, NOW)

    (event,) = billing.emitted(database, "WebhookFailing")
    assert mail.deliver([mail.message("WebhookFailing", event)]) == []

    (sent,) = mailer.mails
    assert (sent.to, sent.subject) == (["accounts@acme.example"], f"Webhook {webhook} is failing")
    assert "of-the-receiver" not in sent.text
    run(after(hours=25))
    (attempt,) = [one for one in queues.attempts() if one.url == "https://watcher.example/"]
    assert json.loads(attempt.body)["data"] == event
