"""How template.yaml is deployed: which functions are released gradually, their versions and aliases, and the order of
the deployment. The template is read after SAM's transform."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from ledger.billing import ses
from ledger.edge import erasure_keys
from ledger.messaging import bus, queues
from local import identity, payload, template, transform
from local.identity import AUDIENCE, ISSUER, Issuer, TokenRequest, Unauthorized
from local.template import Authorizer
from tests.contract.test_template import FUNCTIONS, ROOT, TEMPLATE, folder
from tests.support.stack import deployed, properties, versioned
from tools import deploy, operations

LEDGER = ROOT / "layers" / "ledger" / "ledger"
POSTING = {"posting.post", "posting.post_batch"}
ALIASED = {name for name, function in FUNCTIONS.items() if "AutoPublishAlias" in function["Properties"]}
# Properties that are not part of a version. If only one of them changed, the new version would already exist.
UNVERSIONED = {"ReservedConcurrentExecutions", "RecursiveLoop", "CodeSigningConfigArn"}


def versions(text: str | None = None, **code: str) -> dict[str, str]:
    """The logical id of the version that each alias points to, by the logical id of the function."""
    aliases = properties("AWS::Lambda::Alias", versioned(json.dumps(code), text))
    return {
        alias["FunctionName"]["Ref"]: alias["FunctionVersion"]["Fn::GetAtt"][0] for _, alias in sorted(aliases.items())
    }


def references(value: Any) -> Iterator[str]:
    """The names that a value refers to with Ref, GetAtt, Sub or DependsOn."""
    if isinstance(value, dict):
        for name, argument in value.items():
            match name, argument:
                case "Ref" | "DependsOn", str():
                    yield argument
                case "Fn::GetAtt", _:
                    yield argument[0] if isinstance(argument, list) else argument.split(".")[0]
                case "Fn::Sub", _:
                    text = argument if isinstance(argument, str) else argument[0]
                    yield from (part.split("}")[0].split(".")[0] for part in text.split("${")[1:])
                    yield from references(argument[1:] if isinstance(argument, list) else [])
                case _:
                    yield from references(argument)
    elif isinstance(value, list):
        for element in value:
            yield from references(element)


def test_every_function_that_needs_a_token_knows_the_tenant_of_root_and_its_api() -> None:
    (stage,) = properties("AWS::ApiGatewayV2::Stage").values()
    system = operations.deployed()
    called = {route.function for route in system.routes if route.authorizer}

    found = {
        tuple(system.functions[name].environment[variable] for variable in ("PLATFORM_TENANT", "API_ID", "API_STAGE"))
        for name in called
    }

    assert found == {("platform", payload.API_ID, stage["StageName"])}


# ---- functions that are released gradually --------------------------------------------------------------------------


def names_in(tree: ast.AST, module: str) -> set[str]:
    """The ledger's functions and classes that the code uses, as module.name."""
    nodes = list(ast.walk(tree))
    imported = {
        alias.asname or alias.name: f"{(node.module or '').removeprefix('ledger').lstrip('.')}.{alias.name}".lstrip(".")
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ledger"
        for alias in node.names
    }
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    of_modules = {
        f"{imported[node.value.id]}.{node.attr}"
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported
    }
    return {imported.get(name, f"{module}.{name}") for name in plain} | of_modules


@cache
def uses() -> dict[str, set[str]]:
    """The names that each function and class of the ledger uses. A module's imports are counted for each of them."""
    found: dict[str, set[str]] = {}
    for path in LEDGER.rglob("*.py"):
        module = ".".join(path.relative_to(LEDGER).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text())
        head = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        if path.name == "__init__.py":  # names that a package exports from its modules
            found |= {
                f"{module}.{alias.name}": {f"{(node.module or '').removeprefix('ledger.')}.{alias.name}"}
                for node in head
                for alias in node.names
            }
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.ClassDef):
                one = ast.Module([*head, function], [])
                found.setdefault(f"{module}.{function.name}", set()).update(names_in(one, module))
    return found


def posts(handler: Path) -> bool:
    """Whether the handler calls one of POSTING, directly or through other functions."""
    unvisited, seen = names_in(ast.parse(handler.read_text()), ""), set[str]()
    while unvisited := unvisited - seen:
        seen |= unvisited
        unvisited = {name for one in unvisited for name in uses().get(one, ())}
    return not POSTING.isdisjoint(seen)


def test_exactly_the_functions_that_post_transactions_are_released_gradually() -> None:
    posting_folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py") if posts(path)}

    assert {folder(FUNCTIONS[name]) for name in ALIASED} == posting_folders
    assert {"cashier_debit", "cash_out_triggered", "payments_approve", "agent_clients_import"} <= posting_folders
    assert "agent_clients_create" not in posting_folders


# ---- versions and aliases -------------------------------------------------------------------------------------------


