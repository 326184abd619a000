"""The reservation of a mail: only its holder releases it, and a mail is closed once."""

from typing import Any, Final
from uuid import UUID

import pytest

from ledger.core.ids import new_id
from ledger.storage.sessions import Session
from tests.support import billing, kit
from tests.support.billing import INVOICES, member, ok, operator
from tests.support.kit import Database

EVENT: Final = new_id()
FIRST, SECOND, THIRD = new_id(), new_id(), new_id()


@pytest.fixture
def database_role() -> str:
    return "purser_mail"


def call(query: str, *params: object) -> Any:
    return kit.in_session(lambda session: _value(session, query, params))


def _value(session: Session, query: str, params: tuple[object, ...]) -> Any:
    return session.value(query, params)


def reserve(holder: UUID, seconds: float, invoice_id: str | None = None) -> str:
    query = "select reserve_mail('acme', %s, 'TopupInvoiced', %s, %s, %s)"
    return str(call(query, EVENT, invoice_id, holder, seconds))


def release(holder: UUID) -> None:
    call("select release_mail('acme', %s, %s)", EVENT, holder)


def close(outcome: str, message_id: str | None) -> None:
    call("select close_mail('acme', %s, %s, %s)", EVENT, outcome, message_id)


@pytest.mark.usefixtures("database")
def test_a_holder_whose_reservation_has_expired_cannot_release_the_mail() -> None:
    assert reserve(FIRST, 0) == "mine"
    assert reserve(SECOND, 600) == "mine", "the first reservation has expired"

    release(FIRST)

    assert reserve(THIRD, 600) == "held"
    release(SECOND)
    assert reserve(THIRD, 600) == "mine"


def test_a_closed_mail_keeps_its_outcome(database: Database) -> None:
    _, invoice_id = billing.invoiced(member(), operator())
    assert reserve(FIRST, 600, invoice_id) == "mine"
    close("sent", "message-1")
    closed = database.rows("select outcome, message_id, ended_at from mails")

    close("failed", None)
    release(FIRST)

    assert database.rows("select outcome, message_id, ended_at from mails") == closed
    assert (closed[0]["outcome"], closed[0]["message_id"]) == ("sent", "message-1")
    assert ok(operator().get(f"{INVOICES}/{invoice_id}"))["mail_status"] == "sent"
    assert reserve(SECOND, 600) == "ended"
