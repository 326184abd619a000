"""Limits of agents: how much value an agent may create at the cashier, in a UTC day and in total."""

from collections.abc import Mapping
from typing import Any, Self

from ledger.core import errors
from ledger.core.models import AgentId, Answer, CurrencyCode, MoneyText, NotNegative, OfTenant, Request, Timestamp
from ledger.core.money import Money
from ledger.core.principal import LEDGER_READ, Principal
from ledger.storage.sessions import Session


class LimitsQuery(OfTenant):
    """agent_id: absent for the tenant's default; for an agent who sees no others, their own id or absent,
    which is the same."""

    agent_id: AgentId | None = None
    currency: CurrencyCode = "USD"

    def visible_to(self, principal: Principal) -> Self:
        """The query of an agent is about their own limits. Raises Forbidden if they name another agent."""
        if principal.roles & LEDGER_READ:
            return self
        if self.agent_id not in {None, principal.sub}:
            raise errors.Forbidden("An agent sees their own limits only.")
        return self.model_copy(update={"agent_id": principal.sub})


class AgentLimitsUpdate(Request):
    """New limits in one currency.

    agent_id: absent for the tenant's default, which holds for every agent without a limit of their own. daily: in a UTC
    day. total: since the agent's first transaction. Null: no limit here; for an agent, the default holds. An agent with
    limits in other currencies only creates nothing in this one.
    """

    agent_id: AgentId | None = None
    currency: CurrencyCode = "USD"
    daily: NotNegative | None = None
    total: NotNegative | None = None

    def may_be_raised_by(self, session: Session, principal: Principal) -> bool:
        """Whether the principal may let more value be created: a person, and not the agent whom the limits bound, with
        this login or another one."""
        if principal.is_machine or ("agent" in principal.roles and self.agent_id in {None, principal.sub}):
            return False
        is_own = session.value(
            "select is_bound_by_limits(%s, %s, %s)", (session.tenant_id, self.agent_id or "", principal.sub)
        )
        return principal.tenant_id != session.tenant_id or not is_own


class AgentLimits(Answer):
    """The limits of an agent, or the tenant's default (agent_id is null), in one currency.

    daily, total: as they were set; null: not set. applied_daily, applied_total: what holds; null: no limit.
    created_today, created_total: credits minus debits of the agent's float, with credit lines, overdrafts and,
    in total, what customers owe; null for the default.
    """

    agent_id: str | None
    currency: str
    daily: MoneyText | None
    total: MoneyText | None
    applied_daily: MoneyText | None
    applied_total: MoneyText | None
    created_today: MoneyText | None
    created_total: MoneyText | None
    changed_by: str | None
    changed_at: Timestamp | None

    @classmethod
    def of(cls, agent_id: str | None, currency: str, row: Mapping[str, Any]) -> Self:
        amounts = ("daily", "total", "applied_daily", "applied_total", "created_today", "created_total")
        return cls(
            agent_id=agent_id,
            currency=currency,
            changed_by=row["changed_by"],
            changed_at=row["changed_at"],
            **{name: None if row[name] is None else Money(int(row[name]), currency) for name in amounts},
        )


def get_limits(session: Session, tenant_id: str, query: LimitsQuery | AgentLimitsUpdate) -> AgentLimits:
    """An agent's limits and how much of them is used, or the tenant's default."""
    row = session.one(
        """
        select l.daily, l.total, l.changed_by, l.changed_at, a.daily as applied_daily, a.total as applied_total,
               c.daily as created_today, c.total as created_total
        from applied_limits(%(tenant)s, %(agent)s, %(currency)s) a
        left join agent_limits l
            on l.tenant_id = %(tenant)s and l.agent_id = %(agent)s and l.currency = %(currency)s
        left join value_created(%(tenant)s, %(agent)s, %(currency)s, clock_timestamp()) c on %(agent)s <> ''
        """,
        {"tenant": tenant_id, "agent": query.agent_id or "", "currency": query.currency},
    )
    return AgentLimits.of(query.agent_id, query.currency, row)


def set_limits(session: Session, tenant_id: str, request: AgentLimitsUpdate, *, may_raise: bool) -> AgentLimits:
    """Set the limits of an agent, or the tenant's default. What was created before stays, and counts.

    Raises InvalidAmount, LimitRaised unless they may let more value be created than before.
    """
    session.send(
        "select set_agent_limits(%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            tenant_id,
            request.agent_id or "",
            request.currency,
            request.daily,
            request.total,
            session.origin.principal,
            session.origin.request_id,
            may_raise,
        ),
    )
    return get_limits(session, tenant_id, request)
