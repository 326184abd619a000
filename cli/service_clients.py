"""App clients for systems in a user pool: those that get tokens with their own secret (client credentials)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

CLIENT_CREDENTIALS: Final = "client_credentials"


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
