"""CashOutTriggered: cashes out a bet for a trading system."""

from ledger.bets import cash_outs
from ledger.core import errors
from ledger.edge import sqs
from ledger.messaging.events import CashOutTriggered


@sqs.consumes(CashOutTriggered, drops=(errors.BetAlreadySettled, errors.BetNotFound))
def handler(session: sqs.Session, triggered: CashOutTriggered) -> None:
    cash_outs.trigger(session, triggered)
