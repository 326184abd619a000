"""TournamentCompleted: awards coins for the first four places."""

from ledger import awards
from ledger.edge import sqs
from ledger.messaging.events import TournamentCompleted


@sqs.consumes_in_steps(TournamentCompleted)
def handler(write: sqs.Write, completed: TournamentCompleted) -> None:
    awards.award_placements(write, completed)
