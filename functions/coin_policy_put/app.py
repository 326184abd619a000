"""PUT /api/v1/tournaments/{tournament_id}/coin-policy: a trusted system sets a tournament's coin policy."""

from ledger import approvals
from ledger.approvals.proposals import CoinPolicy
from ledger.awards import policies
from ledger.core.models import ExternalId
from ledger.core.principal import TOURNAMENTS
from ledger.edge import http


@http.writes(roles=TOURNAMENTS | {"owner"})
def handler(
    session: http.Session, tournament_id: ExternalId, request: policies.TournamentCoinPolicyUpdate
) -> policies.TournamentCoinPolicy | approvals.PendingApproval:
    proposal = CoinPolicy(tournament_id=tournament_id, request=request)
    return approvals.pending(session, proposal) or policies.set_policy(session, tournament_id, request)
