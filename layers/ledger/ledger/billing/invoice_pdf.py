"""Invoices as PDF: one A4 page, or more if the lines need them.

Only the function that has fpdf2 and the fonts in its requirements imports this module. The same invoice, contact and
payment methods give the same bytes.
"""

import atexit
import logging
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import category
from uuid import UUID

import pymupdf_fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF, Align, FontFace, XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.fonts import TTFFont
from fpdf.recorder import FPDFRecorder

from ledger.billing import contacts, invoices, mail_templates, payment_methods
from ledger.billing.contacts import Contact
from ledger.billing.mail_templates import PURPOSES, day, labelled, with_currency
from ledger.billing.models import Invoice
from ledger.billing.payment_methods import BankTransfer, LocalWallet
from ledger.storage.sessions import Session

_INK: Final = (31, 41, 55)
_GREY: Final = (107, 114, 128)
_RULE: Final = (209, 213, 219)
_GREEN: Final = (21, 128, 61)
_RED: Final = (185, 28, 28)
_STAMPS: Final = {"paid": ("PAID", _GREEN), "void": ("VOID", _RED), "draft": ("DRAFT", _GREY)}
_FAMILY: Final = "FiraGO"
_FONTS: Final = {"": "figo", "B": "figbo"}
_FALLBACKS: Final = {"NotoSans": "notos", "Symbols": "symbol2", "Math": "math"}
"""For characters without a glyph in the family."""
_MISSING_GLYPH: Final = "\N{WHITE SQUARE}"
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Mn"})  # controls, formats and marks, as Unicode's categories have them
_LAYOUT_TABLES: Final = frozenset({"GDEF", "GPOS", "GSUB"})
_MARGIN: Final = 20.0
_LINE: Final = 5.2  # mm, of text in 10 points
_MAX_INSTRUCTION_LINES: Final = 30
_MAX_METHODS: Final = 3
"""With the limits of texts and lines, these bound the number of pages and the time before they are laid out."""


# It warns on every page that a table for hinting was left out, which PDF does not need.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


@cache
def _fonts_folder() -> Path:
    """A folder for fonts, which is removed when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="fonts-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@cache
def _font(code: str) -> Path:
    """A font of the package as a file, as fpdf2 takes it; written once in an execution environment."""
    file = _fonts_folder() / f"{code}.ttf"
    file.write_bytes(pymupdf_fonts.fontbuffers[code]())
    return file


@cache
def _glyphs(code: str) -> frozenset[int]:
    """The characters that a font has."""
    with TTFont(_font(code), lazy=True) as font:
        return frozenset(font.getBestCmap())


class _Page(FPDF):
    """An A4 page with the invoice's number at its foot."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(format="A4")
        self.invoice = invoice
        self.set_creation_date(invoice.issued_at or datetime(1970, 1, 1, tzinfo=UTC))
        self.set_title(f"Invoice {invoice.number}")
        self.set_lang("en")
        self.page_count_alias = f"{{pages of {invoice.number}}}"  # no line of an invoice contains this by chance
        self.alias_nb_pages(self.page_count_alias)
        for style, code in _FONTS.items():
            self.add_font(_FAMILY, style, _font(code))
        self._fallbacks: set[str] = set()
        self.set_text_shaping(True)
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, margin=25)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-18)
        self.style(8, colour=_GREY)
        self.cell(self.epw - 18, 5, self.invoice.number)
        # Not flush right: the width of the page count is only known at the end.
        self.cell(18, 5, f"Page {self.page_no()} of {self.page_count_alias}")

    def normalize_text(self, text: str) -> str:
        """Replace characters that no font has a glyph for by a box. fpdf2 would leave them out."""
        shown = "".join(
            it if self._has_glyph(it) or it.isspace() or category(it) in _INVISIBLE else _MISSING_GLYPH for it in text
        )
        if _MISSING_GLYPH in shown:
            self._has_glyph(_MISSING_GLYPH)
        return str(super().normalize_text(shown))

    def _has_glyph(self, character: str) -> bool:
        """Whether a font has a glyph for the character. Loads a fallback font only when one is needed, since that takes
        longer than the rest of a page."""
        if any(ord(character) in _glyphs(code) for code in _FONTS.values()):
            return True
        family = next((family for family, code in _FALLBACKS.items() if ord(character) in _glyphs(code)), None)
        if family is not None and family not in self._fallbacks:
            self._fallbacks.add(family)
            self.add_font(family, "", _font(_FALLBACKS[family]))
            self.set_fallback_fonts([one for one in _FALLBACKS if one in self._fallbacks], exact_match=False)
        return family is not None

    def style(self, size: float, bold: bool = False, colour: tuple[int, int, int] = _INK) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def paragraph(self, text: str, width: float, height: float = _LINE) -> None:
        """Text broken into lines of the width. The next text starts below it."""
        self.multi_cell(width, height, text, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)


def render(session: Session, tenant_id: str | None, invoice_id: UUID) -> tuple[str, bytes]:
    """The number of an invoice, and the invoice as PDF. Raises BillingSubjectNotFound."""
    invoice = invoices.view(session, tenant_id, invoice_id)
    contact = contacts.view(session, invoice.tenant_id)
    methods = payment_methods.offered(session, invoice.tenant_id) if invoice.status == "issued" else []
    return invoice.number, render_invoice(invoice, contact, methods, mail_templates.vendor())


def render_invoice(
    invoice: Invoice, contact: Contact, methods: Sequence[BankTransfer | LocalWallet], vendor: Sequence[str]
) -> bytes:
    """The invoice as PDF. methods: the ways to pay it; empty unless the invoice is issued. vendor: name and address
    lines."""
    page = _Page(invoice)
    _heading(page, vendor)
    _parties(page, invoice, contact)
    _lines(page, invoice)
    if methods:
        _payment_instructions(page, invoice, methods)
    _drop_layout_tables(page)
    return bytes(page.output())


