"""One process of functions, as the local system runs them: `python -m tests.chaos.worker <settings as JSON>`.

A run has several of these processes, as Lambda has several machines, so that one can be paused, killed or have a wrong
clock while the others work. It prints a line when it is ready, and ends when its standard input is closed.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ledger.posting import transaction
from local import aws, controls, system, template
from local.app import application
from local.bus import Bus
from local.deliveries import Deliveries
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer
from local.lambdas import Lambdas
from local.processes import listen
from tests.support.kit import ROOT

READY = "ready"


async def _set_clock(request: Request) -> Response:
    """POST /chaos/clock {"ahead_s"}: set the functions' clock ahead of the true one, or behind it."""
    ahead = timedelta(seconds=(await request.json())["ahead_s"])
    transaction.clock = lambda: datetime.now(UTC) + ahead
    return JSONResponse({})


def main() -> None:
    settings = json.loads(sys.argv[1])
    home = Path(settings["home"])
    deployed = template.read(ROOT / "template.yaml", {"Issuer": ISSUER, "Audience": AUDIENCE, **settings["parameters"]})
    os.environ |= system.environment(deployed) | settings["aws"]
    issuer = Issuer.load_or_create(home)
    lambdas = Lambdas(deployed.functions)
    endpoint = settings["services"]
    events = aws.client(settings["aws"]["AWS_ENDPOINT_URL_EVENTBRIDGE"], "events")
    bus = Bus(events, deployed.wiring.buses, home / f"events-{settings['port']}.jsonl")
    deliveries = Deliveries(deployed.wiring, lambdas, aws.client(endpoint, "sqs"))
    routes = [
        *controls.routes(bus, lambdas, deployed.wiring, home / "mails.jsonl"),
        Route("/chaos/clock", _set_clock, methods=["POST"]),
    ]
    gateway = Gateway(deployed.routes, lambdas, issuer.keys)
    app = application(gateway, issuer, ROOT / "docs" / "openapi.json", routes, deliveries.lifespan)
    output, sys.stdout = sys.stdout, sys.stderr  # the functions' log goes to a file
    with listen(settings["port"]) as listener, system.serving(app, listener):
        print(READY, file=output, flush=True)
        sys.stdin.read()
    os._exit(0)  # without waiting for calls that hang


if __name__ == "__main__":
    main()
