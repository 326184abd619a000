"""The PDF of an invoice with the longest texts, and its files of fonts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.billing.test_invoice_pdf import drafted, get_pdf, pages
from tests.support import billing
from tests.support.billing import operator


def number_of_pages(separator: str, *, lines: int, methods: int) -> int:
    """The pages of an invoice with this many lines and payment methods, each text of the greatest length."""

    def long(length: int) -> str:
        return (f"W{separator}" * length)[:length].strip()

    details = {f"name_{number}": long(200) for number in range(20)}
    for number in range(methods):
        method = {"type": "bank_transfer", "is_default": False, "is_enabled": True, "bank_details": details}
        texts = {"display_name": long(100), "instructions": long(2000)}
        path = f"{billing.BASE}/payment-methods/bank-{number}"
        assert operator().put(path, method | texts).status == 200
    invoice_id = drafted(*[long(500)] * lines)
    billing.ok(operator().post(f"{billing.INVOICES}/{invoice_id}/issue"))
    found = len(pages(get_pdf(invoice_id)))
    billing.ok(operator().post(f"{billing.INVOICES}/{invoice_id}/void", {"reason": "Another one follows"}))
    return found


@pytest.mark.usefixtures("database")
def test_texts_with_line_breaks_have_no_more_pages_than_those_without() -> None:
    assert number_of_pages("\n", lines=4, methods=1) <= number_of_pages(" ", lines=4, methods=1)


@pytest.mark.usefixtures("database")
def test_the_longest_invoice_has_at_most_60_pages() -> None:
    assert number_of_pages("\n", lines=100, methods=10) <= 60


def test_the_files_of_fonts_are_removed_when_the_process_ends(tmp_path: Path) -> None:
    code = "from ledger.billing import invoice_pdf; print(invoice_pdf._font('figo'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert Path(done.stdout.strip()).is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []
