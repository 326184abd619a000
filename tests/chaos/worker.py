"""One process of functions, as the local system runs them.

A run has several of these processes, as Lambda has several machines. One process can be paused, can be killed or can
have a wrong clock while the others work.
"""

import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection, wait
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ledger.posting import transaction
from local import aws, controls, servers, system, template
from local.app import application
from local.bus import Bus
from local.deliveries import Deliveries
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer
from local.lambdas import Lambdas
from local.processes import listen
from tests.support.kit import ROOT


@dataclass(frozen=True)
class Settings:
    """The settings of one process.

    home: the folder of the system. port: the port of the HTTP API. parameters: the parameters of the template.
    variables: the environment variables of the functions. services: the URL of the emulated services.
    bus: the URL of the proxy of the bus. log: the file for the output of the functions.
    """

    home: Path
    port: int
    parameters: Mapping[str, str]
    variables: dict[str, str]
    services: str
    bus: str
    log: Path


async def _set_clock(request: Request) -> Response:
    """POST /chaos/clock {"ahead_s"}: set the functions' clock ahead of the true time, or behind it if negative."""
    ahead = timedelta(seconds=(await request.json())["ahead_s"])
    transaction.clock = lambda: datetime.now(UTC) + ahead
    return JSONResponse({})


def run(settings: Settings, ready: Connection) -> None:
    """Serve until the parent process ends or this one is killed. ready: receives a value once requests are served."""
    with settings.log.open("ab") as log:  # replaces the descriptors, since loggers already hold the streams
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    parameters = {"Issuer": ISSUER, "Audience": AUDIENCE, **settings.parameters}
    deployed = template.read(ROOT / "template.yaml", parameters)
    os.environ |= system.environment(deployed) | settings.variables
    issuer = Issuer.load_or_create(settings.home)
    lambdas = Lambdas(deployed.functions)
    journal = settings.home / f"events-{settings.port}.jsonl"
    bus = Bus(aws.client(settings.bus, "events"), deployed.wiring.buses, journal)
    # Functions of their own, since `Lambdas` belongs to one event loop.
    deliveries = Deliveries(deployed.wiring, Lambdas(deployed.functions), aws.client(settings.services, "sqs"))
    routes = [
        *controls.routes(bus, lambdas, deployed.wiring, settings.home),
        Route("/chaos/clock", _set_clock, methods=["POST"]),
    ]
    gateway = Gateway(deployed.routes, lambdas, issuer.keys)
    app = application(gateway, issuer, routes)
    parent = multiprocessing.parent_process()
    assert parent is not None
    with listen(settings.port) as listener, servers.serving(app, listener), deliveries.running_in_thread():
        ready.send(None)
        wait([parent.sentinel])
