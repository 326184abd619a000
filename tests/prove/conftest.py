"""Tests of the deployment: in an emulator, or with --stage in an AWS account. See docs/proof.md."""

import os
import platform
import re
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local import postgres
from tests.prove import emulator
from tests.prove.emulator import Emulator
from tests.prove.stage import Stage
from tests.prove.workspace import CommandResult, Workspace
from tests.support.kit import ROOT
from tools import deploy

EMULATED = [
    "test_adapter",
    "test_unsupported",
    "test_failed_deployment",
    "test_first_deployment",
    "test_guide",
    "test_functions",
    "test_roles",
    "test_subscribers",
    "test_updates",
    "test_second_stage",
    "test_removal",
]
IN_AN_ACCOUNT = ["test_walk", "test_measurements", "test_take_down"]
MACHINE = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())
ANSWERS = {"Architecture": MACHINE, "MailFrom": "billing@purser.example"}
_transcript: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stage", help="a stage of samconfig.toml, in the account of the shell's credentials")
    parser.addoption(
        "--load-seconds", type=float, default=120, help="how long to send requests while pinned sessions are counted"
    )


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
    """The folder from which the first stage is deployed, for this machine's processor."""
    copy = Workspace.copied(aws.folder / "purser", aws.environment())
    copy.adapt(aws.databases.port, aws.authority)
    deployer, service, trust = (
        (ROOT / f"docs/{name}.json").read_text(encoding="utf-8")
        for name in ("deployer-policy", "cloudformation-policy", "cloudformation-trust")
    )
    aws.create_role(deploy.SERVICE_ROLE, trust, service)
    copy.deployer = aws.assume("purser-deployer", deployer)
    key = aws.client("secretsmanager").create_secret(Name="purser-dev-erasure-key", SecretString="a key of erasures")
    copy.set_parameters("dev", **ANSWERS, ErasureKeyArn=key["ARN"])
    return copy


@pytest.fixture(scope="session")
def stage(workspace: Workspace) -> Stage:
    return Stage("dev", workspace)


@pytest.fixture(scope="session")
def deployed(stage: Stage) -> Stage:
    """The first stage. If no test has deployed it yet, it is deployed now."""
    if stage.status() == "none":
        result = stage.workspace.deploy(stage.name)
        assert result.code == 0, result.text
    return stage


@pytest.fixture(scope="session")
def second(aws: Emulator, deployed: Stage) -> Stage:
    """The second stage, with a workspace of its own, so that both can be deployed at the same time."""
    workspace = Workspace.copied(aws.folder / "second", aws.environment())
    workspace.adapt(aws.databases.port, aws.authority)
    workspace.set_parameters("staging", **ANSWERS)
    return Stage("staging", workspace)


@pytest.fixture(scope="session")
def proof_in_an_account(second: Stage) -> Iterator[Future[CommandResult]]:
    """`make prove STAGE=staging` against the emulator, in parallel with the tests of the first stage."""
    arguments = "ARGS=-q -p no:cacheprovider --load-seconds 2"
    with ThreadPoolExecutor(1) as executor:
        yield executor.submit(second.workspace.run, ["make", "prove", f"STAGE={second.name}", arguments])


@pytest.fixture(scope="session")
def installation(pytestconfig: pytest.Config) -> tuple[Stage, CommandResult]:
    """The stage that --stage names, after a deployment of the checked-out code, and the output of `make deploy`."""
    name = str(pytestconfig.getoption("stage"))
    account_stage = Stage(name, Workspace(ROOT, dict(os.environ)))
    confirmed = os.environ.get("CONFIRM") == account_stage.stack
    assert name != "prod" or confirmed, (
        f"these tests post transactions: to allow that in prod, set CONFIRM={account_stage.stack}"
    )
    result = account_stage.workspace.deploy(name)
    assert result.code == 0, result.text
    return account_stage, result


@pytest.fixture(scope="session")
def account_stage(installation: tuple[Stage, CommandResult]) -> Stage:
    return installation[0]
