"""CashOutTriggered: cashes a bet out because a trading system says so."""

from collections.abc import Sequence

from ledger import cash_outs, consumers, errors
from ledger.events import CashOutTriggered


@consumers.consumes(CashOutTriggered, drops=(errors.BetAlreadySettled, errors.BetNotFound))
def handler(tx: consumers.Transaction, triggered: Sequence[CashOutTriggered]) -> None:
    for one in triggered:
        cash_outs.trigger(tx, one)
