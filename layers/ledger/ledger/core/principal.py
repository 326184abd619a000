"""The verified caller of a request, and the roles."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ledger.core import errors

Role = Literal["customer", "agent", "billing.view", "billing.manage", "service", "root"]
ROLES: Final[frozenset[Role]] = frozenset(get_args(Role))
BILLING_MANAGE: Final[frozenset[Role]] = frozenset({"billing.manage", "root"})
"""Who decides on a tenant's billing."""
SYSTEM_ROLES: Final[frozenset[Role]] = frozenset({"service"})
"""The roles of trusted systems. People have the other roles."""
BILLING_VIEW: Final[frozenset[Role]] = BILLING_MANAGE | {"billing.view"}
"""Who sees a tenant's billing, requests top-ups and submits payments."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who has customers. sub: the `sub` claim of their token."""

    sub: str


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. owner_id: the owner of a `customer`'s wallets. email, name: from the token, if it has them.

    is_machine: a system and no person. It can request what needs an approval, and never approves.
    """

    sub: str
    tenant_id: str
    roles: frozenset[str]
    owner_id: str
    email: str | None = None
    name: str | None = None
    is_machine: bool = False

    def requires(self, roles: frozenset[str]) -> None:
        """Raise Forbidden unless the principal has one of the roles."""
        if not self.roles & roles:
            raise errors.Forbidden(f"This requires one of the roles {', '.join(sorted(roles))}.")

    def owns(self, owner_id: str) -> bool:
        return "customer" in self.roles and owner_id == self.owner_id
