"""Idempotency: a request's key is claimed, and its answer stored, in the database transaction of its effect.

A write that can be planned is one statement. Every other one is a database transaction of several.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from ledger import posting
from ledger.core.errors import IdempotencyConflict, Refusal, Unavailable
from ledger.storage import sessions
from ledger.storage.failures import AlreadyAnswered, NotInOneCall

_GENERATED_PREFIX: Final = "§request/"
"""Of a generated key, before the request's id, by which an erasure finds the answer. `§` is never in a caller's key,
which is printable ASCII."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored answer. A repeated request with the same key gets exactly this status and body."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended.

    is_replayed: the answer was stored before this request.
    is_committed: this request's own database transaction stored the answer, and the server acknowledged its commit.
    Neither is true if a connection was lost during the commit: the answer may then be another request's, which used the
    key in between, so that whatever the last run of the work emitted may have been rolled back.
    """

    answer: Stored
    is_replayed: bool
    is_committed: bool


def once(
    work: Callable[[sessions.Session], Stored],
    hashed: bytes,
    origin: sessions.Origin,
    budget: sessions.Budget,
    access: sessions.Access | None = None,
) -> Outcome:
    """Run `work` in one database transaction and store its answer; if the key has an answer already, return that one.

    A request without a key gets a generated one. A retry with it finds out whether a COMMIT was executed whose
    acknowledgement was lost.

    access: what is recorded in the database transaction if it adds neither a transaction nor a hold, which name their
    author.

    Raises IdempotencyConflict if the key was used for another request, Unavailable, and the refusals of `work`.
    """
    key = origin.key or f"{_GENERATED_PREFIX}{origin.request_id}/{uuid4().hex}"
    plan = posting.planned(work, origin)
    try:
        outcome = _in_one_call(plan, key, hashed, origin, budget) if plan else None
        return outcome or _in_several(work, key, hashed, origin, budget, access)
    except Refusal as refusal:
        require_not_late(refusal, budget)
        raise


def require_not_late(refusal: Refusal, budget: sessions.Budget) -> None:
    """Raise Unavailable instead of a refusal if a call was lost.

    The server may still receive that call, and execute it if the reason of the refusal is gone by then.
    """
    if budget.may_execute_late:
        unknown = Unavailable("The connection was lost, and the request may still be executed. Try again later.")
        unknown.retry_after_s = sessions.LATE_CALL_S
        raise unknown from refusal


def _in_one_call(
    plan: posting.Plan[Stored], key: str, hashed: bytes, origin: sessions.Origin, budget: sessions.Budget
) -> Outcome | None:
    """None if it takes several statements, which also give the reason of a refusal."""
    try:
        body, stored = posting.post_once(
            plan, origin, budget, key=key, hashed=hashed, status=plan.result.status, answer=plan.result.body
        )
    except (IdempotencyConflict, Unavailable):
        raise
    except (NotInOneCall, Refusal):
        return None
    if stored is None:
        return Outcome(Stored(plan.result.status, body), is_replayed=False, is_committed=True)
    return _earlier(Stored(stored, body), budget)


def _in_several(
    work: Callable[[sessions.Session], Stored],
    key: str,
    hashed: bytes,
    origin: sessions.Origin,
    budget: sessions.Budget,
    access: sessions.Access | None,
) -> Outcome:
    scope = (origin.tenant_id, origin.principal, key)

    def claimed(session: sessions.Session) -> Stored:
        # First, because the checks of `work` would refuse a repeated request for the state that it created itself.
        session.claim("select claim(%s, %s, %s, %s, %s)", (*scope, hashed, origin.owner_id))
        answer = work(session)
        session.act_for(origin)  # the key is the caller's, and so are the triggers that the commit fires
        statement = "select store_answer(%s, %s, %s, %s, %s::smallint, %s)"
        params: tuple[object, ...] = (*scope, hashed, answer.status, answer.body)
        if access and not (session.postings or session.placed_holds):
            statement, params = f"{statement}, {sessions.RECORD}", (*params, *access().parameters)
        session.send(statement, params)
        return answer

    try:
        return Outcome(sessions.write(claimed, origin, budget), is_replayed=False, is_committed=True)
    except AlreadyAnswered:
        return _earlier(sessions.read(lambda session: _stored(session, scope), origin, budget), budget)


def _earlier(answer: Stored, budget: sessions.Budget) -> Outcome:
    """The outcome of a request whose key had an answer: an earlier request's, or of its own lost COMMIT."""
    return Outcome(answer, is_replayed=budget.commits_unknown == 0, is_committed=False)


def _stored(session: sessions.Session, scope: tuple[str, str, str]) -> Stored:
    # The newest, since a key that was used again after its lifetime has two answers until the older one is removed.
    (newest, *_) = session.rows(
        """
        select status, answer from requests where tenant_id = %s and principal = %s and key = %s
        order by created_at desc
        """,
        scope,
    )
    return Stored(newest["status"], newest["answer"])
