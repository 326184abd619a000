"""The tenant's pages: a top-up with one page for each person taking part, and the accessibility of the pages."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Call, Examine, People, Person, Visit, show
from tests.support.waiting import eventually

BILLING = "/api/v1/billing"
REQUESTS = f"{BILLING}/wallet/topup-requests"


def submit_request(page: Page, amount: str) -> None:
    """Fill in and send the form of a top-up request."""
    page.get_by_label("Amount").fill(amount)
    page.get_by_role("button", name=re.compile("^Request ")).click()


def decide(page: Page, verb: str, note: str = "") -> None:
    """Press the button of a decision and confirm it."""
    page.get_by_role("button", name=verb, exact=True).click()
    dialog = page.get_by_role("dialog")
    if note:
        dialog.get_by_role("textbox").fill(note)
    dialog.get_by_role("button", name=verb, exact=True).click()


def request_topup(call: Call, person: Person, amount: str) -> dict[str, Any]:
    answer: dict[str, Any] = call(person, "POST", REQUESTS, {"amount": amount, "note": "For June"})
    return answer


def issue_invoice(call: Call, people: People, amount: str) -> str:
    """The id of an issued invoice of the member's tenant."""
    request = request_topup(call, people.member, amount)
    approved = call(people.operator, "POST", f"{REQUESTS}/{request['request_id']}/approve", {})
    return str(approved["invoice"]["invoice_id"])


def submit_payment(call: Call, people: People, invoice_id: str, reference: str) -> str:
    body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "transaction_reference": reference}
    return str(call(people.member, "POST", f"{BILLING}/payments/manual", body)["payment_id"])


def create_every_state(call: Call, people: People) -> str:
    """Create requests, invoices and payments of every status. Returns the id of an issued invoice."""
    for action in ("cancel", "reject"):
        request = request_topup(call, people.member, "75.00")
        person = people.member if action == "cancel" else people.operator
        call(person, "POST", f"{REQUESTS}/{request['request_id']}/{action}", {})
    request_topup(call, people.member, "300.00")
    for reference, action in (("TR-1", "approve"), ("TR-2", "reject"), ("TR-3", "")):
        payment_id = submit_payment(call, people, issue_invoice(call, people, "9.50"), reference)
        if action:
            body = {"reason": "Nothing arrived"} if action == "reject" else {}
            call(people.operator, "POST", f"{BILLING}/payments/{payment_id}/{action}", body)
    return issue_invoice(call, people, "60.00")


def test_a_top_up_is_requested_approved_paid_and_credited(visit: Visit, people: People, call: Call) -> None:
    tenant, operator = visit(people.member, "/billing"), visit(people.operator, "/operator/requests")
    submit_request(tenant, "120.00")
    expect(tenant.get_by_text("Requested 120.00 USD")).to_be_visible()

    operator.reload()
    decide(operator, "Approve", "As agreed by phone")
    expect(operator.get_by_text(re.compile("Invoice TOP-.* is issued"))).to_be_visible()
    expect(operator.get_by_text("No pending requests")).to_be_visible()

    tenant.goto("/billing/requests")
    expect(tenant.get_by_role("cell", name="As agreed by phone")).to_be_visible()
    tenant.get_by_role("link", name=re.compile("^TOP-")).click()
    tenant.get_by_label("Reference of the payment").fill("TR-4711")
    tenant.get_by_role("button", name="I paid 120.00 USD").click()
    expect(tenant.get_by_text("A payment is waiting for approval")).to_be_visible()
    assert call(people.member, "GET", f"{BILLING}/wallet/me")["balance"] == "0.00"

    operator.get_by_role("link", name="Payments", exact=True).click()
    decide(operator, "Approve", "Seen on the account")
    expect(operator.get_by_text("No payment waits for approval")).to_be_visible()

    tenant.get_by_role("link", name="Wallet", exact=True).click()
    expect(tenant.get_by_role("table", name="Transactions").get_by_role("cell", name="+120.00 USD")).to_be_visible()
    expect(tenant.get_by_role("definition").filter(has_text="120.00 USD")).to_be_visible()
    assert call(people.member, "GET", f"{BILLING}/wallet/me")["balance"] == "120.00"


def test_the_pdf_of_an_invoice_opens_in_a_new_tab(visit: Visit, people: People, call: Call) -> None:
    page = visit(people.member, f"/billing/invoices/{issue_invoice(call, people, '60.00')}")
    opened: list[str] = []

    def watch(tab: Page) -> None:
        tab.on("framenavigated", lambda frame: opened.append(frame.url))
        tab.on("download", lambda download: opened.append(download.url))  # of a browser that shows no PDF

    page.context.on("page", watch)
    page.get_by_role("button", name="Open PDF").click()

    def has_opened() -> bool:
        page.wait_for_timeout(0)  # playwright delivers events while it waits
        return any(url.startswith("blob:") for url in opened)

    assert eventually(has_opened)


def test_the_tenant_s_pages_are_accessible(visit: Visit, people: People, call: Call, examine: Examine) -> None:
    invoice_id = create_every_state(call, people)
    page = visit(people.member, "/billing")
    expect(page.get_by_role("heading", name="Wallet")).to_be_visible()
    for name, path in (
        ("wallet", "/billing"),
        ("requests", "/billing/requests"),
        ("invoices", "/billing/invoices"),
        ("invoice", f"/billing/invoices/{invoice_id}"),
        ("payments", "/billing/payments"),
        ("methods", "/billing/methods"),
    ):
        show(page, path)

        examine(page, f"billing-{name}")
