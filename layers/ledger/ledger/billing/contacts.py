"""Where e-mail for a tenant goes."""

import re
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.core.models import Answer, Request, Text, Timestamp
from ledger.storage.sessions import Row, Session

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def address(written: str) -> str:
    """An e-mail address as it is written on the way: in ASCII, its domain in lower case. Raises ValueError."""
    # Only what reads an address pays for the import: it is in the requirements of those functions, not in the layer.
    from email_validator import validate_email  # noqa: PLC0415

    found = validate_email(written, strict=True, allow_smtputf8=False, check_deliverability=False).ascii_email
    assert found is not None  # noqa: S101  (without SMTPUTF8 every address has one)
    return found


def _address(value: str) -> str:
    try:
        return address(value)
    except ValueError as error:
        raise PydanticCustomError("email", "It is no e-mail address: {reason}", {"reason": str(error)}) from error


def _in_one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise PydanticCustomError("text", "A name is written in one line, without control characters.")
    return value


type Email = Annotated[Text, Field(max_length=254), AfterValidator(_address)]
type Name = Annotated[Text, Field(max_length=200), AfterValidator(_in_one_line)]


class ContactRequest(Request):
    """Where e-mail goes from now on. name: whom it greets."""

    email: Email
    name: Name | None = None


class Contact(Answer):
    """email: null until there is one; mail about a top-up then goes to the one who asked for it."""

    tenant_id: str
    email: str | None
    name: str | None
    updated_at: Timestamp | None

    @classmethod
    def of(cls, tenant_id: str, row: Row | None) -> Self:
        updated_at: datetime | None = row["updated_at"] if row else None
        return cls(
            tenant_id=tenant_id,
            email=row["email"] if row else None,
            name=row["name"] if row else None,
            updated_at=updated_at,
        )


def view(session: Session, tenant_id: str) -> Contact:
    """A tenant's contact."""
    row = session.row("select email, name, updated_at from contacts where tenant_id = %s", (tenant_id,))
    return Contact.of(tenant_id, row)


def update(session: Session, tenant_id: str, request: ContactRequest) -> Contact:
    """Send a tenant's e-mail there from now on."""
    session.send(
        "select set_contact(%s, %s, %s, %s)", (tenant_id, session.origin.principal, request.email, request.name)
    )
    return view(session, tenant_id)
