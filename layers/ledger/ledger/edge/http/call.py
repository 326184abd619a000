"""One call of an operation: who makes it, and what else of the request a use case may want to know."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ledger.core.models import OfTenant
from ledger.core.principal import Agent, Principal

clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Call:
    """principal: verified. request_id: API Gateway's. key: the Idempotency-Key, if there was one. began: when it came,
    by the monotonic clock, which is one time for every try of it."""

    principal: Principal
    request_id: str
    key: str | None
    began: float = field(default_factory=lambda: clock())  # noqa: PLW0108  (the clock as it is then)

    @property
    def agent(self) -> Agent:
        """The caller as the agent they are; the operation requires the role."""
        return Agent(self.principal.sub)

    def tenant_id(self, query: OfTenant) -> str:
        """Whose object it is about: the named tenant's, else the caller's own."""
        return query.tenant_id or self.principal.tenant_id

    def reach(self, query: OfTenant) -> str | None:
        """Where a list and an id are looked for: in one tenant; for root who names none, in every one (none)."""
        return query.tenant_id if "root" in self.principal.roles else self.principal.tenant_id
