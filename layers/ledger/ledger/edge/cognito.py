"""The claims that the stack's own user pool adds to an access token: tenant, roles, and facts about a person.

A person's claims come from attributes of the account that an operator writes and no client can write. A system's come
from the scopes that an operator allowed its client: `<tenant>/<role>`, for the roles of systems only. They never come
from `clientMetadata`, which the caller of the token endpoint chooses.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.core.principal import MACHINE_ROLES, ROLES

_CLIENT_CREDENTIALS: Final = "TokenGeneration_ClientCredentials"


def with_claims(event: Mapping[str, Any]) -> dict[str, Any]:
    """Add the answer to a pre-token-generation event (V3_0): the claims of the access token. Id tokens get none.

    No claims are added if tenant or role is missing or ambiguous, or if a role is unknown: a known one beside it may be
    a word of a text that was not meant as a list of roles. The API then answers 403 to such a token.
    """
    request = event["request"]
    if event["triggerSource"] == _CLIENT_CREDENTIALS:
        claims = _system_claims(request.get("scopes") or [])
    else:
        claims = _person_claims(request.get("userAttributes") or {})
    granted = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
    return {**event, "response": {"claimsAndScopeOverrideDetails": granted}}


def _person_claims(attributes: Mapping[str, str]) -> dict[str, Any]:
    tenant_id = attributes.get("custom:tenant_id")
    roles = set(attributes.get("custom:roles", "").replace(",", " ").split())
    if not tenant_id or not roles or not roles <= ROLES:
        return {}
    claims: dict[str, Any] = {"tenant_id": tenant_id, "roles": sorted(roles)}
    if customer_id := attributes.get("custom:customer_id"):
        claims["customer_id"] = customer_id
    if name := attributes.get("name"):
        claims["name"] = name
    if attributes.get("email_verified") == "true" and (email := attributes.get("email")):
        claims["email"] = email
    return claims


def _system_claims(scopes: list[str]) -> dict[str, Any]:
    granted = [scope.rpartition("/") for scope in scopes if scope.find("/") > 0]
    tenants = {tenant for tenant, _, _ in granted}
    roles = {role for _, _, role in granted}
    if len(tenants) != 1 or not roles <= MACHINE_ROLES:
        return {}
    return {"tenant_id": tenants.pop(), "roles": sorted(roles)}
