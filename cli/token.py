"""purser token: print a person's access token, for use in a shell."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import click

from cli import local_system, user_pool
from cli.outcome import CLEAN, CannotFinish, aws_errors_in_one_line
from cli.user_pool import UserPool
from ledger.core.principal import ROLES

MAX_CHALLENGES: Final = 5
"""The first sign-in has three: a new password, the set-up of an authenticator, its code."""
REQUEST_TIMEOUT_S: Final = 10.0

type Ask = Callable[[str, str], str]
"""Asks the person for a value. Takes the value's name, and the environment variable that may contain it."""


@click.command(short_help="Sign in and print an access token.")
@click.argument("user")
@click.option("--stack", metavar="NAME", help="The deployed stack, instead of the local system at PORT.")
@click.option("--tenant", metavar="T", help="Local system only: the tenant of the token.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="Local system only: repeatable.")
@click.option("--customer", metavar="ID", type=click.UUID, help="Local system only: the customer of the token.")
def token(user: str, stack: str | None, tenant: str | None, roles: Sequence[str], customer: object) -> int:
    """Print an access token for USER, to be used as `Authorization: Bearer`. It expires after 15 minutes.

    With --stack, USER is the e-mail address of an account in the stack's user pool. The command asks for the password
    and, if Cognito wants them, for a new password and an authenticator's code. Without a terminal, set PURSER_PASSWORD,
    PURSER_NEW_PASSWORD and PURSER_MFA_CODE; setting up an authenticator app takes a terminal. This needs AWS
    credentials that may sign people in.

    Without --stack, the local system issues the token, with USER, --tenant, --role and --customer as its claims.

    Exit: 0 the token is printed, 2 could not finish.
    """
    if stack is None:
        click.echo(_local({"sub": user, "tenant_id": tenant, "roles": list(roles) or None, "customer_id": customer}))
        return CLEAN
    if tenant or roles or customer:
        raise click.UsageError("--tenant, --role and --customer are for the local system only; an account has its own.")
    with aws_errors_in_one_line():
        click.echo(sign_in(user_pool.of_stack(stack), user, _ask))
    return CLEAN


def sign_in(pool: UserPool, email: str, ask: Ask) -> str:
    """Answer Cognito's challenges until it issues an access token. Raises CannotFinish."""
    cognito = pool.cognito
    given = {"USERNAME": email, "PASSWORD": ask("Password", "PURSER_PASSWORD")}
    asked = {"UserPoolId": pool.pool_id, "ClientId": pool.client_id}
    challenge = _Challenge(cognito, email, ask)
    try:
        answer = cognito.admin_initiate_auth(AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given, **asked)
        for _ in range(MAX_CHALLENGES):
            if "AuthenticationResult" in answer:
                return str(answer["AuthenticationResult"]["AccessToken"])
            answer = cognito.admin_respond_to_auth_challenge(**asked, **challenge.response(answer))
    except cognito.exceptions.NotAuthorizedException as error:
        raise CannotFinish(f"Cognito does not sign {email} in: {error.response['Error']['Message']}") from error
    raise CannotFinish(f"Cognito sent more than {MAX_CHALLENGES} challenges.")


@dataclass(frozen=True)
class _Challenge:
    """Answers Cognito's challenges, which follow the password."""

    cognito: Any
    email: str
    ask: Ask

    def response(self, challenge: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the answer. Raises CannotFinish for a challenge that accounts of this pool cannot have."""
        name = challenge["ChallengeName"]
        username = challenge.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", self.email)
        answers = {"USERNAME": username}
        session = challenge["Session"]
        match name:
            case "NEW_PASSWORD_REQUIRED":
                answers["NEW_PASSWORD"] = self.ask("A new password of your own", "PURSER_NEW_PASSWORD")
            case "SOFTWARE_TOKEN_MFA":
                answers["SOFTWARE_TOKEN_MFA_CODE"] = self.ask("The authenticator's code", "PURSER_MFA_CODE")
            case "MFA_SETUP":
                session = self._enrol(session)
            case _:
                raise CannotFinish(f"Cognito asks for {name}, which needs a browser: sign in to the console.")
        return {"ChallengeName": name, "Session": session, "ChallengeResponses": answers}

    def _enrol(self, session: str) -> str:
        """Show an authenticator's key and verify its first code; the session for the next challenge.

        The key is a secret, so it is shown at a terminal only. Raises CannotFinish without one.
        """
        if not sys.stderr.isatty():
            raise CannotFinish(f"{self.email} has to set up an authenticator app, which takes a terminal.")
        enrolment = self.cognito.associate_software_token(Session=session)
        click.echo(
            "This account needs an authenticator app. Enter this key there, or scan the address as a QR code:", err=True
        )
        key = enrolment["SecretCode"]
        click.echo(f"  {key}\n  otpauth://totp/Purser:{quote(self.email)}?secret={key}&issuer=Purser", err=True)
        code = self.ask("The code that the app shows", "PURSER_MFA_CODE")
        verified = self.cognito.verify_software_token(Session=enrolment["Session"], UserCode=code)
        return str(verified["Session"])


def _ask(what: str, variable: str) -> str:
    """From the environment, else a hidden prompt. Prompts go to standard error, since standard output has the token.

    Raises CannotFinish without both.
    """
    if given := os.environ.get(variable):
        return given
    if not sys.stdin.isatty():
        raise CannotFinish(f"There is no terminal to ask at; set {variable}.")
    return str(click.prompt(what, hide_input=True, err=True))


def _local(claims: Mapping[str, object]) -> str:
    """A token from POST /local/token of the local system at PORT. Raises CannotFinish."""
    import httpx  # noqa: PLC0415  (a tenth of a second that commands for a stack do not need)

    url = f"{local_system.address()}/local/token"
    named = {name: str(value) if name == "customer_id" else value for name, value in claims.items() if value}
    try:
        answer = httpx.post(url, json=named, timeout=REQUEST_TIMEOUT_S)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise CannotFinish(
            f"No local system answers at {url} ({type(error).__name__}); did you mean --stack?"
        ) from error
    return str(answer.json()["access_token"])
