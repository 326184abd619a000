"""A proxy that cuts the connection in the middle of a write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal

import httpx

from tests.support.waiting import HANG_S

type Cut = Literal["before it arrives", "before the answer", "in the answer", "and arrives late"]


@dataclass
class Proxy:
    """url: of the proxy. cuts: what happens to the next writes; later ones pass. keys: of the writes, in order.
    released: a write that arrives late is passed on now. arrived: it was executed, or refused."""

    url: str
    cuts: list[Cut] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    arrived: Event = field(default_factory=Event)


@contextmanager
def proxy_of(base_url: str) -> Iterator[Proxy]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.pass_on(None)

        def do_POST(self) -> None:
            proxy.keys.append(self.headers["Idempotency-Key"])
            self.pass_on(proxy.cuts.pop(0) if proxy.cuts else None)

        def pass_on(self, cut: Cut | None) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if cut == "before it arrives":
                return
            if cut == "and arrives late":
                proxy.released.wait(HANG_S)
            kept = ("authorization", "content-type", "idempotency-key")
            headers = {name: value for name, value in self.headers.items() if name.lower() in kept}
            answer = httpx.request(self.command, base_url + self.path, headers=headers, content=body, timeout=30)
            if cut in {"before the answer", "and arrives late"}:
                proxy.arrived.set()
                return
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers["content-type"])
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content[: len(answer.content) // 2] if cut else answer.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
