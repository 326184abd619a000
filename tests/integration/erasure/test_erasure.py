"""Erasure: the texts about a person become unreadable, and the ledger stays as it is."""

import hashlib
import hmac
from contextlib import closing

import psycopg
import pytest

from ledger.cashier import erasure
from ledger.edge import erasure_keys
from tests.support import approvals, billing, erasures, holds, kit, live, tournaments
from tests.support.approvals import approve, pending
from tests.support.kit import Database, Person, assert_problem

RITA, OLGA = billing.root(), billing.operator("olga")


@pytest.fixture
def ann(agent: Person, database: Database) -> str:
    """A customer who paid in and took everything out again."""
    customer_id = kit.new_customer(agent, "ann of arden", balance="20.00")
    kit.cashier(agent, "debit", customer_id, "20.00", description="Cash of Ann", external_reference="ann-7")
    return customer_id


def test_an_erasure_waits_for_a_second_person_whatever_the_policy_says(
    service: Person, ann: str, database: Database
) -> None:
    answer = erasures.request(service, ann)

    assert (answer.status, answer.json["kind"], answer.json["subject"]) == (202, "erasure", ann)
    assert database.value("select username from customers") == "ann of arden"
    assert database.value("select count(*) from erasures") == 0


def test_the_receipt_has_the_rows_of_each_table_and_why_others_are_kept(
    service: Person, ann: str, database: Database
) -> None:
    receipt = erasures.erase(service, ann)

    assert {table: rows for table, rows in receipt["erased"].items() if rows} == {
        "customers": 1,
        "transactions": 2,
        "approvals": 1,
        "requests": 2,
    }
    assert receipt["kept"] == erasure.KEPT
    (kept,) = database.rows("select erasure_id::text, owner_id, erased from erasures")
    assert kept == {"erasure_id": receipt["erasure_id"], "owner_id": ann, "erased": receipt["erased"]}


def test_an_erasure_deletes_the_monitors_of_the_person_only(service: Person, ann: str, database: Database) -> None:
    owners = {"low": {"owner_id": ann}, "other": {"owner_id": f"{ann}-2"}, "float": {"account": f"agent:{ann}"}}
    for name, owner in owners.items():
        body = owner | {"currency": "USD", "below": "5.00"}
        assert service.put(f"/api/v1/monitors/{name}", body).status == 200
    neighbour = kit.service("globex").put("/api/v1/monitors/low", owners["low"] | {"currency": "USD", "below": "5.00"})
    assert neighbour.status == 200

    receipt = erasures.erase(service, ann)

    assert receipt["erased"]["monitors"] == 1
    left = database.rows("select tenant_id, monitor_id from monitors order by tenant_id, monitor_id")
    assert [tuple(row.values()) for row in left] == [("acme", "float"), ("acme", "other"), ("globex", "low")]


def test_a_mark_is_a_digest_of_the_text_and_its_place_with_the_tenant_s_key(
    service: Person, ann: str, database: Database
) -> None:
    erasures.erase(service, ann)

    key = hmac.digest(b"a key for tests and documents", b"acme", "sha256")
    expected = hmac.new(key, f"customers/{ann}/username\nann of arden".encode(), hashlib.sha256).hexdigest()[:32]
    assert database.value("select username from customers") == f"erased:{expected}"
    assert erasure_keys.tenant_key("acme") == key != erasure_keys.tenant_key("other")


def test_an_erasure_needs_two_people_even_if_the_vendor_has_one(agent: Person, ann: str, database: Database) -> None:
    """TwoPeople is off in this test, and the tenant has no policy of its own."""
    waiting = pending(erasures.request(OLGA, ann))

    assert_problem(approve(OLGA, waiting), 403, "self_approval")
    assert approve(RITA, waiting).status == 200


def test_a_system_requests_an_erasure_and_does_not_approve_it(service: Person, ann: str, database: Database) -> None:
    waiting = pending(erasures.request(service, ann))

    assert_problem(approve(service, waiting), 403, "forbidden")
    assert approve(OLGA, waiting).status == 200


def test_the_person_does_not_approve_the_erasure(service: Person, database: Database) -> None:
    kit.credit(service, "olga", "5")
    service.post("/api/v1/wallets/olga/debit", {"amount": "5", "reason": "manual_adjust"})

    assert_problem(approve(OLGA, pending(erasures.request(service, "olga"))), 403, "self_approval")


def test_an_unknown_person_cannot_be_erased(service: Person, database: Database) -> None:
    assert_problem(erasures.request(service, "nobody"), 404, "person_not_found")


