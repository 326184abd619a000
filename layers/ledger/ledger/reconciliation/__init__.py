"""Reconciliation: the ledger recomputes what balances, transactions and subjects should be, and compares.

`runs` requests runs, reads them and acknowledges findings. `runner` carries out a run in a direct session that holds
the run lock (`lock`). `checks` has the checks of a run.
"""

from ledger.reconciliation.runner import OutOfTime, requested, run, scheduled
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
    "listing",
    "request",
    "requested",
    "run",
    "scheduled",
    "summary",
    "view",
]
