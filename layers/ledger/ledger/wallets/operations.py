"""Wallets of persons: credit, debit and transfer, for any owner and currency."""

from typing import Final, Literal
from uuid import UUID

from ledger import posting
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Amount, Answer, CurrencyCode, Meta, MoneyText, OwnerId, Request
from ledger.core.principal import Principal
from ledger.posting import Entry, PostedTransaction, Transaction, accounts
from ledger.posting.kinds import WalletKind
from ledger.storage.sessions import Session

COIN: Final = "COIN"


class MoveRequest(Request):
    """A credit or debit of a wallet. amount: in the currency, greater than zero."""

    amount: Amount
    currency: CurrencyCode = COIN
    reason: WalletKind
    meta: Meta | None = None


class TransferRequest(Request):
    """A transfer from one owner to another. from_owner_id: a customer may leave it out."""

    from_owner_id: OwnerId | None = None
    to_owner_id: OwnerId
    amount: Amount
    currency: CurrencyCode = COIN
    reason: WalletKind = "p2p_transfer"
    meta: Meta | None = None


class OverdraftRequest(Request):
    """allow_overdraft: the wallet may go below zero."""

    currency: CurrencyCode
    allow_overdraft: bool


class Moved(Answer):
    """A posted credit or debit."""

    wallet_id: UUID
    balance_after: MoneyText
    transaction_id: UUID
    idempotency_key: str | None


class Sent(Answer):
    """A transfer as its sender sees it. debit_transaction_id: the id of the sender's entry. credit_transaction_id: the
    id of the receiver's entry."""

    transaction_id: UUID
    from_wallet_id: UUID
    from_balance_after: MoneyText
    debit_transaction_id: UUID
    credit_transaction_id: UUID
    idempotency_key: str | None


class Transferred(Sent):
    """A transfer as a trusted system sees it, with both balances."""

    to_wallet_id: UUID
    to_balance_after: MoneyText


def credit(session: Session, owner_id: str, request: MoveRequest) -> Moved:
    """Credit the owner's wallet. The first credit creates it.

    Raises InvalidAmount, BalanceOutOfRange.
    """
    return _post_against_treasury(session, owner_id, request, sign=1)


def debit(session: Session, owner_id: str, request: MoveRequest) -> Moved:
    """Debit the owner's wallet. Raises InvalidAmount, InsufficientFunds, WalletFrozen."""
    return _post_against_treasury(session, owner_id, request, sign=-1)


def transfer(session: Session, from_owner_id: str, request: TransferRequest) -> Transferred:
    """Move an amount between two owners, in one transaction with two entries.

    Raises InvalidWallet for a transfer to oneself, InvalidAmount, InsufficientFunds, WalletFrozen, BalanceOutOfRange.
    """
    if from_owner_id == request.to_owner_id:
        sentence = "A transfer goes to another owner."
        raise errors.InvalidWallet(sentence, errors=[Problem("/to_owner_id", sentence)])
    posted = _post(
        session,
        request,
        [
            Entry(accounts.person(from_owner_id, request.currency), -request.amount),
            Entry(accounts.person(request.to_owner_id, request.currency), request.amount),
        ],
    )
    sent, received = posted.entries
    assert sent.balance_after and received.balance_after  # noqa: S101, PT018  (persons' wallets are guarded)
    return Transferred(
        transaction_id=posted.transaction_id,
        from_wallet_id=sent.wallet_id,
        to_wallet_id=received.wallet_id,
        from_balance_after=sent.balance_after,
        to_balance_after=received.balance_after,
        debit_transaction_id=sent.entry_id,
        credit_transaction_id=received.entry_id,
        idempotency_key=session.origin.key,
    )


def transfer_for_caller(session: Session, principal: Principal, request: TransferRequest) -> Transferred | Sent:
    """A transfer that a caller requests: a service from any owner, a customer from their own wallet.

    Raises Forbidden if a customer names another owner, InvalidRequest if a service names none.
    """
    if "service" in principal.roles:
        if request.from_owner_id is None:
            sentence = "A service names the owner that it transfers from."
            raise errors.InvalidRequest(sentence, errors=[Problem("/from_owner_id", sentence)])
        return transfer(session, request.from_owner_id, request)
    if request.from_owner_id not in (None, principal.owner_id):
        raise errors.Forbidden("A customer's transfer goes from their own wallet.")
    transferred = transfer(session, principal.owner_id, request)
    return Sent(**{name: getattr(transferred, name) for name in Sent.model_fields})


def set_overdraft(session: Session, owner_id: str, request: OverdraftRequest) -> None:
    """Set whether the owner's wallet may go below zero; create the wallet if it does not exist.

    Raises OverdraftRefused for the wallet of a Credit customer, which has its credit limit.
    """
    session.send(
        "select set_overdraft(%s, %s, %s, %s)",
        (session.tenant_id, owner_id, request.currency, request.allow_overdraft),
    )


def _post_against_treasury(session: Session, owner_id: str, request: MoveRequest, sign: Literal[1, -1]) -> Moved:
    amount = sign * request.amount
    posted = _post(
        session,
        request,
        [
            Entry(accounts.person(owner_id, request.currency), amount),
            Entry(accounts.treasury(request.currency), -amount),
        ],
    )
    entry = posted.entries[0]
    assert entry.balance_after  # noqa: S101  (a person's wallet is guarded)
    return Moved(
        wallet_id=entry.wallet_id,
        balance_after=entry.balance_after,
        transaction_id=posted.transaction_id,
        idempotency_key=session.origin.key,
    )


def _post(session: Session, request: MoveRequest | TransferRequest, entries: list[Entry]) -> PostedTransaction:
    transaction = Transaction(
        kind=request.reason, entries=entries, idempotency_key=session.origin.key, meta=request.meta
    )
    (posted,) = posting.post(session, [transaction])
    return posted
