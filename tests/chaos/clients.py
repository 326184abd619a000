"""Clients send requests over HTTP, retry them with the same keys, and log every request and answer."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.history import Attempt, Caller, History, Operation, Request
from tests.chaos.system import System

MAX_TIMEOUT_S = 4.0


@dataclass(frozen=True)
class Patience:
    """How long a client waits for an answer, and how often it retries.

    attempts: the maximum for an event or a request with a key. Any other request has one attempt.
    pause_s: the pause between two attempts.
    twice: whether the first attempt is sent to two processes at the same time.
    """

    timeout_s: float
    attempts: int
    pause_s: float
    twice: bool

    @classmethod
    def drawn(cls, chooser: random.Random) -> "Patience":
        return cls(
            timeout_s=chooser.uniform(1.0, MAX_TIMEOUT_S),
            attempts=chooser.choice((1, 3, 5, 8)),
            pause_s=chooser.uniform(0.0, 0.4),
            twice=chooser.random() < 0.15,
        )


CERTAIN = Patience(timeout_s=10.0, attempts=30, pause_s=0.5, twice=False)


class Api:
    """Sends requests to the processes of functions, and adds each attempt to its operation."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._http = httpx.Client(limits=httpx.Limits(max_connections=None, max_keepalive_connections=50))
        self._tokens: dict[Caller, str] = {}
        self._threads = ThreadPoolExecutor(64, "second-attempts")

    def perform(self, operation: Operation, patience: Patience, chooser: random.Random) -> Operation:
        """Send the request of an operation until its outcome is known or no attempt is left."""
        processes = self._system.processes
        targets = [chooser.randrange(len(processes)) for _ in range(patience.attempts + 1)]
        attempts = patience.attempts if operation.request.key or operation.is_event else 1
        twice = patience.twice and attempts > 1
        for number in range(attempts):
            second = (
                self._threads.submit(self._attempt, operation, (targets[0] + 1) % len(processes), patience.timeout_s)
                if twice and number == 0
                else None
            )
            self._attempt(operation, targets[number], patience.timeout_s)
            if second is not None:
                second.result()
            if operation.outcome != "unknown":
                break
            time.sleep(patience.pause_s)
        return operation

    def _attempt(self, operation: Operation, process: int, timeout_s: float) -> None:
        request = operation.request
        headers = {"authorization": f"Bearer {self._token(request.caller)}", **dict(request.headers)}
        headers |= {"idempotency-key": request.key} if request.key else {}
        invoked_at, status, body, replayed = time.monotonic_ns(), None, "", False
        try:
            url = f"{self._system.processes[process].url}{request.path}"
            answer = self._http.request(
                request.method, url, json=request.body, headers=headers, timeout=httpx.Timeout(timeout_s)
            )
            status, body = answer.status_code, answer.text
            replayed = answer.headers.get("idempotency-replayed") == "true"
        except httpx.HTTPError:
            pass
        operation.attempts.append(Attempt(invoked_at, time.monotonic_ns(), process, status, body, replayed))

    def _token(self, caller: Caller) -> str:
        if caller not in self._tokens:
            self._tokens[caller] = self._system.token(caller)
        return self._tokens[caller]


@dataclass
class Client:
    """One client. Each choice depends only on the seed, the client's name and the number of the choice.

    numbers: how many choices the client has begun.
    tag: a unique text for the current choice. The keys and the descriptions of its operations contain it.
    """

    name: str
    seed: str
    api: Api
    history: History
    numbers: int = 0
    chooser: random.Random = field(default_factory=random.Random)
    patience: Patience = CERTAIN
    tag: str = ""

    def next(self) -> random.Random:
        """Begin the next choice. Returns the generator of its random numbers."""
        self.chooser = random.Random(f"{self.seed}/{self.name}/{self.numbers}")  # noqa: S311  (repeatable)
        self.numbers += 1
        self.tag = f"{self.name}:{self.numbers}"
        self.patience = Patience.drawn(self.chooser)
        return self.chooser

    def send(
        self,
        name: str,
        caller: Caller,
        path: str,
        body: object = None,
        *,
        method: str = "POST",
        key: str | None = None,
        **more: Any,
    ) -> Operation:
        """Log an operation and perform it. more: the other fields of Operation."""
        operation = self.history.begin(self.name, name, Request(caller, method, path, body, key), **more)
        return self.api.perform(operation, self.patience, self.chooser)

    def get(self, name: str, caller: Caller, path: str, about: Mapping[str, object]) -> Operation:
        return self.send(name, caller, path, method="GET", about=about)


def run(client: Client, act: Callable[[Client], object], stopped: threading.Event) -> None:
    """Begin a choice and act, again and again, until `stopped` is set."""
    while not stopped.is_set():
        client.next()
        act(client)
