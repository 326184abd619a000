"""IAM, as far as the emulator enforces it: each function works with its own role, and not with an action taken away."""

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
from tests.prove.stage import Stage, eventually

# The second stage is deployed and used beside these.
pytestmark = pytest.mark.usefixtures("proof_in_an_account")

CONNECT, PUBLISH, SEND = "rds-db:connect", "events:PutEvents", "ses:SendEmail"
TENANT, CONTACT = "acme", "accounts@acme.example"
AGENT, MANAGER, MEMBER, SYSTEM, PLAYER = (
    f"{name}@acme.example" for name in ("agent", "manager", "member", "system", "player")
)
# What works with a role, and the action without which it does not.
TRIED = {
    "EdgeRole": CONNECT,
    "PublishingEdgeRole": PUBLISH,
    "RelayRole": PUBLISH,
    "ConsumerRole": CONNECT,
    "PublishingConsumerRole": PUBLISH,
    "MailRole": SEND,
    "ReconciliationRole": CONNECT,
    "MigrationRole": CONNECT,
}
# Why an action cannot be taken away from the others here; docs/proof.md says so too.
NOT_TRIED = {
    "SilentRole": "it may only write logs and traces, which the emulator takes from everybody",
    "ConsoleRole": "it may only write logs and traces, which the emulator takes from everybody",
    "GatewayRole": "the emulator's gateway calls functions without a role",
    "ProxyRole": "the emulator has no proxy",
    "BackupRole": "backups are copied to an account and region of somebody's own",
    "DeploymentRole": "the emulator has no CodeDeploy",
    "PreTrafficRole": "the emulator has no CodeDeploy",
}
LONGEST_RUN_S = "30"  # of these consumers: the longest Timeout is 28
GIVEN_UP_WITHIN_S = 180
CONSUMED = ("RegistrationConfirmed", "TournamentCompleted", "BillingMail")


@pytest.fixture(scope="module")
def customer(deployed: Stage) -> str:
    """People, and a customer with 100.00."""
    for email, role in ((AGENT, "agent"), (MANAGER, "billing.manage"), (MEMBER, "billing.view"), (SYSTEM, "service")):
        deployed.add_user(email, TENANT, role)
    created = deployed.answered(AGENT, "POST", "/api/v1/agent/clients", {"username": "bob", "account_type": "postup"})
    customer_id: str = created["customer_id"]
    deposit = {"customer_id": customer_id, "amount": "100.00", "description": "Cash paid in"}
    deployed.answered(AGENT, "POST", "/api/v1/cashier/credit", deposit)
    deployed.add_user(PLAYER, TENANT, "customer", customer=customer_id)
    amounts = {"participation": 5, "top4": 25, "runner_up": 50, "winner": 100}
    deployed.answered(SYSTEM, "PUT", "/api/v1/tournaments/roles-cup/coin-policy", amounts)
    deployed.answered(MANAGER, "PUT", "/api/v1/billing/contact", {"email": CONTACT})
    assert deployed.invoke("RelayOutboxFunction")[0] is None
    return customer_id


@contextmanager
def without(stage: Stage, aws: Emulator, role: str, action: str) -> Iterator[None]:
    """A role that may not do one thing, for as long as the block lasts. Connections that stand are ended."""
    iam, name = stage.client("iam"), stage.current_resources()[role]
    denied = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="taken-away", PolicyDocument=json.dumps(denied))
    aws.databases.disconnect(stage.database())
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="taken-away")


def relayed(stage: Stage, aws: Emulator) -> tuple[int, int]:
    """How many events that no function had published the relay finds, and how many of them the bus takes from it."""
    # A row is left to whoever made it for some seconds, and to a relay that failed for a minute.
    found = aws.databases.execute(stage.database(), "update ledger.outbox set due_at = clock_timestamp()")
    error, answer = stage.invoke("RelayOutboxFunction")
    return found, 0 if error else int(answer["accepted"])


def messages(stage: Stage, queue: str) -> int:
    """How many a queue holds, those that a function works on among them."""
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = stage.client("sqs").get_queue_attributes(QueueUrl=stage.queue_url(queue), AttributeNames=counts)
    return sum(int(found["Attributes"][count]) for count in counts)


