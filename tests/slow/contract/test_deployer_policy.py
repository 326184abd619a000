"""The two policies of a deployment allow the needed actions, and no others: docs/deployer-policy.json those of make
deploy, make destroy and purser, and docs/cloudformation-policy.json those that CloudFormation calls with its own role.

A resource's schema lists the actions that CloudFormation calls for it. AWS publishes the schemas; cfn-lint has a copy.
"""

import ast
import json
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import cfnlint
import pytest
from botocore import xform_name

from tests.support.kit import ROOT
from tests.support.stack import deployed
from tools import deploy

DEPLOYER, CLOUDFORMATION = (
    json.loads((ROOT / "docs" / f"{name}-policy.json").read_text(encoding="utf-8"))
    for name in ("deployer", "cloudformation")
)
SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
MAX_INLINE_SIZE = 10_240
"""The limit for all inline policies of a role, without white space. IAM User Guide, "IAM and AWS STS quotas"."""

# Actions that a schema lists for properties that the template does not use.
UNUSED = {
    "cloudfront:*": "a custom domain of a user pool",
    "codedeploy:RegisterOnPremisesInstance": "servers",
    "ec2:*SubnetCidrBlock": "another address block for an existing subnet",
    "ec2:AllocateIpamPoolCidr": "IPAM",
    "ec2:*VpcEncryptionControl*": "encryption between instances",
    "ec2:ModifyVpcTenancy": "dedicated hardware",
    "ec2:DescribeInstances": "routes to instances",
    "elasticfilesystem:*": "file systems of functions",
    "firehose:*": "delivery of logs to Firehose",
    "iam:*GroupPolicy": "policies of groups",
    "iam:*UserPolicy": "policies of users",
    "iam:*PermissionsBoundary": "permissions boundaries",
    "backup:*BackupVaultAccessPolicy": "vaults that others use",
    "backup:*BackupVaultLockConfiguration": "locked vaults",
    "backup:*BackupVaultNotifications": "messages of vaults",
    "kms:*Encrypt*": "customer-managed keys for a user pool's domain and an archive",
    "kms:GenerateDataKeyWithoutPlaintext": "customer-managed keys",
    "lambda:*[!t]FunctionCodeSigningConfig": "signed code",
    "lambda:GetCodeSigningConfig": "signed code",
    "lambda:PutFunctionCodeSigningConfig": "signed code",
    "lambda:PassCapacityProvider": "functions on instances",
    "lambda:*ProvisionedConcurrencyConfig": "provisioned concurrency",
    "lambda:AssociateRuntimeAlias": "runtimes by alias",
    "lambda:Put*RecursionConfig": "recursive functions",
    "lambda:Put*ScalingConfig": "functions on instances",
    "lambda:PutRuntimeManagementConfig": "pinned runtimes",
    "logs:*DataProtectionPolicy": "masked logs",
    "logs:*KmsKey": "customer-managed keys for logs",
    "logs:*IndexPolicy": "indexed fields",
    "logs:PutBearerTokenAuthentication": "logs over HTTP",
    "logs:PutLogGroupDeletionProtection": "protected logs",
    "logs:DeleteResourcePolicy": "a resource policy is shared by all log groups of an account",
    "rds:*HttpEndpoint": "the data API",
    "rds:*RoleToDB*": "roles of the database",
    "rds:*RoleFromDB*": "roles of the database",
    "rds:*GlobalCluster*": "global databases",
    "rds:CreateDBInstanceReadReplica": "replicas outside of the cluster",
    "rds:CreateDBSnapshot": "snapshots of single instances",
    "rds:PromoteReadReplica": "replicas outside of the cluster",
    "rds:*DBInstanceAutomatedBackups*": "backups of single instances",
    "rds:RestoreDBInstance*": "restores of single instances",
    "rds:RestoreDBClusterToPointInTime": "a restore by an operator, which is not a deployment",
    "s3:REST.PUT.OBJECT": "delivery of logs to S3",
    "s3files:*": "file systems of functions",
    "secretsmanager:*Re*Region*": "copies of a secret in other regions",
    "ses:PutEmailIdentity*": "settings of an identity, which the template leaves as they are",
    "sns:PutDataProtectionPolicy": "masked messages",
    "vpc-lattice:*": "service networks",
    "vpce:*": "endpoints in other regions",
}
# What a deployer needs besides the actions that our own commands call, grouped by what needs it.
OF_DEPLOYER = {
    "sam deploy, sam delete": {
        *(f"cloudformation:{name}ChangeSet" for name in ("Create", "Describe", "Execute", "Delete")),
        *(f"cloudformation:{name}" for name in ("DescribeStacks", "DescribeStackEvents", "GetTemplate")),
        *(f"cloudformation:{name}" for name in ("GetTemplateSummary", "DeleteStack", "TagResource")),
        *(f"s3:{name}Object" for name in ("Get", "Put", "Delete")),
        *("s3:ListBucket", "s3:ListBucketVersions", "s3:DeleteObjectVersion", "s3:GetObjectVersion"),
    },
    "the bucket that SAM creates for its uploads": {
        *(f"s3:{name}" for name in ("CreateBucket", "GetBucketLocation", "PutEncryptionConfiguration")),
        *(f"s3:{name}" for name in ("GetBucketPolicy", "GetEncryptionConfiguration")),
        *(f"s3:PutBucket{name}" for name in ("Policy", "PublicAccessBlock", "Tagging", "Versioning")),
    },
    "a rollback that has failed and is continued": {"cloudformation:ContinueUpdateRollback"},
    "the commands of docs/operations.md, which look up physical names": {"cloudformation:DescribeStackResource"},
    "CloudFormation's role": {"iam:GetRole", "iam:PassRole"},
    # IAM has one action for each method of HTTP.
    "the API's authorizer, which accepts the clients of systems, and its limits": {
        "apigateway:GET",
        "apigateway:PATCH",
    },
    "the deployment of a paused stack (cli/pause.py)": {"cloudwatch:DisableAlarmActions"},
}
# What CloudFormation needs besides the actions of the schemas.
OF_CLOUDFORMATION = {
    "the custom resource Migration": {"lambda:InvokeFunction"},
    # A change set with a role expands the template's transform with it.
    "SAM's transform": {"cloudformation:CreateChangeSet"},
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html: of ec2:CreateVpcEndpoint
    "an interface endpoint with the service's usual name": {"route53:AssociateVPCWithHostedZone"},
    "an HTTP API's access log": {
        *(f"logs:{name}LogDelivery" for name in ("Create", "Get", "Update", "Delete")),
        "logs:ListLogDeliveries",
    },
    "tags of topics, buses and policies; their schemas do not list these actions": {"iam:TagPolicy", "iam:UntagPolicy"},
    "schedules and streams of a tagged stack": {"scheduler:TagResource", "scheduler:ListTagsForResource"},
}
# The commands of a deployer. The commands that reconcile or replay need other permissions.
CALLERS = [ROOT / "cli" / f"{n}.py" for n in ("users", "user_pool", "token", "clients", "service_clients", "stack")]
CALLERS += [ROOT / "tools" / f"{n}.py" for n in ("deploy", "destroy")]
CALLERS += [ROOT / "tools" / f"{n}.py" for n in ("protection", "stages")]
CALLERS += (ROOT / "tools" / "preflight").glob("*.py")
PREFIXES = {
    "sesv2": "ses",
    "cloudformation": "",
    "cognito-idp": "",
    "ec2": "",
    "lambda": "",
    "rds": "",
    "secretsmanager": "",
}
NO_PERMISSION_NEEDED = {"cognito-idp:AssociateSoftwareToken", "cognito-idp:VerifySoftwareToken"}


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


