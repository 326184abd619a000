"""Deployed resources have exactly the permissions that they need. The template is read after SAM's transform."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest

from ledger.messaging import bus
from tests.contract.test_template import FUNCTIONS, ROOT, called, folder, routes
from tests.support.stack import deployed, properties

# Actions without resource-level permissions, according to AWS's Service Authorization Reference.
WITHOUT_RESOURCE_LEVEL = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
    "codedeploy:ListDeploymentTargets",
    "codedeploy:BatchGetDeploymentTargets",
    "codedeploy:PutLifecycleEventHookExecutionStatus",
}
# What Lambda does with the messages of a consumer's queue.
QUEUE_READING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
COMMON = {"RunsPolicy", "NetworkPolicy"}
# This policy only denies: a role must not call functions of another stack with a similar name.
DENYING_POLICY = "OtherStacksPolicy"
# The functions of each role with few of them, and its permissions in addition to COMMON.
ROLES: dict[str, tuple[set[str], set[str]]] = {
    "SilentRole": ({"not_found", "pre_token"}, set()),
    "ConsoleRole": ({"console"}, set()),
    "HealthRole": ({"healthz"}, {"rds-db:connect purser_health"}),
    "BetsRole": ({"bets_create", "bets_settle"}, {"rds-db:connect purser_bets"}),
    "BetsPublishingRole": ({"bets_cash_out"}, {"rds-db:connect purser_bets", "events:PutEvents"}),
    "BetsConsumerRole": ({"cash_out_triggered"}, {"rds-db:connect purser_bets", "events:PutEvents", "sqs"}),
    "CoinsRole": ({"coin_policy_put"}, {"rds-db:connect purser_coins"}),
    "CoinsConsumerRole": (
        {"registration_confirmed", "tournament_completed", "tournament_cancelled"},
        {"rds-db:connect purser_coins", "sqs"},
    ),
    "ApprovalsRole": ({"approvals_reject", "approval_policy_put"}, {"rds-db:connect purser_approvals"}),
    "ErasureRole": ({"approvals_approve"}, {"rds-db:connect purser_approvals", "secretsmanager:GetSecretValue"}),
    "AuditRole": ({"reconciliation_findings_acknowledge"}, {"rds-db:connect purser_audit"}),
    "AuditPublishingRole": ({"reconciliation_runs_create"}, {"rds-db:connect purser_audit", "events:PutEvents"}),
    "EventsRole": (
        {
            *("event_settings_put", "monitors_put", "monitors_delete"),
            *("webhooks_create", "webhooks_update", "webhooks_delete", "webhooks_test", "webhooks_resend"),
        },
        {"rds-db:connect purser_events"},
    ),
    "RelayRole": ({"relay_outbox"}, {"rds-db:connect purser_relay", "events:PutEvents"}),
    "HoldsExpireRole": ({"holds_expire"}, {"rds-db:connect purser_relay"}),
    "WebhooksDispatchRole": ({"webhooks_dispatch"}, {"rds-db:connect purser_webhooks", "sqs:SendMessage"}),
    "WebhooksRecordRole": ({"webhooks_record"}, {"rds-db:connect purser_webhooks", "sqs", "sqs:SendMessage"}),
    "WebhooksSendRole": ({"webhooks_send"}, {"sqs", "sqs:SendMessage"}),
    "FeedRole": ({"cash_out_feed"}, {"rds-db:connect purser_feed", "sqs"}),
    "StreamRole": ({"cash_out_stream"}, {"rds-db:connect purser_stream"}),
    "MailRole": ({"billing_mail"}, {"rds-db:connect purser_mail", "sqs", "ses:SendEmail"}),
    "ReconciliationRole": ({"reconcile", "reconciliation_requested"}, {"rds-db:connect purser_reconcile", "sqs"}),
    "MigrationRole": ({"migrate"}, {"rds-db:connect purser_admin"}),
    "PreTrafficRole": (
        {"pre_traffic"},
        {
            "codedeploy:ListDeploymentTargets",
            "codedeploy:BatchGetDeploymentTargets",
            "codedeploy:PutLifecycleEventHookExecutionStatus",
            "lambda:InvokeFunction",
        },
    ),
}
# The roles of the other functions, by their database role.
NEEDS = {f"{need.title()}Role": f"purser_{need}" for need in ("read", "desk", "wallet", "billing")}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(name: str) -> list[dict[str, Any]]:
    """The statements of a policy, or of a role with its managed policies."""
    properties = deployed()[name]["Properties"]
    own = [properties[key] for key in ("PolicyDocument",) if key in properties]
    own += [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    found = [statement for document in own for statement in document["Statement"]]
    for shared in properties.get("ManagedPolicyArns", []):
        if shared.get("Ref", COMMON) not in COMMON and "Ref" in shared:
            found += statements(shared["Ref"])
    return found


def permissions_of(role: str) -> set[str]:
    allowed = set()
    for statement in statements(role):
        if statement in statements(DENYING_POLICY):
            continue
        assert statement["Effect"] == "Allow"
        for action in as_list(statement["Action"]):
            if action == "rds-db:connect":
                allowed.add(
                    f"{action} {json.dumps(statement['Resource']).split('dbuser:')[1].split('/')[1].split('"')[0]}"
                )
            else:
                allowed.add("sqs" if action in QUEUE_READING else action)
    return allowed


def test_the_stack_leaves_room_for_100_resources_and_has_no_nested_stack() -> None:
    assert len(deployed()) <= 400
    assert not properties("AWS::CloudFormation::Stack")
    assert not properties("AWS::Serverless::Application")


@pytest.mark.parametrize("name", [*properties("AWS::IAM::Role"), *properties("AWS::IAM::ManagedPolicy")])
def test_a_policy_names_every_action_and_every_resource_that_can_be_named(name: str) -> None:
    for statement in statements(name):
        assert all("*" not in action for action in as_list(statement["Action"]))
        if "*" in as_list(statement["Resource"]):
            assert set(as_list(statement["Action"])) <= WITHOUT_RESOURCE_LEVEL


def functions_of(role: str) -> set[str]:
    return {
        folder(function)
        for function in FUNCTIONS.values()
        if function["Properties"]["Role"] == {"Fn::GetAtt": [role, "Arn"]}
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_serves_one_purpose_and_has_exactly_its_permissions(role: str) -> None:
    functions, allowed = ROLES[role]

    assert permissions_of(role) == allowed
    assert functions_of(role) == functions
    assert {"Ref": "RunsPolicy"} in deployed()[role]["Properties"]["ManagedPolicyArns"]


@pytest.mark.parametrize("role", NEEDS)
def test_the_role_of_a_need_may_only_connect_as_its_database_role(role: str) -> None:
    assert permissions_of(role) == {f"rds-db:connect {NEEDS[role]}"}
    assert len(functions_of(role)) >= 5


def test_a_function_connects_as_the_only_database_role_that_its_role_allows() -> None:
    for name, function in properties("AWS::Lambda::Function").items():
        connects = {
            permission.removeprefix("rds-db:connect ")
            for permission in permissions_of(function["Role"]["Fn::GetAtt"][0])
            if permission.startswith("rds-db:connect ")
        }
        named = function.get("Environment", {}).get("Variables", {}).get("DATABASE_ROLE")
        if connects & {"purser_admin", "purser_reconcile"}:
            assert named is None, "its URL names the role"
        else:
            assert connects == ({named} if named else set()), name


def test_the_proxy_may_connect_as_each_role_of_a_function_and_no_other() -> None:
    (statement,) = statements("ProxyRole")
    named = {
        function["Environment"]["Variables"]["DATABASE_ROLE"]
        for function in properties("AWS::Lambda::Function").values()
        if "DATABASE_ROLE" in function.get("Environment", {}).get("Variables", {})
    }

    assert statement["Action"] == "rds-db:connect"
    assert {resource["Fn::Sub"].split("/")[1] for resource in statement["Resource"]} == named


def test_the_gateway_may_call_exactly_the_functions_of_the_stack_that_have_a_route() -> None:
    allow, *others = statements("GatewayRole")
    (deny,) = deployed()["GatewayPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    without_a_route = FUNCTIONS.keys() - {called(operation)[0] for _, _, operation in routes()}

    assert others == statements(DENYING_POLICY)
    assert {statement["Effect"] for statement in others} == {"Deny"}
    assert (allow["Effect"], allow["Action"]) == ("Allow", "lambda:InvokeFunction")
    assert allow["Resource"]["Fn::Sub"].endswith(":function:${AWS::StackName}-*")
    assert (deny["Effect"], deny["Action"]) == ("Deny", "lambda:InvokeFunction")
    assert {"MigrateFunction", "ReconcileFunction", "CashOutTriggeredFunction"} <= without_a_route
    assert deny["Resource"] == [
        resource
        for name in FUNCTIONS
        if name in without_a_route
        for resource in ({"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}:*"})
    ]
    (trust,) = deployed()["GatewayRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}


def invoked_by(role: str, function: str) -> set[str]:
    """The actions that a role's own policies allow on a function of this name. The stack is purser-a."""
    verdicts: dict[str, set[str]] = {"Allow": set(), "Deny": set()}
    arn = f"arn:aws:lambda:eu-central-1:123456789012:function:{function}"
    values = {"Partition": "aws", "Region": "eu-central-1", "AccountId": "123456789012", "StackName": "purser-a"}
    for statement in statements(role):
        for resource in as_list(statement["Resource"]):
            pattern = str(resource["Fn::Sub"]) if isinstance(resource, dict) and "Fn::Sub" in resource else "-"
            for name, value in values.items():
                pattern = pattern.replace(f"${{AWS::{name}}}", value)
            if fnmatchcase(arn, pattern):
                verdicts[statement["Effect"]] |= set(as_list(statement["Action"]))
    return verdicts["Allow"] - verdicts["Deny"]


