"""Cash-outs: end a bet early at a price of the trading system."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from ledger.bets import bets
from ledger.core.ids import new_id
from ledger.core.models import Answer, MoneyText, NotNegative, Timestamp, WithMeta
from ledger.core.money import Money
from ledger.core.text import Text
from ledger.messaging import outbox
from ledger.messaging.events import CashOutRecorded, CashOutTriggered
from ledger.storage.sessions import Row, Session


class BetCashOut(WithMeta):
    """The price at which the trading system ends a bet early. Zero: the whole stake is lost. It is at most stake x
    odds; without odds, stake x the deployment's MaxPayoutMultiple."""

    cash_out_amount: NotNegative
    is_auto: bool = False
    trigger_reason: Annotated[str, Text(max_length=128)] | None = None


class CashOut(Answer):
    """A bet that was cashed out. profit_loss: cash_out_amount - stake; positive if the customer gained."""

    bet_id: UUID
    user_id: UUID
    username: str
    stake: MoneyText
    cash_out_amount: MoneyText
    profit_loss: MoneyText
    currency: str
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    settled_at: Timestamp

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of `bets` with the customer's username."""
        values = {**row, "profit_loss": row["cash_out_amount"] - row["stake"]}
        for name in ("stake", "cash_out_amount", "profit_loss"):
            values[name] = Money(values[name], row["currency"])
        return cls(**{name: values[name] for name in cls.model_fields})


def cash_out(session: Session, bet_id: UUID, request: BetCashOut) -> bets.EndedBet:
    """End a pending bet early. Its transition, the credit and the event are one database transaction.

    Raises BetNotFound, BetAlreadySettled, InvalidAmount, PayoutAboveOdds, BalanceOutOfRange.
    """
    row, amount = bets.end(
        *(session, bet_id, "cashed_out", request.cash_out_amount),
        is_auto=request.is_auto,
        reason=request.trigger_reason,
        meta=request.meta,
    )
    recorded = _recorded(session, row, amount)
    if amount.minor == 0:
        outbox.emit(session, [recorded])
    return bets.EndedBet.of(row, **bets.pay(session, row, amount, "bet_cash_out", [recorded]))


def trigger(session: Session, triggered: CashOutTriggered) -> None:
    """Cash out a bet for an event of the trading system. A bet is cashed out once, so a second delivery changes
    nothing.

    Raises BetAlreadySettled or BetNotFound for an event that is late, delivered again or names no bet, InvalidAmount,
    PayoutAboveOdds.
    """
    request = BetCashOut(
        cash_out_amount=triggered.cash_out_amount, is_auto=True, trigger_reason=triggered.trigger_reason
    )
    cash_out(session, triggered.bet_id, request)


def _recorded(session: Session, row: Row, amount: Money) -> CashOutRecorded:
    stake = Money(row["stake"], row["currency"])
    return CashOutRecorded(
        event_id=new_id(),
        tenant_id=session.tenant_id,
        agent_id=row["agent_id"],
        user_id=row["user_id"],
        bet_id=row["bet_id"],
        stake=Decimal(str(stake)),
        cash_out_amount=Decimal(str(amount)),
        profit_loss=Decimal(str(Money(amount.minor - stake.minor, stake.currency))),
        currency=stake.currency,
        is_auto_cash_out=row["is_auto_cash_out"],
        cash_out_trigger_reason=row["cash_out_trigger_reason"],
        settled_at=row["settled_at"],
    )