READS = {
    "codedeploy:Get*",
    "ec2:Describe*",
    "events:Describe*",
    "iam:Get*",
    "iam:List*",
    "lambda:Get*",
    "rds:Describe*",
}
"""The only actions with a wildcard, of CloudFormation's role. They show which resources exist, not their content.
Listed one by one, the actions would take a sixth of the policy's size."""
# CloudFormation's physical names end with <logical id>-<letters and digits>.
SUFFIX = "-AbCdEfGhIjKl"
ROLE = "purser-cloudformation"
OUTSIDE = [ROLE, "purser-deployer", "purser-ops", "deployer"]
"""Roles of a deployment itself."""


def actions_of(policy: dict[str, Any]) -> set[str]:
    return {action for statement in policy["Statement"] for action in as_list(statement["Action"])}


@cache
def permissions() -> dict[str, frozenset[str]]:
    """The actions in the schema of each type of the transformed template, except those for listing."""
    types = {body["Type"] for body in deployed().values()}
    found = {}
    for file in SCHEMAS.glob("*.json"):
        schema = json.loads(file.read_text(encoding="utf-8"))
        if schema["typeName"] in types:
            handlers = schema["handlers"].items()
            lists = [handler["permissions"] for name, handler in handlers if name != "list"]
            found[schema["typeName"]] = frozenset(action for actions in lists for action in actions)
    return found


