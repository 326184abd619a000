"""template.yaml after SAM's transform: the order of creation, physical names, quotas, and which parameters can be
changed without a loss of data."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from local import transform
from tests.contract.test_deployment import references
from tests.contract.test_template import ROOT, TEMPLATE
from tests.support.stack import deployed, properties

PARAMETERS: dict[str, dict[str, Any]] = TEMPLATE["Parameters"]
CONDITIONS: dict[str, Any] = TEMPLATE["Conditions"]
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html
RULE_FUNCTIONS = {
    "Fn::And",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::Equals",
    "Fn::Not",
    "Fn::Or",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
    "Ref",
}
STATEFUL = {
    "Database": "AWS::RDS::DBCluster",
    "UserPool": "AWS::Cognito::UserPool",
    "EventBus": "AWS::Events::EventBus",
}
# Literal names that are not physical names: each needs to be unique only within a resource of this stack.
UNIQUE_WITHIN_THE_STACK = {
    ("AWS::ApiGatewayV2::Stage", "StageName"),
    ("AWS::Cognito::UserPoolClient", "ClientName"),
    ("AWS::Events::EventBusPolicy", "StatementId"),
    ("AWS::IAM::RolePolicy", "PolicyName"),
    ("AWS::Lambda::Alias", "Name"),
    ("AWS::Lambda::EventInvokeConfig", "Qualifier"),
    ("AWS::RDS::DBProxyTargetGroup", "TargetGroupName"),
    ("AWS::Route53::RecordSet", "HostedZoneId"),
    ("AWS::Route53::RecordSet", "Type"),
}
# The condition keys that a service sends when it assumes a role, according to its documentation. RDS Proxy sends none.
SENT_CONDITION_KEYS = {
    "lambda.amazonaws.com": {"aws:SourceAccount", "aws:SourceArn"},
    "scheduler.amazonaws.com": {"aws:SourceAccount", "aws:SourceArn"},
}


def schema(kind: str) -> dict[str, Any]:
    """CloudFormation's schema of a resource type."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # noqa: PLC0415  (it takes 0.6 s, in each worker)

    found: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    return found


def functions_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, argument in value.items():
            if name == "Ref" or name.startswith("Fn::"):
                yield name
            yield from functions_in(argument)
    elif isinstance(value, list):
        for element in value:
            yield from functions_in(element)


def needs(name: str) -> set[str]:
    """The resources that CloudFormation creates before this resource and deletes after it."""
    resources = deployed()
    found: set[str] = set()
    waiting = [name]
    while waiting:
        resource = resources[waiting.pop()]
        named = resource.get("DependsOn", [])
        direct = set(references(resource)) | set([named] if isinstance(named, str) else named)
        new = direct & resources.keys() - found
        found |= new
        waiting += new
    return found


# ---- rules -----------------------------------------------------------------------------------------------------------


def test_rules_use_only_functions_that_cloudformation_allows_in_rules() -> None:
    assert {"DatabaseOfTheStack", "IssuerAndAudience", "NetworkAndSubnets"} <= TEMPLATE["Rules"].keys()
    assert set(functions_in(TEMPLATE["Rules"])) <= RULE_FUNCTIONS


def test_rules_refer_to_parameters_only() -> None:
    assert set(references(TEMPLATE["Rules"])) <= PARAMETERS.keys()


# ---- names -----------------------------------------------------------------------------------------------------------


def physical_names() -> Iterator[tuple[str, str, Any]]:
    """(logical id, property, value) of each property that names a resource in its account."""
    for name, resource in deployed().items():
        kind = resource["Type"]
        if kind.startswith("Custom::"):
            continue
        identifiers = {path.rsplit("/", maxsplit=1)[-1] for path in schema(kind).get("primaryIdentifier", [])}
        for key, value in resource.get("Properties", {}).items():
            named = key == "Name" or key in identifiers or key == f"{kind.rsplit('::', maxsplit=1)[-1]}Name"
            if named and (kind, key) not in UNIQUE_WITHIN_THE_STACK:
                yield name, key, value


