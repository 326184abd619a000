"""The requests and the answers of each client. The checker knows nothing else about the clients."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

type Outcome = Literal["ok", "fail", "unknown"]
type Wallet = tuple[str, str, str]
"""Owner kind, owner id and currency."""

ACCEPTED = range(200, 300)
REFUSED = range(400, 500)


@dataclass(frozen=True)
class Caller:
    """The sender of a request: the claims of its token."""

    sub: str
    roles: tuple[str, ...]
    tenant_id: str = "acme"
    customer_id: str | None = None


@dataclass(frozen=True)
class Request:
    """What a client sends. body: sent as JSON. headers: the headers other than the token and the key."""

    caller: Caller
    method: str
    path: str
    body: object = None
    key: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Effect:
    """The change that an operation makes to one guarded wallet, in minor units."""

    wallet: Wallet
    minor: int


@dataclass(frozen=True)
class Attempt:
    """One attempt to send a request.

    invoked_at, ended_at: nanoseconds of the monotonic clock. worker: the number of the process that was called.
    status: None if no answer arrived.
    """

    invoked_at: int
    ended_at: int
    worker: int
    status: int | None
    body: str = ""
    replayed: bool = False

    @property
    def outcome(self) -> Outcome:
        """Without an answer, or after a server error, the outcome is unknown: the effect may have been committed."""
        if self.status in ACCEPTED:
            return "ok"
        return "fail" if self.status in REFUSED else "unknown"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Operation:
    """One intended effect of a client, with every attempt.

    name: what the operation does. Some checks select operations by name.
    phase: the fault that was active when the operation began.
    identity: finds the transaction of the operation in the ledger; see `ledger.Transaction.identities`. Several
    operations may compete for one identity, such as two ends of one bet. At most one transaction may have it.
    kind: the kind of the transaction; None if the operation posts no transaction.
    effects: the effects of the transaction on guarded wallets; None if only the server knows the amounts.
    about: other facts for the checker.
    is_event: whether the operation puts an event on the bus. Its answer means only that the bus accepted the event.
    The effect comes later, or never if the event came too late.
    """

    number: int
    client: str
    name: str
    request: Request
    phase: str
    identity: str | None = None
    kind: str | None = None
    effects: tuple[Effect, ...] | None = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    is_event: bool = False
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """ok if an attempt was accepted, fail if every attempt was refused, otherwise unknown.

        A refused attempt has no effect.
        """
        outcomes = {attempt.outcome for attempt in self.attempts}
        return "ok" if "ok" in outcomes else "fail" if outcomes == {"fail"} else "unknown"

    @property
    def answer(self) -> Attempt | None:
        """The accepted attempt that ended first; None if no attempt was accepted."""
        return min((it for it in self.attempts if it.outcome == "ok"), key=lambda it: it.ended_at, default=None)

    @property
    def invoked_at(self) -> int:
        return min(attempt.invoked_at for attempt in self.attempts)

    @property
    def retries(self) -> int:
        return len(self.attempts) - 1


@dataclass(frozen=True)
class Arrival:
    """An event that the consumer received."""

    type: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Receipt(Arrival):
    """An event that a receiver of a webhook received. accepted: it was answered with 204. is_signed: its signature is
    right."""

    accepted: bool
    is_signed: bool


@dataclass(frozen=True)
class Frame:
    """A frame of an agent's stream. sequence: the id of the frame."""

    agent_id: str
    sequence: int
    bet_id: str


class History:
    """The logs of all clients. phase: a function that returns the fault that is active now."""

    def __init__(self, phase: Callable[[], str]) -> None:
        self.operations: list[Operation] = []
        self.arrivals: list[Arrival] = []
        self.receipts: list[Receipt] = []
        self.frames: list[Frame] = []
        self._phase = phase
        self._lock = threading.Lock()

    def begin(self, client: str, name: str, request: Request, **more: Any) -> Operation:
        """Log an operation before it is sent. more: the other fields of Operation."""
        with self._lock:
            operation = Operation(len(self.operations), client, name, request, self._phase(), **more)
            self.operations.append(operation)
            return operation

    def write(self, path: Path) -> None:
        """Write all logs as JSON lines."""
        with path.open("w", encoding="utf-8") as file:
            logs: list[Operation | Arrival | Frame] = [
                *self.operations,
                *self.arrivals,
                *self.receipts,
                *self.frames,
            ]
            for line in logs:
                file.write(json.dumps({"log": type(line).__name__} | asdict(line)) + "\n")
