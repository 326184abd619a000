"""The end of the tests in an account: the stage is destroyed if that is confirmed."""

import os

import pytest

from tests.prove.stage import Stage


def test_a_stage_is_destroyed_after_a_confirmation(account_stage: Stage) -> None:
    if os.environ.get("CONFIRM") != account_stage.stack or account_stage.name == "prod":
        pytest.skip(f"left out: CONFIRM={account_stage.stack} destroys the stage at the end; prod is never destroyed")

    removed = account_stage.workspace.destroy(account_stage.name, UNPROTECT="1")

    assert removed.code == 0, removed.text
    assert account_stage.status() == "none"
