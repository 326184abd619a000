"""Execute batches: each operation is planned by the use case that executes it alone, and all are posted together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger import posting
from ledger.batches.models import AnyOperation, AtomicBatch, BatchCreate, BatchResult, IndependentBatch, Malformed
from ledger.core import errors
from ledger.core.errors import Problem, Refusal
from ledger.core.fingerprint import fingerprint
from ledger.core.principal import Principal
from ledger.edge import idempotency
from ledger.edge.http import answers, arguments
from ledger.edge.http.call import Writer
from ledger.holds import in_batches
from ledger.posting import BatchOperation, BatchOutcome, BatchPlanningSession
from ledger.posting.currencies import currencies_of_owners
from ledger.storage import sessions
from ledger.storage.sessions import Row, Session

_MOST_OF_HOLDS = answers.MAX_ANSWER_BYTES // 5
"""How many bytes the holds that a batch names may have together, since an answer to a capture or a release has them. A
text with an accent has three times as many in an answer, which also has what the operations themselves send."""
_REFUSED = BatchOperation(None, b"")
"""Keeps the place of an operation that is refused for itself, so that those before it are refused first."""


def execute(request: BatchCreate, principal: Principal, writer: Writer) -> AtomicBatch | IndependentBatch:
    """Execute a batch, in one round trip if no operation leaves out a currency or names a hold, and in two otherwise.

    A batch of more round trips is one of independent operations, where an operation leaves out a currency that an
    earlier one may decide.

    Raises InvalidRequest if the batch's own key is one of its operations', AnswerTooLarge for the texts of the holds
    that it names, before anything is done, IdempotencyConflict, Unavailable, and of an atomic batch the first refusal
    with the index of its operation: Forbidden, CurrencyRequired, InvalidAmount, InvalidWallet, Unbalanced,
    EffectiveTimeAhead, InsufficientFunds, InsufficientCredit, WalletFrozen, BalanceOutOfRange, PersonErased,
    HoldTimeRefused, HoldNotFound, HoldCaptured, HoldReleased, HoldExpired, HoldExceeded.
    """
    keys = [operation.key for operation in request.operations]
    if writer.origin.key in keys:
        sentence = "The batch's own Idempotency-Key is none of its operations' keys."
        raise errors.InvalidRequest(sentence, errors=[Problem("Idempotency-Key", sentence)])
    batch = _Batch(request, principal, writer)
    return batch.all_or_none() if request.mode == "atomic" else batch.each_for_itself()


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up for some operations. currencies: of the persons whose currency they leave out. holds: that
    they name."""

    currencies: dict[str, Sequence[str]]
    holds: Mapping[UUID, Row]


@dataclass(frozen=True, slots=True)
class _Planned:
    """An operation that was planned, or refused before anything was posted.

    operation: None if it was refused for itself, whatever the database has.
    """

    index: int
    operation: BatchOperation | None
    refusal: Refusal | None = None

    @property
    def posts(self) -> bool:
        return self.operation is not None and self.operation.transaction is not None

    @property
    def leaves_its_author(self) -> bool:
        """Whether it adds a transaction or a hold, which says who did it. A release does not."""
        change = self.operation.change if self.operation else None
        return self.posts or (change is not None and change.action == "hold")