def _drop_layout_tables(page: _Page) -> None:
    """Remove the tables that place glyphs. The page is laid out by now and fpdf2 does not write them, but fontTools
    would still read them, which takes half of the time of an invoice."""
    for font in page.fonts.values():
        if isinstance(font, TTFFont):
            for table in _LAYOUT_TABLES.intersection(font.ttfont.keys()):
                del font.ttfont[table]


def _heading(page: _Page, vendor: Sequence[str]) -> None:
    half = page.epw / 2
    page.style(16, bold=True)
    page.cell(half, 9, vendor[0])
    page.style(22, bold=True)
    page.cell(half, 9, "Invoice", align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.style(9, colour=_GREY)
    for line in vendor[1:]:
        page.paragraph(line, half, 4.6)
    page.ln(5)
    page.set_draw_color(*_RULE)
    page.line(page.l_margin, page.get_y(), page.w - page.r_margin, page.get_y())
    page.ln(8)


def _parties(page: _Page, invoice: Invoice, contact: Contact) -> None:
    """The tenant on the left, number and dates on the right."""
    top, half = page.get_y(), page.epw / 2
    page.style(8, colour=_GREY)
    page.paragraph("BILLED TO", half)
    page.style(10, bold=True)
    page.paragraph(contact.name or invoice.tenant_id, half - 10)
    page.style(10)
    page.paragraph("\n".join(filter(None, [invoice.tenant_id if contact.name else None, contact.email])), half - 10)
    left = page.get_y()

    page.set_y(top)
    for label, value in _facts(invoice).items():
        page.set_x(page.l_margin + half)
        page.style(9, colour=_GREY)
        page.cell(26, 6, label)
        page.style(9)
        page.cell(half - 26, 6, value, align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_y(max(left, page.get_y()) + 9)


def _facts(invoice: Invoice) -> dict[str, str]:
    facts = {"Number": invoice.number, "For": PURPOSES[invoice.purpose]}
    if invoice.period_start and invoice.period_end:
        facts["Period"] = f"{invoice.period_start:%-d %b %Y} - {invoice.period_end:%-d %b %Y}"
    dates = {"Issued": invoice.issued_at, "Due": invoice.due_at, "Paid": invoice.paid_at}
    return facts | {label: day(moment) for label, moment in dates.items() if moment}


def _stamp(page: _Page, word: str, colour: tuple[int, int, int]) -> None:
    """A stamp in the middle of the current row. There is none for an overdue invoice, since that depends on the day on
    which it is read."""
    width, height = 46.0, 15.0
    left, top = page.w / 2 - width / 2, page.get_y() - 2
    with page.rotation(9, left + width / 2, top + height / 2), page.local_context(fill_opacity=0.8, stroke_opacity=0.8):
        page.set_draw_color(*colour)
        page.set_line_width(0.9)
        page.rect(left, top, width, height, round_corners=True, corner_radius=2.5)
        page.style(24, bold=True, colour=colour)
        page.set_xy(left, top)
        page.cell(width, height, word, align=Align.C)
    page.set_xy(page.l_margin, top + 2)


def _lines(page: _Page, invoice: Invoice) -> None:
    page.style(10)
    page.set_draw_color(*_RULE)
    page.set_line_width(0.2)
    with page.table(
        col_widths=(72, 28),
        text_align=(Align.L, Align.R),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=_GREY, size_pt=9),
        line_height=_LINE,
        padding=(2, 1),
    ) as table:
        table.row(("Description", "Amount"))
        for line in invoice.lines:
            table.row((_one_line(line.description), with_currency(line.amount)))
    page.ln(3)
    if page.will_page_break(20):
        page.add_page()
    if invoice.status in _STAMPS:
        _stamp(page, *_STAMPS[invoice.status])
    page.style(13, bold=True)
    page.cell(page.epw * 0.5, 10, "Total")
    page.cell(page.epw * 0.5, 10, with_currency(invoice.amount), align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(8)


def _payment_instructions(page: _Page, invoice: Invoice, methods: Sequence[BankTransfer | LocalWallet]) -> None:
    page.style(12, bold=True)
    page.paragraph("How to pay", page.epw, 7)
    page.style(10)
    page.paragraph(f"Please name the invoice, {invoice.number}, with your payment.", page.epw)
    for method in methods[:_MAX_METHODS]:
        page.ln(4)
        with page.unbreakable() as block:
            _method(block, method)
    if len(methods) > _MAX_METHODS:
        page.ln(4)
        page.paragraph("There are more ways to pay. They are listed where the payment is submitted.", page.epw)


def _method(page: FPDF | FPDFRecorder, method: BankTransfer | LocalWallet) -> None:
    page.set_font(_FAMILY, "B", 10)
    page.set_text_color(*_INK)
    page.multi_cell(page.epw, _LINE, _one_line(method.display_name), align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
    page.set_font(_FAMILY, "", 10)
    page.multi_cell(page.epw, _LINE, _few_lines(method.instructions), align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
    page.ln(1)
    for label, value in labelled(method).items():
        page.set_text_color(*_GREY)
        page.cell(42, _LINE, label)
        page.set_text_color(*_INK)
        page.multi_cell(page.epw - 42, _LINE, _one_line(value), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _one_line(text: str) -> str:
    """The text without line breaks, of which it may have as many as characters."""
    return " ".join(text.split())


def _few_lines(text: str) -> str:
    """The text with its line breaks, or without them if there are many."""
    return text if len(text.splitlines()) <= _MAX_INSTRUCTION_LINES else _one_line(text)
