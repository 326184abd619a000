"""The development issuer, and the JWT authorizer of an HTTP API.

What the authorizer verifies: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel, ConfigDict, Field

from local import CannotStart, key_files
from local.template import Authorizer

ISSUER = "https://development.purser.invalid"  # a name that no real issuer can have; independent of the port
AUDIENCE = "purser"
_REMEMBERED = 1024  # tokens
_TEN_YEARS_S = 10 * 366 * 86_400


class TokenRequest(BaseModel):
    """The claims of a development token. They may be missing or unknown, so that refusals can be tried too.

    expires_in: seconds from now; with zero or less the token has already expired.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    sub: Annotated[str, Field(min_length=1, max_length=128)]
    tenant_id: str | None = None
    roles: list[str] | None = None
    expires_in: Annotated[int, Field(ge=-_TEN_YEARS_S, le=_TEN_YEARS_S)] = 3600
    customer_id: str | None = None
    email: str | None = None
    name: str | None = None


class Unauthorized(Exception):
    """The authorizer rejects the token."""


class Forbidden(Exception):
    """The token is valid but has none of the route's scopes."""


class Issuer:
    """Signs access tokens like those of a Cognito user pool: with a client_id and without aud."""

    def __init__(self, key: RSAPrivateKey):
        self._key = key
        public = key.public_key()
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.kid = hashlib.sha256(der).hexdigest()[:16]
        self.keys: Mapping[str, RSAPublicKey] = {self.kid: public}

    @classmethod
    def load_or_create(cls, folder: Path) -> "Issuer":
        """The issuer with the key in `folder`. The first call creates the key, so that tokens survive a restart."""
        path = folder / "signing-key.pem"
        try:
            return cls(_load(path))
        except FileNotFoundError:
            key = generate_private_key(public_exponent=65537, key_size=2048)
            _save(path, key)
            return cls(key)

    def token(self, request: TokenRequest, client: str = AUDIENCE) -> str:
        """client: the client_id claim."""
        now = int(time.time())
        claims: dict[str, Any] = request.model_dump(exclude_none=True, exclude={"expires_in"})
        claims |= {"iss": ISSUER, "client_id": client, "jti": str(uuid4())}
        claims |= {"token_use": "access"}  # nosec B105 (the kind of token, not a password)
        claims |= {"iat": now, "exp": now + request.expires_in}
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self.kid})

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        keys = [
            RSAAlgorithm.to_jwk(key, as_dict=True) | {"kid": kid, "use": "sig", "alg": "RS256"}
            for kid, key in self.keys.items()
        ]
        return {"keys": keys}


class Verifier:
    """The JWT authorizer. A token's signature is verified once, its expiry at each request.

    keys: by the key ids in the tokens' headers.
    """

    def __init__(self, keys: Mapping[str, RSAPublicKey], clock: Callable[[], float] = time.time):
        self._keys = keys
        self._clock = clock
        self._verified_once = lru_cache(_REMEMBERED)(self._verified)

    def authorize(self, authorizer: Authorizer, header: str | None, scopes: tuple[str, ...] = ()) -> dict[str, Any]:
        """The `authorizer` member of a request's context: claims as strings, and scopes if the route requires some.

        header: the Authorization header; the prefix Bearer is optional.
        Raises Unauthorized, Forbidden.
        """
        claims = self._verified_once(authorizer, _token(header))
        if int(claims["exp"]) <= self._clock():
            raise Unauthorized
        granted = str(claims.get("scope", claims.get("scp", ""))).split()
        if scopes and not set(scopes) & set(granted):
            raise Forbidden
        strings = {name: as_string(value) for name, value in claims.items() if value is not None}
        return {"jwt": {"claims": strings, "scopes": granted if scopes else None}}

    def _verified(self, authorizer: Authorizer, token: str) -> Mapping[str, Any]:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],  # fixed: the algorithm that the token names is not trusted
                issuer=authorizer.issuer,
                options={"require": ["exp", "iss"], "verify_aud": False},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise Unauthorized from error
        if not _is_for(claims, authorizer.audiences):
            raise Unauthorized
        return claims


def _token(header: str | None) -> str:
    first, _, rest = (header or "").strip().partition(" ")
    return rest.strip() if first.lower() == "bearer" else (header or "").strip()


def _is_for(claims: Mapping[str, Any], audiences: frozenset[str]) -> bool:
    """Whether aud, or client_id if there is no aud, is one of the audiences."""
    audience = claims.get("aud", claims.get("client_id"))
    named = audience if isinstance(audience, list) else [audience]
    return any(isinstance(one, str) and one in audiences for one in named)


def as_string(value: object) -> str:
    """A claim as HTTP APIs pass it: always a string; a list becomes [a b]."""
    match value:
        case str():
            return value
        case list():
            return f"[{' '.join(map(as_string, value))}]"
        case _:
            return json.dumps(value, separators=(",", ":"))


def _load(path: Path) -> RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise CannotStart(f"{path} is not a private key; remove it, and a new one is created.") from error
    if not isinstance(key, RSAPrivateKey):
        raise CannotStart(f"{path} is not an RSA key; remove it, and a new one is created.")
    return key


def _save(path: Path, key: RSAPrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_files.write_privately(path, pem)
