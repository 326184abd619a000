"""One stage is destroyed: some resources remain, and the other stage keeps working. Then the other one is destroyed."""

import pytest

from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult

pytestmark = pytest.mark.search  # the gate deploys one stage


@pytest.fixture(scope="module", autouse=True)
def _second_stage(second: Stage) -> None:
    """The second stage. If no test has deployed it yet, it is deployed now."""
    if second.status() == "none":
        result = second.workspace.deploy(second.name)
        assert result.code == 0, result.text


@pytest.fixture(scope="module")
def destroyed(deployed: Stage, second: Stage) -> CommandResult:
    return deployed.workspace.destroy(deployed.name, CONFIRM=deployed.stack)


def test_nothing_is_destroyed_without_the_stack_s_name(deployed: Stage, second: Stage) -> None:
    refused = deployed.workspace.destroy(deployed.name, CONFIRM="purser-staging")

    assert refused.code != 0
    assert deployed.status().endswith("_COMPLETE")


def test_a_protected_stage_is_not_destroyed_by_its_name_alone(second: Stage) -> None:
    refused = second.workspace.destroy(second.name, CONFIRM=second.stack)

    assert refused.code != 0
    assert "UNPROTECT=1" in refused.text
    assert second.status().endswith("_COMPLETE")


def test_destroy_removes_the_stack_and_the_other_stage_keeps_working(
    destroyed: CommandResult, deployed: Stage, second: Stage
) -> None:
    assert destroyed.code == 0, destroyed.text
    assert deployed.status() == "none"
    assert second.call(None, "GET", "/healthz").json() == {"status": "ok"}


def test_the_remaining_resources_are_those_that_destroy_lists(
    destroyed: CommandResult, deployed: Stage, second: Stage
) -> None:
    """A snapshot of the database, the user pool, the identity, from which the other stage sends, and the layer's
    versions."""
    pools = deployed.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
    snapshots = deployed.client("rds").describe_db_cluster_snapshots()["DBClusterSnapshots"]
    functions = deployed.client("lambda").get_paginator("list_functions").paginate()
    queues = deployed.client("sqs").list_queues().get("QueueUrls", [])
    buses = deployed.client("events").list_event_buses()["EventBuses"]
    identities = deployed.client("sesv2").list_email_identities()["EmailIdentities"]

    assert {pool["Name"] for pool in pools} == {"purser-dev", "purser-staging"}
    assert [one["DBClusterIdentifier"].startswith("purser-dev") for one in snapshots] == [True]
    assert {name["FunctionName"][:14] for page in functions for name in page["Functions"]} == {"purser-staging"}
    assert not any("purser-dev" in url for url in queues)
    assert "purser-dev-events" not in {bus["Name"] for bus in buses}
    assert second.parameters()["MailFrom"] in {one["IdentityName"] for one in identities}
    for remaining in ("snapshot", "user pool", "identity", "layer"):
        assert remaining in destroyed.text


@pytest.fixture(scope="module")
def destroyed_by_make_prove(destroyed: CommandResult, second: Stage) -> CommandResult:
    """`make prove STAGE=staging` again, now with a confirmation. It only deploys and runs the last test."""
    arguments = "ARGS=-q -p no:cacheprovider -k a_stage_is_destroyed"
    return second.workspace.run(["make", "prove", f"STAGE={second.name}", f"CONFIRM={second.stack}", arguments])


def test_make_prove_destroys_its_protected_stage_after_a_confirmation(
    destroyed_by_make_prove: CommandResult, second: Stage
) -> None:
    assert destroyed_by_make_prove.code == 0, destroyed_by_make_prove.text[-8000:]
    assert second.status() == "none"
