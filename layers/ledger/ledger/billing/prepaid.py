"""The prepaid wallet of a tenant: its balance and history, charges, debits, adjustments and top-ups."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.billing.card_numbers import Reason
from ledger.billing.models import USD, Invoice, UsdAmount, require_usd
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page, Period
from ledger.core.models import Answer, Description, MoneyText, OfTenant, Reference, Request, SignedAmount, Timestamp
from ledger.core.money import Money
from ledger.messaging import outbox
from ledger.messaging.events import LowBalance, TopupCompleted
from ledger.posting import Entry, Owner, PostedTransaction, Transaction, accounts
from ledger.posting.kinds import BillingKind
from ledger.storage.sessions import Session

Kind = Literal["topup", "message_charge", "debit", "adjustment", "refund"]
LEDGER_KINDS: Final[dict[Kind, BillingKind]] = {
    "topup": "topup",
    "message_charge": "message_charge",
    "debit": "prepaid_debit",
    "adjustment": "prepaid_adjustment",
    "refund": "topup_refund",
}
"""The ledger's kind for each kind of this API. The ledger's own `debit` is a cashier's, and its own `refund` is a
tournament's."""
KINDS: Final = {ledger_kind: kind for kind, ledger_kind in LEDGER_KINDS.items()}
LOW_BALANCE: Final = Money(10_00, USD)
"""A balance up to this is low."""
RECENT_TRANSACTIONS: Final = 10


def _not_zero(amount: Decimal) -> Decimal:
    if amount == 0:
        raise PydanticCustomError("amount", "The amount cannot be zero.")
    return require_usd(amount)


class ChargeRequest(Request):
    """A charge or debit by a trusted system. reference: the system's own id for it; it is charged once."""

    amount: UsdAmount
    reference: Reference
    description: Description | None = None


class AdjustRequest(Request):
    """An adjustment. amount: signed; a negative one lowers the balance."""

    amount: Annotated[SignedAmount, AfterValidator(_not_zero)]
    reason: Reason


class StatusRequest(Request):
    """The new status. A frozen wallet refuses whatever would lower it."""

    status: Literal["active", "frozen"]


class HistoryQuery(Page, Period, OfTenant):
    """kind: transactions of this kind only."""

    kind: Kind | None = None


class PrepaidMovement(Answer):
    """A row of the wallet's history. amount: signed. reference_id: the request of a top-up, the payment of a refund,
    the caller's reference of a charge or debit."""

    id: UUID
    transaction_id: UUID
    kind: Kind
    amount: MoneyText
    balance_after: MoneyText
    reference_id: str | None
    description: str | None
    created_at: Timestamp


class PrepaidMoved(PrepaidMovement):
    """A transaction that was posted just now. balance: of the wallet, now."""

    balance: MoneyText


class PrepaidMovedBefore(PrepaidMoved):
    """The transaction that an earlier call with the same reference posted. This call posted nothing."""

    NEW: ClassVar[bool] = False


class PrepaidWallet(Answer):
    """A tenant's prepaid wallet. low_balance: the balance is 10.00 or less. recent_transactions: the 10 newest."""

    wallet_id: UUID
    tenant_id: str
    currency: str
    balance: MoneyText
    status: Literal["active", "frozen"]
    low_balance: bool
    recent_transactions: list[PrepaidMovement]


_ENTRY: Final = """
    select entry_id(e.transaction_id, e.entry_number) as id, e.transaction_id, t.kind, e.amount, e.balance_after,
           t.external_reference as reference_id, t.description, e.posted_at as created_at
    from entries e
    join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
"""
_WALLET: Final = f"""
    select w.wallet_id, w.tenant_id, w.currency, w.balance, w.status,
           array(
                select to_json(item)
                from (
                    {_ENTRY}
                    where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id
                        and e.version > w.version - {RECENT_TRANSACTIONS}
                    order by e.version desc
                ) item
           ) as recent
    from wallets w
    where w.tenant_id = %(tenant)s and w.owner_kind = 'tenant' and w.owner_id = %(tenant)s and w.currency = '{USD}'
"""  # noqa: S608  (composed of constants only)
# Versions have no gaps, so a period is a range of versions, its count their difference, and a page a part of them.
_HISTORY: Final = f"""
    select s.last - s.first as total_count,
           array(
                select to_json(item)
                from (
                    {_ENTRY}
                    where e.tenant_id = s.tenant_id and e.wallet_id = s.wallet_id and e.version > s.first
                        and e.version <= s.last - %(offset)s and e.version > s.last - %(offset)s - %(limit)s
                    order by e.version desc
                ) item
           ) as items
    from (
        select w.tenant_id, w.wallet_id,
               case when %(begins)s::timestamptz is null then 0
                    else version_at(w.tenant_id, w.wallet_id, %(begins)s::timestamptz - interval '1 us', w.version)
                    end as first,
               case when %(ends)s::timestamptz is null then w.version
                    else version_at(w.tenant_id, w.wallet_id, %(ends)s::timestamptz - interval '1 us', w.version)
                    end as last
        from wallets w
        where w.tenant_id = %(tenant)s and w.owner_kind = 'tenant' and w.owner_id = %(tenant)s
            and w.currency = '{USD}'
    ) s
"""  # noqa: S608  (composed of constants only)


