"""Who acts: a verified caller, and an agent as the ledger knows one."""

from dataclasses import dataclass
from typing import Final

from ledger.core import errors

ROLES: Final = frozenset({"customer", "agent", "billing.view", "billing.manage", "root", "service"})
BILLING_MANAGE: Final = frozenset({"billing.manage", "root"})
BILLING_VIEW: Final = BILLING_MANAGE | {"billing.view"}
"""Who decides on a tenant's billing, and who sees it, asks for top-ups and submits payments."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who has customers. sub: the `sub` claim of their token."""

    sub: str


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. owner_id: the owner of a `customer`'s wallets. email, name: from the token, if it has them."""

    sub: str
    tenant_id: str
    roles: frozenset[str]
    owner_id: str
    email: str | None = None
    name: str | None = None

    def requires(self, roles: frozenset[str]) -> None:
        """Raise Forbidden unless the principal has one of the roles."""
        if not self.roles & roles:
            raise errors.Forbidden(f"This requires one of the roles {', '.join(sorted(roles))}.")

    def owns(self, owner_id: str) -> bool:
        return "customer" in self.roles and owner_id == self.owner_id
