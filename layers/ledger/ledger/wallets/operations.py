"""Wallets of people: credit, debit, transfer; what the whole system calls to move value for an owner."""

from typing import Final, Literal
from uuid import UUID

from ledger import posting
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Amount, Answer, CurrencyCode, Meta, MoneyText, OwnerId, Request
from ledger.core.principal import Principal
from ledger.posting import Entry, PostedTransaction, Transaction, accounts
from ledger.storage.sessions import Session

Reason = Literal[
    "participation",
    "top4",
    "runner_up",
    "winner",
    "entry_fee_debit",
    "refund",
    "manual_adjust",
    "correction",
    "p2p_transfer",
]

COIN: Final = "COIN"


class MoveRequest(Request):
    """What is put into a wallet, or taken out of it. amount: in the currency, greater than zero."""

    amount: Amount
    currency: CurrencyCode = COIN
    reason: Reason
    meta: Meta | None = None


class TransferRequest(Request):
    """From one owner to another. from_owner_id: a customer's own, and may be left out."""

    from_owner_id: OwnerId | None = None
    to_owner_id: OwnerId
    amount: Amount
    currency: CurrencyCode = COIN
    reason: Reason = "p2p_transfer"
    meta: Meta | None = None


class OverdraftRequest(Request):
    """Whether the wallet may go below zero."""

    currency: CurrencyCode
    allow_overdraft: bool


class Moved(Answer):
    """What came of a credit or debit."""

    wallet_id: UUID
    balance_after: MoneyText
    transaction_id: UUID
    idempotency_key: str | None


class Sent(Answer):
    """A transfer as its sender sees it. The last two ids are those of the two rows of history."""

    transaction_id: UUID
    from_wallet_id: UUID
    from_balance_after: MoneyText
    debit_transaction_id: UUID
    credit_transaction_id: UUID
    idempotency_key: str | None


class Transferred(Sent):
    """A transfer as a trusted system sees it: both sides."""

    to_wallet_id: UUID
    to_balance_after: MoneyText


def credit(session: Session, owner_id: str, request: MoveRequest) -> Moved:
    """Put an amount into the owner's wallet, which comes into being with its first credit.

    Raises InvalidAmount, BalanceOutOfRange.
    """
    return _against_the_treasury(session, owner_id, request, sign=1)


def debit(session: Session, owner_id: str, request: MoveRequest) -> Moved:
    """Take an amount out of the owner's wallet. Raises InvalidAmount, InsufficientFunds, WalletFrozen."""
    return _against_the_treasury(session, owner_id, request, sign=-1)


def transfer(session: Session, from_owner_id: str, request: TransferRequest) -> Transferred:
    """Move an amount between two owners: one transaction, two rows of history.

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
    assert sent.balance_after and received.balance_after  # noqa: S101, PT018  (people's wallets are guarded)
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


def transfer_by(session: Session, principal: Principal, request: TransferRequest) -> Transferred | Sent:
    """A transfer as somebody may ask for it: a service from any owner, a customer from their own wallet.

    Raises Forbidden where a customer names another owner, InvalidRequest where a service names none.
    """
    if "service" in principal.roles:
        if request.from_owner_id is None:
            sentence = "A service names the owner from whom it goes."
            raise errors.InvalidRequest(sentence, errors=[Problem("/from_owner_id", sentence)])
        return transfer(session, request.from_owner_id, request)
    if request.from_owner_id not in (None, principal.owner_id):
        raise errors.Forbidden("A customer's transfer goes from their own wallet.")
    done = transfer(session, principal.owner_id, request)
    return Sent(**{name: getattr(done, name) for name in Sent.model_fields})


def set_overdraft(session: Session, owner_id: str, request: OverdraftRequest) -> None:
    """Whether the owner's wallet has a floor. Makes the wallet where there is none yet. Raises OverdraftRefused for the
    wallet of a Credit customer: that the limit holds is between them and their agent."""
    session.send(
        "select set_overdraft(%s, %s, %s, %s)",
        (session.tenant_id, owner_id, request.currency, request.allow_overdraft),
    )


def _against_the_treasury(session: Session, owner_id: str, request: MoveRequest, sign: Literal[1, -1]) -> Moved:
    amount = sign * request.amount
    posted = _post(
        session,
        request,
        [
            Entry(accounts.person(owner_id, request.currency), amount),
            Entry(accounts.treasury(request.currency), -amount),
        ],
    )
    moved = posted.entries[0]
    assert moved.balance_after  # noqa: S101  (a person's wallet is guarded)
    return Moved(
        wallet_id=moved.wallet_id,
        balance_after=moved.balance_after,
        transaction_id=posted.transaction_id,
        idempotency_key=session.origin.key,
    )


def _post(session: Session, request: MoveRequest | TransferRequest, entries: list[Entry]) -> PostedTransaction:
    transaction = Transaction(
        kind=request.reason, entries=entries, idempotency_key=session.origin.key, meta=request.meta
    )
    (posted,) = posting.post(session, [transaction])
    return posted