def wallet(session: Session, tenant_id: str) -> PrepaidWallet:
    """A tenant's prepaid wallet, which is created on first use."""
    row = session.row(_WALLET, {"tenant": tenant_id})
    if row is None:
        session.rows("select prepaid_wallet(%s)", (tenant_id,))
        row = session.one(_WALLET, {"tenant": tenant_id})
    balance = Money(row["balance"], row["currency"])
    return PrepaidWallet(
        **{**row, "balance": balance},
        low_balance=_is_low(balance),
        recent_transactions=[_item(item) for item in row["recent"]],
    )


def history(session: Session, tenant_id: str, query: HistoryQuery) -> Listing[PrepaidMovement]:
    """The wallet's transactions, newest first. Their sum is the balance."""
    parameters = {
        "tenant": tenant_id,
        "begins": query.begins,
        "ends": query.ends,
        "limit": query.limit,
        "offset": query.offset,
    }
    found = session.row(
        _HISTORY if query.kind is None else _kind_history_query(LEDGER_KINDS[query.kind]), parameters
    ) or {
        "items": [],
        "total_count": 0,
    }
    items = [_item(item) for item in found["items"]]
    return Listing[PrepaidMovement].of(items, max(found["total_count"], 0), query)


def charge(session: Session, tenant_id: str, request: ChargeRequest) -> PrepaidMoved | PrepaidMovedBefore:
    """Charge messages to a tenant. The same reference is charged once, whatever the idempotency key.

    Raises InvalidAmount, InsufficientFunds, WalletFrozen, ReferenceAlreadyUsed if it was charged with another amount.
    """
    return _charge_once(session, tenant_id, "message_charge", request)


def debit(session: Session, tenant_id: str, request: ChargeRequest) -> PrepaidMoved | PrepaidMovedBefore:
    """Debit a tenant for something other than messages. The same reference is debited once, whatever the idempotency
    key.

    Raises InvalidAmount, InsufficientFunds, WalletFrozen, ReferenceAlreadyUsed if it was debited with another amount.
    """
    return _charge_once(session, tenant_id, "debit", request)


def adjust(session: Session, tenant_id: str, request: AdjustRequest) -> PrepaidMoved:
    """Raise or lower the balance of a prepaid wallet, with a reason. Raises InsufficientFunds, WalletFrozen,
    BalanceOutOfRange."""
    session.act_in_tenant(tenant_id)
    return _posted(
        _post(session, "adjustment", request.amount, request.reason, against=accounts.treasury(USD)), request.reason
    )


def set_status(session: Session, tenant_id: str, request: StatusRequest) -> PrepaidWallet:
    """Freeze a tenant's prepaid wallet, or unfreeze it."""
    session.send("select set_prepaid_status(%s, %s)", (tenant_id, request.status))
    return wallet(session, tenant_id)


def credit_topup(session: Session, invoice: Invoice, payment_id: UUID) -> None:
    """Credit the wallet if the paid invoice belongs to a top-up, and emit TopupCompleted.

    Raises BalanceOutOfRange.
    """
    if invoice.request_id is None:
        return
    amount = Decimal(str(invoice.amount))
    session.act_in_tenant(invoice.tenant_id)
    posted = _post(
        session, "topup", amount, f"Top-up {invoice.number}", str(invoice.request_id), against=accounts.bank(USD)
    )
    session.send(
        "select record_credit(%s, %s, %s, %s)",
        (session.tenant_id, payment_id, invoice.request_id, posted.transaction_id),
    )
    completed = TopupCompleted(
        event_id=new_id(),
        tenant_id=session.tenant_id,
        request_id=invoice.request_id,
        invoice_id=invoice.invoice_id,
        payment_id=payment_id,
        transaction_id=posted.transaction_id,
        number=invoice.number,
        amount=amount,
        balance=Decimal(str(posted.entries[0].balance_after)),
        currency=invoice.currency,
    )
    outbox.emit(session, [completed])


