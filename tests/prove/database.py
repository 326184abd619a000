"""A PostgreSQL server for each database cluster. The emulator itself keeps only the clusters' records.

A client connects as in AWS: to the cluster's host name, over TLS, with an IAM token as its password.
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
from tests.prove.listeners import Listener, TlsHosts
from tests.support import tls

# The data of these databases is not needed after a crash.
_VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Connection:
    """One attempt to connect. refused: the reason of a refusal, or None."""

    host: str
    user: str
    refused: str | None


class Databases:
    """The clusters' servers, all behind one port.

    clusters: returns the emulator's records of its clusters. check_socket: the Unix socket on which launcher.py checks
    tokens.
    """

    def __init__(
        self,
        authority: trustme.CA,
        folder: Path,
        check_socket: Path,
        clusters: Callable[[], list[Mapping[str, Any]]],
    ) -> None:
        self._names = TlsHosts(authority)
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
        """The server of a cluster, by the cluster's resource id. It starts when it is first needed."""
        with self._lock:
            if cluster not in self._servers:
                self._servers[cluster] = postgres.start(self._folder / cluster, settings=_VOLATILE)
            return self._servers[cluster]

    def execute(self, cluster: str, statement: LiteralString) -> int:
        """Execute a statement in a cluster's database, as a superuser. Returns the number of rows."""
        with psycopg.connect(self.server(cluster).url(postgres.SUPERUSER, "purser"), autocommit=True) as superuser:
            return superuser.execute(statement).rowcount

    def disconnect(self, cluster: str) -> None:
        """Close all connections, so that functions connect again, with new tokens."""
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
        request = {
            "token": token,
            "host": host,
            # A function signs for the port that it connects to.
            "port": self.port,
            "user": user,
            "cluster": cluster["DbClusterResourceId"],
        }
        with socket.socket(socket.AF_UNIX) as check:
            check.connect(str(self._check_socket))
            check.sendall(json.dumps(request).encode() + b"\n")
            with check.makefile() as answers:
                refused: str | None = json.loads(answers.readline())["refused"]
        return refused