@pytest.mark.parametrize(
    ("role", "actions", "qualifier"),
    [
        ("GatewayRole", {"lambda:InvokeFunction"}, ""),
        ("GatewayRole", {"lambda:InvokeFunction"}, ":live"),
        ("PreTrafficRole", {"lambda:InvokeFunction"}, ":7"),
        (
            "DeploymentRole",
            {"lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"},
            ":live",
        ),
    ],
)
def test_a_role_with_a_name_pattern_matches_no_function_of_a_stack_with_a_similar_name(
    role: str, actions: set[str], qualifier: str
) -> None:
    """CloudFormation names a function <stack>-<logical id>-<letters and digits>."""
    for name in FUNCTIONS:
        assert invoked_by(role, f"purser-a-{name}-AbCdEfGhIjKl{qualifier}") == actions
        for other in ("purser-a-b", "purser-a-b-c", "purser-ab", "purser"):
            assert invoked_by(role, f"{other}-{name}-AbCdEfGhIjKl{qualifier}") == set(), other
    assert all(name.isalnum() for name in FUNCTIONS)


def test_only_the_gateway_pre_traffic_and_deployment_roles_have_a_pattern_of_function_names() -> None:
    prefix = ":function:${AWS::StackName}-*"

    named = {role for role in properties("AWS::IAM::Role") if prefix in json.dumps(statements(role))}

    assert named == {"GatewayRole", "PreTrafficRole", "DeploymentRole"}


