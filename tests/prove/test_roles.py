"""IAM, as far as the emulator enforces it: functions work with their roles, and fail without one of the permissions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.prove.emulator import Emulator
from tests.prove.stage import BESIDE_A_SECOND_STAGE, Stage, eventually
from tests.support.waiting import HANG_S

pytestmark = BESIDE_A_SECOND_STAGE

CONNECT, PUBLISH, SEND = "rds-db:connect", "events:PutEvents", "ses:SendEmail"
READ_KEY = "secretsmanager:GetSecretValue"
TENANT, CONTACT = "acme", "accounts@acme.example"
AGENT, MANAGER, SECOND_MANAGER, MEMBER, SYSTEM, PLAYER = (
    f"{name}@acme.example" for name in ("agent", "manager", "second-manager", "member", "system", "player")
)
# The roles that are tested, each with the permission that is removed.
TESTED = {
    "DeskRole": CONNECT,
    "ReadRole": CONNECT,
    "BetsPublishingRole": PUBLISH,
    "RelayRole": PUBLISH,
    "CoinsConsumerRole": CONNECT,
    "BetsConsumerRole": PUBLISH,
    "ErasureRole": READ_KEY,
    "MailRole": SEND,
    "ReconciliationRole": CONNECT,
    "MigrationRole": CONNECT,
}
_AS_DESK = "its permissions are those of DeskRole, for another database role"
# The other roles, and why each cannot be tested here; docs/proof.md lists the same reasons.
_WALKED = "test_walk sends a test to a webhook with it"
NOT_TESTED = {
    "HealthRole": _AS_DESK,
    "WalletRole": _AS_DESK,
    "BetsRole": _AS_DESK,
    "BillingRole": _AS_DESK,
    "CoinsRole": _AS_DESK,
    "AuditRole": _AS_DESK,
    "EventsRole": _AS_DESK,
    "ApprovalsRole": _AS_DESK,
    "StreamRole": _AS_DESK,
    "HoldsExpireRole": _AS_DESK,
    "AuditPublishingRole": "its permissions are those of BetsPublishingRole, for another database role",
    "FeedRole": "its permissions are those of CoinsConsumerRole, for another database role and queue",
    "WebhooksDispatchRole": _WALKED,
    "WebhooksRecordRole": _WALKED,
    "WebhooksSendRole": _WALKED,
    "SchedulesRole": "the emulator's schedules start functions without a role",
    "SilentRole": "it may only write logs and traces, which the emulator accepts from everybody",
    "ConsoleRole": "it may only write logs and traces, which the emulator accepts from everybody",
    "GatewayRole": "the emulator's gateway calls functions without a role",
    "ProxyRole": "the emulator has no proxy",
    "BackupRole": "backups are copied only if another region's vault is given",
    "DeploymentRole": "the emulator has no CodeDeploy",
    "PreTrafficRole": "the emulator has no CodeDeploy",
}
LONGEST_RUN_S = "30"  # longer than the Timeout of each of these consumers, which is at most 28
DEAD_LETTER_TIMEOUT_S = 1800
CONSUMED = ("RegistrationConfirmed", "TournamentCompleted", "BillingMail")


@pytest.fixture(scope="module")
def customer(deployed: Stage) -> str:
    """Adds users, and a customer with a balance of 100.00."""
    for email, role in ((AGENT, "agent"), (MANAGER, "billing.manage"), (MEMBER, "billing.view"), (SYSTEM, "service")):
        deployed.add_user(email, TENANT, role)
    deployed.add_user(SECOND_MANAGER, TENANT, "billing.manage")
    created = deployed.call_ok(AGENT, "POST", "/api/v1/agent/clients", {"username": "bob", "account_type": "postup"})
    customer_id: str = created["customer_id"]
    deposit = {"customer_id": customer_id, "amount": "100.00", "description": "Cash paid in"}
    deployed.call_ok(AGENT, "POST", "/api/v1/cashier/credit", deposit)
    deployed.add_user(PLAYER, TENANT, "customer", customer=customer_id)
    amounts = {"participation": 5, "top4": 25, "runner_up": 50, "winner": 100}
    deployed.call_ok(SYSTEM, "PUT", "/api/v1/tournaments/roles-cup/coin-policy", amounts)
    waiting = deployed.call_ok(MANAGER, "PUT", "/api/v1/billing/contact", {"email": CONTACT})["approval_id"]
    deployed.call_ok(SECOND_MANAGER, "POST", f"/api/v1/approvals/{waiting}/approve")
    assert deployed.invoke("RelayOutboxFunction")[0] is None
    return customer_id


@contextmanager
def without_permission(stage: Stage, aws: Emulator, role: str, action: str) -> Iterator[None]:
    """Deny an action to a role during the block. Open database connections are closed."""
    iam, name = stage.client("iam"), stage.current_resources()[role]
    denied = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="removed-permission", PolicyDocument=json.dumps(denied))
    aws.databases.disconnect(stage.database())
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="removed-permission")


def run_relay(stage: Stage, aws: Emulator) -> tuple[int, int]:
    """Run the relay. Returns how many events were unpublished, and how many of them the relay published."""
    # An event is due some seconds after its transaction, or a minute after a failed relay.
    found = aws.databases.execute(stage.database(), "update ledger.outbox set due_at = clock_timestamp()")
    error, answer = stage.invoke("RelayOutboxFunction")
    return found, 0 if error else int(answer["accepted"])


def messages(stage: Stage, url: str) -> int:
    """The number of messages in a queue, including those that a function is processing."""
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = stage.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=counts)
    return sum(int(found["Attributes"][count]) for count in counts)


def place_bet(stage: Stage) -> str:
    placed = {"stake": "10.00", "description": "Home"}
    return str(stage.call_ok(PLAYER, "POST", "/api/v1/bets", placed)["bet_id"])


def coins(stage: Stage, owner_id: str) -> str:
    return str(stage.call_ok(SYSTEM, "GET", f"/api/v1/wallets/{owner_id}/balance?currency=COIN")["balance"])


def registration(owner_id: str) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "tournament_id": "roles-cup",
        "registration_id": f"reg-{owner_id}",
        "owner_ids": [owner_id],
    }


def test_every_role_of_the_template_is_tested_or_has_a_reason(deployed: Stage) -> None:
    resources = deployed.workspace.template()["Resources"]

    roles = {name for name, resource in resources.items() if resource["Type"] == "AWS::IAM::Role"}
    assert roles == TESTED.keys() | NOT_TESTED.keys()


def test_every_connection_so_far_had_a_valid_token_and_its_role_was_allowed_to_connect(
    aws: Emulator, customer: str
) -> None:
    assert aws.databases.attempts
    assert [attempt for attempt in aws.databases.attempts if attempt.refused] == []
    assert {attempt.user for attempt in aws.databases.attempts} >= {"purser_desk", "purser_admin"}


@dataclass(frozen=True)
class Failed:
    """The subjects of the failed messages. owner: the person who should get coins; invoice_id: the invoice that should
    be mailed."""

    owner: str
    invoice_id: str


@pytest.fixture(scope="module")
def failed(deployed: Stage, aws: Emulator, customer: str) -> Failed:
    """Three messages that their functions failed to process: one function could not connect, one could not send mail,
    and one received a malformed message. Afterwards the roles have their permissions again.

    The queues deliver a message once instead of five times. After LONGEST_RUN_S, when the function must have ended, the
    message becomes a dead letter. Other tests run meanwhile.
    """
    sqs = deployed.client("sqs")
    for queue in CONSUMED:
        url = deployed.queue_url(f"{queue}Queue")
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]
        redrive = json.loads(attributes["RedrivePolicy"]) | {"maxReceiveCount": 1}
        changed = {"VisibilityTimeout": LONGEST_RUN_S, "RedrivePolicy": json.dumps(redrive)}
        sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
    owner, billing = f"player-{uuid4().hex[:8]}", "/api/v1/billing/wallet/topup-requests"
    with (
        without_permission(deployed, aws, "CoinsConsumerRole", CONNECT),
        without_permission(deployed, aws, "MailRole", SEND),
    ):
        deployed.put_event("tournaments", "RegistrationConfirmed", registration(owner))
        deployed.put_event("tournaments", "TournamentCompleted", {"tenant_id": TENANT, "tournament_id": 7})
        requested = deployed.call_ok(MEMBER, "POST", billing, {"amount": "250.00"})
        approved = deployed.call_ok(MANAGER, "POST", f"{billing}/{requested['request_id']}/approve")
        run_relay(deployed, aws)
        for queue in CONSUMED:
            eventually(partial(last_result, deployed, queue), lambda result: "1 partial failures" in result)
    return Failed(owner, approved["invoice"]["invoice_id"])


def last_result(stage: Stage, queue: str) -> str:
    """The result of the last call of a queue's function, as the emulator reports it."""
    name = stage.current_resources()[f"{queue}Function"]
    (mapping,) = stage.client("lambda").list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    return str(mapping["LastProcessingResult"])


