"""The access log: whose reads it has, what it has of each, and who sees it."""

from datetime import datetime
from typing import Any

import psycopg
import pytest

from ledger.records.access_log import RECORDED_ROLES
from local import lambdas
from tests.support import aging, batches, billing, faults, kit
from tests.support.aging import DAY
from tests.support.damage import reconcile
from tests.support.kit import Answer, Database, Person, assert_problem
from tools import operations

LOG = "/api/v1/access-log"
AUDITOR, OF_GLOBEX = Person("dora", ("auditor",)), Person("gregor", ("auditor",), "globex")
OF_PLATFORM = Person("pia", ("auditor",), kit.PLATFORM)
OLGA, RITA = billing.operator("olga"), billing.root()
DEBIT = "POST /api/v1/wallets/{owner_id}/debit"
WHY = {"reason": "order"}
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

    assert [item["object"] for item in log(principal="rita")] == [invoice_id, payment_id, invoice_id]
    assert log(OF_GLOBEX) == []


def test_a_list_of_every_tenant_is_recorded_for_every_tenant(database: Database) -> None:
    billing.ok(RITA.get(billing.INVOICES))

    for reader in (AUDITOR, OF_GLOBEX):
        (item,) = log(reader)
        assert (item["object"], item["every_tenant"], item["principal"]) == (None, True, "rita")


def test_the_list_of_tenants_shows_nothing_of_theirs_and_is_recorded_in_the_platform_s(database: Database) -> None:
    for query in ({}, {"search": "acme"}, {"tenant_id": "acme"}):
        billing.ok(RITA.get("/api/v1/tenants", query))

    assert log() == []
    assert routes(log(OF_PLATFORM)) == ["GET /api/v1/tenants"] * 3


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
    assert len(log(OF_PLATFORM)) == 2


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


