"""The app clients of systems in a user pool: those that may ask for a token with their own secret."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

CLIENT_CREDENTIALS: Final = "client_credentials"


def described(cognito: Any, pool_id: str) -> Iterator[Mapping[str, Any]]:
    """As Cognito describes them."""
    pages = cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool_id)
    for page in pages:
        for listed in page["UserPoolClients"]:
            described = cognito.describe_user_pool_client(UserPoolId=pool_id, ClientId=listed["ClientId"])
            client: Mapping[str, Any] = described["UserPoolClient"]
            if CLIENT_CREDENTIALS in client.get("AllowedOAuthFlows", []):
                yield client


def ids(cognito: Any, pool_id: str) -> list[str]:
    """Their ids in order, so that the same clients are always the same list."""
    return sorted(str(client["ClientId"]) for client in described(cognito, pool_id))