def test_no_function_has_a_role_or_a_policy_of_its_own() -> None:
    generated = {name for name in properties("AWS::IAM::Role") if name.endswith("FunctionRole")}

    assert generated == set()
    assert all("Policies" not in function["Properties"] for function in FUNCTIONS.values())


def test_a_function_s_code_may_not_use_the_network_permissions_of_lambda() -> None:
    (allow, deny) = statements("NetworkPolicy")

    assert (allow["Effect"], deny["Effect"]) == ("Allow", "Deny")
    assert allow["Action"] == deny["Action"]
    assert "lambda:SourceFunctionArn" in deny["Condition"]["ArnLike"]


def test_the_template_has_no_password_and_every_database_address_requires_verify_full() -> None:
    text = (ROOT / "template.yaml").read_text()
    addresses = [line for line in text.splitlines() if "!Sub postgresql://" in line]

    assert len(addresses) == 5
    assert all("?sslmode=verify-full&sslrootcert=/opt/python/" in line for line in addresses)
    assert all("rds.pem" in line or "${DatabaseProxy.Endpoint}" in line for line in addresses)
    assert "MasterUserPassword" not in text
    assert "SecretArn" not in text


def test_data_is_in_private_subnets_without_an_internet_gateway() -> None:
    assert all(instance["PubliclyAccessible"] is False for instance in properties("AWS::RDS::DBInstance").values())
    assert all(subnet["MapPublicIpOnLaunch"] is False for subnet in properties("AWS::EC2::Subnet").values())
    assert not properties("AWS::EC2::InternetGateway")
    assert not properties("AWS::EC2::NatGateway")
    for group in properties("AWS::EC2::SecurityGroup").values():
        assert all(rule.keys() & {"SourceSecurityGroupId"} for rule in group.get("SecurityGroupIngress", []))


