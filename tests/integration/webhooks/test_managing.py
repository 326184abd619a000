"""A tenant changes and disables a webhook, and replaces its secret."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from ledger.webhooks import signatures
from tests.integration.approvals.test_approval_races import begun
from tests.integration.webhooks.test_writing import credit
from tests.support import kit, live, webhooks
from tests.support.kit import Database, Person, assert_problem
from tests.support.webhooks import NOW, PATH, Queues, after, change, listed, record, resend, result, run, succeed

pytestmark = pytest.mark.usefixtures("_nothing_is_left_to_read")


def test_what_is_absent_stays_and_a_change_is_recorded(service: Person) -> None:
    created = webhooks.create(service, "LowBalance", description="Our books")
    webhook = created.pop("webhook_id")

    unchanged = change(service, webhook)
    changed = change(service, webhook, description="Their books")

    assert unchanged == created | {"webhook_id": webhook, "secret": None}
    assert changed == unchanged | {"description": "Their books"}
    newest, _created = service.get("/api/v1/changes").json["items"]
    assert (newest["kind"], newest["subject"], newest["by"]) == ("webhook", webhook, "service-1")
    assert (newest["before"]["description"], newest["after"]["description"]) == ("Our books", "Their books")


def test_changed_types_count_from_then_on(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service, "LowBalance")["webhook_id"]
    credit(service)
    webhooks.write()
    change(service, webhook, types=["TransactionPosted"])
    posted = credit(service)

    run()

    assert json.loads(queues.attempt().body)["data"]["transaction_id"] == posted


def test_what_waits_is_sent_to_a_changed_url(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    webhooks.write()
    change(service, webhook, url="https://moved.example/")

    run()

    assert queues.attempt().url == "https://moved.example/"


def test_a_disabled_webhook_is_sent_nothing_and_what_waits_goes_on_when_it_is_enabled(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    waiting = credit(service)
    webhooks.write()
    assert change(service, webhook, disabled=True)["status"] == "disabled"
    credit(service)
    assert (run().written, run().attempts) == (0, 0)
    assert service.get(PATH).json["items"][0]["status"] == "disabled"

    assert change(service, webhook, disabled=False)["status"] == "active"
    later = credit(service)

    run()
    sent = {json.loads(attempt.body)["data"]["transaction_id"] for attempt in queues.attempts()}
    assert sent == {waiting, later}


def test_a_webhook_that_was_disabled_for_a_day_tries_what_waits_for_24_hours_more(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(after(hours=-30))
    first = queues.attempt()
    record([result(first, 500)], after(hours=-30))
    change(service, webhook, disabled=True)
    run(after(hours=-5))
    change(service, webhook, disabled=False)

    run(after(hours=20))
    record([result(queues.attempt(), 500)], after(hours=20))
    (waiting,) = listed(service, webhook)
    run(after(hours=48))
    (failed,) = listed(service, webhook)

    assert (waiting["status"], waiting["attempts"]) == ("waiting", 2)
    assert (failed["status"], failed["attempts"]) == ("failed", 2)


def test_an_attempt_that_was_under_way_when_its_webhook_was_disabled_is_recorded_and_begins_no_other(
    service: Person, queues: Queues
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    for _ in range(11):
        credit(service)
    run()
    first, *_ = queues.attempts()
    change(service, webhook, disabled=True)

    record([result(first, 200)])

    assert queues.attempts() == []
    assert [one["delivery_id"] for one in listed(service, webhook, status="delivered")] == [str(first.delivery_id)]


def test_a_delivery_does_not_fail_while_its_webhook_is_disabled(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run(after(hours=-25))
    change(service, webhook, disabled=True)

    record([result(queues.attempt(), 500)], after(hours=-1))

    assert [one["status"] for one in listed(service, webhook)] == ["waiting"]
    change(service, webhook, disabled=False)
    assert run(after(hours=20)).attempts == 1


def test_for_24_hours_after_a_rotation_both_secrets_verify_then_the_new_one_only(
    service: Person, database: Database, queues: Queues, library_time: Callable[[datetime], None]
) -> None:
    created = webhooks.create(service)
    webhooks.create(service, "LowBalance", url="https://other.example/")

    new = change(service, created["webhook_id"], rotate=True)

    assert new["secret"] not in (None, created["secret"])
    assert service.get(f"{PATH}/{created['webhook_id']}").json.keys() == created.keys() - {"secret"}
    newest = service.get("/api/v1/changes").json["items"][0]
    assert new["secret"] not in json.dumps(newest)
    assert (newest["before"].get("rotated_at"), bool(newest["after"]["rotated_at"])) == (None, True)
    (expires_at,) = {row["expires_at"] for row in database.rows("select * from webhook_secrets")} - {None}
    assert str(expires_at - timedelta(hours=24)).startswith(new["rotated_at"][:19].replace("T", " "))

    credit(service)
    for at, still_valid in ((expires_at - timedelta(seconds=1), True), (expires_at + timedelta(minutes=5), False)):
        run(at)
        attempt = queues.attempt()
        library_time(at)
        Webhook(new["secret"]).verify(attempt.body, attempt.headers)
        assert len(attempt.headers["webhook-signature"].split()) == (2 if still_valid else 1)
        if still_valid:
            Webhook(created["secret"]).verify(attempt.body, attempt.headers)
        else:
            with pytest.raises(WebhookVerificationError):
                Webhook(created["secret"]).verify(attempt.body, attempt.headers)
    assert database.value("select count(*) from webhook_secrets") == 2, "the expired one is deleted"


def test_after_several_rotations_the_five_newest_secrets_sign(
    service: Person, queues: Queues, library_time: Callable[[datetime], None]
) -> None:
    created = webhooks.create(service)
    secrets = [created["secret"]]
    secrets += [str(change(service, created["webhook_id"], rotate=True)["secret"]) for _ in range(5)]
    credit(service)
    run()

    attempt = queues.attempt()

    library_time(NOW)
    for secret in secrets[1:]:
        Webhook(secret).verify(attempt.body, attempt.headers)
    assert len(attempt.headers["webhook-signature"].split()) == 5


def test_a_rotation_that_waited_for_another_one_is_the_newest(
    service: Person, database: Database, queues: Queues, library_time: Callable[[datetime], None]
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    with database.admin() as holder, holder.transaction():
        holder.execute("set search_path = ledger")
        holder.execute("select announce('acme', 'tester')")
        holder.execute("select from webhooks for no key update")
        rotated = begun(database, holder, lambda: change(service, webhook, rotate=True))
        for number in range(5):
            holder.execute(
                "select update_webhook('acme', %s, null, null, null, null, %s, 'tester', 'x')",
                (webhook, bytes([number])),
            )
    newest = rotated()["secret"]
    credit(service)
    run()

    attempt = queues.attempt()

    library_time(NOW)
    Webhook(newest).verify(attempt.body, attempt.headers)
    assert database.value("select count(*) from webhook_secrets where expires_at is null") == 1


def test_a_rotation_is_the_newest_if_the_clock_was_set_back(service: Person, database: Database) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    for _ in range(4):
        change(service, webhook, rotate=True)
    database.rows("update webhook_secrets set created_at = created_at + interval '1 hour' returning 1")

    newest = change(service, webhook, rotate=True)["secret"]

    current = database.value("select secret from webhook_secrets where expires_at is null")
    assert signatures.text(bytes(current)) == newest


def test_a_repeated_rotation_with_the_same_key_answers_the_same_secret(service: Person, database: Database) -> None:
    path = f"{PATH}/{webhooks.create(service)['webhook_id']}"

    first, second = (service.call("PATCH", path, {"rotate": True}, key="once") for _ in range(2))

    assert first.json == second.json
    assert database.value("select count(*) from webhook_secrets") == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "https://10.0.0.5/"}, "/url"),
        ({"types": []}, "/types"),
        ({"types": ["WebhookTest"]}, "/types/0"),
        ({"disabled": "yes"}, "/disabled"),
        ({"rotate": 1}, "/rotate"),
        ({"secret": "whsec_mine"}, "/secret"),
        ({"status": "active"}, "/status"),
    ],
)
def test_a_change_is_checked_as_a_new_webhook_is(service: Person, body: dict[str, object], pointer: str) -> None:
    refused = service.patch(f"{PATH}/{webhooks.create(service)['webhook_id']}", body)

    assert_problem(refused, 400, "invalid_request")
    assert refused.pointers == [pointer]


def test_a_webhook_or_delivery_of_somebody_else_is_not_found(service: Person, queues: Queues) -> None:
    globex = kit.service("globex")
    theirs, mine, my_other = (webhooks.create(one)["webhook_id"] for one in (globex, service, service))
    change(service, my_other, types=["LowBalance"])
    credit(globex)
    run()
    their_delivery = succeed(queues)
    credit(service)
    run()
    my_delivery = succeed(queues)

    assert_problem(service.patch(f"{PATH}/{theirs}", {"rotate": True}), 404, "webhook_not_found")
    assert_problem(service.post(f"{PATH}/{theirs}/test", {}), 404, "webhook_not_found")
    assert_problem(service.get(f"{PATH}/{theirs}/deliveries"), 404, "webhook_not_found")
    for webhook, delivery in ((theirs, their_delivery), (mine, their_delivery), (my_other, my_delivery)):
        assert_problem(resend(service, webhook, delivery), 404, "delivery_not_found")
    assert_problem(resend(service, mine, live.UNKNOWN), 404, "delivery_not_found")
    assert [one["status"] for one in listed(globex, theirs)] == ["delivered"]


def test_a_deleted_webhook_has_no_deliveries_to_see_or_send_again(service: Person, queues: Queues) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    credit(service)
    run()
    delivery = succeed(queues)
    assert service.call("DELETE", f"{PATH}/{webhook}").status == 200

    assert_problem(service.patch(f"{PATH}/{webhook}", {"disabled": False}), 404, "webhook_not_found")
    assert_problem(service.post(f"{PATH}/{webhook}/test", {}), 404, "webhook_not_found")
    assert_problem(service.get(f"{PATH}/{webhook}/deliveries"), 404, "webhook_not_found")
    assert_problem(resend(service, webhook, delivery), 404, "delivery_not_found")
