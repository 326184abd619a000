"""Access tokens as the functions receive them: the authorizer has verified the signature, so it can be anything."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from local.identity import as_string
from local.payload import API_ID, STAGE


def unverified(claims: Mapping[str, Any], **header: Any) -> str:
    """A token with these claims. header: members that are added to its header, or that replace its own."""
    parts = [json.dumps({"alg": "RS256", "typ": "JWT", "kid": "sample"} | header), json.dumps(claims), "any signature"]
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)


def passed_on(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The `authorizer` member of a request's context, as API Gateway makes it from the claims of a token."""
    strings = {name: as_string(value) for name, value in claims.items() if value is not None}
    return {"jwt": {"claims": strings, "scopes": None}}


def request(claims: Mapping[str, Any], **header: Any) -> dict[str, Any]:
    """The members of an event that determine the caller: the token, what was passed on of it, the API."""
    return {
        "headers": {"authorization": f"Bearer {unverified(claims, **header)}"},
        "requestContext": {"apiId": API_ID, "stage": STAGE, "authorizer": passed_on(claims)},
    }
