"""What `make deploy` protects, and what REPLACE allows."""

import json
from pathlib import Path

import pytest

from local import transform
from tests.support.deployment import (
    FAILS,
    Api,
    answered,
    installed,
    policy_of,
    run,
    stack_of,
    will_install,
)
from tests.support.kit import ROOT
from tools import protection
from tools.stages import Stopped


def test_a_protected_stage_s_stack_cannot_be_deleted_and_no_stage_s_data_can_be_replaced(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    assert stack_of("purser-prod").enable_termination_protection is True
    assert policy_of("purser-prod") == json.loads(protection.POLICY_FILE.read_text())


def test_dev_may_be_deleted(root: Path, api: Api) -> None:
    answered(root)
    will_install(root, api.url)

    run(root)

    assert stack_of("purser-dev").enable_termination_protection is False
    assert policy_of("purser-dev") == json.loads(protection.POLICY_FILE.read_text())


@pytest.mark.parametrize("outcome", ["", FAILS])
def test_replace_permits_one_deployment_to_replace_data_and_revokes_the_permission(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    answered(root)
    installed(url=api.url)
    monkeypatch.setenv("REPLACE", "1")
    look = "boto3.client('cloudformation').get_stack_policy(StackName='purser-dev')['StackPolicyBody']"
    (root / "sam.py").write_text(f"import boto3\npathlib.Path('policy').write_text({look})\n{outcome}")

    if outcome:
        with pytest.raises(Stopped):
            run(root)
    else:
        run(root)

    assert json.loads((root / "policy").read_text()) == protection.ALLOW_ALL
    assert policy_of("purser-dev") == json.loads(protection.POLICY_FILE.read_text())


def test_the_stack_policy_denies_replacing_or_deleting_resources_with_data() -> None:
    template = transform.parsed((ROOT / "template.yaml").read_text())["Resources"]
    denied = [one for one in json.loads(protection.POLICY_FILE.read_text())["Statement"] if one["Effect"] == "Deny"]

    ids = {name.removeprefix("LogicalResourceId/") for one in denied for name in one["Resource"]}
    assert ids >= {"Database", "UserPool", "EventBus"}
    assert ids <= template.keys()
    assert {action for one in denied for action in one["Action"]} == {"Update:Replace", "Update:Delete"}