def test_each_gradually_released_function_has_an_alias_and_its_old_versions_are_deleted() -> None:
    resources = deployed()

    assert versions().keys() == ALIASED
    assert all(alias["Name"] == "live" for alias in properties("AWS::Lambda::Alias", resources).values())
    # After a rollback, a version that was kept would be the newest one, so the same code would not get a new version.
    assert all(resources[version]["DeletionPolicy"] == "Delete" for version in versions().values())


def test_a_changed_layer_creates_a_new_version_of_every_function() -> None:
    before, after = versions(LedgerLayer="old-layer"), versions(LedgerLayer="new-layer")

    assert [name for name in ALIASED if before[name] == after[name]] == []


def test_unchanged_content_creates_no_new_version() -> None:
    assert versions(LedgerLayer="layer") == versions(
        LedgerLayer="layer", CashierDebitFunction="functions/cashier_debit/"
    )


def test_a_change_of_a_function_s_folder_creates_a_new_version_of_that_function_only() -> None:
    before, after = versions(), versions(CashierDebitFunction="new-debit")

    assert {name for name in ALIASED if before[name] != after[name]} == {"CashierDebitFunction"}


def test_changed_parameters_create_a_new_version_of_every_function_after_make_deploy_has_stamped_them() -> None:
    text = (ROOT / "template.yaml").read_text()
    before, after = versions(text), versions(deploy.stamped(text, {"LogLevel": "DEBUG"}))

    assert [name for name in ALIASED if before[name] == after[name]] == []


def test_aliased_functions_have_no_property_that_is_not_part_of_a_version() -> None:
    functions = properties("AWS::Lambda::Function", deployed())

    assert [name for name in ALIASED if functions[name].keys() & UNVERSIONED] == []


def test_every_caller_of_an_aliased_function_calls_its_alias() -> None:
    """The callers are routes, queues, schedules and permissions. Metrics of a function cover all its versions."""
    resources = deployed()
    watching = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::Lambda::Alias", "AWS::Lambda::Version"}
    watching |= {"AWS::IAM::RolePolicy"}  # this policy only denies
    direct_callers = {
        (name, function)
        for name, resource in resources.items()
        if resource["Type"] not in watching
        for function in ALIASED.intersection(references(resource.get("Properties", {})))
    }
    called = {name for resource in resources.values() for name in references(resource.get("Properties", {}))}

    assert direct_callers == set()
    assert {f"{name}Aliaslive" for name in ALIASED} <= called


def test_the_local_system_reads_the_routes_and_queues_of_aliases() -> None:
    system = operations.deployed()
    routed = {route.function for route in system.routes} | {feed.function for feed in system.wiring.event_sources}

    assert {folder(FUNCTIONS[name]) for name in ALIASED} <= routed


# ---- gradual release ------------------------------------------------------------------------------------------------


def test_a_release_begins_with_a_tenth_of_the_calls_and_is_rolled_back_on_an_alarm() -> None:
    resources = deployed()
    groups = properties("AWS::CodeDeploy::DeploymentGroup", resources)

    assert groups.keys() == {f"{name}DeploymentGroup" for name in ALIASED}
    for name, group in groups.items():
        assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent5Minutes"}
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
        assert [alarm["Name"]["Ref"] for alarm in group["AlarmConfiguration"]["Alarms"]] == [
            "CrashAlarm",
            "FailuresAlarm",
            "UnavailableAlarm",
        ]
        assert group["ServiceRoleArn"] == {"Fn::GetAtt": ["DeploymentRole", "Arn"]}
        alias = resources[name.removesuffix("DeploymentGroup") + "Aliaslive"]
        assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {"Ref": name}


