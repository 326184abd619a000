"""The first deployment of a stage: declined, failed, and successful."""

import json

import pytest
from botocore.exceptions import ClientError

from local import transform
from tests.prove.emulator import REGION, Emulator
from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult, Workspace
from tests.support.kit import ROOT
from tools import smoke

MIGRATE = "functions/migrate/app.py"
BROKEN = "migration.migrate(os.environ['NO_SUCH_DATABASE'])"


@pytest.fixture(scope="module")
def declined(workspace: Workspace) -> CommandResult:
    """`make deploy` at a terminal. Its question before the first change is answered with no."""
    workspace.configure("dev", "confirm_changeset", "true")
    workspace.replace(MIGRATE, 'migration.migrate(os.environ["ADMIN_DATABASE_URL"], parameters=parameters)', BROKEN)
    return workspace.type_into(["make", "deploy", "STAGE=dev"], {"Deploy this changeset": "n"})


@pytest.fixture(scope="module")
def failed(workspace: Workspace, declined: CommandResult) -> CommandResult:
    """The next attempt, of a release whose migration raises an error."""
    return workspace.deploy("dev")


@pytest.fixture(scope="module")
def deployed(workspace: Workspace, stage: Stage, failed: CommandResult) -> CommandResult:
    """The failed stack is destroyed, then a release without the error is deployed."""
    removed = workspace.destroy("dev", CONFIRM=stage.stack)
    assert removed.code == 0, removed.text
    workspace.restore(MIGRATE)
    return workspace.deploy("dev")


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"DatabaseUrl": "postgresql://localhost/purser"}, "for local development only"),
        ({"Issuer": "https://issuer.example"}, "both Issuer and Audience"),
        ({"VpcId": "vpc-1"}, "both VpcId and SubnetIds"),
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


def test_a_declined_change_set_deploys_nothing_and_reports_it(declined: CommandResult, stage: Stage) -> None:
    assert declined.code != 0, declined.text
    assert "declined and nothing was deployed" in declined.text
    assert stage.status() in {"REVIEW_IN_PROGRESS", "none"}


def test_the_attempt_after_a_declined_change_set_creates_the_stack(failed: CommandResult) -> None:
    assert "CREATE_IN_PROGRESS" in failed.text, failed.text


def test_a_first_deployment_whose_migration_fails_prints_the_next_command(failed: CommandResult) -> None:
    assert failed.code != 0, failed.text
    assert "make destroy STAGE=dev" in failed.text, failed.text[-2000:]


def test_after_a_failed_first_deployment_and_make_destroy_the_next_one_succeeds(
    deployed: CommandResult, stage: Stage
) -> None:
    assert deployed.code == 0, deployed.text
    assert stage.status() == "CREATE_COMPLETE"


def test_a_failed_first_deployment_leaves_no_second_user_pool_behind(deployed: CommandResult, stage: Stage) -> None:
    pools = stage.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]

    assert [pool["Name"] for pool in pools] == [stage.stack]


def test_the_deployer_has_only_the_permissions_of_a_deployment(deployed: CommandResult, stage: Stage) -> None:
    deployer = Stage(
        stage.name, Workspace(stage.workspace.folder, {**stage.workspace.environment, **stage.workspace.deployer})
    )

    assert "assumed-role/purser-deployer" in deployer.client("sts").get_caller_identity()["Arn"]
    with pytest.raises(ClientError, match="not authorized to perform: iam:CreateUser"):
        deployer.client("iam").create_user(UserName="somebody")


def test_the_api_is_reachable_at_the_printed_address(deployed: CommandResult, stage: Stage) -> None:
    assert stage.outputs()["ApiUrl"] in deployed.text

    assert stage.call(None, "GET", smoke.HEALTH_PATH).json() == {"status": "ok"}
    assert stage.call(None, "GET", smoke.PROTECTED_PATH).status_code == 401


def test_the_stack_is_migrated_by_cloudformation(deployed: CommandResult, stage: Stage) -> None:
    """The resource exists, so the function has answered CloudFormation. Another call succeeds too."""
    error, answer = stage.invoke("MigrateFunction")

    assert stage.current_resources()["Migration"] == "purser-schema"
    assert error is None, json.dumps(answer)
