"""Wallets of persons: credits, debits, transfers, balances and statements; and the audit of any transaction.

This package exports what other use cases call; `statements` and `audit` have the rest.
"""

from ledger.wallets.operations import (
    COIN,
    Credit,
    SentTransfer,
    TransferCreate,
    TransferReceipt,
    WalletReceipt,
    WalletTransactionCreate,
    WalletUpdate,
    credit,
    credit_all,
    credit_for_caller,
    debit,
    debit_for_caller,
    require_movable,
    set_overdraft,
    transfer,
    transfer_for_caller,
)
from ledger.wallets.statements import get_balance, get_transaction_history

__all__ = [
    "COIN",
    "Credit",
    "SentTransfer",
    "TransferCreate",
    "TransferReceipt",
    "WalletReceipt",
    "WalletTransactionCreate",
    "WalletUpdate",
    "credit",
    "credit_all",
    "credit_for_caller",
    "debit",
    "debit_for_caller",
    "get_balance",
    "get_transaction_history",
    "require_movable",
    "set_overdraft",
    "transfer",
    "transfer_for_caller",
]
