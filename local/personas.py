"""The people of the demo that a developer can sign in as; the only list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TENANT: Final = "demo"


@dataclass(frozen=True)
class Persona:
    """A person with a token of the development issuer. title: their role in words. username: for a customer, the name
    under which their agent created them."""

    title: str
    sub: str
    name: str
    roles: tuple[str, ...]
    tenant_id: str = TENANT
    username: str | None = None


AGENT: Final = Persona("Agent", "agent-ada", "Ada Brandt", ("agent",))
MEMBER: Final = Persona("Tenant member", "tina", "Tina Okafor", ("billing.view",))
OPERATOR: Final = Persona("Billing operator", "oscar", "Oscar Lindqvist", ("billing.manage",))
ROOT: Final = Persona("Platform operator", "rita", "Rita Moreau", ("root",), tenant_id="platform")
CUSTOMER: Final = Persona("Customer", "login-alice", "Alice Novak", ("customer",), username="alice")
OWNER: Final = Persona("Owner", "owen", "Owen Hale", ("owner",))
AUDITOR: Final = Persona("Auditor", "dora", "Dora Amato", ("auditor",))
PERSONAS: Final = (AGENT, MEMBER, OPERATOR, ROOT, CUSTOMER, OWNER, AUDITOR)


def route(database_url: str) -> Route:
    """GET /local/personas: `{"items": [{title, sub, tenant_id, roles, customer_id?, name}]}`. Apart from the title, an
    item is a request to POST /local/token. A customer has a customer_id once `make demo` has created them."""

    def personas(_: Request) -> Response:
        with psycopg.connect(database_url, autocommit=True, options="-c purser.every_tenant=on") as connection:
            rows = connection.execute(
                "select username, customer_id::text from ledger.customers where tenant_id = %s", (TENANT,)
            ).fetchall()
        customers: dict[str | None, str] = dict(rows)
        return JSONResponse(
            {"items": [_shown(one, customers) for one in PERSONAS]}, headers={"cache-control": "no-store"}
        )

    return Route("/local/personas", personas)


def _shown(one: Persona, customers: Mapping[str | None, str]) -> dict[str, Any]:
    shown = {"title": one.title, "sub": one.sub, "tenant_id": one.tenant_id, "roles": one.roles, "name": one.name}
    return shown | ({"customer_id": customers[one.username]} if one.username in customers else {})
