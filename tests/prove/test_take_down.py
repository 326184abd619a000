"""The end of the tests in an account: the stage is destroyed if that is confirmed."""

import os

import pytest

from tests.prove.stage import Stage


def test_a_stage_is_destroyed_after_a_confirmation(walked: Stage) -> None:
    if os.environ.get("CONFIRM") != walked.stack or walked.name == "prod":
        pytest.skip(f"left out: CONFIRM={walked.stack} destroys the stage at the end; prod is never destroyed")

    removed = walked.workspace.destroy(walked.name, UNPROTECT="1")

    assert removed.code == 0, removed.text
    assert walked.status() == "none"
