"""Demo data: a bookmaker's tenant with everything that the console shows, created over HTTP like any client's data.

`cashier` creates agents, customers and bets, `billing` the prepaid wallet, `live` bets and cash-outs until stopped.
"""

import httpx

from local import CannotStart
from local.demo import billing, cashier, live
from local.demo.client import Client
from local.personas import TENANT


def run(base_url: str, is_live: bool = False) -> int:
    """Create the demo data in the system at `base_url`, and print what was created; 0 if the data exists at the end.

    is_live: afterwards place a bet and cash it out every few seconds, until interrupted.
    Every write has its own idempotency key, so a demo that was interrupted is completed by the next one.
    Raises CannotStart if nothing answers at the address, or a program other than Purser.
    """
    try:
        with httpx.Client(base_url=base_url, timeout=30) as http:
            client = Client(http)
            players = cashier.create(client)
            billing.create(client)
            print(f"Tenant {TENANT}: {client.done} writes" if client.done else "The demo data exists already.")
            print(f"Sign in as one of its people: {base_url}/")
            if is_live:
                live.run(client, players)
    except httpx.TransportError as error:
        raise CannotStart(f"Nothing answers at {base_url}; start it with: make run (another port: PORT=)") from error
    except KeyboardInterrupt:
        pass  # the way to end a live demo
    return 0
