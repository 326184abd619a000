"""Fixtures for the tests of `make deploy` and `make destroy`, with moto instead of AWS."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import account
from tests.support.account import Limits
from tests.support.deployment import Api, stand_in
from tests.support.kit import ROOT


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with account.moto_server() as address:
        yield address


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    yield api
    api.server.shutdown()
    api.server.server_close()


@pytest.fixture
def root(aws: str, tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project's deployment files, and an empty account."""
    for file in ("samconfig.toml", "template.yaml"):
        shutil.copy(ROOT / file, tmp_path)
    for name in ("sam", "make", "uv", "npm"):
        stand_in(tmp_path, name)
    for name in ("CONFIRM", "UNPROTECT", "REPLACE"):
        monkeypatch.delenv(name, raising=False)
    account.sign_in(monkeypatch, aws, tmp_path)
    account.add_missing_operations(monkeypatch, limits)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