def refused(actions: Iterable[str], policy: dict[str, Any]) -> set[str]:
    allowed = actions_of(policy)
    return {action for action in actions if not any(fnmatchcase(action, pattern) for pattern in allowed)}


def unused(action: str) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in UNUSED)


def needed_by_cloudformation() -> set[str]:
    spelled = {"s3:getObject": "s3:GetObject"}
    from_schemas = {action for actions in permissions().values() for action in actions if not unused(action)}
    return {spelled.get(action, action) for action in from_schemas}.union(*OF_CLOUDFORMATION.values())


@cache
def called() -> frozenset[str]:
    """The actions that our own commands call, found by the names of botocore's operations in their code."""
    session = botocore.session.get_session()
    operations: dict[str, list[str]] = {}
    for service, prefix in PREFIXES.items():
        for name in session.get_service_model(service).operation_names:
            operations.setdefault(xform_name(name), []).append(f"{prefix or service}:{name}")
    words: set[str] = set()
    for file in CALLERS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                words.add(node.func.attr)
                if node.func.attr == "get_paginator" and isinstance(node.args[0], ast.Constant):
                    words.add(str(node.args[0].value))
    return frozenset(action for word in words for action in operations.get(word, [])) - NO_PERMISSION_NEEDED


def test_every_resource_type_of_the_template_has_a_schema_with_its_permissions() -> None:
    types = {body["Type"] for body in deployed().values()}

    assert types - permissions().keys() == {"Custom::Migration"}


@pytest.mark.parametrize("kind", sorted({body["Type"] for body in deployed().values()} - {"Custom::Migration"}))
def test_every_action_that_cloudformation_calls_for_a_resource_is_allowed(kind: str) -> None:
    spelled = {action.replace("s3:getObject", "s3:GetObject") for action in permissions()[kind] if not unused(action)}

    assert refused(spelled, CLOUDFORMATION) == set()


def test_every_action_that_cloudformation_needs_and_no_schema_lists_is_allowed() -> None:
    assert refused(set().union(*OF_CLOUDFORMATION.values()), CLOUDFORMATION) == set()


def test_a_deployer_may_do_what_the_commands_call_and_nothing_else() -> None:
    """Everything else of a deployment is done by CloudFormation, with its own role."""
    assert called() >= {"cognito-idp:AdminCreateUser", "ses:GetAccount", "cloudformation:SetStackPolicy"}
    assert actions_of(DEPLOYER) == called().union(*OF_DEPLOYER.values())


def test_cloudformation_may_do_nothing_that_it_does_not_need() -> None:
    needed = needed_by_cloudformation()
    unneeded = {
        pattern for pattern in actions_of(CLOUDFORMATION) if not any(fnmatchcase(action, pattern) for action in needed)
    }

    assert unneeded == set()


def test_every_pattern_of_unused_permissions_matches_an_action() -> None:
    actions = {action for actions in permissions().values() for action in actions}

    assert [pattern for pattern in UNUSED if not any(fnmatchcase(action, pattern) for action in actions)] == []


def statement(sid: str) -> dict[str, Any]:
    (found,) = [one for one in CLOUDFORMATION["Statement"] if one["Sid"] == sid]
    return dict(found)


def passing(policy: dict[str, Any]) -> dict[str, Any]:
    """The only statement with which a policy passes roles."""
    (found,) = [one for one in policy["Statement"] if "iam:PassRole" in as_list(one["Action"])]
    return dict(found)


