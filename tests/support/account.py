"""An AWS account on moto's server, with the operations that our tools call and moto lacks."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import botocore.session
import pytest
from botocore.loaders import create_loader
from joserfc.jwk import RSAKey
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.awslambda import urls as lambda_urls
from moto.awslambda.responses import LambdaResponse
from moto.cloudformation.responses import CloudFormationResponse
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult
from moto.moto_api._internal.models import moto_api_backend
from moto.rds.responses import RDSResponse
from moto.server import ThreadedMotoServer
from moto.sesv2 import urls as sesv2_urls
from moto.sesv2.responses import SESV2Response
from moto.utilities.utils import load_resource

from tools import stages

REGION = "eu-central-1"
ACCOUNT = "123456789012"

shared_loader = cache(create_loader)
"""One loader for all sessions. Otherwise each session would read its services' models again, which takes most of a
test's time."""


@dataclass
class Limits:
    """Limits of an account. concurrency, unreserved: Lambda executions. in_sandbox: whether SES is in its sandbox.
    min_capacity: the minimum ACU. versions: the available versions of Aurora PostgreSQL, and to which ones AWS upgrades
    each; old_versions: those that it no longer offers."""

    concurrency: int = 1000
    unreserved: int = 1000
    in_sandbox: bool = False
    min_capacity: float = 0
    old_versions: dict[str, Sequence[str]] = field(default_factory=lambda: {"16.1": ["16.9"]})
    versions: dict[str, Sequence[str]] = field(
        default_factory=lambda: {
            "15.13": ["16.9"],
            "16.9": ["16.10"],
            "16.10": ["17.6"],
            "17.5": ["17.6"],
            "17.6": [],
            "16.9-limitless": [],
        }
    )


_import_key = RSAKey.import_key


@cache
def _key_of_user_pools() -> Any:
    """The key that moto gives to every user pool. It takes 0.2 s to read."""
    return _import_key(load_resource("cognitoidp/resources/jwks-private.json"))


# Paths that moto's server does not serve by itself.
lambda_urls.url_paths["{0}/2016-08-19/account-settings/?$"] = LambdaResponse.dispatch
sesv2_urls.url_paths["{0}/v2/email/account$"] = SESV2Response.dispatch


@contextmanager
def moto_server() -> Iterator[str]:
    """The address of moto's server."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def sign_in(monkeypatch: pytest.MonkeyPatch, address: str, folder: Path) -> None:
    """Empty the account at this address, set credentials and a region for it, and hide those of the developer."""
    stages.session.cache_clear()
    for name in ("AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(botocore.session, "create_loader", shared_loader)
    monkeypatch.setattr(RSAKey, "import_key", lambda _: _key_of_user_pools())
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # they take 0.1 s
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "none"))
    moto_api_backend.reset()


def add_missing_operations(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> None:
    """Add the operations that moto lacks."""

    def get_account_settings(_: LambdaResponse) -> str:
        return json.dumps(
            {
                "AccountLimit": {
                    "ConcurrentExecutions": limits.concurrency,
                    "UnreservedConcurrentExecutions": limits.unreserved,
                }
            }
        )

    def get_account(_: SESV2Response) -> str:
        return json.dumps({"ProductionAccessEnabled": not limits.in_sandbox})

    def update_termination_protection(self: Any) -> ActionResult:
        stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
        stack.enable_termination_protection = self._get_param("EnableTerminationProtection")
        return ActionResult({"StackId": stack.stack_id})

    def get_authorizers(self: Any) -> Any:
        authorizers = self.apigatewayv2_backend.get_api(self.path.split("/")[-2]).authorizers.values()
        return 200, {}, json.dumps({"items": [one.to_json() for one in authorizers]})

    def update_stage(self: Any) -> Any:
        *_, api, _, name = self.path.split("/")
        stage = self.apigatewayv2_backend.get_stage(api, unquote(name))
        stage.default_route_settings = json.loads(self.body)["defaultRouteSettings"]
        return 200, {}, json.dumps(stage.to_json())

    def describe_db_engine_versions(self: Any) -> ActionResult:
        capacity = {"MinCapacity": limits.min_capacity, "MaxCapacity": 128.0}
        versions = limits.versions | (limits.old_versions if self._get_bool_param("IncludeAll") else {})
        asked = self._get_param("EngineVersion")
        found = [
            {
                "EngineVersion": one,
                "ServerlessV2FeaturesSupport": capacity,
                "ValidUpgradeTarget": [{"EngineVersion": other} for other in targets],
            }
            for one, targets in versions.items()
            if asked in {None, one}
        ]
        return ActionResult({"DBEngineVersions": found})

    def update_resource_server(self: Any) -> ActionResult:
        server = self.backend.describe_resource_server(self._get_param("UserPoolId"), self._get_param("Identifier"))
        server.scopes = self._get_param("Scopes")
        return ActionResult({"ResourceServer": server.to_json()})

    monkeypatch.setattr(CognitoIdpResponse, "update_resource_server", update_resource_server, raising=False)
    monkeypatch.setattr(RDSResponse, "describe_db_engine_versions", describe_db_engine_versions, raising=False)
    monkeypatch.setattr(LambdaResponse, "get_account_settings", get_account_settings, raising=False)
    monkeypatch.setattr(SESV2Response, "get_account", get_account, raising=False)
    monkeypatch.setattr(
        CloudFormationResponse, "update_termination_protection", update_termination_protection, raising=False
    )
    monkeypatch.setattr(ApiGatewayV2Response, "update_stage", update_stage, raising=False)
    monkeypatch.setattr(ApiGatewayV2Response, "get_authorizers", get_authorizers, raising=False)
