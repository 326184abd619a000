"""The kinds of operations that can need two people: what each asks, who approves it, and what it does then."""

import inspect
import re
from collections.abc import Callable
from typing import get_args
from uuid import uuid4

import pytest

from ledger.approvals import proposals
from ledger.approvals.policies import ApprovalKind, PolicyKind
from ledger.core.principal import Principal
from tests.support import approvals, billing, erasures, kit, tournaments
from tests.support.approvals import approve, change_policy, pending, reverse
from tests.support.kit import PLATFORM, ROOT, Answer, Database, Person, assert_problem
from tools import operations

OLGA, OTTO, OTHER = billing.operator("olga"), billing.operator("otto"), billing.operator("oscar")
RITA = billing.root()
RITA_AS_PRINCIPAL = Principal("rita", "platform", frozenset({"root"}), "rita")
OPERATOR_AS_PRINCIPAL = Principal("olga", "acme", frozenset({"billing.manage"}), "olga")
CUP = "/api/v1/tournaments/winter-cup/coin-policy"
METHOD = {
    "type": "bank_transfer",
    "display_name": "First Bank",
    "instructions": "Transfer it, and name the invoice.",
    "bank_details": {"iban": "GB33 BUKB 2020 1555 5555 55"},
    "is_default": True,
    "is_enabled": True,
}


def set_overdraft(service: Person, owner_id: str = "ann") -> Answer:
    return service.patch(f"/api/v1/wallets/{owner_id}", {"currency": "COIN", "allow_overdraft": True})


def set_coins(service: Person) -> Answer:
    return service.put(CUP, {"winner": 500})


def set_method(by: Person = OLGA, method_id: str = "bank") -> Answer:
    return by.put(f"{billing.BASE}/payment-methods/{method_id}", METHOD)


def set_contact() -> Answer:
    return OLGA.put(f"{billing.BASE}/contact", {"email": "accounts@acme.example", "name": "Ann"})


def refund(by: Person = OLGA) -> Answer:
    _, invoice_id = billing.topped_up(billing.member(), billing.operator("opal"), "30.00")
    return billing.decide(by, billing.paid_payment(by, invoice_id), "refund")


def paid_award(service: Person) -> None:
    tournaments.deliver(tournaments.confirmed("r1", "ann", tournament_id="winter-cup"))


def with_empty_wallet(service: Person) -> str:
    kit.credit(service, "eve", "5")
    assert service.post("/api/v1/wallets/eve/debit", {"amount": "5", "reason": "manual_adjust"}).status == 201
    return "eve"


def above_the_limit(agent: Person, service: Person) -> str:
    """A customer of an agent who may not credit anything."""
    assert service.put("/api/v1/agent-limits", {"agent_id": agent.sub, "total": "0"}).status == 200
    return kit.new_customer(agent, "al")


def every_operation(service: Person) -> dict[ApprovalKind, Callable[[], Answer]]:
    """A request of each kind. Its objects are created first, by one person each."""
    _, paid_invoice = billing.topped_up(billing.member(), billing.operator("opal"), "30.00")
    payment_id = billing.paid_payment(OLGA, paid_invoice)
    _, invoice_id = billing.invoiced(billing.member(), OTHER, "20.00")
    customer_id = above_the_limit(kit.agent(), service)
    at_cashier = {"customer_id": customer_id, "amount": "5.00", "description": "Cash"}
    return {
        "reversal": lambda: reverse(service, kit.credit(service, "ann", "5")["transaction_id"]),
        "adjustment": lambda: approvals.adjust(billing.root("roman"), "5.00"),
        "agent_credit": lambda: kit.agent().post("/api/v1/cashier/credit", at_cashier),
        "overdraft": lambda: set_overdraft(service),
        "coin_policy": lambda: set_coins(service),
        "payment_method": set_method,
        "contact": set_contact,
        "refund": lambda: billing.decide(OLGA, payment_id, "refund"),
        "invoice_payment": lambda: billing.pay(OLGA, invoice_id),
        "approval_policy": lambda: change_policy(OLGA, reversal=None),
        "erasure": lambda: erasures.request(service, with_empty_wallet(service)),
    }


def test_every_kind_can_wait_for_a_second_person_and_is_executed_by_the_approval(
    service: Person, database: Database
) -> None:
    paid_award(service)
    wanted = every_operation(service)
    assert wanted.keys() == set(get_args(ApprovalKind))
    assert change_policy(OLGA, **dict.fromkeys(get_args(PolicyKind), "0")).status == 200

    waiting = {kind: pending(request()) for kind, request in wanted.items()}
    answers = {kind: approve(RITA, approval_id) for kind, approval_id in waiting.items()}

    assert {kind: answer.status for kind, answer in answers.items()} == dict.fromkeys(wanted, 200), answers
    assert {kind: answer.json["approval"]["kind"] for kind, answer in answers.items()} == {k: k for k in wanted}
    assert answers["overdraft"].json["result"]["allow_overdraft"] is True
    assert service.get(CUP).json["winner"] == answers["coin_policy"].json["result"]["winner"] == 500
    assert answers["refund"].json["result"]["status"] == "refunded"
    assert answers["agent_credit"].json["result"]["balance_after"] == "5.00"
    assert answers["payment_method"].json["result"]["id"] == "bank"
    assert answers["contact"].json["result"] == OLGA.get(f"{billing.BASE}/contact").json
    assert answers["erasure"].json["result"]["erased"]["transactions"] == 0
    database.assert_consistent()


