"""A second stage in the same account and region, tested by `make prove STAGE=...` as in a real account."""

import re
from concurrent.futures import Future

import pytest

from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult

pytestmark = pytest.mark.search  # the gate deploys one stage


@pytest.fixture(scope="module")
def proof(proof_in_an_account: Future[CommandResult]) -> CommandResult:
    return proof_in_an_account.result()


@pytest.fixture(scope="module")
def transcript(proof: CommandResult, second: Stage) -> str:
    (path,) = second.workspace.folder.glob("proof-staging-*.md")
    return path.read_text(encoding="utf-8")


def test_the_proof_in_an_account_passes_with_the_emulator_as_its_endpoint(proof: CommandResult) -> None:
    assert proof.code == 0, proof.text[-8000:]


def test_both_stages_work_side_by_side(proof: CommandResult, deployed: Stage, second: Stage) -> None:
    assert second.status() in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    for stage in (deployed, second):
        assert stage.call(None, "GET", "/healthz").json() == {"status": "ok"}


def test_a_changed_parameter_reaches_every_function_that_uses_it(proof: CommandResult, second: Stage) -> None:
    """The proof deployed with Pipeline changed, and again with its original value. Each deployment is a new version."""
    functions = second.functions()

    assert int(functions["CashierDebitFunction"]["Version"]) >= 3
    values = {name: one.get("Environment", {}).get("Variables", {}).get("PIPELINE") for name, one in functions.items()}
    without = {values.pop(name) for name in ("ConsoleFunction", "PreTrafficFunction", "WebhooksSendFunction")}
    assert without == {None}
    assert set(values.values()) == {second.parameters()["Pipeline"]}, values


def test_the_transcript_names_every_step_with_its_measurements_and_omissions(transcript: str) -> None:
    steps = re.findall(r"(?m)^- test|^- ", transcript)

    assert len(steps) >= 15
    assert transcript.count("first call") == 4
    assert "Pipeline=off" in transcript
    assert "Pipeline=on" in transcript
    assert "left out: CONFIRM=purser-staging destroys the stage at the end" in transcript
    assert "failed" not in transcript
