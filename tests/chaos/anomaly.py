"""The anomalies that the checker can find."""

from dataclasses import dataclass
from typing import Literal

type Kind = Literal[
    "answer",  # an answer that the ledger contradicts, or two different answers to one key
    "balance_at",  # a read of a balance that differs from the ledger's balance at that time
    "below_floor",
    "changed",  # entries of a guarded wallet with wrong versions, balances or times
    "duplicated",  # more than one transaction for one operation
    "event_lost",  # an event that was committed but never received
    "event_not_committed",
    "internal_error",  # an answer with status 500: the functions did not expect the failure
    "invented",  # a transaction that no client requested, or whose request was refused
    "lost",  # an acknowledged write that is not in the ledger
    "not_conserved",
    "order",  # no serial order explains the answers
    "recounted",  # results of attempts to send to a webhook that counted more than once
    "refusal",  # a refusal whose reason was not true
    "stale",  # a read that lacks an earlier acknowledged write, or shows a write that was requested later
    "stream",  # an agent's stream that does not have each cash-out exactly once
    "stuck",  # something that still fails after the faults have ended
]


@dataclass(frozen=True)
class Anomaly:
    """operation: the number of the operation that shows the anomaly; None if no single operation shows it."""

    kind: Kind
    text: str
    operation: int | None = None
