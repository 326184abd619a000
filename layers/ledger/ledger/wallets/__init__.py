"""Wallets of people: moving value, balances and statements, and the audit of any transaction.

Other use cases call what is named here; `statements` and `audit` have the rest.
"""

from ledger.wallets.operations import (
    COIN,
    Moved,
    MoveRequest,
    OverdraftRequest,
    Reason,
    Sent,
    Transferred,
    TransferRequest,
    credit,
    debit,
    set_overdraft,
    transfer,
    transfer_by,
)
from ledger.wallets.statements import get_balance, get_transaction_history

__all__ = [
    "COIN",
    "MoveRequest",
    "Moved",
    "OverdraftRequest",
    "Reason",
    "Sent",
    "TransferRequest",
    "Transferred",
    "credit",
    "debit",
    "get_balance",
    "get_transaction_history",
    "set_overdraft",
    "transfer",
    "transfer_by",
]
