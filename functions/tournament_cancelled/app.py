"""TournamentCancelled: refunds the entry fees of a tournament."""

from ledger.awards import refunds
from ledger.edge import sqs
from ledger.messaging.events import TournamentCancelled


@sqs.consumes_in_steps(TournamentCancelled)
def handler(write: sqs.Write, cancelled: TournamentCancelled) -> None:
    refunds.refund_entry_fees(write, cancelled)
