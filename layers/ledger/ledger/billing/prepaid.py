"""Transactions of a tenant's prepaid wallet: charges, debits, adjustments, top-ups and their refunds."""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.billing.models import USD, Invoice, Payment, UsdAmount, require_usd
from ledger.billing.prepaid_wallet import (
    ENTRIES,
    FIELDS,
    LEDGER_KINDS,
    LOW_BALANCE,
    Kind,
    PrepaidTransaction,
    PrepaidWallet,
    entry_fields,
    is_low,
    wallet,
)
from ledger.core.ids import new_id
from ledger.core.models import MoneyText, Request, SignedAmount, WithMeta
from ledger.core.money import Money
from ledger.core.text import Description, Reason, Reference
from ledger.messaging import outbox
from ledger.messaging.events import LowBalance, TopupCompleted
from ledger.posting import Entry, Owner, PostedTransaction, Transaction, accounts
from ledger.storage.sessions import Session


def _not_zero(amount: Decimal) -> Decimal:
    if amount == 0:
        raise PydanticCustomError("amount", "The amount cannot be zero.")
    return require_usd(amount)


class PrepaidCharge(WithMeta):
    """A charge or debit by a trusted system. reference: the system's own id for it; it is charged once."""

    amount: UsdAmount
    reference: Reference
    description: Description | None = None


class PrepaidAdjust(WithMeta):
    """An adjustment. amount: signed; a negative one lowers the balance."""

    amount: Annotated[SignedAmount, AfterValidator(_not_zero)]
    reason: Reason


class PrepaidWalletUpdate(Request):
    """The new status. A frozen wallet refuses whatever would lower it."""

    status: Literal["active", "frozen"]


class PrepaidReceipt(PrepaidTransaction):
    """A transaction that was posted just now. balance: of the wallet, now. held: zero, since holds are of persons'
    wallets. available: what can still be charged."""

    balance: MoneyText
    held: MoneyText
    available: MoneyText


class RepeatedPrepaidReceipt(PrepaidReceipt):
    """The transaction that an earlier call with the same reference posted. This call posted nothing."""

    NEW: ClassVar[bool] = False


def charge(session: Session, tenant_id: str, request: PrepaidCharge) -> PrepaidReceipt | RepeatedPrepaidReceipt:
    """Charge messages to a tenant. The same reference is charged once, whatever the idempotency key.

    Raises InvalidAmount, InsufficientFunds, WalletFrozen, ReferenceAlreadyUsed if it was charged with another amount.
    """
    return _charge_once(session, tenant_id, "message_charge", request)


def debit(session: Session, tenant_id: str, request: PrepaidCharge) -> PrepaidReceipt | RepeatedPrepaidReceipt:
    """Debit a tenant for something other than messages. The same reference is debited once, whatever the idempotency
    key.

    Raises InvalidAmount, InsufficientFunds, WalletFrozen, ReferenceAlreadyUsed if it was debited with another amount.
    """
    return _charge_once(session, tenant_id, "debit", request)


def adjust(session: Session, tenant_id: str, request: PrepaidAdjust) -> PrepaidReceipt:
    """Raise or lower the balance of a prepaid wallet, with a reason. Raises InsufficientFunds, WalletFrozen,
    BalanceOutOfRange."""
    session.act_in_tenant(tenant_id)
    posted = _post(
        session, "adjustment", request.amount, request.reason, meta=request.meta, against=accounts.treasury(USD)
    )
    return _posted(posted, "adjustment", request.reason, meta=request.meta)


def set_status(session: Session, tenant_id: str, request: PrepaidWalletUpdate) -> PrepaidWallet:
    """Freeze a tenant's prepaid wallet, or unfreeze it."""
    session.send(
        "select set_prepaid_status(%s, %s, %s, %s)",
        (tenant_id, request.status, session.origin.principal, session.origin.request_id),
    )
    return wallet(session, tenant_id)


