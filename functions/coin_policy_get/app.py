"""GET /api/v1/tournaments/{tournament_id}/coin-policy: what a tournament gives."""

from ledger import awards
from ledger.core.models import ExternalId
from ledger.edge import http


@http.reads(roles={"service"})
def handler(tx: http.Transaction, tournament_id: ExternalId) -> awards.Policy:
    return awards.get_policy(tx, tournament_id)
