"""The local authorizer accepts the tokens that API Gateway accepts, and no others."""

import base64
import json
import stat
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from pydantic import ValidationError

from local import CannotStart, identity
from local.identity import AUDIENCE, ISSUER, Issuer, TokenRequest
from local.template import Authorizer

AUTHORIZER = Authorizer(ISSUER, frozenset({AUDIENCE}))
KEY = generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = generate_private_key(public_exponent=65537, key_size=2048)
issuer = Issuer(KEY)


def claims(**changes: Any) -> dict[str, Any]:
    """Valid claims with changes; None removes a claim."""
    now = int(time.time())
    good = {"sub": "ada", "iss": ISSUER, "client_id": AUDIENCE, "iat": now, "exp": now + 60}
    return {name: value for name, value in (good | changes).items() if value is not None}


def signed(content: dict[str, Any], key: RSAPrivateKey = KEY, algorithm: str = "RS256", **header: Any) -> str:
    return jwt.encode(content, key, algorithm=algorithm, headers={"kid": issuer.kid} | header)


def assembled(header: dict[str, Any] | str, content: dict[str, Any], signature: bytes = b"") -> str:
    parts = [header if isinstance(header, str) else json.dumps(header), json.dumps(content)]
    return ".".join([*(encoded(part.encode()) for part in parts), encoded(signature)])


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def authorized(header: str | None, **options: Any) -> dict[str, Any]:
    authorizer: dict[str, Any] = identity.Verifier(issuer.keys).authorize(AUTHORIZER, header, **options)["jwt"]
    return authorizer


def hmac_with_the_public_key() -> str:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    unsigned = assembled({"alg": "HS256", "typ": "JWT", "kid": issuer.kid}, claims()).rsplit(".", 1)[0]
    mac = hmac.HMAC(public, hashes.SHA256())
    mac.update(unsigned.encode())
    return f"{unsigned}.{encoded(mac.finalize())}"


def tampered() -> str:
    header, _, signature = signed(claims()).split(".")
    return f"{header}.{encoded(json.dumps(claims(sub='root')).encode())}.{signature}"


REFUSED = {
    "no token": None,
    "an empty header": "",
    "only the prefix": "Bearer ",
    "not a JWT": "Bearer abc",
    "three empty parts": "Bearer ..",
    "another scheme": "Basic YTpi",
    "alg none": assembled({"alg": "none", "kid": issuer.kid}, claims()),
    "alg None, in another case": assembled({"alg": "NONE", "kid": issuer.kid}, claims()),
    "HMAC with the public key": hmac_with_the_public_key(),
    "signed by another key": signed(claims(), key=ANOTHER_KEY),
    "RS512": signed(claims(), algorithm="RS512"),
    "PS256": signed(claims(), algorithm="PS256"),
    "an unknown kid": signed(claims(), kid="another"),
    "no kid": jwt.encode(claims(), KEY, algorithm="RS256"),
    "a kid that is a list": assembled({"alg": "RS256", "kid": ["a"]}, claims()),
    "a header that is a list": assembled("[]", claims()),
    "a header nested too deeply": assembled("[" * 20_000, claims()),
    "changed claims": tampered(),
    "a missing signature": signed(claims()).rsplit(".", 1)[0] + ".",
    "expired": signed(claims(exp=int(time.time()) - 1)),
    "no exp": signed(claims(exp=None)),
    "an exp that is not a number": signed(claims(exp="soon")),
    "not valid yet": signed(claims(nbf=int(time.time()) + 60)),
    "issued in the future": signed(claims(iat=int(time.time()) + 60)),
    "another issuer": signed(claims(iss="https://example.com")),
    "no issuer": signed(claims(iss=None)),
    "another client": signed(claims(client_id="another")),
    "no client and no audience": signed(claims(client_id=None)),
    "another audience with the right client": signed(claims(aud="another")),
    "an empty audience with the right client": signed(claims(aud=[])),
    "an audience that is not text": signed(claims(aud={"purser": 1})),
}


@pytest.mark.parametrize("header", REFUSED.values(), ids=REFUSED)
def test_an_invalid_token_is_refused(header: str | None) -> None:
    with pytest.raises(identity.Unauthorized):
        authorized(header)


