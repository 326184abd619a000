"""The kernel: transactions are posted here, and nowhere else. `accounts` names the wallets that take part."""

from ledger.posting.transaction import (
    GUARDED,
    Entry,
    Owner,
    OwnerKind,
    PostedEntry,
    PostedTransaction,
    Transaction,
    post,
)

__all__ = ["GUARDED", "Entry", "Owner", "OwnerKind", "PostedEntry", "PostedTransaction", "Transaction", "post"]
