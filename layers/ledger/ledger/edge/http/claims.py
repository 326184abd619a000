"""From the access token of a request to a principal.

API Gateway passes claims on as strings, and a list as `[a b]`: a role with a space looks like two roles. So the claims
are read from the token itself, which the authorizer has verified, and compared with those that it passed on
(decisions/0082).
"""

import os
import re
from collections.abc import Mapping
from typing import Any, Final

from ledger.core import errors
from ledger.core.principal import MACHINE_ROLES, ROLES, Principal
from ledger.edge.http import tokens

_MAX_ID_LENGTH: Final = 128
_MAX_EMAIL_LENGTH: Final = 320  # 64 characters, the @, and 255 (RFC 5321, section 4.5.3.1)
_NOT_TEXT: Final = re.compile("[\0\ud800-\udfff]")  # NUL and lone surrogates, which the database cannot store
_BETWEEN_ROLES: Final = re.compile(r"[\s,\[\]]+")


def principal(event: Mapping[str, Any]) -> Principal:
    """The principal of a request.

    Raises Unauthorized if the request has no token. Raises Forbidden if the request came through another API or stage;
    if the token is no access token or not the one that was verified; and if it has no `sub`, no tenant, an unknown
    role, or no role that counts.
    """
    context = event["requestContext"]
    _require_own_api(context)
    token = tokens.read((event.get("headers") or {}).get("authorization") or "")
    if not token.is_access_token:
        raise errors.Forbidden("An access token is required.")
    claims = token.claims
    sub, tenant_id = _id(claims, "sub"), _id(claims, "tenant_id")
    owner_id = sub if claims.get("customer_id", "") == "" else _id(claims, "customer_id")
    roles = _roles(claims.get("roles"))
    _require_verified(claims, roles, context.get("authorizer", {}).get("jwt", {}).get("claims", {}))
    roles = _in_tenant(roles, tenant_id)
    is_machine = roles <= MACHINE_ROLES or _is_of_client(claims)
    return Principal(sub, tenant_id, roles, owner_id, _email(claims), is_machine)


def _require_own_api(context: Mapping[str, Any]) -> None:
    """Raise Forbidden if another API, or another stage of this one, passed the request on: it may verify no token.

    The API's id is unknown during the first deployment of a stack; only the stage is then compared.
    """
    own = {"apiId": os.environ.get("API_ID"), "stage": os.environ.get("API_STAGE")}
    if any(expected and context.get(member) != expected for member, expected in own.items()):
        raise errors.Forbidden("The request came through another API.")


def _id(claims: Mapping[str, Any], claim: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not 1 <= len(value) <= _MAX_ID_LENGTH or _NOT_TEXT.search(value):
        raise errors.Forbidden(f"The token's {claim} is missing or is not text of 1 to {_MAX_ID_LENGTH} characters.")
    return value


def _roles(claim: object) -> frozenset[str]:
    """The roles of a list, or the role of a text. Raises Forbidden if one of them is unknown."""
    listed = [claim] if isinstance(claim, str) else claim
    if (
        not isinstance(listed, list)
        or not listed
        or not all(isinstance(role, str) and role in ROLES for role in listed)
    ):
        raise errors.Forbidden("The token has no role, or one that is not known.")
    return frozenset(listed)


def _require_verified(claims: Mapping[str, Any], roles: frozenset[str], passed: Mapping[str, Any]) -> None:
    """Raise Forbidden unless the authorizer passed on the claims of this token.

    No form is documented for a list, so the words of the roles are compared; none of the known ones has a separator.
    """
    texts = all(passed.get(name) == claims.get(name) for name in ("sub", "tenant_id", "customer_id"))
    if not texts or roles != frozenset(_BETWEEN_ROLES.split(str(passed.get("roles", "")))) - {""}:
        raise errors.Forbidden("The token is not the one that was verified.")


def _in_tenant(roles: frozenset[str], tenant_id: str) -> frozenset[str]:
    """The roles that count in the tenant: root is the platform's (decisions/0081). Raises Forbidden if none is left."""
    if tenant_id != os.environ.get("PLATFORM_TENANT"):
        roles -= {"root"}
    if not roles:
        raise errors.Forbidden("The role root counts in the platform's tenant only.")
    return roles


def _is_of_client(claims: Mapping[str, Any]) -> bool:
    """Whether a client got the token for itself (the grant `client_credentials`) and not for a person.

    The subject is then the client (RFC 9068, section 2.2), as in Cognito's and Okta's tokens. Auth0 names the grant in
    `gty`, Microsoft Entra the kind of the token in `idtyp`, and Keycloak gives the client a user of its own.
    """
    clients = [claims[name] for name in ("client_id", "azp", "cid") if claims.get(name)]
    return (
        claims.get("gty") == "client-credentials"
        or claims.get("idtyp") == "app"
        or claims["sub"] in clients
        or claims.get("preferred_username") in [f"service-account-{client}".lower() for client in clients]
    )


def _email(claims: Mapping[str, Any]) -> str | None:
    """The e-mail address in a token; None if it is missing, no text, too long or not storable."""
    value = claims.get("email")
    text = value.strip() if isinstance(value, str) else ""
    return text if 1 <= len(text) <= _MAX_EMAIL_LENGTH and not _NOT_TEXT.search(text) else None
