"""Each entry of the adapter's list is needed: the emulator does not support it."""

import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.prove.adapter import ACTIONS, CONDITION_KEYS, PROPERTIES, RESOURCES, UNSUPPORTED
from tests.prove.emulator import ACCOUNT, REGION, Emulator

pytestmark = pytest.mark.search  # of the emulator, which changes only with its version

SENDER = "somebody@purser.example"

_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
_POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
_ROLE_ARN = {"Fn::GetAtt": ["Role", "Arn"]}
_RULE = {
    "GroupId": {"Fn::GetAtt": ["Group", "GroupId"]},
    "IpProtocol": "tcp",
    "FromPort": 1,
    "ToPort": 1,
    "CidrIp": "10.0.0.0/8",
}
# Resources to which the samples refer.
BASE: Mapping[str, Any] = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
    "Group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"GroupDescription": "A group", "VpcId": {"Ref": "Vpc"}},
    },
    "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "unsupported"}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": _TRUST}},
}
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "AWS::EC2::VPCCidrBlock": {"VpcId": {"Ref": "Vpc"}, "AmazonProvidedIpv6CidrBlock": True},
    "AWS::EC2::EgressOnlyInternetGateway": {"VpcId": {"Ref": "Vpc"}},
    "AWS::EC2::SecurityGroupIngress": _RULE,
    "AWS::EC2::SecurityGroupEgress": _RULE,
    "AWS::Events::Archive": {"SourceArn": {"Fn::GetAtt": ["Bus", "Arn"]}},
    "AWS::Events::EventBusPolicy": {
        "EventBusName": {"Ref": "Bus"},
        "StatementId": "unsupported",
        "Statement": {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "*"},
    },
    "AWS::RDS::DBProxy": {
        "DBProxyName": "unsupported",
        "EngineFamily": "POSTGRESQL",
        "DefaultAuthScheme": "IAM_AUTH",
        "RoleArn": _ROLE_ARN,
        "VpcSubnetIds": [{"Ref": "Subnet"}],
    },
    "AWS::RDS::DBProxyTargetGroup": {"DBProxyName": "unsupported", "TargetGroupName": "default"},
    "AWS::IAM::RolePolicy": {"PolicyName": "denies", "RoleName": {"Ref": "Role"}, "PolicyDocument": _POLICY},
    "AWS::CodeDeploy::DeploymentGroup": {"ApplicationName": "unsupported", "ServiceRoleArn": _ROLE_ARN},
    "AWS::CloudWatch::Alarm Metrics": {
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "Metrics": [
            {
                "Id": "calls",
                "MetricStat": {
                    "Metric": {"Namespace": "AWS/Lambda", "MetricName": "Errors"},
                    "Period": 60,
                    "Stat": "Sum",
                },
                "ReturnData": False,
            },
            {"Id": "twice", "Expression": "calls * 2", "ReturnData": True},
        ],
    },
    "AWS::ApiGatewayV2::Api Body": {
        "Body": {
            "openapi": "3.0.1",
            "info": {"title": "unsupported", "version": "1"},
            "paths": {
                "/": {
                    "get": {
                        "responses": {},
                        "x-amazon-apigateway-integration": {
                            "type": "http_proxy",
                            "httpMethod": "GET",
                            "uri": "https://example.com",
                            "payloadFormatVersion": "1.0",
                        },
                    }
                }
            },
        }
    },
    "AWS::EC2::Subnet Ipv6CidrBlock": {
        "VpcId": {"Ref": "Vpc"},
        "CidrBlock": "10.0.1.0/24",
        "Ipv6CidrBlock": {
            "Fn::Select": [0, {"Fn::Cidr": [{"Fn::Select": [0, {"Fn::GetAtt": ["Vpc", "Ipv6CidrBlocks"]}]}, 2, "64"]}]
        },
    },
}


