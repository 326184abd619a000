"""The ledger proves itself: what balances, transactions and subjects should be is calculated anew, and compared.

`runs` has the runs as somebody asks for them and reads them; `runner` carries one out, in a session of its own
past any proxy; `checks` has what is looked at.
"""

from ledger.reconciliation.runner import OutOfTime, carry_out, requested, scheduled
from ledger.reconciliation.runs import (
    AcknowledgeRequest,
    Finding,
    Order,
    Run,
    RunRequest,
    acknowledge,
    listing,
    request,
    summary,
    view,
)

__all__ = [
    "AcknowledgeRequest",
    "Finding",
    "Order",
    "OutOfTime",
    "Run",
    "RunRequest",
    "acknowledge",
    "carry_out",
    "listing",
    "request",
    "requested",
    "scheduled",
    "summary",
    "view",
]
