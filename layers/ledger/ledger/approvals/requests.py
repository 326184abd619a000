"""Requests: an operation that needs a second person is stored instead of executed."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ledger.approvals import authentication, policies
from ledger.approvals.policies import ApprovalKind
from ledger.core.errors import Refusal
from ledger.core.ids import new_id
from ledger.core.models import Answer, MoneyText, Timestamp
from ledger.core.money import Money
from ledger.core.principal import Role
from ledger.storage.sessions import Session

ApprovalStatus = Literal["pending", "approved", "rejected", "expired"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an operation changes. name: its id or name. amount: the value that it moves; None if it moves none."""

    tenant_id: str
    name: str
    amount: Money | None = None


class Proposed(BaseModel, ABC):
    """A proposal: the validated request of one operation, which can be stored and executed later.

    approvers: the roles of people who may approve it. Of some requests only a part of them may (`approvers_of_this`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    approvers: ClassVar[frozenset[Role]]

    kind: ApprovalKind

    @abstractmethod
    def subject(self, session: Session) -> Subject | None:
        """What it changes; None if it never needs a second person. Raises the refusals that are known at once."""

    def approvers_of_this(self, session: Session) -> frozenset[Role]:
        """The roles of people who may approve this request, as things are."""
        return self.approvers

    def participants(self, session: Session) -> set[str]:
        """Who took part in what it undoes or completes. They do not approve it. What somebody could still take part in
        stays locked until the operation is executed.

        A wallet, a payment method and a policy stay for good and are changed many times: for them only the person who
        requested this change counts.
        """
        return set()

    def as_json(self) -> str:
        """The proposal as it is stored. Amounts are written without an exponent, as requests have to write them."""
        return json.dumps(self.model_dump(by_alias=True), default=_plain, ensure_ascii=False)


class Requested(Answer):
    """What was requested. subject: the id or the name of what it changes. amount: the value that it moves; null if it
    moves none. expires_at: seven days after the request."""

    approval_id: UUID
    status: ApprovalStatus
    kind: ApprovalKind
    subject: str
    amount: MoneyText | None
    currency: str | None
    requested_by: str
    requested_at: Timestamp
    expires_at: Timestamp

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of approval_details."""
        amount = None if row["amount"] is None else Money(row["amount"], row["currency"])
        return cls(**{name: row[name] for name in cls.model_fields} | {"amount": amount})


class PendingApproval(Requested):
    """The operation changed nothing: it waits for a second person."""

    STATUS: ClassVar[int] = 202

    status: Literal["pending"]


def pending(session: Session, proposal: Proposed) -> PendingApproval | None:
    """If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
    person decides.

    None: the policy does not ask for a second person, and the caller executes the operation. Raises the refusals of the
    operation that are known before it is executed.
    """
    subject = proposal.subject(session)
    if subject is None or not policies.needs_approval(session, subject.tenant_id, proposal.kind, subject.amount):
        return None
    return _request(session, proposal, subject)


def pending_if_refused[Result](
    session: Session, proposal: Proposed, refusal: type[Refusal], operation: Callable[[], Result]
) -> Result | PendingApproval:
    """Above a limit, if the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval
    that a second person decides.

    Executes the operation. Only if it is refused for this reason, the database transaction begins again, so that an
    operation that is not refused costs nothing more. From then on the policy stays as it is. The subject of the
    proposal is None if the reason is gone by then, and the operation is executed again.

    Raises the refusals of the operation.
    """
    try:
        return operation()
    except refusal:
        session.restart()
        session.send("select hold_approval_policy(%s)", (session.tenant_id,))
        if not policies.needs_approval(session, session.tenant_id, proposal.kind, None):
            raise  # whatever the amount
    return pending(session, proposal) or operation()


def pending_erasure(session: Session, proposal: Proposed) -> PendingApproval:
    """Request the erasure of a person's texts, which always needs a second person.

    Raises PersonNotFound, PersonErased, AccountNotClosed.
    """
    waiting = pending(session, proposal)
    if waiting is None:
        raise AssertionError("an erasure always needs a second person")
    return waiting


def _request(session: Session, proposal: Proposed, subject: Subject) -> PendingApproval:
    origin = session.origin
    request = {
        "tenant_id": subject.tenant_id,
        "approval_id": new_id(),
        "kind": proposal.kind,
        "subject": subject.name,
        "amount": subject.amount.minor if subject.amount else None,
        "currency": subject.amount.currency if subject.amount else None,
        "payload": proposal.as_json(),
        "requested_by": origin.principal,
        "idempotency_key": origin.key,
    }
    row = session.one(
        """
        select request_approval(
            %(tenant_id)s, %(requested_by)s, %(request_id)s, %(idempotency_key)s, %(kind)s, %(subject)s, %(amount)s,
            %(currency)s, %(payload)s::json, %(approval_id)s, %(mac)s
        ) as approval
        """,
        request | {"request_id": origin.request_id, "mac": authentication.code(request)},
    )
    return PendingApproval.of(row["approval"])


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
