"""The resources of a deployed stack, as CloudFormation lists them."""

from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

from cli import main
from cli.stack import Stack
from local import REGION
from tests.support.queues import STACK


def test_deleted_and_failed_resources_of_a_stack_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("cloudformation", REGION, aws_access_key_id="testing", aws_secret_access_key="testing")
    monkeypatch.setattr(boto3, "client", lambda _, **__: client)
    kind, now = "AWS::SQS::Queue", datetime.now(UTC)
    listed = [
        ("One", "url-1", "CREATE_COMPLETE"),
        ("Gone", "url-2", "DELETE_COMPLETE"),
        ("Failed", "", "CREATE_FAILED"),
    ]
    summaries = [
        {
            "LogicalResourceId": logical,
            "ResourceType": kind,
            "ResourceStatus": status,
            "LastUpdatedTimestamp": now,
            **({"PhysicalResourceId": physical} if physical else {}),
        }
        for logical, physical, status in listed
    ]
    second = [summaries[0] | {"LogicalResourceId": "Two", "PhysicalResourceId": "url-3"}]
    with Stubber(client) as stub:
        stub.add_response(
            "list_stack_resources", {"StackResourceSummaries": summaries, "NextToken": "more"}, {"StackName": STACK}
        )
        stub.add_response(
            "list_stack_resources", {"StackResourceSummaries": second}, {"StackName": STACK, "NextToken": "more"}
        )

        assert Stack(STACK).resources(kind) == {"One": "url-1", "Two": "url-3"}


def test_the_region_is_the_one_that_the_aws_cli_would_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert Stack(STACK).client("sqs").meta.region_name == "eu-west-1"
    monkeypatch.setenv("AWS_REGION", "eu-west-2")
    assert Stack(STACK).client("sqs").meta.region_name == "eu-west-2"
    assert Stack(STACK, "eu-west-3").client("sqs").meta.region_name == "eu-west-3"


def test_a_command_for_a_stack_that_does_not_exist_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = boto3.client("cloudformation", REGION, aws_access_key_id="testing", aws_secret_access_key="testing")
    monkeypatch.setattr(boto3, "client", lambda _, **__: client)
    with Stubber(client) as stub:
        stub.add_client_error("list_stack_resources", "ValidationError", "Stack with id purser-dev does not exist")

        assert main.main(["dlq", "list", "--stack", STACK]) == 2

    assert "Stack with id purser-dev does not exist" in capsys.readouterr().err
