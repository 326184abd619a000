"""TournamentCompleted: gives coins to those who came first to fourth."""

from ledger import awards, consumers
from ledger.events import TournamentCompleted


@consumers.consumes_in_steps(TournamentCompleted)
def handler(write: consumers.Write, completed: TournamentCompleted) -> None:
    awards.award_placements(write, completed)
