"""Subscribers: the templates of docs/guides/subscribe.md, and what the bus's policy lets the accounts of
SubscriberAccounts do, decided by the emulator's evaluator of policies.
"""

import json
import re
import subprocess
from functools import cache
from typing import Any

import pytest
from cfnlint.api import lint_all

from local import ACCOUNT, REGION, template, transform
from local.intrinsics import Resolver
from tests.prove.emulator import PYTHON
from tests.prove.stage import Stage, eventually
from tests.support.kit import ROOT

GUIDE = (ROOT / "docs/guides/subscribe.md").read_text(encoding="utf-8")
TEMPLATES = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
SUBSCRIBER, OTHER, STRANGER = "111122223333", "222233334444", "333344445555"
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/purser-events"
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/purser-events/ledger"
RULE_OF_ANOTHER_BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/other-events/ledger"
CHANGES = [
    *("events:DeleteRule", "events:DisableRule", "events:EnableRule"),
    *("events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource"),
]
READS = ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"]
EVALUATE = """
import json, sys
from ministack.core import iam_evaluator
policy, contexts = json.load(sys.stdin)
decided = [iam_evaluator.evaluate_resource_policy(policy, iam_evaluator.EvalContext(**one)) for one in contexts]
print(json.dumps([one.decision for one in decided]))
"""


def policies(accounts: str) -> list[dict[str, Any]]:
    expanded = transform.expanded(ROOT / "template.yaml")
    given = {"MailFrom": "billing@purser.example", "SubscriberAccounts": accounts}
    resolver = Resolver(expanded, template.parameter_values(expanded, given), region=REGION, account=ACCOUNT)
    found = (one for one in resolver.resources().values() if one["Type"] == "AWS::Events::EventBusPolicy")
    return [resolver.resolve(one["Properties"]) for one in found]


@cache
def policy() -> str:
    """The policy of a bus with two subscribers, as JSON."""
    statements = [one["Statement"] for one in policies(f"{SUBSCRIBER},{OTHER}")]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def call(action: str, resource: str = RULE, **keys: object) -> dict[str, Any]:
    """A call by the subscriber. keys: creator, the account that made the rule, if it exists; source, of its pattern."""
    names = {"creator": "events:creatoraccount", "source": "events:source"}
    return {
        "action": action,
        "resource_arn": resource,
        "region": REGION,
        "service_context": {names[name]: value for name, value in keys.items()},
    }


def allowed(calls: list[dict[str, Any]], by: str = SUBSCRIBER) -> list[bool]:
    caller = {
        "principal_arn": f"arn:aws:iam::{by}:role/deployer",
        "principal_type": "AssumedRole",
        "principal_account": by,
    }
    document = json.loads(policy().replace("${aws:PrincipalAccount}", by))  # the evaluator has no policy variables
    run = subprocess.run(
        [PYTHON, "-c", EVALUATE],
        input=json.dumps([document, [one | caller for one in calls]]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [decision == "Allow" for decision in json.loads(run.stdout)]


def test_a_subscriber_makes_rules_for_purser_s_events_and_for_no_others() -> None:
    own = [call("events:PutRule", source=["purser"]), call("events:PutRule", source=["purser"], creator=SUBSCRIBER)]
    assert allowed(own) == [True, True]

    others = [
        call("events:PutRule", source=["trading"]),
        call("events:PutRule", source=["purser", "trading"]),
        call("events:PutRule"),  # a pattern without a source
        call("events:PutRule", RULE_OF_ANOTHER_BUS, source=["purser"]),
    ]
    assert allowed(others) == [False] * 4


@pytest.mark.parametrize("creator", [ACCOUNT, OTHER])
def test_a_subscriber_changes_and_reads_its_own_rules_only(creator: str) -> None:
    assert all(allowed([call(action, creator=SUBSCRIBER) for action in CHANGES + READS]))

    calls = [call(action, creator=creator) for action in CHANGES + READS]
    assert not any(allowed([*calls, call("events:PutRule", source=["purser"], creator=creator)]))


def test_a_subscriber_puts_no_event_on_the_bus_and_changes_nothing_of_the_bus() -> None:
    actions = ("PutEvents", "DeleteEventBus", "UpdateEventBus", "PutPermission", "DescribeEventBus", "CreateArchive")

    assert not any(allowed([call(f"events:{action}", BUS) for action in actions]))


def test_another_account_may_do_nothing() -> None:
    calls = [call(action, creator=STRANGER) for action in CHANGES + READS]

    assert not any(allowed([*calls, call("events:PutRule", source=["purser"])], STRANGER))


def test_without_subscribers_the_bus_has_no_policy() -> None:
    assert policies("") == []


def test_the_guide_s_templates_are_valid() -> None:
    found = [match for text in TEMPLATES for match in lint_all(text) if not match.rule.id.startswith("I")]

    assert len(TEMPLATES) == 2
    assert found == []


def test_a_stack_of_the_guide_gets_the_transactions_of_its_tenant(deployed: Stage) -> None:
    cloudformation, sqs = deployed.client("cloudformation"), deployed.client("sqs")
    bus = {"ParameterKey": "PurserBus", "ParameterValue": deployed.outputs()["EventBusName"]}
    cloudformation.create_stack(StackName="subscriber", TemplateBody=TEMPLATES[0], Parameters=[bus])
    cloudformation.get_waiter("stack_create_complete").wait(StackName="subscriber", WaiterConfig={"Delay": 1})
    resources = cloudformation.describe_stack_resources(StackName="subscriber")["StackResources"]
    queue = next(one["PhysicalResourceId"] for one in resources if one["LogicalResourceId"] == "Queue")
    for tenant in ("another", "arcade"):  # in the order in which their transactions pass the bus
        deployed.add_user(f"system@{tenant}.example", tenant, "service")
        body = {"amount": 40, "currency": "COIN", "reason": "manual_adjust"}
        deployed.call_ok(f"system@{tenant}.example", "POST", f"/api/v1/wallets/{tenant}-nina/credit", body)

    def received() -> list[str]:
        """The owners whose transactions arrived. A relay leaves out what is younger than an open transaction."""
        deployed.invoke("RelayOutboxFunction")
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"])["detail"]["entries"][0]["owner_id"] for message in messages]

    assert {*eventually(received)} == {"arcade-nina"}
    cloudformation.delete_stack(StackName="subscriber")