def test_every_kind_has_a_proposal() -> None:
    assert proposals.approvable_kinds(RITA_AS_PRINCIPAL) == list(proposals._CLASSES)
    assert proposals._CLASSES.keys() == set(get_args(ApprovalKind))


def test_every_proposal_is_made_by_exactly_one_handler() -> None:
    handlers = [path.read_text(encoding="utf-8") for path in (ROOT / "functions").glob("*/app.py")]

    for proposal in proposals._CLASSES.values():
        made = re.compile(rf"\b{proposal.__name__}\(")
        assert len([text for text in handlers if made.search(text)]) == 1, proposal.__name__


def test_the_roles_of_requesters_are_those_of_the_operations_that_can_need_two_people() -> None:
    waiting = [
        one
        for one in operations.read(kit.DEPLOYED)
        if re.search(r"approvals\.pending\w*\(", inspect.getsource(one.operation.function))
    ]

    # An invoice is marked as paid itself, or by the approval of its payment.
    assert len(waiting) == len(get_args(ApprovalKind)) + 1
    assert {role for one in waiting for role in one.roles} == proposals.REQUESTERS


def test_a_coin_policy_needs_two_people_only_when_something_was_paid_in_the_tournament(
    service: Person, database: Database
) -> None:
    assert change_policy(OLGA, coin_policy="0").status == 200
    assert set_coins(service).status == 200

    paid_award(service)

    assert (set_coins(service).status, set_coins(service).json["subject"]) == (202, "winter-cup")


def test_an_entry_fee_makes_a_coin_policy_need_two_people(service: Person, database: Database) -> None:
    assert change_policy(OLGA, coin_policy="0").status == 200
    kit.credit(service, "ann", "30")
    fee = {"amount": "20", "reason": "entry_fee_debit", "meta": {"tournament_id": "winter-cup"}}
    assert service.post("/api/v1/wallets/ann/debit", fee).status == 201

    assert set_coins(service).status == 202


def test_a_coin_policy_for_another_tournament_than_the_path_is_refused_at_once(
    service: Person, database: Database
) -> None:
    paid_award(service)
    assert change_policy(OLGA, coin_policy="0").status == 200

    assert_problem(service.put(CUP, {"tournament_id": "summer-cup"}), 400, "invalid_request")


def test_an_overdraft_is_not_approved_by_the_owner_or_the_agent_of_the_wallet(
    service: Person, database: Database
) -> None:
    assert change_policy(OLGA, overdraft="0").status == 200
    ann = kit.new_customer(kit.agent("rita"))
    body = {"currency": "USD", "allow_overdraft": True}
    of_customer = pending(service.patch(f"/api/v1/wallets/{ann}", body))
    of_owner = pending(set_overdraft(service, "rita"))

    assert_problem(approve(RITA, of_customer), 403, "self_approval")
    assert_problem(approve(RITA, of_owner), 403, "self_approval")
    assert approve(billing.root("roman"), of_customer).status == 200
    assert kit.service().get(f"/api/v1/wallets/{ann}/balance", {"currency": "USD"}).json["allow_overdraft"] is True


def test_whoever_owns_a_wallet_under_another_id_than_their_sub_approves_nothing_about_it(
    service: Person, database: Database
) -> None:
    """A token's `customer_id` names the owner of the person's wallets."""
    assert change_policy(OLGA, overdraft="0", reversal="0").status == 200
    ann = kit.new_customer(kit.agent(), balance="5.00")
    owner = Person("login-of-ann", ("root", "customer"), PLATFORM, customer_id=ann)
    mistake = kit.cashier(kit.agent(), "debit", ann, "5.00")["transaction_id"]
    waiting = [
        pending(service.patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True})),
        pending(reverse(service, mistake)),
        pending(erasures.request(service, ann)),
    ]

    for approval_id in waiting:
        assert_problem(approve(owner, approval_id), 403, "self_approval")
    assert approve(RITA, waiting[0]).status == 200


def test_a_reversal_is_not_approved_by_an_owner_or_an_agent_of_its_wallets(service: Person, database: Database) -> None:
    assert change_policy(OLGA, reversal="0").status == 200
    ann = kit.new_customer(kit.agent("rita"))
    kit.credit(service, "roman", "5")
    body = {"from_owner_id": "roman", "to_owner_id": ann, "amount": "5", "currency": "COIN"}
    transfer = billing.ok(service.post("/api/v1/transfers", body))["transaction_id"]
    approval_id = pending(reverse(service, transfer))
    of_the_agent = kit.cashier(kit.agent("rita"), "credit", ann, "5.00")["transaction_id"]

    assert_problem(approve(billing.root("roman"), approval_id), 403, "self_approval")
    assert approve(billing.root("rosa"), approval_id).status == 200
    assert_problem(approve(RITA, pending(reverse(service, of_the_agent))), 403, "self_approval")


