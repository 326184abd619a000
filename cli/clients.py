"""purser clients: the app clients of systems, which get tokens with a secret of their own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from cli import service_clients, user_pool
from cli.outcome import CLEAN, CannotFinish, asking_aws
from cli.service_clients import CLIENT_CREDENTIALS
from cli.user_pool import UserPool
from ledger.core.principal import ROLES

AUTHORIZER: Final = "Jwt"
"""As template.yaml names it."""
MAX_AUDIENCES: Final = 50
"""Of a JWT authorizer, a quota that AWS does not raise: API Gateway Developer Guide, "HTTP API quotas"."""
_stack = click.option("--stack", metavar="NAME", required=True, help="The deployed stack.")


@click.group(short_help="Clients of systems: add, list and remove them.")
def clients() -> None:
    """App clients of systems in a stack's own user pool. Nothing has to be deployed for one."""


@clients.command("add", short_help="Create a client, and let it in.")
@click.argument("name")
@click.option("--tenant", metavar="T", required=True, help="Whose the system is.")
@click.option("--role", type=click.Choice(sorted(ROLES - {"customer"})), default="service", show_default=True)
@_stack
def add(name: str, tenant: str, role: str, stack: str) -> int:
    """Create an app client with one scope, `<tenant>/<role>`, and let the API accept its tokens.

    It prints the id and the secret as JSON; the secret can be read from Cognito later.

    Exit: 0 it is let in, 2 could not finish.
    """
    with asking_aws():
        pool = user_pool.of_stack(stack)
        known = service_clients.ids(pool.cognito, pool.pool_id)
        if len(known) + 2 > MAX_AUDIENCES:
            raise CannotFinish(f"There are {len(known)} clients of systems, and no API takes more.")
        _provide_scope(pool, tenant, role)
        created = pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id,
            ClientName=name,
            GenerateSecret=True,
            AllowedOAuthFlows=[CLIENT_CREDENTIALS],
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthScopes=[f"{tenant}/{role}"],
        )["UserPoolClient"]
        _let_in(pool, [*known, created["ClientId"]])
    shown = {"client_id": created["ClientId"], "client_secret": created["ClientSecret"], "scope": f"{tenant}/{role}"}
    click.echo(json.dumps(shown, indent=4))
    return CLEAN


@clients.command("list", short_help="Every client of a system, and whether it is let in.")
@_stack
def list_(stack: str) -> int:
    """List the app clients of systems.

    Exit: 0 listed, 2 could not finish.
    """
    with asking_aws():
        pool = user_pool.of_stack(stack)
        found = list(service_clients.described(pool.cognito, pool.pool_id))
        audience = _authorizer(pool)["JwtConfiguration"]["Audience"]
    for client in sorted(found, key=lambda one: str(one["ClientName"])):
        scopes = " ".join(client.get("AllowedOAuthScopes", []))
        state = "let in" if client["ClientId"] in audience else "not let in: the next deployment does it"
        click.echo(f"{client['ClientName']}  {client['ClientId']}  {scopes}, {state}")
    click.echo(f"clients: {len(found)} of {MAX_AUDIENCES - 1}")
    return CLEAN


@clients.command("remove", short_help="Refuse a client's tokens, and delete it.")
@click.argument("client_id")
@_stack
def remove(client_id: str, stack: str) -> int:
    """Refuse the tokens of CLIENT_ID, those that exist included, and delete the client.

    Exit: 0 it is gone, 2 could not finish.
    """
    with asking_aws():
        pool = user_pool.of_stack(stack)
        known = service_clients.ids(pool.cognito, pool.pool_id)
        if client_id not in known:
            raise CannotFinish(f"{client_id} is no client of a system; `purser clients list` shows those.")
        _let_in(pool, [known_id for known_id in known if known_id != client_id])
        pool.cognito.delete_user_pool_client(UserPoolId=pool.pool_id, ClientId=client_id)
    click.echo(f"{client_id}: removed")
    return CLEAN


def _provide_scope(pool: UserPool, tenant: str, role: str) -> None:
    """The tenant's resource server, with a scope of the role's name (decisions/0024)."""
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


def _let_in(pool: UserPool, service_ids: Sequence[str]) -> None:
    """Accept tokens of people and of these systems, and no others, from some seconds later on."""
    authorizer = _authorizer(pool)
    pool.stack.client("apigatewayv2").update_authorizer(
        ApiId=pool.api_id,
        AuthorizerId=authorizer["AuthorizerId"],
        JwtConfiguration={
            "Issuer": authorizer["JwtConfiguration"]["Issuer"],
            "Audience": [pool.client_id, *sorted(service_ids)],
        },
    )


def _authorizer(pool: UserPool) -> Mapping[str, Any]:
    found = pool.stack.client("apigatewayv2").get_authorizers(ApiId=pool.api_id)["Items"]
    for authorizer in found:
        if authorizer["Name"] == AUTHORIZER:
            one: Mapping[str, Any] = authorizer
            return one
    raise CannotFinish(f"The stack's API has no authorizer {AUTHORIZER}.")
