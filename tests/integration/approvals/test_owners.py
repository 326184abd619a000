"""A tenant's owner: decides on everything of the tenant, with a second person, or alone where TwoPeople is off."""

import pytest

from tests.integration.approvals.test_approval_kinds import METHOD, set_overdraft, with_empty_wallet
from tests.integration.cashier.test_agent_limits import request_limit
from tests.integration.records.test_changes import changes
from tests.support import billing, erasures, kit
from tests.support.approvals import APPROVALS, adjust, approve, change_policy, pending, reject, reverse
from tests.support.billing import BASE, TOPUPS, invoiced, ok, pay, request_topup
from tests.support.kit import PLATFORM, Answer, Database, Person, assert_problem

pytestmark = pytest.mark.usefixtures("database")

OWNER = kit.owner()
SHOP = Person("owen", ("owner", "billing.manage", "agent"))
"""The only person of a tenant."""
SECOND_OWNER = kit.owner("olive")


@pytest.fixture
def two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")


def credited(service: Person, owner_id: str = "ann") -> str:
    return str(kit.credit(service, owner_id, "5")["transaction_id"])


def paid(by: Person) -> str:
    """A payment of a top-up that others asked for and approved."""
    _, invoice_id = billing.topped_up(billing.member(), billing.operator("opal"), "30.00")
    return billing.paid_payment(by, invoice_id)


def pay_own_topup(by: Person) -> list[Answer]:
    """Request a top-up, approve it, submit its payment and approve that, until one of them is refused."""
    request_id = request_topup(by, "50.00")
    approved = by.post(f"{TOPUPS}/{request_id}/approve")
    if approved.status != 200:
        return [approved]
    payment_id = billing.submitted(by, approved.json["invoice"]["invoice_id"])
    return [approved, billing.decide(by, payment_id, "approve")]


def test_one_owner_does_everything_alone_where_two_people_are_off_and_the_records_say_so(
    service: Person, database: Database
) -> None:
    transaction_id, payment_id = credited(service), paid(SHOP)
    method = SHOP.put(f"{BASE}/payment-methods/bank", METHOD)
    answers = [
        reverse(SHOP, transaction_id),
        SHOP.post(f"{billing.WALLET}/adjustments", {"amount": "5.00", "reason": "Goodwill"}),
        billing.decide(SHOP, payment_id, "refund"),
        *pay_own_topup(SHOP),
        set_overdraft(SHOP),
        request_limit(SHOP, SHOP.sub, daily="100.00"),
        request_limit(SHOP, SHOP.sub, daily="200.00"),
        method,
    ]

    assert [answer.status for answer in answers] == [201, 201, *[200] * 7], [answer.text for answer in answers]
    assert billing.balance(SHOP) == "55.00"
    (reversal,) = [one for one in answers if one.json.get("kind") == "reversal"]
    assert (reversal.json["posted_by"], reversal.json["approved_by"]) == ("owen", None)
    recorded = changes(OWNER)
    assert [one["kind"] for one in recorded] == ["payment_method", "overdraft", "agent_limits", "agent_limits"]
    assert {(one["by"], one["approved_by"]) for one in recorded} == {("owen", None)}
    database.assert_consistent()


def test_one_owner_marks_the_invoice_of_the_own_top_up_as_paid_where_two_people_are_off(database: Database) -> None:
    _, invoice_id = invoiced(SHOP, SHOP)

    assert pay(SHOP, invoice_id).json["paid_by"] == "owen"
    assert billing.balance(SHOP) == "50.00"


def test_one_owner_requests_and_approves_an_erasure_where_two_people_are_off(
    service: Person, database: Database
) -> None:
    approval_id = pending(erasures.request(OWNER, with_empty_wallet(service)))

    approval = ok(approve(OWNER, approval_id))["approval"]

    assert (approval["requested_by"], approval["decided_by"], approval["status"]) == ("owen", "owen", "approved")


