"""Audit: view any transaction with its entries, and reverse it."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from ledger import posting
from ledger.core import accounts, errors
from ledger.core.models import Answer, MoneyText, Timestamp, WithMeta
from ledger.core.money import Money
from ledger.core.principal import LEDGER_READ, Principal
from ledger.core.text import Description
from ledger.posting import Owner, Transaction
from ledger.posting.kinds import KindName
from ledger.storage.sessions import Row, Session


class TransactionReverse(WithMeta):
    """The reason for the reversal."""

    reason: Description


class AuditedEntry(Answer):
    """One entry. owner_id, account: whose wallet it is; the other one is null. balance_after: null for an open wallet;
    an agent sees it for their own customers only.
    """

    id: UUID
    wallet_id: UUID
    owner_id: str | None
    account: str | None
    currency: str
    amount: MoneyText
    balance_after: MoneyText | None


class AuditedTransaction(Answer):
    """A transaction as the ledger has it. reason: its kind, or a word of the tenant's own. created_at: when it was
    posted. effective_at: when it happened. posted_by: the person or system that requested it. approved_by: the second
    person, if it needed one. corrects: the transaction that this one corrects. corrected_by: the one that corrects this
    one."""

    transaction_id: UUID
    kind: KindName
    reason: str
    created_at: Timestamp
    effective_at: Timestamp
    posted_by: str
    approved_by: str | None
    request_id: str
    idempotency_key: str | None
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    corrects: UUID | None
    corrected_by: UUID | None
    entries: list[AuditedEntry]


_ENTRIES: Final = """
    select t.transaction_id, t.kind, coalesce(t.reason, t.kind) as reason, t.posted_at as created_at,
           coalesce(t.effective_at, t.posted_at) as effective_at, t.posted_by, a.approved_by,
           t.request_id, t.idempotency_key, t.description, t.external_reference, t.meta, t.corrects,
           r.transaction_id as corrected_by,
           entry_id(e.transaction_id, e.entry_number) as id, e.wallet_id, w.owner_kind, w.owner_id, w.currency,
           e.amount, e.balance_after, e.entry_number, o.agent_id
    from transactions t
    join entries e on e.tenant_id = t.tenant_id and e.transaction_id = t.transaction_id
    join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
    cross join lateral (
        select max(x.agent_id) as agent_id from wallets x
        where x.tenant_id = w.tenant_id and x.owner_kind = w.owner_kind and x.owner_id = w.owner_id
    ) o
    left join approved_requests a on a.tenant_id = t.tenant_id and a.request_id = t.request_id
    left join transactions r on r.tenant_id = t.tenant_id and r.corrects = t.transaction_id
    where t.tenant_id = %s and t.transaction_id = {}
"""


def view(session: Session, principal: Principal, transaction_id: UUID) -> AuditedTransaction:
    """A transaction with its entries. A service, an owner, an auditor and root see any; an agent sees those of their
    own customers' wallets.

    Raises TransactionNotFound, NotYourCustomer.
    """
    return _seen(principal, _rows(session, transaction_id))


def listed(session: Session, principal: Principal, transaction_ids: Sequence[UUID]) -> list[AuditedTransaction]:
    """Transactions that exist, in the order of the ids, as `view` gives them."""
    rows = session.rows(
        f"""
        select t.* from unnest(%s::uuid[]) with ordinality i (transaction_id, number)
        cross join lateral ({_ENTRIES.format("i.transaction_id")} offset 0) t
        order by i.number, t.entry_number
        """,  # noqa: S608  (composed of constants only)
        (transaction_ids, session.tenant_id),
    )
    return [_seen(principal, list(group)) for _, group in groupby(rows, itemgetter("transaction_id"))]


def reverse(session: Session, transaction_id: UUID, request: TransactionReverse) -> AuditedTransaction:
    """Post a transaction with the opposite entries, which names the reversed one in `corrects`.

    Raises TransactionNotFound, HasItsOwnReversal, AlreadyReversed, WalletFrozen, InsufficientFunds,
    InsufficientCredit, BalanceOutOfRange.
    """
    entries = _locked(session, transaction_id)
    transaction = Transaction(
        kind="reversal",
        entries=[
            posting.Entry(Owner(row["owner_kind"], row["owner_id"], row["currency"]), -row["amount"]) for row in entries
        ],
        description=request.reason,
        idempotency_key=session.origin.key,
        meta=request.meta,
        corrects=transaction_id,
    )
    (posted,) = posting.post(session, [transaction])
    return _audited(_rows(session, posted.transaction_id))


def amount_to_reverse(session: Session, transaction_id: UUID) -> Money | None:
    """What a reversal would move, or None if that is in several currencies. Locks the transaction.

    Raises TransactionNotFound, HasItsOwnReversal, AlreadyReversed.
    """
    received = [row for row in _locked(session, transaction_id) if row["amount"] > 0]
    if len({row["currency"] for row in received}) != 1:
        return None
    return Money.of(sum((row["amount"] for row in received), Decimal()), received[0]["currency"])


def participants(session: Session, transaction_id: UUID) -> set[str]:
    """Who requested or approved a transaction, the persons and agents whose wallets it changed, and the agents of these
    persons. Raises TransactionNotFound."""
    rows = _rows(session, transaction_id)
    owners = {row["owner_id"] for row in rows if row["owner_kind"] in {"person", "agent"}}
    return owners | {row[name] for row in rows for name in ("posted_by", "approved_by", "agent_id")} - {None}


def _locked(session: Session, transaction_id: UUID) -> list[Row]:
    return session.rows("select * from lock_for_reversal(%s, %s)", (session.tenant_id, transaction_id))


def _rows(session: Session, transaction_id: UUID) -> list[Row]:
    rows = session.rows(_ENTRIES.format("%s") + " order by entry_number", (session.tenant_id, transaction_id))
    if not rows:
        raise errors.TransactionNotFound
    return rows


def _seen(principal: Principal, rows: Sequence[Row]) -> AuditedTransaction:
    """Raises NotYourCustomer."""
    if principal.roles & LEDGER_READ:
        return _audited(rows)
    if principal.sub not in {row["agent_id"] for row in rows}:
        raise errors.NotYourCustomer
    return _audited([_as_agent_sees(principal.sub, row) for row in rows])


def _as_agent_sees(agent: str, row: Row) -> Row:
    return row if row["agent_id"] == agent else {**row, "balance_after": None}


def _audited(rows: Sequence[Row]) -> AuditedTransaction:
    common = {name: rows[0][name] for name in AuditedTransaction.model_fields if name != "entries"}
    return AuditedTransaction(**common, entries=[_entry(row) for row in rows])


def _entry(row: Row) -> AuditedEntry:
    after, is_person = row["balance_after"], row["owner_kind"] == "person"
    return AuditedEntry(
        id=row["id"],
        wallet_id=row["wallet_id"],
        owner_id=row["owner_id"] if is_person else None,
        account=None if is_person else accounts.name(row["owner_kind"], row["owner_id"]),
        currency=row["currency"],
        amount=Money(row["amount"], row["currency"]),
        balance_after=None if after is None else Money(after, row["currency"]),
    )
