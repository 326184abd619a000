"""purser users: the accounts of people in a stack's user pool."""

import json
import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import click

from cli import user_pool
from cli.outcome import CLEAN, CannotFinish, asking_aws
from ledger.core.principal import ROLES

PASSWORD_LENGTH: Final = 20
PASSWORD_CLASSES: Final = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!-_.+")
"""Of each, Cognito's default password policy wants one character at least."""
ATTRIBUTES: Final = {"tenant": "custom:tenant_id", "roles": "custom:roles", "customer": "custom:customer_id"}

_stack = click.option("--stack", metavar="NAME", required=True, help="The deployed stack.")
_email = click.argument("email")


@click.group(short_help="Accounts of people: add, list, update and disable them.")
def users() -> None:
    """Accounts of people in a stack's own user pool. An account says whose it is: a tenant, roles, a customer."""


@users.command("add", short_help="Create an account.")
@_email
@click.option("--tenant", metavar="T", required=True, help="Whose the account is. A tenant is a name, as acme.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(ROLES)), help="One or more.")
@click.option("--name", metavar="N", help="As it is shown to others; the part before the @ if it is left out.")
@click.option("--customer", metavar="ID", type=click.UUID, help="The customer_id whose wallet a `customer` has.")
@click.option("--no-mail", is_flag=True, help="Print the first password instead of having Cognito mail it.")
@_stack
def add(
    email: str, *, tenant: str, roles: Sequence[str], name: str | None, customer: UUID | None, no_mail: bool, stack: str
) -> int:
    """Create an account. Cognito mails a password for the first sign-in, which asks for another one.

    Exit: 0 it is there, 2 could not finish.
    """
    if "customer" in roles and customer is None:
        raise click.UsageError("The role customer takes --customer, from POST /api/v1/agent/clients.")
    attributes = {"email": email, "email_verified": "true", "name": name or email.partition("@")[0]}
    attributes |= _claims(tenant, roles, customer)
    asked: dict[str, Any] = {"Username": email, "UserAttributes": _listed(attributes)}
    if no_mail:
        asked |= {"TemporaryPassword": _password(), "MessageAction": "SUPPRESS"}
    with asking_aws():
        pool = user_pool.of_stack(stack)
        cognito = pool.cognito
        try:
            cognito.admin_create_user(UserPoolId=pool.pool_id, DesiredDeliveryMediums=["EMAIL"], **asked)
        except cognito.exceptions.UsernameExistsException as error:
            raise CannotFinish(f"{email} has an account; `purser users update` changes it.") from error
    if no_mail:
        click.echo(f"The password for the first sign-in: {asked['TemporaryPassword']}")
    click.echo(f"{email}: {' '.join(roles)} of {tenant}. To sign in: purser token {email} --stack {stack}")
    return CLEAN


@users.command("update", short_help="Change whose an account is.")
@_email
@click.option("--tenant", metavar="T", help="Whose the account is.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="All that it has from now on.")
@click.option("--customer", metavar="ID", type=click.UUID, help="The customer_id whose wallet it has.")
@_stack
def update(email: str, tenant: str | None, roles: Sequence[str], customer: UUID | None, stack: str) -> int:
    """Change what is named of an account. It is in the next access token, 15 minutes later at the most.

    Exit: 0 it is changed, 2 could not finish.
    """
    claims = _claims(tenant, roles, customer)
    if not claims:
        raise click.UsageError("Name what changes: --tenant, --role or --customer.")
    with asking_aws():
        pool = user_pool.of_stack(stack)
        pool.cognito.admin_update_user_attributes(
            UserPoolId=pool.pool_id, Username=email, UserAttributes=_listed(claims)
        )
    click.echo(f"{email}: updated")
    return CLEAN


@users.command("list", short_help="Every account, whose it is and whether it may sign in.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@_stack
def list_(as_json: bool, stack: str) -> int:
    """List every account of the pool.

    Exit: 0 listed, 2 could not finish.
    """
    with asking_aws():
        pool = user_pool.of_stack(stack)
        pages = pool.cognito.get_paginator("list_users").paginate(UserPoolId=pool.pool_id)
        found = sorted((_shown(user) for page in pages for user in page["Users"]), key=lambda one: one["email"])
    if as_json:
        click.echo(json.dumps(found, indent=4))
        return CLEAN
    for one in found:
        whose = f"{one['roles'] or 'no role'} of {one['tenant'] or 'nobody'}"
        customer = f", customer {one['customer']}" if one["customer"] else ""
        click.echo(f"{one['email']}  {whose}{customer}, {one['state']}")
    click.echo(f"users: {len(found)}")
    return CLEAN


@users.command("disable", short_help="Sign somebody out, for good.")
@_email
@_stack
def disable(email: str, stack: str) -> int:
    """Disable an account and end its sessions. An access token that exists goes on for 15 minutes at the most.

    Exit: 0 it is disabled, 2 could not finish.
    """
    with asking_aws():
        pool = user_pool.of_stack(stack)
        pool.cognito.admin_disable_user(UserPoolId=pool.pool_id, Username=email)
        pool.cognito.admin_user_global_sign_out(UserPoolId=pool.pool_id, Username=email)
    click.echo(f"{email}: disabled")
    return CLEAN


def _claims(tenant: str | None, roles: Sequence[str], customer: UUID | None) -> dict[str, str]:
    values = {"tenant": tenant, "roles": " ".join(roles), "customer": str(customer) if customer else None}
    return {ATTRIBUTES[name]: value for name, value in values.items() if value}


def _listed(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def _password() -> str:
    """A first password: one character of each class, and others of any."""
    chosen = [secrets.choice(characters) for characters in PASSWORD_CLASSES]
    chosen += [secrets.choice("".join(PASSWORD_CLASSES)) for _ in range(PASSWORD_LENGTH - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _shown(user: Mapping[str, Any]) -> dict[str, str]:
    attributes = {one["Name"]: one["Value"] for one in user["Attributes"]}
    shown = {"email": attributes.get("email", user["Username"])}
    shown |= {name: attributes.get(attribute, "") for name, attribute in ATTRIBUTES.items()}
    return shown | {"state": user["UserStatus"].lower() if user["Enabled"] else "disabled"}
