"""GET /api/v1/tournaments/{tournament_id}/coin-policy: what a tournament gives."""

from ledger import awards, web
from ledger.models import ExternalId


@web.reads(roles={"service"})
def handler(tx: web.Transaction, tournament_id: ExternalId) -> awards.Policy:
    return awards.get_policy(tx, tournament_id)