def test_a_refund_names_the_payment_and_its_amount_and_credits_nothing_back_before_the_approval(
    database: Database,
) -> None:
    assert change_policy(OLGA, refund="30.00").status == 200

    answer = refund()

    assert answer.status == 202
    assert (answer.json["amount"], answer.json["currency"]) == ("30.00", "USD")
    assert billing.balance(billing.member()) == "30.00"
    assert approve(OTTO, pending(answer)).status == 200
    assert billing.balance(billing.member()) == "0.00"
    database.assert_consistent()


def test_a_refund_is_not_approved_by_who_submitted_or_decided_the_payment_or_asked_for_the_top_up(
    database: Database,
) -> None:
    assert change_policy(OLGA, refund="0").status == 200
    _, invoice_id = billing.invoiced(Person("asker", ("billing.view",)), billing.operator("issuer"), "30.00")
    payment_id = billing.submitted(Person("payer", ("billing.view",)), invoice_id)
    billing.ok(billing.decide(billing.operator("decider"), payment_id, "approve"))
    approval_id = pending(billing.decide(OLGA, payment_id, "refund"))

    for sub in ("asker", "issuer", "payer", "decider", "olga"):
        assert_problem(approve(billing.operator(sub), approval_id), 403, "self_approval")
    assert approve(OTHER, approval_id).status == 200


def test_a_refund_of_an_unknown_payment_or_of_another_tenant_is_a_404_at_once(database: Database) -> None:
    assert change_policy(OLGA, refund="0").status == 200
    payment_id = refund().json["subject"]
    other = billing.operator("otto", "globex")
    assert change_policy(other, refund="0").status == 200

    assert_problem(billing.decide(OLGA, str(uuid4()), "refund"), 404, "not_found")
    assert_problem(billing.decide(other, payment_id, "refund"), 404, "not_found")


def test_a_refund_that_root_requests_without_a_tenant_waits_in_the_payment_s_tenant(database: Database) -> None:
    assert change_policy(OLGA, refund="0").status == 200

    answer = refund(RITA)

    assert answer.status == 202, answer.text
    assert database.value("select tenant_id from approvals") == "acme"
    assert approve(OLGA, pending(answer)).status == 200


def test_a_tenant_s_operators_approve_whatever_is_about_billing_and_root_everything() -> None:
    kinds = proposals.approvable_kinds(RITA_AS_PRINCIPAL)
    of_operator = proposals.approvable_kinds(OPERATOR_AS_PRINCIPAL)

    assert set(kinds) == set(get_args(ApprovalKind))
    assert set(of_operator) == {
        *("agent_credit", "payment_method", "contact", "refund", "invoice_payment", "approval_policy", "erasure")
    }


def test_the_platform_s_payment_method_is_approved_by_a_second_root(database: Database) -> None:
    """It waits in the operator's own tenant, whose billing.manage approves that tenant's method only."""
    paul, peter = billing.operator("paul", "platform"), billing.operator("peter", "platform")
    assert change_policy(RITA, payment_method="0").status == 200

    answer = set_method(RITA, "bank_transfer")

    assert answer.status == 202
    assert database.value("select tenant_id from approvals") == "platform"
    assert_problem(approve(paul, pending(answer)), 403, "forbidden")
    assert approve(paul, pending(set_method(peter, "mobile_money"))).status == 200
    assert_problem(approve(paul, pending(change_policy(peter, payment_method=None))), 403, "forbidden")
    assert approve(billing.root("roman"), pending(answer)).json["result"]["tenant_id"] is None


@pytest.mark.parametrize("kind", ["overdraft", "coin_policy", "payment_method"])
def test_an_operation_without_an_amount_needs_two_people_from_any_amount(
    kind: ApprovalKind, service: Person, database: Database
) -> None:
    paid_award(service)
    assert change_policy(OLGA, **{kind: "1000.00"}).status == 200

    assert every_operation(service)[kind]().status == 202


def test_a_refund_is_not_approved_by_who_drafted_issued_or_paid_the_invoice(database: Database) -> None:
    assert change_policy(OLGA, refund="0").status == 200
    invoice_id = billing.draft(billing.operator("drafter"))
    billing.ok(billing.operator("issuer").post(f"{billing.INVOICES}/{invoice_id}/issue"))
    billing.ok(billing.pay(billing.operator("cashier"), invoice_id))
    approval_id = pending(billing.decide(OLGA, billing.paid_payment(OLGA, invoice_id), "refund"))

    for sub in ("drafter", "issuer", "cashier"):
        assert_problem(approve(billing.operator(sub), approval_id), 403, "self_approval")
    assert approve(OTTO, approval_id).status == 200
