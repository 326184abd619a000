"""`make deploy`: its questions, the commands that it runs, and its output."""

import shutil
from pathlib import Path

import pytest
from moto.core.exceptions import AccessDeniedError
from moto.iam.models import IAMBackend

from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import (
    DEV,
    FAILS,
    MAIL_FROM,
    ZONES,
    Api,
    answered,
    at_a_terminal,
    calls,
    installed,
    run,
    will_install,
)
from tests.support.kit import ROOT
from tools import answers, deploy, stages
from tools.stages import Refused, Stopped


def test_the_first_deployment_asks_for_parameters_without_a_default_and_stores_the_answers(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (root / "samconfig.toml").read_text()
    at_a_terminal(monkeypatch, "nobody", MAIL_FROM)
    will_install(root, api.url)

    run(root)

    assert calls(root) == [
        "make --no-print-directory build ARCHITECTURE=arm64",
        f"sam deploy --config-env dev --parameter-overrides {DEV} MailFrom={MAIL_FROM} {ZONES}",
    ]
    added = f" MailFrom={MAIL_FROM}"
    assert (root / "samconfig.toml").read_text() == before.replace("LogDays=7", f"LogDays=7{added}", 1)


def test_three_invalid_answers_end_the_deployment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, "nobody", "nobody", "nobody", MAIL_FROM)

    with pytest.raises(SystemExit, match=r"^deploy: interrupted$"):
        stages.run_task("deploy", lambda: run(root))
    assert "MailFrom" not in (root / "samconfig.toml").read_text()