def is_supported(aws: Emulator, entry: str) -> bool:
    """Whether the emulator creates a stack with the entry's sample, and creates what its properties declare."""
    kind, name = entry.split(maxsplit=1)[0], "unsupported-" + "".join(filter(str.isalnum, entry)).lower()
    template = {"Resources": {**BASE, "Sample": {"Type": kind, "Properties": SAMPLES[entry]}}}
    cloudformation = aws.client("cloudformation")
    try:
        cloudformation.create_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    except ClientError:
        return False
    try:
        while (status := status_of(cloudformation, name)).endswith("_IN_PROGRESS"):
            time.sleep(0.1)
        if status != "CREATE_COMPLETE":
            return False
        if entry != "AWS::ApiGatewayV2::Api Body":
            return True
        sample = cloudformation.describe_stack_resource(StackName=name, LogicalResourceId="Sample")
        api_id = sample["StackResourceDetail"]["PhysicalResourceId"]
        return bool(aws.client("apigatewayv2").get_routes(ApiId=api_id)["Items"])
    finally:
        cloudformation.delete_stack(StackName=name)
        while stack_exists(cloudformation, name):
            time.sleep(0.1)


def status_of(cloudformation: Any, name: str) -> str:
    return str(cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])


def stack_exists(cloudformation: Any, name: str) -> bool:
    try:
        return status_of(cloudformation, name) != "DELETE_COMPLETE"
    except ClientError:
        return False


def test_every_entry_of_the_list_has_a_sample() -> None:
    assert SAMPLES.keys() == UNSUPPORTED.keys() | PROPERTIES.keys()


@pytest.mark.parametrize("entry", sorted(SAMPLES))
def test_the_emulator_still_does_not_support_the_entry(aws: Emulator, entry: str) -> None:
    assert not is_supported(aws, entry), f"the emulator supports {entry}: remove it from the list in adapter.py"


def client_with(aws: Emulator, service: str, statement: Mapping[str, Any]) -> Any:
    """A client of a service, with a role whose only policy has this one statement."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
    credentials = aws.assume(f"sends-{uuid4().hex[:8]}", policy)
    session: Any = boto3.Session(
        credentials["AWS_ACCESS_KEY_ID"],
        credentials["AWS_SECRET_ACCESS_KEY"],
        credentials["AWS_SESSION_TOKEN"],
        region_name=REGION,
    )
    return session.client(service, endpoint_url=aws.endpoint)


def send(aws: Emulator, statement: Mapping[str, Any]) -> None:
    """Send an e-mail with a role whose only statement allows ses:SendEmail."""
    aws.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    client_with(aws, "sesv2", {"Action": "ses:SendEmail", **statement}).send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": ["anybody@purser.example"]},
        Content={"Simple": {"Subject": {"Data": "A subject"}, "Body": {"Text": {"Data": "A text"}}}},
    )


def test_the_emulator_still_does_not_evaluate_the_address_of_a_sender(aws: Emulator) -> None:
    assert CONDITION_KEYS.keys() == {"ses:FromAddress", "events:source"}
    send(aws, {"Resource": "*"})

    with pytest.raises(ClientError, match="not authorized to perform: ses:SendEmail"):
        send(aws, {"Resource": "*", "Condition": {"StringEquals": {"ses:FromAddress": SENDER}}})


def test_the_emulator_still_does_not_evaluate_the_identity_of_a_sender(aws: Emulator) -> None:
    assert RESOURCES.keys() == {"ses:SendEmail"}

    with pytest.raises(ClientError, match=r"not authorized to perform: ses:SendEmail on resource: \*"):
        send(aws, {"Resource": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/*"})


def test_the_emulator_still_asks_for_an_action_of_its_own_for_a_batch_of_messages(aws: Emulator) -> None:
    """AWS asks for sqs:SendMessage."""
    assert ACTIONS == {"sqs:SendMessage": "sqs:SendMessageBatch"}
    url = aws.client("sqs").create_queue(QueueName="unsupported")["QueueUrl"]
    client = client_with(aws, "sqs", {"Action": "sqs:SendMessage", "Resource": "*"})
    client.send_message(QueueUrl=url, MessageBody="one")

    with pytest.raises(ClientError, match="not authorized to perform: sqs:SendMessageBatch"):
        client.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "two"}])


def test_the_emulator_still_does_not_offer_serverless_instances(aws: Emulator) -> None:
    offered = aws.client("rds").describe_orderable_db_instance_options(Engine="aurora-postgresql")

    classes = {option["DBInstanceClass"] for option in offered["OrderableDBInstanceOptions"]}
    assert classes
    assert "db.serverless" not in classes, "the emulator offers db.serverless: remove it from launcher.py"
