"""PUT /api/v1/tournaments/{tournament_id}/coin-policy: a trusted system says what a tournament gives."""

from ledger import awards, web
from ledger.models import ExternalId


@web.writes(roles={"service"})
def handler(tx: web.Transaction, tournament_id: ExternalId, request: awards.PolicyRequest) -> awards.Policy:
    return awards.set_policy(tx, tournament_id, request)
