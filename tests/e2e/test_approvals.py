"""The pages of approvals: an operation that waits for a second person, and the accessibility of the pages."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.e2e.conftest import Call, Examine, People, Visit, show
from tests.e2e.test_billing import BILLING, decide

POLICY = "/api/v1/approval-policy"


def ask_for_two_people(call: Call, people: People, **from_: str | None) -> None:
    """Change the policy of the test's tenant. Each later change needs two people."""
    call(people.operator, "PUT", POLICY, {"from": from_})


def request_adjustment(call: Call, people: People, amount: str) -> str:
    """The id of the approval of an adjustment that waits."""
    path = f"{BILLING}/wallet/adjustments?tenant_id={people.tenant_id}"
    return str(call(people.root, "POST", path, {"amount": amount, "reason": "Goodwill"})["approval_id"])


def configure_method(call: Call, people: People, iban: str) -> str:
    """The id of a payment method, or of the approval of its change."""
    method = {
        "type": "bank_transfer",
        "display_name": "Bank transfer",
        "instructions": "Name the invoice in the transfer.",
        "bank_details": {"account_holder": "Acme Ltd", "iban": iban},
        "is_default": True,
        "is_enabled": True,
    }
    answer = call(people.operator, "PUT", f"{BILLING}/payment-methods/bank_transfer", method)
    return str(answer.get("approval_id", answer.get("id")))


def test_an_operation_that_waits_leads_to_its_approval_which_a_second_person_gives(
    visit: Visit, people: People, call: Call
) -> None:
    ask_for_two_people(call, people, adjustment="0")
    second = replace(people.root, sub=f"second-{people.tenant_id}")
    first_page = visit(people.root, f"/operator/wallet?tenant={people.tenant_id}")
    first_page.get_by_role("button", name=f"Open a wallet for {people.tenant_id}").click()
    first_page.get_by_label("Amount").fill("25")
    first_page.get_by_label("Reason").fill("Goodwill")
    first_page.get_by_role("button", name="Adjust…").click()
    first_page.get_by_role("dialog").get_by_role("button", name="Adjust", exact=True).click()
    first_page.get_by_role("button", name="Show the request").click()
    expect(first_page.get_by_text("You requested this")).to_be_visible()
    expect(first_page.get_by_role("button", name="Approve")).to_have_count(0)
    assert call(people.member, "GET", f"{BILLING}/wallet/me")["balance"] == "0.00"

    page = visit(second, f"/operator/approvals?tenant={people.tenant_id}")
    page.get_by_role("link", name="Adjustment of a prepaid wallet").click()
    expect(page.get_by_text(f"Adds 25.00 USD to the prepaid wallet of {people.tenant_id}.")).to_be_visible()
    decide(page, "Approve", "As agreed")

    expect(page.get_by_role("region", name="Result").get_by_text("25.00").first).to_be_visible()
    assert call(people.member, "GET", f"{BILLING}/wallet/me")["balance"] == "25.00"


def test_the_pages_of_approvals_are_accessible(visit: Visit, people: People, call: Call, examine: Examine) -> None:
    configure_method(call, people, "DE02120300000000202051")
    ask_for_two_people(call, people, adjustment="0", payment_method="0", refund="100.00")
    request_adjustment(call, people, "25.00")
    request_adjustment(call, people, "-3.50")
    change = configure_method(call, people, "GB82WEST12345698765432")
    call(people.operator, "PUT", POLICY, {"from": {"refund": None, "reversal": "0"}})
    second = replace(people.root, sub=f"second-{people.tenant_id}")
    approved = request_adjustment(call, people, "7.00")
    call(second, "POST", f"/api/v1/approvals/{approved}/approve", {"note": "As agreed"})
    page = visit(second, f"/operator/approvals?tenant={people.tenant_id}")
    expect(page.get_by_role("table", name="Approvals")).to_be_visible()
    for name, path in (
        ("all", f"/operator/approvals?status=all&tenant={people.tenant_id}"),
        ("pending", f"/operator/approvals/{change}"),
        ("approved", f"/operator/approvals/{approved}"),
        ("policy", f"/operator/approvals/policy?tenant={people.tenant_id}"),
        ("agent-limits", f"/operator/agent-limits?tenant={people.tenant_id}&agent={people.agent.sub}"),
    ):
        show(page, path)

        examine(page, f"approvals-{name}")
