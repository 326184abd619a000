"""The verified claims of a token, turned into a principal."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ledger.core import errors
from ledger.core.principal import ROLES, Principal

_LONGEST: Final = 128
_LONGEST_ABOUT: Final = 320  # an e-mail address: 64 characters, the @, and 255 (RFC 5321, section 4.5.3.1)
_NOT_TEXT: Final = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates, which the database cannot hold


def principal(event: Mapping[str, Any]) -> Principal:
    """From the authorizer's claims, which API Gateway passes as strings, a list as `[agent billing.view]`.

    Raises Forbidden where the token says not who asks, for which tenant, or has no role that is known, and where it
    says of itself that it is not for access: an id token of Cognito has the same issuer, key and audience.
    """
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    sub, tenant_id = str(claims.get("sub", "")), str(claims.get("tenant_id", ""))
    owner_id = str(claims.get("customer_id") or sub)
    if claims.get("token_use", "access") != "access":
        raise errors.Forbidden("This takes an access token.")
    roles = ROLES.intersection(str(claims.get("roles", "")).strip("[]").split())
    for claim, value in (("sub", sub), ("tenant_id", tenant_id), ("customer_id", owner_id)):
        if not 1 <= len(value) <= _LONGEST or _NOT_TEXT.search(value):
            raise errors.Forbidden(f"The token's {claim} is missing, or is no text of 1 to {_LONGEST} characters.")
    if not roles:
        raise errors.Forbidden("The token has no role that is known here.")
    return Principal(sub, tenant_id, roles, owner_id, _about(claims, "email"), _about(claims, "name"))


def _about(claims: Mapping[str, Any], claim: str) -> str | None:
    """What the token says of its holder; none where that is nothing that could be kept."""
    value = str(claims.get(claim) or "").strip()
    return value if 1 <= len(value) <= _LONGEST_ABOUT and not _NOT_TEXT.search(value) else None
