"""Customers who come from another system, with their balances: all of them or none."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.cashier import customers
from ledger.cashier.customers import Terms
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Answer, MoneyText, Reference, Request, SignedAmount
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.posting import Entry, Transaction, accounts
from ledger.storage.sessions import Session

MAX_ROWS: Final = 1000


class ImportRow(Terms):
    """A customer. opening_balance: may be negative, within the credit limit. external_reference: their old name."""

    opening_balance: SignedAmount | None = None
    external_reference: Reference | None = None

    @field_validator("opening_balance")
    @classmethod
    def _within_the_limit(cls, balance: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if balance is not None and balance < -(info.data.get("credit_limit") or 0):
            raise PydanticCustomError("limit", "The opening balance is below the account's floor.")
        return customers.representable(balance, info)


def _from_csv(text: str) -> dict[str, Any]:
    """Rows of a table with the fields' names in its first line; an empty cell is an absent field.

    A spreadsheet puts a byte order mark before the first name.
    """
    reader = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="more cells than columns", strict=True
    )
    try:
        rows = [{name: cell for name, cell in row.items() if cell not in ("", None)} for row in reader]
    except csv.Error as error:
        sentence = f"It is not CSV: {error}."
        raise errors.InvalidRequest(sentence, errors=[Problem("", sentence)]) from None
    return {"rows": rows}


class ImportRequest(Request):
    """JSON, or CSV (text/csv) with the rows' fields as columns."""

    MEDIA: ClassVar[dict[str, Callable[[str], dict[str, Any]]]] = {"text/csv": _from_csv}

    rows: Annotated[list[ImportRow], Field(min_length=1, max_length=MAX_ROWS)]


class ImportedCustomer(Answer):
    """transaction_id: of the opening balance, none where there was none."""

    customer_id: UUID
    username: str
    currency: str
    account_balance: MoneyText
    external_reference: str | None
    transaction_id: UUID | None


class Imported(Answer):
    """Every row, in the order given."""

    imported_count: int
    customers: list[ImportedCustomer]


def import_customers(session: Session, agent: Agent, request: ImportRequest) -> Imported:
    """Take customers in, their opening balances as postings against the agent's float: all or nothing.

    Raises InvalidRequest that names every row that cannot be.
    """
    rows = request.rows
    try:
        ids = customers.insert(session, agent, rows, [row.external_reference for row in rows])
    except errors.UsernameTaken as taken:
        raise errors.InvalidRequest(
            "Usernames are taken, by customers or by earlier rows.",
            errors=[Problem(f"/rows/{number}/username", "The username is taken.") for number in taken.rows],
        ) from None
    opening = [(number, row) for number, row in enumerate(rows) if row.opening_balance]
    movements = [_opening(session, agent, ids[number], row) for number, row in opening]
    posted = posting.post(session, movements) if movements else []
    transactions = {number: one.transaction_id for (number, _), one in zip(opening, posted, strict=True)}
    return Imported(
        imported_count=len(rows),
        customers=[
            ImportedCustomer(
                customer_id=ids[number],
                username=row.username,
                currency=row.currency,
                account_balance=Money.of(row.opening_balance or Decimal(0), row.currency),
                external_reference=row.external_reference,
                transaction_id=transactions.get(number),
            )
            for number, row in enumerate(rows)
        ],
    )


def _opening(session: Session, agent: Agent, customer_id: UUID, row: ImportRow) -> Transaction:
    balance = row.opening_balance or Decimal(0)
    return Transaction(
        kind="opening_balance",
        entries=[
            Entry(accounts.customer(customer_id, required_agent=agent, currency=row.currency), balance),
            Entry(accounts.agent_float(agent, row.currency), -balance),
        ],
        description="Opening balance",
        external_reference=row.external_reference,
        idempotency_key=session.origin.key,
    )
