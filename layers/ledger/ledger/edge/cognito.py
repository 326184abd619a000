"""What an access token of the stack's own user pool says of its bearer, beyond who they are.

Of a person it is what an operator wrote into the account, into attributes that no client may write. Of a system it is
the scopes that an operator allowed its client: `<tenant>/<role>`. Never what the caller of the token endpoint sends
along (clientMetadata): that is the client's own word.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.core.principal import ROLES

_OF_SYSTEMS: Final = "TokenGeneration_ClientCredentials"


def with_claims(event: Mapping[str, Any]) -> dict[str, Any]:
    """A pre-token-generation event (V3_0) with its answer: claims for the access token, and none for another.

    Where nothing is known, or it contradicts itself, nothing is claimed: such a token is refused with 403.
    """
    request = event["request"]
    if event["triggerSource"] == _OF_SYSTEMS:
        claims = _of_system(request.get("scopes") or [])
    else:
        claims = _of_person(request.get("userAttributes") or {})
    granted = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
    return {**event, "response": {"claimsAndScopeOverrideDetails": granted}}


def _of_person(attributes: Mapping[str, str]) -> dict[str, Any]:
    tenant_id = attributes.get("custom:tenant_id")
    roles = _known(attributes.get("custom:roles", "").replace(",", " ").split())
    if not tenant_id or not roles:
        return {}
    claims: dict[str, Any] = {"tenant_id": tenant_id, "roles": roles}
    if customer_id := attributes.get("custom:customer_id"):
        claims["customer_id"] = customer_id
    if name := attributes.get("name"):
        claims["name"] = name
    if attributes.get("email_verified") == "true" and (email := attributes.get("email")):
        claims["email"] = email
    return claims


def _of_system(scopes: list[str]) -> dict[str, Any]:
    granted = [scope.rpartition("/") for scope in scopes if scope.find("/") > 0]
    tenants = {tenant for tenant, _, _ in granted}
    roles = _known(role for _, _, role in granted)
    if len(tenants) != 1 or not roles:
        return {}
    return {"tenant_id": tenants.pop(), "roles": roles}


def _known(roles: Iterable[str]) -> list[str]:
    return sorted(ROLES.intersection(roles))
