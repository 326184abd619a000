"""CashOutTriggered: cashes out a bet for a trading system."""

from collections.abc import Sequence

from ledger.bets import cash_outs
from ledger.core import errors
from ledger.edge import sqs
from ledger.messaging.events import CashOutTriggered


@sqs.consumes(CashOutTriggered, drops=(errors.BetAlreadySettled, errors.BetNotFound))
def handler(session: sqs.Session, triggered: Sequence[CashOutTriggered]) -> None:
    for event in triggered:
        cash_outs.trigger(session, event)
