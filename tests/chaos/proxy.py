"""A TCP proxy between the functions of one process and Postgres. It delays, drops and cuts connections.

It can also cut a connection at a commit: before the server receives the statement that commits, or before the client
receives the answer. It searches the bytes for the text of COMMIT, which psycopg sends as a separate statement, and for
functions whose call is a database transaction.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

_CHUNK_BYTES = 65536
_COMMITS = (
    b"COMMIT\0",  # the last bytes of the statement, and of the command tag of its answer
    b"_once",  # post_once and the like: in the statement, and the name of its column in the answer
)
_CLAIM = b"select claim("


@dataclass
class Rules:
    """What the proxy does to connections.

    refuses: whether new connections are closed. drops: whether all traffic stops, in both directions.
    delay_s: the delay of each chunk of bytes.
    cut_requests: how many of the next commits are lost, together with their connections.
    cut_answers: how many of the next answers to a commit are lost, together with their connections.
    on_claim: called once, right after the proxy has sent a claim of an idempotency key to the server.
    """

    refuses: bool = False
    drops: bool = False
    delay_s: float = 0.0
    cut_requests: int = 0
    cut_answers: int = 0
    on_claim: Callable[[], None] | None = None


@dataclass(eq=False)
class _Connection:
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter

    def abort(self) -> None:
        for end in (self.client, self.server):
            end.transport.abort()


@dataclass
class Proxy:
    """Listens on a free local port. upstream: the path of Postgres's socket. rules: any thread may change them."""

    upstream: str
    loop: asyncio.AbstractEventLoop
    rules: Rules = field(default_factory=Rules)
    port: int = 0
    _connections: set[_Connection] = field(default_factory=set)

    async def serve(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def cut(self, share: Callable[[], bool] = lambda: True) -> None:
        """Cut every connection for which `share` returns true; by default all."""

        def abort() -> None:
            for connection in list(self._connections):
                if share():
                    connection.abort()

        self.loop.call_soon_threadsafe(abort)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client: socket.socket = writer.get_extra_info("socket")
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        if self.rules.refuses:
            writer.transport.abort()
            return
        try:
            answers, server = await asyncio.open_unix_connection(self.upstream)
        except OSError:
            writer.transport.abort()
            return
        connection = _Connection(writer, server)
        self._connections.add(connection)
        try:
            await asyncio.gather(self._requests(reader, server), self._answers(answers, writer))
        except (OSError, _Cut):
            pass
        finally:
            connection.abort()
            self._connections.discard(connection)

    async def _requests(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK_BYTES):
            if self.rules.cut_requests > 0 and _commits(chunk):
                self.rules.cut_requests -= 1
                raise _Cut
            await self._forward(chunk, server)
            if self.rules.on_claim and _CLAIM in chunk:
                call, self.rules.on_claim = self.rules.on_claim, None
                call()
        raise _Cut

    async def _answers(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(_CHUNK_BYTES):
            if self.rules.cut_answers > 0 and _commits(chunk):
                self.rules.cut_answers -= 1
                raise _Cut
            await self._forward(chunk, client)
        raise _Cut

    async def _forward(self, chunk: bytes, writer: asyncio.StreamWriter) -> None:
        if self.rules.delay_s:
            await asyncio.sleep(self.rules.delay_s)
        while self.rules.drops:  # noqa: ASYNC110  (another thread changes the rule)
            await asyncio.sleep(0.01)
        writer.write(chunk)
        await writer.drain()


def _commits(chunk: bytes) -> bool:
    return any(text in chunk for text in _COMMITS)


class _Cut(Exception):
    """Raised to end a connection."""


class Loop:
    """An event loop for servers, in its own thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self.loop.run_forever, name="servers", daemon=True)
        self._thread.start()

    def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def proxy(self, upstream: str) -> Proxy:
        proxy = Proxy(upstream, self.loop)
        self.start(proxy.serve())
        return proxy

    def start(self, server: Coroutine[Any, Any, asyncio.Server]) -> None:
        self._servers.append(self.run(server))

    def stop(self) -> None:
        """End all connections, then stop the loop."""
        self.run(self._end_tasks())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _end_tasks(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
