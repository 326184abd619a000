"""Contacts: the address and name to which e-mail for a tenant is sent, and the country in which it pays."""

import re
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.billing.countries import CountryCode
from ledger.core.ids import new_id
from ledger.core.models import Answer, Request, Timestamp
from ledger.core.text import Text
from ledger.messaging import outbox
from ledger.messaging.events import ContactChanged
from ledger.storage.sessions import Row, Session

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def normalized_address(written: str) -> str:
    """An e-mail address in the form in which it is sent: ASCII, the domain in lower case. Raises ValueError."""
    # Imported here, since email_validator is installed for the functions that read addresses, not in the layer.
    from email_validator import validate_email  # noqa: PLC0415

    found = validate_email(written, strict=True, allow_smtputf8=False, check_deliverability=False).ascii_email
    assert found is not None  # noqa: S101  (without SMTPUTF8 every address has one)
    return found


def _address(value: str) -> str:
    try:
        return normalized_address(value)
    except ValueError as error:
        raise PydanticCustomError("email", "Not an e-mail address: {reason}", {"reason": str(error)}) from error


def _single_line(value: str) -> str:
    if _CONTROL.search(value):
        raise PydanticCustomError("text", "A name is one line without control characters.")
    return value


type Email = Annotated[str, Text(max_length=254), AfterValidator(_address)]
type ContactName = Annotated[str, Text(max_length=200), AfterValidator(_single_line)]


class StoredContact(Request):
    """A contact whose address was checked when it was requested."""

    email: str
    name: ContactName | None = None
    country: CountryCode | None = None


class ContactUpdate(StoredContact):
    """The new contact. name: used in the greeting. country: in which the tenant pays; its payment methods are printed
    on invoices."""

    email: Email


class Contact(Answer):
    """A tenant's contact. email: null until it is set; e-mail about a top-up is then sent to the person who requested
    it. country: null if it is not known."""

    tenant_id: str
    email: str | None
    name: str | None
    country: str | None
    updated_at: Timestamp | None

    @classmethod
    def of(cls, tenant_id: str, row: Row | None) -> Self:
        updated_at: datetime | None = row["updated_at"] if row else None
        return cls(
            tenant_id=tenant_id,
            email=row["email"] if row else None,
            name=row["name"] if row else None,
            country=row["country"] if row else None,
            updated_at=updated_at,
        )


def view(session: Session, tenant_id: str) -> Contact:
    """A tenant's contact."""
    row = session.row("select email, name, country, updated_at from contacts where tenant_id = %s", (tenant_id,))
    return Contact.of(tenant_id, row)


def update(session: Session, tenant_id: str, request: StoredContact) -> Contact:
    """Set a tenant's contact. Whoever got the tenant's e-mail until now is told. Raises PersonErased."""
    event_id = new_id()
    row = session.one(
        "select * from set_contact(%s, %s, %s, %s, %s, %s, %s)",
        (
            tenant_id,
            session.origin.principal,
            request.email,
            request.name,
            request.country,
            session.origin.request_id,
            event_id,
        ),
    )
    if row["is_told"]:
        session.act_in_tenant(tenant_id)
        changed = ContactChanged(event_id=event_id, tenant_id=tenant_id, changed_at=row["updated_at"])
        outbox.emit(session, [changed])
    return Contact(tenant_id=tenant_id, **request.model_dump(), updated_at=row["updated_at"])
