"""What the e-mails of billing say: plain text for whoever pays, amounts with their currency, days in UTC."""

import os
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from ledger.billing.models import Invoice, Purpose
from ledger.billing.payment_methods import BankTransfer, LocalWallet
from ledger.core.money import Money
from ledger.messaging.events import LowBalance, TopupCompleted

_WIDTH: Final = 72
PURPOSES: Final[dict[Purpose, str]] = {
    "topup": "Top-up of the prepaid wallet",
    "usage": "Usage",
    "subscription": "Subscription",
}
_SINCE: Final = {
    "paid": "It has been paid in the meantime: there is nothing left to do.",
    "void": "It has been voided in the meantime: please do not pay it.",
}
_ABBREVIATIONS: Final = frozenset({"bic", "iban", "id", "swift", "url"})


@dataclass(frozen=True, slots=True)
class Letter:
    """subject: one line, made of nothing that a person wrote."""

    subject: str
    text: str


def issued(name: str | None, invoice: Invoice, methods: Sequence[BankTransfer | LocalWallet], link: str) -> Letter:
    """That an invoice was issued: number, amount, due date, how to pay, and where to see it."""
    assert invoice.issued_at and invoice.due_at  # noqa: S101, PT018  (nobody hears of a draft)
    amount, due = with_currency(invoice.amount), day(invoice.due_at)
    facts = {
        "Number": invoice.number,
        "For": PURPOSES[invoice.purpose],
        "Amount": amount,
        "Issued": day(invoice.issued_at),
        "Due": due,
    }
    to_do = [_SINCE[invoice.status]] if invoice.status in _SINCE else _how_to_pay(invoice.number, methods)
    return _letter(
        f"Invoice {invoice.number}: {amount}, due on {due}",
        name,
        [f"There is an invoice of {amount} for you, due on {due}.", _table(facts), *to_do, _see(link)],
    )


def completed(name: str | None, event: TopupCompleted, link: str) -> Letter:
    """That a top-up is in the wallet."""
    amount, balance = _decimal(event.amount, event.currency), _decimal(event.balance, event.currency)
    facts = {"Invoice": event.number, "Added": amount, "Balance after it": balance}
    return _letter(
        f"Top-up of {amount} completed",
        name,
        ["Thank you: your payment has arrived, and the top-up is in your wallet.", _table(facts), _see(link)],
    )


def low(name: str | None, event: LowBalance, link: str) -> Letter:
    """That a wallet is nearly empty, or is."""
    balance, threshold = _decimal(event.balance, event.currency), _decimal(event.threshold, event.currency)
    fallen = f"The balance of your prepaid wallet has fallen to {balance}, which is {threshold} or less."
    return _letter(
        f"Your balance is low: {balance}",
        name,
        [fallen, "What it cannot cover is refused. Please ask for a top-up in time:", f"    {link}"],
    )


def vendor() -> list[str]:
    """Who issues the invoices: the name first, then the lines of the address and what else the law asks for."""
    return [line.strip() for line in os.environ["VENDOR"].split("|")]


def with_currency(money: Money) -> str:
    """As `1,250.00 USD`."""
    return f"{Decimal(str(money)):,} {money.currency}"


def day(moment: datetime) -> str:
    """As `14 February 2026`."""
    return f"{moment.astimezone(UTC):%-d %B %Y}"


def labelled(method: BankTransfer | LocalWallet) -> dict[str, str]:
    """What a payer has to know of a method, by labels as people read them: `account_holder` is `Account holder`."""
    details = method.bank_details if isinstance(method, BankTransfer) else method.wallet_details
    return {_label(name): value for name, value in details.items()}


def _label(name: str) -> str:
    words = [word.upper() if word in _ABBREVIATIONS else word for word in name.split("_")]
    label = " ".join(words)
    return label[:1].upper() + label[1:]


def _decimal(amount: Decimal, currency: str) -> str:
    return with_currency(Money.of(amount, currency))


def _how_to_pay(number: str, methods: Iterable[BankTransfer | LocalWallet]) -> list[str]:
    paragraphs = [f"How to pay - please name the invoice, {number}, with your payment:"]
    for method in methods:
        heading = f"{method.display_name}\n{'-' * len(method.display_name)}"
        paragraphs += [f"{heading}\n{_filled(method.instructions)}", _table(labelled(method))]
    return paragraphs


def _see(link: str) -> str:
    return f"You find it here, and everything else about your account:\n\n    {link}"


def _table(facts: dict[str, str]) -> str:
    width = max(map(len, facts)) + 2
    return "\n".join(f"    {label:{width}}{value}" for label, value in facts.items())


def _letter(subject: str, name: str | None, paragraphs: Sequence[str]) -> Letter:
    greeting = f"Hello {' '.join(name.split())}," if name else "Hello,"
    text = "\n\n".join([greeting, *(p if p.startswith(" ") or "\n" in p else _filled(p) for p in paragraphs)])
    return Letter(" ".join(subject.split()), f"{text}\n\n{vendor()[0]}\n")


def _filled(text: str) -> str:
    """Each line wrapped for itself: whoever wrote a break meant one. What cannot be broken, as a link, stays whole."""
    lines = (textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(lines)
