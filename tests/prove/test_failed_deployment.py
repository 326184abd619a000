"""The first attempts to deploy a stage: one is declined, the next fails and is destroyed."""

import pytest

from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult, Workspace

pytestmark = pytest.mark.search  # two more deployments

MIGRATE = "functions/migrate/app.py"
BROKEN = "migration.migrate(os.environ['NO_SUCH_DATABASE'])"


@pytest.fixture(scope="module")
def declined(workspace: Workspace) -> CommandResult:
    """`make deploy` at a terminal. Its question before the first change is answered with no."""
    workspace.configure("dev", "confirm_changeset", "true")
    workspace.replace(MIGRATE, 'migration.migrate(os.environ["ADMIN_DATABASE_URL"], parameters=parameters)', BROKEN)
    return workspace.type_into(["make", "deploy", "STAGE=dev"], {"Deploy this changeset": "n"})


@pytest.fixture(scope="module")
def failed(workspace: Workspace, declined: CommandResult) -> CommandResult:
    """The next attempt, of a release whose migration raises an error."""
    return workspace.deploy("dev")


@pytest.fixture(scope="module")
def destroyed(workspace: Workspace, stage: Stage, failed: CommandResult) -> CommandResult:
    result = workspace.destroy("dev", CONFIRM=stage.stack)
    workspace.restore(MIGRATE)
    return result


def test_a_declined_change_set_deploys_nothing_and_reports_it(declined: CommandResult, stage: Stage) -> None:
    assert declined.code != 0, declined.text
    assert "declined and nothing was deployed" in declined.text
    assert stage.status() in {"REVIEW_IN_PROGRESS", "none"}


def test_the_attempt_after_a_declined_change_set_creates_the_stack(failed: CommandResult) -> None:
    assert "CREATE_IN_PROGRESS" in failed.text, failed.text


def test_a_first_deployment_whose_migration_fails_prints_the_next_command(failed: CommandResult) -> None:
    assert failed.code != 0, failed.text
    assert "make destroy STAGE=dev" in failed.text, failed.text[-2000:]


def test_make_destroy_removes_the_failed_stack(destroyed: CommandResult, stage: Stage) -> None:
    """test_first_deployment deploys the stage afterwards."""
    assert destroyed.code == 0, destroyed.text
    assert stage.status() == "none"
