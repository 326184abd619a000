"""Changes of a tenant's contact: who approves them, and who is told."""

from typing import Any

import pytest

from tests.integration.erasure.test_erasure_races import while_waiting
from tests.support import approvals, billing, erasures, kit
from tests.support.approvals import approve, pending
from tests.support.billing import member, operator
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.mail import Mailer, deliver, outbox_messages

CONTACT = f"{billing.BASE}/contact"
OLGA, OTTO = operator("olga"), operator("otto")
ADA = {"email": "ada@acme.example", "name": "Ada Lovelace"}
BOB, EVE = {"email": "bob@acme.example"}, {"email": "eve@acme.example"}
METHOD = {
    "type": "bank_transfer",
    "display_name": "First Bank",
    "instructions": "Transfer it, and name the invoice.",
    "bank_details": {"iban": "GB33 BUKB 2020 1555 5555 55"},
    "is_default": True,
    "is_enabled": True,
}


def put(contact: object, by: Person = OLGA) -> Answer:
    return by.put(CONTACT, contact)


def contact_of_acme() -> Any:
    return billing.ok(OLGA.get(CONTACT))["email"]


def told(database: Database, mailer: Mailer) -> list[str]:
    """Deliver every event, and return the recipients of mails about a changed contact, in order."""
    assert deliver(outbox_messages(database)) == []
    return [mail.to[0] for mail in mailer.mails if mail.subject == "Contact for your account changed"]


def waiting_recipients(database: Database) -> list[Any]:
    return [row["email"] for row in database.rows("select email from mails where email is not null order by email")]


