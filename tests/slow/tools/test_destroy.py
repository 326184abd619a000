"""`make destroy` deletes a stack if its name was confirmed and it is not protected."""

from pathlib import Path

import pytest

from tests.support.account import REGION
from tests.support.deployment import (
    CHANGE_SET,
    at_a_terminal,
    calls,
    cluster,
    installed,
    pool_of,
    pools,
    protect,
    protect_pool,
)
from tools import destroy, protection, stages
from tools.stages import Refused

DELETED = [f"sam delete --stack-name purser-dev --region {REGION} --no-prompts"]


def test_a_stack_is_deleted_when_its_name_is_typed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed()
    at_a_terminal(monkeypatch, "purser-dev")

    destroy.main("dev", root)

    assert calls(root) == DELETED
    remains = capsys.readouterr().out
    assert "final snapshot" in remains
    assert "the identity of MailFrom" in remains


@pytest.mark.parametrize("typed", ["", "yes", "purser"])
def test_a_wrong_name_deletes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    installed()
    at_a_terminal(monkeypatch, typed)

    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    assert calls(root) == []


def test_a_script_confirms_the_name_with_an_option(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed()
    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    destroy.main("dev", root)

    assert calls(root) == DELETED


def test_a_stack_with_a_protected_database_is_deleted_with_unprotect_only(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed()
    protect(cluster()["DBClusterIdentifier"], on=True)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    with pytest.raises(Refused, match=r"is protected; UNPROTECT=1"):
        destroy.main("dev", root)
    assert calls(root) == []
    assert cluster()["DeletionProtection"] is True

    monkeypatch.setenv("UNPROTECT", "1")
    destroy.main("dev", root)
    assert calls(root) == DELETED
    assert cluster()["DeletionProtection"] is False


def test_a_wrong_name_does_not_remove_the_protection(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed()
    protect(cluster()["DBClusterIdentifier"], on=True)
    monkeypatch.setenv("UNPROTECT", "1")

    with pytest.raises(Refused, match=r"^nothing was deleted"):
        destroy.main("dev", root)
    assert cluster()["DeletionProtection"] is True


def test_a_protected_stack_is_deleted_with_unprotect_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = installed()
    protection.enable_termination_protection("purser-dev", REGION)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    with pytest.raises(Refused, match=r"^the stack purser-dev is protected from deletion; UNPROTECT=1"):
        destroy.main("dev", root)
    assert (calls(root), stack.enable_termination_protection) == ([], True)

    monkeypatch.setenv("UNPROTECT", "1")
    destroy.main("dev", root)
    assert (calls(root), stack.enable_termination_protection) == (DELETED, False)


def test_a_stack_that_was_never_deployed_needs_no_confirmation(root: Path) -> None:
    exec(CHANGE_SET.format(kind="CREATE"))  # noqa: S102  (as the stand-in of sam does)

    destroy.main("dev", root)

    assert calls(root) == []
    assert stages.existing("purser-dev", REGION) is None


def test_prod_is_protected_even_if_its_database_is_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed("purser-prod")
    monkeypatch.setenv("CONFIRM", "purser-prod")

    with pytest.raises(Refused, match=r"^prod can only be destroyed with UNPROTECT=1$"):
        destroy.main("prod", root)
    assert calls(root) == []


def test_destroying_a_stack_that_does_not_exist_is_refused(root: Path) -> None:
    with pytest.raises(Refused, match=rf"^there is no stack purser-dev in {REGION}$"):
        destroy.main("dev", root)


@pytest.mark.parametrize("status", ["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_no_user_pool_remains_after_a_failed_first_deployment(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    installed(status=status)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    destroy.main("dev", root)

    assert (calls(root), pools()) == (DELETED, [])
    assert "user pool" not in capsys.readouterr().out.partition("What remains")[2]


def test_the_user_pool_remains_if_the_stack_was_deployed_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(status="UPDATE_ROLLBACK_COMPLETE")
    pool = pool_of("purser-dev")
    monkeypatch.setenv("CONFIRM", "purser-dev")

    destroy.main("dev", root)

    assert pools() == [pool]


def test_a_protected_user_pool_of_a_first_deployment_that_failed_is_deleted_with_unprotect_only(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(status="ROLLBACK_FAILED")
    pool = pool_of("purser-dev")
    protect_pool(pool, on=True)
    monkeypatch.setenv("CONFIRM", "purser-dev")

    with pytest.raises(Refused, match=rf"^the user pool {pool} is protected; UNPROTECT=1"):
        destroy.main("dev", root)
    assert (calls(root), pools()) == ([], [pool])

    monkeypatch.setenv("UNPROTECT", "1")
    read_protection = (
        f"boto3.client('cognito-idp').describe_user_pool(UserPoolId={pool!r})['UserPool']['DeletionProtection']"
    )
    (root / "sam.py").write_text(f"import boto3\npathlib.Path('protection').write_text({read_protection})\n")
    destroy.main("dev", root)
    assert (root / "protection").read_text() == "INACTIVE", "CloudFormation may try to delete the pool itself"
    assert (calls(root), pools()) == (DELETED, [])


def test_a_user_pool_that_the_rollback_removed_is_no_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(status="ROLLBACK_COMPLETE")
    stages.client("cognito-idp", REGION).delete_user_pool(UserPoolId=pool_of("purser-dev"))
    monkeypatch.setenv("CONFIRM", "purser-dev")

    destroy.main("dev", root)

    assert calls(root) == DELETED
