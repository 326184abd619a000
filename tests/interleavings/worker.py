"""A thread that makes requests."""

import queue
import socket
import threading
from collections.abc import Callable

from ledger.storage import sessions
from tests.interleavings.wire import Channel

type Request = Callable[[], object]


class Worker:
    """A thread that makes requests. It keeps its connection between requests, like an execution environment of Lambda.

    ended: a socket that receives a byte when a request has ended. result: what that request returned or raised.
    """

    def __init__(self) -> None:
        self.ended, self._end = socket.socketpair()
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.channels: list[Channel] = []
        self.result: object = None

    def begin(self, request: Request) -> None:
        self._requests.put(request)

    def stop(self) -> None:
        self._requests.put(None)
        self._thread.join()
        self.ended.close()
        self._end.close()

    def _run(self) -> None:
        while request := self._requests.get():
            try:
                self.result = request()
            except BaseException as error:  # noqa: BLE001  (the scheduler's thread reports it)
                self.result = error
            self._end.sendall(b"x")
        sessions.disconnect()