def test_every_physical_name_contains_the_stack_name_so_two_stages_can_coexist() -> None:
    names = list(physical_names())
    without_stack_name = [
        (name, key)
        for name, key, value in names
        if "AWS::StackName" not in json.dumps(value)
        and not set(references(value)) & deployed().keys()
        and not set(references(value)) & {"MailFrom", "DomainName"}  # values that the operator chooses
    ]

    assert {"DatabaseProxy", "EventBus", "FunctionLogs", "Dashboard"} <= {name for name, _, _ in names}
    assert without_stack_name == []


def test_a_schedule_has_no_name_of_its_own() -> None:
    assert len(properties("AWS::Scheduler::Schedule")) == 5
    assert [name for name, schedule in properties("AWS::Scheduler::Schedule").items() if "Name" in schedule] == []


# ---- the migration ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "needed",
    [
        # to reach the database
        "Database",
        "DatabaseInstance",
        "DatabaseSubnets",
        "DatabaseGroup",
        "FunctionGroup",
        "MigrationGroup",
        "FunctionsToDatabase",
        "SubnetA",
        "SubnetB",
        # to answer CloudFormation
        "AnswersToCloudFormation",
        "Routes",
        "RoutesOfSubnetA",
        "RoutesOfSubnetB",
        "RouteOut",
        "WayOut",
        "Vpc",
        "VpcIpv6",
        # to run at all
        "MigrateFunction",
        "LedgerLayer",
        "MigrationRole",
        "RunsPolicy",
        "NetworkPolicy",
        "FunctionLogs",
    ],
)
def test_the_migration_depends_on_everything_that_it_needs_to_answer_a_deletion(needed: str) -> None:
    layers = {name for name, body in deployed().items() if body["Type"] == "AWS::Lambda::LayerVersion"}
    names = layers if needed == "LedgerLayer" else {needed}

    assert names
    assert names <= needs("Migration")


def test_the_migration_depends_on_every_rule_of_its_security_groups() -> None:
    groups = {"FunctionGroup", "DatabaseGroup"}
    rules = {
        name
        for kind in ("AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress")
        for name, rule in properties(kind).items()
        if set(references(rule)) & deployed().keys() <= groups
    }

    assert rules == {"FunctionsToDatabase"}
    assert rules <= needs("Migration")


def test_a_new_cluster_is_migrated() -> None:
    (migration,) = properties("Custom::Migration").values()

    assert migration["Database"] == {"Fn::GetAtt": ["Database", "DBClusterResourceId"]}


def test_the_migration_knows_the_cluster_by_a_name_that_a_restore_changes() -> None:
    variables = properties("AWS::Lambda::Function")["MigrateFunction"]["Environment"]["Variables"]

    assert variables["DATABASE_CLUSTER"] == {
        "Fn::If": ["OnThisMachine", "", {"Fn::GetAtt": ["Database", "DBClusterResourceId"]}]
    }


def test_cloudformation_waits_longer_for_a_custom_resource_than_its_function_runs_and_calls_it_once() -> None:
    """CloudFormation calls the function asynchronously. By default, Lambda retries such calls twice within hours."""
    resources = deployed()
    custom = {name: body["Properties"] for name, body in resources.items() if body["Type"].startswith("Custom::")}
    calls = {body["FunctionName"]["Ref"]: body for body in properties("AWS::Lambda::EventInvokeConfig").values()}

    assert custom.keys() == {"Migration"}
    for custom_resource in custom.values():
        function, _ = custom_resource["ServiceToken"]["Fn::GetAtt"]
        max_event_age_s = calls[function]["MaximumEventAgeInSeconds"]
        assert calls[function]["MaximumRetryAttempts"] == 0
        assert (
            max_event_age_s + resources[function]["Properties"]["Timeout"] <= custom_resource["ServiceTimeout"] <= 3600
        )


def test_no_resource_depends_on_itself() -> None:
    assert [name for name in deployed() if name in needs(name)] == []


# ---- roles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", properties("AWS::IAM::Role"))
def test_no_trust_policy_has_a_condition_key_that_its_service_does_not_send(role: str) -> None:
    for statement in properties("AWS::IAM::Role")[role]["AssumeRolePolicyDocument"]["Statement"]:
        services = statement["Principal"]["Service"]
        keys = {key for test in statement.get("Condition", {}).values() for key in test}
        for service in [services] if isinstance(services, str) else services:
            assert keys <= SENT_CONDITION_KEYS.get(service, set())


