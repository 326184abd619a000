"""CashOutTriggered: cashes a bet out because a trading system says so."""

from collections.abc import Sequence

from ledger.bets import cash_outs
from ledger.core import errors
from ledger.edge import sqs
from ledger.messaging.events import CashOutTriggered


@sqs.consumes(CashOutTriggered, drops=(errors.BetAlreadySettled, errors.BetNotFound))
def handler(session: sqs.Session, triggered: Sequence[CashOutTriggered]) -> None:
    for one in triggered:
        cash_outs.trigger(session, one)
