"""E-mail about billing: recipients, texts, and who sees its status."""

from datetime import UTC
from typing import Any
from uuid import uuid4

import pytest

from ledger.storage import sessions
from tests.support import billing, kit, live
from tests.support.billing import member, operator, root
from tests.support.kit import Database
from tests.support.mail import Mailer, deliver, low_balance, message, outbox_messages

CONTACT = f"{billing.BASE}/contact"

ADA = {"email": "ada@acme.example", "name": "Ada Lovelace"}

ANN = "ann@acme.example"


@pytest.fixture(autouse=True)
def _database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a database, without delays between retries."""
    monkeypatch.setattr(sessions, "sleep", lambda _seconds: None)


def set_ada_as_contact(tenant_id: str = "acme") -> None:
    billing.ok(operator(tenant_id=tenant_id).put(CONTACT, ADA))


def number_of(invoice_id: str) -> Any:
    return billing.ok(operator().get(f"{billing.INVOICES}/{invoice_id}"))["number"]


def mail_status(invoice_id: str) -> Any:
    return billing.ok(operator().get(f"{billing.INVOICES}/{invoice_id}"))["mail_status"]


def outcomes(database: Database) -> list[Any]:
    return [row["outcome"] for row in database.rows("select outcome from mails order by created_at, event_id")]


def expire_reservations(database: Database) -> None:
    """Make every reservation of a mail an hour older."""
    database.rows("update mails set held_until = held_until - interval '1 hour' returning 1")


def test_the_contact_gets_an_email_about_an_issued_invoice_with_everything_needed_to_pay(
    mailer: Mailer, database: Database
) -> None:
    set_ada_as_contact()
    _, invoice_id = billing.invoiced(member(), operator(), "1250.00")
    number = billing.ok(member().get(f"{billing.INVOICES}/{invoice_id}"))["number"]
    due = database.value("select due_at from invoices").astimezone(UTC)
    assert mail_status(invoice_id) == "pending"

    assert deliver(outbox_messages(database)) == []

    (mail,) = mailer.mails
    assert (mail.sender, mail.to) == ("billing@purser.example", ["ada@acme.example"])
    assert mail.subject == f"Invoice {number}: 1,250.00 USD, due on {due:%-d %B %Y}"
    assert mail.text.startswith("Hello Ada Lovelace,\n\nThere is an invoice of 1,250.00 USD for you")
    for text in (number, "1,250.00 USD", f"{due:%-d %B %Y}", "Bank transfer", "Local wallet"):
        assert text in mail.text
    assert f"\n    https://console.example/billing/invoices/{invoice_id}\n" in mail.text
    assert mail.text.endswith("\n\nPurser Platform GmbH\n")
    assert mail_status(invoice_id) == "sent"


def test_a_usage_invoice_is_mailed_too(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    invoice_id = billing.issued(operator())

    assert deliver(outbox_messages(database)) == []

    assert [mail.subject.split(":")[1] for mail in mailer.mails] == [f" 12.50 USD, due on {due_of(database)}"]
    assert mail_status(invoice_id) == "sent"


def due_of(database: Database) -> str:
    return f"{database.value('select due_at from invoices').astimezone(UTC):%-d %B %Y}"


def test_the_mail_lists_the_tenant_s_configured_payment_methods(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    method = {
        "type": "bank_transfer",
        "display_name": "First Bank",
        "instructions": "Transfer it today.",
        "bank_details": {"account_holder": "Purser", "iban": "GB33BUKB20201555555555"},
        "is_default": True,
        "is_enabled": True,
    }
    billing.ok(operator().put(f"{billing.BASE}/payment-methods/bank_transfer", method))
    billing.invoiced(member(), operator())

    deliver(outbox_messages(database))

    text = mailer.mails[-1].text  # the first one is about the change of the method
    assert "First Bank\n----------\nTransfer it today.\n" in text
    assert "    Account holder  Purser\n    IBAN            GB33BUKB20201555555555\n" in text


def test_the_contact_gets_one_email_for_each_completed_top_up_and_for_a_balance_that_falls_to_10(
    mailer: Mailer, database: Database
) -> None:
    set_ada_as_contact()
    billing.topped_up(member(), operator(), "20.00")
    for number, amount in enumerate(["9.00", "2.00", "1.00", "5.00"]):
        billing.ok(billing.charge(kit.service(), amount, f"charge-{number}"))

    assert deliver(outbox_messages(database)) == []

    assert [mail.subject.split(" ")[0] for mail in mailer.mails] == ["Invoice", "Top-up", "Your"]
    assert mailer.recipients == ["ada@acme.example"] * 3
    completed, low = mailer.mails[1], mailer.mails[2]
    assert completed.subject == "Top-up of 20.00 USD completed"
    assert "    Balance after it  20.00 USD\n" in completed.text
    assert low.subject == "Your balance is low: 9.00 USD"
    assert "has fallen to 9.00 USD, which is\n10.00 USD or less." in low.text


def test_a_mail_about_a_paid_or_void_invoice_does_not_ask_for_payment(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    _, paid = billing.invoiced(member(), operator())
    _, void = billing.invoiced(member(), operator())
    billing.ok(billing.pay(operator(), paid))
    billing.ok(operator().post(f"{billing.INVOICES}/{void}/void", {"reason": "A mistake"}))

    deliver([record for record in outbox_messages(database) if "TopupInvoiced" in record["body"]])

    assert len(mailer.mails) == 2
    assert "It has been paid in the meantime" in mailer.mails[0].text
    assert "It has been voided in the meantime" in mailer.mails[1].text
    assert not any("How to pay" in mail.text for mail in mailer.mails)


def test_without_a_contact_the_mail_goes_to_the_email_claim_of_the_requester(
    mailer: Mailer, database: Database
) -> None:
    _, invoice_id = billing.invoiced(member(email=ANN), operator())

    deliver(outbox_messages(database))

    assert mailer.recipients == [ANN]
    assert mailer.mails[0].text.startswith(f"Hello {ANN},\n")
    assert mail_status(invoice_id) == "sent"


def test_each_requester_is_mailed_about_their_own_request_and_the_last_requester_about_a_low_balance(
    mailer: Mailer, database: Database
) -> None:
    billing.topped_up(member("bob", email="bob@acme.example"), operator(), "20.00")
    billing.topped_up(member("ann", email=ANN), operator(), "20.00")
    billing.ok(billing.charge(kit.service(), "35.00", "c"))

    deliver(outbox_messages(database))

    by_subject = sorted((mail.subject.split(" ")[0], mail.to[0]) for mail in mailer.mails)
    bob = "bob@acme.example"
    assert by_subject == [("Invoice", ANN), ("Invoice", bob), ("Top-up", ANN), ("Top-up", bob), ("Your", ANN)]


def test_without_any_address_the_mail_is_skipped_and_its_status_is_no_address(
    mailer: Mailer, database: Database
) -> None:
    _, invoice_id = billing.invoiced(member(), operator())

    assert deliver(outbox_messages(database)) == []

    assert (mailer.mails, mail_status(invoice_id), outcomes(database)) == ([], "no_address", ["no_address"])


@pytest.mark.parametrize("claim", ["ann", "ann@acme.example\r\nBcc: eve@evil.example", "a@b.example, c@d.example", "@"])
def test_an_email_claim_that_is_no_address_is_ignored(claim: str, mailer: Mailer, database: Database) -> None:
    _, invoice_id = billing.invoiced(member(email=claim), operator())

    assert deliver(outbox_messages(database)) == []

    assert (mailer.mails, mail_status(invoice_id)) == ([], "no_address")


def test_the_name_in_a_token_never_becomes_words_of_a_mail(mailer: Mailer, database: Database) -> None:
    name = "customer, your account is closed: pay at https://evil.example"
    billing.topped_up(member(email=ANN, name=name), operator(), "20.00")
    billing.ok(billing.charge(kit.service(), "15.00", "c"))

    deliver(outbox_messages(database))

    assert len(mailer.mails) == 3
    assert [mail for mail in mailer.mails if "evil" in mail.subject + mail.text] == []
    assert {mail.text.partition("\n")[0] for mail in mailer.mails} == {f"Hello {ANN},"}
    assert database.rows("select from topup_requests r where to_json(r)::text like '%%evil%%'") == []


def test_a_contact_without_a_name_is_greeted_by_the_address(mailer: Mailer, database: Database) -> None:
    billing.ok(operator().put(CONTACT, {"email": ADA["email"]}))
    billing.invoiced(member(email=ANN, name="Ann"), operator())

    deliver(outbox_messages(database))

    assert mailer.mails[0].text.startswith("Hello ada@acme.example,\n")


def test_text_of_a_caller_never_adds_a_mail_header(mailer: Mailer, database: Database) -> None:
    evil = "Ann\r\nBcc: eve@evil.example"
    billing.topped_up(member(email=ANN, name=evil), operator(), "20.00")
    _, voided = billing.invoiced(member(email=ANN), operator(), "20.00")
    billing.ok(operator().post(f"{billing.INVOICES}/{voided}/void", {"reason": evil}))
    billing.ok(
        billing.charge(kit.service(), "15.00", "c\nBcc: eve@evil.example", description="x\nBcc: eve@evil.example")
    )

    deliver(outbox_messages(database))

    assert len(mailer.mails) == 5
    for mail in mailer.mails:
        assert mail.to == [ANN]
        assert "\n" not in mail.subject + mail.sender
        assert "\r" not in mail.subject + mail.sender
        assert "evil" not in mail.subject
    assert [mail.subject for mail in mailer.mails if "evil" in mail.text] == [f"Invoice {number_of(voided)} voided"]


def test_the_mail_goes_to_the_contact_at_the_time_of_sending(mailer: Mailer, database: Database) -> None:
    _, invoice_id = billing.invoiced(member(), operator())
    assert mail_status(invoice_id) == "no_address", "there was no contact when the invoice was issued"
    set_ada_as_contact()

    deliver(outbox_messages(database))

    assert (mailer.recipients, mail_status(invoice_id)) == (["ada@acme.example"], "sent")


def test_a_contact_changed_between_two_deliveries_causes_no_second_mail(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    billing.invoiced(member(), operator())
    records = outbox_messages(database)
    deliver(records)

    billing.ok(operator().put(CONTACT, {"email": "bob@acme.example"}))
    assert deliver(records) == []

    assert mailer.recipients == ["ada@acme.example"]


def event_of_an_unknown_invoice() -> dict[str, Any]:
    return {
        "event_id": str(uuid4()),
        "version": 1,
        "tenant_id": "acme",
        "invoice_id": live.UNKNOWN,
        "request_id": None,
        "number": "TOP",
        "purpose": "usage",
        "amount": "1.00",
        "currency": "USD",
        "due_at": "2026-01-31T12:00:00Z",
    }


def test_tenants_of_one_batch_get_their_own_mail(mailer: Mailer) -> None:
    set_ada_as_contact()
    billing.ok(operator(tenant_id="globex").put(CONTACT, {"email": "g@globex.example"}))

    assert deliver([message("LowBalance", low_balance(tenant)) for tenant in ("globex", "acme", "initech")]) == []

    assert sorted(mailer.recipients) == ["ada@acme.example", "g@globex.example"]


@pytest.mark.usefixtures("without_policies")
def test_the_same_event_id_of_another_tenant_is_another_event(mailer: Mailer) -> None:
    set_ada_as_contact()
    set_ada_as_contact("globex")
    event_id = str(uuid4())

    deliver([message("LowBalance", low_balance(tenant, event_id=event_id)) for tenant in ("acme", "globex")])

    assert len(mailer.mails) == 2


def test_no_address_is_stored_with_the_mail_or_logged(
    mailer: Mailer, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    set_ada_as_contact()
    mailer.refuses = "MessageRejected"
    deliver([message("LowBalance", low_balance())])
    billing.ok(operator().put(CONTACT, ADA))

    assert "ada@" not in str(database.rows("select * from mails"))
    assert "ada@" not in capsys.readouterr().out


def test_root_sees_the_mail_status_of_every_tenant(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    _, invoice_id = billing.invoiced(member(), operator())
    deliver(outbox_messages(database))

    assert billing.ok(root().get(f"{billing.INVOICES}/{invoice_id}"))["mail_status"] == "sent"
