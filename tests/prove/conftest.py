"""The proof of the deployment, in the order of EMULATED, or with --stage the walk in an account: see docs/proof.md."""

import os
import platform
import re
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local import postgres
from tests.prove import emulator
from tests.prove.emulator import Emulator
from tests.prove.stage import Stage
from tests.prove.workspace import Ended, Workspace
from tests.support.kit import ROOT

EMULATED = [
    "test_adapter",
    "test_unmakeable",
    "test_first_deployment",
    "test_guide",
    "test_roles",
    "test_second_stage",
    "test_updates",
    "test_removal",
]
IN_AN_ACCOUNT = ["test_walk", "test_measurements", "test_take_down"]
MACHINE = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())
ANSWERS = {"Architecture": MACHINE, "MailFrom": "billing@purser.example"}
_transcript: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stage", help="a stage of samconfig.toml, in the account of the shell's credentials")
    parser.addoption("--load-seconds", type=float, default=120, help="how long calls are made while pinning is watched")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    order = IN_AN_ACCOUNT if config.getoption("stage") else EMULATED
    items[:] = sorted((item for item in items if item.path.stem in order), key=lambda item: order.index(item.path.stem))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("stage") and (report.when == "call" or report.outcome != "passed"):
        reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
        outcome = reason.removeprefix("Skipped: ") or report.outcome
        sentence = re.sub(r"\[.*\]$", "", item.name).removeprefix("test_").replace("_", " ")
        notes = [f"  - {note}" for name, note in item.user_properties if name == "note"]
        _transcript.extend([f"- {sentence}: {outcome} ({report.duration:.1f} s)", *notes])
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if name := session.config.getoption("stage"):
        now = datetime.now(UTC)
        path = Path.cwd() / f"proof-{name}-{now:%Y%m%dT%H%M%SZ}.md"
        where = os.environ.get("AWS_ENDPOINT_URL", "AWS")
        head = [
            f"# Proof of {name}, {now:%Y-%m-%d %H:%M} UTC",
            "",
            f"Against {where}, by `make prove STAGE={name}`.",
            "",
        ]
        path.write_text("\n".join([*head, *_transcript, ""]), encoding="utf-8")
        print(f"\nprove: written to {path.name}")


@pytest.fixture(scope="session")
def aws() -> Iterator[Emulator]:
    with postgres.temporary_folder() as folder, emulator.running(folder) as running:
        yield running
        if log := os.environ.get("PROVE_LOG"):
            Path(log).write_bytes(running.log.read_bytes())


@pytest.fixture(scope="session")
def workspace(aws: Emulator) -> Workspace:
    """Where the operator deploys from, for this machine's processor."""
    made = Workspace.copied(aws.folder / "purser", aws.environment())
    made.adapt(aws.databases.port, aws.authority)
    made.deployer = aws.deployer()
    made.answer("dev", **ANSWERS)
    # The emulator has one SES for both stages: the second one finds the sender there.
    made.answer("staging", **ANSWERS, CreateMailIdentity="false")
    return made


@pytest.fixture(scope="session")
def stage(workspace: Workspace) -> Stage:
    return Stage("dev", workspace)


@pytest.fixture(scope="session")
def deployed(stage: Stage) -> Stage:
    """The stage, deployed now where no test before did it."""
    if stage.status() == "none":
        done = stage.workspace.deploy(stage.name)
        assert done.code == 0, done.text
    return stage


@pytest.fixture(scope="session")
def installation(pytestconfig: pytest.Config) -> tuple[Stage, Ended]:
    """The stage of --stage, deployed as it is checked out, and what `make deploy` printed."""
    name = str(pytestconfig.getoption("stage"))
    walked = Stage(name, Workspace(ROOT, dict(os.environ)))
    confirmed = os.environ.get("CONFIRM") == walked.stack
    assert name != "prod" or confirmed, f"the walk moves money: CONFIRM={walked.stack} lets it do so in prod"
    done = walked.workspace.deploy(name)
    assert done.code == 0, done.text
    return walked, done


@pytest.fixture(scope="session")
def walked(installation: tuple[Stage, Ended]) -> Stage:
    return installation[0]