def egress(group: str) -> list[tuple[int, str]]:
    """The ports and destinations that a security group allows: a range of addresses, or another group."""
    separate = [
        rule
        for rule in properties("AWS::EC2::SecurityGroupEgress").values()
        if rule["GroupId"] == {"Fn::GetAtt": [group, "GroupId"]}
    ]
    rules = [*deployed()[group]["Properties"]["SecurityGroupEgress"], *separate]
    assert all((rule["IpProtocol"], rule["FromPort"]) == ("tcp", rule["ToPort"]) for rule in rules)
    return sorted(
        (
            rule["FromPort"],
            rule.get("CidrIp") or rule.get("CidrIpv6") or rule["DestinationSecurityGroupId"]["Fn::GetAtt"][0],
        )
        for rule in rules
    )


def rules_in(value: Any) -> list[dict[str, Any]]:
    """The rules of a list, or of all branches of an Fn::If."""
    return [rule for branch in value["Fn::If"][1:] for rule in rules_in(branch)] if isinstance(value, dict) else value


def test_the_descriptions_of_security_groups_have_only_characters_that_ec2_accepts() -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html: for example no apostrophe."""
    groups = properties("AWS::EC2::SecurityGroup").values()
    rules = [
        *(rule for group in groups for rule in group.get("SecurityGroupIngress", [])),
        *(rule for group in groups for rule in rules_in(group["SecurityGroupEgress"])),
        *properties("AWS::EC2::SecurityGroupEgress").values(),
        *properties("AWS::EC2::SecurityGroupIngress").values(),
    ]
    texts = [group["GroupDescription"] for group in groups] + [rule["Description"] for rule in rules]

    assert len(texts) >= 15
    assert [text for text in texts if not re.fullmatch(r"[\w. :/()#,@\[\]+=&;{}!$*-]{1,255}", text, re.ASCII)] == []


def test_a_function_reaches_the_database_and_only_what_else_it_calls() -> None:
    """test_stack_network has what ServicesGroup reaches."""
    groups = {
        name: [group["Fn::GetAtt"][0] for group in function["VpcConfig"]["SecurityGroupIds"]]
        for name, function in properties("AWS::Lambda::Function").items()
        if "VpcConfig" in function
    }
    calls_services = {
        name
        for name in groups
        if permissions_of(FUNCTIONS[name]["Properties"]["Role"]["Fn::GetAtt"][0])
        & {"events:PutEvents", "ses:SendEmail", "sqs:SendMessage", "secretsmanager:GetSecretValue"}
    }

    assert len(calls_services) == 8
    for name, attached in groups.items():
        more = ["ServicesGroup"] if name in calls_services else ["MigrationGroup"] if name == "MigrateFunction" else []
        assert attached == ["FunctionGroup", *more], name
        role = deployed()[FUNCTIONS[name]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
        assert {"Ref": "NetworkPolicy"} in role["ManagedPolicyArns"], "else Lambda cannot give it an interface"
    nowhere = (5432, "127.0.0.1/32")
    assert egress("FunctionGroup") == [nowhere, (5432, "DatabaseGroup"), (5432, "ProxyGroup")]
    assert egress("EndpointGroup") == [nowhere]
    assert egress("MigrationGroup") == [(443, "0.0.0.0/0")]
    assert egress("DatabaseGroup") == [nowhere]
    assert egress("ProxyGroup") == [(5432, "DatabaseGroup")]


def test_the_sender_of_webhooks_has_neither_the_network_nor_a_setting_that_it_does_not_need() -> None:
    """Without those of Powertools it cannot write its log line."""
    sender = properties("AWS::Lambda::Function")["WebhooksSendFunction"]

    assert "VpcConfig" not in sender
    assert sender["Environment"]["Variables"].keys() == {
        *("RESULTS_QUEUE", "LOCAL_RECEIVERS", "PYDANTIC_DISABLE_PLUGINS"),
        *("POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"),
    }


def test_a_role_publishes_events_of_its_own_source_only() -> None:
    """Another source would cash out bets or award coins."""
    publishing = [
        statement
        for kind in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy")
        for name in properties(kind)
        for statement in statements(name)
        if "events:PutEvents" in as_list(statement["Action"])
    ]

    assert publishing
    for statement in publishing:
        assert statement["Resource"] == {"Fn::GetAtt": ["EventBus", "Arn"]}
        assert statement["Condition"] == {
            "ForAllValues:StringEquals": {"events:source": bus.SOURCE},
            "Null": {"events:source": "false"},
        }, "without the key, ForAllValues would be true"


def test_the_address_that_aws_assigns_is_off_where_a_domain_name_is_used() -> None:
    (api,) = properties("AWS::ApiGatewayV2::Api").values()

    assert api["Body"]["servers"] == [
        {
            "x-amazon-apigateway-endpoint-configuration": {
                "disableExecuteApiEndpoint": {"Fn::If": ["HasDomainName", True, False]}
            }
        }
    ]


def test_functions_without_the_database_are_outside_its_network() -> None:
    outside = {name for name, function in properties("AWS::Lambda::Function").items() if "VpcConfig" not in function}

    assert {"PreTokenFunction", "NotFoundFunction"} <= outside
    assert not any(
        "rds-db" in str(statements(function["Role"]["Fn::GetAtt"][0]))
        for name, function in properties("AWS::Lambda::Function").items()
        if name in outside
    )


def test_the_database_is_encrypted_retained_and_reached_over_tls_with_tokens_only() -> None:
    (cluster,) = properties("AWS::RDS::DBCluster").values()
    (proxy,) = properties("AWS::RDS::DBProxy").values()
    (pool,) = properties("AWS::RDS::DBProxyTargetGroup").values()

    (parameters,) = properties("AWS::RDS::DBClusterParameterGroup").values()

    assert cluster["StorageEncrypted"] is True
    assert cluster["DBClusterParameterGroupName"] == {"Ref": "DatabaseParameters"}
    assert parameters["Parameters"]["rds.force_ssl"] == "1", "an unencrypted connection is refused"
    assert cluster["EnableIAMDatabaseAuthentication"] is True
    assert cluster["MasterUserAuthenticationType"] == "iam-db-auth"
    assert deployed()["Database"]["DeletionPolicy"] == deployed()["Database"]["UpdateReplacePolicy"] == "Snapshot"
    assert (proxy["DefaultAuthScheme"], proxy["RequireTLS"]) == ("IAM_AUTH", True)
    assert pool["ConnectionPoolConfigurationInfo"]["ConnectionBorrowTimeout"] <= 5


def test_the_database_server_logs_no_rows_and_no_parameters() -> None:
    (parameters,) = (group["Parameters"] for group in properties("AWS::RDS::DBClusterParameterGroup").values())

    assert parameters["log_error_verbosity"] == "terse"
    assert parameters["log_parameter_max_length"] == parameters["log_parameter_max_length_on_error"] == "0"
    assert not any(name.startswith(("log_statement", "log_min_duration", "auto_explain")) for name in parameters)


def test_every_function_writes_to_one_log_group_and_all_log_groups_have_a_retention() -> None:
    assert all("RetentionInDays" in group for group in properties("AWS::Logs::LogGroup").values())
    assert all(
        function["LoggingConfig"]["LogGroup"] == {"Ref": "FunctionLogs"}
        for function in properties("AWS::Lambda::Function").values()
    )


def test_people_cannot_write_the_attributes_that_identify_their_account() -> None:
    (client,) = properties("AWS::Cognito::UserPoolClient").values()
    (pool,) = properties("AWS::Cognito::UserPool").values()

    assert client["WriteAttributes"] == ["email", "name"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaVersion"] == "V3_0"


def test_the_pool_s_client_redirects_only_to_the_console_and_only_signs_people_in() -> None:
    (client,) = properties("AWS::Cognito::UserPoolClient").values()
    console = properties("AWS::Lambda::Function")["ConsoleFunction"]

    assert addresses(client["CallbackURLs"]) == [
        "${ConsoleUrl}/signed-in",
        "https://${DomainName}/signed-in",
        "http://localhost:8080/signed-in",
        "https://${UserPoolDomain}.auth.${AWS::Region}.amazoncognito.com/signed-in",
    ]
    assert addresses(client["LogoutURLs"]) == ["${ConsoleUrl}/", "https://${DomainName}/", "http://localhost:8080/"]
    assert (client["AllowedOAuthFlows"], "GenerateSecret" in client) == (["code"], False)
    assert console.keys().isdisjoint({"VpcConfig", "Layers"})
    assert all(name.startswith("SIGN_IN") for name in console["Environment"]["Variables"])


def addresses(urls: list[Any]) -> list[str]:
    """The addresses in a list of the template, assuming that all conditions are true."""
    values = [one["Fn::If"][1] for one in urls]
    return [one if isinstance(one, str) else one["Fn::Sub"] for one in values]


def test_every_dead_letter_queue_has_an_alarm_and_every_alarm_has_an_action() -> None:
    alarms = properties("AWS::CloudWatch::Alarm")
    watched = json.dumps(list(alarms.values()))
    dead = [name for name, queue in properties("AWS::SQS::Queue").items() if "RedrivePolicy" not in queue]

    assert len(dead) == 21
    assert [name for name in dead if watched.count(f'["{name}", "QueueName"]') != 1] == []
    assert all(alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in alarms.values())


def test_the_key_of_erasures_is_in_no_configuration_and_only_the_function_that_erases_reads_it() -> None:
    """Whoever may read a function's configuration could otherwise confirm texts that they guess."""
    functions = properties("AWS::Lambda::Function")
    variables = functions["ApprovalsApproveFunction"]["Environment"]["Variables"]
    (reading,) = [one for one in statements("ErasureRole") if one["Action"] == "secretsmanager:GetSecretValue"]

    assert variables["ERASURE_KEY_ARN"] == {"Ref": "ErasureKeyArn"}
    assert variables["ERASURE_KEY"] == {"Fn::If": ["OnThisMachine", {"Ref": "LocalErasureKey"}, ""]}
    assert reading["Resource"]["Fn::If"][:2] == ["HasErasureKey", {"Ref": "ErasureKeyArn"}]
    assert reading["Resource"]["Fn::If"][2]["Fn::Sub"].endswith(":secret:none")
    assert "resolve:secretsmanager:${ErasureKeyArn}" not in json.dumps(deployed())
    assert [name for name, one in functions.items() if "ErasureKey" in json.dumps(one)] == ["ApprovalsApproveFunction"]
