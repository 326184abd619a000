"""Idempotency keys of calls from Python (`credit`, `debit`, `transfer`): one effect and one answer for each key."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from ledger.core.fingerprint import fingerprint
from ledger.core.models import Answer
from ledger.core.money import Money
from ledger.storage.sessions import Session

_PREFIX: Final = "§wallets/"
"""Separates these keys from those of the API's callers, which are printable ASCII and cannot contain `§`."""


def once[A: Answer](
    session: Session, key: str | None, operation: str, payload: Mapping[str, Any], kind: type[A], work: Callable[[], A]
) -> A:
    """Run `work` and store its answer under the key; if the key has an answer already, return that one.

    The key belongs to the tenant and the principal of the session. Without a key, `work` runs at every call. The answer
    is stored in the session's database transaction, with the effect.

    Raises IdempotencyConflict if the key was used for another operation or payload, and the refusals of `work`.
    """
    if key is None:
        return work()
    scope = (session.tenant_id, session.origin.principal, _PREFIX + key)
    hashed = fingerprint(operation, payload)
    stored = session.value("select claim_answer(%s, %s, %s, %s)", (*scope, hashed))
    if stored is not None:
        # An earlier release has no value for a field that came after it.
        return kind.model_validate(dict.fromkeys(kind.model_fields) | json.loads(stored))
    answer = work()
    session.send(
        "select store_answer(%s, %s, %s, %s, 200::smallint, %s)",
        (*scope, hashed, json.dumps(dict(answer), default=_plain)),
    )
    return answer


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Money) else str(value)
