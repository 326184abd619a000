"""purser clients, against a user pool and an API as moto has them."""

import pytest

from ledger.edge import cognito
from tests.support.pool import Pool, Said, client, purser


def test_an_added_client_has_one_scope_and_is_admitted_in_addition_to_earlier_clients(pool: Pool) -> None:
    first, second = client(), client("games")

    assert (first["scope"], bool(first["client_secret"])) == ("acme/service", True)
    assert pool.audience == [pool.client_id, *sorted([first["client_id"], second["client_id"]])]
    described = pool.cognito.describe_user_pool_client(UserPoolId=pool.pool_id, ClientId=first["client_id"])
    made = described["UserPoolClient"]
    assert (made["AllowedOAuthFlows"], made["AllowedOAuthScopes"]) == (["client_credentials"], ["acme/service"])
    event = {"triggerSource": "TokenGeneration_ClientCredentials", "request": {"scopes": [first["scope"]]}}
    claims = cognito.with_claims(event)["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]
    assert claims["claimsToAddOrOverride"] == {"tenant_id": "acme", "roles": ["service"]}


def test_another_role_is_another_scope_of_the_same_tenant(pool: Pool) -> None:
    client()

    assert client("reports", "--role", "billing.view")["scope"] == "acme/billing.view"
    server = pool.cognito.describe_resource_server(UserPoolId=pool.pool_id, Identifier="acme")["ResourceServer"]
    assert [scope["ScopeName"] for scope in server["Scopes"]] == ["service", "billing.view"]


@pytest.mark.usefixtures("pool")
def test_a_customer_is_no_system() -> None:
    assert purser("clients", "add", "x", "--tenant", "acme", "--role", "customer").code == 2


def test_clients_are_listed_with_their_admission(pool: Pool) -> None:
    made = client()["client_id"]
    other = pool.cognito.create_user_pool_client(
        UserPoolId=pool.pool_id, ClientName="by-hand", AllowedOAuthFlows=["client_credentials"]
    )["UserPoolClient"]["ClientId"]

    assert purser("clients", "list").out.splitlines() == [
        f"by-hand  {other}  , not accepted: the next deployment adds it",
        f"trading  {made}  acme/service, accepted",
        "clients: 2 of 49",
    ]


def test_a_client_that_is_removed_is_refused_before_it_is_deleted(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    made, kept = client()["client_id"], client("games")["client_id"]

    assert purser("clients", "remove", made) == Said(0, f"{made}: removed\n", "")
    assert pool.audience == [pool.client_id, kept]
    again = purser("clients", "remove", made)
    assert (again.code, "is not a system's client" in again.err) == (2, True)


def test_the_people_s_client_cannot_be_removed(pool: Pool) -> None:
    assert purser("clients", "remove", pool.client_id).code == 2
    assert pool.audience == [pool.client_id]


def test_the_fiftieth_client_is_refused_before_anything_is_made(pool: Pool) -> None:
    for number in range(49):
        pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id, ClientName=f"c{number}", AllowedOAuthFlows=["client_credentials"]
        )

    said = purser("clients", "add", "one-more", "--tenant", "acme")

    assert (said.code, said.err) == (2, "purser: There are 49 clients already, and an API accepts no more.\n")
    listed = pool.cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool.pool_id)
    assert "one-more" not in [one["ClientName"] for page in listed for one in page["UserPoolClients"]]