def test_a_person_of_another_tenant_is_unknown(ann: str, database: Database) -> None:
    assert_problem(
        kit.service("globex").post(f"/api/v1/people/{ann}/erasure", {"reason": "x"}), 404, "person_not_found"
    )


def test_a_person_with_a_balance_is_not_erased(service: Person, agent: Person, ann: str, database: Database) -> None:
    waiting = pending(erasures.request(service, ann))
    kit.cashier(agent, "credit", ann, "0.01")

    assert_problem(erasures.request(service, ann), 409, "account_not_closed")
    answer = approve(RITA, waiting)
    assert_problem(answer, 409, "account_not_closed")
    assert (answer.json["reason"], answer.json["held_amounts"]) == ("balance", [])
    assert approvals.status_of(RITA, waiting) == "pending"
    assert database.value("select username from customers") == "ann of arden"


def test_a_person_with_a_pending_hold_is_not_erased(agent: Person, service: Person, database: Database) -> None:
    carl = kit.new_customer(agent, account_type="credit", credit_limit="50")
    kit.credit(service, carl, "8", "COIN")
    coins = holds.hold(service, carl, "5", currency="COIN")
    hold = holds.hold(service, carl, "30")
    held = [{"currency": "COIN", "amount": "5"}, {"currency": "USD", "amount": "30.00"}]

    refused = erasures.request(service, carl)
    assert_problem(refused, 409, "account_not_closed")
    assert (refused.json["reason"], refused.json["held_amounts"]) == ("balance", held)
    debit = {"amount": "8", "currency": "COIN", "reason": "manual_adjust"}
    assert holds.release(service, coins).status == 200
    assert service.post(f"/api/v1/wallets/{carl}/debit", debit).status == 201

    refused = erasures.request(service, carl)
    assert (refused.json["reason"], refused.json["held_amounts"]) == ("holds", held[1:])
    assert refused.json["detail"] == "A hold on a wallet of the person is pending. Held: $30.00."
    holds.expire(database, hold)
    assert erasures.erase(service, carl)["erased"]["holds"] == 0, "it has no texts"


def test_a_person_with_a_debt_is_not_erased(service: Person, agent: Person, database: Database) -> None:
    bob = kit.new_customer(agent, "bob", account_type="credit", credit_limit="50.00")
    kit.cashier(agent, "debit", bob, "10.00")

    assert erasures.request(service, bob).json["reason"] == "balance"


def test_a_person_with_a_pending_bet_is_not_erased(service: Person, agent: Person, database: Database) -> None:
    bettor = live.bettor(agent, balance="10.00")
    live.place(bettor, "10.00")

    answer = erasures.request(service, live.owner(bettor))

    assert_problem(answer, 409, "account_not_closed")
    assert (answer.json["reason"], answer.json["held_amounts"]) == ("bets", [])


def test_an_erased_person_is_not_erased_again(service: Person, ann: str, database: Database) -> None:
    erasures.erase(service, ann)

    assert_problem(erasures.request(service, ann), 409, "person_erased")


def test_a_second_erasure_that_already_waits_is_refused(service: Person, ann: str, database: Database) -> None:
    waiting = pending(erasures.request(service, ann, "Ann asked twice"))
    erasures.erase(service, ann)
    assert erasures.rows_with(database, "Ann asked twice") == {}

    assert_problem(approve(RITA, waiting), 409, "person_erased")
    assert database.value("select count(*) from erasures") == 1


def test_a_repeated_request_and_a_repeated_approval_get_their_answers_again(
    service: Person, ann: str, database: Database
) -> None:
    first = erasures.request(service, ann, key="k")
    approved = approve(RITA, pending(first), key="a")

    assert erasures.request(service, ann, key="k").text == first.text
    again = approve(RITA, pending(first), key="a")
    assert (again.text, again.headers["idempotency-replayed"]) == (approved.text, "true")
    assert database.value("select count(*) from erasures") == 1


def test_the_wallets_of_an_erased_person_are_closed_in_every_currency(
    service: Person, agent: Person, ann: str, database: Database
) -> None:
    erasures.erase(service, ann)

    body = {"customer_id": ann, "amount": "1.00", "description": "Cash"}
    for operation in ("credit", "debit"):
        assert_problem(agent.post(f"/api/v1/cashier/{operation}", body), 409, "person_erased")
        coins = {"amount": "1", "reason": "manual_adjust"}
        assert_problem(service.post(f"/api/v1/wallets/{ann}/{operation}", coins), 409, "person_erased")
    overdraft = {"currency": "USD", "allow_overdraft": True}
    assert_problem(service.patch(f"/api/v1/wallets/{ann}", overdraft), 409, "person_erased")
    settlement = {"customer_id": ann, "method": "zero", "note": "Last one"}
    assert_problem(agent.post("/api/v1/agent/settlements", settlement), 409, "person_erased")
    assert database.value("select count(*) from wallets where owner_id = %s", ann) == 1