def mail_status(stage: Stage, invoice_id: str) -> str:
    return str(stage.call_ok(MEMBER, "GET", f"/api/v1/billing/invoices/{invoice_id}")["mail_status"])


def test_coins_consumer_role_needs_to_connect(deployed: Stage, failed: Failed) -> None:
    assert coins(deployed, failed.owner) == "0"


def test_mail_role_needs_to_send(deployed: Stage, aws: Emulator, failed: Failed) -> None:
    assert mail_status(deployed, failed.invoice_id) == "pending"
    assert CONTACT not in mails(aws)


def test_desk_and_read_roles_each_need_to_connect(deployed: Stage, aws: Emulator, customer: str) -> None:
    path = f"/api/v1/agent/clients/{customer}"

    def statuses() -> tuple[int, int]:
        read = deployed.call(AGENT, "GET", path).status_code
        return read, deployed.call(AGENT, "PATCH", path, {"status": "active"}).status_code

    with without_permission(deployed, aws, "ReadRole", CONNECT):
        assert statuses() == (503, 200)
    with without_permission(deployed, aws, "DeskRole", CONNECT):
        assert statuses() == (200, 503)

    assert statuses() == (200, 200)


@pytest.mark.parametrize("role", ["ReconciliationRole", "MigrationRole"])
def test_a_role_for_direct_sessions_needs_to_connect(deployed: Stage, aws: Emulator, role: str) -> None:
    function = {"ReconciliationRole": "ReconcileFunction", "MigrationRole": "MigrateFunction"}[role]

    with without_permission(deployed, aws, role, CONNECT):
        error, _ = deployed.invoke(function)

    assert error == "Unhandled"
    assert deployed.invoke(function)[0] is None