def bet(stage: Stage) -> str:
    placed = {"stake": "10.00", "description": "Home", "odds": "1.85"}
    return str(stage.answered(PLAYER, "POST", "/api/v1/bets", placed)["bet_id"])


def coins(stage: Stage, owner_id: str) -> str:
    return str(stage.answered(SYSTEM, "GET", f"/api/v1/wallets/{owner_id}/balance")["balance"])


def registration(owner_id: str) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "tournament_id": "roles-cup",
        "registration_id": f"reg-{owner_id}",
        "owner_ids": [owner_id],
    }


def test_every_role_of_the_template_is_tried_or_has_a_reason(deployed: Stage) -> None:
    """SAM makes those of the schedules, which may call one function each."""
    resources = deployed.workspace.template()["Resources"]

    roles = {name for name, resource in resources.items() if resource["Type"] == "AWS::IAM::Role"}
    assert roles == TRIED.keys() | NOT_TRIED.keys()


def test_every_connection_so_far_had_a_valid_token_and_its_role_was_allowed_to_connect(
    aws: Emulator, customer: str
) -> None:
    assert aws.databases.attempts
    assert [attempt for attempt in aws.databases.attempts if attempt.refused] == []
    assert {attempt.user for attempt in aws.databases.attempts} >= {"purser_app", "purser_admin"}


def test_edge_role_needs_to_connect(deployed: Stage, aws: Emulator, customer: str) -> None:
    path = f"/api/v1/agent/clients/{customer}"

    with without(deployed, aws, "EdgeRole", CONNECT):
        refused = deployed.call(AGENT, "GET", path).status_code

    assert refused == 503
    assert deployed.call(AGENT, "GET", path).status_code == 200


@pytest.mark.parametrize("role", ["ReconciliationRole", "MigrationRole"])
def test_a_role_past_the_proxy_needs_to_connect(deployed: Stage, aws: Emulator, role: str) -> None:
    function = {"ReconciliationRole": "ReconcileFunction", "MigrationRole": "MigrateFunction"}[role]

    with without(deployed, aws, role, CONNECT):
        error, _ = deployed.invoke(function)

    assert error == "Unhandled"
    assert deployed.invoke(function)[0] is None


def test_publishing_edge_role_needs_to_publish_and_the_relay_publishes_the_rest(
    deployed: Stage, aws: Emulator, customer: str
) -> None:
    def cash_out() -> None:
        deployed.answered(SYSTEM, "POST", f"/api/v1/bets/{bet(deployed)}/cash-out", {"cash_out_amount": "10.00"})

    with without(deployed, aws, "PublishingEdgeRole", PUBLISH):
        cash_out()
    assert relayed(deployed, aws) == (1, 1)

    cash_out()
    assert relayed(deployed, aws) == (0, 0)


def test_publishing_consumer_role_needs_to_publish(deployed: Stage, aws: Emulator, customer: str) -> None:
    def trigger() -> None:
        placed = bet(deployed)
        triggered = {"tenant_id": TENANT, "bet_id": placed, "cash_out_amount": "10.00", "trigger_reason": "stop_loss"}
        deployed.put_event("trading", "CashOutTriggered", triggered)
        path = f"/api/v1/bets/{placed}"
        eventually(lambda: deployed.answered(PLAYER, "GET", path)["status"], lambda status: status == "cashed_out")
        # The consumer publishes after its commit, and its message goes when it has ended.
        eventually(partial(messages, deployed, "CashOutTriggeredQueue"), lambda count: count == 0)

    with without(deployed, aws, "PublishingConsumerRole", PUBLISH):
        trigger()
    assert relayed(deployed, aws) == (1, 1)

    trigger()
    assert relayed(deployed, aws) == (0, 0)


