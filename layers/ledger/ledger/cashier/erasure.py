"""Erasure: the texts about a person become unreadable, and the ledger stays as it is.

A mark stands for each erased text: a digest with a key that is not in the database (decisions/0094).
"""

import os
from typing import Final, Literal
from uuid import UUID

from ledger.core.models import Answer, Request
from ledger.core.text import Reason
from ledger.storage.sessions import Session

KEPT: Final[dict[str, str]] = {
    "access_log": "Who read which object, and when, for 90 days: ids and times.",
    "account_changes": "The terms of a customer and who changed them: amounts, statuses and ids.",
    "answer_subjects": "Whom stored answers are about, for as long as these are kept: ids.",
    "approvals": "Who requested and decided what, and when. Contacts, reasons and notes about the person are erased.",
    "awards": "The coins that were paid: amounts and ids.",
    "bets": "Stakes, odds, payouts and times. The descriptions and meta are erased.",
    "customers": "The id of the customer and of the wallet. The username and the reference are erased.",
    "entries": "The ledger: amounts, balances and times. Accounting law requires them.",
    "erasures": "The receipts of erasures: ids, times and numbers of rows.",
    "hold_captures": "The amounts that were captured of holds, and ids.",
    "holds": "Amounts, statuses, times and ids. The references and meta are erased.",
    "invoices": "Documents of the accounts of the tenant and the vendor, with the reasons of decisions about them.",
    "invoice_lines": "The texts of invoices, which are documents of accounts that nobody may change.",
    "late_entries": "Entries by the time at which they happened: amounts and times.",
    "mails": "Whether a mail was sent, and when. The address of one that still has to be sent is erased.",
    "other_changes": "The terms of a tenant and who changed them: amounts, statuses, ids, and masked contacts.",
    "payments": "Bank references, by which a transfer pays once, and the decisions. The payer's notes are erased.",
    "reconciliation_findings": "What a reconciliation found: ids and amounts. The notes are erased.",
    "requests": "Idempotency keys, by which a repeated request has no second effect, until KeyDays are over.",
    "settlements": "The figures of closed periods. The notes and meta are erased.",
    "topup_requests": "Amounts, statuses and decisions. The notes and e-mail addresses of the person are erased.",
    "transaction_meta": "By what transactions are found. The hashes of what is erased are replaced by those of marks.",
    "transactions": "Kinds, times, and the ids of persons and subjects. Accounting law requires them.",
    "wallets": "Balances and ids. The wallets are closed.",
}
"""Why each table keeps rows about a person."""
_BLOCK_BYTES: Final = 64  # of SHA-256
_INNER: Final = bytes(value ^ 0x36 for value in range(256))
_OUTER: Final = bytes(value ^ 0x5C for value in range(256))
"""The paddings of HMAC (RFC 2104)."""


class ErasureCreate(Request):
    """reason: why, for the person who approves it. It is erased with the other texts about the person."""

    reason: Reason


class ErasureReceipt(Answer):
    """The receipt of an erasure. erased: the number of rows in which texts were erased, by table. kept: why a table
    keeps rows about the person. warning: the person wrote the contact for the tenant's e-mails, which has none now."""

    erasure_id: UUID
    erased: dict[str, int]
    kept: dict[str, str]
    warning: Literal["no_contact"] | None


def require_erasable(session: Session, owner_id: str) -> None:
    """Refuse an erasure that cannot be done. Raises PersonNotFound, PersonErased, AccountNotClosed."""
    session.rows("select require_erasable(%s, %s)", (session.tenant_id, owner_id))


def erase(session: Session, owner_id: str, tenant_key: bytes) -> ErasureReceipt:
    """Erase the texts about a person and close the person's wallets. The session's request must have approved it.

    tenant_key: of the tenant's marks, at most 64 bytes. Raises AccountNotClosed.
    """
    key = tenant_key.ljust(_BLOCK_BYTES, b"\0")
    row = session.value(
        "select erasure.erase_person(%s, %s, %s, %s, %s, %s)",
        (
            session.tenant_id,
            owner_id,
            os.environ["PLATFORM_TENANT"],
            session.origin.request_id,
            key.translate(_INNER),
            key.translate(_OUTER),
        ),
    )
    return ErasureReceipt(
        erasure_id=row["erasure_id"],
        erased=row["erased"],
        kept=KEPT,
        warning="no_contact" if row["erased"]["contacts"] else None,
    )
