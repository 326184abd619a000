"""purser token: an access token of a person, for a shell."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import click

from cli import user_pool
from cli.outcome import CLEAN, CannotFinish, asking_aws
from cli.user_pool import UserPool
from ledger.core.principal import ROLES

MAX_CHALLENGES: Final = 5
"""A first sign-in has three: another password, an authenticator to enrol, its code."""
LOCAL_PORT: Final = "8080"
REQUEST_TIMEOUT_S: Final = 10.0

type Ask = Callable[[str, str], str]
"""What to ask for, and the environment variable that may hold the answer."""


@click.command(short_help="Sign in, and print an access token.")
@click.argument("user")
@click.option("--stack", metavar="NAME", help="The deployed stack, instead of the local system at PORT.")
@click.option("--tenant", metavar="T", help="Only locally: whose the token is.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="Only locally: one or more.")
@click.option("--customer", metavar="ID", type=click.UUID, help="Only locally: whose wallet it is for.")
def token(user: str, stack: str | None, tenant: str | None, roles: Sequence[str], customer: object) -> int:
    """Print an access token of USER, for `Authorization: Bearer`. It ends after 15 minutes.

    With --stack, USER is the e-mail address of an account in the stack's pool. The password is asked for, and so are
    another one at the first sign-in and the code of an authenticator; PURSER_PASSWORD, PURSER_NEW_PASSWORD and
    PURSER_MFA_CODE answer where nobody is there. This takes AWS credentials that may sign people in.

    Without it, the local system issues the token, for whoever USER, --tenant, --role and --customer say.

    Exit: 0 there it is, 2 could not finish.
    """
    if stack is None:
        click.echo(_local({"sub": user, "tenant_id": tenant, "roles": list(roles) or None, "customer_id": customer}))
        return CLEAN
    if tenant or roles or customer:
        raise click.UsageError("--tenant, --role and --customer are for the local system; an account has its own.")
    with asking_aws():
        click.echo(sign_in(user_pool.of_stack(stack), user, _asked))
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
    raise CannotFinish(f"Cognito asks for more than {MAX_CHALLENGES} things.")


@dataclass(frozen=True)
class _Challenge:
    """Answers to what Cognito asks for after the password."""

    cognito: Any
    email: str
    ask: Ask

    def response(self, challenge: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the answer. Raises CannotFinish for a challenge that no account here can have."""
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
                raise CannotFinish(f"Cognito asks for {name}, which takes a browser: sign in to the console.")
        return {"ChallengeName": name, "Session": session, "ChallengeResponses": answers}

    def _enrol(self, session: str) -> str:
        """Show an authenticator's secret and verify its first code; the session to go on with."""
        enrolment = self.cognito.associate_software_token(Session=session)
        click.echo(
            "This account needs an authenticator app. Enter this key into one, or the address as a QR code:", err=True
        )
        key = enrolment["SecretCode"]
        click.echo(f"  {key}\n  otpauth://totp/Purser:{quote(self.email)}?secret={key}&issuer=Purser", err=True)
        code = self.ask("The code that it shows", "PURSER_MFA_CODE")
        verified = self.cognito.verify_software_token(Session=enrolment["Session"], UserCode=code)
        return str(verified["Session"])


def _asked(what: str, variable: str) -> str:
    """From the environment, else typed unseen. What is asked stays out of the standard output, which has the token."""
    if given := os.environ.get(variable):
        return given
    return str(click.prompt(what, hide_input=True, err=True))


def _local(claims: Mapping[str, object]) -> str:
    """From POST /local/token of the system that `make run` started at PORT. Raises CannotFinish."""
    import httpx  # noqa: PLC0415  (a tenth of a second, and no command for a stack needs it)

    url = f"http://127.0.0.1:{os.environ.get('PORT') or LOCAL_PORT}/local/token"
    named = {name: str(value) if name == "customer_id" else value for name, value in claims.items() if value}
    try:
        answer = httpx.post(url, json=named, timeout=REQUEST_TIMEOUT_S)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise CannotFinish(f"No local system answers at {url} ({type(error).__name__}); name a --stack?") from error
    return str(answer.json()["access_token"])
