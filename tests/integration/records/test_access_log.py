"""The access log: whose reads it has, what it has of each, and who sees it."""

from datetime import datetime
from typing import Any

import psycopg
import pytest

from ledger.records.access_log import RECORDED_ROLES
from local import lambdas
from tests.support import aging, billing, kit
from tests.support.aging import DAY
from tests.support.damage import reconcile
from tests.support.kit import Database, Person, assert_problem
from tools import operations

LOG = "/api/v1/access-log"
AUDITOR, OF_GLOBEX = Person("dora", ("auditor",)), Person("gregor", ("auditor",), "globex")
OLGA, RITA = billing.operator("olga"), billing.root()
BALANCE = "GET /api/v1/wallets/{owner_id}/balance"


def log(reader: Person = AUDITOR, **filters: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = billing.ok(reader.get(LOG, filters))["items"]
    return items


def routes(items: list[dict[str, Any]]) -> list[str]:
    return [item["route"] for item in items]


@pytest.mark.parametrize("role", ["service", "tournaments", "root"])
def test_a_read_of_somebody_s_wallet_is_recorded_with_its_request_its_reader_and_its_time(
    role: str, service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5")
    reader = Person("reader", (role,), billing.home_of(role))
    query = {"tenant_id": "acme"} if role == "root" else {}

    answer = reader.get("/api/v1/wallets/ann/balance", query)

    (item,) = log()
    time = datetime.fromisoformat(item.pop("at"))
    assert item == {
        "object": "ann",
        "request_id": answer.headers["x-request-id"],
        "principal": "reader",
        "role": role,
        "route": BALANCE,
        "every_tenant": False,
    }
    assert time == database.value("select accessed_at from access_log")


def test_an_operator_s_reads_are_recorded_and_those_of_the_log_itself_too(database: Database) -> None:
    billing.ok(OLGA.get(f"{billing.WALLET}/me"))
    billing.ok(OLGA.get(LOG))

    assert routes(log()) == [f"GET {LOG}", f"GET {billing.WALLET}/me"]
    assert {item["role"] for item in log()} == {"billing.manage"}


def test_the_reads_of_a_tenant_s_own_people_are_not_recorded(service: Person, database: Database) -> None:
    agent = kit.agent()
    ann = kit.new_customer(agent, balance="5.00")
    for reader in (agent, kit.customer(ann), AUDITOR):
        assert reader.get(f"/api/v1/wallets/{ann}").status == 200
    billing.ok(billing.member().get(billing.INVOICES))

    assert log() == []


def test_reads_of_operators_and_systems_are_recorded() -> None:
    assert set(RECORDED_ROLES) == {
        *("root", "owner", "billing.manage"),
        *("service", "trading", "tournaments", "messaging"),
    }


def test_of_a_reader_with_several_roles_the_greatest_is_recorded(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5")
    Person("both", ("auditor", "service", "billing.manage")).get("/api/v1/wallets/ann")

    assert [item["role"] for item in log()] == ["billing.manage"]


def test_an_object_that_root_names_by_its_id_is_recorded_in_the_tenant_that_has_it(database: Database) -> None:
    _, invoice_id = billing.topped_up(billing.member(), OLGA)
    payment_id = billing.paid_payment(billing.member(), invoice_id)

    billing.ok(RITA.get(f"{billing.INVOICES}/{invoice_id}"))
    billing.ok(RITA.get(f"{billing.PAYMENTS}/{payment_id}"))
    billing.ok(RITA.get(billing.PAYMENTS, {"invoice_id": invoice_id}))

    assert [item["object"] for item in log()] == [invoice_id, payment_id, invoice_id]
    assert log(OF_GLOBEX) == []


def test_a_list_of_every_tenant_is_recorded_for_every_tenant(database: Database) -> None:
    billing.ok(RITA.get(billing.INVOICES))

    for reader in (AUDITOR, OF_GLOBEX):
        (item,) = log(reader)
        assert (item["object"], item["every_tenant"], item["principal"]) == (None, True, "rita")


def test_a_reconciliation_is_recorded_in_the_tenant_that_it_checked_or_else_for_every_tenant(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5")
    of_acme = reconcile(tenant="acme").run_id
    of_every_tenant = reconcile().run_id

    for run_id in (of_acme, of_every_tenant):
        billing.ok(RITA.get(f"/api/v1/reconciliation/runs/{run_id}"))

    every = {"object": str(of_every_tenant), "every_tenant": True}
    one = {"object": str(of_acme), "every_tenant": False}
    assert [{name: item[name] for name in one} for item in log()] == [every, one]
    assert [{name: item[name] for name in one} for item in log(OF_GLOBEX)] == [every]


def test_what_root_reads_in_its_own_tenant_or_in_none_is_recorded_in_the_platform_s(database: Database) -> None:
    billing.ok(RITA.get(f"{billing.WALLET}/me"))
    assert RITA.get(f"{billing.INVOICES}/019bc0de-7c40-7e51-8c62-7d8e9f0a1b23").status == 404

    assert log() == []
    assert len(log(Person("pia", ("auditor",), kit.PLATFORM))) == 2


def test_a_tenant_sees_only_the_reads_of_its_own_data(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5")
    kit.balance_of(service, "ann")

    assert len(log()) == 1
    assert log(OF_GLOBEX) == []


def test_the_log_is_filtered_by_object_principal_and_dates_and_paged_newest_first(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5")
    other = Person("other", ("service",))
    for reader, owner_id in ((service, "ann"), (service, "bob"), (other, "ann")):
        assert reader.get(f"/api/v1/wallets/{owner_id}").status == 200

    assert [(item["principal"], item["object"]) for item in log()] == [
        ("other", "ann"),
        ("service-1", "bob"),
        ("service-1", "ann"),
    ]
    assert [item["principal"] for item in log(object="ann")] == ["other", "service-1"]
    assert [item["object"] for item in log(principal="service-1")] == ["bob", "ann"]
    newest, second, oldest = (item["at"] for item in log())
    assert [item["at"] for item in log(date_from=second)] == [newest, second]
    assert [item["at"] for item in log(date_to=second)] == [oldest]
    page = billing.ok(AUDITOR.get(LOG, {"limit": 1, "offset": 1}))
    assert [item["object"] for item in page["items"]] == ["bob"]
    assert (page["total_count"], page["limit"], page["offset"], page["has_more"]) == (3, 1, 1, True)


@pytest.mark.parametrize(
    "query", [{"date_from": "2026-02-01", "date_to": "2026-01-01"}, {"object": ""}, {"sub": "x"}, {"object": "\0"}]
)
def test_a_filter_that_is_not_valid_is_a_400(query: dict[str, str], database: Database) -> None:
    assert_problem(AUDITOR.get(LOG, query), 400, "invalid_request")


def test_a_username_that_is_looked_up_is_not_recorded(service: Person, database: Database) -> None:
    kit.new_customer(kit.agent(), "ann")

    assert service.get("/api/v1/people/lookup", {"username": "ann"}).status == 200

    (item,) = log()
    assert (item["object"], item["route"]) == (None, "GET /api/v1/people/lookup")


def test_nothing_is_shown_without_a_record(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5")
    with database.admin() as connection:
        connection.execute("revoke execute on function record_access(text, json) from purser_read")

    assert_problem(service.get("/api/v1/wallets/ann"), 500, "internal_error")
    assert kit.customer("ann").get("/api/v1/wallets/ann").status == 200


def test_a_read_that_is_tried_again_is_recorded_once(service: Person, database: Database) -> None:
    event = service.event("GET", "/api/v1/wallets/ann")

    assert [kit.invoke("wallets_get", event).status for _ in range(2)] == [200, 200]

    assert len(log()) == 1


@pytest.mark.parametrize(
    "change",
    [
        "update access_log set principal = 'nobody'",
        "delete from access_log",
        "truncate access_log",
        "update access_log_0 set object = null",
        "delete from access_log_0",
        "truncate access_log_0",
        "truncate access_log_2",
    ],
)
def test_no_role_changes_or_removes_a_record(change: str, service: Person, database: Database) -> None:
    service.get("/api/v1/wallets/ann")
    aging.let_pass(database, DAY)

    with database.admin() as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(change.encode())

    assert refused.value.sqlstate == "PL099"
    assert len(log()) == 1


def test_a_record_is_kept_for_90_days_and_removed_after_twice_that_time(service: Person, database: Database) -> None:
    service.get("/api/v1/wallets/ann")

    aging.let_pass_with_relay(database, 90 * DAY)
    assert len(log()) == 1
    aging.let_pass_with_relay(database, 91 * DAY)
    assert log() == []


def test_exactly_the_logins_of_recorded_reads_add_to_the_log(database: Database) -> None:
    """Every read with a token, since its caller may have a recorded role beside the one that the operation requires."""
    recorded = {
        kit.DEPLOYED.functions[one.route.function].environment[lambdas.ROLE_VARIABLE]
        for one in operations.read(kit.DEPLOYED)
        if not one.operation.writes and one.operation.roles
    }
    logins = [
        role
        for role in sorted(kit.APPLICATION_ROLES)
        if database.value("select has_function_privilege(%s, 'ledger.record_access(text, json)', 'execute')", role)
    ]

    assert set(logins) == recorded


def test_a_read_does_not_wait_until_its_record_is_on_the_disk(database: Database) -> None:
    settings = database.value("select setconfig from pg_db_role_setting where setrole = 'purser_read'::regrole")

    assert "synchronous_commit=off" in settings
