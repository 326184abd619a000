"""Credits and debits: an agent serves their own customers."""

from typing import Any, Literal
from uuid import UUID

from ledger import posting
from ledger.core.models import Amount, Answer, Id, MoneyText, Timestamp, WithMeta
from ledger.core.principal import Agent
from ledger.core.text import Description, Reference
from ledger.posting import Entry, PostedTransaction, Transaction, accounts
from ledger.posting.kinds import CreditKind, DebitKind
from ledger.storage.sessions import Session


class CashierDebit(WithMeta):
    """A debit of a customer's wallet.

    amount: in the wallet's currency, greater than zero.
    allow_overdraft: lets a PostUp wallet go below zero, for corrections. Credit wallets ignore it.
    """

    customer_id: Id
    amount: Amount
    description: Description
    allow_overdraft: bool = False
    external_reference: Reference | None = None
    transaction_type: DebitKind = "debit"


class CashierCredit(WithMeta):
    """A credit of a customer's wallet. amount: in the wallet's currency, greater than zero."""

    customer_id: Id
    amount: Amount
    description: Description
    external_reference: Reference | None = None
    transaction_type: CreditKind = "credit"


class CashierReceipt(Answer):
    """A posted credit or debit. held: how much of the balance is reserved by holds afterwards. available: what
    can still be debited without an override."""

    success: Literal[True] = True
    transaction_id: UUID
    customer_id: UUID
    transaction_type: Literal[DebitKind, CreditKind]
    amount: MoneyText
    currency: str
    balance_before: MoneyText
    balance_after: MoneyText
    held: MoneyText
    available: MoneyText
    external_reference: str | None
    meta: dict[str, Any] | None
    idempotency_key: str | None
    timestamp: Timestamp

    @classmethod
    def of(cls, posted: PostedTransaction, request: CashierDebit | CashierCredit, key: str | None) -> "CashierReceipt":
        customer = posted.entries[0]
        before, after = customer.balance_before, customer.balance_after
        held, available = customer.held, customer.available
        assert before and after and held and available  # noqa: S101, PT018  (a guarded wallet has them)
        return cls(
            transaction_id=posted.transaction_id,
            customer_id=request.customer_id,
            transaction_type=request.transaction_type,
            amount=abs(customer.amount),
            currency=customer.currency,
            balance_before=before,
            balance_after=after,
            held=held,
            available=available,
            external_reference=request.external_reference,
            meta=request.meta,
            idempotency_key=key,
            timestamp=posted.posted_at,
        )


def debit(session: Session, agent: Agent, request: CashierDebit) -> CashierReceipt:
    """Move `amount` from the customer's wallet to the agent's float.

    Raises CustomerNotFound, NotYourCustomer, InvalidAmount, WalletFrozen, InsufficientFunds, InsufficientCredit,
    AgentLimitExceeded (of an overdraft).
    """
    entries = [
        Entry(
            accounts.customer(request.customer_id, required_agent=agent),
            -request.amount,
            overdraft=request.allow_overdraft,
        ),
        Entry(accounts.agent_float(agent), request.amount),
    ]
    return _post(session, request, entries)


def credit(session: Session, agent: Agent, request: CashierCredit) -> CashierReceipt:
    """Move `amount` from the agent's float to the customer's wallet. The agent's limits hold, unless this is the credit
    that a second person approved.

    Raises CustomerNotFound, NotYourCustomer, InvalidAmount, BalanceOutOfRange, AgentLimitExceeded.
    """
    entries = [
        Entry(accounts.customer(request.customer_id, required_agent=agent), request.amount),
        Entry(accounts.agent_float(agent), -request.amount),
    ]
    return _post(session, request, entries)


def _post(session: Session, request: CashierDebit | CashierCredit, entries: list[Entry]) -> CashierReceipt:
    transaction = Transaction(
        kind=request.transaction_type,
        entries=entries,
        description=request.description,
        external_reference=request.external_reference,
        idempotency_key=session.origin.key,
        meta=request.meta,
    )
    (posted,) = posting.post(session, [transaction])
    return CashierReceipt.of(posted, request, session.origin.key)
