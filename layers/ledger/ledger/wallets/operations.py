"""Wallets of persons: credit, debit and transfer, for any owner and currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic.json_schema import SkipJsonSchema

from ledger import posting
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Amount, Answer, CurrencyCode, Meta, MoneyText, OwnerId, Request
from ledger.core.principal import TOURNAMENTS, Principal
from ledger.posting import Entry, PlanningSession, PostedTransaction, Transaction, accounts
from ledger.posting.currencies import only_currency
from ledger.posting.kinds import WalletKind
from ledger.storage.sessions import Session
from ledger.wallets.keys import once
from ledger.wallets.reasons import ReasonWord, kind_of

COIN: Final = "COIN"

# What is held and available has no value in a receipt that the release before stored for the key of a call from Python.


class WalletTransactionCreate(Request):
    """A credit or debit of a wallet. amount: in the currency, greater than zero. currency: absent: that of the owner's
    only wallet."""

    amount: Amount
    currency: CurrencyCode | None = None
    reason: ReasonWord
    meta: Meta | None = None


class TransferCreate(Request):
    """A transfer from one owner to another. from_owner_id: a customer may leave it out. currency: absent: that of the
    sender's only wallet. reason: a customer's transfer is a p2p_transfer."""

    from_owner_id: OwnerId | None = None
    to_owner_id: OwnerId
    amount: Amount
    currency: CurrencyCode | None = None
    reason: ReasonWord = "p2p_transfer"
    meta: Meta | None = None


class WalletUpdate(Request):
    """allow_overdraft: the wallet may go below zero."""

    currency: CurrencyCode
    allow_overdraft: bool


class WalletReceipt(Answer):
    """A posted credit or debit. held: how much of the balance is reserved by holds afterwards. available: what
    can still be debited."""

    wallet_id: UUID
    balance_after: MoneyText
    held: MoneyText | SkipJsonSchema[None]
    available: MoneyText | SkipJsonSchema[None]
    transaction_id: UUID
    idempotency_key: str | None
    meta: dict[str, Any] | None


class SentTransfer(Answer):
    """A transfer as its sender sees it. from_held: how much of it is reserved by holds afterwards.
    from_available: what can still be debited. debit_transaction_id: the id of the sender's entry.
    credit_transaction_id: the id of the receiver's entry."""

    transaction_id: UUID
    from_wallet_id: UUID
    from_balance_after: MoneyText
    from_held: MoneyText | SkipJsonSchema[None]
    from_available: MoneyText | SkipJsonSchema[None]
    debit_transaction_id: UUID
    credit_transaction_id: UUID
    idempotency_key: str | None
    meta: dict[str, Any] | None


class TransferReceipt(SentTransfer):
    """A transfer as a trusted system sees it, with both wallets. to_held, to_available: of the receiver's wallet."""

    to_wallet_id: UUID
    to_balance_after: MoneyText
    to_held: MoneyText | SkipJsonSchema[None]
    to_available: MoneyText | SkipJsonSchema[None]


@dataclass(frozen=True, slots=True)
class Credit:
    """One of several credits that are posted together.

    amount: in the currency, greater than zero. idempotency_key: for the history; the caller has to ensure that
    the credit is posted once. corrects: the id of the transaction that this one corrects.
    """

    owner_id: str
    amount: Decimal
    reason: WalletKind
    currency: str = COIN
    idempotency_key: str | None = None
    meta: Mapping[str, Any] | None = None
    corrects: UUID | None = None


def credit(
    session: Session, owner_id: str, request: WalletTransactionCreate, *, idempotency_key: str | None = None
) -> WalletReceipt:
    """Credit the owner's wallet. The first credit creates it.

    idempotency_key: belongs to the tenant and the principal of the session. The same credit with the same key has one
    effect and one answer. Without it, each call is a new credit, recorded with the key of the API's request, which the
    edge has claimed.

    Raises CurrencyRequired, InvalidAmount, BalanceOutOfRange, IdempotencyConflict.
    """
    return once(
        session,
        idempotency_key,
        "credit",
        {"owner_id": owner_id} | request.model_dump(),
        WalletReceipt,
        lambda: _move(session, owner_id, request.amount, request, idempotency_key),
    )


