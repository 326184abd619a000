"""Valid names of stacks."""

from pathlib import Path

import pytest

from tools import stages
from tools.stages import Refused


def stage(folder: Path, stack: str) -> stages.Stage:
    (folder / "samconfig.toml").write_text(f'[dev.deploy.parameters]\nstack_name = "{stack}"\n', encoding="utf-8")
    return stages.read("dev", folder)


@pytest.mark.parametrize("stack", ["purser-dev", "p", "a" * stages.MAX_STACK_NAME_LENGTH])
def test_a_stack_name_that_is_valid_in_a_domain_is_accepted(tmp_path: Path, stack: str) -> None:
    assert stage(tmp_path, stack).stack == stack


@pytest.mark.parametrize("stack", ["Purser-dev", "purserDev", "1purser", "-purser", "purser-aws", "my-cognito", ""])
def test_a_stack_name_that_cognito_would_refuse_for_a_domain_is_refused(tmp_path: Path, stack: str) -> None:
    with pytest.raises(Refused, match="lower-case letters, digits and hyphens"):
        stage(tmp_path, stack)
