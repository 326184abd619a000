"""The operations that may need two people: what each changes, who may approve it, and who took part in it before.

`decisions.execute` has the use case of each.
"""

import os
from typing import Annotated, ClassVar, Final, Literal, Self
from uuid import UUID

from pydantic import Field, TypeAdapter

from ledger.approvals import policies
from ledger.approvals.agent_credit import AgentCredit
from ledger.approvals.policies import ApprovalKind
from ledger.approvals.requests import Proposed, Subject
from ledger.awards import policies as coin_policies
from ledger.awards.policies import TournamentCoinPolicyUpdate
from ledger.billing import invoices, payments, topups
from ledger.billing.contacts import StoredContact
from ledger.billing.invoices import InvoicePay
from ledger.billing.models import USD
from ledger.billing.payment_methods import PaymentMethodId, PaymentMethodUpdate
from ledger.billing.payments import PaymentApprove, PaymentRefund
from ledger.billing.prepaid import PrepaidAdjust
from ledger.cashier import erasure
from ledger.cashier.erasure import ErasureCreate
from ledger.core.models import ExternalId, OwnerId, TenantId
from ledger.core.money import Money
from ledger.core.principal import DECIDERS, OVERSEERS, OWNERS, TOURNAMENTS, Principal, Role
from ledger.storage.sessions import Session
from ledger.wallets import WalletUpdate, audit

REQUESTERS: Final[frozenset[Role]] = TOURNAMENTS | DECIDERS | {"agent"}
"""Who requests an operation that may need two people, and may withdraw it."""
READERS: Final[frozenset[Role]] = REQUESTERS | OVERSEERS
"""Who sees approvals: an owner and an auditor all of the tenant's, others those that they requested or may decide."""


class Reversal(Proposed):
    """Reverses a transaction. Its amount is what moved between the wallets."""

    approvers: ClassVar[frozenset[Role]] = OWNERS

    kind: Literal["reversal"] = "reversal"
    tenant_id: TenantId
    transaction_id: UUID
    request: audit.TransactionReverse

    def subject(self, session: Session) -> Subject:
        """Raises TransactionNotFound, HasItsOwnReversal, AlreadyReversed."""
        amount = audit.amount_to_reverse(session, self.transaction_id)
        return Subject(self.tenant_id, str(self.transaction_id), amount)

    def participants(self, session: Session) -> set[str]:
        return audit.participants(session, self.transaction_id)


class Adjustment(Proposed):
    """Adjusts a tenant's prepaid wallet."""

    approvers: ClassVar[frozenset[Role]] = OWNERS

    kind: Literal["adjustment"] = "adjustment"
    tenant_id: TenantId
    request: PrepaidAdjust

    def subject(self, _session: Session) -> Subject:
        return Subject(self.tenant_id, self.tenant_id, Money.of(self.request.amount, USD))


class Overdraft(Proposed):
    """Sets whether a person's wallet may go below zero."""

    approvers: ClassVar[frozenset[Role]] = OWNERS

    kind: Literal["overdraft"] = "overdraft"
    owner_id: OwnerId
    request: WalletUpdate

    def subject(self, session: Session) -> Subject:
        return Subject(session.tenant_id, self.owner_id)

    def participants(self, session: Session) -> set[str]:
        """The owner, and the agent of a customer, whose wallets in further currencies are the agent's too."""
        rows = session.rows(
            """
            select w.agent_id from wallets w
            where w.tenant_id = %s and w.owner_kind = 'person' and w.owner_id = %s and w.agent_id is not null
            """,
            (session.tenant_id, self.owner_id),
        )
        return {self.owner_id, *(row["agent_id"] for row in rows)}


class CoinPolicy(Proposed):
    """Sets the coins that a tournament gives."""

    approvers: ClassVar[frozenset[Role]] = OWNERS

    kind: Literal["coin_policy"] = "coin_policy"
    tournament_id: ExternalId
    request: TournamentCoinPolicyUpdate

    def subject(self, session: Session) -> Subject | None:
        """None before something was paid in the tournament. Raises InvalidRequest."""
        if not coin_policies.has_payments(session, self.tournament_id):
            return None
        coin_policies.require_tournament(self.tournament_id, self.request)
        return Subject(session.tenant_id, self.tournament_id)


class MethodChange(Proposed):
    """Configures a payment method. tenant_id: None for the platform's own, which the platform's operator approves."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["payment_method"] = "payment_method"
    tenant_id: TenantId | None
    method_id: PaymentMethodId
    request: PaymentMethodUpdate

    def subject(self, session: Session) -> Subject:
        return Subject(self.tenant_id or session.tenant_id, self.method_id)

    def approvers_of_this(self, _session: Session) -> frozenset[Role]:
        """Root for the platform's own method, by which every tenant pays that has no other."""
        return frozenset({"root"}) if self.tenant_id is None else self.approvers


class ContactChange(Proposed):
    """Sets the contact for a tenant's e-mail, who would hear of a changed payment method."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["contact"] = "contact"
    tenant_id: TenantId
    request: StoredContact

    def subject(self, _session: Session) -> Subject:
        return Subject(self.tenant_id, self.tenant_id)


class Refund(Proposed):
    """Refunds a payment. tenant_id: None if root named none."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["refund"] = "refund"
    tenant_id: TenantId | None
    payment_id: UUID
    request: PaymentRefund

    def subject(self, session: Session) -> Subject:
        """Raises BillingSubjectNotFound."""
        payment = payments.view(session, self.tenant_id, self.payment_id)
        tenant_id = invoices.view(session, self.tenant_id, payment.invoice_id).tenant_id
        return Subject(tenant_id, str(self.payment_id), payment.amount)

    def participants(self, session: Session) -> set[str]:
        return payments.participants(session, self.payment_id)


