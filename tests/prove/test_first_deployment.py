"""The first deployment of a stage that succeeds."""

import json

import pytest
from botocore.exceptions import ClientError

from local import transform
from tests.prove.emulator import REGION, Emulator
from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult, Workspace
from tests.support.kit import ROOT
from tools import deploy, smoke


@pytest.fixture(scope="module")
def deployed(workspace: Workspace, stage: Stage) -> CommandResult:
    return workspace.deploy(stage.name)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"DatabaseUrl": "postgresql://localhost/purser"}, "for local development only"),
        ({"Issuer": "https://issuer.example"}, "both Issuer and Audience"),
        ({"VpcId": "vpc-1"}, "both VpcId and SubnetIds"),
        (
            {"ServiceEndpoints": "interface", "VpcId": "vpc-1", "SubnetIds": "subnet-1,subnet-2"},
            "for the stack's own network",
        ),
        ({"ServiceEndpoints": "existing"}, "needs an existing network"),
        ({"ZoneA": f"{REGION}a", "ZoneB": f"{REGION}a"}, "to different zones"),
        ({"PerformanceInsights": "true"}, "needs a MinCapacity of 2 or more"),
    ],
)
def test_each_rule_of_the_template_refuses_the_wrong_parameters(
    aws: Emulator, parameters: dict[str, str], reason: str
) -> None:
    template = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))
    topic = {"Type": "AWS::SNS::Topic"}
    only_rules = {"Parameters": template["Parameters"], "Rules": template["Rules"], "Resources": {"Topic": topic}}
    given = {"MailFrom": "billing@purser.example", **parameters}

    with pytest.raises(ClientError, match=reason):
        aws.client("cloudformation").create_change_set(
            StackName="rules",
            ChangeSetName="rules",
            ChangeSetType="CREATE",
            TemplateBody=json.dumps(only_rules, default=str),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        )


def test_the_first_deployment_creates_the_stack(deployed: CommandResult, stage: Stage) -> None:
    assert deployed.code == 0, deployed.text
    assert stage.status() == "CREATE_COMPLETE"


def test_the_stage_has_one_user_pool(deployed: CommandResult, stage: Stage) -> None:
    """An earlier attempt that failed leaves no second one behind either."""
    pools = stage.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]

    assert [pool["Name"] for pool in pools] == [stage.stack]


def test_the_deployer_has_only_the_permissions_of_a_deployment(deployed: CommandResult, stage: Stage) -> None:
    deployer = Stage(
        stage.name, Workspace(stage.workspace.folder, {**stage.workspace.environment, **stage.workspace.deployer})
    )

    assert "assumed-role/purser-deployer" in deployer.client("sts").get_caller_identity()["Arn"]
    for function, request in {
        deployer.client("iam").create_role: {"RoleName": "purser-dev-AnyRole-1", "AssumeRolePolicyDocument": "{}"},
        deployer.client("lambda").list_functions: {},
    }.items():
        with pytest.raises(ClientError, match=r"not authorized to perform: (iam:CreateRole|lambda:ListFunctions)"):
            function(**request)


def test_cloudformation_gets_a_role_of_its_own(deployed: CommandResult) -> None:
    assert f"CloudFormation uses the role {deploy.SERVICE_ROLE}." in deployed.text


def test_the_api_is_reachable_at_the_printed_address(deployed: CommandResult, stage: Stage) -> None:
    assert stage.outputs()["ApiUrl"] in deployed.text

    assert stage.call(None, "GET", smoke.HEALTH_PATH).json() == {"status": "ok"}
    assert stage.call(None, "GET", smoke.PROTECTED_PATH).status_code == 401


def test_the_stack_is_migrated_by_cloudformation(deployed: CommandResult, stage: Stage) -> None:
    """The resource exists, so the function has answered CloudFormation. Another call succeeds too."""
    error, answer = stage.invoke("MigrateFunction")

    assert stage.current_resources()["Migration"] == "purser-schema"
    assert error is None, json.dumps(answer)
