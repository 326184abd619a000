"""purser token, with a user pool in moto and with a local system."""

import re

import click
import httpx
import jwt
import pytest

from cli.main import purser as program
from tests.support.local_system import free_port, start_system
from tests.support.pool import OLGA, PASSWORD, CommandResult, Pool, add_user, purser
from tests.support.stack import deployed
from tests.support.waiting import HANG_S


def test_the_first_sign_in_sets_a_password_and_prints_only_the_token(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = re.search(r"first sign-in: (\S+)", add_user("--no-mail").out)
    assert first
    monkeypatch.setenv("PURSER_PASSWORD", first[1])
    monkeypatch.setenv("PURSER_NEW_PASSWORD", PASSWORD)

    result = purser("token", OLGA)

    assert (result.code, result.err) == (0, "")
    claims = jwt.decode(result.out.strip(), options={"verify_signature": False})
    assert (claims["client_id"], claims["token_use"]) == (pool.client_id, "access")
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    assert purser("token", OLGA).code == 0


def test_first_passwords_differ_and_satisfy_the_pool_s_policy(pool: Pool) -> None:
    passwords = []
    for number in range(5):
        found = re.search(r"first sign-in: (\S+)", add_user("--no-mail", email=f"u{number}@vendor.example").out)
        assert found
        passwords.append(found[1])

    assert len(set(passwords)) == 5
    policy = deployed()["UserPool"]["Properties"]["Policies"]["PasswordPolicy"]
    for password in passwords:
        assert len(password) >= policy["MinimumLength"]
        assert all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"[!\-_.+]"))


def test_a_second_factor_is_required(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user()
    pool.set_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", PASSWORD)
    token = purser("token", OLGA).out.strip()
    pool.cognito.associate_software_token(AccessToken=token)
    pool.cognito.verify_software_token(AccessToken=token, UserCode="123456")
    pool.cognito.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    monkeypatch.setenv("PURSER_MFA_CODE", "123456")

    result = purser("token", OLGA)

    assert (result.code, result.out.count(".")) == (0, 2)


def test_an_authenticator_is_enrolled_if_the_pool_requires_a_second_factor(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_authenticator(pool, monkeypatch)

    result = purser("token", OLGA, terminal=True)

    assert result.code == 0, result.err
    assert "otpauth://totp/Purser:olga%40vendor.example?secret=" in result.err
    assert result.out.count("\n") == 1


def test_the_key_of_an_authenticator_is_shown_at_a_terminal_only(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    require_authenticator(pool, monkeypatch)

    result = purser("token", OLGA)

    assert result == CommandResult(
        2, "", f"purser: {OLGA} has to set up an authenticator app, which takes a terminal.\n"
    )


def require_authenticator(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add an account that has to set up an authenticator at its first sign-in."""
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.pool_id, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON"
    )
    first = re.search(r"first sign-in: (\S+)", add_user("--no-mail").out)
    assert first
    monkeypatch.setenv("PURSER_PASSWORD", first[1])
    monkeypatch.setenv("PURSER_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("PURSER_MFA_CODE", "123456")


def test_a_wrong_password_is_a_one_line_error(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user()
    pool.set_password(OLGA)
    monkeypatch.setenv("PURSER_PASSWORD", "wrong")

    result = purser("token", OLGA)

    assert (result.code, result.out, result.err.startswith(f"purser: Cognito does not sign {OLGA} in")) == (2, "", True)


@pytest.mark.usefixtures("pool")
def test_a_missing_password_is_an_error_without_a_terminal() -> None:
    result = purser("token", OLGA)

    assert result == CommandResult(2, "", "purser: There is no terminal to ask at; set PURSER_PASSWORD.\n")


@pytest.mark.usefixtures("pool")
def test_claims_can_be_given_for_the_local_system_only() -> None:
    result = purser("token", OLGA, "--tenant", "acme")

    assert (result.code, "for the local system" in result.err) == (2, True)


def test_the_local_system_issues_a_token_with_the_given_claims(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    running = start_system(free_port(), tmp_path_factory.mktemp("token") / "kept")
    monkeypatch.setenv("PORT", running.base_url.rsplit(":", 1)[1])

    result = purser("token", "ada", "--tenant", "acme", "--role", "agent", stack=None)

    assert (result.code, result.err) == (0, "")
    claims = jwt.decode(result.out.strip(), options={"verify_signature": False})
    assert (claims["sub"], claims["tenant_id"], claims["roles"]) == ("ada", "acme", ["agent"])
    bearer = {"authorization": f"Bearer {result.out.strip()}"}
    assert httpx.get(f"{running.base_url}/api/v1/agent/clients", headers=bearer, timeout=HANG_S).status_code == 200
    running.process.terminate()
    assert running.ended()[0] == 0


def test_a_missing_local_system_is_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(free_port()))

    result = purser("token", "ada", stack=None)

    assert (result.code, result.out, "No local system answers" in result.err) == (2, "", True)


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """Other users of a machine can read a command's arguments."""
    groups = [program, *(one for one in program.commands.values() if isinstance(one, click.Group))]
    parameters = [one for group in groups for command in group.commands.values() for one in command.params]
    secret = [one for one in parameters if re.search("password|secret|code|key", one.name or "")]

    assert [one.name for one in secret] == ["print_secret"]
    assert all(isinstance(one, click.Option) and one.is_flag for one in secret)
