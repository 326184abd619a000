"""The parts of the access token that API Gateway's authorizer has verified. This module verifies no signature."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.core import errors

_ID_TOKEN_CLAIMS: Final = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})
"""Claims that only an id token has: OpenID Connect Core 1.0, sections 2 and 3.3.2.11."""
_ACCESS_TOKEN_TYPES: Final = frozenset({"jwt", "at+jwt", "application/at+jwt", "bearer"})
"""What an access token has as `typ`: in its header by RFC 7519 and RFC 9068, and by Keycloak `Bearer` as a claim."""


@dataclass(frozen=True, slots=True)
class Token:
    """The decoded header and claims of a token."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    @property
    def is_access_token(self) -> bool:
        """Whether nothing marks the token as another kind, such as an id token. An issuer signs all kinds with one key,
        and the audience of an id token can be the same."""
        types = [part["typ"] for part in (self.header, self.claims) if "typ" in part]
        return (
            self.claims.get("token_use", "access") == "access"
            and not _ID_TOKEN_CLAIMS & self.claims.keys()
            and all(str(kind).lower() in _ACCESS_TOKEN_TYPES for kind in types)
        )


def read(authorization: str) -> Token:
    """The token of an Authorization header; the prefix Bearer is optional, as for the authorizer.

    Raises Unauthorized if it does not have the form of a signed JWT.
    """
    scheme, _, rest = authorization.strip().partition(" ")
    parts = (rest if scheme.lower() == "bearer" else authorization).strip().split(".")
    if len(parts) != 3:
        raise errors.Unauthorized
    return Token(_decoded(parts[0]), _decoded(parts[1]))


def _decoded(part: str) -> Mapping[str, Any]:
    try:
        content = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise errors.Unauthorized from None
    if not isinstance(content, dict):
        raise errors.Unauthorized
    return content
