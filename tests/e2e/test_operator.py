"""The operator's pages: an invoice of a period, a transaction and its reversal, and the accessibility of the pages."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Call, Examine, People, Visit, Watched, show
from tests.e2e.test_billing import create_every_state, decide


def new_credit(call: Call, people: People) -> str:
    """The id of a cashier credit."""
    client = {"username": "alice", "account_type": "postup", "currency": "USD"}
    customer = call(people.agent, "POST", "/api/v1/agent/clients", client)
    credit = {"customer_id": customer["customer_id"], "amount": "70.10", "description": "Cash paid in"}
    return str(call(people.agent, "POST", "/api/v1/cashier/credit", credit)["transaction_id"])


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


def test_the_operator_s_pages_are_accessible(
    visit: Visit, people: People, call: Call, watched: Watched, examine: Examine
) -> None:
    invoice_id = create_every_state(call, people)
    watched.allowed.append(f"status of 404 .*/{invoice_id}")  # of the search: what else the id could be of
    run = call(people.root, "POST", "/api/v1/reconciliation/runs", {"dry_run": True})
    page = visit(people.root, "/operator/requests")
    expect(page.get_by_role("columnheader", name="Tenant")).to_be_visible()
    page.get_by_role("combobox", name="Tenant").fill(people.tenant_id.upper())
    offered = page.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text([people.tenant_id])
    examine(page, "operator-tenants")
    offered.click()
    expect(page).to_have_url(re.compile(f"tenant={people.tenant_id}"))
    for name, path in (
        ("payments", f"/operator/payments?status=all&tenant={people.tenant_id}"),
        ("invoices", f"/operator/invoices?tenant={people.tenant_id}"),
        ("invoice", f"/operator/invoices/{invoice_id}"),
        ("new-invoice", "/operator/invoices/new"),
        ("wallet", f"/operator/wallet?tenant={people.tenant_id}"),
        ("methods", "/operator/methods"),
        ("reconciliation", "/operator/reconciliation"),
        ("run", f"/operator/reconciliation/{run['run_id']}"),
        ("find", f"/operator/find?id={invoice_id}"),
        ("transaction", f"/operator/transactions/{new_credit(call, people)}?tenant={people.tenant_id}"),
    ):
        show(page, path)
        if name == "new-invoice":
            page.get_by_role("textbox", name="Last day").click()
            expect(page.get_by_role("dialog", name="Calendar")).to_be_visible()

        examine(page, f"operator-{name}")
    show(page, f"/operator/requests?tenant={people.tenant_id}")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    examine(page, "operator-approve")
