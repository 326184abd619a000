"""Reconciliation: the ledger recomputes what balances, transactions and subjects should be, and compares.

`runs` requests runs, reads them and acknowledges findings. `runner` carries out a run, in parts if it is long, in a
direct session that holds the run lock (`lock`). `checks` has the checks of a run, which `lanes` stops and resumes.
"""

from ledger.reconciliation.runner import OutOfTime, requested, run, run_to_end, scheduled
from ledger.reconciliation.runs import (
    AcknowledgeRequest,
    Finding,
    Invocation,
    ListQuery,
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
    "Invocation",
    "ListQuery",
    "Order",
    "OutOfTime",
    "Run",
    "RunRequest",
    "acknowledge",
    "listing",
    "request",
    "requested",
    "run",
    "run_to_end",
    "scheduled",
    "summary",
    "view",
]
