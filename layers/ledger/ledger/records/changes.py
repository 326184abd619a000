"""Changes of terms: what was agreed before and after, who changed it, and by which request."""

import os
from collections.abc import Mapping
from typing import Any, Final, Literal, Self, get_args

from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, SubjectFilter, Timestamp
from ledger.core.principal import Principal, Role
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

LedgerKind = Literal[
    "customer", "overdraft", "agent_limits", "coin_policy", "event_settings", "monitor", "webhook", "account"
]
BillingKind = Literal["prepaid_wallet", "payment_method", "contact", "approval_policy"]
Kind = Literal[LedgerKind, BillingKind]

_VISIBLE: Final[Mapping[Role, tuple[Kind, ...]]] = {
    "owner": get_args(Kind),
    "auditor": get_args(Kind),
    "root": get_args(Kind),
    "billing.manage": get_args(BillingKind),
    "service": get_args(LedgerKind),
}
"""The kinds that a role sees. They are those of the terms that it may read or set."""
READERS: Final[frozenset[Role]] = frozenset(_VISIBLE)


class ChangesQuery(OfTenant, Page):
    """subject: the id or the name of what was changed."""

    subject: SubjectFilter | None = None


class TermChange(Answer):
    """A change of terms. subject: by kind, the id of the customer (`customer`), the wallet's owner (`overdraft`), the
    agent (`agent_limits`; the tenant for its default), the tournament (`coin_policy`), the payment method
    (`payment_method`), the monitor (`monitor`), the webhook (`webhook`), the account (`account`), or the tenant.
    tenant_id: null for the platform's payment methods. by: the `sub` of who requested it. approved_by: who approved it,
    the same person if an owner did both; null if nobody had to, and if it is the platform's and the caller is not of
    the platform. before: null if nothing was
    set, so that the default held. after: null if it was deleted. A contact's address and name are masked."""

    tenant_id: str | None
    kind: Kind
    subject: str
    by: str
    approved_by: str | None
    at: Timestamp
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "tenant_id": row["tenant_id"] or None})


def listing(session: Session, principal: Principal, tenant_id: str | None, query: ChangesQuery) -> Listing[TermChange]:
    """Every change of a tenant's terms that the caller's roles see, newest first. An agent's customers stay theirs, so
    that ownership never changes.

    tenant_id: None, for root, for every tenant. Raises InvalidRequest as Paging does.
    """
    where = "c.kind = any(%(kinds)s)"
    where += "" if tenant_id is None else " and c.tenant_id in (%(tenant)s, '')"
    where += "" if query.subject is None else " and c.subject = %(subject)s"
    parameters = {
        "tenant": tenant_id,
        "kinds": sorted({kind for role, kinds in _VISIBLE.items() if role in principal.roles for kind in kinds}),
        "subject": query.subject,
        "platform": os.environ["PLATFORM_TENANT"],
    }
    page = Paging(session, query, parameters, "c.changed_at", "c.rank", "c.kind", "c.subject", "c.tenant_id")
    found = session.one(
        f"""
        select (select count(c.tenant_id) from term_changes c where {where}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select p.*, (
                            select a.approved_by from approved_requests a
                            where a.tenant_id = coalesce(nullif(p.tenant_id, ''), %(platform)s)
                                and a.request_id = p.request_id
                        ) as approved_by
                        from (
                            select c.tenant_id, c.kind, c.subject, c.changed_by as by, c.changed_at as at, c.before,
                                   c.after, c.request_id, {page.column}
                            from term_changes c where {where} {page.part}
                        ) p
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[TermChange].of(page.items(found["items"], TermChange.of), found["total_count"], query)
