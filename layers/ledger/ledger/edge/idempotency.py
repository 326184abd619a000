"""Each request once: the key is claimed in the transaction of the effect, and the answer stored in it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from ledger.storage import sessions

_OURS: Final = "§"  # no key of a caller holds it: those are printable ASCII


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it is kept: what a repeat of the key gets, byte for byte."""

    status: int
    body: str


def fingerprint(operation: str, payload: object) -> bytes:
    """What makes two requests the same: the operation (method and route), and what was parsed from path and body.

    payload: ids and fields, these with their defaults. `5`, `"5"` and `"5.00"` are one amount.
    """
    return hashlib.sha256(_canonical([operation, payload]).encode()).digest()


def once(
    work: Callable[[sessions.Session], Stored], hashed: bytes, origin: sessions.Origin, budget: sessions.Budget
) -> tuple[Stored, bool]:
    """Do it in one transaction and keep the answer; or, where the key has one, answer that. True: it was a replay.

    Without a key the request gets one of ours, so that a COMMIT whose outcome is unknown is settled by asking again.

    Raises IdempotencyConflict where the key was used for something else, what `work` refuses, Unavailable.
    """
    key = origin.key or _OURS + uuid4().hex
    scope = (origin.tenant_id, origin.principal, key)

    def claimed(session: sessions.Session) -> Stored:
        # First of all: a repeat must answer before it can be refused for a state that it made itself.
        session.send("select claim(%s, %s, %s, %s)", (*scope, hashed))
        answer = work(session)
        session.send(
            "select store_answer(%s, %s, %s, %s, %s::smallint, %s)", (*scope, hashed, answer.status, answer.body)
        )
        return answer

    try:
        return sessions.write(claimed, origin, budget), False
    except sessions.AlreadyAnswered:
        stored = sessions.read(lambda session: _stored(session, scope), origin, budget)
        return stored, budget.commits_unknown == 0


def _stored(session: sessions.Session, scope: tuple[str, str, str]) -> Stored:
    row = session.one("select status, answer from requests where tenant_id = %s and principal = %s and key = %s", scope)
    return Stored(row["status"], row["answer"])


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


_canonical: Final = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":")).encode
