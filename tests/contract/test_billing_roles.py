"""Permissions in billing. Each role calls every route for its own objects, for those of a colleague and for those of
another tenant. Further tests cover the access of root."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest

from ledger.core.principal import ROLES
from tests.support import billing, kit
from tests.support.billing import (
    BASE,
    INVOICES,
    PAYMENTS,
    TOPUPS,
    WALLET,
    draft,
    invoiced,
    issued,
    member,
    ok,
    request_topup,
    submitted,
)
from tests.support.kit import DEPLOYED, Answer, Database, Person

OWNERSHIPS = ("own", "colleague's", "other tenant's")
ME = "me"
ROUTES = [route for route in DEPLOYED.routes if route.path.startswith(BASE)]
_numbers = count(1)

type Codes = tuple[int, int, int]
# The statuses of each role; a role that is not named gets 403 for all three. Routes without an object are called
# without tenant_id, with the caller's tenant, and with another tenant: only root may name a tenant.
VIEW = {"billing.view": (200, 403, 403), "billing.manage": (200, 403, 403), "root": (200, 200, 200)}
READ = VIEW | dict.fromkeys(("owner", "auditor"), (200, 403, 403))
MANAGE = {"billing.manage": (200, 403, 403), "root": (200, 200, 200)}
OWNERS_DECIDE = MANAGE | {"owner": (200, 403, 403)}
ROOT = {"root": (200, 200, 200)}
SUBMIT = {"billing.view": (200, 200, 404), "billing.manage": (200, 200, 404), "root": (200, 200, 200)}
READ_ONE = SUBMIT | dict.fromkeys(("owner", "auditor"), (200, 200, 404))
DECIDE = {"billing.manage": (200, 200, 404), "root": (200, 200, 200)}
FOUR_EYES = {"billing.manage": (403, 200, 404), "root": (403, 200, 200)}
# An owner may mark the own invoice as paid where TwoPeople is off.
PAY = FOUR_EYES | {"owner": (200, 200, 404)}
ONLY_OWN = {"billing.view": (200, 403, 404), "billing.manage": (200, 403, 404), "root": (200, 403, 403)}


def created(expected: dict[str, Codes]) -> dict[str, Codes]:
    """The same statuses with 201 instead of 200, for routes that create something."""
    return {role: tuple(201 if code == 200 else code for code in codes) for role, codes in expected.items()}  # type: ignore[misc]


_EXPECTED: dict[str, dict[str, Codes]] = {
    f"GET {WALLET}/me": READ,
    f"GET {WALLET}/transactions": READ,
    f"POST {WALLET}/charges": {"messaging": (201, 403, 403), "service": (201, 403, 403)},
    f"POST {WALLET}/debits": {"service": (201, 403, 403)},
    f"POST {WALLET}/adjustments": created(ROOT | {"owner": (200, 403, 403)}),
    f"PATCH {WALLET}": ROOT,
    f"GET {BASE}/contact": READ,
    f"PUT {BASE}/contact": OWNERS_DECIDE,
    f"POST {TOPUPS}": created(VIEW),
    f"GET {TOPUPS}": READ,
    f"GET {TOPUPS}/me": READ,
    f"GET {TOPUPS}/{{request_id}}": READ_ONE,
    f"POST {TOPUPS}/{{request_id}}/approve": FOUR_EYES,
    f"POST {TOPUPS}/{{request_id}}/reject": DECIDE,
    f"POST {TOPUPS}/{{request_id}}/cancel": ONLY_OWN,
    f"POST {INVOICES}": created(MANAGE),
    f"GET {INVOICES}": READ,
    f"GET {INVOICES}/{{invoice_id}}": READ_ONE,
    f"GET {INVOICES}/{{invoice_id}}/pdf": READ_ONE,
    f"POST {INVOICES}/{{invoice_id}}/issue": DECIDE,
    f"POST {INVOICES}/{{invoice_id}}/pay": PAY,
    f"POST {INVOICES}/{{invoice_id}}/void": DECIDE,
    f"GET {PAYMENTS}": READ,
    f"GET {PAYMENTS}/{{payment_id}}": READ_ONE,
    f"POST {PAYMENTS}/manual": created(SUBMIT),
    f"POST {PAYMENTS}/{{payment_id}}/approve": PAY,
    f"POST {PAYMENTS}/{{payment_id}}/reject": DECIDE,
    f"POST {PAYMENTS}/{{payment_id}}/cancel": ONLY_OWN,
    f"POST {PAYMENTS}/{{payment_id}}/refund": DECIDE | {"owner": (200, 200, 404)},
    f"GET {BASE}/payment-methods": OWNERS_DECIDE | {"auditor": (200, 403, 403)},
    f"GET {BASE}/payment-methods/available": READ,
    f"PUT {BASE}/payment-methods/{{method_id}}": OWNERS_DECIDE,
}
# Routes that begin with these paths exist with a trailing slash too.
_WITH_TRAILING_SLASH = (PAYMENTS, f"{BASE}/payment-methods")
EXPECTED = _EXPECTED | {
    f"{key}/": expected for key, expected in _EXPECTED.items() if key.partition(" ")[2].startswith(_WITH_TRAILING_SLASH)
}


def create_request(person: Person, operator: Person) -> str:
    return request_topup(person, "5.00")


def create_draft(person: Person, operator: Person) -> str:
    return draft(operator, **next_period())


def create_invoice(person: Person, operator: Person) -> str:
    return invoiced(person, operator, "5.00")[1]


def create_payment(person: Person, operator: Person) -> str:
    return submitted(person, create_invoice(member("somebody", person.tenant_id), operator), f"TR-{next(_numbers)}")


def create_approved_payment(person: Person, operator: Person) -> str:
    payment_id = create_payment(person, operator)
    ok(billing.decide(operator, payment_id, "approve"))
    return payment_id


def next_period() -> dict[str, str]:
    day = str(date.fromordinal(730_000 + next(_numbers)))
    return {"period_start": day, "period_end": day}


# The function that creates the object of a route, by a part of the route's path. The first match is used. Its arguments
# are the person to whom the object belongs, and an operator of the same tenant.
OBJECTS: dict[str, Callable[[Person, Person], str]] = {
    f"{INVOICES}/{{invoice_id}}/issue": create_draft,
    f"{PAYMENTS}/{{payment_id}}/refund": create_approved_payment,
    f"{PAYMENTS}/manual": create_invoice,
    "{request_id}": create_request,
    "{invoice_id}": create_invoice,
    "{payment_id}": create_payment,
}


def body_of(key: str, object_id: str | None) -> object:
    """A valid body for the route."""
    last_part = key.rstrip("/").rpartition("/")[2]
    payment_method = {
        "type": "bank_transfer",
        "display_name": "Bank",
        "instructions": "Pay",
        "bank_details": {"iban": "x"},
    }
    return {
        "charges": {"amount": "1.00", "reference": f"r-{next(_numbers)}"},
        "debits": {"amount": "1.00", "reference": f"r-{next(_numbers)}"},
        "adjustments": {"amount": "1.00", "reason": "Because"},
        "wallet": {"status": "active"},
        "contact": {"email": "office@example.com"},
        "topup-requests": {"amount": "1.00"},
        "invoices": {"purpose": "usage", "lines": [{"description": "SMS", "amount": "1.00"}]} | next_period(),
        "manual": {
            "invoice_id": object_id,
            "payment_method": "bank_transfer",
            "reference": f"TR-{next(_numbers)}",
        },
        "{method_id}": payment_method | {"is_default": False, "is_enabled": True},
        "void": {"reason": "Because"},
        "refund": {"reason": "Because"},
        "reject": {"reason": "Because"},
    }.get(last_part)


def call(role: str, key: str, ownership: str, kept: dict[str, str]) -> Answer:
    """Send a valid request of that role for an object of that owner.

    kept: the object of each owner whose last request should have changed nothing; the next request is for it too.
    """
    method, _, path = key.partition(" ")
    caller = Person(ME, (role,), billing.home_of(role))
    tenant_id = "globex" if ownership == "other tenant's" else "acme"
    create = next((create for part, create in OBJECTS.items() if part in path), None)
    object_id, query = None, {}
    if create:
        creator = member(ME if ownership == "own" else "colleague", tenant_id)
        object_id = kept.pop(ownership, None) or create(creator, billing.operator("olga", tenant_id))
        if method == "GET" or role not in EXPECTED[key]:
            kept[ownership] = object_id
    elif ownership != "own":
        query = {"tenant_id": tenant_id}
    for name in ("{request_id}", "{invoice_id}", "{payment_id}"):
        path = path.replace(name, object_id or "")
    path = path.replace("{method_id}", "bank")
    return caller.call(method, path, None if method == "GET" else body_of(key, object_id), query=query)


def create_billing_data() -> None:
    for tenant_id in ("acme", "globex"):
        answer = billing.root().call(
            "POST", f"{WALLET}/adjustments", {"amount": "100.00", "reason": "Welcome"}, query={"tenant_id": tenant_id}
        )
        assert answer.status == 201


def test_exactly_the_routes_of_billing_have_expected_statuses() -> None:
    assert {route.key for route in ROUTES} == set(EXPECTED)


@pytest.mark.parametrize("key", [route.key for route in ROUTES])
def test_a_route_answers_each_role_as_expected(key: str, database: Database) -> None:
    create_billing_data()
    expected = {role: EXPECTED[key].get(role, (403, 403, 403)) for role in ROLES}
    kept: dict[str, str] = {}

    found = {role: tuple(call(role, key, ownership, kept).status for ownership in OWNERSHIPS) for role in ROLES}

    assert found == expected
    database.assert_consistent()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_authorisation_is_decided_before_validation(route: Any) -> None:
    path = route.path.replace("{", "").replace("}", "")
    for role in ROLES:
        caller = replace(kit.agent(), roles=(role,), tenant_id=billing.home_of(role))
        if role not in EXPECTED[route.key]:
            refused = caller.call(route.method, path, "{", query="unknown=1")
        elif role != "root":
            refused = caller.call(route.method, path, "{", query="unknown=1&tenant_id=&tenant_id=%ff")
        else:
            continue
        assert (role, refused.status, refused.code) == (role, 403, "forbidden")


@pytest.mark.parametrize("list_path", [TOPUPS, INVOICES, f"{PAYMENTS}/"])
def test_root_lists_items_of_every_tenant_or_of_the_named_one(list_path: str, database: Database) -> None:
    for tenant_id in ("acme", "globex"):
        submitted(
            member(tenant_id=tenant_id), invoiced(member(tenant_id=tenant_id), billing.operator("o", tenant_id))[1]
        )
    rita = billing.root()

    def found(**query: str) -> list[str]:
        listed = ok(rita.get(list_path, query))
        assert listed["total_count"] == len(listed["items"])
        assert listed.get("counts", {}).get("invoiced", listed["total_count"]) == listed["total_count"]
        ids = [item.get("tenant_id") or item["invoice_id"] for item in listed["items"]]
        return [of_tenant(database, one) for one in ids]

    assert found() == ["globex", "acme"]
    assert found(
        status="invoiced" if list_path == TOPUPS else "issued" if list_path == INVOICES else "pending_approval"
    ) == [
        "globex",
        "acme",
    ]
    assert (found(tenant_id="acme"), found(tenant_id="globex")) == (["acme"], ["globex"])
    assert found(tenant_id="nobody") == []
    assert ok(rita.get(f"{TOPUPS}/me"))["items"] == [], "without tenant_id, the list is of root's own tenant"
    assert len(ok(rita.get(f"{TOPUPS}/me", {"tenant_id": "acme"}))["items"]) == 1
    csv = rita.get(f"{PAYMENTS}/", {"format": "csv", "tenant_id": "acme"}).text
    assert csv.count("\n") == 2


def test_payments_of_an_invoice_are_found_by_root_and_not_by_another_tenant(database: Database) -> None:
    _, invoice_id = invoiced(member(), billing.operator())
    submitted(member(), invoice_id)

    def found(person: Person, **query: str) -> tuple[int, int]:
        of_invoice = {"invoice_id": invoice_id} | query
        rows = person.get(f"{PAYMENTS}/", of_invoice | {"format": "csv"}).text.count("\n") - 1
        return ok(person.get(f"{PAYMENTS}/", of_invoice))["total_count"], rows

    assert found(billing.root()) == found(billing.root(), tenant_id="acme") == found(member()) == (1, 1)
    assert found(billing.root(), tenant_id="globex") == found(member(tenant_id="globex")) == (0, 0)


def of_tenant(database: Database, found: str) -> str:
    """The tenant of a listed item; a payment names only its invoice."""
    if found in {"acme", "globex"}:
        return found
    return str(database.value("select tenant_id from invoices where invoice_id = %s", found))


@pytest.mark.parametrize("key", [key for key in EXPECTED if "_id}" in key and "method" not in key])
def test_an_id_of_another_tenant_is_not_found_in_the_named_tenant(key: str, database: Database) -> None:
    method, _, path = key.partition(" ")
    create = next(create for part, create in OBJECTS.items() if part in path)
    object_id = create(member("ann"), billing.operator())
    for name in ("{request_id}", "{invoice_id}", "{payment_id}"):
        path = path.replace(name, object_id)
    body = None if method == "GET" else body_of(key, object_id)

    answer = billing.root().call(method, path, body, query={"tenant_id": "globex"})

    assert answer.status == 404, answer.text


def test_an_action_of_root_in_a_tenant_takes_effect_in_that_tenant(database: Database, service: Person) -> None:
    rita, ann = billing.root(), member()
    request_id = request_topup(ann, "20.00")

    approved = ok(rita.post(f"{TOPUPS}/{request_id}/approve", key="k"))
    ok(rita.post(f"{INVOICES}/{approved['invoice']['invoice_id']}/pay"))
    payment_id = billing.paid_payment(rita, approved["invoice"]["invoice_id"])
    ok(billing.decide(rita, payment_id, "refund"))

    assert [row["kind"] for row in ok(ann.get(f"{WALLET}/transactions"))["items"]] == ["refund", "topup"]
    for table in ("invoices", "payments", "topup_requests", "transactions", "outbox"):
        assert {row["tenant_id"] for row in database.rows(f"select tenant_id from {table}")} == {"acme"}, table
    assert database.value("select tenant_id from requests where key = 'k'") == "platform"
    database.assert_consistent()


def test_lists_and_counts_contain_nothing_of_another_tenant(database: Database) -> None:
    globex, other = member(tenant_id="globex"), billing.operator(tenant_id="globex")
    submitted(globex, invoiced(globex, other)[1])
    request_topup(globex)
    issued(other)
    create_billing_data()
    ann = member()

    assert ok(ann.get(TOPUPS))["counts"] == dict.fromkeys(
        ("pending", "invoiced", "completed", "rejected", "cancelled"), 0
    )
    for path in (TOPUPS, f"{TOPUPS}/me", INVOICES, f"{PAYMENTS}/"):
        listed = ok(ann.get(path))
        assert (listed["items"], listed["total_count"]) == ([], 0), path
    assert ok(ann.get(f"{WALLET}/me"))["balance"] == "100.00"
    assert ann.get(f"{PAYMENTS}/", {"format": "csv"}).text.count("\n") == 1
