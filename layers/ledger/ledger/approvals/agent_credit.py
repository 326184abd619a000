"""The proposal of a credit above an agent's limit.

It has a module of its own, since every credit at the cashier imports it, and imports no operation of another proposal.
"""

from typing import ClassVar, Literal

from ledger.approvals.requests import Proposed, Subject
from ledger.cashier.operations import CashierCredit
from ledger.core.money import Money
from ledger.core.principal import DECIDERS, Role
from ledger.storage.sessions import Session


class AgentCredit(Proposed):
    """Credits a customer's wallet, above the limit of the agent who requests it."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["agent_credit"] = "agent_credit"
    request: CashierCredit

    def subject(self, session: Session) -> Subject | None:
        """The customer; None if the credit is within the limits. Locks the float, so that they still hold when the
        approval is requested."""
        tenant_id, customer_id = session.tenant_id, str(self.request.customer_id)
        currency = session.value(
            """
            select w.currency from wallets w
            where w.tenant_id = %s and w.owner_kind = 'person' and w.owner_id = %s and w.agent_id is not null
            """,
            (tenant_id, customer_id),
        )
        amount = Money.of(self.request.amount, currency)
        is_above = session.value(
            "select is_above_limits(%s, %s, %s, %s, %s)",
            (tenant_id, session.origin.principal, customer_id, currency, amount.minor),
        )
        return Subject(tenant_id, customer_id, amount) if is_above else None

    def participants(self, _session: Session) -> set[str]:
        """The customer. Only the agent who requested it has the customer."""
        return {str(self.request.customer_id)}
