"""Transactions of many entries: for several owners and in several currencies, all or nothing."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.core import errors
from ledger.core.accounts import WalletOwner
from ledger.core.errors import Problem
from ledger.core.models import (
    Answer,
    CurrencyCode,
    DryRun,
    Instant,
    Meta,
    MoneyText,
    SignedAmount,
    Timestamp,
)
from ledger.core.money import Money
from ledger.core.principal import Principal
from ledger.core.text import Description, Reference
from ledger.posting import GUARDED, Entry, Owner, PostedEntry, PostedTransaction, Transaction
from ledger.posting.currencies import only_currency
from ledger.posting.kinds import KindName
from ledger.storage.sessions import Session
from ledger.wallets.operations import require_movable
from ledger.wallets.reasons import ENTRY_FEE, ReasonWord, kind_of

_A_FEE_IS_A_DEBIT: Final = "An entry fee is a debit of one wallet: POST /api/v1/wallets/{owner_id}/debit."


def _one_by_itself(reason: str) -> str:
    """Refunds of a cancelled tournament give a fee back to the one person who paid it."""
    if reason == ENTRY_FEE:
        raise PydanticCustomError("reason", _A_FEE_IS_A_DEBIT)
    return reason


class TransactionEntry(WalletOwner):
    """An amount for one wallet, in its currency: positive for a credit, negative for a debit. currency: absent: that of
    the person's only wallet; an account needs one."""

    currency: CurrencyCode | None = None
    amount: SignedAmount


class TransactionCreate(DryRun):
    """A transaction of 2 to 20 entries, which sum to zero in each currency. A person's wallet has one entry at most.
    effective_at: when it happened, now or before; absent: now. A time up to a minute ahead is now by another clock."""

    entries: Annotated[list[TransactionEntry], Field(min_length=2, max_length=20)]
    reason: Annotated[ReasonWord, AfterValidator(_one_by_itself)]
    description: Description | None = None
    external_reference: Reference | None = None
    meta: Meta | None = None
    effective_at: Instant | None = None


class PreviewEntry(Answer):
    """An entry of a dry run. owner_id, account: whose wallet it is; the other one is null. balance_before,
    balance_after, held, available: of a person's wallet; null for an account."""

    owner_id: str | None
    account: str | None
    currency: str
    amount: MoneyText
    balance_before: MoneyText | None
    balance_after: MoneyText | None
    held: MoneyText | None
    available: MoneyText | None

    @classmethod
    def of(cls, wanted: TransactionEntry, amount: Money, posted: PostedEntry, **more: Any) -> Self:
        return cls(
            owner_id=wanted.owner_id,
            account=wanted.account,
            currency=amount.currency,
            amount=amount,
            balance_before=posted.balance_before,
            balance_after=posted.balance_after,
            held=posted.held,
            available=posted.available,
            **more,
        )


class ReceiptEntry(PreviewEntry):
    """A posted entry. owner_id, account: whose wallet it is; the other one is null. balance_before, balance_after,
    held, available: of a person's wallet; null for an account."""

    entry_id: UUID
    wallet_id: UUID


class TransactionPreview(Answer):
    """What a transaction would do if it was not a dry run. Nothing of it is stored."""

    NEW: ClassVar[bool] = False

    dry_run: bool
    kind: KindName
    reason: str
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    entries: list[PreviewEntry]


class TransactionReceipt(Answer):
    """A posted transaction, with its entries in the order of the request. effective_at: when it happened; created_at:
    when it was posted."""

    transaction_id: UUID
    kind: KindName
    reason: str
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    entries: list[ReceiptEntry]
    effective_at: Timestamp
    created_at: Timestamp
    idempotency_key: str | None


