"""The verified caller of a request, and the roles."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ledger.core import errors

Role = Literal["customer", "agent", "billing.view", "billing.manage", "service", "root"]
ROLES: Final[frozenset[Role]] = frozenset(get_args(Role))
BILLING_MANAGE: Final[frozenset[Role]] = frozenset({"billing.manage", "root"})
"""Who decides on a tenant's billing."""
BILLING_VIEW: Final[frozenset[Role]] = BILLING_MANAGE | {"billing.view"}
"""Who sees a tenant's billing, requests top-ups and submits payments."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who keeps customers, by the sub of their token."""

    sub: str


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. owner_id: whose wallets a `customer` acts for. email, name: where the token says them."""

    sub: str
    tenant_id: str
    roles: frozenset[str]
    owner_id: str
    email: str | None = None
    name: str | None = None

    def requires(self, roles: frozenset[str]) -> None:
        """Raises Forbidden without one of the roles."""
        if not self.roles & roles:
            raise errors.Forbidden(f"This takes one of the roles {', '.join(sorted(roles))}.")

    def owns(self, owner_id: str) -> bool:
        return "customer" in self.roles and owner_id == self.owner_id
