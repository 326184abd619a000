"""Requests and answers of batches, and the operations that a batch may have."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError, ValidationInfo, WithJsonSchema, WrapValidator
from pydantic import model_validator as validator
from pydantic_core import PydanticCustomError

from ledger import wallets
from ledger.core.fingerprint import fingerprint
from ledger.core.models import Answer, Id, OwnerId, Request
from ledger.core.principal import Principal
from ledger.holds import holds
from ledger.holds.models import HoldCapture, HoldCreate
from ledger.storage.sessions import Session
from ledger.wallets import transactions

MAX_OPERATIONS: Final = 1_000

type Mode = Literal["atomic", "independent"]
type OperationKey = Annotated[str, StringConstraints(pattern=r"^[ -~]{1,128}$")]


class Operation(Request):
    """One operation of a batch. ROUTE: the route that executes it alone, PATH: its fields in the path, STATUS: of its
    answer. key: the Idempotency-Key.

    Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """

    ROUTE: ClassVar[str]
    PATH: ClassVar[frozenset[str]] = frozenset()
    STATUS: ClassVar[int] = 201

    key: OperationKey

    def fingerprint(self) -> bytes:
        """The hash of the operation, equal to that of a request for it alone."""
        path = {name: getattr(self, name) for name in self.PATH}
        return fingerprint(self.ROUTE, path | {"request": self.model_dump(exclude={"op", "key", *self.PATH})})

    def owners_without_currency(self) -> Sequence[str]:
        """The persons whose currency is left out."""
        return ()

    def holds(self) -> Sequence[UUID]:
        """The holds that it names."""
        return ()


class _OfOneWallet(Operation, wallets.WalletTransactionCreate):
    PATH: ClassVar[frozenset[str]] = frozenset({"owner_id"})

    owner_id: OwnerId

    def owners_without_currency(self) -> Sequence[str]:
        return () if self.currency else (self.owner_id,)


class CreditOperation(_OfOneWallet):
    """A credit, as POST /api/v1/wallets/{owner_id}/credit."""

    ROUTE: ClassVar[str] = "POST /api/v1/wallets/{owner_id}/credit"

    op: Literal["credit"]

    def run(self, session: Session, principal: Principal) -> Answer:
        return wallets.credit_for_caller(session, principal, self.owner_id, self)


class DebitOperation(_OfOneWallet):
    """A debit, as POST /api/v1/wallets/{owner_id}/debit."""

    ROUTE: ClassVar[str] = "POST /api/v1/wallets/{owner_id}/debit"

    op: Literal["debit"]

    def run(self, session: Session, principal: Principal) -> Answer:
        return wallets.debit_for_caller(session, principal, self.owner_id, self)


class TransferOperation(Operation, wallets.TransferCreate):
    """A transfer, as POST /api/v1/transfers."""

    ROUTE: ClassVar[str] = "POST /api/v1/transfers"

    op: Literal["transfer"]

    def owners_without_currency(self) -> Sequence[str]:
        return () if self.currency or self.from_owner_id is None else (self.from_owner_id,)

    def run(self, session: Session, principal: Principal) -> Answer:
        return wallets.transfer_for_caller(session, principal, self)


class TransactionOperation(Operation, transactions.TransactionCreate):
    """A transaction of 2 to 20 entries, as POST /api/v1/transactions. dry_run: false, or left out."""

    ROUTE: ClassVar[str] = "POST /api/v1/transactions"

    op: Literal["transaction"]
    dry_run: Literal[False] = False

    def owners_without_currency(self) -> Sequence[str]:
        return [entry.owner_id for entry in self.entries if entry.owner_id and entry.currency is None]

    def run(self, session: Session, principal: Principal) -> Answer:
        return transactions.create(session, principal, self)


class HoldOperation(Operation, HoldCreate):
    """A hold, as POST /api/v1/holds."""

    ROUTE: ClassVar[str] = "POST /api/v1/holds"

    op: Literal["hold"]

    def run(self, session: Session, principal: Principal) -> Answer:
        return holds.create(session, principal, self)


class CaptureOperation(Operation, HoldCapture):
    """A capture, as POST /api/v1/holds/{hold_id}/capture."""

    ROUTE: ClassVar[str] = "POST /api/v1/holds/{hold_id}/capture"
    PATH: ClassVar[frozenset[str]] = frozenset({"hold_id"})

    op: Literal["capture"]
    hold_id: Id

    def holds(self) -> Sequence[UUID]:
        return (self.hold_id,)

    def run(self, session: Session, principal: Principal) -> Answer:
        return holds.capture(session, principal, self.hold_id, self)


class ReleaseOperation(Operation):
    """A release, as POST /api/v1/holds/{hold_id}/release."""

    ROUTE: ClassVar[str] = "POST /api/v1/holds/{hold_id}/release"
    PATH: ClassVar[frozenset[str]] = frozenset({"hold_id"})
    STATUS: ClassVar[int] = 200

    op: Literal["release"]
    hold_id: Id

    def fingerprint(self) -> bytes:
        return fingerprint(self.ROUTE, {"hold_id": self.hold_id})

    def holds(self) -> Sequence[UUID]:
        return (self.hold_id,)

    def run(self, session: Session, principal: Principal) -> Answer:
        return holds.release(session, principal, self.hold_id)


type AnyOperation = (
    CreditOperation
    | DebitOperation
    | TransferOperation
    | TransactionOperation
    | HoldOperation
    | CaptureOperation
    | ReleaseOperation
)

OPERATIONS: Final[dict[str, type[AnyOperation]]] = {
    "credit": CreditOperation,
    "debit": DebitOperation,
    "transfer": TransferOperation,
    "transaction": TransactionOperation,
    "hold": HoldOperation,
    "capture": CaptureOperation,
    "release": ReleaseOperation,
}
"""By their `op`."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """An operation of an independent batch whose fields are not valid. key: is valid."""

    key: str
    error: ValidationError

    def fingerprint(self) -> bytes:
        """The same for all. What is not valid may be too large to be hashed by its values."""
        return b""

    def owners_without_currency(self) -> Sequence[str]:
        return ()

    def holds(self) -> Sequence[UUID]:
        return ()


def _operation(value: object, _union: object, info: ValidationInfo) -> AnyOperation | Malformed:
    """An operation whose fields are wrong refuses an atomic batch; of an independent one, only itself."""
    name = value.get("op") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(name, str) or name not in OPERATIONS:
        raise PydanticCustomError("op", f"An operation has an op: {', '.join(OPERATIONS)}.")
    try:
        return OPERATIONS[name].model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if info.data.get("mode") != "independent" or any(one["loc"][:1] == ("key",) for one in found):
            raise
        return Malformed(value["key"], error)


class BatchCreate(Request):
    """1 to 1,000 operations. mode: atomic: all of them or none, and a refusal has the `index` of its operation;
    independent: each for itself, as if they had been sent one after another. key: of each operation, an
    Idempotency-Key that no other operation of the batch has."""

    mode: Mode
    operations: Annotated[
        list[Annotated[AnyOperation, Field(discriminator="op"), WrapValidator(_operation)]],
        Field(min_length=1, max_length=MAX_OPERATIONS),
    ]

    @validator(mode="after")
    def _each_key_once(self) -> "BatchCreate":
        seen: set[str] = set()
        for operation in self.operations:
            if operation.key in seen:
                raise PydanticCustomError("key", "Each operation has a key of its own.")
            seen.add(operation.key)
        return self

    @property
    def counted_as(self) -> int:
        """How many requests it is for the rate limits."""
        return len(self.operations)


class BatchResult(Answer):
    """How one operation ended. index: its place in the batch, from 0. status, body: those of the answer that it would
    have had alone."""

    index: Annotated[int, Field(ge=0, le=MAX_OPERATIONS - 1)]
    key: str
    status: Annotated[int, Field(ge=200, le=599)]
    body: Annotated[str, WithJsonSchema({"type": "object"})]


class _Batch(Answer):
    results: list[BatchResult]

    def model_dump_json(self, **_: Any) -> str:
        """Bodies as they are: the text of JSON."""
        results = (
            f'{{"index":{one.index},"key":{json.dumps(one.key)},"status":{one.status},"body":{one.body}}}'
            for one in self.results
        )
        return f'{{"results":[{",".join(results)}]}}'


class AtomicBatch(_Batch):
    """A batch of which everything was done."""


class IndependentBatch(_Batch):
    """A batch of which each operation ended for itself."""

    NEW: ClassVar[bool] = False
