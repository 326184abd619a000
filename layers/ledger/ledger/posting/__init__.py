"""The kernel: transactions are posted here, and nowhere else. `accounts` names the wallets that take part."""

from ledger.posting.batches import BatchOperation, BatchOutcome, OperationRefused, post_batch
from ledger.posting.models import (
    GUARDED,
    Captured,
    Entry,
    Owner,
    OwnerKind,
    PostedEntry,
    PostedTransaction,
    Transaction,
)
from ledger.posting.plans import BatchPlanningSession, HoldChange, Plan, PlanningSession, UnknownMoney, planned
from ledger.posting.transaction import post, post_once

__all__ = [
    "GUARDED",
    "BatchOperation",
    "BatchOutcome",
    "BatchPlanningSession",
    "Captured",
    "Entry",
    "HoldChange",
    "OperationRefused",
    "Owner",
    "OwnerKind",
    "Plan",
    "PlanningSession",
    "PostedEntry",
    "PostedTransaction",
    "Transaction",
    "UnknownMoney",
    "planned",
    "post",
    "post_batch",
    "post_once",
]
