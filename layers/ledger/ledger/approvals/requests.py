"""Requests: an operation that needs a second person is stored instead of executed."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from ledger.approvals import policies, proposals
from ledger.approvals.policies import ApprovalKind
from ledger.approvals.proposals import Proposal
from ledger.cashier.erasure import ErasureCreate
from ledger.core.models import Answer, MoneyText, Timestamp
from ledger.core.money import Money
from ledger.storage.sessions import Session

ApprovalStatus = Literal["pending", "approved", "rejected", "expired"]


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


def pending(session: Session, proposal: Proposal) -> PendingApproval | None:
    """If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
    person decides.

    None: the policy does not ask for a second person, and the caller executes the operation. Raises the refusals of the
    operation that are known before it is executed.
    """
    subject = proposal.subject(session)
    if subject is None or not policies.needs_approval(session, subject.tenant_id, proposal.kind, subject.amount):
        return None
    origin = session.origin
    row = session.one(
        "select request_approval(%s, %s, %s, %s, %s, %s, %s, %s, %s::json) as approval",
        (
            subject.tenant_id,
            origin.principal,
            origin.request_id,
            origin.key,
            proposal.kind,
            subject.name,
            subject.amount.minor if subject.amount else None,
            subject.amount.currency if subject.amount else None,
            proposals.as_json(proposal),
        ),
    )
    return PendingApproval.of(row["approval"])


def request_erasure(session: Session, owner_id: str, request: ErasureCreate) -> PendingApproval:
    """Request the erasure of a person's texts, which always needs a second person.

    Raises PersonNotFound, PersonErased, AccountNotClosed.
    """
    waiting = pending(session, proposals.Erasure(tenant_id=session.tenant_id, owner_id=owner_id, request=request))
    if waiting is None:
        raise AssertionError("an erasure always needs a second person")
    return waiting
