"""PUT /api/v1/tournaments/{tournament_id}/coin-policy: a trusted system says what a tournament gives."""

from ledger import awards
from ledger.core.models import ExternalId
from ledger.edge import http


@http.writes(roles={"service"})
def handler(tx: http.Transaction, tournament_id: ExternalId, request: awards.PolicyRequest) -> awards.Policy:
    return awards.set_policy(tx, tournament_id, request)