# ---- stateful resources ----------------------------------------------------------------------------------------------


@cache
def parameters_of(condition: str) -> frozenset[str]:
    """The parameters that a condition depends on, directly or through other conditions."""
    text = CONDITIONS[condition]
    found = set(references(text)) & PARAMETERS.keys()
    for other in set(re.findall(r'"Condition": "(\w+)"', json.dumps(text))):
        found |= parameters_of(other)
    return frozenset(found)


def parameters_that_change(value: Any) -> set[str]:
    """The parameters that can change a value: directly, through a condition, or by replacing a referenced resource."""
    found = set(references(value)) & PARAMETERS.keys()
    for condition in re.findall(r'"Fn::If": \["(\w+)"', json.dumps(value)):
        found |= parameters_of(condition)
    for name in set(references(value)) & deployed().keys():
        found |= parameters_that_replace(name)
    return found


def parameters_that_replace(name: str) -> set[str]:
    """The parameters for which a new value makes CloudFormation replace or delete a resource."""
    resource = deployed()[name]
    if resource["Type"].startswith("Custom::"):
        return set()
    own = schema(resource["Type"])
    fixed = {
        path.split("/")[2]
        for key in ("createOnlyProperties", "conditionalCreateOnlyProperties")
        for path in own.get(key, [])
    }
    found = set(parameters_of(resource["Condition"])) if "Condition" in resource else set()
    for key, value in resource.get("Properties", {}).items():
        if key in fixed:
            found |= parameters_that_change(value)
    return found


def protected_resources() -> set[str]:
    statements = json.loads((ROOT / "tools" / "stack_policy.json").read_text())["Statement"]
    return {
        resource.removeprefix("LogicalResourceId/")
        for statement in statements
        if statement["Effect"] == "Deny" and {"Update:Replace", "Update:Delete"} <= set(statement["Action"])
        for resource in statement["Resource"]
    }


def test_the_stack_policy_denies_only_replacing_or_deleting_stateful_resources() -> None:
    first, *_ = json.loads((ROOT / "tools" / "stack_policy.json").read_text())["Statement"]

    assert protected_resources() == STATEFUL.keys()
    assert {name: deployed()[name]["Type"] for name in STATEFUL} == STATEFUL
    assert (first["Effect"], first["Action"], first["Resource"]) == ("Allow", "Update:*", "*")


def test_exactly_the_parameters_that_replace_a_stateful_resource_are_documented_as_doing_so() -> None:
    replacing = set().union(*(parameters_that_replace(name) for name in STATEFUL))
    documenting = {
        name for name, body in PARAMETERS.items() if "the stack policy denies" in body.get("Description", "")
    }

    assert {"DatabaseKeyArn", "DatabaseSnapshot", "Issuer"} <= replacing
    assert documenting == replacing
    assert all("replaces" in PARAMETERS[name]["Description"] for name in documenting)


def test_stateful_resources_are_retained_and_a_failed_first_deployment_leaves_no_user_pool() -> None:
    assert deployed()["UserPool"]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert deployed()["UserPool"]["UpdateReplacePolicy"] == "Retain"
    assert deployed()["Database"]["DeletionPolicy"] == deployed()["Database"]["UpdateReplacePolicy"] == "Snapshot"
    protected = properties("AWS::Cognito::UserPool")["UserPool"]["DeletionProtection"]
    assert protected == {"Fn::If": ["ProtectsFromDeletion", "ACTIVE", "INACTIVE"]}
    assert parameters_of("ProtectsFromDeletion") == {"DeletionProtection"}


