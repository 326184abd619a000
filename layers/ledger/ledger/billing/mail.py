"""E-mail about what happened in billing: one for each event, however often it is delivered.

Held in one transaction, sent outside of any, ended in another. What cannot be sent is released and comes again from its
queue. Where the end of a mail that SES took cannot be written, it is sent once more: see decisions/0014.
"""

import logging
import os
from typing import Final
from uuid import UUID

from ledger.billing import contacts, mail_templates, payment_methods, ses
from ledger.billing.mail_templates import Letter
from ledger.billing.models import Invoice
from ledger.core.ids import new_id
from ledger.messaging.events import LowBalance, TopupCompleted, TopupInvoiced
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin, Session

type Told = TopupInvoiced | TopupCompleted | LowBalance

_HELD_FOR: Final = 30.0
"""Seconds, longer than the function may take: by then whoever held it is gone."""
_log = logging.getLogger(__name__)


class NotNow(Exception):
    """It cannot be tried in this call: another one holds it, or too little time is left. It has to come again."""


def tell(event: Told, origin: Origin, budget: Budget) -> None:
    """Send the mail that an event calls for, unless it has been. Raises NotNow, or why it could not be sent."""
    if budget.remaining() < ses.LONGEST:
        raise NotNow
    holder = new_id()
    written = sessions.write(lambda session: _hold_and_write(session, event, holder), origin, budget)
    if written is None:
        return
    to, letter = written
    try:
        message_id = ses.send(to, letter.subject, letter.text)
    except ses.Refused as refused:
        _log.warning("mail refused", extra={"event_id": str(event.event_id), "reason": refused.reason})
        sessions.write(lambda session: _end(session, event, "failed"), origin, budget)
    except Exception:
        sessions.write(lambda session: _release(session, event, holder), origin, budget)
        raise
    else:
        sessions.write(lambda session: _end(session, event, "sent", message_id), origin, budget)


def _hold_and_write(session: Session, event: Told, holder: UUID) -> tuple[str, Letter] | None:
    """To whom, and what; none where nothing is left to do. Raises NotNow, LookupError."""
    told = event.invoice_id if isinstance(event, TopupInvoiced) else None
    row = session.one(
        "select reserve_mail(%s, %s, %s, %s, %s, %s) as state",
        (session.tenant_id, event.event_id, event.TYPE, told, holder, _HELD_FOR),
    )
    if row["state"] == "held":
        raise NotNow
    if row["state"] == "ended":
        return None
    recipient = _recipient(session, event)
    if recipient is None:
        _end(session, event, "no_address")
        return None
    to, name = recipient
    return to, _letter(session, event, name)


def _recipient(session: Session, event: Told) -> tuple[str, str | None] | None:
    """The contact's address and name, else those that the token of the one who asked said; of a low balance, of the
    one who asked last. None where there is neither, or only what is no address."""
    row = session.one(
        """
        select c.email, c.name, r.asker_email, r.asker_name
        from (values (%(tenant)s)) t (tenant_id)
        left join contacts c on c.tenant_id = t.tenant_id
        left join lateral (
            select q.asker_email, q.asker_name from topup_requests q
            where q.tenant_id = t.tenant_id and q.asker_email is not null
                and (%(latest)s or q.request_id = %(request)s)
            order by q.requested_at desc, q.request_id desc
            limit 1
        ) r on true
        """,
        {
            "tenant": session.tenant_id,
            "latest": isinstance(event, LowBalance),
            "request": None if isinstance(event, LowBalance) else event.request_id,
        },
    )
    written, name = (row["email"], row["name"]) if row["email"] is not None else (row["asker_email"], row["asker_name"])
    if written is None:
        return None
    try:
        return contacts.address(written), name
    except ValueError:  # a claim may be anything
        return None


def _letter(session: Session, event: Told, name: str | None) -> Letter:
    billing = f"{os.environ['CONSOLE_URL'].rstrip('/')}/billing"
    match event:
        case TopupInvoiced():
            row = session.row(
                "select * from invoice_details where tenant_id = %s and invoice_id = %s",
                (session.tenant_id, event.invoice_id),
            )
            if row is None:
                raise LookupError("an event of an invoice that is not there")
            methods = payment_methods.offered(session, session.tenant_id)
            return mail_templates.issued(name, Invoice.of(row), methods, f"{billing}/invoices/{event.invoice_id}")
        case TopupCompleted():
            return mail_templates.completed(name, event, f"{billing}/invoices/{event.invoice_id}")
        case LowBalance():
            return mail_templates.low(name, event, billing)


def _end(session: Session, event: Told, outcome: str, message_id: str | None = None) -> None:
    session.send("select close_mail(%s, %s, %s, %s)", (session.tenant_id, event.event_id, outcome, message_id))


def _release(session: Session, event: Told, holder: UUID) -> None:
    session.send("select release_mail(%s, %s, %s)", (session.tenant_id, event.event_id, holder))
