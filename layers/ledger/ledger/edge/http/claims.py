"""From the verified claims of a token to a principal."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ledger.core import errors
from ledger.core.principal import ROLES, SYSTEM_ROLES, Principal

_MAX_ID_LENGTH: Final = 128
_MAX_CONTACT_LENGTH: Final = 320  # an e-mail address: 64 characters, the @, and 255 (RFC 5321, section 4.5.3.1)
_NOT_TEXT: Final = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates, which the database cannot store


def principal(event: Mapping[str, Any]) -> Principal:
    """The principal of a request. API Gateway passes claims as strings, and a list as `[agent billing.view]`.

    Raises Forbidden if the token has no `sub`, no tenant or no known role, and if it is not an access token: Cognito's
    id tokens have the same issuer, key and audience.
    """
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    sub, tenant_id = str(claims.get("sub", "")), str(claims.get("tenant_id", ""))
    owner_id = str(claims.get("customer_id") or sub)
    if claims.get("token_use", "access") != "access":
        raise errors.Forbidden("An access token is required.")
    roles = ROLES.intersection(str(claims.get("roles", "")).strip("[]").split())
    for claim, value in (("sub", sub), ("tenant_id", tenant_id), ("customer_id", owner_id)):
        if not 1 <= len(value) <= _MAX_ID_LENGTH or _NOT_TEXT.search(value):
            raise errors.Forbidden(
                f"The token's {claim} is missing or is not text of 1 to {_MAX_ID_LENGTH} characters."
            )
    if not roles:
        raise errors.Forbidden("The token has no known role.")
    is_machine = roles <= SYSTEM_ROLES or _is_of_client(claims)
    return Principal(sub, tenant_id, roles, owner_id, _contact(claims, "email"), _contact(claims, "name"), is_machine)


def _is_of_client(claims: Mapping[str, Any]) -> bool:
    """Whether a client got the token for itself (the grant `client_credentials`) and not for a person.

    The subject is then the client (RFC 9068, section 2.2), as in Cognito's tokens. Auth0 names the grant in `gty`, and
    Microsoft Entra the kind of the token in `idtyp`.
    """
    client = claims.get("client_id") or claims.get("azp")
    return (
        claims.get("gty") == "client-credentials"
        or claims.get("idtyp") == "app"
        or (client is not None and claims.get("sub") == client)
    )


def _contact(claims: Mapping[str, Any], claim: str) -> str | None:
    """The e-mail address or name in a token; None if it is missing, too long or not storable."""
    value = str(claims.get(claim) or "").strip()
    return value if 1 <= len(value) <= _MAX_CONTACT_LENGTH and not _NOT_TEXT.search(value) else None