def test_bets_publishing_role_needs_to_publish_and_the_relay_publishes_the_rest(
    deployed: Stage, aws: Emulator, customer: str
) -> None:
    def cash_out() -> None:
        deployed.call_ok(SYSTEM, "POST", f"/api/v1/bets/{place_bet(deployed)}/cash-out", {"cash_out_amount": "10.00"})

    with without_permission(deployed, aws, "BetsPublishingRole", PUBLISH):
        cash_out()
    assert run_relay(deployed, aws) == (1, 1)

    cash_out()
    assert run_relay(deployed, aws) == (0, 0)


def test_bets_consumer_role_needs_to_publish(deployed: Stage, aws: Emulator, customer: str) -> None:
    def trigger() -> None:
        placed = place_bet(deployed)
        triggered = {"tenant_id": TENANT, "bet_id": placed, "cash_out_amount": "10.00", "trigger_reason": "stop_loss"}
        deployed.put_event("trading", "CashOutTriggered", triggered)
        path = f"/api/v1/bets/{placed}"
        eventually(lambda: deployed.call_ok(PLAYER, "GET", path)["status"], lambda status: status == "cashed_out")
        # The consumer publishes after its commit. Its message is deleted when it has ended.
        eventually(partial(messages, deployed, deployed.queue_url("CashOutTriggeredQueue")), lambda count: count == 0)

    with without_permission(deployed, aws, "BetsConsumerRole", PUBLISH):
        trigger()
    assert run_relay(deployed, aws) == (1, 1)

    trigger()
    assert run_relay(deployed, aws) == (0, 0)