def test_a_contact_is_changed_by_two_people_where_a_payment_method_is(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    billing.ok(put(ADA))
    monkeypatch.setenv("TWO_PEOPLE", "on")

    waiting = pending(put(BOB))

    assert contact_of_acme() == ADA["email"]
    assert_problem(approve(OLGA, waiting), 403, "self_approval")
    result = billing.ok(approve(OTTO, waiting))["result"]
    assert result == billing.ok(OLGA.get(CONTACT))
    assert (result["email"], result["name"]) == (BOB["email"], None)
    assert database.value("select updated_by from contacts") == "olga"


def test_a_policy_for_payment_methods_holds_for_contacts(database: Database) -> None:
    assert approvals.change_policy(OLGA, payment_method="1000.00").status == 200

    assert put(ADA).status == 202


def test_an_invalid_address_is_refused_before_it_waits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")

    assert_problem(put({"email": "not an address"}), 400, "invalid_request")
    assert database.rows("select from approvals") == []


def test_whoever_was_the_contact_hears_of_the_new_one_and_the_new_one_of_the_new_bank_details(
    mailer: Mailer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    billing.ok(put(ADA))
    monkeypatch.setenv("TWO_PEOPLE", "on")
    assert approve(OTTO, pending(put(EVE))).status == 200
    method = OLGA.put(f"{billing.BASE}/payment-methods/bank", METHOD)
    assert approve(OTTO, pending(method)).status == 200

    assert told(database, mailer) == [ADA["email"]]

    of_contact = next(mail for mail in mailer.mails if mail.to == [ADA["email"]])
    assert of_contact.text.startswith("Hello Ada Lovelace,\n")
    assert "eve@" not in of_contact.text
    assert [mail.subject for mail in mailer.mails if mail.to == [EVE["email"]]] == ["Payment method bank changed"]


def test_of_two_changes_at_once_each_former_contact_is_told(mailer: Mailer, database: Database) -> None:
    for contact in (ADA, BOB, EVE):
        billing.ok(put(contact))

    assert waiting_recipients(database) == [ADA["email"], BOB["email"]]
    assert sorted(told(database, mailer)) == [ADA["email"], BOB["email"]]
    assert sorted(told(database, mailer)) == [ADA["email"], BOB["email"]], "delivered again, and sent once"
    assert waiting_recipients(database) == []


def test_before_the_first_contact_whoever_got_the_mail_about_top_ups_is_told(
    mailer: Mailer, database: Database
) -> None:
    billing.invoiced(member(email="ann@acme.example", name="Ann"), OLGA)

    billing.ok(put(EVE))

    assert told(database, mailer) == ["ann@acme.example"]
    assert mailer.mails[-1].text.startswith("Hello ann@acme.example,\n")


def test_whoever_asks_for_a_top_up_is_not_told_instead_before_somebody_approves_it(
    mailer: Mailer, database: Database
) -> None:
    billing.invoiced(member(email="ann@acme.example"), OLGA)
    mallory = member("mallory", email="mallory@acme.example")
    billing.ok(mallory.post(billing.TOPUPS, {"amount": "1.00"}))

    billing.ok(put(EVE))

    assert told(database, mailer) == ["ann@acme.example"]


def test_a_contact_that_root_sets_is_an_event_of_its_tenant(mailer: Mailer, database: Database) -> None:
    billing.ok(put(ADA))
    billing.ok(billing.root().put(CONTACT, BOB, query={"tenant_id": "acme"}))

    assert database.rows("select tenant_id from outbox where detail_type = 'ContactChanged'") == [{"tenant_id": "acme"}]
    assert told(database, mailer) == [ADA["email"]]


@pytest.mark.parametrize("change", [{}, {"name": "Ada Byron"}, {"country": "DE"}])
def test_every_change_of_a_contact_is_told_and_nothing_if_nothing_changes(
    change: dict[str, str], mailer: Mailer, database: Database
) -> None:
    billing.ok(put(ADA))
    assert told(database, mailer) == [], "there was nobody to tell"

    billing.ok(put(ADA | change))

    assert told(database, mailer) == ([ADA["email"]] if change else [])


def test_a_mail_that_is_refused_leaves_no_address(mailer: Mailer, database: Database) -> None:
    billing.ok(put(ADA))
    billing.ok(put(BOB))
    mailer.refuses = "MessageRejected"

    assert told(database, mailer) == []

    assert waiting_recipients(database) == []
    assert database.value("select outcome from mails") == "failed"


def test_the_erasure_of_whoever_wrote_the_former_contact_ends_its_mail(
    mailer: Mailer, database: Database, service: Person
) -> None:
    billing.ok(put(ADA))
    billing.ok(put(BOB, OTTO))

    erasures.erase(service, "olga")

    assert waiting_recipients(database) == []
    assert erasures.rows_with(database, "ada@") == {}
    assert contact_of_acme() == BOB["email"]
    assert told(database, mailer) == []
    assert database.value("select outcome from mails") == "no_address"


def test_the_erasure_of_whoever_asked_for_a_contact_erases_it_in_the_request_and_in_both_answers(
    database: Database, service: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    billing.ok(approve(OTTO, pending(put(ADA)), "Known by phone", key="otto"))
    waiting = pending(put(EVE))

    erasures.erase(service, "olga")

    assert erasures.rows_with(database, "ada@") == erasures.rows_with(database, "eve@") == {}
    assert_problem(approve(OTTO, waiting), 409, "person_erased")
    assert_problem(put(EVE), 409, "person_erased")
    assert contact_of_acme() is None
    assert approvals.reject(OTTO, waiting).status == 200


def test_the_erasure_of_one_who_asked_for_a_contact_leaves_the_contact_of_another(
    database: Database, service: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    for by, contact in ((OLGA, ADA), (OTTO, BOB)):
        approver = OTTO if by is OLGA else OLGA
        billing.ok(approve(approver, pending(put(contact, by)), "Known by phone", key=by.sub))
    before = erasures.rows_with(database, "bob@")

    erasures.erase(service, "olga")

    assert erasures.rows_with(database, "bob@") == before
    assert before.keys() == {"approvals", "contacts", "requests"}


@pytest.mark.parametrize("former", ["the contact", "the asker"])
def test_whoever_is_erased_while_another_sets_a_contact_is_not_told(
    former: str, mailer: Mailer, database: Database
) -> None:
    """The erasure deletes the address in its database transaction, for which the change waits."""
    if former == "the contact":
        billing.ok(put(ADA))
    else:
        billing.invoiced(member("olga", email=ADA["email"]), OTTO)

    answer = while_waiting(
        database,
        r"select pg_advisory_xact_lock(hashtextextended(E'erasure of acme\nolga', 0))",
        lambda: put(BOB, OTTO),
        "delete from contacts" if former == "the contact" else "update topup_requests set asker_email = null",
    )

    assert answer.status == 200
    assert waiting_recipients(database) == []
    assert told(database, mailer) == []


def test_whoever_asks_for_a_contact_while_they_are_erased_is_refused_or_erased(
    database: Database, service: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    billing.ok(put(BOB))
    monkeypatch.setenv("TWO_PEOPLE", "on")
    erasure = pending(erasures.request(service, "olga"))

    answers = kit.simultaneously(lambda: approve(billing.root(), erasure).status, lambda: put(EVE).status)

    assert answers[0] == 200
    assert answers[1] in {202, 409}
    assert erasures.rows_with(database, "eve@") == {}
