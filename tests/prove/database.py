"""A PostgreSQL server for each database cluster of the emulator, which makes only the record of one.

A client connects as it would in AWS: to the cluster's name, over TLS, with a token of IAM as its password.
"""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import trustme

from local import postgres
from tests.prove.wires import Listener, Names
from tests.support import tls

# Nobody needs what is in these databases after a crash.
_VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Connection:
    """One attempt to connect. refused: the reason why it may not, None where it may."""

    host: str
    user: str
    refused: str | None


class Databases:
    """The clusters' servers, all behind one port.

    clusters: asks the emulator for its clusters' records. check_socket: where launcher.py answers.
    """

    def __init__(
        self,
        authority: trustme.CA,
        folder: Path,
        check_socket: Path,
        clusters: Callable[[], list[Mapping[str, Any]]],
    ) -> None:
        self._names = Names(authority)
        self._folder = folder
        self._check_socket = check_socket
        self._clusters = clusters
        self._servers: dict[str, postgres.Server] = {}
        self._lock = threading.Lock()
        self.attempts: list[Connection] = []
        self._listener = Listener(self._serve)
        self.port = self._listener.port

    def close(self) -> None:
        self._listener.close()
        for server in self._servers.values():
            server.stop()

    def server(self, cluster: str) -> postgres.Server:
        """The server of a cluster by its resource id, started when it is first asked for."""
        with self._lock:
            if cluster not in self._servers:
                self._servers[cluster] = postgres.start(self._folder / cluster, settings=_VOLATILE)
            return self._servers[cluster]

    def execute(self, cluster: str, statement: LiteralString) -> int:
        """One statement in the ledger of a cluster, as a superuser; the number of rows."""
        with psycopg.connect(self.server(cluster).url(postgres.SUPERUSER, "purser"), autocommit=True) as superuser:
            return superuser.execute(statement).rowcount

    def disconnect(self, cluster: str) -> None:
        """End every connection, so that the next statement of a function takes a new one, with a new token."""
        self.execute(
            cluster,
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()",
        )

    def _serve(self, client: socket.socket) -> None:
        assert tls.code(tls.packet(client)) == tls.SSL_REQUEST
        client.sendall(b"S")
        connection, host = self._names.accept(client)
        with connection:
            startup = tls.packet(connection)
            options = startup[8:].split(b"\0")
            user = dict(zip(options[::2], options[1::2], strict=False))[b"user"].decode()
            connection.sendall(tls.PASSWORD_REQUEST)
            assert tls.exactly(connection, 1) == b"p"
            token = tls.packet(connection)[4:-1].decode()
            cluster = next((found for found in self._clusters() if found["Endpoint"] == host), None)
            refused = self._check(token, host, user, cluster) if cluster else "there is no such cluster"
            self.attempts.append(Connection(host, user, refused))
            if refused or not cluster:
                connection.sendall(tls.REFUSAL)
                return
            with socket.socket(socket.AF_UNIX) as server:
                server.connect(str(self.server(cluster["DbClusterResourceId"]).socket_folder / ".s.PGSQL.5432"))
                server.sendall(startup)
                tls.pass_on(connection, server)

    def _check(self, token: str, host: str, user: str, cluster: Mapping[str, Any]) -> str | None:
        asked = {
            "token": token,
            "host": host,
            # A function signs for the port that it connects to.
            "port": self.port,
            "user": user,
            "cluster": cluster["DbClusterResourceId"],
        }
        with socket.socket(socket.AF_UNIX) as check:
            check.connect(str(self._check_socket))
            check.sendall(json.dumps(asked).encode() + b"\n")
            with check.makefile() as answers:
                refused: str | None = json.loads(answers.readline())["refused"]
        return refused