class _Batch:
    def __init__(self, request: BatchCreate, principal: Principal, writer: Writer) -> None:
        self.operations = request.operations
        self.principal = principal
        self.writer = writer
        self.fingerprints = [operation.fingerprint() for operation in self.operations]
        hashes = [
            (operation.key, hashed.hex()) for operation, hashed in zip(self.operations, self.fingerprints, strict=True)
        ]
        self.hashed = fingerprint("POST /api/v1/batches", [request.mode, hashes])

    def all_or_none(self) -> AtomicBatch:
        known = self._known(self.operations)
        currencies = known.currencies
        planned: list[_Planned] = []
        for index, operation in enumerate(self.operations):
            planned.append(self._planned(index, operation, known))
            # All before it are done, or none is.
            for owner, currency in _named(planned[-1]):
                if owner in currencies and currency not in currencies[owner]:
                    currencies[owner] = [*currencies[owner], currency]
        try:
            outcomes = self._post(planned, is_atomic=True)
        except posting.OperationRefused as refused:
            refusal = refused.refusal or planned[refused.index].refusal
            assert refusal  # noqa: S101  (an operation without an answer was refused)
            idempotency.require_not_late(refusal, self.writer.budget)
            raise _with_index(refusal, refused.index) from refused
        return AtomicBatch(results=[self._result(*one) for one in zip(planned, outcomes, strict=True)])

    def each_for_itself(self) -> IndependentBatch:
        results: list[BatchResult] = []
        while len(results) < len(self.operations):
            planned = self._plannable_together(len(results))
            outcomes = self._post(planned, is_atomic=False)
            results += [self._result(*one) for one in zip(planned, outcomes, strict=True)]
        return IndependentBatch(results=results)

    def _plannable_together(self, first: int) -> list[_Planned]:
        """The next operations, up to one whose currency an operation before it may decide."""
        remaining = self.operations[first:]
        known = self._known(remaining)
        undecided: set[str] = set()  # persons who may get a wallet in another currency
        planned: list[_Planned] = []
        for index, operation in enumerate(remaining, first):
            if undecided.intersection(operation.owners_without_currency()):
                break
            planned.append(self._planned(index, operation, known))
            undecided.update(
                owner
                for owner, currency in _named(planned[-1])
                if owner in known.currencies and currency not in known.currencies[owner]
            )
        return planned

    def _known(self, operations: Sequence[AnyOperation | Malformed]) -> _Known:
        owners = sorted({owner for operation in operations for owner in operation.owners_without_currency()})
        holds = sorted({hold for operation in operations for hold in operation.holds()})
        if not owners and not holds:
            return _Known({}, {})

        def look_up(session: Session) -> _Known:
            return _Known(
                currencies_of_owners(session, owners) if owners else {},
                in_batches.named(session, holds) if holds else {},
            )

        known = sessions.read(look_up, self.writer.origin, self.writer.budget)
        named = (known.holds.get(hold) for operation in operations for hold in operation.holds())
        if sum(hold["octets"] for hold in named if hold) > _MOST_OF_HOLDS:
            raise errors.AnswerTooLarge("The answer would be too large. Send fewer captures and releases at once.")
        return known

    def _planned(self, index: int, operation: AnyOperation | Malformed, known: _Known) -> _Planned:
        if isinstance(operation, Malformed):
            most = max(1, arguments.MAX_PROBLEMS // len(self.operations))
            return _Planned(index, None, arguments.refusal(arguments.problems(operation.error), most))
        hashed = self.fingerprints[index]
        session = BatchPlanningSession(self.writer.origin_of(operation.key), known.currencies, known.holds)
        try:
            answer = operation.run(session, self.principal).model_dump_json()
        except Refusal as refusal:
            # Alone, a request that is refused for itself does not reach its key either.
            sent = BatchOperation(operation.key, hashed, change=session.change) if session.has_looked else None
            return _Planned(index, sent, refusal)
        return _Planned(index, BatchOperation.planned(operation.key, hashed, operation.STATUS, answer, session))

    def _post(self, planned: Sequence[_Planned], *, is_atomic: bool) -> list[BatchOutcome]:
        """The outcomes, in the order of `planned`. Raises Unavailable if a lost call may execute what is refused."""
        sent = [one.operation or _REFUSED for one in planned if one.operation or is_atomic]
        posted = iter(
            posting.post_batch(sent, self.writer.origin, self.writer.budget, is_atomic=is_atomic, hashed=self.hashed)
            if sent
            else ()
        )
        outcomes = [
            _refused(next(posted) if one.operation or is_atomic else BatchOutcome(None), one.refusal) for one in planned
        ]
        for outcome in outcomes:
            if outcome.refusal:
                idempotency.require_not_late(outcome.refusal, self.writer.budget)
        # After a lost COMMIT the answers may be this request's own.
        is_own = self.writer.budget.commits_unknown > 0
        replayed = 0 if is_own else sum(outcome.status is not None for outcome in outcomes)
        postings = sum(
            one.posts and outcome.answer is not None and (outcome.status is None or is_own)
            for one, outcome in zip(planned, outcomes, strict=True)
        )
        self.writer.count(len(outcomes), replayed, postings)
        self.writer.shown += [
            operation
            for one, outcome in zip(planned, outcomes, strict=True)
            if outcome.refusal or outcome.status is not None or not one.leaves_its_author
            if not isinstance(operation := self.operations[one.index], Malformed)
        ]
        return outcomes

    def _result(self, planned: _Planned, outcome: BatchOutcome) -> BatchResult:
        key = self.operations[planned.index].key
        if outcome.refusal:
            problem = answers.problem(outcome.refusal, self.writer.origin.request_id)
            return BatchResult(index=planned.index, key=key, status=problem.status, body=problem.body)
        assert planned.operation and outcome.answer is not None  # noqa: S101, PT018  (it is not refused)
        status = outcome.status or planned.operation.status
        return BatchResult(index=planned.index, key=key, status=status, body=outcome.answer)


def _named(planned: _Planned) -> list[tuple[str, str]]:
    """The persons that a planned operation names, with the currencies."""
    entries = planned.operation.entries if planned.operation else ()
    return [(entry.owner.owner_id, entry.owner.currency or "") for entry in entries if entry.owner.kind == "person"]


def _refused(outcome: BatchOutcome, refusal: Refusal | None) -> BatchOutcome:
    """The outcome, or the refusal of an operation that was not posted and whose key has no answer."""
    if outcome.answer is None and outcome.refusal is None:
        return BatchOutcome(None, refusal=refusal)
    return outcome


def _with_index(refusal: Refusal, index: int) -> Refusal:
    """The refusal of an atomic batch: which operation, and the places in the batch's body."""
    refusal.members = {**refusal.members, "index": index}
    refusal.detail = f"Operation {index}: {refusal.detail}"
    refusal.errors = [Problem(f"/operations/{index}{one.pointer}", one.detail) for one in refusal.errors]
    return refusal