def test_an_erased_customer_stays_erased(service: Person, agent: Person, ann: str, database: Database) -> None:
    erasures.erase(service, ann)

    assert_problem(agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "active"}), 409, "person_erased")
    assert agent.get(f"/api/v1/agent/clients/{ann}").json["status"] == "erased"
    (change,) = agent.get(f"/api/v1/agent/clients/{ann}/limits").json["items"]
    assert (change["field"], change["old_value"], change["new_value"], change["changed_by"]) == (
        "status",
        "active",
        "erased",
        "service-1",
    )


def test_the_username_of_an_erased_customer_is_free_again(
    service: Person, agent: Person, ann: str, database: Database
) -> None:
    erasures.erase(service, ann)

    assert kit.new_customer(agent, "ann of arden") != ann


def test_the_reversal_of_an_erased_person_s_transaction_is_refused(
    service: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    transaction_id = database.value("select transaction_id::text from transactions where kind = 'debit'")
    erasures.erase(service, ann)

    assert_problem(approvals.reverse(service, transaction_id), 409, "person_erased")
    monkeypatch.setenv("TWO_PEOPLE", "on")
    assert_problem(approvals.reverse(service, transaction_id, "Ann's mistake"), 409, "person_erased")
    assert erasures.rows_with(database, "Ann's mistake") == {}


def test_an_award_of_an_erased_person_is_dropped_and_the_others_are_paid(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "5")
    service.post("/api/v1/wallets/ann/debit", {"amount": "5", "reason": "manual_adjust"})
    erasures.erase(service, "ann")

    tournaments.deliver(tournaments.confirmed("r1", "ann", "bob", "eve"))

    assert tournaments.coins(service, "ann", "bob", "eve") == {"ann": 0, "bob": 5, "eve": 5}
    database.assert_consistent()


def test_an_erased_member_of_a_tenant_writes_nothing_more_about_billing(service: Person, database: Database) -> None:
    member = billing.member("mary", email="mary@acme.example")
    billing.request_topup(member, note="Ask Mary")
    erasures.erase(service, "mary")

    assert_problem(member.post(billing.TOPUPS, {"amount": "5.00", "note": "Ask Mary"}), 409, "person_erased")
    assert_problem(billing.submit(member, billing.issued(OLGA), notes="Mary paid"), 409, "person_erased")
    for text in ("Ask Mary", "Mary paid", "mary@"):
        assert erasures.rows_with(database, text) == {}


@pytest.mark.parametrize(
    ("kind", "action"), [("refund", "refund"), ("invoice_payment", "pay"), ("invoice_payment", "approve")]
)
def test_the_notes_of_a_payer_are_erased_in_the_answers_of_approvals(
    kind: str, action: str, service: Person, database: Database
) -> None:
    """The answer of an executed operation is stored with its approval, and has the payment."""
    assert approvals.change_policy(OLGA, **{kind: "0"}).status == 200
    mary = billing.member("mary")
    _, invoice_id = billing.invoiced(billing.member("bob"), billing.operator("otto"))
    payment_id = billing.ok(billing.submit(mary, invoice_id, notes="From Mary's account"))["payment_id"]
    if action == "pay":
        approval_id = pending(billing.pay(OLGA, invoice_id, reference="TR-1"))
    else:
        if action == "refund":
            billing.ok(billing.decide(billing.operator("otto"), payment_id, "approve"))
        approval_id = pending(billing.decide(OLGA, payment_id, action))
    assert "Mary's" in approve(billing.operator("oscar"), approval_id).text

    erasures.erase(service, "mary")

    assert erasures.rows_with(database, "Mary's") == {}
    assert "Mary's" not in RITA.get(f"{approvals.APPROVALS}/{approval_id}").text


def test_a_transaction_is_not_found_by_what_was_erased_from_its_meta(service: Person, database: Database) -> None:
    body = {"amount": "5.00", "currency": "USD", "reason": "manual_adjust", "meta": {"name": "Yolanda"}}
    for operation in ("credit", "debit"):
        assert service.post(f"/api/v1/wallets/ann/{operation}", body).status == 201
    hashes = "select count(*) from transaction_meta where member = meta_member('name', %s)"
    assert database.value(hashes, "Yolanda") == 2

    erasures.erase(service, "ann")

    assert database.value(hashes, "Yolanda") == 0
    database.assert_consistent()


def test_a_deployment_without_a_key_erases_nobody(
    service: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERASURE_KEY", "")

    assert_problem(approve(RITA, pending(erasures.request(service, ann))), 409, "erasure_not_configured")
    assert database.value("select username from customers") == "ann of arden"


# ---- who may change history ------------------------------------------------------------------------------------------


def test_only_erase_person_runs_as_the_role_that_may_change_texts(database: Database) -> None:
    owned = database.rows("select proname from pg_proc where proowner = 'purser_eraser'::regrole")
    changeable = database.rows("""
        select c.relname || '.' || a.attname as name from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and has_column_privilege('purser_eraser', c.oid, a.attnum, 'update')
        order by 1
    """)

    assert owned == [{"proname": "erase_person"}]
    assert [row["name"] for row in changeable if row["name"].split(".")[0] in ("transactions", "settlements")] == [
        "settlements.figures",
        "settlements.meta",
        "settlements.note",
        "transactions.description",
        "transactions.external_reference",
        "transactions.idempotency_key",
        "transactions.meta",
    ]
    assert not [row for row in changeable if row["name"].startswith(("entries.", "account_changes.", "erasures."))]
    assert database.value("select rolcanlogin or rolsuper from pg_roles where rolname = 'purser_eraser'") is False
    assert database.value("select has_schema_privilege('purser_eraser', 'ledger', 'create')") is False
    assert database.value("select has_database_privilege('purser_eraser', current_database(), 'create')") is False
    (function,) = database.rows("""
        select prosecdef, proconfig, has_function_privilege('purser_approvals', oid, 'execute') as may_approvals,
               (select count(*) from pg_roles where rolname like 'purser\\_%%' and rolcanlogin
                    and not pg_has_role(rolname, 'purser_eraser', 'usage')
                    and has_function_privilege(rolname, pg_proc.oid, 'execute')) as logins
        from pg_proc where pronamespace = 'erasure'::regnamespace
    """)
    assert function == {
        "prosecdef": True,
        "proconfig": ["search_path=ledger, pg_temp"],
        "may_approvals": True,
        "logins": 1,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "update transactions set kind = 'correction'",
        "update transactions set posted_at = now()",
        "update entries set amount = amount + 1",
        "update wallets set balance = balance + 1",
        "update account_changes set new_value = 'active'",
        "update approvals set decided_by = 'thief'",
        "update erasures set erased = '{}'",
        "delete from transactions",
        "truncate transactions",
    ],
)
def test_the_role_of_erasures_cannot_change_facts(ann: str, database: Database, statement: str) -> None:
    with database.admin() as connection:
        connection.execute("set role purser_eraser")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


@pytest.mark.parametrize("role", ["purser_owner", "postgres"])
@pytest.mark.parametrize(
    "statement",
    [
        "update transactions set description = 'Something else'",
        "update settlements set note = 'Something else'",
        "update erasures set owner_id = 'bob'",
        "delete from erasures",
    ],
)
def test_no_other_role_can_change_a_text_of_history(ann: str, database: Database, role: str, statement: str) -> None:
    with database.admin() as connection:
        connection.execute(f"set role {role}".encode())
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(statement.encode())

    assert refused.value.sqlstate == "PL099"


def test_an_erasure_that_nobody_approved_is_refused_to_the_role_of_approvals(
    service: Person, ann: str, database: Database
) -> None:
    pending(erasures.request(service, ann))

    with (
        closing(psycopg.connect(database.url_of("purser_approvals"), autocommit=True)) as thief,
        kit.announced(thief),
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody approved"),
    ):
        thief.execute("select erasure.erase_person('acme', %s, 'platform', 'any', 'x', 'y')", (ann,))


def test_an_erasure_is_executed_once_for_its_approval(service: Person, ann: str, database: Database) -> None:
    """A stolen role of approvals cannot repeat it with the id of the request that approved it."""
    erasures.erase(service, ann)
    request_id = database.value("select decision_request_id from approvals")

    with (
        closing(psycopg.connect(database.url_of("purser_approvals"), autocommit=True)) as thief,
        kit.announced(thief),
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody approved"),
    ):
        thief.execute("select erasure.erase_person('acme', %s, 'platform', %s, 'x', 'y')", (ann, request_id))
