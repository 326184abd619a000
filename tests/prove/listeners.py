"""A TCP server, and TLS with a certificate for each host name that a client asks for."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable

import trustme


class Listener:
    """Listens at a free port and serves each connection in a thread."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._served, args=(client,), daemon=True).start()

    def _served(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            self._serve(client)


class TlsHosts:
    """Serves TLS under every host name, with certificates of one authority."""

    def __init__(self, authority: trustme.CA) -> None:
        self._authority = authority
        # A client that connects to an IP address sends no host name.
        self._default = authority.issue_cert("127.0.0.1", "localhost")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def accept(self, client: socket.socket) -> tuple[ssl.SSLSocket, str]:
        """The encrypted connection, and the host name that the client asked for ("" if none)."""
        names: list[str] = []

        def choose(connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
            if name:
                names.append(name)
                connection.context = self._context(name)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = choose
        self._default.configure_cert(context)
        return context.wrap_socket(client, server_side=True), names[0] if names else ""

    def _context(self, name: str) -> ssl.SSLContext:
        with self._lock:
            if name not in self._contexts:
                self._contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self._authority.issue_cert(name).configure_cert(self._contexts[name])
            return self._contexts[name]