class InvoicePayment(Proposed):
    """Marks an invoice as paid. tenant_id: None if root named none. payment_id: approves this payment of it, which
    somebody submitted."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["invoice_payment"] = "invoice_payment"
    tenant_id: TenantId | None
    invoice_id: UUID
    payment_id: Annotated[UUID | None, Field(exclude_if=lambda payment_id: payment_id is None)] = None
    request: InvoicePay

    @classmethod
    def by_payment(cls, session: Session, tenant_id: str | None, payment_id: UUID, request: PaymentApprove) -> Self:
        """The proposal to approve a payment. Raises BillingSubjectNotFound."""
        payment = payments.view(session, tenant_id, payment_id)
        mark = InvoicePay(note=request.note)
        return cls(tenant_id=tenant_id, invoice_id=payment.invoice_id, payment_id=payment_id, request=mark)

    def subject(self, session: Session) -> Subject | None:
        """None for an invoice that is paid already, which stays as it is, and for a payment that does not wait. Raises
        BillingSubjectNotFound, SelfApproval if the caller requested the top-up or submitted a payment of the
        invoice."""
        invoice = invoices.view(session, self.tenant_id, self.invoice_id)
        waiting = {payment.payment_id for payment in invoice.payments if payment.status == "pending_approval"}
        if invoice.status == "paid" or self.payment_id not in {None, *waiting}:
            return None
        if not policies.may_act_alone(session, invoice.tenant_id, self.kind, invoice.amount):
            invoices.refuse_involved(session, invoice)
        return Subject(invoice.tenant_id, str(self.invoice_id), invoice.amount)

    def may_be_alone(self, session: Session) -> bool:
        """Whether the caller may also have requested the top-up, or submitted a payment of the invoice."""
        if not session.origin.is_owner:
            return False
        invoice = invoices.view(session, self.tenant_id, self.invoice_id)
        return policies.may_act_alone(session, invoice.tenant_id, self.kind, invoice.amount)

    def participants(self, session: Session) -> set[str]:
        return invoices.participants(session, self.invoice_id)


class PolicyChange(Proposed):
    """Changes from which amount a tenant's operations need two people."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["approval_policy"] = "approval_policy"
    tenant_id: TenantId
    request: policies.ApprovalPolicyUpdate

    def subject(self, session: Session) -> Subject:
        """Locks the policy, which decides whether it may be changed by one person."""
        session.send("select lock_approval_policy(%s)", (self.tenant_id,))
        return Subject(self.tenant_id, self.tenant_id)

    def approvers_of_this(self, session: Session) -> frozenset[Role]:
        """Those who may approve every kind that it loosens. Locks the policy."""
        session.send("select lock_approval_policy(%s)", (self.tenant_id,))
        kinds = policies.loosened(session, self.tenant_id, self.request)
        return self.approvers.intersection(*(_approvers(kind, self.tenant_id) for kind in kinds))


class Erasure(Proposed):
    """Erases the texts about a person."""

    approvers: ClassVar[frozenset[Role]] = DECIDERS

    kind: Literal["erasure"] = "erasure"
    tenant_id: TenantId
    owner_id: OwnerId
    request: ErasureCreate

    def subject(self, session: Session) -> Subject:
        """Raises PersonNotFound, PersonErased, AccountNotClosed."""
        erasure.require_erasable(session, self.owner_id)
        return Subject(self.tenant_id, self.owner_id)

    def participants(self, session: Session) -> set[str]:
        """The person."""
        return {self.owner_id}


type Proposal = Annotated[
    Reversal
    | Adjustment
    | AgentCredit
    | Overdraft
    | CoinPolicy
    | MethodChange
    | ContactChange
    | Refund
    | InvoicePayment
    | PolicyChange
    | Erasure,
    Field(discriminator="kind"),
]
_PROPOSAL: Final[TypeAdapter[Proposal]] = TypeAdapter(Proposal)
_CLASSES: Final[dict[ApprovalKind, type[Proposed]]] = {
    "reversal": Reversal,
    "adjustment": Adjustment,
    "agent_credit": AgentCredit,
    "overdraft": Overdraft,
    "coin_policy": CoinPolicy,
    "payment_method": MethodChange,
    "contact": ContactChange,
    "refund": Refund,
    "invoice_payment": InvoicePayment,
    "approval_policy": PolicyChange,
    "erasure": Erasure,
}


def _approvers(kind: ApprovalKind, tenant_id: str) -> frozenset[Role]:
    """The roles of people who may approve every request of a kind in a tenant. The platform's methods belong to the
    platform's tenant."""
    if kind == "payment_method" and tenant_id == os.environ["PLATFORM_TENANT"]:
        return frozenset({"root"})
    return _CLASSES[kind].approvers


def approvable_kinds(principal: Principal) -> list[ApprovalKind]:
    """The kinds that a role of the principal approves."""
    return [kind for kind, proposal in _CLASSES.items() if proposal.approvers & principal.roles]


def visible_kinds(principal: Principal) -> list[ApprovalKind]:
    """The kinds of which the principal sees every approval of the tenant."""
    return list(_CLASSES) if principal.roles & OVERSEERS else approvable_kinds(principal)


def may_approve_own_topup(session: Session, tenant_id: str | None, request_id: UUID) -> bool:
    """Whether the caller may approve a top-up that they requested, as they may mark its invoice as paid. Raises
    BillingSubjectNotFound."""
    if not session.origin.is_owner:
        return False
    request = topups.view(session, tenant_id, request_id)
    return policies.may_act_alone(session, request.tenant_id, "invoice_payment", request.amount)


def from_json(text: str) -> Proposal:
    return _PROPOSAL.validate_json(text)
