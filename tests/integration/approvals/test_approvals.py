"""Approvals: an operation that needs two people changes nothing until a second person approves it."""

import hashlib
import json
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest

from ledger.approvals import proposals
from ledger.approvals.proposals import Adjustment
from ledger.billing.prepaid import PrepaidAdjust
from ledger.core.principal import ROLES
from tests.support import approvals, billing, holds, kit
from tests.support.approvals import APPROVALS, PENDING_FIELDS, adjust, approve, pending, reject, reverse, status_of
from tests.support.kit import PLATFORM, Database, Person, assert_problem

RITA, ROMAN, ROSA = billing.root(), billing.root("roman"), billing.root("rosa")


@pytest.fixture(autouse=True)
def _two_people(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with the default policy, which asks for two people."""
    monkeypatch.setenv("TWO_PEOPLE", "on")


def credited(service: Person) -> str:
    return str(kit.credit(service, "ann", "5")["transaction_id"])


# ---- a request -------------------------------------------------------------------------------------------------------


def test_an_operation_that_needs_two_people_changes_nothing_and_answers_202(
    service: Person, database: Database
) -> None:
    transaction_id = credited(service)
    before = database.value("select count(*) from transactions")

    answer = reverse(service, transaction_id)

    assert answer.status == 202
    assert answer.json.keys() == PENDING_FIELDS
    named = {name: answer.json[name] for name in ("status", "kind", "subject", "amount", "currency", "requested_by")}
    assert named == {
        "status": "pending",
        "kind": "reversal",
        "subject": transaction_id,
        "amount": "5",
        "currency": "COIN",
        "requested_by": "service-1",
    }
    assert database.value("select count(*) from transactions") == before
    assert kit.balance_of(service, "ann") == "5"


def test_an_approval_expires_seven_days_after_its_request(service: Person) -> None:
    answer = reverse(service, credited(service)).json

    requested, expires = (datetime.fromisoformat(answer[name]) for name in ("requested_at", "expires_at"))
    assert expires - requested == timedelta(days=7)


def test_the_same_key_gets_the_same_202_again_and_another_payload_a_conflict(
    service: Person, database: Database
) -> None:
    transaction_id = credited(service)
    first = reverse(service, transaction_id, key="k")

    again = reverse(service, transaction_id, key="k")

    assert (again.status, again.text) == (202, first.text)
    assert again.headers["idempotency-replayed"] == "true"
    assert database.value("select count(*) from approvals") == 1
    assert_problem(reverse(service, transaction_id, "Another reason", key="k"), 422, "idempotency_conflict")


def test_a_key_gets_its_202_again_after_the_approval(service: Person) -> None:
    transaction_id = credited(service)
    first = reverse(service, transaction_id, key="k")
    assert approve(RITA, pending(first)).status == 200

    assert reverse(service, transaction_id, key="k").text == first.text


def test_an_invalid_request_is_refused_before_it_can_wait(service: Person, database: Database) -> None:
    assert_problem(reverse(service, credited(service), reason=""), 400, "invalid_request")
    assert_problem(adjust(RITA, "0"), 400, "invalid_amount")
    assert database.value("select count(*) from approvals") == 0


def test_an_unknown_subject_or_one_that_cannot_be_reversed_is_refused_at_once(
    service: Person, database: Database
) -> None:
    assert_problem(reverse(service, str(uuid4())), 404, "transaction_not_found")
    (stake,) = database.rows("select new_id() as id")
    transaction_id = credited(service)
    approve(RITA, pending(reverse(service, transaction_id)))
    assert_problem(reverse(service, transaction_id), 409, "already_reversed")
    assert_problem(reverse(service, str(stake["id"])), 404, "transaction_not_found")


def test_a_request_of_root_in_a_tenant_waits_in_that_tenant(database: Database) -> None:
    answer = adjust(RITA, "-2.50")

    assert (answer.status, answer.json["kind"], answer.json["subject"]) == (202, "adjustment", "acme")
    assert (answer.json["amount"], answer.json["currency"]) == ("-2.50", "USD")
    assert database.value("select tenant_id from approvals") == "acme"
    assert database.value("select count(*) from wallets") == 0, "not even the wallet was created"


def test_a_reversal_that_root_requests_in_another_tenant_waits_and_is_executed_there(
    service: Person, database: Database
) -> None:
    approval_id = pending(reverse(RITA, credited(service)))

    assert database.value("select tenant_id from approvals") == "acme"
    assert approve(ROMAN, approval_id).status == 200
    assert kit.balance_of(service, "ann") == "0"
    database.assert_consistent()


# ---- approving -------------------------------------------------------------------------------------------------------


def test_approving_executes_the_operation_and_answers_the_approval_with_the_operation_s_own_answer(
    service: Person, database: Database
) -> None:
    transaction_id = credited(service)
    approval_id = pending(reverse(service, transaction_id, key="service-key"))

    answer = approve(RITA, approval_id, "Seen the receipt", key="rita-key")

    assert answer.status == 200, answer.text
    assert answer.json.keys() == {"approval", "result"}
    approval, result = answer.json["approval"], answer.json["result"]
    assert (approval["status"], approval["decided_by"], approval["decision_note"]) == (
        "approved",
        "rita",
        "Seen the receipt",
    )
    assert (result["kind"], result["corrects"]) == ("reversal", transaction_id)
    assert service.get(f"/api/v1/transactions/{result['transaction_id']}").json == result
    assert kit.balance_of(service, "ann") == "0"
    database.assert_consistent()


def test_the_audit_shows_who_requested_and_who_approved(service: Person, database: Database) -> None:
    approval_id = pending(reverse(service, credited(service), key="service-key"))

    result = approve(RITA, approval_id, key="rita-key").json["result"]

    assert (result["posted_by"], result["approved_by"]) == ("service-1", "rita")
    assert result["idempotency_key"] == "service-key"
    audited = service.get(f"/api/v1/transactions/{result['transaction_id']}").json
    assert (audited["posted_by"], audited["approved_by"]) == ("service-1", "rita")
    assert database.value("select decision_request_id from approvals") == audited["request_id"], (
        "the transaction names the request that approved it"
    )


def test_a_transaction_that_needed_no_approval_names_no_approver(service: Person) -> None:
    assert service.get(f"/api/v1/transactions/{credited(service)}").json["approved_by"] is None


def test_approving_again_with_the_same_key_gets_the_same_answer_and_without_it_a_409(
    service: Person, database: Database
) -> None:
    approval_id = pending(reverse(service, credited(service)))
    first = approve(RITA, approval_id, key="k")

    assert approve(RITA, approval_id, key="k").text == first.text
    again = approve(RITA, approval_id)
    assert_problem(again, 409, "state_forbids")
    assert again.json["current_status"] == "approved"
    assert "cannot be approved because it is approved" in again.json["detail"]
    assert_problem(reject(RITA, approval_id), 409, "state_forbids")
    assert kit.balance_of(service, "ann") == "0"


def test_an_adjustment_by_root_is_approved_by_another_root(database: Database) -> None:
    approval_id = pending(adjust(RITA, "12.50"))

    answer = approve(ROMAN, approval_id)

    assert answer.status == 200, answer.text
    assert (answer.json["result"]["kind"], answer.json["result"]["balance"]) == ("adjustment", "12.50")
    assert billing.balance(billing.member()) == "12.50"
    assert database.value("select posted_by from transactions") == "rita"
    database.assert_consistent()


def test_what_can_no_longer_be_done_is_the_operation_s_own_refusal_and_the_approval_stays_pending(
    service: Person, database: Database
) -> None:
    approval_id = pending(reverse(service, credited(service)))
    assert service.post("/api/v1/wallets/ann/debit", {"amount": "3", "reason": "correction"}).status == 201

    refused = approve(RITA, approval_id)

    assert_problem(refused, 400, "insufficient_funds")
    assert refused.json["available"] == "2"
    assert status_of(service, approval_id) == "pending"
    kit.credit(service, "ann", "3")
    assert approve(RITA, approval_id).status == 200, "the refused attempt had no effect"
    database.assert_consistent()


def test_an_approval_takes_nothing_that_was_held_since_its_request(service: Person) -> None:
    approval_id = pending(reverse(service, credited(service)))
    hold = holds.hold(service, "ann", "3", currency="COIN")

    refused = approve(RITA, approval_id)

    assert_problem(refused, 400, "insufficient_funds")
    assert (refused.json["held"], refused.json["available"]) == ("3", "2")
    assert holds.release(service, hold).status == 200
    assert approve(RITA, approval_id).status == 200


def test_of_two_requests_for_one_reversal_only_one_can_be_executed(service: Person) -> None:
    transaction_id = credited(service)
    first, second = (pending(reverse(service, transaction_id)) for _ in range(2))
    assert approve(RITA, first).status == 200

    assert_problem(approve(RITA, second), 409, "already_reversed")
    assert status_of(service, second) == "pending"
    assert reject(RITA, second).status == 200


# ---- who decides -----------------------------------------------------------------------------------------------------


def test_whoever_requested_it_does_not_approve_it(database: Database) -> None:
    approval_id = pending(adjust(RITA))

    assert_problem(approve(RITA, approval_id), 403, "self_approval")

    assert status_of(RITA, approval_id) == "pending"


def test_whoever_posted_or_approved_the_transaction_does_not_approve_its_reversal(database: Database) -> None:
    ann = kit.new_customer(kit.agent("rita"), balance="9.00")
    (paid_in,) = database.rows("select transaction_id from transactions")
    approval_id = pending(reverse(ROSA, str(paid_in["transaction_id"])))

    assert_problem(approve(RITA, approval_id), 403, "self_approval")
    assert kit.balance_of(kit.service(), ann, "USD") == "9.00"
    assert approve(ROMAN, approval_id).status == 200


@pytest.mark.parametrize(
    "extra",
    [
        {"client_id": "svc-9"},
        {"azp": "svc-9"},
        {"gty": "client-credentials"},
        {"idtyp": "app"},
    ],
    ids=str,
)
def test_a_machine_never_approves_whatever_its_role(service: Person, extra: dict[str, str]) -> None:
    approval_id = pending(reverse(service, credited(service)))
    machine = Person("svc-9", ("root", "billing.manage"), PLATFORM, extra=extra)

    assert_problem(approve(machine, approval_id), 403, "forbidden")
    assert_problem(reject(machine, approval_id), 403, "forbidden")
    assert approve(Person("svc-9", ("root",), PLATFORM, extra={"client_id": "console"}), approval_id).status == 200


def test_a_machine_requests_and_sees_its_own_requests_only(service: Person) -> None:
    own = pending(reverse(service, credited(service)))
    other = pending(adjust(RITA))

    assert [item["approval_id"] for item in service.get(APPROVALS).json["items"]] == [own]
    assert_problem(service.get(f"{APPROVALS}/{other}"), 403, "forbidden")
    assert_problem(reject(service, other), 403, "forbidden")


def test_whoever_requested_it_may_withdraw_it_by_rejecting(service: Person) -> None:
    approval_id = pending(reverse(service, credited(service)))

    answer = reject(service, approval_id, "Reversed in the shop")

    assert (answer.status, answer.json["status"]) == (200, "rejected")
    assert (answer.json["decided_by"], answer.json["decision_note"]) == ("service-1", "Reversed in the shop")
    assert_problem(approve(RITA, approval_id), 409, "state_forbids")


def test_a_role_that_may_not_do_the_operation_does_not_decide_it(service: Person) -> None:
    approval_id = pending(reverse(service, credited(service)))
    for role in sorted(ROLES - {"root", "owner"}):
        assert_problem(approve(Person("eve", (role,)), approval_id), 403, "forbidden")
        assert_problem(reject(Person("eve", (role,)), approval_id), 403, "forbidden")
        if role != "auditor":
            assert_problem(Person("eve", (role,)).get(f"{APPROVALS}/{approval_id}"), 403, "forbidden")


def test_an_auditor_sees_every_approval_of_the_tenant_and_decides_none(service: Person) -> None:
    approval_id = pending(adjust(RITA))
    auditor = Person("audrey", ("auditor",))

    assert [item["approval_id"] for item in auditor.get(APPROVALS).json["items"]] == [approval_id]
    assert auditor.get(f"{APPROVALS}/{approval_id}").json["payload"]["request"]["amount"] == "5.00"
    assert auditor.get(approvals.POLICY).status == 200
    assert_problem(approve(auditor, approval_id), 403, "forbidden")
    assert_problem(reject(auditor, approval_id), 403, "forbidden")
    both = Person("audrey", ("auditor", "billing.manage"))
    assert_problem(reject(both, approval_id), 403, "forbidden")
    assert Person("audrey", ("auditor",), "globex").get(APPROVALS).json["items"] == []


def test_an_approval_of_another_tenant_does_not_exist(service: Person) -> None:
    approval_id = pending(reverse(service, credited(service)))
    stranger = billing.operator("otto", "globex")

    for answer in (
        stranger.get(f"{APPROVALS}/{approval_id}"),
        approve(stranger, approval_id),
        reject(stranger, approval_id),
        RITA.get(f"{APPROVALS}/{approval_id}", {"tenant_id": "globex"}),
    ):
        assert_problem(answer, 404, "approval_not_found")
    assert stranger.get(APPROVALS).json["items"] == []


def test_an_unknown_approval_is_a_404(database: Database) -> None:
    for answer in (RITA.get(f"{APPROVALS}/{uuid4()}"), approve(RITA, str(uuid4())), reject(RITA, str(uuid4()))):
        assert_problem(answer, 404, "approval_not_found")


# ---- expiry ----------------------------------------------------------------------------------------------------------


def test_an_approval_that_nobody_decided_expires_and_cannot_be_decided(service: Person, database: Database) -> None:
    approval_id = pending(reverse(service, credited(service)))
    approvals.let_pass(database, "7 days")

    assert status_of(service, approval_id) == "expired"
    refused = approve(RITA, approval_id)
    assert_problem(refused, 409, "state_forbids")
    assert refused.json["current_status"] == "expired"
    assert_problem(reject(RITA, approval_id), 409, "state_forbids")
    assert kit.balance_of(service, "ann") == "5"


def test_an_approval_can_be_decided_until_its_end(service: Person, database: Database) -> None:
    approval_id = pending(reverse(service, credited(service)))
    approvals.let_pass(database, "6 days 23 hours 50 minutes")

    assert approve(RITA, approval_id).status == 200
    approvals.let_pass(database, "7 days")
    assert status_of(service, approval_id) == "approved"


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_an_approval_shows_the_payload_that_will_be_executed_and_its_digest(
    service: Person, database: Database
) -> None:
    transaction_id = credited(service)
    approval_id = pending(reverse(service, transaction_id, "Wrong wallet"))

    shown = RITA.get(f"{APPROVALS}/{approval_id}").json

    assert shown["payload"] == {
        "kind": "reversal",
        "tenant_id": "acme",
        "transaction_id": transaction_id,
        "request": {"reason": "Wrong wallet"},
    }
    stored = database.value("select payload::text from approvals")
    assert shown["payload_sha256"] == hashlib.sha256(stored.encode()).hexdigest()
    assert (shown["tenant_id"], shown["result"], shown["decided_by"]) == ("acme", None, None)


def test_whoever_requested_it_reads_the_result_of_the_approved_operation(service: Person) -> None:
    approval_id = pending(reverse(service, credited(service)))
    result = approve(RITA, approval_id).json["result"]

    assert service.get(f"{APPROVALS}/{approval_id}").json["result"] == result


def test_the_list_is_filtered_by_status_kind_and_subject_and_paged_newest_first(
    service: Person, database: Database
) -> None:
    reversed_ids = [credited(service), credited(service)]
    first, second = (pending(reverse(service, transaction_id)) for transaction_id in reversed_ids)
    third = pending(adjust(RITA))
    reject(ROMAN, second)

    def ids(**query: object) -> list[str]:
        listed = billing.ok(RITA.get(APPROVALS, query))
        assert listed["total_count"] >= len(listed["items"])
        return [item["approval_id"] for item in listed["items"]]

    assert ids() == [third, second, first]
    assert ids(status="pending") == [third, first]
    assert ids(status="rejected") == [second]
    assert (ids(kind="reversal"), ids(kind="adjustment"), ids(kind="refund")) == ([second, first], [third], [])
    assert (ids(subject=reversed_ids[0]), ids(subject="acme"), ids(subject="acm")) == ([first], [third], [])
    assert ids(subject=reversed_ids[1], status="pending") == []
    assert ids(tenant_id="globex") == []
    page = RITA.get(APPROVALS, {"limit": 1, "offset": 1}).json
    assert ([item["approval_id"] for item in page["items"]], page["total_count"], page["has_more"]) == (
        [second],
        3,
        True,
    )
    approvals.let_pass(database, "7 days")
    assert (ids(status="expired"), ids(status="pending")) == ([third, first], [])
    assert_problem(RITA.get(APPROVALS, {"status": "open"}), 400, "invalid_request")


def test_only_root_names_a_tenant(database: Database) -> None:
    assert_problem(billing.operator().get(APPROVALS, {"tenant_id": "acme"}), 403, "forbidden")


# ---- what is stored --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["1E+2", "100", "0.10", "-2.50"])
def test_a_stored_proposal_is_read_as_it_was_requested(amount: str) -> None:
    proposal = Adjustment(tenant_id="acme", request=PrepaidAdjust(amount=Decimal(amount), reason="Goodwill"))

    stored = proposal.as_json()

    assert proposals.from_json(stored) == proposal
    assert "E" not in json.loads(stored)["request"]["amount"]


@pytest.mark.parametrize("role", ["purser_owner", "purser_admin", "postgres"])
def test_no_role_changes_an_approval_except_by_its_one_decision(service: Person, database: Database, role: str) -> None:
    decided, open_ = (pending(reverse(service, credited(service))) for _ in range(2))
    assert approve(RITA, decided).status == 200

    with database.admin() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(f"set role {role}".encode())
        for statement in (
            f"update approvals set decision_note = 'x' where approval_id = '{decided}'",
            f"update approvals set result = null where approval_id = '{decided}'",
            f"update approvals set result = '{{}}' where approval_id = '{open_}'",
            f"update approvals set decision = null where approval_id = '{decided}'",
            f"update approvals set payload = '{{}}' where approval_id = '{open_}'",
            f"update approvals set amount = 1 where approval_id = '{open_}'",
            f"update approvals set requested_by = 'x' where approval_id = '{open_}'",
            f"update approvals set expires_at = 'infinity' where approval_id = '{open_}'",
            "delete from approvals",
            "truncate approvals",
            "update approval_policies set from_amount = null",
        ):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement.encode())
            assert refused.value.sqlstate == "PL099", statement


@pytest.mark.parametrize(
    "change",
    [
        "payload = replace(payload::text, '1.00', '9999.00')::json",
        "subject = 'globex'",
        "amount = 1",
        "requested_by = 'somebody'",
        "idempotency_key = 'another-key'",
        "approval_id = new_id()",
        "tenant_id = 'globex'",
        "mac = null",
        "mac = sha256(convert_to(payload::text, 'UTF8'))",
    ],
)
def test_what_somebody_changed_in_the_database_is_not_executed_and_can_be_rejected(
    change: str, database: Database
) -> None:
    pending(adjust(RITA, "1.00"))
    with approvals.without_immutability(database) as connection:
        connection.execute(f"update approvals set {change}".encode())
    approval_id = database.value("select approval_id::text from approvals")

    assert_problem(approve(ROMAN, approval_id), 409, "payload_changed")

    assert approvals.reject(ROMAN, approval_id).json["status"] == "rejected"
    assert database.rows("select from transactions") == []


def test_what_somebody_stored_without_the_key_is_not_executed(database: Database) -> None:
    """As the version before stores it, under the same role."""
    payload = json.dumps({"kind": "adjustment", "tenant_id": "acme", "request": {"amount": "1.00", "reason": "None"}})
    with (
        closing(psycopg.connect(database.url_of("purser_billing"), prepare_threshold=None)) as connection,
        kit.announced(connection),
    ):
        connection.execute(
            "select request_approval('acme', 'rita', 'request-1', null, 'adjustment', 'acme', 100, 'USD', %s::json)",
            (payload,),
        )
    forged = database.value("select approval_id::text from approvals")

    assert_problem(approve(ROMAN, forged), 409, "payload_changed")


def test_what_was_requested_with_another_key_is_not_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    approval_id = pending(adjust(RITA, "1.00"))
    monkeypatch.setenv("APPROVAL_KEY", "the key after a rotation")

    assert_problem(approve(ROMAN, approval_id), 409, "payload_changed")


def test_nothing_is_requested_without_a_key(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("APPROVAL_KEY", "")

    assert_problem(adjust(RITA, "1.00"), 500, "internal_error")
    assert database.rows("select from approvals") == []


def test_the_database_refuses_an_approval_by_whoever_requested_it(service: Person, database: Database) -> None:
    approval_id = pending(adjust(RITA))

    with pytest.raises(psycopg.errors.CheckViolation):
        database.rows("select decide_approval('acme', %s, 'rita', 'approved', null, 'request-2')", approval_id)
