"""The processes that serve HTTP: as many as the machine has cores, since one runs Python on one core only.

Each has the gateway and all functions, and accepts connections at the same port, so that requests are spread over the
processes by connection.
"""

import gc
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import uvicorn
from starlette.routing import Route

from local import CannotStart, aws, controls, pages, personas
from local.app import application
from local.bus import JOURNAL, Bus
from local.gateway import Gateway
from local.identity import Issuer
from local.lambdas import Invoker, Lambdas, Reserved
from local.template import Template

_SHUTDOWN_TIMEOUT_S = 3  # running requests may finish within this time
_MOST = 4  # Postgres has connections for so many (see `processes`)
_SERVE, _PAGES_ARE_BUILT, _END = "serve", "pages are built", "end"  # messages to a process
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Settings:
    """What a process serves. reserved: as of `reserved`. home: the system's folder. log: for the functions' output.
    services: the URL of the emulated AWS services. database_url: of the administrator, in Purser's database.
    builds_pages: the pages are being built, and `pages_are_built` will be called."""

    deployed: Template
    reserved: Mapping[str, Reserved]
    home: Path
    log: Path
    services: str
    database_url: str
    builds_pages: bool


def reserved(deployed: Template) -> dict[str, Reserved]:
    """The reserved concurrency of each function that has one, for all processes together."""
    functions = deployed.functions.items()
    return {name: _SPAWN.Semaphore(one.reserved) for name, one in functions if one.reserved is not None}


def count() -> int:
    """How many processes serve."""
    return min(os.process_cpu_count() or 1, _MOST)


class Servers:
    """The processes. They have this one's environment variables, and end if this one is killed."""

    def __init__(self, settings: Settings, listener: socket.socket, on_failure: Callable[[Exception], None]):
        """Start them without waiting for them. on_failure: called if one ends by itself."""
        self._on_failure = on_failure
        self._ending = threading.Event()
        self._started = [_start(settings, listener) for _ in range(count())]

    def serve(self) -> None:
        """Wait until they have loaded the functions, and let them serve. Raises CannotStart."""
        for _, connection in self._started:
            try:
                connection.recv()
            except EOFError as error:
                raise CannotStart("A process that serves HTTP did not start.") from error
        self._send(_SERVE)
        threading.Thread(target=self._watch, name="servers", daemon=True).start()

    def pages_are_built(self) -> None:
        """Let them load the console's function again, which reads its pages when it is loaded."""
        self._send(_PAGES_ARE_BUILT)

    def end(self) -> None:
        """End them; they finish their running requests."""
        self._ending.set()
        self._send(_END)
        for process, _ in self._started:
            process.join()

    def _send(self, message: str) -> None:
        for _, connection in self._started:
            with suppress(BrokenPipeError):  # it has ended, which `_watch` reports
                connection.send(message)

    def _watch(self) -> None:
        wait([process.sentinel for process, _ in self._started])
        if not self._ending.is_set():
            self._on_failure(RuntimeError("A process that serves HTTP ended."))


def local_routes(bus: Bus, lambdas: Invoker, deployed: Template, home: Path, database_url: str) -> list[Route]:
    """Routes that no deployment has."""
    return [*controls.routes(bus, lambdas, deployed.wiring, home), personas.route(database_url)]


def _start(settings: Settings, listener: socket.socket) -> tuple[SpawnProcess, Connection]:
    connection, of_process = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_run, args=(settings, listener, of_process), daemon=True)
    process.start()
    of_process.close()
    return process, connection


def _run(settings: Settings, listener: socket.socket, connection: Connection) -> None:
    """One of the processes."""
    sys.stdout = settings.log.open("a", encoding="utf-8", buffering=1)
    deployed, home = settings.deployed, settings.home
    issuer = Issuer.load_or_create(home)
    try:
        lambdas = Lambdas(deployed.functions, reserved=settings.reserved)
    except CannotStart:
        return  # the parent process loads the functions too, and reports it
    if settings.builds_pages:
        lambdas.wrap(pages.FUNCTION, pages.being_built)
    bus = Bus(aws.client(settings.services, "events"), deployed.wiring.buses, home / JOURNAL)
    more = local_routes(bus, lambdas, deployed, home, settings.database_url)
    app = application(Gateway(deployed.routes, lambdas, issuer.keys), issuer, more)
    gc.freeze()
    connection.send(None)
    if _received(connection) == _SERVE:
        with serving(app, listener):
            while _received(connection) == _PAGES_ARE_BUILT:
                lambdas.load_again(pages.FUNCTION)


def _received(connection: Connection) -> str:
    try:
        return str(connection.recv())
    except (EOFError, ConnectionResetError):
        os._exit(1)  # the parent process was killed: nothing may keep its port open


@contextmanager
def serving(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serve in a thread: uvicorn leaves signals alone there, while in the main thread it would handle them."""
    configuration = uvicorn.Config(
        app,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT_S,
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
