"""The tenants that have anything in the ledger."""

from typing import Annotated

from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Timestamp
from ledger.core.principal import Principal
from ledger.core.text import Text
from ledger.storage.paging import Paging
from ledger.storage.sessions import Row, Session


class TenantsQuery(OfTenant, Page):
    """search: part of the name; the case of A to Z is ignored. tenant_id: only root may name one; without it, root sees
    every tenant, and others their own."""

    search: Annotated[str, Text(max_length=128)] | None = None


class Tenant(Answer):
    """A tenant. created_at: when anything of it was stored first."""

    tenant_id: str
    created_at: Timestamp


def listing(session: Session, principal: Principal, query: TenantsQuery) -> Listing[Tenant]:
    """The tenants in the order of their names. A tenant is listed once anything of it is stored.

    Raises InvalidRequest as Paging does.
    """
    tenant_id = query.tenant_id if "root" in principal.roles else principal.tenant_id
    where = """(%(tenant)s::text is null or t.tenant_id = %(tenant)s)
        and (%(search)s::text is null or strpos(lower(t.tenant_id), lower(%(search)s collate "C")) > 0)"""
    page = Paging(session, query, {"tenant": tenant_id, "search": query.search}, "t.tenant_id", newest_first=False)
    found = session.one(
        f"""
        select (select count(t.tenant_id) from tenants t where {where}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select t.tenant_id, t.created_at, {page.column} from tenants t where {where} {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[Tenant].of(page.items(found["items"], _tenant), found["total_count"], query)


def _tenant(row: Row) -> Tenant:
    return Tenant(tenant_id=row["tenant_id"], created_at=row["created_at"])
