"""The list of tenants: root finds them by part of their name, others see their own."""

import pytest

from tests.support import billing, kit
from tests.support.kit import Database, Person

TENANTS = "/api/v1/tenants"
RITA = billing.root()


@pytest.fixture(autouse=True)
def _three_tenants(database: Database) -> None:
    for tenant_id in ("globex", "acme", "Acme Games"):
        kit.credit(kit.service(tenant_id), "zoe", "1")


def found(reader: Person, **query: object) -> list[str]:
    return [one["tenant_id"] for one in billing.ok(reader.get(TENANTS, query))["items"]]


def test_root_finds_tenants_by_part_of_their_name_whatever_its_case() -> None:
    assert found(RITA) == ["Acme Games", "acme", "globex"]
    assert found(RITA, search="ACME") == ["Acme Games", "acme"]
    assert found(RITA, search="_") == found(RITA, search="%") == []
    assert found(RITA, tenant_id="globex") == ["globex"]
    page = billing.ok(RITA.get(TENANTS, {"search": "e", "limit": 1}))
    assert (page["total_count"], page["has_more"]) == (3, True)


@pytest.mark.parametrize("role", ["owner", "auditor"])
def test_others_see_their_own_tenant_only(role: str) -> None:
    reader = Person("dora", (role,))

    assert found(reader) == ["acme"]
    assert found(reader, search="g") == []
    assert reader.get(TENANTS, {"tenant_id": "globex"}).status == 403
