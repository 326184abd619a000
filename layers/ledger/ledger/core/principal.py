"""The verified caller of a request, and the roles."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from ledger.core import errors

Role = Literal[
    "customer",
    "agent",
    "billing.view",
    "billing.manage",
    "owner",
    "auditor",
    "trading",
    "tournaments",
    "messaging",
    "service",
    "root",
]
ROLES: Final[frozenset[Role]] = frozenset(get_args(Role))
TRADING: Final[frozenset[Role]] = frozenset({"trading", "service"})
"""Systems that place, cash out and settle bets."""
TOURNAMENTS: Final[frozenset[Role]] = frozenset({"tournaments", "service"})
"""Systems that set coin policies and move wallets. `tournaments` is limited to wallets in COIN."""
MESSAGING: Final[frozenset[Role]] = frozenset({"messaging", "service"})
"""Systems that charge for messages."""
MACHINE_ROLES: Final[frozenset[Role]] = TRADING | TOURNAMENTS | MESSAGING
"""The roles that a system may have. All others are for people."""
BILLING_MANAGE: Final[frozenset[Role]] = frozenset({"billing.manage", "root"})
"""Who decides on a tenant's billing."""
BILLING_VIEW: Final[frozenset[Role]] = BILLING_MANAGE | {"billing.view"}
"""Who requests top-ups and submits payments."""
OVERSEERS: Final[frozenset[Role]] = frozenset({"owner", "auditor"})
"""Who sees everything of a tenant. An auditor changes nothing."""
LEDGER_READ: Final[frozenset[Role]] = OVERSEERS | {"service", "root"}
"""Who sees every wallet of a tenant."""
BETS_READ: Final[frozenset[Role]] = TRADING | OVERSEERS | {"customer", "agent"}
"""Who sees bets: customers their own, and agents those of their customers."""
BILLING_READ: Final[frozenset[Role]] = BILLING_VIEW | OVERSEERS
"""Who sees a tenant's billing."""
OWNERS: Final[frozenset[Role]] = frozenset({"owner", "root"})
"""Who decides on whatever the tenant's operators may not."""
DECIDERS: Final[frozenset[Role]] = BILLING_MANAGE | {"owner"}
"""Who requests what may need two people, and decides on it."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who has customers. sub: the `sub` claim of their token."""

    sub: str


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. owner_id: the owner of a `customer`'s wallets. email: from the token, if it has one.

    is_machine: a system and no person. It can request what needs an approval, and never approves.
    """

    sub: str
    tenant_id: str
    roles: frozenset[str]
    owner_id: str
    email: str | None = None
    is_machine: bool = False

    def requires(self, roles: frozenset[str]) -> None:
        """Raise Forbidden unless the principal has one of the roles."""
        if not self.roles & roles:
            raise errors.Forbidden(f"This requires one of the roles {', '.join(sorted(roles))}.")

    @property
    def owner_to_record(self) -> str | None:
        """The owner id of whoever may ask for something or decide, if it differs from the sub."""
        return self.owner_id if self.roles - {"customer"} and self.owner_id != self.sub else None

    def owns(self, owner_id: str) -> bool:
        return "customer" in self.roles and owner_id == self.owner_id
