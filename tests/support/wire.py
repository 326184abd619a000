"""A proxy between the application and the database. It counts messages and can close a connection at a given text."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

_STARTUP_HEADER = 4  # bytes: the startup message begins with its length, every later message with a type byte
_HEADER = 5


class Tap:
    """A local port that forwards to the server.

    rounds: the number of round trips. sent: the client's messages as (type, content). cut_at: a text. The first time
    the server sends it, the proxy closes the connection and does not forward it.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._upstream = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = (
            f"postgresql://{parts.username}@127.0.0.1:{self._listener.getsockname()[1]}{parts.path}"
            "?sslmode=disable&gssencmode=disable"
        )
        self.rounds = 0
        self.sent: list[tuple[str, bytes]] = []
        self.cut_at: bytes | None = None
        self._client_has_sent = False
        self._threads = [threading.Thread(target=self._accept)]
        self._sockets: list[socket.socket] = []
        self._threads[0].start()

    def reset(self) -> None:
        """Reset the counts."""
        self.rounds = 0
        self.sent.clear()

    def close(self) -> None:
        for end in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if not self._accepts():
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._upstream)
                self._sockets += [client, server]
                for work in (self._from_client, self._from_server):
                    thread = threading.Thread(target=work, args=(client, server))
                    self._threads.append(thread)
                    thread.start()

    def _accepts(self) -> bool:
        """Whether a connection is accepted."""
        return True

    def _from_client(self, client: socket.socket, server: socket.socket) -> None:
        pending, header = b"", _STARTUP_HEADER
        for chunk in _chunks(client):
            pending += chunk
            while len(pending) >= header:
                end = header - 4 + int.from_bytes(pending[header - 4 : header])
                if len(pending) < end:
                    break
                if header == _HEADER:
                    self.sent.append((chr(pending[0]), pending[header:end]))
                pending, header = pending[end:], _HEADER
            self._client_has_sent = True
            with contextlib.suppress(OSError):
                server.sendall(chunk)
        _hang_up(server)

    def _from_server(self, client: socket.socket, server: socket.socket) -> None:
        for chunk in _chunks(server):
            self.rounds += self._client_has_sent
            self._client_has_sent = False
            if self.cut_at is not None and self.cut_at in chunk:
                self.cut_at = None
                break
            with contextlib.suppress(OSError):
                client.sendall(chunk)
        _hang_up(client)
        _hang_up(server)


def _chunks(end: socket.socket) -> Iterator[bytes]:
    with contextlib.suppress(OSError):
        while chunk := end.recv(65536):
            yield chunk


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
