"""A server with the sign-in of a database on RDS: TLS with a certificate for a host name, and a request for a password
in clear text."""

import contextlib
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import trustme

HOST = "proxy.test"
SSL_REQUEST = 80877103
PASSWORD_REQUEST = b"R" + struct.pack("!ii", 8, 3)
_REFUSAL = b"SFATAL\0VFATAL\0C28P01\0MPAM authentication failed\0\0"
REFUSAL = b"E" + struct.pack("!i", 4 + len(_REFUSAL)) + _REFUSAL


def _any(_password: str) -> bool:
    return True


class Front:
    """A server on a local port that requires TLS and a password. It forwards to a Postgres that asks for no password.

    passwords: the passwords that clients sent. began: the number of connections. in_the_clear: messages that clients
    sent without TLS to a front without a certificate.
    """

    def __init__(
        self, socket_folder: Path, certificate: trustme.LeafCert | None, accepts: Callable[[str], bool] = _any
    ) -> None:
        self._upstream = str(socket_folder / ".s.PGSQL.5432")
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._encrypts = certificate is not None
        if certificate:
            certificate.configure_cert(self._context)
        self._accepts = accepts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.passwords: list[str] = []
        self.in_the_clear: list[bytes] = []
        self.began = 0
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def url(
        self, authority: Path, user: str = "purser_wallet", dbname: str = "purser", mode: str = "verify-full"
    ) -> str:
        """The URL in the form of a deployment; hostaddr replaces the lookup of the host name."""
        return (
            f"postgresql://{user}@{HOST}:{self.port}/{dbname}?hostaddr=127.0.0.1&sslmode={mode}&sslrootcert={authority}"
        )

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.began += 1
                thread = threading.Thread(target=self._serve, args=(client,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            while code(packet(client)) != SSL_REQUEST:
                client.sendall(b"N")
            if not self._encrypts:
                client.sendall(b"N")
                self.in_the_clear.append(packet(client))
                return
            client.sendall(b"S")
            with (
                self._context.wrap_socket(client, server_side=True) as tls,
                socket.socket(socket.AF_UNIX) as server,
            ):
                startup = packet(tls)
                tls.sendall(PASSWORD_REQUEST)
                assert exactly(tls, 1) == b"p"
                self.passwords.append(packet(tls)[4:-1].decode())
                if not self._accepts(self.passwords[-1]):
                    tls.sendall(REFUSAL)
                    return
                server.connect(self._upstream)
                server.sendall(startup)
                pass_on(tls, server)


def pass_on(client: socket.socket, server: socket.socket) -> None:
    """Forward both ways until one side closes. Only the client's side may be encrypted."""
    while True:
        pending = isinstance(client, ssl.SSLSocket) and client.pending()
        for end in [client] if pending else select.select([client, server], [], [])[0]:
            received = end.recv(65536)
            if not received:
                return
            (server if end is client else client).sendall(received)


def packet(line: socket.socket) -> bytes:
    """Read a packet: its length, which includes itself, and its content."""
    length = exactly(line, 4)
    return length + exactly(line, struct.unpack("!i", length)[0] - 4)


def exactly(line: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        more = line.recv(size - len(read))
        if not more:
            raise ConnectionResetError
        read += more
    return read


def code(packet: bytes) -> int:
    return int(struct.unpack("!i", packet[4:8])[0])