def debit(
    session: Session, owner_id: str, request: WalletTransactionCreate, *, idempotency_key: str | None = None
) -> WalletReceipt:
    """Debit the owner's wallet.

    idempotency_key: as for `credit`.

    Raises CurrencyRequired, InvalidAmount, InsufficientFunds, WalletFrozen, IdempotencyConflict.
    """
    return once(
        session,
        idempotency_key,
        "debit",
        {"owner_id": owner_id} | request.model_dump(),
        WalletReceipt,
        lambda: _move(session, owner_id, -request.amount, request, idempotency_key),
    )


def credit_all(session: Session, wanted: Sequence[Credit]) -> list[PostedTransaction]:
    """Credit wallets, each in a transaction of its own, all of them or none. Thousands take one call of the database.

    Raises InvalidAmount, BalanceOutOfRange.
    """
    return posting.post(
        session,
        [
            Transaction(
                kind=one.reason,
                entries=_against_treasury(one.owner_id, one.currency, one.amount),
                idempotency_key=one.idempotency_key,
                meta=one.meta,
                corrects=one.corrects,
            )
            for one in wanted
        ],
    )


def transfer(
    session: Session, from_owner_id: str, request: TransferCreate, *, idempotency_key: str | None = None
) -> TransferReceipt:
    """Move an amount between two owners, in one transaction with two entries.

    idempotency_key: as for `credit`.

    Raises InvalidWallet for a transfer to oneself, CurrencyRequired, InvalidAmount, InsufficientFunds, WalletFrozen,
    BalanceOutOfRange, IdempotencyConflict.
    """
    _require_another(from_owner_id, request)
    return once(
        session,
        idempotency_key,
        "transfer",
        request.model_dump() | {"from_owner_id": from_owner_id},
        TransferReceipt,
        lambda: _transfer(session, from_owner_id, request, idempotency_key),
    )


def require_movable(principal: Principal, currency: str) -> None:
    """A service moves wallets in any currency, a tournament platform those in COIN. Raises Forbidden."""
    if "service" not in principal.roles and currency != COIN:
        raise errors.Forbidden("A tournament platform moves wallets in COIN.")


def credit_for_caller(
    session: Session, principal: Principal, owner_id: str, request: WalletTransactionCreate
) -> WalletReceipt:
    """A credit that a system requests.

    Raises Forbidden as require_movable(), CurrencyRequired, InvalidAmount, BalanceOutOfRange.
    """
    _require_movable_wallet(session, principal, owner_id, request.currency)
    return _move(session, owner_id, request.amount, request, None)


def debit_for_caller(
    session: Session, principal: Principal, owner_id: str, request: WalletTransactionCreate
) -> WalletReceipt:
    """A debit that a system requests.

    Raises Forbidden as require_movable(), CurrencyRequired, InvalidAmount, InsufficientFunds, WalletFrozen.
    """
    _require_movable_wallet(session, principal, owner_id, request.currency)
    return _move(session, owner_id, -request.amount, request, None)


def transfer_for_caller(
    session: Session, principal: Principal, request: TransferCreate
) -> TransferReceipt | SentTransfer:
    """A transfer that a caller requests: a system from any owner, a customer from their own wallet to somebody who has
    a wallet. A system may name a new owner, who gets a wallet.

    Raises Forbidden if a customer names another owner or another reason, or a tournament platform another currency than
    COIN, InvalidRequest if a system names no owner, RecipientNotFound.
    """
    if principal.roles & TOURNAMENTS:
        if request.from_owner_id is None:
            sentence = "A system names the owner that it transfers from."
            raise errors.InvalidRequest(sentence, errors=[Problem("/from_owner_id", sentence)])
        _require_movable_wallet(session, principal, request.from_owner_id, request.currency)
        _require_another(request.from_owner_id, request)
        return _transfer(session, request.from_owner_id, request, None)
    if request.from_owner_id not in (None, principal.owner_id):
        raise errors.Forbidden("A customer's transfer goes from their own wallet.")
    if request.reason != "p2p_transfer":
        raise errors.Forbidden("A customer's transfer has the reason p2p_transfer.")
    # One call posts only to wallets that exist.
    if request.to_owner_id != principal.owner_id and not isinstance(session, PlanningSession):
        session.send("select require_recipient(%s, %s)", (session.tenant_id, request.to_owner_id))
    transferred = transfer(session, principal.owner_id, request)
    return SentTransfer(**{name: getattr(transferred, name) for name in SentTransfer.model_fields})


