"""purser users: the accounts of people in a stack's user pool."""

import json
import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import click

from cli import user_pool
from cli.outcome import CLEAN, CannotFinish, aws_errors_in_one_line
from ledger.core.principal import ROLES

PASSWORD_LENGTH: Final = 20
PASSWORD_CLASSES: Final = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!-_.+")
"""Cognito's default password policy requires a character of each class."""
ATTRIBUTES: Final = {"tenant": "custom:tenant_id", "roles": "custom:roles", "customer": "custom:customer_id"}

_stack = click.option("--stack", metavar="NAME", required=True, help="The deployed stack.")
_email = click.argument("email")


@click.group(short_help="Accounts of people: add, list, update and disable them.")
def users() -> None:
    """Accounts of people in a stack's own user pool. Each has a tenant, roles, and for customers an id."""


@users.command("add", short_help="Create an account.")
@_email
@click.option("--tenant", metavar="T", required=True, help="The account's tenant, for example acme.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(ROLES)), help="Repeatable.")
@click.option("--name", metavar="N", help="The name that others see; by default the part of EMAIL before the @.")
@click.option("--customer", metavar="ID", type=click.UUID, help="The customer_id of an account with the role customer.")
@click.option("--no-mail", is_flag=True, help="Send no mail; print the first password to standard output.")
@user_pool.yes
@_stack
def add(
    email: str,
    *,
    tenant: str,
    roles: Sequence[str],
    name: str | None,
    customer: UUID | None,
    no_mail: bool,
    yes: bool,
    stack: str,
) -> int:
    """Create an account. Cognito mails a password for the first sign-in, at which the person chooses another one. The
    role root counts in the platform's tenant only, and has to be confirmed.

    Exit: 0 the account exists, 2 could not finish.
    """
    if "customer" in roles and customer is None:
        raise click.UsageError("The role customer needs --customer, from POST /api/v1/agent/clients.")
    user_pool.confirm_root(email, roles, stack, yes=yes)
    attributes = {"email": email, "email_verified": "true", "name": name or email.partition("@")[0]}
    attributes |= _claims(tenant, roles, customer)
    asked: dict[str, Any] = {"Username": email, "UserAttributes": _listed(attributes)}
    if no_mail:
        asked |= {"TemporaryPassword": _password(), "MessageAction": "SUPPRESS"}
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        pool.check_root(tenant, roles)
        cognito = pool.cognito
        try:
            cognito.admin_create_user(UserPoolId=pool.pool_id, DesiredDeliveryMediums=["EMAIL"], **asked)
        except cognito.exceptions.UsernameExistsException as error:
            raise CannotFinish(f"{email} has an account already; `purser users update` changes it.") from error
    if no_mail:
        click.echo(f"The password for the first sign-in: {asked['TemporaryPassword']}")
    click.echo(f"{email}: {' '.join(roles)} of {tenant}. To sign in: purser token {email} --stack {stack}")
    return CLEAN


@users.command("update", short_help="Change an account's tenant, roles or customer.")
@_email
@click.option("--tenant", metavar="T", help="The new tenant.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="Replaces all roles. Repeatable."
)
@click.option("--customer", metavar="ID", type=click.UUID, help="The new customer_id.")
@user_pool.yes
@_stack
def update(
    email: str, tenant: str | None, roles: Sequence[str], customer: UUID | None, *, yes: bool, stack: str
) -> int:
    """Change an account's tenant, roles or customer; the others stay unchanged. New access tokens have the change, so
    it takes effect within 15 minutes. The role root counts in the platform's tenant only, and has to be
    confirmed.

    Exit: 0 it is changed, 2 could not finish.
    """
    claims = _claims(tenant, roles, customer)
    if not claims:
        raise click.UsageError("Nothing to change: use --tenant, --role or --customer.")
    if "root" in roles and tenant is None:
        raise click.UsageError("The role root needs --tenant, with the platform's tenant.")
    user_pool.confirm_root(email, roles, stack, yes=yes)
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        pool.check_root(tenant or "", roles)
        pool.cognito.admin_update_user_attributes(
            UserPoolId=pool.pool_id, Username=email, UserAttributes=_listed(claims)
        )
    click.echo(f"{email}: updated")
    return CLEAN


@users.command("list", short_help="List accounts: tenant, roles and whether they may sign in.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@_stack
def list_(as_json: bool, stack: str) -> int:
    """List all accounts of the pool.

    Exit: 0 listed, 2 could not finish.
    """
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        pages = pool.cognito.get_paginator("list_users").paginate(UserPoolId=pool.pool_id)
        found = sorted((_shown(user) for page in pages for user in page["Users"]), key=lambda one: one["email"])
    if as_json:
        click.echo(json.dumps(found, indent=4))
        return CLEAN
    for one in found:
        account = f"{one['roles'] or 'no role'} of {one['tenant'] or 'no tenant'}"
        customer = f", customer {one['customer']}" if one["customer"] else ""
        click.echo(f"{one['email']}  {account}{customer}, {one['state']}")
    click.echo(f"users: {len(found)}")
    return CLEAN


@users.command("disable", short_help="Disable an account and sign it out.")
@_email
@_stack
def disable(email: str, stack: str) -> int:
    """Disable an account and end its sessions. Access tokens that exist stay valid for up to 15 minutes.

    Exit: 0 it is disabled, 2 could not finish.
    """
    with aws_errors_in_one_line():
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
    """A random password with at least one character of each class."""
    chosen = [secrets.choice(characters) for characters in PASSWORD_CLASSES]
    chosen += [secrets.choice("".join(PASSWORD_CLASSES)) for _ in range(PASSWORD_LENGTH - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _shown(user: Mapping[str, Any]) -> dict[str, str]:
    attributes = {one["Name"]: one["Value"] for one in user["Attributes"]}
    shown = {"email": attributes.get("email", user["Username"])}
    shown |= {name: attributes.get(attribute, "") for name, attribute in ATTRIBUTES.items()}
    return shown | {"state": user["UserStatus"].lower() if user["Enabled"] else "disabled"}
