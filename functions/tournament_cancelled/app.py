"""TournamentCancelled: gives the entry fees of a tournament back."""

from ledger import awards, consumers
from ledger.events import TournamentCancelled


@consumers.consumes_in_steps(TournamentCancelled)
def handler(write: consumers.Write, cancelled: TournamentCancelled) -> None:
    awards.refund_entry_fees(write, cancelled)