def set_overdraft(session: Session, owner_id: str, request: WalletUpdate) -> None:
    """Set whether the owner's wallet may go below zero; create the wallet if it does not exist.

    Raises OverdraftRefused for the wallet of a Credit customer, which has its credit limit.
    """
    session.send(
        "select set_overdraft(%s, %s, %s, %s, %s, %s)",
        (
            session.tenant_id,
            owner_id,
            request.currency,
            request.allow_overdraft,
            session.origin.principal,
            session.origin.request_id,
        ),
    )


def _require_movable_wallet(session: Session, principal: Principal, owner_id: str, currency: str | None) -> None:
    """As require_movable(). currency: None: that of the owner's only wallet. Raises Forbidden, CurrencyRequired."""
    if "service" not in principal.roles:
        require_movable(principal, currency or only_currency(session, owner_id))


def _require_another(from_owner_id: str, request: TransferCreate) -> None:
    """Raises InvalidWallet."""
    if from_owner_id == request.to_owner_id:
        sentence = "A transfer goes to another owner."
        raise errors.InvalidWallet(sentence, errors=[Problem("/to_owner_id", sentence)])


def _transfer(
    session: Session, from_owner_id: str, request: TransferCreate, idempotency_key: str | None
) -> TransferReceipt:
    key = idempotency_key or session.origin.key
    currency = request.currency or only_currency(session, from_owner_id)
    entries = [
        Entry(accounts.person(from_owner_id, currency), -request.amount),
        Entry(accounts.person(request.to_owner_id, currency), request.amount),
    ]
    posted = _post(session, request, entries, key)
    sent, received = posted.entries
    assert sent.balance_after and received.balance_after  # noqa: S101, PT018  (persons' wallets are guarded)
    return TransferReceipt(
        transaction_id=posted.transaction_id,
        from_wallet_id=sent.wallet_id,
        to_wallet_id=received.wallet_id,
        from_balance_after=sent.balance_after,
        from_held=sent.held,
        from_available=sent.available,
        to_balance_after=received.balance_after,
        to_held=received.held,
        to_available=received.available,
        debit_transaction_id=sent.entry_id,
        credit_transaction_id=received.entry_id,
        idempotency_key=key,
        meta=request.meta,
    )


def _move(
    session: Session, owner_id: str, amount: Decimal, request: WalletTransactionCreate, idempotency_key: str | None
) -> WalletReceipt:
    key = idempotency_key or session.origin.key
    currency = request.currency or only_currency(session, owner_id)
    posted = _post(session, request, _against_treasury(owner_id, currency, amount), key)
    entry = posted.entries[0]
    assert entry.balance_after  # noqa: S101  (a person's wallet is guarded)
    return WalletReceipt(
        wallet_id=entry.wallet_id,
        balance_after=entry.balance_after,
        held=entry.held,
        available=entry.available,
        transaction_id=posted.transaction_id,
        idempotency_key=key,
        meta=request.meta,
    )


def _against_treasury(owner_id: str, currency: str, amount: Decimal) -> list[Entry]:
    return [Entry(accounts.person(owner_id, currency), amount), Entry(accounts.treasury(currency), -amount)]


def _post(
    session: Session, request: WalletTransactionCreate | TransferCreate, entries: list[Entry], key: str | None
) -> PostedTransaction:
    transaction = Transaction(
        kind=kind_of(request.reason),
        entries=entries,
        reason=request.reason,
        idempotency_key=key,
        meta=request.meta,
    )
    (posted,) = posting.post(session, [transaction])
    return posted
