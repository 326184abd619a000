"""A receiver of webhooks: an HTTP server that logs each request and answers it, or breaks in one of several ways."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.chaos.history import Receipt

type Behaviour = Literal["answers", "hangs", "refuses", "closes"]
_MAX_HEAD_BYTES = 64 * 1024


@dataclass
class Receiver:
    """Listens on a free local port.

    behaviour: what it does with the next requests; any thread may change it. webhook_id, secret: of its webhook, if it
    has one. receipts: what it received.
    """

    behaviour: Behaviour = "answers"
    webhook_id: str = str(UUID(int=0))
    secret: str = ""
    port: int = 0
    receipts: list[Receipt] = field(default_factory=list)
    chooser: random.Random = field(default_factory=random.Random)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/purser"

    async def serve(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=_MAX_HEAD_BYTES)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            _, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            body = await reader.readexactly(int(headers["content-length"]))
            behaviour = self.behaviour
            self.receipts.append(self._receipt(headers, body, accepted=behaviour == "answers"))
            match behaviour:
                case "answers":
                    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                case "refuses":
                    writer.write(b"HTTP/1.1 500 Internal Server Error\r\n\r\n")
                case "closes":
                    writer.write(self.chooser.choice((b"", b"HTTP/1.1 2")))
                case "hangs":
                    await reader.read()  # until the sender closes the connection
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the sender was killed
        finally:
            writer.close()

    def _receipt(self, headers: dict[str, str], body: bytes, *, accepted: bool) -> Receipt:
        try:
            Webhook(self.secret).verify(body, headers)
            is_signed = True
        except WebhookVerificationError:
            is_signed = False
        event = json.loads(body)
        return Receipt(event["type"], event["data"], accepted, is_signed)
