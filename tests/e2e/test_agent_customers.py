"""The agent's customers: changed terms and the import of a file."""

from playwright.sync_api import FilePayload, expect

from tests.e2e.agents import new_customer, rows
from tests.e2e.conftest import Call, People, Visit, Watched

CSV = "username,account_type,credit_limit,opening_balance\r\n"


def test_changed_terms_of_an_account_are_stored(visit: Visit, call: Call, people: People) -> None:
    customer_id = new_customer(call, people.agent, "alice", account_type="credit", credit_limit="100")
    page = visit(people.agent, f"/customers/{customer_id}")
    form = page.get_by_role("form", name="Account")

    form.get_by_label("Credit limit").fill("250.50")
    form.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Account updated")).to_be_visible()
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("dialog", name="Freeze alice?").get_by_role("button", name="Freeze").click()
    expect(page.get_by_role("button", name="Unfreeze")).to_be_visible()

    page.get_by_role("tab", name="Changes").click()
    changes = rows(page, "Changes of the account")
    expect(changes).to_have_count(2)
    expect(changes.filter(has_text="Credit limit")).to_contain_text("250.50 USD")
    expect(changes.filter(has_text="Status")).to_contain_text("Frozen")


def test_a_file_is_imported_completely_or_not_at_all(
    visit: Visit, call: Call, people: People, watched: Watched
) -> None:
    watched.allowed.append("status of 400 .*/agent/clients/import")
    page = visit(people.agent, "/customers/import")

    def choose(text: str) -> None:
        file: FilePayload = {"name": "customers.csv", "mimeType": "text/csv", "buffer": text.encode()}
        with page.expect_file_chooser() as choosing:
            page.get_by_label("CSV file").click()
        choosing.value.set_files(file)

    choose(f"{CSV}ann,postup,,12.50\r\nbob,credit,10,-10.01\r\n")
    expect(rows(page, "Rows of the file")).to_have_count(2)
    page.get_by_role("button", name="Import all 2").click()
    wrong = rows(page, "Invalid rows")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("2. bob")
    expect(wrong).to_contain_text("opening_balance")
    assert call(people.agent, "GET", "/api/v1/agent/clients")["total_count"] == 0

    page.get_by_role("button", name="Another file").click()
    choose(f"{CSV}ann,postup,,12.50\r\nbob,credit,10,-10.00\r\n")
    page.get_by_role("button", name="Import all 2").click()
    expect(page.get_by_role("status").filter(has_text="2 customers imported").first).to_be_visible()
    listed = call(people.agent, "GET", "/api/v1/agent/clients")["items"]
    assert [(one["username"], one["account_balance"]) for one in listed] == [("ann", "12.50"), ("bob", "-10.00")]
