"""The operator's guide: its commands for the first deployment run unchanged in a shell."""

import re

import httpx
import pytest

from tests.prove.emulator import Emulator
from tests.prove.stage import PASSWORD, Stage
from tests.prove.workspace import CommandResult
from tests.support.kit import ROOT
from tests.support.waiting import HANG_S

# The second stage is deployed and used in parallel. The gate deploys one stage.
pytestmark = [pytest.mark.search, pytest.mark.usefixtures("proof_in_an_account")]

BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
DEPLOY, SMOKE_TEST = "make deploy STAGE=dev\n", "API=$(output ApiUrl)"
MARK = "-- the end of the block --"


def blocks() -> list[str]:
    """The guide's shell functions and its commands for the first deployment, without the indentation of lists."""
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    preface, rest = guide.split("\n## The first deployment\n")
    section = rest.split("\n### ")[0]
    found = [*BLOCK.findall(preface), *BLOCK.findall(section)]
    return [re.sub(r"(?m)^   ", "", block) for block in found]


@pytest.fixture(scope="module")
def outputs(deployed: Stage, aws: Emulator) -> list[tuple[str, str]]:
    """Each block that was run, and its output. `make deploy` is left out: earlier tests have run it."""
    commands = [block for block in blocks() if block != DEPLOY]
    smoke = next(number for number, block in enumerate(commands) if block.startswith(SMOKE_TEST))
    before = _run_blocks(deployed, commands[:smoke])
    assert before.code == 0, before.text
    password = _mailed_password(aws, "ada@acme.example")
    after = _run_blocks(
        deployed, [commands[0], *commands[smoke:]], PURSER_PASSWORD=password, PURSER_NEW_PASSWORD=PASSWORD
    )
    assert after.code == 0, after.text
    texts = before.text.split(MARK)[:smoke] + after.text.split(MARK)[1:]
    return list(zip(commands, texts, strict=False))


def _mailed_password(aws: Emulator, email: str) -> str:
    messages = httpx.get(f"{aws.endpoint}/_ministack/ses/messages", timeout=HANG_S).json()["messages"]
    texts = [one["BodyText"] for account in messages.values() for one in account if email in one["To"]]
    return str(re.findall(r"temporary password is (.+)\.$", texts[-1])[0])


def _run_blocks(stage: Stage, commands: list[str], **environment: str) -> CommandResult:
    script = "".join(f"{block}\necho '{MARK}'\n" for block in commands)
    return stage.workspace.run(["sh", "-eu", "-c", script], **environment)


def output_of(outputs: list[tuple[str, str]], command: str) -> str:
    return next(text for block, text in outputs if command in block)


def test_the_guide_deploys_with_the_same_command_as_the_tests() -> None:
    assert DEPLOY in blocks()


def test_people_are_added_and_get_a_password_by_mail(outputs: list[tuple[str, str]]) -> None:
    assert "users: 2" in output_of(outputs, "purser users list")


def test_the_smoke_test_answers_as_the_guide_shows(outputs: list[tuple[str, str]]) -> None:
    health, created, listed = re.findall(r"\{.*?\}(?=\{|\s*$)", output_of(outputs, SMOKE_TEST), re.DOTALL)

    assert health == '{"status":"ok"}'
    assert '"username":"alice"' in created
    assert '"username":"alice"' in listed


def test_the_ledger_has_no_findings_and_no_dead_letters(outputs: list[tuple[str, str]]) -> None:
    assert "findings: 0" in output_of(outputs, "purser reconcile")
