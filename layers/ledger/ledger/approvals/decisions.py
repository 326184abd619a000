"""Decisions: list and view approvals, approve them, which executes the operation, or reject them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ledger import wallets
from ledger.approvals import authentication, policies, proposals
from ledger.approvals.agent_credit import AgentCredit
from ledger.approvals.policies import ApprovalKind, ApprovalPolicy
from ledger.approvals.proposals import (
    Adjustment,
    CoinPolicy,
    ContactChange,
    Erasure,
    InvoicePayment,
    MethodChange,
    Overdraft,
    PolicyChange,
    Proposal,
    Refund,
    Reversal,
)
from ledger.approvals.requests import ApprovalStatus, Requested
from ledger.awards import policies as coin_policies
from ledger.awards.policies import TournamentCoinPolicy
from ledger.billing import contacts, invoices, payment_methods, payments, prepaid
from ledger.billing.contacts import Contact
from ledger.billing.models import Invoice, Payment
from ledger.billing.payment_methods import ConfiguredPaymentMethod
from ledger.billing.payments import PaymentApprove
from ledger.billing.prepaid import PrepaidReceipt
from ledger.cashier import erasure, operations
from ledger.cashier.erasure import ErasureReceipt
from ledger.cashier.operations import CashierReceipt
from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Request, SubjectFilter, Timestamp
from ledger.core.money import Money
from ledger.core.principal import Agent, Principal
from ledger.core.text import Note, Reason
from ledger.storage.paging import Paging
from ledger.storage.sessions import Origin, Row, Session
from ledger.wallets import audit
from ledger.wallets.audit import AuditedTransaction
from ledger.wallets.statements import WalletBalance

Result = (
    AuditedTransaction
    | PrepaidReceipt
    | CashierReceipt
    | WalletBalance
    | TournamentCoinPolicy
    | ConfiguredPaymentMethod
    | Contact
    | Payment
    | Invoice
    | ApprovalPolicy
    | ErasureReceipt
)


class ApprovalApprove(Request):
    """note: stored with the decision."""

    note: Note | None = None


class ApprovalReject(Request):
    """reason: stored with the decision."""

    reason: Reason


class ListQuery(OfTenant, Page):
    """status, kind: only approvals with this status, of this kind. subject: the id or the name of what is changed."""

    status: ApprovalStatus | None = None
    kind: ApprovalKind | None = None
    subject: SubjectFilter | None = None


class Approval(Requested):
    """An operation that waits for a second person, or was decided. status: `expired` if nobody decided it in time.
    decision_note: the note of an approval, the reason for a rejection."""

    tenant_id: str
    decided_by: str | None
    decided_at: Timestamp | None
    decision_note: str | None


class ApprovalDetails(Approval):
    """An approval with the validated request that is executed (payload), its SHA-256, and the operation's answer
    (result; null unless it was approved)."""

    payload: dict[str, Any]
    payload_sha256: str
    result: dict[str, Any] | None


class ExecutedApproval(Answer):
    """An approval, and the answer of the operation that it executed."""

    approval: Approval
    result: Result


def listing(session: Session, principal: Principal, tenant_id: str | None, query: ListQuery) -> Listing[Approval]:
    """Approvals, newest first: of the kinds that the caller may approve, and those that the caller requested. An
    owner and an auditor see all of the tenant's.

    tenant_id: None, for root, for every tenant. Raises InvalidRequest as Paging does.
    """
    where = "true" if tenant_id is None else "a.tenant_id = %(tenant)s"
    where += " and (a.kind = any(%(kinds)s) or (a.tenant_id = %(own_tenant)s and a.requested_by = %(sub)s))"
    where += "" if query.status is None else " and a.status = %(status)s"
    where += "" if query.kind is None else " and a.kind = %(kind)s"
    where += "" if query.subject is None else " and a.subject = %(subject)s"
    parameters = {
        "tenant": tenant_id,
        "own_tenant": session.tenant_id,
        "kinds": proposals.visible_kinds(principal),
        "sub": principal.sub,
        "status": query.status,
        "kind": query.kind,
        "subject": query.subject,
    }
    page = Paging(session, query, parameters, "a.requested_at", "a.approval_id")
    found = session.one(
        f"""
        select (select count(a.tenant_id) from approval_details a where {where}) as total_count,
               array(
                    select to_json(page)
                    from (
                        select a.tenant_id, a.approval_id, a.status, a.kind, a.subject, a.amount, a.currency,
                               a.requested_by, a.requested_at, a.expires_at, a.decided_by, a.decided_at,
                               a.decision_note, {page.column}
                        from approval_details a where {where} {page.part}
                    ) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[Approval].of(page.items(found["items"], Approval.of), found["total_count"], query)


def view(session: Session, principal: Principal, tenant_id: str | None, approval_id: UUID) -> ApprovalDetails:
    """One approval with the request that will be executed. Raises ApprovalNotFound, Forbidden."""
    row = session.row(
        """
        select a.* from approval_details a
        where a.tenant_id = tenant_of_approval(%(tenant)s, %(id)s) and a.approval_id = %(id)s
        """,
        {"tenant": tenant_id, "id": approval_id},
    )
    if row is None:
        raise errors.ApprovalNotFound
    if row["requested_by"] != principal.sub and row["kind"] not in proposals.visible_kinds(principal):
        raise errors.Forbidden("Your role may not see approvals of this kind.")
    return ApprovalDetails.of(row)


def approve(
    session: Session,
    principal: Principal,
    tenant_id: str | None,
    approval_id: UUID,
    request: ApprovalApprove,
    erasure_key: Callable[[str], bytes],
) -> ExecutedApproval:
    """Approve an operation, which is executed in the same database transaction, for whoever requested it.

    If it can no longer be done, the answer is the operation's own refusal, and the approval stays pending.

    Raises ApprovalNotFound, Forbidden for a system and for a role that may not do it, SelfApproval for whoever
    requested it or took part in its subject, with this login or another one, InvalidTransition unless it is pending,
    PersonErased, PayloadChanged, TransactionNotFound, HasItsOwnReversal, AlreadyReversed, WalletFrozen,
    InsufficientFunds, InsufficientCredit, BalanceOutOfRange, OverdraftRefused, BillingSubjectNotFound, NotYourCustomer,
    AccountNotClosed, ErasureNotConfigured.
    """
    _require_person(principal)
    held = _held(session, tenant_id, approval_id)
    caller = session.origin
    _require_role(principal, held["kind"])
    _require_pending(held, "approve")
    amount = _genuine_amount(session, held)
    proposal = proposals.from_json(held["payload"])
    requester = Origin(held["tenant_id"], held["requested_by"], caller.request_id, held["idempotency_key"])
    session.act_for(requester)
    if not proposal.approvers_of_this(session) & principal.roles:
        raise errors.Forbidden("Your role may not approve this: it concerns what your role may not do.")
    participants = {held["requested_by"], *proposal.participants(session)}
    session.act_for(caller)
    # After whoever takes part at this moment was waited for, since their logins are recorded with what they do.
    ids = session.value("select ids_of_person(%s, %s)", (principal.tenant_id, principal.sub))
    alone = bool(participants.intersection(ids))
    if alone and not policies.may_act_alone(session, held["tenant_id"], held["kind"], amount):
        raise errors.SelfApproval
    session.act_for(requester)
    # Before the operation is executed, so that its answer shows who approved it.
    _decide(session, held, caller, "approved", request.note, alone=alone)
    result = execute(session, proposal, erasure_key, alone=alone)
    approval = session.value(
        "select record_result(%s, %s, %s::json)", (held["tenant_id"], held["approval_id"], result.model_dump_json())
    )
    return ExecutedApproval(approval=Approval.of(approval), result=result)


def reject(
    session: Session, principal: Principal, tenant_id: str | None, approval_id: UUID, request: ApprovalReject
) -> Approval:
    """Reject an operation. Whoever requested it may do so, too.

    Raises ApprovalNotFound, Forbidden, InvalidTransition unless it is pending.
    """
    held = _held(session, tenant_id, approval_id)
    if held["requested_by"] != principal.sub:
        _require_person(principal)
        _require_role(principal, held["kind"])
    _require_pending(held, "reject")
    return _decide(session, held, session.origin, "rejected", request.reason)


def execute(  # noqa: C901, PLR0911  (one case for each kind)
    session: Session, proposal: Proposal, erasure_key: Callable[[str], bytes], *, alone: bool
) -> Result:
    """Execute an operation. erasure_key: gives the key of a tenant's marks. alone: the caller took part in it, and may.

    Raises its refusals.
    """
    match proposal:
        case Reversal():
            return audit.reverse(session, proposal.transaction_id, proposal.request)
        case Adjustment():
            return prepaid.adjust(session, proposal.tenant_id, proposal.request)
        case AgentCredit():
            return operations.credit(session, Agent(session.origin.principal), proposal.request)
        case Overdraft():
            wallets.set_overdraft(session, proposal.owner_id, proposal.request)
            return wallets.get_balance(session, proposal.owner_id, proposal.request.currency)
        case CoinPolicy():
            return coin_policies.set_policy(session, proposal.tournament_id, proposal.request)
        case MethodChange():
            return payment_methods.configure_approved(session, proposal.tenant_id, proposal.method_id, proposal.request)
        case ContactChange():
            return contacts.update(session, proposal.tenant_id, proposal.request)
        case Refund():
            return payments.refund(session, proposal.tenant_id, proposal.payment_id, proposal.request)
        case InvoicePayment(payment_id=UUID() as payment_id):
            request = PaymentApprove(note=proposal.request.note)
            return payments.approve(session, proposal.tenant_id, payment_id, request, alone=alone)
        case InvoicePayment():
            return invoices.pay(session, proposal.tenant_id, proposal.invoice_id, proposal.request, alone=alone)
        case PolicyChange():
            return policies.change(session, proposal.tenant_id, proposal.request)
        case Erasure():
            return erasure.erase(session, proposal.owner_id, erasure_key(session.tenant_id))


def _held(session: Session, tenant_id: str | None, approval_id: UUID) -> Row:
    return session.one("select * from hold_approval(%s, %s)", (tenant_id, approval_id))


def _decide(
    session: Session, held: Row, by: Origin, decision: str, note: str | None, *, alone: bool = False
) -> Approval:
    row = session.one(
        "select decide_approval(%s, %s, %s, %s, %s, %s, %s) as approval",
        (held["tenant_id"], held["approval_id"], by.principal, decision, note, by.request_id, alone),
    )
    return Approval.of(row["approval"])


def _require_person(principal: Principal) -> None:
    if principal.is_machine:
        raise errors.Forbidden("A system can request this, and a person decides.")


def _require_role(principal: Principal, kind: ApprovalKind) -> None:
    if kind not in proposals.approvable_kinds(principal):
        raise errors.Forbidden("Your role may not do this operation.")


def _genuine_amount(session: Session, held: Row) -> Money | None:
    """The amount of an approval that is as it was requested. Raises PersonErased, PayloadChanged."""
    rest = session.one("select * from authenticated_of_approval(%s, %s)", (held["tenant_id"], held["approval_id"]))
    if not authentication.is_genuine({**held, **rest}):
        raise errors.PersonErased if rest["is_erased"] else errors.PayloadChanged
    return None if rest["amount"] is None else Money(rest["amount"], rest["currency"])


def _require_pending(held: Row, move: str) -> None:
    if held["status"] == "pending":
        return
    raise errors.InvalidTransition.from_database(
        {
            "subject": "approval",
            "id": held["approval_id"],
            "status": held["status"],
            "move": move,
            "allowed": ["pending"],
        }
    )