def credit_topup(session: Session, invoice: Invoice, payment_id: UUID, meta: dict[str, Any] | None) -> None:
    """Credit the wallet if the paid invoice belongs to a top-up, and emit TopupCompleted. meta: of the transaction.

    Raises BalanceOutOfRange.
    """
    if invoice.request_id is None:
        return
    amount = Decimal(str(invoice.amount))
    session.act_in_tenant(invoice.tenant_id)
    posted = _post(
        *(session, "topup", amount, f"Top-up {invoice.number}", str(invoice.request_id)),
        meta=meta,
        against=accounts.bank(USD),
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


def refund_topup(session: Session, payment: Payment, reverses: UUID) -> None:
    """Reverse the credit of a refunded payment. reverses: the transaction that credited it.

    Raises InsufficientFunds if it has been spent, WalletFrozen.
    """
    posted = _post(
        *(session, "refund", -Decimal(str(payment.amount)), payment.refund_reason, str(payment.payment_id)),
        meta=payment.refund_meta,
        against=accounts.bank(USD),
        corrects=reverses,
    )
    session.send("select record_refund(%s, %s, %s)", (session.tenant_id, payment.payment_id, posted.transaction_id))


def _charge_once(
    session: Session, tenant_id: str, kind: Kind, request: PrepaidCharge
) -> PrepaidReceipt | RepeatedPrepaidReceipt:
    session.act_in_tenant(tenant_id)
    earlier = session.row(
        "select transaction_id from hold_prepaid(%s, %s, %s, %s)",
        (tenant_id, LEDGER_KINDS[kind], request.reference, request.amount),
    )
    if earlier is None:
        posted = _post(
            *(session, kind, -request.amount, request.description, request.reference),
            meta=request.meta,
            against=accounts.treasury(USD),
        )
        return _posted(posted, kind, request.description, request.reference, meta=request.meta)
    row = session.one(
        f"""
        select x.*, w.balance, w.held, available(w.balance, w.held, w.credit_limit) as available
        from wallets w
        cross join (select {FIELDS} {ENTRIES} where e.tenant_id = %(tenant)s and e.transaction_id = %(transaction)s
                        and e.version is not null) x
        where w.tenant_id = %(tenant)s and w.owner_kind = 'tenant' and w.owner_id = %(tenant)s and w.currency = '{USD}'
        """,  # noqa: S608  (composed of constants only)
        {"tenant": tenant_id, "transaction": earlier["transaction_id"]},
    )
    return RepeatedPrepaidReceipt(
        **{**entry_fields(row), **{name: Money(row[name], USD) for name in ("balance", "held", "available")}}
    )


def _post(
    session: Session,
    kind: Kind,
    amount: Decimal,
    description: str | None,
    reference: str | None = None,
    *,
    against: Owner,
    meta: dict[str, Any] | None = None,
    corrects: UUID | None = None,
) -> PostedTransaction:
    """Post a signed amount on the wallet, and emit LowBalance if the balance becomes low."""
    transaction = Transaction(
        kind=LEDGER_KINDS[kind],
        entries=[Entry(accounts.tenant(session.tenant_id, USD), amount), Entry(against, -amount)],
        description=description,
        external_reference=reference,
        idempotency_key=session.origin.key,
        meta=meta,
        corrects=corrects,
    )
    (posted,) = posting.post(session, [transaction])
    entry = posted.entries[0]
    assert entry.balance_before is not None and entry.balance_after is not None  # noqa: S101, PT018  (guarded)
    if is_low(entry.balance_after) and not is_low(entry.balance_before):
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


def _posted(
    posted: PostedTransaction,
    kind: Kind,
    description: str | None,
    reference: str | None = None,
    *,
    meta: dict[str, Any] | None,
) -> PrepaidReceipt:
    entry = posted.entries[0]
    after, held, available = entry.balance_after, entry.held, entry.available
    assert after and held and available  # noqa: S101, PT018  (a tenant's wallet is guarded)
    return PrepaidReceipt(
        id=entry.entry_id,
        transaction_id=posted.transaction_id,
        kind=kind,
        amount=entry.amount,
        balance_after=after,
        reference_id=reference,
        description=description,
        meta=meta,
        created_at=posted.posted_at,
        balance=after,
        held=held,
        available=available,
    )
