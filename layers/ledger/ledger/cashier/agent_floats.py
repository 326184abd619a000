"""The float of an agent, as the agent sees it."""

from typing import Any

from ledger import posting
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import AgentId, Answer, CurrencyCode, MoneyText, Query
from ledger.core.money import Money
from ledger.core.principal import OVERSEERS, Agent, Principal
from ledger.posting.currencies import only_currency
from ledger.storage.sessions import Session


class FloatQuery(Query):
    """agent_id: whose float; for an agent, their own id or absent, which is the same. currency: of the float; absent:
    that of the agent's only one."""

    agent_id: AgentId | None = None
    currency: CurrencyCode | None = None

    def agent(self, principal: Principal) -> Agent:
        """Whose float the principal sees. Raises InvalidRequest if an owner or an auditor names no agent, Forbidden if
        an agent names another one."""
        if self.agent_id is None and "agent" not in principal.roles:
            sentence = "An owner or an auditor names the agent."
            raise errors.InvalidRequest(sentence, errors=[Problem("agent_id", sentence)])
        if self.agent_id not in {None, principal.sub} and not principal.roles & OVERSEERS:
            raise errors.Forbidden("An agent sees their own float only.")
        return Agent(self.agent_id or principal.sub)


class AgentFloat(Answer):
    """An agent's float in one currency: zero before its first transaction.

    balance: what came in minus what went out; negative if the agent paid more in for customers than they took out.
    in_today, out_today: what came in and what went out in the UTC day, both without a sign. created_today,
    created_total, applied_daily, applied_total: as in the agent's limits.
    """

    agent_id: str
    currency: str
    balance: MoneyText
    in_today: MoneyText
    out_today: MoneyText
    created_today: MoneyText
    created_total: MoneyText
    applied_daily: MoneyText | None
    applied_total: MoneyText | None


def get_float(session: Session, agent: Agent, currency: str | None) -> AgentFloat:
    """The agent's float now. Raises CurrencyRequired."""
    currency = currency or only_currency(session, agent.sub, kind="agent", pointer="currency")
    row = session.one(
        """
        select open_balance(%(tenant)s, w.wallet_id) as balance, d.in_today, d.out_today,
               c.daily as created_today, c.total as created_total,
               l.daily as applied_daily, l.total as applied_total
        from (select date_trunc('day', %(now)s::timestamptz, 'UTC') as day) t
        left join wallets w
            on w.tenant_id = %(tenant)s and w.owner_kind = 'agent' and w.owner_id = %(agent)s
            and w.currency = %(currency)s
        cross join lateral (
            select coalesce(sum(e.amount) filter (where e.amount > 0), 0) as in_today,
                   coalesce(-sum(e.amount) filter (where e.amount < 0), 0) as out_today
            from entries e
            where e.tenant_id = %(tenant)s and e.wallet_id = w.wallet_id and e.version is null
                and e.posted_at >= t.day and e.posted_at < t.day + interval '1 day'
        ) d
        cross join value_created(%(tenant)s, %(agent)s, %(currency)s, %(now)s) c
        cross join applied_limits(%(tenant)s, %(agent)s, %(currency)s) l
        """,
        {"tenant": session.tenant_id, "agent": agent.sub, "currency": currency, "now": posting.transaction.clock()},
    )
    amounts: dict[str, Any] = {
        name: None if minor is None else Money(int(minor), currency) for name, minor in row.items()
    }
    return AgentFloat(agent_id=agent.sub, currency=currency, **amounts)