def test_a_function_that_codedeploy_may_invoke_checks_a_new_version_before_it_gets_calls() -> None:
    resources = deployed()
    updates = [
        body["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        for body in resources.values()
        if body["Type"] == "AWS::Lambda::Alias"
    ]
    statements = [
        statement
        for policy in properties("AWS::IAM::Role")["DeploymentRole"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]

    assert len(updates) == len(ALIASED)
    assert all(update["BeforeAllowTrafficHook"] == {"Ref": "PreTrafficFunction"} for update in updates)
    assert {"Fn::GetAtt": ["PreTrafficFunction", "Arn"]} in [
        statement["Resource"] for statement in statements if statement["Action"] == "lambda:InvokeFunction"
    ]
    assert (
        properties("AWS::Lambda::Function")["PreTrafficFunction"]["Timeout"]
        > TEMPLATE["Globals"]["Function"]["Timeout"]
    )


def test_an_alarm_that_rolls_a_release_back_fires_within_five_minutes_and_watches_its_own_stack_only() -> None:
    for name in ("CrashAlarm", "FailuresAlarm", "UnavailableAlarm"):
        alarm = properties("AWS::CloudWatch::Alarm", deployed())[name]
        own = [*alarm.get("Dimensions", []), {"Value": alarm["Namespace"]}]

        assert alarm["Period"] * alarm["EvaluationPeriods"] <= 180
        assert "AWS::StackName" in json.dumps(own)


def test_a_stage_that_is_deployed_all_at_once_has_no_codedeploy_resources() -> None:
    resources = deployed(json.dumps({"GradualDeployment": "false"}))

    assert [name for name, body in resources.items() if body["Type"].startswith("AWS::CodeDeploy")] == []
    assert not any("UpdatePolicy" in body for body in resources.values())
    assert len(properties("AWS::Lambda::Alias", resources)) == len(ALIASED)


def test_snapshots_are_for_aliased_functions_only_and_off_by_default() -> None:
    source = transform.parsed((ROOT / "template.yaml").read_text())
    with_snapshots = {
        name for name, body in properties("AWS::Lambda::Function", deployed()).items() if "SnapStart" in body
    }

    assert with_snapshots == ALIASED
    assert source["Parameters"]["SnapStart"]["Default"] == "false"
    assert "USD" in source["Parameters"]["SnapStart"]["Description"]


# ---- order of the deployment ----------------------------------------------------------------------------------------


def test_no_function_gets_a_release_s_code_before_the_database_has_its_schema() -> None:
    resources = deployed()

    def waits_for(name: str, seen: set[str]) -> set[str]:
        for other in set(references(resources[name])) & resources.keys() - seen:
            seen |= {other}
            waits_for(other, seen)
        return seen

    early = {
        name
        for name, function in properties("AWS::Lambda::Function", resources).items()
        if "DATABASE_URL" in function.get("Environment", {}).get("Variables", {})
        and "Migration" not in waits_for(name, set())
    }
    assert early == {"MigrateFunction"}


# ---- accepted clients -----------------------------------------------------------------------------------------------


def authorizer(**parameters: str) -> Authorizer:
    """The authorizer of the routes in the template with these parameters."""
    given = {"Issuer": ISSUER, "Audience": AUDIENCE, "DatabaseUrl": "postgresql:", "MailFrom": "billing@purser.example"}
    given |= {"ConsoleUrl": "https://console.example"}
    (found,) = {
        route.authorizer
        for route in template.read(ROOT / "template.yaml", given | parameters).routes
        if route.authorizer is not None
    }
    return found


def test_a_parameter_adds_a_system_s_client_to_the_accepted_clients() -> None:
    assert authorizer().audiences == {AUDIENCE}
    assert authorizer(ServiceClientIds="trading,2f5kq").audiences == {AUDIENCE, "trading", "2f5kq"}


def test_only_tokens_of_accepted_clients_are_accepted() -> None:
    issuer = Issuer(generate_private_key(public_exponent=65537, key_size=2048))
    request = TokenRequest(sub="trading", tenant_id="acme", roles=["service"])
    accepting = authorizer(ServiceClientIds="trading")

    passed = identity.Verifier(issuer.keys).authorize(accepting, f"Bearer {issuer.token(request, client='trading')}")

    assert passed["jwt"]["claims"]["client_id"] == "trading"
    for client in ("somebody-else", "", "trading,"):
        with pytest.raises(Unauthorized):
            identity.Verifier(issuer.keys).authorize(accepting, f"Bearer {issuer.token(request, client=client)}")


def test_without_service_clients_the_client_for_people_is_the_only_audience() -> None:
    jwt = deployed()["HttpApi"]["Properties"]["Body"]["components"]["securitySchemes"]["Jwt"]
    condition, several, one = jwt["x-amazon-apigateway-authorizer"]["jwtConfiguration"]["audience"]["Fn::If"]

    assert condition == "HasServiceClients"
    assert one == [{"Fn::If": ["OwnPool", {"Ref": "UserPoolClient"}, {"Ref": "Audience"}]}]
    assert several["Fn::Split"][1]["Fn::Join"][1][0] == one[0]


# ---- addresses of AWS services --------------------------------------------------------------------------------------


def test_events_queues_mail_and_the_key_of_erasures_use_addresses_that_have_ipv6(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = transform.parsed((ROOT / "template.yaml").read_text())["Globals"]["Function"]["Environment"]["Variables"]
    assert settings["AWS_USE_DUALSTACK_ENDPOINT"]["Fn::If"][1:] == ["false", {"Fn::If": ["UsesIpv6", "true", "false"]}]
    monkeypatch.setenv("AWS_USE_DUALSTACK_ENDPOINT", "true")

    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    clients = [
        *(bus.client.__wrapped__(1.0), queues.client.__wrapped__(), ses._client.__wrapped__()),
        erasure_keys._client(),
    ]

    assert [client.meta.endpoint_url for client in clients] == [
        "https://events.eu-central-1.api.aws",
        "https://sqs.eu-central-1.api.aws",
        "https://email.eu-central-1.api.aws",
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/ip-access.html: this name has both.
        "https://secretsmanager.eu-central-1.amazonaws.com",
    ]


def test_a_transaction_does_not_wait_long_for_the_key_of_erasures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    config = erasure_keys._client().meta.config

    assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (2.0, 2.0, 1)