def test_relay_role_needs_to_publish(deployed: Stage, aws: Emulator, customer: str) -> None:
    with without(deployed, aws, "PublishingEdgeRole", PUBLISH):
        deployed.answered(SYSTEM, "POST", f"/api/v1/bets/{bet(deployed)}/cash-out", {"cash_out_amount": "10.00"})

    with without(deployed, aws, "RelayRole", PUBLISH):
        assert relayed(deployed, aws) == (1, 0)

    assert relayed(deployed, aws) == (1, 1)


@dataclass(frozen=True)
class GivenUp:
    """What became dead letters. owner: who should have got coins; invoice_id: what should have been mailed."""

    owner: str
    invoice_id: str


@pytest.fixture(scope="module")
def given_up(deployed: Stage, aws: Emulator, customer: str) -> GivenUp:
    """Three messages that were given up: one that may not connect, one that may not be mailed, and a malformed one.

    One delivery instead of five, since each of them waits until the function of the one before must have ended.
    """
    sqs = deployed.client("sqs")
    for queue in CONSUMED:
        url = deployed.queue_url(f"{queue}Queue")
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]
        redrive = json.loads(attributes["RedrivePolicy"]) | {"maxReceiveCount": 1}
        changed = {"VisibilityTimeout": LONGEST_RUN_S, "RedrivePolicy": json.dumps(redrive)}
        sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
    owner, billing = f"player-{uuid4().hex[:8]}", "/api/v1/billing/wallet/topup-requests"
    with without(deployed, aws, "ConsumerRole", CONNECT), without(deployed, aws, "MailRole", SEND):
        deployed.put_event("tournaments", "RegistrationConfirmed", registration(owner))
        deployed.put_event("tournaments", "TournamentCompleted", {"tenant_id": TENANT, "tournament_id": 7})
        requested = deployed.answered(MEMBER, "POST", billing, {"amount": "250.00"})
        approved = deployed.answered(MANAGER, "POST", f"{billing}/{requested['request_id']}/approve")
        relayed(deployed, aws)
        for queue in CONSUMED:
            eventually(partial(messages, deployed, f"{queue}DeadLetters"), within_s=GIVEN_UP_WITHIN_S)
    return GivenUp(owner, approved["invoice"]["invoice_id"])


def test_dead_letters_are_listed(deployed: Stage, given_up: GivenUp) -> None:
    listed = deployed.purser("dlq", "list")

    assert listed.code == 1
    for queue in CONSUMED:
        assert f"{queue}DeadLetters" in listed.text


def test_consumer_role_needs_to_connect_and_a_replay_processes_its_dead_letters(
    deployed: Stage, given_up: GivenUp
) -> None:
    assert coins(deployed, given_up.owner) == "0"

    replayed = deployed.purser("dlq", "replay", "RegistrationConfirmedDeadLetters")

    assert replayed.code == 0, replayed.text
    eventually(lambda: coins(deployed, given_up.owner), lambda balance: balance == "5")


def test_mail_role_needs_to_send_and_the_invoice_is_mailed_with_a_replay(
    deployed: Stage, aws: Emulator, given_up: GivenUp
) -> None:
    path = f"/api/v1/billing/invoices/{given_up.invoice_id}"
    assert CONTACT not in mails(aws)

    replayed = deployed.purser("dlq", "replay", "BillingMailDeadLetters")

    assert replayed.code == 0, replayed.text
    eventually(lambda: deployed.answered(MEMBER, "GET", path)["mail_status"], lambda status: status == "sent")
    assert CONTACT in mails(aws)


def test_a_message_that_no_consumer_understands_is_a_dead_letter_again_after_a_replay(
    deployed: Stage, given_up: GivenUp
) -> None:
    deployed.purser("dlq", "replay", "TournamentCompletedDeadLetters")

    eventually(lambda: messages(deployed, "TournamentCompletedDeadLetters"), within_s=GIVEN_UP_WITHIN_S)
    deployed.client("sqs").purge_queue(QueueUrl=deployed.queue_url("TournamentCompletedDeadLetters"))


def mails(aws: Emulator) -> str:
    """Everything that the emulator's SES was given."""
    answer = httpx.get(f"{aws.endpoint}/_ministack/ses/messages")
    assert answer.status_code == 200, answer.text
    return answer.text
