"""Fixtures for the commands of an operator, with moto instead of AWS."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.support import account as moto
from tests.support import queues
from tests.support.account import Limits
from tests.support.pool import POOL_OUTPUTS, STACK, TEMPLATE, Pool, schema
from tests.support.queues import Account
from tests.support.stack import deployed


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with moto.moto_server() as address:
        yield address


@pytest.fixture
def pool(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pool:
    moto.sign_in(monkeypatch, aws, tmp_path)
    moto.add_missing_operations(monkeypatch, Limits())
    for name in ("PURSER_PASSWORD", "PURSER_NEW_PASSWORD", "PURSER_MFA_CODE"):
        monkeypatch.delenv(name, raising=False)
    clients: Any = boto3
    cognito, gateway = clients.client("cognito-idp"), clients.client("apigatewayv2")
    properties = deployed()["UserPool"]["Properties"]
    pool_id = cognito.create_user_pool(
        PoolName=STACK, UsernameAttributes=properties["UsernameAttributes"], Schema=schema(properties)
    )["UserPool"]["Id"]
    flows = deployed()["UserPoolClient"]["Properties"]["ExplicitAuthFlows"]
    client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="people", ExplicitAuthFlows=flows)
    client_id = client["UserPoolClient"]["ClientId"]
    api_id = gateway.create_api(Name=STACK, ProtocolType="HTTP")["ApiId"]
    gateway.create_authorizer(
        ApiId=api_id,
        Name="Jwt",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": "https://issuer.example", "Audience": [client_id]},
    )
    template = TEMPLATE % api_id + POOL_OUTPUTS % (pool_id, client_id)
    clients.client("cloudformation").create_stack(StackName=STACK, TemplateBody=template)
    return Pool(cognito, gateway, pool_id, client_id, api_id)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with queues.account(monkeypatch) as made:
        yield made
