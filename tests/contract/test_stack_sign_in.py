"""Sign-in of people in template.yaml: the second factor, and the addresses to which sign-in may redirect."""

import re

import pytest

from local import transform
from tests.contract.test_stack import PARAMETERS, parameters_of, schema
from tests.support.kit import ROOT
from tests.support.stack import properties


def test_mfa_is_a_parameter_and_production_requires_it_of_everybody() -> None:
    (pool,) = properties("AWS::Cognito::UserPool").values()
    prod = (ROOT / "samconfig.toml").read_text().partition("[prod.deploy.parameters]")[2]

    assert pool["MfaConfiguration"] == {"Ref": "Mfa"}
    assert pool["EnabledMfas"] == {"Fn::If": ["UsesMfa", ["SOFTWARE_TOKEN_MFA"], {"Ref": "AWS::NoValue"}]}
    assert PARAMETERS["Mfa"]["AllowedValues"] == ["OFF", "OPTIONAL", "ON"]
    assert PARAMETERS["Mfa"]["Default"] == "OPTIONAL"
    assert "Mfa=ON" in prod
    assert {"MfaConfiguration", "EnabledMfas"} <= schema("AWS::Cognito::UserPool")["properties"].keys()


def test_sign_in_redirects_to_localhost_only_if_a_stage_enables_it() -> None:
    (client,) = properties("AWS::Cognito::UserPoolClient").values()
    local = [url["Fn::If"] for key in ("CallbackURLs", "LogoutURLs") for url in client[key] if "localhost" in str(url)]
    parameters = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]

    assert [(condition, otherwise) for condition, _, otherwise in local] == [
        ("HasLocalCallback", {"Ref": "AWS::NoValue"})
    ] * 2
    assert parameters["LocalCallback"]["Default"] == "false"
    enabling = re.findall(r"\[(\w+)\.deploy[^\[]*LocalCallback=true", (ROOT / "samconfig.toml").read_text())
    assert enabling == ["dev"]


@pytest.mark.parametrize(
    ("address", "is_accepted"),
    [
        ("", True),
        ("https://console.example", True),
        ("http://console.example", False),
        ("https://console.example/", False),
        ("console.example", False),
    ],
)
def test_the_console_s_address_begins_with_https_and_has_no_path(address: str, is_accepted: bool) -> None:
    assert bool(re.fullmatch(PARAMETERS["ConsoleUrl"]["AllowedPattern"], address)) is is_accepted


def test_the_client_always_has_a_callback_address() -> None:
    (client,) = properties("AWS::Cognito::UserPoolClient").values()
    conditions = {url["Fn::If"][0] for url in client["CallbackURLs"]}

    assert conditions == {"HasConsoleUrl", "HasDomainName", "HasLocalCallback", "HasNoCallback"}
    assert parameters_of("HasNoCallback") == {"ConsoleUrl", "DomainName", "LocalCallback"}