def test_only_read_actions_have_a_wildcard() -> None:
    assert {action for action in actions_of(CLOUDFORMATION) | actions_of(DEPLOYER) if "*" in action} == READS


def test_an_action_is_allowed_on_what_it_is_for() -> None:
    """The other tests compare actions only. In the emulator nothing that CloudFormation calls is checked."""
    stack = "arn:aws:cloudformation:eu-central-1:123456789012:stack"
    transform = "arn:aws:cloudformation:eu-central-1:aws:transform/Serverless-2016-10-31"
    code = "arn:aws:s3:::aws-sam-cli-managed-default-samclisourcebucket-1a2b/purser-dev/3c4d"
    role = f"arn:aws:iam::123456789012:role/{ROLE}"
    used = [
        (DEPLOYER, "cloudformation:CreateChangeSet", f"{stack}/purser-dev/1a2b"),
        (DEPLOYER, "cloudformation:CreateChangeSet", f"{stack}/aws-sam-cli-managed-default/1a2b"),
        (DEPLOYER, "cloudformation:CreateChangeSet", transform),
        (DEPLOYER, "s3:PutObject", code),
        (DEPLOYER, "apigateway:PATCH", "arn:aws:apigateway:eu-central-1::/apis/a1b2/authorizers/c3d4"),
        (DEPLOYER, "apigateway:GET", "arn:aws:apigateway:eu-central-1::/apis/a1b2/stages"),
        (DEPLOYER, "cloudwatch:DisableAlarmActions", "arn:aws:cloudwatch:eu-central-1:1:alarm:purser-dev-CrashAlarm-1"),
        (DEPLOYER, "rds:ModifyDBCluster", "arn:aws:rds:eu-central-1:123456789012:cluster:purser-dev-database-1a2b"),
        (DEPLOYER, "secretsmanager:DescribeSecret", "arn:aws:secretsmanager:eu-central-1:1:secret:key-1a2b3c"),
        (DEPLOYER, "iam:GetRole", role),
        (DEPLOYER, "iam:PassRole", role),
        (CLOUDFORMATION, "cloudformation:CreateChangeSet", transform),
        (CLOUDFORMATION, "s3:GetObject", code),
        (CLOUDFORMATION, "lambda:InvokeFunction", f"arn:aws:lambda:eu-central-1:1:function:purser-dev-Migrate{SUFFIX}"),
        (CLOUDFORMATION, "route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z1"),
    ]

    refused_uses = [
        (action, resource)
        for policy, action, resource in used
        if not any(
            any(fnmatchcase(action, pattern) for pattern in as_list(one["Action"]))
            and any(fnmatchcase(resource, pattern) for pattern in as_list(one["Resource"]))
            for one in policy["Statement"]
        )
    ]
    assert refused_uses == []
    assert set(statement("ServiceLinkedRoles")["Condition"]["StringEquals"]["iam:AWSServiceName"]) == {
        *("rds.amazonaws.com", "ops.apigateway.amazonaws.com", "backup.amazonaws.com")
    }


def test_a_deployer_passes_one_role_and_only_to_cloudformation() -> None:
    pass_role = passing(DEPLOYER)
    (trusted,) = json.loads((ROOT / "docs" / "cloudformation-trust.json").read_text(encoding="utf-8"))["Statement"]

    assert pass_role["Resource"] == f"arn:*:iam::*:role/{ROLE}"
    assert pass_role["Condition"] == {"StringEquals": {"iam:PassedToService": trusted["Principal"]["Service"]}}
    assert (trusted["Effect"], trusted["Action"]) == ("Allow", "sts:AssumeRole")
    assert deploy.SERVICE_ROLE == ROLE


