"""The wallets that take part in transactions, one function for each kind of owner."""

from uuid import UUID

from ledger.core.principal import Agent
from ledger.posting.models import Owner


def customer(customer_id: UUID, *, required_agent: Agent | None = None, currency: str | None = None) -> Owner:
    """A customer's own wallet. The posting is refused if there is no such customer, or if `required_agent` is given
    and the customer belongs to another agent."""
    return Owner("person", str(customer_id), currency, required_agent=required_agent.sub if required_agent else None)


def agent_float(agent: Agent, currency: str | None = None) -> Owner:
    """The float of an agent. Without a currency: the currency of the customer in the same transaction."""
    return Owner("agent", agent.sub, currency)


def person(owner_id: str, currency: str) -> Owner:
    """A person's wallet in a currency."""
    return Owner("person", owner_id, currency)


def house(currency: str | None = None) -> Owner:
    """Receives stakes and pays payouts. Without a currency: the currency of the customer in the same transaction."""
    return Owner("house", "", currency)


def treasury(currency: str) -> Owner:
    """The other side of credits and debits by trusted systems, awards included."""
    return Owner("treasury", "", currency)


def tenant(tenant_id: str, currency: str) -> Owner:
    """A tenant's prepaid wallet."""
    return Owner("tenant", tenant_id, currency)


def bank(currency: str) -> Owner:
    """Stands for money outside Purser: paid top-ups come from it."""
    return Owner("bank", "", currency)