@pytest.mark.usefixtures("two_people")
def test_an_owner_does_not_approve_what_they_requested_and_another_owner_does(service: Person) -> None:
    payment_id = paid(OWNER)
    waiting = [
        pending(reverse(OWNER, credited(service))),
        pending(OWNER.post(f"{billing.WALLET}/adjustments", {"amount": "5.00", "reason": "Goodwill"})),
        pending(billing.decide(OWNER, payment_id, "refund")),
        pending(OWNER.put(f"{BASE}/payment-methods/bank", METHOD)),
        pending(erasures.request(OWNER, with_empty_wallet(service))),
    ]

    for approval_id in waiting:
        assert_problem(approve(OWNER, approval_id), 403, "self_approval")
        assert approve(SECOND_OWNER, approval_id).status == 200

    assert [(one["by"], one["approved_by"]) for one in changes(OWNER)] == [("owen", "olive")]


@pytest.mark.usefixtures("two_people")
def test_an_owner_takes_no_second_part_in_the_own_top_up_where_two_people_are_needed() -> None:
    (refused,) = pay_own_topup(SHOP)
    assert_problem(refused, 403, "self_approval")

    _, invoice_id = invoiced(SHOP, billing.operator())
    assert_problem(pay(SHOP, invoice_id), 403, "self_approval")
    assert_problem(billing.decide(SHOP, billing.submitted(SHOP, invoice_id), "approve"), 403, "self_approval")


@pytest.mark.usefixtures("two_people")
def test_an_owner_who_is_an_agent_does_not_raise_the_own_limit_where_two_people_are_needed() -> None:
    assert request_limit(OWNER, SHOP.sub, daily="100.00").status == 200

    assert_problem(request_limit(SHOP, SHOP.sub, daily="100.01"), 403, "forbidden")
    assert request_limit(SHOP, SHOP.sub, daily="99.00").status == 200


@pytest.mark.usefixtures("two_people")
@pytest.mark.parametrize("agent_id", ["agent-login", None], ids=["the other login's", "the default"])
def test_an_owner_does_not_raise_the_limit_that_bounds_them_with_another_login(agent_id: str | None) -> None:
    kit.new_customer(Person("agent-login", ("agent",), customer_id="bea"))
    assert request_limit(SECOND_OWNER, agent_id, daily="1.00").status == 200

    assert_problem(
        request_limit(Person("owner-login", ("owner",), customer_id="bea"), agent_id, daily="2.00"), 403, "forbidden"
    )
    assert request_limit(SECOND_OWNER, agent_id, daily="2.00").status == 200


@pytest.mark.usefixtures("two_people")
def test_an_owner_sets_no_overdraft_of_the_own_wallet_or_customer_where_two_people_are_needed() -> None:
    """It would go around the own limit as an agent."""
    ann = kit.new_customer(SHOP)
    holder = Person("owen", ("owner", "customer"), customer_id="owen-1")

    for answer in (
        set_overdraft(OWNER, ann),
        OWNER.patch(f"/api/v1/wallets/{ann}", {"currency": "EUR", "allow_overdraft": True}),
        set_overdraft(holder, "owen-1"),
        set_overdraft(OWNER, "owen"),
    ):
        assert_problem(answer, 403, "self_approval")
    assert set_overdraft(SECOND_OWNER, ann).status == 200
    assert set_overdraft(SECOND_OWNER, "owen-1").status == 200


def test_an_owner_approves_what_they_took_part_in_since_they_requested_it() -> None:
    """Where TwoPeople is off."""
    assert change_policy(OWNER, invoice_payment="0").status == 200
    _, invoice_id = invoiced(billing.member(), billing.operator())
    waiting = pending(pay(SHOP, invoice_id, reference="TR-1"))
    billing.submitted(SHOP, invoice_id)
    ok(approve(OWNER, pending(change_policy(OWNER, invoice_payment=None))))

    assert ok(approve(SHOP, waiting))["result"]["status"] == "paid"


