"""The processes of the local system: Postgres, and the emulated AWS services.

Each takes a second to start, and importing the rest of the system takes another. This module has few imports, so that
all three happen at the same time.
"""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from local import CannotStart, aws, postgres
from local.aws import Services
from local.postgres import Server

HOST = "127.0.0.1"
# Each execution environment has a connection: up to 32 in each of five processes, and 50 more for waiting streams.
_SETTINGS = {"max_connections": "450"}


@dataclass
class Processes:
    """The running processes, the system's listening socket, and the folder for all files."""

    listener: socket.socket
    home: Path
    services: Services
    in_containers: bool
    _postgres: Future[Server]

    @property
    def server(self) -> Server:
        """Postgres; waits until it is ready. Raises CannotStart."""
        return self._postgres.result()


@contextmanager
def start(port: int, folder: Path | None, major: int, in_containers: bool) -> Iterator[Processes]:
    """Start both without waiting for them. At the end of the block the services are killed and Postgres is shut down.

    folder: keeps the database and the signing key between runs; None for a temporary folder.
    in_containers: functions run in containers, so both processes must be reachable from there.
    Raises CannotStart.
    """
    with ExitStack() as resources:
        listener = resources.enter_context(listen(port))
        # Absolute, since other programs get paths in it and have working directories of their own.
        home = _checked(folder.absolute()) if folder else resources.enter_context(postgres.temporary_folder())
        settings, host = _SETTINGS, HOST
        if in_containers:
            from local import containers  # noqa: PLC0415  (which has many imports)

            host = containers.address()
            settings = settings | containers.postgres_settings(home, host)
        services = aws.start(home, host)
        resources.callback(services.stop)
        starter = resources.enter_context(ThreadPoolExecutor(1, "postgres"))
        server = starter.submit(postgres.start, home, major, settings)
        resources.callback(_stop, server)
        yield Processes(listener, home, services, in_containers, server)


@contextmanager
def listen(port: int) -> Iterator[socket.socket]:
    """Open the port first, so that nothing is started if it is in use. 0 chooses a free port."""
    try:
        listener = socket.create_server((HOST, port), backlog=2048)
    except OSError as error:
        raise CannotStart(f"Port {port} cannot be used: {os.strerror(error.errno or 0)}.") from error
    # Connections inherit this option. asyncio sets it only on sockets with a protocol number, which this one lacks;
    # without it each answer on a reused connection waits 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    with listener:
        yield listener


def _checked(folder: Path) -> Path:
    """Raises CannotStart if the folder has files, but not the one that every run creates first."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / postgres.LOCK_NAME).exists():
        raise CannotStart(f"The folder {folder} has files of somebody else; name an empty folder, or one that is new.")
    return folder


def _stop(server: Future[Server]) -> None:
    if server.exception() is None:
        server.result().stop()
