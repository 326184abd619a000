"""Releases after the first: one whose migration fails, one with a changed layer, and a rollback."""

import pytest

from tests.prove.stage import BESIDE_A_SECOND_STAGE, Stage
from tests.prove.workspace import CommandResult, Workspace

pytestmark = BESIDE_A_SECOND_STAGE

HEALTH = "layers/ledger/ledger/storage/health.py"
MIGRATION = "functions/migrate/app.py"
EMAIL = "update@acme.example"


@pytest.fixture(scope="module")
def customer(deployed: Stage) -> str:
    """A customer with a balance of 7.00, deposited before these releases."""
    deployed.add_user(EMAIL, "updates", "agent")
    created = deployed.call_ok(EMAIL, "POST", "/api/v1/agent/clients", {"username": "eve", "account_type": "postup"})
    customer_id: str = created["customer_id"]
    deposit = {"customer_id": customer_id, "amount": "7.00", "description": "Cash paid in"}
    deployed.call_ok(EMAIL, "POST", "/api/v1/cashier/credit", deposit)
    return customer_id


@pytest.fixture(scope="module")
def failed(workspace: Workspace, deployed: Stage, customer: str) -> CommandResult:
    """A release with a changed layer, whose migration runs and then raises an error."""
    change_layer(workspace)
    workspace.replace(
        MIGRATION,
        'return migration.migrate(os.environ["ADMIN_DATABASE_URL"], parameters=parameters)',
        'raise ValueError(f"{migration.migrate(os.environ["ADMIN_DATABASE_URL"])}, and it is no good")',
    )
    result = workspace.deploy(deployed.name)
    workspace.restore(MIGRATION)
    workspace.restore(HEALTH)
    return result


@pytest.fixture(scope="module")
def updated(workspace: Workspace, deployed: Stage, customer: str) -> CommandResult:
    """The same release without the error."""
    change_layer(workspace)
    return workspace.deploy(deployed.name)


@pytest.fixture(scope="module")
def rolled_back(workspace: Workspace, deployed: Stage, updated: CommandResult) -> CommandResult:
    """The previous release again, which has the same migrations."""
    workspace.restore(HEALTH)
    return workspace.deploy(deployed.name)


def change_layer(workspace: Workspace) -> None:
    workspace.replace(HEALTH, 'Literal["ok"] = "ok"', 'Literal["new"] = "new"')


def status_of_health(stage: Stage) -> str:
    return str(stage.call(None, "GET", "/healthz").json()["status"])


def balance(stage: Stage, customer: str) -> str:
    stage.sign_in(EMAIL)
    return str(stage.call_ok(EMAIL, "GET", f"/api/v1/agent/clients/{customer}")["account_balance"])


@pytest.mark.search  # another deployment
def test_after_a_failed_migration_the_previous_release_keeps_working(
    failed: CommandResult, deployed: Stage, customer: str
) -> None:
    assert failed.code != 0, failed.text
    assert deployed.status() == "UPDATE_ROLLBACK_COMPLETE"
    assert status_of_health(deployed) == "ok"
    assert balance(deployed, customer) == "7.00"


@pytest.mark.search  # of the same deployment
def test_the_reason_of_a_failed_migration_is_in_the_stack_s_events(failed: CommandResult, deployed: Stage) -> None:
    events = deployed.client("cloudformation").describe_stack_events(StackName=deployed.stack)["StackEvents"]

    reasons = [
        event["ResourceStatusReason"]
        for event in events
        if event["LogicalResourceId"] == "Migration" and event["ResourceStatus"] == "UPDATE_FAILED"
    ]
    assert reasons
    assert "ValueError" in reasons[0]


def test_a_changed_layer_reaches_every_function_that_uses_it(
    updated: CommandResult, deployed: Stage, customer: str
) -> None:
    assert updated.code == 0, updated.text
    assert deployed.status() == "UPDATE_COMPLETE"
    assert status_of_health(deployed) == "new"
    functions = deployed.functions()
    assert functions["CashierDebitFunction"]["Version"] != "$LATEST"
    layers = {name: [layer["Arn"] for layer in one.get("Layers", [])] for name, one in functions.items()}
    assert [name for name, used in layers.items() if used != layers["HealthzFunction"]] == ["ConsoleFunction"]
    assert layers["ConsoleFunction"] == []
    assert balance(deployed, customer) == "7.00"


@pytest.mark.search  # another deployment
def test_a_rollback_is_a_deployment_of_the_previous_release(
    rolled_back: CommandResult, deployed: Stage, customer: str
) -> None:
    assert rolled_back.code == 0, rolled_back.text
    assert status_of_health(deployed) == "ok"
    assert balance(deployed, customer) == "7.00"
