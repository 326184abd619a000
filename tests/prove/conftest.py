"""The proof of the deployment: files run in the order of ORDER, each on what the one before left behind."""

import os
import platform
from collections.abc import Iterator

import pytest

from local import postgres
from tests.prove import emulator
from tests.prove.emulator import Emulator
from tests.prove.stage import Stage
from tests.prove.workspace import Workspace

ORDER = [
    "test_adapter",
    "test_unmakeable",
    "test_first_deployment",
    "test_walk",
    "test_roles",
    "test_updates",
    "test_removal",
]
MACHINE = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ORDER.index(item.path.stem))


@pytest.fixture(scope="session")
def aws() -> Iterator[Emulator]:
    with postgres.temporary_folder() as folder, emulator.running(folder) as running:
        yield running
        if log := os.environ.get("PROVE_LOG"):
            with open(log, "wb") as copy:  # noqa: PTH123
                copy.write(running.log.read_bytes())


@pytest.fixture(scope="session")
def workspace(aws: Emulator) -> Workspace:
    """Where the operator deploys from, for this machine's processor."""
    made = Workspace(aws.folder / "purser", aws.environment())
    made.adapt(aws.databases.port, aws.authority)
    for stage in ("dev", "staging"):
        made.answer(stage, Architecture=MACHINE, MailFrom="billing@purser.example")
    return made


@pytest.fixture(scope="session")
def stage(workspace: Workspace) -> Stage:
    return Stage("dev", workspace)
