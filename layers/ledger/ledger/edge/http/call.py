"""The call of an operation: the caller, and facts about the request that a use case may need."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ledger.core.models import OfTenant
from ledger.core.principal import Agent, Principal

clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Call:
    """A request as a use case sees it.

    principal: the verified caller. request_id: from API Gateway. key: the Idempotency-Key, if the request has one.
    began: its arrival by the monotonic clock, in seconds; retries do not change it.
    """

    principal: Principal
    request_id: str
    key: str | None
    began: float = field(default_factory=lambda: clock())  # noqa: PLW0108  (looked up at each call, since tests replace it)

    @property
    def agent(self) -> Agent:
        """The caller as an agent. The operation has checked the role."""
        return Agent(self.principal.sub)

    @property
    def agent_filter(self) -> Agent | None:
        """The agent whose customers a read covers. None, for every agent's, if the caller is an auditor."""
        return None if "auditor" in self.principal.roles else self.agent

    def tenant_id(self, query: OfTenant) -> str:
        """The tenant of the object: the one that the query names, otherwise the caller's own."""
        return query.tenant_id or self.principal.tenant_id

    def tenant_filter(self, query: OfTenant) -> str | None:
        """The tenant to search in. None, for every tenant, if root names none."""
        return query.tenant_id if "root" in self.principal.roles else self.principal.tenant_id
