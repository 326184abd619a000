"""What runs beside the local system: Postgres, and AWS's services.

Each takes a second to start, and so does importing the rest of the system. This module imports next to nothing, so that
all three happen at once.
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
# Every execution environment keeps a connection, and streams that wait have environments of their own.
_SETTINGS = {"max_connections": "300"}


@dataclass
class Processes:
    """Both, the port that is taken for the system, and the folder in which everything is kept, the mails among it."""

    listener: socket.socket
    home: Path
    services: Services
    in_containers: bool
    mails: Path
    _postgres: Future[Server]

    @property
    def server(self) -> Server:
        """Postgres, once it is ready. Raises CannotStart."""
        return self._postgres.result()


@contextmanager
def begun(port: int, folder: Path | None, major: int, in_containers: bool) -> Iterator[Processes]:
    """Begin to start them; the services end at once when the block does, Postgres with a checkpoint.

    folder: keeps the database and the signing key between runs; without one, a fresh one that is removed at the end.
    in_containers: functions run there, and find both at this machine's address.
    Raises CannotStart.
    """
    with ExitStack() as resources:
        listener = resources.enter_context(listen(port))
        home = folder or resources.enter_context(postgres.temporary_folder())
        settings, host = _SETTINGS, HOST
        if in_containers:
            from local import containers  # noqa: PLC0415  (which imports a good part of the rest)

            host = containers.address()
            settings = settings | containers.postgres_settings(home, host)
        mails = home / "mails.jsonl"
        services = aws.start(mails, host)
        resources.callback(services.stop)
        beside = resources.enter_context(ThreadPoolExecutor(1, "postgres"))
        server = beside.submit(postgres.start, home, major, settings)
        resources.callback(_stop, server)
        yield Processes(listener, home, services, in_containers, mails, server)


@contextmanager
def listen(port: int) -> Iterator[socket.socket]:
    """Take the port at once, so that nothing is started for one that is taken; 0 takes any that is free."""
    try:
        listener = socket.create_server((HOST, port), backlog=2048)
    except OSError as error:
        raise CannotStart(f"Port {port} cannot be used: {os.strerror(error.errno or 0)}.") from error
    # A connection takes it over. asyncio sets it where a socket names its protocol, which this one does not; without it
    # each answer on a kept connection waits 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    with listener:
        yield listener


def _stop(server: Future[Server]) -> None:
    if server.exception() is None:
        server.result().stop()
