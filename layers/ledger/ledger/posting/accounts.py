"""Whose wallets there are, as legs of a posting name them."""

from uuid import UUID

from ledger.core.principal import Agent
from ledger.posting.transaction import Owner


def customer(customer_id: UUID, *, kept_by: Agent | None = None, currency: str | None = None) -> Owner:
    """A customer's own wallet: refused where the customer is nobody's, or another agent's than `kept_by`."""
    return Owner("person", str(customer_id), currency, keeper=kept_by.sub if kept_by else None)


def agent_float(agent: Agent, currency: str | None = None) -> Owner:
    """What an agent holds for the house. Without a currency, that of the customer beside it."""
    return Owner("agent", agent.sub, currency)


def person(owner_id: str, currency: str) -> Owner:
    """A person's wallet in a currency."""
    return Owner("person", owner_id, currency)


def house(currency: str | None = None) -> Owner:
    """Where stakes go and payouts come from. Without a currency, that of the customer beside it."""
    return Owner("house", "", currency)


def treasury(currency: str) -> Owner:
    """Where value comes from that a trusted system gives, and where what it takes goes."""
    return Owner("treasury", "", currency)


def tenant(tenant_id: str, currency: str) -> Owner:
    """A tenant's prepaid wallet."""
    return Owner("tenant", tenant_id, currency)


def bank(currency: str) -> Owner:
    """Where money comes from that was paid outside of Purser."""
    return Owner("bank", "", currency)
