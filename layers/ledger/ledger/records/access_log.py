"""The access log: who looked at a tenant's data."""

from collections.abc import Mapping
from typing import Any, Final, Self

from ledger.core.lists import Listing, Page, Period
from ledger.core.models import Answer, SubjectFilter, Timestamp
from ledger.core.principal import MACHINE_ROLES, Role
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

RECORDED_ROLES: Final[tuple[Role, ...]] = (
    "root",
    "owner",
    "billing.manage",
    "service",
    *sorted(MACHINE_ROLES - {"service"}),
)
"""Whose reads are recorded, and whose writes that post nothing: the platform's operator, the tenant's owner and
operator, and trusted systems. Of a caller with several of these roles the first is recorded."""


class AccessQuery(Page, Period):
    """object: the id of what was read. principal: the `sub` of who read it."""

    object: SubjectFilter | None = None
    principal: SubjectFilter | None = None


class Access(Answer):
    """A request that showed the tenant's data: a read, or a write that was refused or posted nothing. object: the id
    that the request named, one record for each; null if it named none, as for a list. at: the time of the request.
    every_tenant: it was a list of every tenant, which only root can read."""

    object: str | None
    request_id: str
    principal: str
    role: str
    at: Timestamp
    route: str
    every_tenant: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**row)


def listing(session: Session, query: AccessQuery) -> Listing[Access]:
    """The reads of the tenant's data, newest first. They are kept for 90 days at least (sql/migrations/0007).

    Raises InvalidRequest as Paging does.
    """
    where = "a.tenant_id in (%(tenant)s, '')"
    where += "" if query.object is None else " and a.object = %(object)s"
    where += "" if query.principal is None else " and a.principal = %(principal)s"
    where += "" if query.begins is None else " and a.accessed_at >= %(begins)s"
    where += "" if query.ends is None else " and a.accessed_at < %(ends)s"
    parameters = {
        "tenant": session.tenant_id,
        "object": query.object,
        "principal": query.principal,
        "begins": query.begins,
        "ends": query.ends,
    }
    page = Paging(session, query, parameters, "a.accessed_at", "a.request_id", "a.object_no", "a.tenant_id")
    found = session.one(
        f"""
        select (select count(a.tenant_id) from access_log a where {where}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select a.object, a.request_id, a.principal, a.role, a.accessed_at as at, a.route,
                               a.tenant_id = '' as every_tenant, {page.column}
                        from access_log a where {where} {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[Access].of(page.items(found["items"], Access.of), found["total_count"], query)
