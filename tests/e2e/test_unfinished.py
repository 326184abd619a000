"""A write whose outcome is not known: it survives a reload, leaving its form and an expired session."""

import re

from playwright.sync_api import Request, Route, expect

from tests.e2e.agents import new_customer
from tests.e2e.conftest import Call, Examine, People, Visit, Watched, offer
from tests.e2e.test_agent import DEBIT, debits_of, fill_debit


def test_a_debit_cut_off_by_a_reload_is_sent_again_from_another_page_and_posted_once(
    visit: Visit, call: Call, people: People, examine: Examine
) -> None:
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(people.agent, f"/customers/{customer_id}")
    keys: list[str | None] = []

    def keep_the_first_answer(route: Route, request: Request) -> None:
        keys.append(request.headers.get("idempotency-key"))
        answer = route.fetch()
        if len(keys) > 1:
            route.fulfill(response=answer)

    page.route(DEBIT, keep_the_first_answer)
    page.on("dialog", lambda dialog: dialog.accept())  # the browser's own, before a page is left
    fill_debit(page, "5").click()
    expect(page.get_by_role("form", name="Debit").get_by_label("Amount")).not_to_be_editable()
    page.reload()

    notice = page.get_by_role("alert").filter(has_text="Unfinished: Debit of 5.00 USD, alice")
    expect(notice).to_be_visible()
    form = page.get_by_role("form", name="Debit")
    expect(form.get_by_label("Amount")).to_have_value("5")
    expect(form.get_by_label("Description")).to_have_value("Cash paid out")
    expect(form.get_by_label("Amount")).not_to_be_editable()
    examine(page, "unfinished-form", in_each_look=True)

    page.get_by_role("tab", name="Bets").click()  # does not leave the page
    expect(page).to_have_url(re.compile("tab=bets"))
    page.get_by_role("link", name="Settlement").first.click()
    leaving = page.get_by_role("dialog", name="Leave without an answer?")
    expect(leaving).to_contain_text("Debit of 5.00 USD, alice")
    leaving.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", level=1, name="Settlement")).to_be_visible()
    notice.get_by_role("button", name="Send again").click()

    expect(page.get_by_text("Done")).to_be_visible()
    expect(notice).to_be_hidden()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert debits_of(call, people.agent, customer_id) == ["-5.00"]


def test_a_debit_during_which_the_session_expires_goes_on_after_signing_in_over_the_page(
    visit: Visit, call: Call, people: People, watched: Watched, examine: Examine
) -> None:
    watched.allowed += ["status of 401 .*/cashier/debit", "status of 500 .*/local/token"]
    customer_id = new_customer(call, people.agent, "alice", "70.00")
    page = visit(path="/healthz")
    offer(page, people.agent)
    page.goto(f"/customers/{customer_id}")
    page.get_by_role("button").filter(has_text=people.agent.persona.name).click()
    debit = fill_debit(page, "5")
    page.route(DEBIT, lambda route: route.fulfill(status=401, json={"message": "Unauthorized"}), times=1)
    page.route("**/local/token", lambda route: route.fulfill(status=500, json={}), times=1)
    debit.click()

    again = page.get_by_role("dialog", name="Your session has ended")
    expect(again).to_be_visible()
    examine(page, "signing-in-again", in_each_look=True)
    assert debits_of(call, people.agent, customer_id) == []
    again.get_by_role("button").filter(has_text=people.agent.persona.name).click()

    expect(page.get_by_text("Debited 5.00 USD")).to_be_visible()
    expect(again).to_be_hidden()
    expect(page.get_by_role("form", name="Debit").get_by_label("Amount")).to_be_focused()
    assert debits_of(call, people.agent, customer_id) == ["-5.00"]
