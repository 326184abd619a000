"""Cognito, before it issues an access token: adds the tenant, the roles and the customer id."""

from typing import Any

from ledger.edge import cognito


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return cognito.with_claims(event)
