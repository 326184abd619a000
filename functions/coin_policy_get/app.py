"""GET /api/v1/tournaments/{tournament_id}/coin-policy: a tournament's coin policy."""

from ledger.awards import policies
from ledger.core.models import ExternalId
from ledger.core.principal import OVERSEERS, TOURNAMENTS
from ledger.edge import http


@http.reads(roles=TOURNAMENTS | OVERSEERS)
def handler(session: http.Session, tournament_id: ExternalId) -> policies.TournamentCoinPolicy:
    return policies.get_policy(session, tournament_id)
