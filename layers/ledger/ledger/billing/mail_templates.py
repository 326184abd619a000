"""The e-mails of billing: plain text, amounts with their currency, days in UTC. name: the contact's, or the address."""

import os
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from ledger.billing.models import Invoice, Purpose
from ledger.billing.payment_methods import BankTransfer, LocalWallet
from ledger.core.money import Money
from ledger.messaging.events import ContactChanged, LowBalance, PaymentMethodChanged, TopupCompleted, WebhookFailing

_LINE_CHARACTERS: Final = 72
PURPOSES: Final[dict[Purpose, str]] = {
    "topup": "Top-up of the prepaid wallet",
    "usage": "Usage",
    "subscription": "Subscription",
}
_NOTHING_TO_PAY: Final = {
    "paid": "It has been paid in the meantime: there is nothing left to do.",
    "void": "It has been voided in the meantime: please do not pay it.",
}
_COMPARE_DETAILS: Final = (
    "Please compare the details with those that you know before you pay. If you did not expect this, tell us before it "
    "applies, by a way that you already know."
)
_MAIL_GOES_ELSEWHERE: Final = (
    "E-mails about invoices, and about how to pay them, go to the new contact now. If you did not expect this, tell us "
    "at once, by a way that you already know, and pay nothing by other details than those you know."
)
_RECEIVER_FAILS: Final = (
    "Please tell whoever runs the system that receives these events. The list of the webhook's deliveries has the "
    "results of the attempts, and each delivery can be sent again for seven days. Later events are still sent. We tell "
    "you about a webhook once a day at most."
)
_ABBREVIATIONS: Final = frozenset({"bic", "iban", "id", "swift", "url"})


@dataclass(frozen=True, slots=True)
class Mail:
    """subject: one line, without text that a person entered."""

    subject: str
    text: str


def issued(name: str, invoice: Invoice, methods: Sequence[BankTransfer | LocalWallet], link: str) -> Mail:
    """An invoice was issued: number, amount, due date, payment instructions and a link."""
    assert invoice.issued_at and invoice.due_at  # noqa: S101, PT018  (no mail is sent for a draft)
    amount, due = with_currency(invoice.amount), day(invoice.due_at)
    facts = {
        "Number": invoice.number,
        "For": PURPOSES[invoice.purpose],
        "Amount": amount,
        "Issued": day(invoice.issued_at),
        "Due": due,
    }
    payment = (
        [_NOTHING_TO_PAY[invoice.status]]
        if invoice.status in _NOTHING_TO_PAY
        else _payment_instructions(invoice.number, methods)
    )
    return _mail(
        f"Invoice {invoice.number}: {amount}, due on {due}",
        name,
        [f"There is an invoice of {amount} for you, due on {due}.", _table(facts), *payment, _link(link)],
    )


def voided(name: str, invoice: Invoice, link: str) -> Mail:
    """An issued invoice was voided: the reason, and that there is nothing to pay."""
    assert invoice.void_reason  # noqa: S101  (an invoice is voided with a reason)
    facts = {"Number": invoice.number, "For": PURPOSES[invoice.purpose], "Amount": with_currency(invoice.amount)}
    paragraphs = [
        f"The invoice {invoice.number} has been voided: please do not pay it.",
        _table(facts),
        "The reason:",
        textwrap.indent(_wrapped(invoice.void_reason), "    "),
    ]
    if invoice.purpose == "topup":
        paragraphs.append(
            "The top-up request that it belongs to is cancelled. You can ask for another one at any time."
        )
    return _mail(f"Invoice {invoice.number} voided", name, [*paragraphs, _link(link)])


def completed(name: str, event: TopupCompleted, link: str) -> Mail:
    """A top-up was credited to the wallet."""
    amount, balance = _decimal(event.amount, event.currency), _decimal(event.balance, event.currency)
    facts = {"Invoice": event.number, "Added": amount, "Balance after it": balance}
    return _mail(
        f"Top-up of {amount} completed",
        name,
        ["Thank you: your payment has arrived, and the top-up is in your wallet.", _table(facts), _link(link)],
    )


