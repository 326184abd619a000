"""The PDF of an invoice: its content, who may read it, and arbitrary text in it."""

import warnings
from datetime import UTC
from typing import Any

import pypdfium2
import pytest

from ledger.billing import invoice_pdf
from tests.support import billing, kit, live
from tests.support.billing import member, operator, root
from tests.support.kit import Answer, Database, Person

CONTACT = f"{billing.BASE}/contact"


@pytest.fixture(autouse=True)
def _database(database: Database) -> None:
    """Give every test a database."""


def get_pdf(invoice_id: str, by: Person | None = None) -> Answer:
    return (by or member()).get(f"{billing.INVOICES}/{invoice_id}/pdf")


def pages(answer: Answer) -> list[str]:
    """The text of each page."""
    assert answer.status == 200, answer.text
    document = pypdfium2.PdfDocument(answer.content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text(invoice_id: str) -> str:
    return "\n".join(pages(get_pdf(invoice_id)))


def drafted(*descriptions: str, amount: str = "12.50") -> str:
    lines = [{"description": description, "amount": amount} for description in descriptions]
    return billing.draft(operator(), lines=lines)


def test_an_invoice_is_a_pdf_file_named_by_its_number() -> None:
    _, invoice_id = billing.invoiced(member(), operator())
    number = billing.ok(member().get(f"{billing.INVOICES}/{invoice_id}"))["number"]

    answer = get_pdf(invoice_id)

    assert (answer.status, answer.headers["content-type"], answer.encoded) == (200, "application/pdf", True)
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert answer.headers["x-request-id"]
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.rstrip().endswith(b"%%EOF")


def test_a_pdf_has_number_parties_lines_amount_dates_and_payment_methods(database: Database) -> None:
    billing.ok(operator().put(CONTACT, {"email": "ada@acme.example", "name": "Acme Messaging Ltd"}))
    invoice_id = drafted("Messages of January", "Support", amount="1250.00")
    billing.ok(operator().post(f"{billing.INVOICES}/{invoice_id}/issue"))
    invoice = billing.ok(member().get(f"{billing.INVOICES}/{invoice_id}"))
    row: dict[str, Any] = database.rows("select issued_at, due_at from invoices")[0]

    (page,) = pages(get_pdf(invoice_id))

    vendor = ["Purser Platform GmbH", "Beispielstraße 12, 10115 Berlin"]
    recipient = ["Acme Messaging Ltd", "acme", "ada@acme.example"]
    days = [f"{moment.astimezone(UTC):%-d %B %Y}" for moment in row.values()]
    lines = ["Messages of January", "1,250.00 USD", "Support", "2,500.00 USD", "1 Jan 2026 - 31 Jan 2026"]
    payment = ["How to pay", "Bank transfer", "Local wallet", "The number of the invoice"]
    for text in [*vendor, *recipient, *days, *lines, *payment, invoice["number"], "Page 1 of 1"]:
        assert text in page
    assert not any(stamp in page for stamp in ("PAID", "VOID", "DRAFT"))


@pytest.mark.parametrize(("move", "stamp"), [("pay", "PAID"), ("void", "VOID"), (None, "DRAFT")])
def test_the_pdf_of_an_invoice_that_cannot_be_paid_has_a_stamp_and_no_payment_methods(
    move: str | None, stamp: str
) -> None:
    invoice_id = billing.draft(operator()) if move is None else billing.issued(operator())
    if move:
        billing.ok(
            operator().post(
                f"{billing.INVOICES}/{invoice_id}/{move}", {"reason": "A mistake"} if move == "void" else None
            )
        )

    found = text(invoice_id)

    assert stamp in found
    assert "How to pay" not in found
    assert ("\nPaid" in found) == (move == "pay")


def test_the_pdf_of_an_invoice_stays_the_same_until_the_invoice_changes() -> None:
    _, invoice_id = billing.invoiced(member(), operator())

    first, again, of_root = get_pdf(invoice_id), get_pdf(invoice_id), get_pdf(invoice_id, root())

    assert first.content == again.content == of_root.content
    billing.ok(billing.pay(operator(), invoice_id))
    assert get_pdf(invoice_id).content != first.content


def test_skipping_unused_font_tables_does_not_change_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    invoice_id = drafted("Fi\N{COMBINING ACUTE ACCENT}gures", "\u0420\u0443\u0441\u0441\u043a\u0438\u0439 \u2200")
    without_unused_tables = get_pdf(invoice_id)

    monkeypatch.setattr(invoice_pdf, "_LAYOUT_TABLES", frozenset())

    assert get_pdf(invoice_id).content == without_unused_tables.content


def test_descriptions_are_printed_unchanged() -> None:
    descriptions = [
        *("Ελληνικά", "Русский", "Tiếng Việt", "ქართული", "Zażółć gęślą jaźń", "€ £ ¥ ₹ ₦ №", "☎ ∑ ≤ →"),
        *("Straße <b>bold</b> & **stars** __lines__ --dashes--", "\\n (brackets) %PDF {nb}", "'; drop table x --"),
    ]

    printed = text(drafted(*descriptions))

    assert [description for description in descriptions if description not in printed] == []


def test_a_pdf_is_created_for_any_text() -> None:
    descriptions = [
        *(
            "العربية: رصيد",
            "עברית שלום",
            "हिन्दी में",
            "ไทย ข้อความ",
            "\u202eright to left",
            "e\u0301\u0327\u0308",
            "a\u200bb",
        ),
        *(
            "\U0001f469\u200d\U0001f469\u200d\U0001f467",
            "line one\nline two\ttab",
            "\U0010fffd\ue000",
            "W" * 500,
            "i" * 500,
        ),
        *("\x01\x02\x7f", "\u00ad" * 500, "ﷺ" * 100, "Z" + "\u0351" * 200),
    ]
    numbered = [line for number, text in enumerate(descriptions) for line in (text, f"The line after text {number}.")]

    printed = text(drafted(*numbered))

    assert [line for line in numbered[1::2] if line not in printed] == []


def test_a_character_without_a_glyph_is_printed_as_a_box() -> None:
    assert "Rice □ and tea" in text(drafted("Rice 米 and tea"))


def test_a_long_name_and_a_long_address_fit_on_a_page() -> None:
    long = {"email": f"{'a' * 64}@{'b' * 60}.{'c' * 60}.example", "name": "Ωμέγα " * 33}
    billing.ok(operator(tenant_id="t" * 128).put(CONTACT, long))
    invoice_id = billing.issued(operator(tenant_id="t" * 128))

    (page,) = pages(get_pdf(invoice_id, member(tenant_id="t" * 128)))

    assert "Total" in page


def test_an_invoice_of_a_hundred_lines_has_numbered_pages() -> None:
    invoice_id = drafted(*(f"Messages of day {number}" for number in range(100)))
    billing.ok(operator().post(f"{billing.INVOICES}/{invoice_id}/issue"))

    found = [
        "".join(page.split()) for page in pages(get_pdf(invoice_id))
    ]  # extraction does not restore line ends reliably

    assert len(found) > 3
    assert all(f"Page{number}of{len(found)}" in page for number, page in enumerate(found, 1))
    assert all("Description" in page for page in found if "Messages" in page)
    together = "".join(found)
    assert all(f"Messagesofday{number}12.50USD" in together for number in range(100))
    assert "1,250.00USD" in together


def test_a_pdf_shows_the_first_three_payment_methods_and_says_that_there_are_more() -> None:
    for number in range(4):
        details = {"type": "local_wallet", "wallet_details": {"number": "7"}, "instructions": "Pay"}
        path = f"{billing.BASE}/payment-methods/a-{number}"
        method = details | {"display_name": f"Wallet {number}", "is_default": number == 3, "is_enabled": True}
        assert operator().put(path, method).status == 200

    found = text(billing.issued(operator()))

    shown = [name for name in ("Wallet 0", "Wallet 1", "Wallet 2", "Wallet 3", "Bank transfer") if name in found]
    assert shown == ["Wallet 0", "Wallet 3", "Bank transfer"], "both defaults come first"
    assert "There are more ways to pay." in found


def test_the_pdf_of_an_unknown_or_another_tenant_s_invoice_is_a_404() -> None:
    _, invoice_id = billing.invoiced(member(), operator())

    kit.assert_problem(get_pdf(invoice_id, member(tenant_id="globex")), 404, "not_found")
    kit.assert_problem(get_pdf(live.UNKNOWN), 404, "not_found")
    kit.assert_problem(get_pdf("7"), 400, "invalid_request")
    kit.assert_problem(get_pdf(invoice_id, kit.agent()), 403, "forbidden")
    assert get_pdf(invoice_id, root()).status == 200
