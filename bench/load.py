"""The local system under load: debits of one customer over HTTP, beside an application that does nothing.

ApacheBench is the client of all. The empty application runs in as many processes as the local system, under the same
HTTP server, so that their ratio is what the gateway, the function and Postgres leave of it.
"""

import json
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.database import Bench
from bench.report import Figure, at_least, at_most
from local import servers
from local.processes import HOST, listen
from tests.support.local_system import LocalAgent, Running, free_port, start_system

CALLERS = 16
REQUESTS, SMOKE_REQUESTS = 5_000, 100
ROUNDS, SMOKE_ROUNDS = 3, 1
_RATE = re.compile(r"Requests per second: +([0-9.]+)")
_REFUSED = re.compile(r"(?:Failed requests|Non-2xx responses): +([0-9]+)")
_PERCENTILE = re.compile(r"^ +(50|99)% +([0-9]+)", re.MULTILINE)
_SPAWN = get_context("spawn")


def measure(bench: Bench) -> Iterator[Figure]:
    if not shutil.which("ab"):
        yield Figure("load", "not measured, since ab is not installed (Debian: apt-get install apache2-utils)")
        return
    requests = SMOKE_REQUESTS if bench.smoke else REQUESTS
    with _empty_application() as empty, _local_system() as running, tempfile.TemporaryDirectory() as folder:
        agent = LocalAgent(running)
        agent.open()
        body = Path(folder) / "debit.json"
        body.write_text(
            json.dumps({"customer_id": agent.customer_id, "amount": "0.01", "description": "Cash paid out"})
        )
        debit = ["-p", str(body), "-T", "application/json", "-H", f"Authorization: {agent.agent['Authorization']}"]
        urls = {
            "an empty Starlette application": [f"{empty}/"],
            "/healthz": [f"{running.base_url}/healthz"],
            "a cashier debit": [*debit, f"{running.base_url}/api/v1/cashier/debit"],
        }
        best: dict[str, _Run] = {}
        for _ in range(SMOKE_ROUNDS if bench.smoke else ROUNDS):  # in turns, since other programs may be running
            for name, arguments in urls.items():
                run = _Run(requests, arguments)
                best[name] = max(best.get(name, run), run, key=lambda one: one.rate)
    for name, run in best.items():
        figure = f"{run.rate:,.0f} requests/s, p50 {run.p50_ms} ms, p99 {run.p99_ms} ms"
        yield Figure(f"load: {name}, {CALLERS} callers", figure, measured={"rate": run.rate, "p99_ms": run.p99_ms})
    empty_run, _, debits = best.values()
    yield at_least("load: debits beside the empty application", debits.rate / empty_run.rate, 0.1)
    yield at_most("load: the 99th percentile of debits", debits.p99_ms, 60, " ms")


class _Run:
    """One run of ab. Raises RuntimeError if any request was refused."""

    def __init__(self, requests: int, arguments: list[str]):
        command = ["ab", "-q", "-l", "-k", "-c", str(CALLERS), "-n", str(requests), *arguments]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if any(int(count) for count in _REFUSED.findall(output)):
            raise RuntimeError(output)
        self.rate = float(_RATE.findall(output)[0])
        percentiles = dict(_PERCENTILE.findall(output))
        self.p50_ms, self.p99_ms = int(percentiles["50"]), int(percentiles["99"])


@contextmanager
def _local_system() -> Iterator[Running]:
    running = start_system(free_port(), None)
    try:
        yield running
    finally:
        running.process.terminate()
        running.ended()


@contextmanager
def _empty_application() -> Iterator[str]:
    """Its address."""
    with listen(0) as listener:
        started = []
        for _ in range(servers.count()):
            connection, of_process = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_serve_nothing, args=(listener, of_process), daemon=True)
            process.start()
            started.append((process, connection))
        for _, connection in started:
            connection.recv()
        yield f"http://{HOST}:{listener.getsockname()[1]}"
        for process, connection in started:
            connection.send(None)
            process.join()


def _serve_nothing(listener: socket.socket, connection: Connection) -> None:
    async def nothing(_: Request) -> Response:
        return Response()

    with servers.serving(Starlette(routes=[Route("/", nothing)]), listener):
        connection.send(None)
        connection.recv()
