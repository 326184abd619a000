"""Plan a bet that is placed, and one that is settled, as one call of an SQL function (sql/functions/bets/once.sql)."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from ledger.core.models import format_time
from ledger.posting import PlanningSession, UnknownMoney, accounts
from ledger.posting.kinds import BetKind

# The texts of unknown values are random, so that a caller cannot send one of them.
_USERNAME: Final = secrets.token_hex(16)
_DESCRIPTION: Final = secrets.token_hex(16)
_CURRENCY: Final = secrets.token_hex(16)
_ODDS: Final = Decimal(secrets.randbits(64))  # fewer digits than `normalize` keeps
_CUSTOMER: Final = uuid4()
_TIMES: Final = [datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(57)) for _ in range(2)]
_AMOUNTS: Final = [secrets.token_hex(16) for _ in range(6)]
_META: Final = {secrets.token_hex(16): True}
_PLACES: Final = {
    str(_CUSTOMER): "%1$s",
    f'"{_USERNAME}"': "%2$s",
    f'"{_DESCRIPTION}"': "%3$s",
    f'"{_ODDS}"': "%4$s",
    _CURRENCY: "%5$s",
    **{text: f"%{number}$s" for number, text in enumerate(_AMOUNTS[:3], 6)},
    **{format_time(time): f"%{number}$s" for number, time in enumerate(_TIMES, 9)},
    **{text: f"%{number}$s" for number, text in enumerate(_AMOUNTS[3:], 11)},
    json.dumps(_META, separators=(",", ":")): "%14$s",
}
"""As settle_bet_once() in SQL numbers them. What may be null or escaped in JSON has its quotes."""


def place(session: PlanningSession, bet_id: UUID, customer_id: UUID, description: str, odds: Decimal | None) -> str:
    """Let the planned posting of a stake store the bet as well. Returns the customer's unknown username."""
    session.post_by("place_bet_once", (bet_id, customer_id, description, odds, _USERNAME))
    return _USERNAME


def settle(
    session: PlanningSession,
    bet_id: UUID,
    outcome: str,
    payout: Decimal | None,
    max_multiple: int,
    kind: BetKind,
    *,
    meta: str | None,
) -> dict[str, Any]:
    """Plan a settlement. meta: an object as JSON. Returns the values of the ended bet that only the database knows."""
    payer = accounts.house()
    session.execute(
        "settle_bet_once",
        (bet_id, outcome, payout, max_multiple, meta, kind, payer.kind, payer.owner_id, session.origin.key),
        _PLACES,
    )
    session.postings += outcome != "lost"
    stake, paid, profit_loss, balance, held, available = map(UnknownMoney, _AMOUNTS)
    return {
        "user_id": _CUSTOMER,
        "username": _USERNAME,
        "description": _DESCRIPTION,
        "odds": _ODDS,
        "currency": _CURRENCY,
        "stake": stake,
        "payout": paid,
        "profit_loss": profit_loss,
        "placed_at": _TIMES[0],
        "settled_at": _TIMES[1],
        "balance_after": balance,
        "held": held,
        "available": available,
        "meta": _META,
    }
