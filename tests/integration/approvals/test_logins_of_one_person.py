"""Two logins of one person are one person: their tokens have different subs, and name one owner."""

import pytest

from tests.integration.approvals.test_agent_credits import credit
from tests.integration.approvals.test_approval_kinds import with_empty_wallet
from tests.integration.cashier.test_agent_limits import limit
from tests.support import billing, erasures, kit
from tests.support.approvals import adjust, approve, change_policy, pending
from tests.support.billing import PAYMENTS, TOPUPS, decide, invoiced, ok, pay, request_topup, submitted
from tests.support.kit import PLATFORM, Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")

MEMBER = Person("desk-login", ("billing.view",), customer_id="bea")
OPERATOR = Person("office-login", ("billing.manage",), customer_id="bea")
OLGA = billing.operator()


@pytest.fixture(autouse=True)
def _two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")


@pytest.mark.parametrize(
    ("asking", "approving"),
    [
        (Person("one", ("root",), PLATFORM, customer_id="rea"), Person("two", ("root",), PLATFORM, customer_id="rea")),
        (Person("rea", ("root",), PLATFORM), Person("two", ("root",), PLATFORM, customer_id="rea")),
        (Person("one", ("root",), PLATFORM, customer_id="rea"), Person("rea", ("root",), PLATFORM)),
    ],
    ids=["both name the owner", "the approver names the requester", "the requester names the approver"],
)
def test_whoever_requested_it_does_not_approve_it_with_another_login(asking: Person, approving: Person) -> None:
    approval_id = pending(adjust(asking))

    assert_problem(approve(approving, approval_id), 403, "self_approval")
    assert approve(Person("ron", ("root",), PLATFORM, customer_id="ron-1"), approval_id).status == 200


def test_a_login_with_roles_of_systems_only_is_a_login_of_its_person_too(service: Person) -> None:
    asking = Person("system-login", ("service",), customer_id="bea")

    approval_id = pending(erasures.request(asking, with_empty_wallet(service)))

    assert_problem(approve(OPERATOR, approval_id), 403, "self_approval")


def test_a_credit_above_the_limit_is_not_approved_with_another_login_of_the_agent(database: Database) -> None:
    """The database transaction begins again before the approval is requested."""
    agent = Person("agent-login", ("agent",), customer_id="bea")
    customer_id = kit.new_customer(agent, "ann")
    limit(billing.root(), agent_id=agent.sub, total="20.00")
    assert approve(billing.root(), pending(change_policy(OLGA, agent_credit="0"))).status == 200

    approval_id = pending(credit(agent, customer_id, "20.01"))

    assert_problem(approve(OPERATOR, approval_id), 403, "self_approval")
    assert approve(OLGA, approval_id).status == 200


def test_whoever_asked_for_a_top_up_takes_no_part_in_it_with_another_login() -> None:
    request_id = request_topup(MEMBER)
    assert_problem(OPERATOR.post(f"{TOPUPS}/{request_id}/approve"), 403, "self_approval")

    invoice_id = ok(OLGA.post(f"{TOPUPS}/{request_id}/approve"))["invoice"]["invoice_id"]
    assert_problem(pay(OPERATOR, invoice_id), 403, "self_approval")
    assert_problem(decide(OPERATOR, submitted(billing.member(), invoice_id), "approve"), 403, "self_approval")


def test_whoever_submitted_a_payment_takes_no_part_in_its_approval_with_another_login() -> None:
    _, invoice_id = invoiced(billing.member(), OLGA)
    payment_id = submitted(MEMBER, invoice_id)

    assert_problem(decide(OPERATOR, payment_id, "approve"), 403, "self_approval")
    assert_problem(pay(OPERATOR, invoice_id, reference="TR-1"), 403, "self_approval")
    assert ok(decide(OLGA, payment_id, "approve"))["status"] == "succeeded"


def test_whoever_approved_a_payment_does_not_approve_its_refund_with_another_login() -> None:
    _, invoice_id = invoiced(billing.member(), OLGA)
    payment_id = submitted(billing.member(), invoice_id)
    ok(decide(Person("third-login", ("billing.manage",), customer_id="bea"), payment_id, "approve"))
    approval_id = pending(OLGA.post(f"{PAYMENTS}/{payment_id}/refund", {"reason": "Twice"}))

    assert_problem(approve(OPERATOR, approval_id), 403, "self_approval")
    assert approve(billing.root(), approval_id).status == 200


def test_an_owner_of_another_tenant_with_the_same_id_is_another_person() -> None:
    pending(adjust(Person("one", ("root",), PLATFORM, customer_id="bea")))
    request_id = request_topup(Person("ann", ("billing.view",), customer_id="bea"))

    approver = Person("elsewhere", ("root",), PLATFORM, customer_id="bea")
    assert approver.post(f"{TOPUPS}/{request_id}/approve").status == 200
