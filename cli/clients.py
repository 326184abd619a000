"""purser clients: app clients for systems, each with a secret of its own."""

import json
import sys
from collections.abc import Mapping
from typing import Any, Final

import click
from botocore.exceptions import BotoCoreError, ClientError

from cli import service_clients, user_pool
from cli.outcome import CLEAN, CannotFinish, aws_errors_in_one_line
from cli.service_clients import CLIENT_CREDENTIALS
from cli.user_pool import UserPool
from ledger.core.principal import MACHINE_ROLES

MAX_AUDIENCES: Final = 50
"""Of a JWT authorizer. AWS does not raise this quota: API Gateway Developer Guide, "HTTP API quotas"."""
_stack = click.option("--stack", metavar="NAME", required=True, help="The deployed stack.")


@click.group(short_help="Clients of systems: add, list and remove them.")
def clients() -> None:
    """App clients for systems, in a stack's own user pool. Adding one takes no deployment."""


@clients.command("add", short_help="Create a client and let the API accept its tokens.")
@click.argument("name")
@click.option("--tenant", metavar="T", required=True, help="The tenant that the system belongs to.")
@click.option("--role", type=click.Choice(sorted(MACHINE_ROLES)), default="service", show_default=True)
@click.option("--print-secret", is_flag=True, help="Print the secret even if standard output is not a terminal.")
@_stack
def add(name: str, tenant: str, role: str, *, print_secret: bool, stack: str) -> int:
    """Create an app client with one scope, `<tenant>/<role>`, and let the API accept its tokens. The roles are those of
    systems; the others are for people.

    The output is JSON with the id and the secret. The secret goes to a terminal only, or with --print-secret to
    wherever standard output goes. Cognito keeps it for those who may call cognito-idp:DescribeUserPoolClient.

    Exit: 0 the client is accepted, 2 could not finish.
    """
    if not (print_secret or sys.stdout.isatty()):
        raise click.UsageError("The secret would not go to a terminal; use --print-secret if it may.")
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        known = list(service_clients.described(pool.cognito, pool.pool_id))
        if len(known) + 2 > MAX_AUDIENCES:
            raise CannotFinish(f"There are {len(known)} clients already, and an API accepts no more.")
        _check_name(pool, name, known)
        _provide_scope(pool, tenant, role)
        created = pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id,
            ClientName=name,
            GenerateSecret=True,
            AllowedOAuthFlows=[CLIENT_CREDENTIALS],
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthScopes=[f"{tenant}/{role}"],
        )["UserPoolClient"]
        _accept_or_delete(pool, name, created["ClientId"])
    shown = {"client_id": created["ClientId"], "client_secret": created["ClientSecret"], "scope": f"{tenant}/{role}"}
    click.echo(json.dumps(shown, indent=4))
    return CLEAN


@clients.command("list", short_help="List clients, and whether the API accepts their tokens.")
@_stack
def list_(stack: str) -> int:
    """List the app clients of systems.

    Exit: 0 listed, 2 could not finish.
    """
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        found = list(service_clients.described(pool.cognito, pool.pool_id))
        accepted = service_clients.accepted(pool)
    for client in sorted(found, key=lambda one: str(one["ClientName"])):
        scopes = " ".join(client.get("AllowedOAuthScopes", []))
        state = "accepted" if client["ClientId"] in accepted else "not accepted: the next deployment adds it"
        click.echo(f"{client['ClientName']}  {client['ClientId']}  {scopes}, {state}")
    click.echo(f"clients: {len(found)} of {MAX_AUDIENCES - 1}")
    return CLEAN


@clients.command("remove", short_help="Reject a client's tokens, and delete it.")
@click.argument("client_id")
@_stack
def remove(client_id: str, stack: str) -> int:
    """Delete the client CLIENT_ID and reject its tokens, including those that were issued already.

    Exit: 0 it is deleted, 2 could not finish.
    """
    with aws_errors_in_one_line():
        pool = user_pool.of_stack(stack)
        known = service_clients.ids(pool.cognito, pool.pool_id)
        if client_id not in known:
            raise CannotFinish(f"{client_id} is not a system's client; see `purser clients list`.")
        service_clients.accept(pool, without=client_id)
        pool.cognito.delete_user_pool_client(UserPoolId=pool.pool_id, ClientId=client_id)
        service_clients.accept(pool)  # a deployment may have added it again in between
    click.echo(f"{client_id}: removed")
    return CLEAN


def _check_name(pool: UserPool, name: str, known: list[Mapping[str, Any]]) -> None:
    """Raises CannotFinish if a client has this name. A command that was interrupted leaves one that is not accepted."""
    for client in known:
        if client["ClientName"] != name:
            continue
        if client["ClientId"] in service_clients.accepted(pool):
            raise CannotFinish(f"There is a client {name} already: {client['ClientId']}.")
        raise CannotFinish(
            f"There is a client {name} already: {client['ClientId']}, but the API does not accept its tokens. To "
            f"create it again, remove it first: {_removal(pool, client['ClientId'])}"
        )


def _accept_or_delete(pool: UserPool, name: str, client_id: str) -> None:
    """Let the API accept a new client; if that fails, delete the client. Raises CannotFinish."""
    try:
        with aws_errors_in_one_line():
            service_clients.accept(pool)
    except CannotFinish as failed:
        try:
            pool.cognito.delete_user_pool_client(UserPoolId=pool.pool_id, ClientId=client_id)
        except (BotoCoreError, ClientError):
            remains = f"The client {name} could not be deleted again; delete it:"
            raise CannotFinish(f"{failed} {remains} {_removal(pool, client_id)}") from failed
        raise CannotFinish(f"{failed} The client {name} was deleted again.") from failed


def _removal(pool: UserPool, client_id: str) -> str:
    return f"`purser clients remove {client_id} --stack {pool.stack.name}`"


def _provide_scope(pool: UserPool, tenant: str, role: str) -> None:
    """Ensure that the tenant's resource server exists and has a scope with the role's name (decisions/0024)."""
    cognito = pool.cognito
    server = {"UserPoolId": pool.pool_id, "Identifier": tenant}
    scope = {"ScopeName": role, "ScopeDescription": f"A system of {tenant} with the role {role}"}
    try:
        described = cognito.describe_resource_server(**server)["ResourceServer"]
    except cognito.exceptions.ResourceNotFoundException:
        cognito.create_resource_server(**server, Name=tenant, Scopes=[scope])
        return
    scopes = described.get("Scopes", [])
    if role not in [one["ScopeName"] for one in scopes]:
        cognito.update_resource_server(**server, Name=described["Name"], Scopes=[*scopes, scope])
