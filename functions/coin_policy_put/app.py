"""PUT /api/v1/tournaments/{tournament_id}/coin-policy: a trusted system says what a tournament gives."""

from ledger.awards import policies
from ledger.core.models import ExternalId
from ledger.edge import http


@http.writes(roles={"service"})
def handler(tx: http.Transaction, tournament_id: ExternalId, request: policies.PolicyRequest) -> policies.Policy:
    return policies.set_policy(tx, tournament_id, request)
