"""What `make deploy` protects, and what REPLACE allows."""

import json
from pathlib import Path
from typing import Any

import pytest
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import CloudFormationBackend

from local import transform
from tests.support.deployment import (
    FAILS,
    Api,
    answered,
    calls,
    installed,
    parameter,
    policy_of,
    run,
    stack_of,
    will_install,
    will_update,
)
from tests.support.kit import ROOT
from tools import protection, stages
from tools.stages import Refused, Stopped


def test_a_protected_stack_cannot_be_deleted_and_data_cannot_be_replaced_in_any_stage(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    assert stack_of("purser-prod").enable_termination_protection is True
    assert policy_of("purser-prod") == json.loads(protection.POLICY_FILE.read_text())


def test_the_first_deployment_leaves_data_unprotected_until_it_has_succeeded(
    root: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    expected = (
        "DeletionProtection is false during the first deployment, so that a failed one can be removed; then it is set."
    )
    assert expected in capsys.readouterr().out.splitlines()
    assert " DeletionProtection=false" in calls(root)[-1], "CloudFormation must be able to remove a failed deployment"
    assert parameter("purser-prod", "DeletionProtection") == "true"


def test_a_first_deployment_that_fails_protects_nothing(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")
    with (root / "sam.py").open("a") as sam:
        sam.write(FAILS)

    with pytest.raises(Stopped):
        run(root, "prod")

    assert parameter("purser-prod", "DeletionProtection") == "false"
    assert stack_of("purser-prod").enable_termination_protection is False


def test_the_next_deployment_protects_the_data_if_one_was_interrupted_before_it_did(root: Path, api: Api) -> None:
    answered(root, "staging")
    will_install(root, api.url, "purser-staging")
    with (root / "sam.py").open("a") as sam:
        sam.write(FAILS)  # sam fails while CloudFormation continues
    with pytest.raises(Stopped):
        run(root, "staging")
    assert parameter("purser-staging", "DeletionProtection") == "false"
    will_update(root, "purser-staging")

    run(root, "staging")

    assert " DeletionProtection=true" in calls(root)[-1]
    assert parameter("purser-staging", "DeletionProtection") == "true"


def test_data_that_cannot_be_protected_fails_the_command_and_names_the_next_step(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(root, "staging")
    will_install(root, api.url, "purser-staging")
    monkeypatch.setattr(protection, "MAX_ATTEMPTS", 1)
    monkeypatch.setattr(CloudFormationBackend, "update_stack", roll_back)

    expected = (
        r"the stack purser-staging works, but its database and user pool are not protected from deletion \(.+\); "
        "run `make deploy STAGE=staging` to try again$"
    )
    with pytest.raises(Stopped, match=expected):
        run(root, "staging")


def roll_back(self: CloudFormationBackend, name: str, **_: Any) -> Any:
    stack: Any = self.get_stack(name)
    stack.status = "UPDATE_ROLLBACK_COMPLETE"
    return stack


def test_the_dev_stack_is_not_protected_from_deletion(root: Path, api: Api) -> None:
    answered(root)
    will_install(root, api.url)

    run(root)

    assert stack_of("purser-dev").enable_termination_protection is False
    assert parameter("purser-dev", "DeletionProtection") == "false"
    assert policy_of("purser-dev") == json.loads(protection.POLICY_FILE.read_text())


@pytest.mark.parametrize("outcome", ["", FAILS])
def test_replace_permits_one_deployment_to_replace_the_named_resource_and_revokes_the_permission(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    answered(root)
    installed(url=api.url)
    monkeypatch.setenv("REPLACE", "Database")
    read_policy = "boto3.client('cloudformation').get_stack_policy(StackName='purser-dev')['StackPolicyBody']"
    (root / "sam.py").write_text(f"import boto3\npathlib.Path('policy').write_text({read_policy})\n{outcome}")

    if outcome:
        with pytest.raises(Stopped):
            run(root)
    else:
        run(root)

    strict = json.loads(protection.POLICY_FILE.read_text())
    allows, denies = json.loads((root / "policy").read_text())["Statement"]
    assert denies == strict["Statement"][1] | {"Resource": ["LogicalResourceId/UserPool", "LogicalResourceId/EventBus"]}
    assert allows == strict["Statement"][0]
    assert policy_of("purser-dev") == strict


@pytest.mark.filterwarnings("ignore:.*ExpiredToken does not match an error shape")  # no service's own error
def test_a_session_that_expires_while_replacing_is_reported_in_one_line_with_the_next_step(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(root)
    installed(url=api.url)
    monkeypatch.setenv("REPLACE", "Database")
    (root / "sam.py").write_text(FAILS)
    set_policy = CloudFormationBackend.set_stack_policy

    def set_until_expired(backend: CloudFormationBackend, name: str, policy_body: str) -> Any:
        if any(call.startswith("sam deploy") for call in calls(root)):
            raise CloudFormationError("ExpiredToken", "The security token included in the request is expired")
        return set_policy(backend, name, policy_body)

    monkeypatch.setattr(CloudFormationBackend, "set_stack_policy", set_until_expired)

    with pytest.raises(SystemExit) as ended:
        stages.run_task("deploy", lambda: run(root))

    assert ended.value.code == (
        "deploy: the AWS session has expired: sign in again; until you run `make deploy STAGE=dev` again, the stack "
        "policy of purser-dev allows replacing Database"
    )


@pytest.mark.parametrize("name", ["1", "database", "Queue", "Database,UserPool"])
def test_replace_refuses_a_name_that_is_not_protected_and_lists_those_that_are(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    answered(root)
    installed()
    monkeypatch.setenv("REPLACE", name)

    with pytest.raises(Refused, match=rf"^REPLACE={name} is not one of Database, UserPool, EventBus$"):
        run(root)
    assert calls(root) == []


def test_the_stack_policy_denies_replacing_or_deleting_resources_with_data() -> None:
    template = transform.parsed((ROOT / "template.yaml").read_text())["Resources"]
    denied = [
        statement
        for statement in json.loads(protection.POLICY_FILE.read_text())["Statement"]
        if statement["Effect"] == "Deny"
    ]

    ids = {name.removeprefix("LogicalResourceId/") for statement in denied for name in statement["Resource"]}
    assert ids >= {"Database", "UserPool", "EventBus"}
    assert ids <= template.keys()
    assert {action for statement in denied for action in statement["Action"]} == {"Update:Replace", "Update:Delete"}