def test_the_identity_from_which_other_stages_may_send_outlives_its_stack() -> None:
    """It is removed only with a first deployment that fails, which created it."""
    identity = deployed()["MailIdentity"]

    assert (identity["DeletionPolicy"], identity["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_turning_on_protection_from_deletion_updates_only_the_database_and_the_pool() -> None:
    """A first deployment that fails could not delete protected resources, so make deploy protects them afterwards."""
    protected = {
        name
        for name, body in deployed().items()
        if "DeletionProtection" in parameters_that_change(body.get("Properties", {}))
    }
    types = {name: deployed()[name]["Type"] for name in protected}

    assert types == {"Database": "AWS::RDS::DBCluster", "UserPool": "AWS::Cognito::UserPool"}
    assert properties("AWS::RDS::DBCluster")["Database"]["DeletionProtection"] == {"Ref": "DeletionProtection"}
    for kind in types.values():
        own = schema(kind)
        assert "/properties/DeletionProtection" not in own.get("createOnlyProperties", [])
    assert "DeletionProtection" not in set().union(
        *(parameters_of(body["Condition"]) for body in deployed().values() if "Condition" in body)
    )
    assert "first deployment has succeeded" in PARAMETERS["DeletionProtection"]["Description"]


def test_a_first_deployment_by_sam_deploy_protects_nothing_so_it_can_be_removed_if_it_fails() -> None:
    """`sam deploy` takes a parameter that is not given from the default at first, and from the stack afterwards."""
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text())
    given = {name: stages[name]["deploy"]["parameters"]["parameter_overrides"] for name in ("dev", "staging", "prod")}

    assert PARAMETERS["DeletionProtection"]["Default"] == "false"
    assert [name for name, parameters in given.items() if "DeletionProtection=true" in parameters] == []


def test_copies_in_another_region_are_optional_and_document_what_they_guarantee() -> None:
    (plan,) = properties("AWS::Backup::BackupPlan").values()
    (rule,) = plan["BackupPlan"]["BackupPlanRule"]
    (copy,) = rule["CopyActions"]
    (selection,) = properties("AWS::Backup::BackupSelection").values()
    parameter = PARAMETERS["BackupCopyVaultArn"]

    assert copy["DestinationBackupVaultArn"] == {"Ref": "BackupCopyVaultArn"}
    assert selection["BackupSelection"]["Resources"] == [{"Fn::GetAtt": ["Database", "DBClusterArn"]}]
    assert (rule["ScheduleExpression"], copy["Lifecycle"]) == ("cron(15 0/6 * * ? *)", {"DeleteAfterDays": 7})
    assert all(words in parameter["Description"] for words in ("every 6 hours", "7 days", "RPO", "RTO"))
    created = {name for name, body in deployed().items() if body["Type"].startswith("AWS::Backup")} | {"BackupRole"}
    assert {deployed()[name].get("Condition") for name in created} == {"CopiesBackups"}
    assert parameter["Default"] == ""


# ---- limits ----------------------------------------------------------------------------------------------------------


def test_the_stack_has_room_to_grow(capsys: pytest.CaptureFixture[str]) -> None:
    """The quotas of CloudFormation, API Gateway and IAM. The last three can be raised on request."""
    body = properties("AWS::ApiGatewayV2::Api")["HttpApi"]["Body"]
    routes = sum(len(operations) for operations in body["paths"].values())
    # The template as CloudFormation stores it, after SAM's transform.
    text = json.dumps(transform.expanded(ROOT / "template.yaml")).encode()
    counted = {
        "resources": (len(deployed()), 500 - 100),
        "parameters": (len(PARAMETERS), 200),
        "outputs": (len(TEMPLATE["Outputs"]), 200),
        "bytes of the template": (len(text), 1_000_000),
        "routes": (routes, 300),
        "integrations": (routes, 300),
        "managed policies of a role": (
            max(len(role.get("ManagedPolicyArns", [])) for role in properties("AWS::IAM::Role").values()),
            10,
        ),
    }
    with capsys.disabled():
        print("\n" + ", ".join(f"{count} {what} of {limit}" for what, (count, limit) in counted.items()))

    assert {what for what, (count, limit) in counted.items() if count > limit} == set()
    assert max(len(name) for name in PARAMETERS) <= 255
    assert max(len(parameter.get("Description", "")) for parameter in PARAMETERS.values()) <= 4000
    assert max(len(str(parameter.get("Default", ""))) for parameter in PARAMETERS.values()) <= 4096