def test_the_command_asks_for_a_missing_region_and_stores_it(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    answered(root)
    at_a_terminal(monkeypatch, REGION)
    (root / "sam.py").write_text("")

    with pytest.raises(Stopped, match="there is no stack purser-dev"):
        run(root)
    assert stages.read("dev", root).settings["region"] == REGION
    assert "region" not in stages.read("prod", root).settings


def test_an_answer_with_spaces_and_quotes_reaches_sam_as_it_was_typed(root: Path) -> None:
    from samcli.cli.types import CfnParameterOverridesType  # noqa: PLC0415

    vendor = 'Acme "Games" Ltd|1 High Street'
    answered(root, Vendor=vendor)
    given = stages.read("dev", root).parameters

    assert given["Vendor"] == vendor
    overrides = [answers.override(name, value) for name, value in (dict(given) | {"Issuer": ""}).items()]
    parsed = CfnParameterOverridesType().convert(overrides, None, None)
    assert parsed == dict(given) | {"Issuer": ""}


def test_a_list_of_parameters_stays_a_list(root: Path) -> None:
    config = root / "samconfig.toml"
    text = config.read_text()
    line = next(line for line in text.splitlines() if "MaxCapacity=4" in line)
    config.write_text(text.replace(line, 'parameter_overrides = ["LogLevel=INFO", "MaxCapacity=4"]'))

    answered(root, "staging")

    assert stages.read("staging", root).settings["parameter_overrides"] == [
        "LogLevel=INFO",
        "MaxCapacity=4",
        f"MailFrom={MAIL_FROM}",
    ]


def test_a_later_deployment_asks_nothing_keeps_the_zones_and_prints_its_address_and_the_next_step(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_a_terminal(monkeypatch)
    answered(root, Architecture="x86_64")
    stack = installed(url=api.url, PostgresVersion="17.5")

    run(root)

    outputs = stages.outputs_of(stages.existing("purser-dev", REGION) or {})
    later = f'Architecture=x86_64 ServiceClientIds="" ApiId={outputs["ApiId"]}'
    assert calls(root) == [
        "make --no-print-directory build ARCHITECTURE=x86_64",
        f"sam deploy --config-env dev --parameter-overrides {DEV} MailFrom={MAIL_FROM} {later}",
    ]
    assert stack.status == "CREATE_COMPLETE"
    command = f"AWS_REGION={REGION} .venv/bin/purser users add EMAIL --tenant platform --role root --stack purser-dev"
    assert capsys.readouterr().out.splitlines() == [
        f"deploy: purser-dev, in account {ACCOUNT}, {REGION}",
        "  ok       zones: the stack keeps its zones",
        "  ok       network: the stack has a network of its own",
        "  ok       concurrency: StreamConcurrency=50 leaves 950 concurrent executions unreserved",
        "  ok       engine: the database keeps 17.5",
        "  ok       key: nobody can be erased, since there is no ErasureKeyArn",
        f"  warning  sender: SES will write to {MAIL_FROM}; it sends nothing until somebody follows the link there",
        "  ok       sandbox: SES delivers to any address",
        "Deployed: purser-dev",
        f"  ApiUrl          {api.url}  (Where the API answers)",
        "  ClientId        abc  (The client that people sign in with)",
        f"  ApiId           {outputs['ApiId']}  (The id of the API)",
        f"  UserPoolId      {outputs['UserPoolId']}  (The user pool)",
        "  PlatformTenant  platform  (The tenant of the operators)",
        f"The API works: {api.url}/healthz answers 200, and a call without a token gets 401.",
        f"Next, create the first root user: {command}",
    ]


def test_a_deployment_without_a_terminal_waits_for_no_answer_and_no_confirmation(root: Path, api: Api) -> None:
    answered(root, "prod")
    will_install(root, api.url, "purser-prod")

    run(root, "prod")

    assert calls(root)[-1].startswith("sam deploy --config-env prod --no-confirm-changeset --parameter-overrides ")


def test_a_deployment_keeps_the_clients_of_systems_and_no_others(root: Path, api: Api) -> None:
    answered(root)
    installed(url=api.url)
    cognito = stages.client("cognito-idp", REGION)
    pool = stages.outputs_of(stages.existing("purser-dev", REGION) or {})["UserPoolId"]
    clients = [
        cognito.create_user_pool_client(UserPoolId=pool, ClientName=flow, AllowedOAuthFlows=[flow])["UserPoolClient"]
        for flow in ("client_credentials", "code", "client_credentials")
    ]

    run(root)

    ids = ",".join(sorted([clients[0]["ClientId"], clients[2]["ClientId"]]))
    assert f" ServiceClientIds={ids} " in calls(root)[-1]


def test_a_later_deployment_passes_the_id_of_the_api_and_makes_new_versions_of_the_functions(
    root: Path, api: Api
) -> None:
    answered(root)
    installed(url=api.url)

    run(root)

    own_api = {"ApiId": stages.outputs_of(stages.existing("purser-dev", REGION) or {})["ApiId"]}
    settings = stages.read("dev", root).parameters
    built = (root / deploy.BUILT).read_text()
    assert calls(root)[-1].endswith(f" ApiId={own_api['ApiId']}")
    assert built == deploy.stamped("PARAMETERS: '0'\n", {**settings, **own_api})
    assert built != deploy.stamped("PARAMETERS: '0'\n", settings)


ADDED = """
import boto3
made = boto3.client("cognito-idp").create_user_pool_client(
    UserPoolId="{pool}", ClientName="late", AllowedOAuthFlows=["client_credentials"])["UserPoolClient"]
pathlib.Path("late").write_text(made["ClientId"])
"""


@pytest.mark.parametrize("status", ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_a_client_that_is_added_during_a_deployment_or_its_rollback_is_accepted_afterwards(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    """A deployment sets the authorizer to the clients from before it began. A rollback restores an earlier list."""
    answered(root)
    stack = installed(url=api.url)
    gateway, outputs = (
        stages.client("apigatewayv2", REGION),
        stages.outputs_of(stages.existing("purser-dev", REGION) or {}),
    )
    (authorizer,) = gateway.get_authorizers(ApiId=outputs["ApiId"])["Items"]
    jwt = authorizer["JwtConfiguration"] | {"Audience": ["abc", "gone"]}
    gateway.update_authorizer(ApiId=outputs["ApiId"], AuthorizerId=authorizer["AuthorizerId"], JwtConfiguration=jwt)
    (root / "sam.py").write_text(ADDED.format(pool=outputs["UserPoolId"]) + (FAILS if "ROLLBACK" in status else ""))
    stack.status = status

    if "ROLLBACK" in status:
        with pytest.raises(Stopped, match=r"sam deploy failed; its output above has the reason$"):
            run(root)
    else:
        run(root)

    (authorizer,) = gateway.get_authorizers(ApiId=outputs["ApiId"])["Items"]
    assert authorizer["JwtConfiguration"] == jwt | {"Audience": ["abc", (root / "late").read_text()]}


def test_the_clients_of_a_custom_issuer_are_the_given_ones(root: Path, api: Api) -> None:
    answered(root, Issuer="https://id.example", Audience="purser", ServiceClientIds="a,b")
    installed(url=api.url)

    run(root)

    assert calls(root)[-1].count("ServiceClientIds") == 1
    assert " ServiceClientIds=a,b" in calls(root)[-1]


def test_a_deployment_reads_the_parameters_of_the_deployed_stack(root: Path, api: Api) -> None:
    answered(root)
    installed(url=api.url)
    run(root)
    before = (root / deploy.BUILT).read_text()
    shutil.rmtree(root / ".aws-sam")
    answered(root, Pipeline="off")

    run(root)

    assert before != (root / deploy.BUILT).read_text() != "PARAMETERS: '0'\n"


def test_the_template_has_exactly_one_place_for_the_hash() -> None:
    text = (ROOT / "template.yaml").read_text()

    assert deploy.stamped(text, {}) != deploy.stamped(text, {"LogLevel": "DEBUG"})
    with pytest.raises(Refused, match="2 places"):
        deploy.stamped(text + text, {})


# ---- CloudFormation's role -------------------------------------------------------------------------------------------


def create_service_role() -> str:
    trust = (ROOT / "docs/cloudformation-trust.json").read_text()
    iam = stages.client("iam", REGION)
    return str(iam.create_role(RoleName=deploy.SERVICE_ROLE, AssumeRolePolicyDocument=trust)["Role"]["Arn"])


def test_cloudformation_gets_the_role_that_the_account_has_for_it(
    root: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    role = create_service_role()
    answered(root)
    will_install(root, api.url)

    run(root)

    assert f"sam deploy --config-env dev --no-confirm-changeset --role-arn {role} --parameter" in calls(root)[-1]
    assert f"CloudFormation uses the role {deploy.SERVICE_ROLE}." in capsys.readouterr().out


def test_a_role_in_samconfig_is_left_to_sam(root: Path, api: Api) -> None:
    create_service_role()
    answered(root)
    config = root / "samconfig.toml"
    line = 'stack_name = "purser-dev"\n'
    config.write_text(config.read_text().replace(line, f'{line}role_arn = "arn:aws:iam::{ACCOUNT}:role/another"\n'))
    will_install(root, api.url)

    run(root)

    assert "--role-arn" not in calls(root)[-1]


def test_whoever_may_not_look_for_the_role_deploys_with_their_own_permissions(
    root: Path, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise AccessDeniedError("somebody", "iam:GetRole")

    monkeypatch.setattr(IAMBackend, "get_role", denied)
    answered(root)
    will_install(root, api.url)

    run(root)

    assert "--role-arn" not in calls(root)[-1]
