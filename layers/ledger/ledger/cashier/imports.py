"""Import customers of another system with their balances: all of them or none."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger import posting
from ledger.cashier import customers
from ledger.cashier.customers import Terms
from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Answer, MoneyText, Request, SignedAmount, WithMeta
from ledger.core.money import Money
from ledger.core.principal import Agent
from ledger.core.text import Reference
from ledger.posting import Entry, Transaction, accounts
from ledger.storage.sessions import Session

MAX_IMPORT_ROWS: Final = 1000
_MAX_COLUMNS: Final = 100


class CustomerImportRow(Terms, WithMeta):
    """One customer. opening_balance: may be negative, down to the credit limit. external_reference: the customer's id
    in the other system. meta: of the opening balance's transaction; not in CSV."""

    opening_balance: SignedAmount | None = None
    external_reference: Reference | None = None

    @field_validator("opening_balance")
    @classmethod
    def _balance_within_limit(cls, balance: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if balance is not None and balance < -(info.data.get("credit_limit") or 0):
            raise PydanticCustomError("limit", "The opening balance is below the account's floor.")
        return customers.require_representable(balance, info)


def _from_csv(text: str) -> dict[str, Any]:
    """Rows of a table that has the field names in its first line. An empty cell is an absent field.

    The byte order mark that spreadsheets write first is skipped. At most one row more than allowed is read, since each
    row is as much work as the table has columns.
    """
    reader = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="more cells than columns", strict=True
    )
    try:
        if len(reader.fieldnames or ()) > _MAX_COLUMNS:
            raise csv.Error(f"it has more than {_MAX_COLUMNS} columns")
        rows = [
            {name: cell for name, cell in row.items() if cell not in ("", None)}
            for row in islice(reader, MAX_IMPORT_ROWS + 1)
        ]
    except csv.Error as error:
        sentence = f"It is not CSV: {error}."
        raise errors.InvalidRequest(sentence, errors=[Problem("", sentence)]) from None
    return {"rows": rows}


class CustomerImport(Request):
    """JSON, or CSV (text/csv) with one column for each field of a row but `meta`."""

    MEDIA: ClassVar[dict[str, Callable[[str], dict[str, Any]]]] = {"text/csv": _from_csv}

    rows: Annotated[list[CustomerImportRow], Field(min_length=1, max_length=MAX_IMPORT_ROWS)]


class ImportedCustomer(Answer):
    """transaction_id and meta: of the opening balance's transaction; null without one."""

    customer_id: UUID
    username: str
    currency: str
    account_balance: MoneyText
    external_reference: str | None
    transaction_id: UUID | None
    meta: dict[str, Any] | None


class ImportedCustomers(Answer):
    """The customers in the order of the rows."""

    imported_count: int
    customers: list[ImportedCustomer]


def import_customers(session: Session, agent: Agent, request: CustomerImport) -> ImportedCustomers:
    """Create customers and post their opening balances against the agent's float: all of them or none.

    Raises InvalidRequest, with one error for each row whose username is taken, AgentLimitExceeded.
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
    transactions = [_opening_balance(session, agent, ids[number], row) for number, row in opening]
    posted = posting.post(session, transactions) if transactions else []
    transaction_ids = {number: one.transaction_id for (number, _), one in zip(opening, posted, strict=True)}
    return ImportedCustomers(
        imported_count=len(rows),
        customers=[
            ImportedCustomer(
                customer_id=ids[number],
                username=row.username,
                currency=row.currency,
                account_balance=Money.of(row.opening_balance or Decimal(0), row.currency),
                external_reference=row.external_reference,
                transaction_id=transaction_ids.get(number),
                meta=row.meta if number in transaction_ids else None,
            )
            for number, row in enumerate(rows)
        ],
    )


def _opening_balance(session: Session, agent: Agent, customer_id: UUID, row: CustomerImportRow) -> Transaction:
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
        meta=row.meta,
    )
