"""The call of an operation: the caller, and facts about the request that a use case may need."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import BaseModel

from ledger.core.models import OfTenant
from ledger.core.principal import OVERSEERS, Agent, Principal
from ledger.storage import sessions

clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Call:
    """A request as a use case sees it.

    principal: the verified caller. request_id: from API Gateway. key: the Idempotency-Key, if the request has one.
    began: its arrival by the monotonic clock, in seconds; retries do not change it. chosen: the tenants that
    tenant_id() and tenant_filter() returned, for the access log.
    """

    principal: Principal
    request_id: str
    key: str | None
    began: float = field(default_factory=lambda: clock())  # noqa: PLW0108  (looked up at each call, since tests replace it)
    chosen: list[str | None] = field(default_factory=list)

    @property
    def agent(self) -> Agent:
        """The caller as an agent. The operation has checked the role."""
        return Agent(self.principal.sub)

    @property
    def agent_filter(self) -> Agent | None:
        """The agent whose customers a read covers. None, for every agent's, if the caller oversees the tenant."""
        return None if self.principal.roles & OVERSEERS else self.agent

    def tenant_id(self, query: OfTenant) -> str:
        """The tenant of the object: the one that the query names, otherwise the caller's own."""
        return self._choose(query.tenant_id or self.principal.tenant_id)

    def tenant_filter(self, query: OfTenant) -> str | None:
        """The tenant to search in. None, for every tenant, if root names none."""
        return self._choose(query.tenant_id if "root" in self.principal.roles else self.principal.tenant_id)

    @property
    def shown_tenant(self) -> str | None:
        """Whose data the operation shows. None if it covers every tenant, or an object that root named by its id."""
        return self.chosen[-1] if self.chosen else self.principal.tenant_id

    def _choose[T: str | None](self, tenant_id: T) -> T:
        self.chosen.append(tenant_id)
        return tenant_id


@dataclass(slots=True)
class Writer:
    """What an operation needs that runs its own database transactions, and stores its answers itself.

    origin: of the request. postings: how many transactions were posted. is_replayed: every answer was stored before.
    shown: the parts of the request that added nothing to the ledger now: what was refused or repeated, and releases.
    """

    origin: sessions.Origin
    budget: sessions.Budget
    postings: int = 0
    is_replayed: bool = True
    shown: list[BaseModel] = field(default_factory=list)

    def origin_of(self, key: str) -> sessions.Origin:
        """The origin of one operation of the request, with its own key."""
        origin = self.origin
        return sessions.Origin(origin.tenant_id, origin.principal, origin.request_id, key)

    def count(self, operations: int, replayed: int, postings: int) -> None:
        """Count how some operations ended. postings: those that posted a transaction now."""
        self.is_replayed &= replayed == operations
        self.postings += postings