def create(
    session: Session, principal: Principal, request: TransactionCreate
) -> TransactionReceipt | TransactionPreview:
    """Post a transaction. A person's first credit in a currency creates the wallet.

    Raises Forbidden, CurrencyRequired, InvalidAmount, InvalidWallet, Unbalanced, EffectiveTimeAhead, InsufficientFunds,
    InsufficientCredit, WalletFrozen, BalanceOutOfRange, PersonErased.
    """
    currencies = [_currency(session, entry, index) for index, entry in enumerate(request.entries)]
    for currency in currencies:
        require_movable(principal, currency)
    amounts = _amounts(request.entries, currencies)
    _require_one_entry_each(request.entries, currencies)
    _require_balanced(amounts)
    transaction = Transaction(
        kind=kind_of(request.reason),
        entries=[
            Entry(Owner(*entry.owner, currency), entry.amount)
            for entry, currency in zip(request.entries, currencies, strict=True)
        ],
        reason=request.reason,
        description=request.description,
        external_reference=request.external_reference,
        idempotency_key=session.origin.key,
        meta=request.meta,
        effective_at=request.effective_at,
    )
    (posted,) = posting.post(session, [transaction])
    return _preview(request, amounts, posted) if request.dry_run else _receipt(session, request, amounts, posted)


def _currency(session: Session, entry: TransactionEntry, index: int) -> str:
    """Raises CurrencyRequired."""
    pointer = f"/entries/{index}/currency"
    if entry.currency is None and entry.owner_id is not None:
        return only_currency(session, entry.owner_id, pointer=pointer)
    if entry.currency is None:
        sentence = "Name the currency: an account has none of its own."
        raise errors.CurrencyRequired(sentence, errors=[Problem(pointer, sentence)])
    return entry.currency


def _amounts(entries: Sequence[TransactionEntry], currencies: Sequence[str]) -> list[Money]:
    """The amounts in minor units. Raises InvalidAmount."""
    amounts: list[Money] = []
    problems: list[Problem] = []
    for index, (entry, currency) in enumerate(zip(entries, currencies, strict=True)):
        try:
            if not entry.amount:
                raise ValueError("the amount is zero")
            amounts.append(Money.of(entry.amount, currency))
        except ValueError as error:
            problems.append(Problem(f"/entries/{index}/amount", f"{error}."))
    if problems:
        raise errors.InvalidAmount(
            "; ".join(f"{problem.pointer}: {problem.detail}" for problem in problems[:3]), errors=problems
        )
    return amounts


def _require_one_entry_each(entries: Sequence[TransactionEntry], currencies: Sequence[str]) -> None:
    """Raises InvalidWallet."""
    seen: set[tuple[str, str, str]] = set()
    for index, (entry, currency) in enumerate(zip(entries, currencies, strict=True)):
        wallet = (*entry.owner, currency)
        if wallet in seen and entry.owner[0] in GUARDED:
            sentence = "A transaction has one entry for a person's wallet."
            raise errors.InvalidWallet(sentence, errors=[Problem(f"/entries/{index}/owner_id", sentence)])
        seen.add(wallet)


def _require_balanced(amounts: Sequence[Money]) -> None:
    """Raises Unbalanced."""
    sums: dict[str, int] = defaultdict(int)
    for amount in amounts:
        sums[amount.currency] += amount.minor
    for currency, minor in sums.items():
        if minor:
            raise errors.Unbalanced(Money(minor, currency))


def _preview(request: TransactionCreate, amounts: Sequence[Money], posted: PostedTransaction) -> TransactionPreview:
    return TransactionPreview(
        dry_run=True,
        kind=kind_of(request.reason),
        reason=request.reason,
        description=request.description,
        external_reference=request.external_reference,
        meta=request.meta,
        entries=[PreviewEntry.of(*entry) for entry in zip(request.entries, amounts, posted.entries, strict=True)],
    )


def _receipt(
    session: Session, request: TransactionCreate, amounts: Sequence[Money], posted: PostedTransaction
) -> TransactionReceipt:
    return TransactionReceipt(
        transaction_id=posted.transaction_id,
        kind=kind_of(request.reason),
        reason=request.reason,
        description=request.description,
        external_reference=request.external_reference,
        meta=request.meta,
        entries=[
            ReceiptEntry.of(wanted, amount, entry, entry_id=entry.entry_id, wallet_id=entry.wallet_id)
            for wanted, amount, entry in zip(request.entries, amounts, posted.entries, strict=True)
        ],
        effective_at=posted.effective_at,
        created_at=posted.posted_at,
        idempotency_key=session.origin.key,
    )