def test_a_token_that_was_accepted_before_is_refused_once_it_has_expired() -> None:
    now = time.time()
    verifier = identity.Verifier(issuer.keys, lambda: now)
    token = signed(claims(exp=int(now) + 60))
    assert verifier.authorize(AUTHORIZER, token)["jwt"]["claims"]["sub"] == "ada"

    now += 60

    with pytest.raises(identity.Unauthorized):
        verifier.authorize(AUTHORIZER, token)


@pytest.mark.parametrize("prefix", ["Bearer ", "bearer ", "", "  "])
def test_the_bearer_prefix_is_optional(prefix: str) -> None:
    assert authorized(prefix + signed(claims()))["claims"]["sub"] == "ada"


@pytest.mark.parametrize("aud", [AUDIENCE, ["other", AUDIENCE]])
def test_a_token_with_our_audience_is_accepted(aud: object) -> None:
    assert authorized(signed(claims(client_id=None, aud=aud)))["claims"]["sub"] == "ada"


def test_claims_are_passed_on_as_strings() -> None:
    passed = authorized(
        signed(claims(roles=["agent", "billing.view"], none=[], level=7, admin=True, plan={"a": [1]}, exp=4102444800))
    )["claims"]

    assert passed["roles"] == "[agent billing.view]"
    assert passed["none"] == "[]"
    assert (passed["level"], passed["admin"], passed["exp"]) == ("7", "true", "4102444800")
    assert all(isinstance(value, str) for value in passed.values())


def test_a_route_with_scopes_requires_one_of_them() -> None:
    token = signed(claims(scope="ledger/read ledger/write"))

    assert authorized(token)["scopes"] is None
    assert authorized(token, scopes=("ledger/write",))["scopes"] == ["ledger/read", "ledger/write"]
    with pytest.raises(identity.Forbidden):
        authorized(token, scopes=("ledger/admin",))


def test_an_issued_token_is_accepted_and_its_key_is_published() -> None:
    token = issuer.token(TokenRequest(sub="ada", tenant_id="acme", roles=["agent"], customer_id="c", name="Ada"))

    passed = authorized(f"Bearer {token}")["claims"]
    (published,) = issuer.jwks()["keys"]

    expected = {"sub": "ada", "tenant_id": "acme", "roles": "[agent]", "customer_id": "c", "name": "Ada"}
    assert expected.items() <= passed.items()
    assert int(passed["exp"]) - int(passed["iat"]) == 3600
    assert "email" not in passed
    assert published["kid"] == jwt.get_unverified_header(token)["kid"]
    assert "d" not in published
    jwt.decode(token, jwt.PyJWK(published), algorithms=["RS256"])


def test_a_token_without_tenant_and_roles_is_accepted_because_the_functions_refuse_it() -> None:
    assert "tenant_id" not in authorized(issuer.token(TokenRequest(sub="ada")))["claims"]


@pytest.mark.parametrize("expires_in", [0, -60])
def test_an_expired_token_can_be_issued(expires_in: int) -> None:
    with pytest.raises(identity.Unauthorized):
        authorized(issuer.token(TokenRequest(sub="ada", expires_in=expires_in)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"{}",
        b'{"sub": ""}',
        b'{"sub": 7}',
        b'{"sub": "\\ud800"}',
        b'{"sub": "a", "roles": "agent"}',
        b'{"sub": "a", "expires_in": "60"}',
        b'{"sub": "a", "expires_in": true}',
        b'{"sub": "a", "expires_in": 1e30}',
        b'{"sub": "a", "exp": 1}',
    ],
)
def test_an_invalid_token_request_is_refused(body: bytes) -> None:
    with pytest.raises(ValidationError):
        TokenRequest.model_validate_json(body)


def test_tokens_remain_valid_after_a_restart(tmp_path: Path) -> None:
    token = Issuer.load_or_create(tmp_path).token(TokenRequest(sub="ada"))

    restarted = Issuer.load_or_create(tmp_path)

    assert identity.Verifier(restarted.keys).authorize(AUTHORIZER, token)["jwt"]["claims"]["sub"] == "ada"
    (key_file,) = tmp_path.iterdir()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_an_invalid_key_file_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "signing-key.pem").write_text("nothing")

    with pytest.raises(CannotStart, match=r"signing-key\.pem"):
        Issuer.load_or_create(tmp_path)
