"""A tenant's country: its payment methods reach PDF, e-mail and payment form, and a payment names its method."""

import warnings
from typing import Any

import pypdfium2
import pytest

from tests.integration.billing.test_payment_methods import AVAILABLE, BANK, MPESA, put
from tests.support.billing import (
    BASE,
    INVOICES,
    PAYMENTS,
    TOPUPS,
    draft,
    invoiced,
    issued,
    member,
    ok,
    operator,
    pay,
    request_topup,
    root,
)
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.mail import Mailer, deliver, outbox_messages

pytestmark = pytest.mark.usefixtures("database")


def live_in(country: str) -> None:
    ok(operator().put(f"{BASE}/contact", {"email": "ada@acme.example", "country": country}))


def submit(invoice_id: str, **method: object) -> Answer:
    return member().post(f"{PAYMENTS}/manual/", {"invoice_id": invoice_id, "reference": "TR-1"} | method)


def pdf(person: Person, invoice_id: str) -> str:
    document = pypdfium2.PdfDocument(person.get(f"{INVOICES}/{invoice_id}/pdf").content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_methods_of_the_tenant_s_country_reach_the_pdf_the_mail_and_the_payment_form(
    ann: Person, olga: Person, mailer: Mailer, database: Database
) -> None:
    ok(put("mpesa", MPESA))
    ok(put("uganda", MPESA | {"country": "UG", "display_name": "MTN Mobile Money"}))
    live_in("KE")
    _, invoice_id = invoiced(ann, olga)

    deliver(outbox_messages(database))
    form = ok(ann.get(AVAILABLE))

    *about_methods, about_invoice = mailer.mails
    assert [mail.subject for mail in about_methods] == ["Payment method mpesa changed", "Payment method uganda changed"]
    for text in (about_invoice.text, pdf(ann, invoice_id)):
        assert "M-Pesa" in text
        assert "400200" in text
        assert "MTN" not in text
    assert [method["id"] for method in form["methods"]] == ["mpesa", "bank_transfer", "local_wallet"]
    assert (form["country"], form["default_method"]) == ("KE", "mpesa")
    assert form["currency"] == ok(ann.get(f"{INVOICES}/{invoice_id}"))["currency"] == "USD"
    assert ok(ann.get(AVAILABLE, {"country": "UG"}))["methods"][0]["id"] == "uganda"


def test_a_payment_names_its_method_and_has_its_type_and_the_invoice_s_currency(olga: Person) -> None:
    ok(put("mpesa", MPESA))
    live_in("KE")

    found = ok(submit(issued(olga), method_id="mpesa"))

    assert (found["method_id"], found["payment_method"], found["currency"]) == ("mpesa", "local_wallet", "USD")
    assert ok(olga.get(f"{PAYMENTS}/{found['payment_id']}")) == found


def test_a_method_and_its_type_may_both_be_named_if_they_agree(olga: Person) -> None:
    invoice_id = issued(olga)

    wrong = submit(invoice_id, method_id="bank_transfer", payment_method="local_wallet")
    assert_problem(wrong, 400, "payment_method_not_available")
    assert submit(invoice_id, method_id="bank_transfer", payment_method="bank_transfer").status == 201


def test_a_payment_of_a_type_has_the_method_s_id_only_if_one_method_has_the_type(olga: Person) -> None:
    first, second = issued(olga), issued(olga, purpose="subscription")
    assert ok(submit(first, payment_method="bank_transfer"))["method_id"] == "bank_transfer"
    ok(put("second-bank", BANK))

    found = ok(submit(second, payment_method="bank_transfer", reference="TR-2"))

    assert (found["method_id"], found["payment_method"]) == (None, "bank_transfer")


def test_a_payment_without_method_and_type_is_a_400(olga: Person) -> None:
    invoice_id = issued(olga)

    for method in ({}, {"method_id": None}, {"payment_method": None}):
        answer = submit(invoice_id, **method)
        assert (answer.status, answer.pointers) == (400, ["/payment_method"])
    assert submit(invoice_id, method_id="No such id").pointers == ["/method_id"]


@pytest.mark.parametrize("method_id", ["unknown", "off", "theirs"])
def test_a_method_that_is_unknown_disabled_or_another_tenant_s_is_not_available(method_id: str, olga: Person) -> None:
    ok(put("off", BANK | {"is_enabled": False}))
    ok(put("theirs", BANK, operator(tenant_id="globex")))
    invoice_id = issued(olga)

    assert_problem(submit(invoice_id, method_id=method_id), 400, "payment_method_not_available")

    assert ok(olga.get(f"{PAYMENTS}/"))["total_count"] == 0


def test_a_method_of_another_country_may_be_named_and_the_tenant_s_own_country_comes_first(olga: Person) -> None:
    ok(put("mobile", MPESA))
    ok(put("mobile", BANK | {"country": "UG"}))
    first, second = issued(olga), issued(olga, purpose="subscription")

    live_in("UG")
    assert ok(submit(first, method_id="mobile"))["payment_method"] == "bank_transfer"
    live_in("DE")
    assert ok(submit(second, method_id="mobile", reference="TR-2"))["payment_method"] == "local_wallet"


def test_a_manual_payment_needs_an_enabled_method_of_its_type_in_any_country(olga: Person) -> None:
    ok(put("bank_transfer", BANK | {"is_enabled": False}))
    invoice_id = issued(olga)
    assert_problem(submit(invoice_id, payment_method="bank_transfer"), 400, "payment_method_not_available")

    ok(put("kenya-only", BANK | {"country": "KE"}))

    found = ok(submit(invoice_id, payment_method="bank_transfer"))
    assert (found["method_id"], found["payment_method"]) == (None, "bank_transfer")


def test_an_offline_payment_has_no_method(ann: Person, olga: Person) -> None:
    _, invoice_id = invoiced(ann, olga)

    assert ok(pay(olga, invoice_id))["payments"][0]["method_id"] is None


def disable_everywhere(by: Person) -> None:
    ok(put("bank_transfer", BANK | {"is_enabled": False}, by))
    wallet = {name: value for name, value in MPESA.items() if name != "country"}
    ok(put("local_wallet", wallet | {"is_enabled": False}, by))


def warning_of_a_usage_invoice(by: Person) -> Any:
    return ok(by.post(f"{INVOICES}/{draft(by)}/issue"))["warning"]


def warning_of_a_topup(by: Person) -> Any:
    return ok(by.post(f"{TOPUPS}/{request_topup(member())}/approve"))["warning"]


@pytest.mark.parametrize("warning_of", [warning_of_a_usage_invoice, warning_of_a_topup])
def test_the_operator_is_warned_when_an_invoice_is_issued_that_nobody_can_pay(warning_of: Any, olga: Person) -> None:
    disable_everywhere(root())
    ok(put("mpesa", MPESA))
    live_in("UG")

    assert warning_of(olga) == "no_payment_method"


def test_the_mail_about_an_invoice_that_nobody_can_pay_says_whom_to_ask(
    olga: Person, mailer: Mailer, database: Database
) -> None:
    disable_everywhere(olga)
    live_in("KE")
    issued(olga)

    deliver(outbox_messages(database))

    about_invoice = mailer.mails[-1]
    assert "Please ask us how to pay it" in about_invoice.text
    assert "How to pay" not in about_invoice.text


@pytest.mark.parametrize("warning_of", [warning_of_a_usage_invoice, warning_of_a_topup])
def test_an_invoice_that_a_method_of_the_tenant_s_country_can_pay_has_no_warning(warning_of: Any, olga: Person) -> None:
    disable_everywhere(olga)
    ok(put("mpesa", MPESA))
    live_in("KE")

    assert warning_of(olga) is None
