"""docs/deployer-policy.json allows the actions that make deploy, make destroy and purser need, and no others.

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

POLICY = json.loads((ROOT / "docs" / "deployer-policy.json").read_text(encoding="utf-8"))
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
# Needed actions that the schemas do not list, grouped by what needs them.
NEEDED_BY = {
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
    "the custom resource Migration, which is called with the deployer's permissions": {"lambda:InvokeFunction"},
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
PREFIXES = {"sesv2": "ses", "cloudformation": "", "cognito-idp": "", "ec2": "", "lambda": "", "rds": ""}
NO_PERMISSION_NEEDED = {"cognito-idp:AssociateSoftwareToken", "cognito-idp:VerifySoftwareToken"}


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


READS = {
    "cloudformation:Describe*",
    "codedeploy:Get*",
    "ec2:Describe*",
    "events:Describe*",
    "iam:Get*",
    "iam:List*",
    "lambda:Get*",
    "rds:Describe*",
}
"""The only actions with a wildcard. They show which resources exist, not their content. Listed one by one, the actions
would take a sixth of the policy's size."""
# CloudFormation's physical names end with <logical id>-<letters and digits>.
SUFFIX = "-AbCdEfGhIjKl"
DEPLOYERS = ["purser-deployer", "purser-ops", "deployer"]
ALLOWED = {action for statement in POLICY["Statement"] for action in as_list(statement["Action"])}


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


def refused(actions: Iterable[str]) -> set[str]:
    return {action for action in actions if not any(fnmatchcase(action, pattern) for pattern in ALLOWED)}


def unused(action: str) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in UNUSED)


def needed() -> set[str]:
    spelled = {"s3:getObject": "s3:GetObject"}
    from_schemas = {action for actions in permissions().values() for action in actions if not unused(action)}
    others = {action for actions in NEEDED_BY.values() for action in actions}
    return {spelled.get(action, action) for action in from_schemas} | others | called()


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

    assert refused(spelled) == set()


def test_every_action_that_our_commands_call_is_allowed() -> None:
    assert called() >= {"cognito-idp:AdminCreateUser", "ses:GetAccount", "cloudformation:SetStackPolicy"}
    assert refused(called()) == set()


def test_every_needed_action_that_no_schema_lists_is_allowed() -> None:
    assert refused(action for actions in NEEDED_BY.values() for action in actions) == set()


def test_no_action_is_allowed_that_is_not_needed() -> None:
    unneeded = {pattern for pattern in ALLOWED if not any(fnmatchcase(action, pattern) for action in needed())}

    assert unneeded == set()


def test_every_pattern_of_unused_permissions_matches_an_action() -> None:
    actions = {action for actions in permissions().values() for action in actions}

    assert [pattern for pattern in UNUSED if not any(fnmatchcase(action, pattern) for action in actions)] == []


def statement(sid: str) -> dict[str, Any]:
    (found,) = [one for one in POLICY["Statement"] if one["Sid"] == sid]
    return dict(found)


def test_only_read_actions_have_a_wildcard() -> None:
    assert {action for action in ALLOWED if "*" in action} == READS


def test_roles_are_passed_to_the_template_s_services_only() -> None:
    (pass_role,) = [one for one in POLICY["Statement"] if "iam:PassRole" in as_list(one["Action"])]
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
def test_a_deployer_may_change_the_stack_s_roles_and_policies_but_not_its_own(kind: str, arn_type: str) -> None:
    patterns = [
        pattern for one in POLICY["Statement"] for pattern in as_list(one["Resource"]) if f":{arn_type}/" in pattern
    ]

    def reached(name: str) -> bool:
        return any(fnmatchcase(f"arn:aws:iam::123456789012:{arn_type}/{name}", pattern) for pattern in patterns)

    made = [name for name, body in deployed().items() if body["Type"] == kind]
    assert made
    assert all(reached(f"purser-{stage}-{name}{SUFFIX}") for name in made for stage in ("dev", "staging", "prod"))
    assert not any(reached(name) for name in DEPLOYERS)
    assert "--role-name purser-deployer " in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_only_record_types_of_the_template_may_be_changed_in_a_zone() -> None:
    allowed = statement("Records")["Condition"]["ForAllValues:StringEquals"]
    types = {body["Properties"]["Type"] for body in deployed().values() if body["Type"] == "AWS::Route53::RecordSet"}

    assert allowed == {"route53:ChangeResourceRecordSetsRecordTypes": sorted(types)}
    (only,) = [one for one in POLICY["Statement"] if "route53:ChangeResourceRecordSets" in as_list(one["Action"])]
    assert only["Sid"] == "Records"


def test_the_policy_works_in_every_partition() -> None:
    resources = [resource for one in POLICY["Statement"] for resource in as_list(one["Resource"])]

    assert [resource for resource in resources if not resource.startswith("arn:*:")] == ["*"] * 3


def test_every_resource_that_can_be_named_is_limited_to_the_stages_names() -> None:
    for one in POLICY["Statement"]:
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
    writing = {
        action.partition(":")[0]
        for action in statement("Unnamed")["Action"]
        if not re.match(r"[a-z0-9-]+:(Describe|Get|List)", action)
    }

    assert writing - {service for service in writing if f"`{service}`" in section} == set()
    assert "exactly" not in section


def test_the_deployer_policy_fits_into_a_role() -> None:
    assert len(re.sub(r"\s", "", json.dumps(POLICY))) <= MAX_INLINE_SIZE
