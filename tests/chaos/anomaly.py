"""Anomalies, which the checker finds."""

from dataclasses import dataclass
from typing import Literal

type Kind = Literal[
    "answer",  # an answer that the ledger contradicts, or two answers to one key
    "balance_at",  # a balance that differs from the ledger's balance at its time
    "below_floor",
    "changed",  # entries of a wallet that do not follow from each other
    "duplicated",  # more than one transaction for one operation
    "event_lost",  # committed, but never received
    "event_not_committed",
    "internal_error",  # an answer 500: the functions did not expect the failure
    "invented",  # a transaction that no client requested, or whose request was refused
    "lost",  # acknowledged, but not in the ledger
    "not_conserved",
    "order",  # no serial order explains the answers
    "refusal",  # a refusal for a reason that was never true
    "stale",  # a read that misses what was acknowledged before it began, or sees what began after it
    "stream",  # an agent's stream does not have each of their cash-outs once
    "stuck",  # something that does not work again after the faults ended
]


@dataclass(frozen=True)
class Anomaly:
    """operation: the number of an operation that shows the anomaly, if there is one."""

    kind: Kind
    text: str
    operation: int | None = None