def test_the_tenant_s_own_policy_asks_its_owner_for_a_second_person(service: Person) -> None:
    """Although TwoPeople is off."""
    kinds = dict.fromkeys(("reversal", "invoice_payment", "agent_credit"), "0")
    assert change_policy(OWNER, **kinds).status == 200
    _, invoice_id = invoiced(SHOP, billing.operator())
    request_id = request_topup(SHOP)

    assert_problem(approve(OWNER, pending(reverse(OWNER, credited(service)))), 403, "self_approval")
    assert_problem(pay(SHOP, invoice_id), 403, "self_approval")
    assert_problem(SHOP.post(f"{TOPUPS}/{request_id}/approve"), 403, "self_approval")
    assert request_limit(OWNER, SHOP.sub, daily="1.00").status == 200
    assert_problem(request_limit(SHOP, SHOP.sub, daily="2.00"), 403, "forbidden")


def test_an_owner_is_not_locked_out_by_the_own_policy_and_its_change_says_who_approved_it(service: Person) -> None:
    """Where TwoPeople is off."""
    assert change_policy(OWNER, reversal="0").status == 200

    ok(approve(OWNER, pending(change_policy(OWNER, reversal=None))))
    ok(approve(OWNER, pending(erasures.request(OWNER, with_empty_wallet(service)))))

    assert reverse(OWNER, credited(service)).status == 201
    assert [(one["by"], one["approved_by"]) for one in changes(OWNER)] == [("owen", None), ("owen", "owen")]


@pytest.mark.parametrize(
    "person",
    [
        Person("owen", ("owner", "billing.manage"), extra={"client_id": "owen"}),
        Person("owen", ("root", "owner"), PLATFORM),
        Person("owen", ("billing.manage",)),
    ],
    ids=["a system", "the platform's owner", "an operator"],
)
def test_nobody_but_the_tenant_s_owner_does_both_parts(person: Person, service: Person) -> None:
    _, invoice_id = invoiced(Person("owen", ("billing.view",)), billing.operator())
    approval_id = pending(erasures.request(OWNER, with_empty_wallet(service)))

    assert_problem(pay(person, invoice_id), 403, "self_approval")
    assert approve(person, approval_id).code in {"self_approval", "forbidden"}


def test_nobody_changes_alone_what_every_tenant_pays_by() -> None:
    person = Person("rita", ("root", "owner"), PLATFORM)
    assert change_policy(person, payment_method="0").status == 200

    assert_problem(approve(person, pending(change_policy(person, payment_method=None))), 403, "self_approval")


def test_an_owner_sees_and_decides_nothing_of_another_tenant(service: Person) -> None:
    stranger = kit.owner(tenant_id="globex")
    approval_id = pending(erasures.request(service, with_empty_wallet(service)))

    assert stranger.get(APPROVALS).json["items"] == []
    assert_problem(approve(stranger, approval_id), 404, "approval_not_found")
    assert_problem(reject(stranger, approval_id), 404, "approval_not_found")
    assert_problem(reverse(stranger, credited(service)), 404, "transaction_not_found")
    assert_problem(adjust(stranger), 403, "forbidden")


@pytest.mark.usefixtures("two_people")
def test_the_changes_say_who_approved_each(service: Person) -> None:
    assert approve(OWNER, pending(change_policy(billing.operator(), overdraft="0"))).status == 200
    assert approve(OWNER, pending(set_overdraft(service))).status == 200
    assert request_limit(OWNER, SHOP.sub, daily="1.00").status == 200

    assert [(one["kind"], one["by"], one["approved_by"]) for one in changes(OWNER)] == [
        ("approval_policy", "olga", "owen"),
        ("overdraft", "service-1", "owen"),
        ("agent_limits", "owen", None),
    ]
