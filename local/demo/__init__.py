"""A bookmaker's tenant with everything that the console shows, put in over HTTP as any client would.

`desk` has agents, customers and bets, `billing` the prepaid wallet, `live` what goes on happening.
"""

import httpx

from local import CannotStart
from local.demo import billing, desk, live
from local.demo.client import Client
from local.personas import TENANT


def run(base_url: str, goes_on: bool = False) -> int:
    """Put the demo data into the system at `base_url` and say what was put; 0 where it is there, before or now.

    goes_on: then a bet is placed and cashed out every few seconds, until it is interrupted.
    Every write has a key of its own, so a demo that was cut short is completed by the next one.
    Raises CannotStart where nothing answers, or something else than Purser does.
    """
    try:
        with httpx.Client(base_url=base_url, timeout=30) as http:
            client = Client(http)
            players = desk.put(client)
            billing.put(client)
            print(f"Tenant {TENANT}: {client.done} writes" if client.done else "The demo data is there already.")
            print(f"Sign in as one of its people: {base_url}/")
            if goes_on:
                live.run(client, players)
    except httpx.TransportError as error:
        raise CannotStart(f"Nothing answers at {base_url}; start it with: make run") from error
    except KeyboardInterrupt:
        pass  # how what goes on is ended
    return 0
