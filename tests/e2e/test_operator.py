"""The operator's pages: decisions, reconciliation, transactions, and the accessibility of the pages."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Call, Examine, People, Visit, Watched, show
from tests.e2e.test_billing import BILLING, create_every_state, decide, issue_invoice, request_topup


def new_credit(call: Call, people: People) -> str:
    """The id of a cashier credit."""
    client = {"username": "alice", "account_type": "postup", "currency": "USD"}
    customer = call(people.agent, "POST", "/api/v1/agent/clients", client)
    credit = {"customer_id": customer["customer_id"], "amount": "70.10", "description": "Cash paid in"}
    return str(call(people.agent, "POST", "/api/v1/cashier/credit", credit)["transaction_id"])


def test_the_platform_s_operator_sees_every_tenant_or_a_chosen_one(
    visit: Visit, people: People, call: Call, examine: Examine
) -> None:
    request_topup(call, people.member, "45.50")
    page = visit(people.root, "/operator/requests")
    expect(page.get_by_role("columnheader", name="Tenant")).to_be_visible()

    page.get_by_role("combobox", name="Tenant").fill(people.tenant_id.upper())
    offered = page.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text([people.tenant_id])
    examine(page, "operator-tenants")
    offered.click()

    expect(page).to_have_url(re.compile(f"tenant={people.tenant_id}"))
    expect(page.get_by_role("status").filter(has_text=re.compile("^1 request$"))).to_have_count(1)


def test_a_request_is_rejected_with_its_reason(visit: Visit, people: People, call: Call) -> None:
    request = request_topup(call, people.member, "5000.00")
    page = visit(people.operator, "/operator/requests")

    decide(page, "Reject", "Each quarter on its own, please")

    expect(page.get_by_text("No pending requests")).to_be_visible()
    decided = call(people.member, "GET", f"{BILLING}/wallet/topup-requests/{request['request_id']}")
    assert (decided["status"], decided["decision_note"]) == ("rejected", "Each quarter on its own, please")


def test_a_request_can_be_approved_with_the_keyboard_only(visit: Visit, people: People, call: Call) -> None:
    request = request_topup(call, people.member, "45.50")
    page = visit(people.operator, "/operator/requests")
    approve = page.get_by_role("button", name="Approve")
    expect(approve).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if approve.evaluate("button => button === document.activeElement"):
            break

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("By keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("No pending requests")).to_be_visible()
    decided = call(people.member, "GET", f"{BILLING}/wallet/topup-requests/{request['request_id']}")
    assert (decided["status"], decided["decision_note"]) == ("invoiced", "By keys")


def test_a_refund_of_spent_money_shows_the_refusal(visit: Visit, people: People, call: Call, watched: Watched) -> None:
    watched.allowed.append("status of 400")
    invoice_id = issue_invoice(call, people, "20.00")
    call(people.operator, "POST", f"{BILLING}/invoices/{invoice_id}/pay", {})
    adjustments = f"{BILLING}/wallet/adjustments?tenant_id={people.tenant_id}"
    call(people.root, "POST", adjustments, {"amount": "-15.00", "reason": "Spent"})
    page = visit(people.operator, f"/operator/invoices/{invoice_id}")

    decide(page, "Refund", "Called back by the bank")

    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(re.compile("insufficient", re.IGNORECASE))


def test_an_invoice_of_a_period_is_drafted_issued_and_voided(visit: Visit, people: People) -> None:
    page = visit(people.operator, "/operator/invoices/new")
    page.get_by_role("textbox", name="First day").fill("1 Oct 2026")
    page.get_by_role("textbox", name="Last day").fill("31 Oct 2026")
    page.get_by_label("Description").fill("8,000 messages")
    page.get_by_label("Amount").fill("40.10")
    page.get_by_role("button", name="Create draft").click()

    decide(page, "Issue")
    expect(page.get_by_text("Waiting for payment")).to_be_visible()
    decide(page, "Void", "Billed to the wrong tenant")
    expect(page.get_by_text("Must not be paid", exact=True)).to_be_visible()


def test_a_reconciliation_is_started_and_its_page_updates_until_the_end(
    visit: Visit, people: People, call: Call
) -> None:
    page = visit(people.root, "/operator/reconciliation")

    page.get_by_role("checkbox", name="Everything").check()
    page.get_by_role("button", name="Start a dry run").click()

    expect(page.get_by_text("Dry run over everything.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Took \d+\.\d s"))).to_be_visible()
    run = call(people.root, "GET", f"/api/v1/reconciliation/runs/{page.url.rsplit('/', 1)[1]}")
    # The run is not clean if it finds an overdue event of another test.
    expect(page.get_by_text({"clean": "Clean", "drift": "Not clean"}[run["status"]], exact=True)).to_be_visible()
    assert (run["dry_run"], run["full"]) == (True, True)


def test_a_transaction_shows_its_entries_and_can_be_reversed(visit: Visit, people: People, call: Call) -> None:
    transaction_id = new_credit(call, people)
    page = visit(people.root, f"/operator/transactions/{transaction_id}?tenant={people.tenant_id}")

    entries = page.get_by_role("table", name="Entries")
    expect(entries.get_by_role("cell", name="+70.10 USD")).to_be_visible()
    expect(entries.get_by_role("cell", name="-70.10 USD")).to_be_visible()
    expect(entries.get_by_role("cell", name="0.00 USD", exact=True)).to_be_visible()

    decide(page, "Reverse", "Paid into the wrong wallet")
    expect(page).not_to_have_url(re.compile(transaction_id))
    page.get_by_role("link", name=transaction_id).click()
    expect(page.get_by_role("region", name="Transaction").get_by_text("Reversed", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Reverse")).to_have_count(0)


def test_an_id_finds_a_transaction_a_request_an_invoice_and_a_payment(
    visit: Visit, people: People, call: Call, watched: Watched, examine: Examine
) -> None:
    watched.allowed.append("status of 404")  # whatever else the id could be of
    transaction_id = new_credit(call, people)
    invoice_id = issue_invoice(call, people, "20.00")
    (request,) = call(people.member, "GET", f"{BILLING}/wallet/topup-requests/me")["items"]
    paid = call(people.root, "POST", f"{BILLING}/invoices/{invoice_id}/pay", {"reference": "TR-7"})
    page = visit(people.root, "/operator/find")

    for label, wanted, shown in (
        ("Transaction", transaction_id, "Posted by"),
        ("Top-up request", request["request_id"], paid["number"]),
        ("Invoice", invoice_id, paid["number"]),
        ("Payment", paid["payments"][0]["payment_id"], "TR-7"),
    ):
        page.get_by_role("combobox", name="Tenant of a transaction").fill(people.tenant_id)
        page.get_by_label("Id", exact=True).fill(wanted)
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("table", name=label)).to_contain_text(shown)
        examine(page, f"operator-find-{label.split()[0].lower()}")
    page.get_by_label("Id", exact=True).fill("019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nothing that you may see has this id")).to_be_visible()


def test_a_transaction_that_cannot_be_reversed_directly_shows_the_refusal(
    visit: Visit, people: People, call: Call, watched: Watched
) -> None:
    watched.allowed.append("status of 409")
    adjustments = f"{BILLING}/wallet/adjustments?tenant_id={people.tenant_id}"
    adjustment = call(people.root, "POST", adjustments, {"amount": "10.00", "reason": "A present"})
    page = visit(people.root, f"/operator/transactions/{adjustment['transaction_id']}?tenant={people.tenant_id}")

    decide(page, "Reverse", "A mistake")

    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("has its own kind of reversal")


def test_a_wallet_is_frozen_and_unfrozen(visit: Visit, people: People, call: Call) -> None:
    call(people.member, "GET", f"{BILLING}/wallet/me")
    page = visit(people.root, f"/operator/wallet?tenant={people.tenant_id}")

    decide(page, "Freeze")
    expect(page.get_by_text("The wallet is frozen")).to_be_visible()
    assert call(people.member, "GET", f"{BILLING}/wallet/me")["status"] == "frozen"

    decide(page, "Unfreeze")
    expect(page.get_by_text("The wallet is frozen")).to_have_count(0)


def test_the_operator_s_pages_are_accessible(visit: Visit, people: People, call: Call, examine: Examine) -> None:
    invoice_id = create_every_state(call, people)
    run = call(people.root, "POST", "/api/v1/reconciliation/runs", {"dry_run": True})
    page = visit(people.root, "/operator/requests")
    expect(page.get_by_role("heading", name="Top-up requests")).to_be_visible()
    for name, path in (
        ("requests", f"/operator/requests?tenant={people.tenant_id}"),
        ("payments", f"/operator/payments?status=all&tenant={people.tenant_id}"),
        ("invoices", f"/operator/invoices?tenant={people.tenant_id}"),
        ("invoice", f"/operator/invoices/{invoice_id}"),
        ("new-invoice", "/operator/invoices/new"),
        ("wallet", f"/operator/wallet?tenant={people.tenant_id}"),
        ("methods", "/operator/methods"),
        ("reconciliation", "/operator/reconciliation"),
        ("run", f"/operator/reconciliation/{run['run_id']}"),
        ("transaction", f"/operator/transactions/{new_credit(call, people)}?tenant={people.tenant_id}"),
    ):
        show(page, path)
        if name == "new-invoice":
            page.get_by_role("textbox", name="Last day").click()
            expect(page.get_by_role("dialog", name="Calendar")).to_be_visible()

        examine(page, f"operator-{name}")
    page.goto(f"/operator/requests?tenant={people.tenant_id}")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    examine(page, "operator-approve")
