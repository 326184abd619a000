"""E-mail about billing events: one mail for each event, however often it is delivered.

The mail's row is reserved in one database transaction, the mail is sent outside of any, and the row is closed in
another one. A mail that cannot be sent is released, and its event is delivered again by the queue. If a mail was sent
but its row cannot be closed, it is sent twice: see decisions/0014.
"""

import logging
import os
from typing import Final
from uuid import UUID

from ledger.billing import contacts, mail_templates, payment_methods, ses
from ledger.billing.mail_templates import Mail
from ledger.billing.models import Invoice
from ledger.core.ids import new_id
from ledger.messaging.events import (
    ContactChanged,
    InvoiceVoided,
    LowBalance,
    PaymentMethodChanged,
    TopupCompleted,
    TopupInvoiced,
    WebhookFailing,
)
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Row, Session

type MailEvent = (
    TopupInvoiced | InvoiceVoided | TopupCompleted | LowBalance | PaymentMethodChanged | ContactChanged | WebhookFailing
)

_RESERVATION_S: Final = 30.0
"""Longer than the function's timeout: by then the holder of the reservation has ended."""
_log = logging.getLogger(__name__)


class RetryLater(Exception):
    """The mail cannot be sent by this invocation: another one reserved it, or too little time is left."""


def send(event: MailEvent, origin: Origin, budget: Budget) -> None:
    """Send the mail for an event, unless it was sent before. Raises RetryLater, or the error of the attempt."""
    if budget.remaining() < ses.MAX_SEND_S:
        raise RetryLater
    holder = new_id()
    written = sessions.write(lambda session: _reserve_and_write(session, event, holder), origin, budget)
    if written is None:
        return
    to, mail = written
    try:
        message_id = ses.send(to, mail.subject, mail.text)
    except ses.Refused as refused:
        _log.warning("mail refused", extra={"event_id": str(event.event_id), "reason": refused.reason})
        sessions.write(lambda session: _close(session, event, "failed"), origin, budget)
    except Exception:
        sessions.write(lambda session: _release(session, event, holder), origin, budget)
        raise
    else:
        sessions.write(lambda session: _close(session, event, "sent", message_id), origin, budget)


def _reserve_and_write(session: Session, event: MailEvent, holder: UUID) -> tuple[str, Mail] | None:
    """The address and the mail; None if there is nothing to send. Raises RetryLater, LookupError."""
    invoice_id = event.invoice_id if isinstance(event, TopupInvoiced) else None
    row = session.one(
        "select reserve_mail(%s, %s, %s, %s, %s, %s) as state",
        (session.tenant_id, event.event_id, event.TYPE, invoice_id, holder, _RESERVATION_S),
    )
    if row["state"] == "held":
        raise RetryLater
    if row["state"] == "ended":
        return None
    recipient = _recipient(session, event)
    if recipient is None:
        _close(session, event, "no_address")
        return None
    to, name = recipient
    return to, _mail(session, event, name or to)


def _recipient(session: Session, event: MailEvent) -> tuple[str, str | None] | None:
    """The contact's address and name. Without a contact, the address in the token of the person who requested the
    top-up; for an event about no top-up, of the last person whose top-up was approved. For a changed contact, whoever
    got the tenant's e-mail until then. None without a valid address.

    The name in a token is not used: its owner chooses it, and it would become words of the vendor's mail."""
    found = _recipient_row(session, event)
    if found["email"] is None:
        return None
    try:
        return contacts.normalized_address(found["email"]), found["name"]
    except ValueError:  # a token's claim may be anything
        return None


def _recipient_row(session: Session, event: MailEvent) -> Row:
    match event:
        case ContactChanged():
            return session.one(
                "select email, name from mails where tenant_id = %s and event_id = %s",
                (session.tenant_id, event.event_id),
            )
        case LowBalance() | PaymentMethodChanged() | WebhookFailing():
            return session.one("select email, name from mail_recipient(%s)", (session.tenant_id,))
        case TopupInvoiced() | InvoiceVoided() | TopupCompleted():
            return session.one(
                """
                select coalesce(c.email, r.asker_email) as email, c.name
                from (values (%s)) t (tenant_id)
                left join contacts c on c.tenant_id = t.tenant_id
                left join topup_requests r on r.tenant_id = t.tenant_id and r.request_id = %s
                """,
                (session.tenant_id, event.request_id),
            )


def _mail(session: Session, event: MailEvent, name: str) -> Mail:
    billing = f"{os.environ['CONSOLE_URL'].rstrip('/')}/billing"
    match event:
        case TopupInvoiced() | InvoiceVoided():
            return _mail_with_invoice(session, event, name, f"{billing}/invoices/{event.invoice_id}")
        case TopupCompleted():
            return mail_templates.completed(name, event, f"{billing}/invoices/{event.invoice_id}")
        case LowBalance():
            return mail_templates.low(name, event, billing)
        case PaymentMethodChanged():
            return mail_templates.method_changed(name, event, billing)
        case ContactChanged():
            return mail_templates.contact_changed(name, event, billing)
        case WebhookFailing():
            return mail_templates.webhook_failing(name, event)


def _mail_with_invoice(session: Session, event: TopupInvoiced | InvoiceVoided, name: str, link: str) -> Mail:
    invoice = _invoice(session, event.invoice_id)
    if isinstance(event, InvoiceVoided):
        return mail_templates.voided(name, invoice, link)
    return mail_templates.issued(name, invoice, payment_methods.offered(session, session.tenant_id), link)


def _invoice(session: Session, invoice_id: UUID) -> Invoice:
    """The invoice of an event. Raises LookupError."""
    row = session.row(
        "select * from invoice_details where tenant_id = %s and invoice_id = %s", (session.tenant_id, invoice_id)
    )
    if row is None:
        raise LookupError("the invoice of the event does not exist")
    return Invoice.of(row)


def _close(session: Session, event: MailEvent, outcome: str, message_id: str | None = None) -> None:
    session.send("select close_mail(%s, %s, %s, %s)", (session.tenant_id, event.event_id, outcome, message_id))


def _release(session: Session, event: MailEvent, holder: UUID) -> None:
    session.send("select release_mail(%s, %s, %s)", (session.tenant_id, event.event_id, holder))