def test_exactly_the_logins_of_operations_with_a_token_add_to_the_log(database: Database) -> None:
    """All of them, since a caller may have a recorded role beside the one that the operation requires."""
    recorded = {
        kit.DEPLOYED.functions[one.route.function].environment[lambdas.ROLE_VARIABLE]
        for one in operations.read(kit.DEPLOYED)
        if one.operation.roles
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


# ---- writes ----------------------------------------------------------------------------------------------------------


def change_overdraft(by: Person, allowed: bool = True) -> Answer:
    return by.patch("/api/v1/wallets/ann", {"currency": "USD", "allow_overdraft": allowed})


def debit(by: Person, amount: str, key: str | None = None) -> Answer:
    return by.post("/api/v1/wallets/ann/debit", {"amount": amount, "currency": "USD", "reason": "refund"}, key=key)


def test_a_change_that_changes_nothing_shows_the_wallet_and_is_recorded(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5", "USD")
    assert change_overdraft(service).status == 200
    answer = change_overdraft(service)

    assert (answer.status, answer.json["balance"]) == (200, "5.00")
    newest, _ = log(object="ann")
    assert (newest["route"], newest["principal"]) == ("PATCH /api/v1/wallets/{owner_id}", service.sub)
    assert newest["request_id"] == answer.headers["x-request-id"]


def test_a_refused_debit_shows_the_balance_and_is_recorded(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5", "USD")

    answer = debit(service, "6.00")

    assert (answer.status, answer.json["balance"]) == (400, "5.00")
    assert [(item["object"], item["route"]) for item in log()] == [("ann", DEBIT)]


def test_a_repeated_write_shows_its_answer_and_is_recorded_and_the_first_is_not(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5", "USD")
    assert debit(service, "1.00", "k").status == 201
    assert log() == []

    again = debit(service, "1.00", "k")

    assert again.headers["idempotency-replayed"] == "true"
    assert [item["object"] for item in log()] == ["ann"]


def test_a_write_that_is_only_tried_is_recorded_for_each_person_that_it_names(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5", "USD")
    entries = [
        {"owner_id": "ann", "currency": "USD", "amount": "-1.00"},
        {"owner_id": "bob", "currency": "USD", "amount": "1.00"},
    ]

    tried = service.post("/api/v1/transactions", {"entries": entries, "reason": "gift", "dry_run": True})

    assert tried.status == 200
    assert {item["object"] for item in log()} == {"ann", "bob"}


@pytest.mark.parametrize(("mode", "recorded"), [("independent", {"bob", "eve"}), ("atomic", {"ann", "bob", "eve"})])
def test_of_a_batch_what_was_refused_or_repeated_is_recorded(
    mode: str, recorded: set[str], service: Person, database: Database
) -> None:
    batches.send(service, "independent", batches.credit("eve", "eve"))
    one = [batches.credit("ann", "ann"), batches.debit("bob", "bob"), batches.credit("eve", "eve")]

    batches.send(service, mode, *one)

    assert {item["object"] for item in log()} == recorded
    assert {item["route"] for item in log()} == {"POST /api/v1/batches"}
    assert len({item["request_id"] for item in log()}) == 1


@pytest.mark.parametrize("mode", ["independent", "atomic"])
def test_a_release_adds_nothing_to_the_ledger_and_is_recorded_in_a_batch_as_alone(
    mode: str, service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "5", "USD")
    alone, in_batch = (
        billing.ok(service.post("/api/v1/holds", {"owner_id": "ann", "amount": "1.00", "currency": "USD"} | WHY))
        for _ in range(2)
    )
    assert log() == []

    billing.ok(service.post(f"/api/v1/holds/{alone['hold_id']}/release"))
    batches.send(service, mode, batches.release("k", in_batch), batches.credit("c", "bob"))

    assert [item["object"] for item in log()] == [in_batch["hold_id"], alone["hold_id"]]


def test_a_write_whose_acknowledgement_was_lost_is_in_the_ledger_and_not_recorded(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit.credit(service, "ann", "5", "USD")
    lost, execute = faults.Fault(1, "lost after"), psycopg.Connection.execute
    monkeypatch.setattr(
        *(psycopg.Connection, "execute"), lambda self, query, *rest, **more: lost(execute, self, query, *rest, **more)
    )

    assert debit(service, "1.00").status == 201

    assert lost.happened
    assert log() == []


def test_a_batch_that_was_posted_is_not_recorded(service: Person, database: Database) -> None:
    for mode in ("independent", "atomic"):
        assert (
            batches.send(service, mode, batches.credit(mode, "ann"), batches.hold(f"{mode} hold", "ann")).status < 300
        )

    assert log() == []


def test_the_refused_and_repeated_writes_of_a_tenant_s_own_people_are_not_recorded(
    service: Person, database: Database
) -> None:
    agent = kit.agent()
    ann = kit.new_customer(agent, balance="5.00")
    body = {"customer_id": ann, "amount": "1.00", "description": "Cash"}
    for amount in ("1.00", "1.00", "9.00"):
        agent.post("/api/v1/cashier/debit", body | {"amount": amount}, key=amount)
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "active"})

    assert log() == []


def test_a_request_that_is_refused_before_the_ledger_is_asked_is_not_recorded(
    service: Person, database: Database
) -> None:
    assert debit(service, "-1").status == 400
    assert debit(Person("dora", ("auditor",)), "1.00").status == 403

    assert log() == []


def test_no_write_shows_anything_or_changes_terms_without_a_record(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5", "USD")
    debit(service, "1.00", "k")
    with database.admin() as connection:
        connection.execute("revoke execute on function record_access(text, json) from purser_wallet")

    for answer in (debit(service, "6.00"), debit(service, "1.00", "k"), change_overdraft(service)):
        assert_problem(answer, 500, "internal_error")
    assert database.value("select not allow_overdraft from wallets where owner_id = 'ann'")
    assert debit(service, "1.00").status == 201


def test_what_root_writes_is_recorded_in_the_tenant_that_it_names(database: Database) -> None:
    """Also a repeated write, which is answered before the operation chooses the tenant."""
    for _ in range(2):
        answer = RITA.put(
            "/api/v1/approval-policy", {"from": {"refund": "5.00"}}, key="k", query={"tenant_id": "globex"}
        )
        assert answer.status in {200, 202}

    assert [item["principal"] for item in log(OF_GLOBEX)] == ["rita", "rita"]
    assert log() == []


def test_an_object_that_root_writes_by_its_id_is_recorded_in_the_tenant_that_has_it(database: Database) -> None:
    _, invoice_id = billing.topped_up(billing.member(), OLGA)
    payment_id = billing.paid_payment(billing.member(), invoice_id)

    for path in (f"{billing.INVOICES}/{invoice_id}/void", f"{billing.PAYMENTS}/{payment_id}/reject"):
        assert RITA.post(path, {"reason": "Because"}).status == 409

    assert {item["object"] for item in log(principal="rita")} == {invoice_id, payment_id}
    assert log(OF_GLOBEX) == []
    bank = {"invoice_id": invoice_id, "method_id": "bank_transfer", "transaction_reference": "TR-1"}
    assert RITA.post(f"{billing.PAYMENTS}/manual", bank).code == "invoice_already_paid"
    assert {item["object"] for item in log(principal="rita")} == {invoice_id, payment_id, "bank_transfer"}
