"""Reconciliation: the ledger recomputes what balances, transactions and subjects should be, and compares.

`runs` requests runs, reads them and acknowledges findings. `runner` carries out a run, in parts if it is long, in a
direct session that holds the run lock (`lock`). `checks` has the checks of a run, which `lanes` stops and resumes.
"""

from ledger.reconciliation.runner import OutOfTime, requested, run, run_to_end, scheduled
from ledger.reconciliation.runs import (
    Finding,
    FindingAcknowledge,
    Invocation,
    ListQuery,
    Order,
    ReconciliationRun,
    ReconciliationRunCreate,
    acknowledge,
    listing,
    request,
    summary,
    view,
)

__all__ = [
    "Finding",
    "FindingAcknowledge",
    "Invocation",
    "ListQuery",
    "Order",
    "OutOfTime",
    "ReconciliationRun",
    "ReconciliationRunCreate",
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