def test_relay_role_needs_to_publish(deployed: Stage, aws: Emulator, customer: str) -> None:
    with without_permission(deployed, aws, "BetsPublishingRole", PUBLISH):
        deployed.call_ok(SYSTEM, "POST", f"/api/v1/bets/{place_bet(deployed)}/cash-out", {"cash_out_amount": "10.00"})

    with without_permission(deployed, aws, "RelayRole", PUBLISH):
        assert run_relay(deployed, aws) == (1, 0)

    assert run_relay(deployed, aws) == (1, 1)


def test_erasure_role_needs_to_read_the_key(deployed: Stage, aws: Emulator, customer: str) -> None:
    new = {"username": "zoe", "account_type": "postup"}
    person = deployed.call_ok(AGENT, "POST", "/api/v1/agent/clients", new)["customer_id"]
    waiting = deployed.call_ok(MANAGER, "POST", f"/api/v1/people/{person}/erasure", {"reason": "Asked for"})
    approve = f"/api/v1/approvals/{waiting['approval_id']}/approve"

    with without_permission(deployed, aws, "ErasureRole", READ_KEY):
        assert deployed.call(SECOND_MANAGER, "POST", approve).status_code == 503

    assert deployed.call_ok(SECOND_MANAGER, "POST", approve)["result"]["erased"]["customers"] == 1


@pytest.fixture(scope="module")
def dead_letters(deployed: Stage, failed: Failed) -> Failed:
    """The same messages, once they are dead letters."""
    for queue in CONSUMED:
        eventually(
            partial(messages, deployed, deployed.queue_url(f"{queue}DeadLetters")), within_s=DEAD_LETTER_TIMEOUT_S
        )
    return failed


def test_dead_letters_are_listed(deployed: Stage, dead_letters: Failed) -> None:
    listed = deployed.purser("dlq", "list")

    assert listed.code == 1
    for queue in CONSUMED:
        assert f"{queue}DeadLetters" in listed.text


def test_a_replayed_event_is_processed_now_that_the_consumer_may_connect(deployed: Stage, dead_letters: Failed) -> None:
    replayed = deployed.purser("dlq", "replay", "RegistrationConfirmedDeadLetters")

    assert replayed.code == 0, replayed.text
    eventually(lambda: coins(deployed, dead_letters.owner), lambda balance: balance == "5")


def test_an_invoice_is_mailed_by_a_replay_now_that_its_function_may_send(
    deployed: Stage, aws: Emulator, dead_letters: Failed
) -> None:
    replayed = deployed.purser("dlq", "replay", "BillingMailDeadLetters")

    assert replayed.code == 0, replayed.text
    eventually(partial(mail_status, deployed, dead_letters.invoice_id), lambda status: status == "sent")
    assert CONTACT in mails(aws)


def test_a_malformed_message_is_a_dead_letter_again_after_a_replay(deployed: Stage, dead_letters: Failed) -> None:
    replayed = deployed.purser("dlq", "replay", "TournamentCompletedDeadLetters")

    assert replayed.code == 0, replayed.text
    eventually(
        partial(messages, deployed, deployed.queue_url("TournamentCompletedDeadLetters")),
        within_s=DEAD_LETTER_TIMEOUT_S,
    )
    deployed.client("sqs").purge_queue(QueueUrl=deployed.queue_url("TournamentCompletedDeadLetters"))


def mails(aws: Emulator) -> str:
    """All e-mail that the emulator's SES has accepted."""
    answer = httpx.get(f"{aws.endpoint}/_ministack/ses/messages", timeout=HANG_S)
    assert answer.status_code == 200, answer.text
    return answer.text
