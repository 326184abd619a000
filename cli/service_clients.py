"""App clients for systems in a user pool: those that get tokens with their own secret (client credentials)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cli.outcome import CannotFinish
from cli.user_pool import UserPool

CLIENT_CREDENTIALS: Final = "client_credentials"
AUTHORIZER: Final = "Jwt"
"""The authorizer's name in template.yaml."""
MAX_ATTEMPTS: Final = 5


def described(cognito: Any, pool_id: str) -> Iterator[Mapping[str, Any]]:
    """Each client as Cognito describes it."""
    pages = cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool_id)
    for page in pages:
        for listed in page["UserPoolClients"]:
            described = cognito.describe_user_pool_client(UserPoolId=pool_id, ClientId=listed["ClientId"])
            client: Mapping[str, Any] = described["UserPoolClient"]
            if CLIENT_CREDENTIALS in client.get("AllowedOAuthFlows", []):
                yield client


def ids(cognito: Any, pool_id: str) -> list[str]:
    """The clients' ids, sorted."""
    return sorted(str(client["ClientId"]) for client in described(cognito, pool_id))


def accepted(pool: UserPool) -> list[str]:
    """The ids of the clients whose tokens the API accepts, including the client for people."""
    audience: list[str] = _authorizer(pool)["JwtConfiguration"]["Audience"]
    return audience


def accept(pool: UserPool, *, without: str | None = None) -> None:
    """Make the API accept the tokens of people and of all systems in the pool, and no others.

    without: the id of a client that is about to be deleted. It takes effect after some seconds. Another command or a
    deployment may change the API's list at the same time, so the list and the clients are read again after each change,
    until they agree. Raises CannotFinish if they do not.
    """
    for _ in range(MAX_ATTEMPTS):
        authorizer = _authorizer(pool)
        systems = [id_ for id_ in ids(pool.cognito, pool.pool_id) if id_ != without]
        wanted = [pool.client_id, *systems]
        if set(authorizer["JwtConfiguration"]["Audience"]) == set(wanted):
            return
        pool.stack.client("apigatewayv2").update_authorizer(
            ApiId=pool.api_id,
            AuthorizerId=authorizer["AuthorizerId"],
            JwtConfiguration={"Issuer": authorizer["JwtConfiguration"]["Issuer"], "Audience": wanted},
        )
    raise CannotFinish(
        "The API's list of clients changes again and again; wait until no other command or deployment works on this "
        "stack."
    )


def _authorizer(pool: UserPool) -> Mapping[str, Any]:
    found = pool.stack.client("apigatewayv2").get_authorizers(ApiId=pool.api_id)["Items"]
    for authorizer in found:
        if authorizer["Name"] == AUTHORIZER:
            one: Mapping[str, Any] = authorizer
            return one
    raise CannotFinish(f"The stack's API has no authorizer {AUTHORIZER}.")