def test_cloudformation_passes_roles_to_the_template_s_services_only() -> None:
    pass_role = passing(CLOUDFORMATION)
    assert pass_role["Resource"] == "arn:*:iam::*:role/purser-*Role-*"
    services = set(pass_role["Condition"]["StringEquals"]["iam:PassedToService"])
    trusted = {
        service
        for body in deployed().values()
        if body["Type"] == "AWS::IAM::Role"
        for statement in body["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        for service in as_list(statement["Principal"]["Service"])
    }
    assert services == trusted


@pytest.mark.parametrize(("kind", "arn_type"), [("AWS::IAM::Role", "role"), ("AWS::IAM::ManagedPolicy", "policy")])
def test_cloudformation_may_change_the_stack_s_roles_and_policies_but_not_its_own(kind: str, arn_type: str) -> None:
    patterns = [
        pattern
        for one in CLOUDFORMATION["Statement"]
        for pattern in as_list(one["Resource"])
        if f":{arn_type}/" in pattern
    ]

    def reached(name: str) -> bool:
        return any(fnmatchcase(f"arn:aws:iam::123456789012:{arn_type}/{name}", pattern) for pattern in patterns)

    made = [name for name, body in deployed().items() if body["Type"] == kind]
    assert made
    assert all(reached(f"purser-{stage}-{name}{SUFFIX}") for name in made for stage in ("dev", "staging", "prod"))
    assert not any(reached(name) for name in OUTSIDE)
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert all(f"--role-name {name} " in guide for name in (ROLE, "purser-deployer"))


def test_only_record_types_of_the_template_may_be_changed_in_a_zone() -> None:
    allowed = statement("Records")["Condition"]["ForAllValues:StringEquals"]
    types = {body["Properties"]["Type"] for body in deployed().values() if body["Type"] == "AWS::Route53::RecordSet"}

    assert allowed == {"route53:ChangeResourceRecordSetsRecordTypes": sorted(types)}
    (only,) = [
        one for one in CLOUDFORMATION["Statement"] if "route53:ChangeResourceRecordSets" in as_list(one["Action"])
    ]
    assert only["Sid"] == "Records"


def test_the_policy_works_in_every_partition() -> None:
    statements = DEPLOYER["Statement"] + CLOUDFORMATION["Statement"]
    resources = [resource for one in statements for resource in as_list(one["Resource"])]

    assert [resource for resource in resources if not resource.startswith("arn:*:")] == ["*"] * 4


def test_every_resource_that_can_be_named_is_limited_to_the_stages_names() -> None:
    for one in DEPLOYER["Statement"] + CLOUDFORMATION["Statement"]:
        services = {action.partition(":")[0] for action in as_list(one["Action"])}
        if one["Resource"] == "*":
            assert one["Sid"] in {"Unnamed", "ServiceLinkedRoles", "DataKeys"}, services
    for stage in re.findall(r'stack_name = "(.*)"', (ROOT / "samconfig.toml").read_text(encoding="utf-8")):
        assert stage.startswith("purser-")


def test_the_guide_names_each_service_in_which_the_policy_covers_resources_outside_the_stack() -> None:
    section = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("### Who may deploy")[2]
    wide = {
        resource.split(":")[2]
        for resource in statement("Named")["Resource"]
        if not re.search(
            r"purser|aws-sam-cli-managed-default|LedgerLayer|transform/|:default|deploymentconfig", resource
        )
    }

    assert wide == {"backup", "events", "rds", "route53", "scheduler"}
    assert all(words in section for words in ("AWS Backup", "`events`", "`rds`", "Route 53", "`scheduler`"))


def test_the_guide_names_the_services_in_which_the_policy_covers_the_whole_account() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = guide.partition("### Who may deploy")[2].partition("\n## ")[0]
    (of_deployer,) = [one for one in DEPLOYER["Statement"] if one["Sid"] == "Unnamed"]
    writing = {
        action.partition(":")[0]
        for action in statement("Unnamed")["Action"] + of_deployer["Action"]
        if not re.match(r"[a-z0-9-]+:(Describe|Get|List)", action)
    }

    assert writing - {service for service in writing if f"`{service}`" in section} == set()
    assert "exactly" not in section


@pytest.mark.parametrize("policy", [DEPLOYER, CLOUDFORMATION], ids=["deployer", "cloudformation"])
def test_each_policy_fits_into_a_role_with_room_for_a_thousand_characters(policy: dict[str, Any]) -> None:
    assert len(re.sub(r"\s", "", json.dumps(policy))) <= MAX_INLINE_SIZE - 1000