def refund_topup(session: Session, payment_id: UUID, amount: Money, reverses: UUID, reason: str) -> None:
    """Reverse the credit of a payment. Raises InsufficientFunds if it has been spent, WalletFrozen."""
    posted = _post(
        session, "refund", -Decimal(str(amount)), reason, str(payment_id), against=accounts.bank(USD), corrects=reverses
    )
    session.send("select record_refund(%s, %s, %s)", (session.tenant_id, payment_id, posted.transaction_id))


def _charge_once(
    session: Session, tenant_id: str, kind: Kind, request: ChargeRequest
) -> PrepaidMoved | PrepaidMovedBefore:
    session.act_in_tenant(tenant_id)
    earlier = session.row(
        "select transaction_id, balance from hold_prepaid(%s, %s, %s, %s)",
        (tenant_id, LEDGER_KINDS[kind], request.reference, request.amount),
    )
    if earlier is None:
        posted = _post(
            session, kind, -request.amount, request.description, request.reference, against=accounts.treasury(USD)
        )
        return _posted(posted, request.description, request.reference, kind)
    row = session.one(
        f"{_ENTRY} where e.tenant_id = %s and e.transaction_id = %s and e.version is not null",
        (tenant_id, earlier["transaction_id"]),
    )
    return PrepaidMovedBefore(**_fields(row), balance=Money(earlier["balance"], USD))


def _post(
    session: Session,
    kind: Kind,
    amount: Decimal,
    description: str | None,
    reference: str | None = None,
    *,
    against: Owner,
    corrects: UUID | None = None,
) -> PostedTransaction:
    """Post a signed amount on the wallet, and emit LowBalance if the balance becomes low."""
    transaction = Transaction(
        kind=LEDGER_KINDS[kind],
        entries=[Entry(accounts.tenant(session.tenant_id, USD), amount), Entry(against, -amount)],
        description=description,
        external_reference=reference,
        idempotency_key=session.origin.key,
        corrects=corrects,
    )
    (posted,) = posting.post(session, [transaction])
    entry = posted.entries[0]
    assert entry.balance_before is not None and entry.balance_after is not None  # noqa: S101, PT018  (guarded)
    if _is_low(entry.balance_after) and not _is_low(entry.balance_before):
        low = LowBalance(
            event_id=new_id(),
            tenant_id=session.tenant_id,
            wallet_id=entry.wallet_id,
            transaction_id=posted.transaction_id,
            balance=Decimal(str(entry.balance_after)),
            threshold=Decimal(str(LOW_BALANCE)),
            currency=USD,
        )
        outbox.emit(session, [low])
    return posted


def _is_low(balance: Money) -> bool:
    return balance.minor <= LOW_BALANCE.minor


def _posted(
    posted: PostedTransaction, description: str | None, reference: str | None = None, kind: Kind = "adjustment"
) -> PrepaidMoved:
    entry = posted.entries[0]
    assert entry.balance_after is not None  # noqa: S101  (a tenant's wallet is guarded)
    return PrepaidMoved(
        id=entry.entry_id,
        transaction_id=posted.transaction_id,
        kind=kind,
        amount=entry.amount,
        balance_after=entry.balance_after,
        reference_id=reference,
        description=description,
        created_at=posted.posted_at,
        balance=entry.balance_after,
    )


def _item(row: Mapping[str, Any]) -> PrepaidMovement:
    return PrepaidMovement(**_fields(row))


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {name: Money(row[name], USD) for name in ("amount", "balance_after")}
    return {**row, **amounts, "kind": KINDS[row["kind"]]}


def _kind_history_query(kind: str) -> str:
    """The query for the transactions of one kind. Transactions of the kinds in LEDGER_KINDS change only the prepaid
    wallet of their tenant."""
    where = f"""
        t.tenant_id = %(tenant)s and t.kind = '{kind}'
            and t.posted_at >= coalesce(%(begins)s, '-infinity'::timestamptz)
            and t.posted_at < coalesce(%(ends)s, 'infinity'::timestamptz)
    """
    return f"""
        select (select count(*) from transactions t where {where}) as total_count,
               array(
                    select to_json(item)
                    from (
                        {_ENTRY}
                        join (
                            select t.tenant_id, t.transaction_id from transactions t where {where}
                            order by t.posted_at desc, t.transaction_id desc limit %(limit)s offset %(offset)s
                        ) p on p.tenant_id = e.tenant_id and p.transaction_id = e.transaction_id
                        where e.version is not null
                        order by e.version desc
                    ) item
               ) as items
    """  # noqa: S608  (composed of constants only)
