"""Cognito, before it issues an access token: says in it whose it is and what they may do."""

from typing import Any

from ledger.edge import cognito


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return cognito.with_claims(event)