def low(name: str, event: LowBalance, link: str) -> Mail:
    """The balance of the wallet fell to the threshold or below it."""
    balance, threshold = _decimal(event.balance, event.currency), _decimal(event.threshold, event.currency)
    fallen = f"The balance of your prepaid wallet has fallen to {balance}, which is {threshold} or less."
    return _mail(
        f"Your balance is low: {balance}",
        name,
        [fallen, "What it cannot cover is refused. Please ask for a top-up in time:", f"    {link}"],
    )


def method_changed(name: str, event: PaymentMethodChanged, link: str) -> Mail:
    """A payment method was changed, and from when on that holds. Without the new details, which a forger could copy."""
    facts = {"Payment method": event.method_id, "Applies from": moment(event.effective_at)}
    return _mail(
        f"Payment method {event.method_id} changed",
        name,
        [
            "A payment method for your invoices was changed.",
            _table(facts),
            _COMPARE_DETAILS,
            _link(link),
        ],
    )


def contact_changed(name: str, event: ContactChanged, link: str) -> Mail:
    """The contact was changed: sent to the contact until then. Without the new address, which is somebody's data."""
    return _mail(
        "Contact for your account changed",
        name,
        [
            "The contact to whom we send e-mails about your account was changed.",
            _table({"Changed": moment(event.changed_at)}),
            _MAIL_GOES_ELSEWHERE,
            _link(link),
        ],
    )


def webhook_failing(name: str, event: WebhookFailing) -> Mail:
    """A delivery to a webhook has failed. Without its URL, which may contain a secret of the receiver."""
    return _mail(
        f"Webhook {event.webhook_id} is failing",
        name,
        [
            "We could not deliver an event to a system of yours: it was tried for 24 hours without success.",
            _table({"Webhook": str(event.webhook_id)}),
            _RECEIVER_FAILS,
        ],
    )


def vendor() -> list[str]:
    """The vendor's name, followed by the lines of the address and other facts that the law requires."""
    return [line.strip() for line in os.environ["VENDOR"].split("|")]


def with_currency(money: Money) -> str:
    """For example `1,250.00 USD`."""
    return f"{Decimal(str(money)):,} {money.currency}"


def day(moment: datetime) -> str:
    """For example `14 February 2026`."""
    return f"{moment.astimezone(UTC):%-d %B %Y}"


def moment(at: datetime) -> str:
    """For example `14 February 2026, 09:31 UTC`."""
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def labelled(method: BankTransfer | LocalWallet) -> dict[str, str]:
    """The details of a payment method with readable labels: `account_holder` becomes `Account holder`."""
    details = method.bank_details if isinstance(method, BankTransfer) else method.wallet_details
    return {_label(name): value for name, value in details.items()}


def _label(name: str) -> str:
    words = [word.upper() if word in _ABBREVIATIONS else word for word in name.split("_")]
    label = " ".join(words)
    return label[:1].upper() + label[1:]


def _decimal(amount: Decimal, currency: str) -> str:
    return with_currency(Money.of(amount, currency))


def _payment_instructions(number: str, methods: Sequence[BankTransfer | LocalWallet]) -> list[str]:
    if not methods:
        return [f"Please ask us how to pay it, and name the invoice, {number}, with your payment."]
    paragraphs = [f"How to pay - please name the invoice, {number}, with your payment:"]
    for method in methods:
        heading = f"{method.display_name}\n{'-' * len(method.display_name)}"
        paragraphs += [f"{heading}\n{_wrapped(method.instructions)}", _table(labelled(method))]
    return paragraphs


def _link(link: str) -> str:
    return f"You find it here, and everything else about your account:\n\n    {link}"


def _table(facts: dict[str, str]) -> str:
    width = max(map(len, facts)) + 2
    return "\n".join(f"    {label:{width}}{value}" for label, value in facts.items())


def _mail(subject: str, name: str, paragraphs: Sequence[str]) -> Mail:
    text = "\n\n".join(
        [
            f"Hello {' '.join(name.split())},",
            *(p if p.startswith(" ") or "\n" in p else _wrapped(p) for p in paragraphs),
        ]
    )
    return Mail(" ".join(subject.split()), f"{text}\n\n{vendor()[0]}\n")


def _wrapped(text: str) -> str:
    """Wrap each line, and keep the line breaks of the text. A long word, such as a link, is not broken."""
    lines = (
        textwrap.fill(line, _LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
    return "\n".join(lines)
