"""Live activity: a customer of the first agent bets, and the bet is cashed out a moment later."""

import time
from decimal import Decimal
from itertools import count
from typing import Final

from local.demo.cashier import ADA, CUSTOMERS, TRADING
from local.demo.client import Caller, Client

_INTERVAL_S: Final = 3.0
_BETTING: Final = tuple(one.username for one in CUSTOMERS if one.agent is ADA and one.status is None and one.bets)
# The lengths have no common divisor, so it takes long until a combination repeats.
_STAKES: Final = ("10.00", "25.00", "5.00", "40.00", "15.00")
_FACTORS: Final = ("1.35", "0.80", "1.10", "2.40", "0.55", "1.00", "1.85", "0.95")
_EVENTS: Final = (
    "Next goal: home team",
    "Set 2: over 9.5 games",
    "Race 5: winner, no. 4",
    "Both teams to score",
    "Map 3: first tower",
    "Over 2.5 goals",
    "Fastest lap",
    "Away win",
    "Draw at half-time",
)


def run(client: Client, players: dict[str, Caller]) -> None:
    """Run until interrupted. Every fourth cash-out is an event of the trading system."""
    betting = [players[name] for name in _BETTING if name in players]
    print(f"A bet is cashed out every {_INTERVAL_S:.0f} seconds; Control-C ends it", flush=True)
    for number in count():
        player, stake = betting[number % len(betting)], _STAKES[number % len(_STAKES)]
        amount = str((Decimal(stake) * Decimal(_FACTORS[number % len(_FACTORS)])).quantize(Decimal("0.01")))
        description = _EVENTS[number % len(_EVENTS)]
        paid_in = {"customer_id": player.customer_id, "amount": stake, "description": "Cash paid in"}
        client.write(ADA, "/api/v1/cashier/credit", paid_in)
        bet = client.write(player, "/api/v1/bets", {"stake": stake, "description": description})["bet_id"]
        if number % 4 == 3:
            detail = {
                "tenant_id": ADA.tenant_id,
                "bet_id": bet,
                "cash_out_amount": amount,
                "trigger_reason": "stop_loss",
            }
            client.event("trading", "CashOutTriggered", detail)
        else:
            client.write(TRADING, f"/api/v1/bets/{bet}/cash-out", {"cash_out_amount": amount})
        print(f"{description}: {stake} in, {amount} out", flush=True)
        time.sleep(_INTERVAL_S)
