"""purser clients, with a user pool and an API in moto."""

import json
from typing import Any, NoReturn

import pytest
from moto.apigatewayv2.exceptions import BadRequestException
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.cognitoidp.responses import CognitoIdpResponse

from ledger.core.principal import MACHINE_ROLES, ROLES
from ledger.edge import cognito
from tests.support.pool import STACK, CommandResult, Pool, add_client, purser


def test_an_added_client_has_one_scope_and_is_accepted_in_addition_to_earlier_clients(pool: Pool) -> None:
    first, second = add_client(), add_client("games")

    assert (first["scope"], bool(first["client_secret"])) == ("acme/service", True)
    assert pool.audience == [pool.client_id, *sorted([first["client_id"], second["client_id"]])]
    described = pool.cognito.describe_user_pool_client(UserPoolId=pool.pool_id, ClientId=first["client_id"])
    made = described["UserPoolClient"]
    assert (made["AllowedOAuthFlows"], made["AllowedOAuthScopes"]) == (["client_credentials"], ["acme/service"])
    event = {"triggerSource": "TokenGeneration_ClientCredentials", "request": {"scopes": [first["scope"]]}}
    claims = cognito.with_claims(event)["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]
    assert claims["claimsToAddOrOverride"] == {"tenant_id": "acme", "roles": ["service"]}


def test_another_role_is_another_scope_of_the_same_tenant(pool: Pool) -> None:
    add_client()

    assert add_client("odds", "--role", "trading")["scope"] == "acme/trading"
    server = pool.cognito.describe_resource_server(UserPoolId=pool.pool_id, Identifier="acme")["ResourceServer"]
    assert [scope["ScopeName"] for scope in server["Scopes"]] == ["service", "trading"]


def test_a_client_that_another_command_adds_meanwhile_stays_accepted(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = ApiGatewayV2Response.update_authorizer
    others: list[str] = []

    def overwrite(response: Any) -> Any:
        answer = original(response)
        if not others:  # the other command listed the clients before this client existed
            others.append(made_by_hand(pool, "other"))
            (authorizer,) = response.apigatewayv2_backend.get_api(pool.api_id).authorizers.values()
            authorizer.jwt_config = authorizer.jwt_config | {"audience": [pool.client_id, *others]}
        return answer

    monkeypatch.setattr(ApiGatewayV2Response, "update_authorizer", overwrite)

    made = add_client()["client_id"]

    assert pool.audience == [pool.client_id, *sorted([made, *others])]


def test_an_authorizer_that_keeps_changing_is_a_one_line_error_and_leaves_no_client(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApiGatewayV2Response, "update_authorizer", lambda _: (200, {}, "{}"))

    result = purser("clients", "add", "trading", "--tenant", "acme", "--print-secret")

    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "purser: The API's list of clients changes again and again; wait until no other command or deployment works "
        "on this stack. The client trading was deleted again.\n"
    )
    assert pool.client_names == []


def test_a_client_that_cannot_be_added_to_the_api_is_deleted_again(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiGatewayV2Response, "update_authorizer", refused)

    result = purser("clients", "add", "trading", "--tenant", "acme", "--print-secret")

    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.endswith(" The client trading was deleted again.\n")
    assert (pool.client_names, pool.audience) == ([], [pool.client_id])


def test_a_client_that_cannot_be_deleted_again_is_reported_with_the_command_that_deletes_it(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApiGatewayV2Response, "update_authorizer", refused)
    monkeypatch.setattr(CognitoIdpResponse, "delete_user_pool_client", refused)

    result = purser("clients", "add", "trading", "--tenant", "acme", "--print-secret")

    (left,) = pool.cognito.list_user_pool_clients(UserPoolId=pool.pool_id, MaxResults=60)["UserPoolClients"][1:]
    command = f"`purser clients remove {left['ClientId']} --stack {STACK}`"
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.endswith(f" The client trading could not be deleted again; delete it: {command}\n")
    monkeypatch.undo()


def test_a_second_client_of_the_same_name_is_refused(pool: Pool) -> None:
    first = add_client()["client_id"]

    result = purser("clients", "add", "trading", "--tenant", "acme", "--print-secret")

    assert result == CommandResult(2, "", f"purser: There is a client trading already: {first}.\n")
    assert pool.client_names == ["trading"]


def test_a_client_that_the_api_does_not_accept_is_reported_with_the_command_that_deletes_it(pool: Pool) -> None:
    left = made_by_hand(pool, "trading")

    result = purser("clients", "add", "trading", "--tenant", "acme", "--print-secret")

    command = f"`purser clients remove {left} --stack {STACK}`"
    message = (
        f"There is a client trading already: {left}, but the API does not accept its tokens. To create it again, "
        f"remove it first: {command}"
    )
    assert result == CommandResult(2, "", f"purser: {message}\n")


def test_a_secret_is_printed_to_a_terminal_and_otherwise_only_on_request(pool: Pool) -> None:
    refused = purser("clients", "add", "trading", "--tenant", "acme")

    assert (refused.code, refused.out, pool.client_names) == (2, "", [])
    assert "--print-secret" in refused.err
    assert json.loads(purser("clients", "add", "trading", "--tenant", "acme", terminal=True).out)["client_secret"]
    assert "client_secret" not in purser("clients", "list", terminal=True).out


def refused(_: Any) -> NoReturn:
    raise BadRequestException("nobody answers")


def made_by_hand(pool: Pool, name: str) -> str:
    made = pool.cognito.create_user_pool_client(
        UserPoolId=pool.pool_id, ClientName=name, AllowedOAuthFlows=["client_credentials"]
    )
    return str(made["UserPoolClient"]["ClientId"])


@pytest.mark.parametrize("role", sorted(ROLES - MACHINE_ROLES))
def test_a_client_cannot_have_a_role_for_people(pool: Pool, role: str) -> None:
    refused = purser("clients", "add", "x", "--tenant", "platform", "--role", role, "--print-secret")

    assert (refused.code, pool.client_names) == (2, [])


def test_the_list_of_clients_shows_whether_the_api_accepts_them(pool: Pool) -> None:
    made = add_client()["client_id"]
    other = made_by_hand(pool, "by-hand")

    assert purser("clients", "list").out.splitlines() == [
        f"by-hand  {other}  , not accepted: the next deployment adds it",
        f"trading  {made}  acme/service, accepted",
        "clients: 2 of 49",
    ]


def test_a_removed_client_is_not_accepted_and_cannot_be_removed_again(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, kept = add_client()["client_id"], add_client("games")["client_id"]

    assert purser("clients", "remove", made) == CommandResult(0, f"{made}: removed\n", "")
    assert pool.audience == [pool.client_id, kept]
    again = purser("clients", "remove", made)
    assert (again.code, "is not a system's client" in again.err) == (2, True)


def test_the_client_for_people_cannot_be_removed(pool: Pool) -> None:
    assert purser("clients", "remove", pool.client_id).code == 2
    assert pool.audience == [pool.client_id]


def test_the_fiftieth_client_is_refused_before_it_is_created(pool: Pool) -> None:
    for number in range(49):
        pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id, ClientName=f"c{number}", AllowedOAuthFlows=["client_credentials"]
        )

    result = purser("clients", "add", "one-more", "--tenant", "acme", "--print-secret")

    assert (result.code, result.err) == (2, "purser: There are 49 clients already, and an API accepts no more.\n")
    listed = pool.cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=pool.pool_id)
    assert "one-more" not in [one["ClientName"] for page in listed for one in page["UserPoolClients"]]
