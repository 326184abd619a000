"""The models of the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from purser_client.amounts import Amount
from purser_client.model import Model


class Access(Model):
    """
    A request that showed the tenant's data: a read, or a write that was refused or posted nothing.
    """

    object: str | None
    """
    the id that the request named, one record for each; null if it named none, as for a list.
    """
    request_id: str
    principal: str
    role: str
    at: AwareDatetime
    """
    the time of the request.
    """
    route: str
    every_tenant: bool
    """
    it was a list of every tenant, which only root can read.
    """


class AccessListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Access]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class ApprovalApprove(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    note: str | None = None
    """
    stored with the decision.
    """


class ApprovalReject(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: str
    """
    stored with the decision.
    """


class BankTransfer(Model):
    """
    A bank transfer.
    """

    id: str
    display_name: str
    instructions: str
    is_default: bool
    is_enabled: bool
    type: Literal["bank_transfer"]
    bank_details: dict[str, str]
    """
    what a payer needs to know about the account, by names.
    """


class BatchResult(Model):
    """
    How one operation ended.
    """

    index: int
    """
    its place in the batch, from 0.
    """
    key: str
    status: int
    """
    those of the answer that it would have had alone.
    """
    body: dict[str, Any]
    """
    those of the answer that it would have had alone.
    """


class ConfiguredBankTransfer(Model):
    """
    A configured bank transfer.
    """

    tenant_id: str | None
    """
    null for the platform's own.
    """
    country: str | None
    """
    null for all countries.
    """
    effective_at: AwareDatetime
    """
    from when on payers see it.
    """
    id: str
    display_name: str
    instructions: str
    is_default: bool
    is_enabled: bool
    type: Literal["bank_transfer"]
    bank_details: dict[str, str]
    """
    what a payer needs to know about the account, by names.
    """


class ConfiguredLocalWallet(Model):
    """
    A configured local wallet.
    """

    tenant_id: str | None
    """
    null for the platform's own.
    """
    country: str | None
    """
    null for all countries.
    """
    effective_at: AwareDatetime
    """
    from when on payers see it.
    """
    id: str
    display_name: str
    instructions: str
    is_default: bool
    is_enabled: bool
    type: Literal["local_wallet"]
    wallet_details: dict[str, str]
    """
    what a payer needs to know about the wallet, by names.
    """


class ConfiguredPaymentMethodListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[ConfiguredBankTransfer | ConfiguredLocalWallet]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class Contact(Model):
    """
    A tenant's contact.
    """

    tenant_id: str
    email: str | None
    """
    null until it is set; e-mail about a top-up is then sent to the person who requested it.
    """
    name: str | None
    country: str | None
    """
    null if it is not known.
    """
    updated_at: AwareDatetime | None


class ContactUpdate(Model):
    """
    The new contact.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    email: str
    name: str | None = None
    """
    used in the greeting.
    """
    country: str | None = None
    """
    in which the tenant pays; its payment methods are printed on invoices.
    """


class CustomerChange(Model):
    """
    A change of one of the terms.
    """

    field: Literal["account_type", "credit_limit", "status"] | str
    old_value: str
    new_value: str
    changed_by: str
    changed_at: AwareDatetime


class CustomerChangeListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[CustomerChange]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class Delivery(Model):
    """
    A delivery of an event to a webhook.
    """

    tenant_id: str
    webhook_id: UUID
    delivery_id: UUID
    event_id: UUID
    """
    the message's `webhook-id`.
    """
    type: str
    """
    of the event, or `WebhookTest`.
    """
    status: Literal["waiting", "delivered", "failed"] | str
    """
    `waiting`, while attempts go on.
    """
    attempts: int
    http_status: int | None
    """
    the result of the last attempt that has one, which came at answered_at: an HTTP status, or why there was none.
    """
    error: (
        Literal[
            "address_refused", "name_not_found", "connection", "certificate", "tls", "timeout", "not_http", "too_long"
        ]
        | str
        | None
    )
    """
    the result of the last attempt that has one, which came at answered_at: an HTTP status, or why there was none.
    """
    occurred_at: AwareDatetime
    """
    the time of the event.
    """
    created_at: AwareDatetime
    resent_at: AwareDatetime | None
    """
    when it was sent again last.
    """
    answered_at: AwareDatetime | None
    next_attempt_at: AwareDatetime | None
    """
    not before then; while an attempt is under way, when it counts as lost.
    """
    delivered_at: AwareDatetime | None


class DeliveryListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Delivery]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class Destination(Model):
    """
    Who gets what is captured: a person (owner_id) or an account (house, treasury or bank, also with a name).
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    owner_id: str | None = None
    account: str | None = None


class ErasureCreate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: str
    """
    why, for the person who approves it. It is erased with the other texts about the person.
    """


class ErasureReceipt(Model):
    """
    The receipt of an erasure.
    """

    erasure_id: UUID
    erased: dict[str, int]
    """
    the number of rows in which texts were erased, by table.
    """
    kept: dict[str, str]
    """
    why a table keeps rows about the person.
    """
    warning: Literal["no_contact"] | None
    """
    the person wrote the contact for the tenant's e-mails, which has none now.
    """


class EventSettings(Model):
    tenant_id: str
    transactions: bool
    """
    whether a `TransactionPosted` is published for each of the tenant's transactions.
    """
    holds: bool
    """
    whether a `HoldChanged` is published for each change of the tenant's holds.
    """
    changed_by: str | None
    """
    the last change; null if nobody has set it, so that they are published.
    """
    changed_at: AwareDatetime | None
    """
    the last change; null if nobody has set it, so that they are published.
    """


class EventSettingsUpdate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    transactions: bool
    """
    whether a `TransactionPosted` is published for each of the tenant's transactions.
    """
    holds: bool | None = None
    """
    whether a `HoldChanged` is published for each change of the tenant's holds. Default: `true`.
    """


class Finding(Model):
    """
    One thing that a run found wrong.
    """

    finding_id: UUID
    tenant_id: str
    kind: (
        Literal[
            "balance",
            "version",
            "balance_after",
            "wallet",
            "sum",
            "entries",
            "transaction",
            "subject",
            "posting",
            "award",
            "checkpoint",
            "outbox",
            "invoiced",
            "future",
            "held",
            "held_until",
            "captured",
            "ended",
        ]
        | str
    )
    wallet_id: UUID | None
    transaction_id: UUID | None
    subject_id: UUID | None
    version: int | None
    currency: str | None
    expected: str | None
    """
    amounts of the currency, or version numbers if there is none.
    """
    actual: str | None
    """
    amounts of the currency, or version numbers if there is none.
    """
    corrected: bool
    """
    whether a cached balance was corrected; a person has to judge everything else.
    """
    acknowledged_at: AwareDatetime | None
    acknowledged_by: str | None
    note: str | None


class FindingAcknowledge(Model):
    """
    The acknowledgement of a finding.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    note: str
    """
    the reason why it needs no further attention.
    """


class Health(Model):
    """
    There is no answer other than `ok`: if a check fails, the answer is a 503.
    """

    status: Literal["ok"]


class HoldDestination(Model):
    """
    Who gets what is captured: a person or an account; the other one is null.
    """

    owner_id: str | None
    account: str | None


class IndependentBatch(Model):
    """
    A batch of which each operation ended for itself.
    """

    results: list[BatchResult]


class InvoicePay(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    reference: str | None = None
    """
    under which the money arrived; the same reference as that of a submitted payment approves it. note: stored with the approval.
    """
    note: str | None = None


class InvoiceVoid(Model):
    """
    The reason for voiding.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    reason: str


class LocalWallet(Model):
    """
    A local wallet.
    """

    id: str
    display_name: str
    instructions: str
    is_default: bool
    is_enabled: bool
    type: Literal["local_wallet"]
    wallet_details: dict[str, str]
    """
    what a payer needs to know about the wallet, by names.
    """


class PaymentApprove(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    note: str | None = None
    """
    stored with the approval.
    """


class PaymentMethodUpdate(Model):
    """
    The configuration of a payment method.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    type: Literal["bank_transfer", "local_wallet"]
    display_name: str
    instructions: str
    bank_details: dict[str, str] | None = None
    """
    what a payer needs to know about the account, for a bank transfer only.
    """
    wallet_details: dict[str, str] | None = None
    """
    the same about the wallet, for a local wallet only.
    """
    country: str | None = None
    """
    absent for all countries.
    """
    is_default: bool
    """
    replaces the previous default.
    """
    is_enabled: bool


class PaymentRefund(Model):
    """
    The reason for the refund.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    reason: str


class PaymentReject(Model):
    """
    The reason for the rejection.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    reason: str


class PaymentSubmit(Model):
    """
    A payment that was made.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    invoice_id: UUID
    method_id: str | None = None
    """
    of the payment method.
    """
    payment_method: Literal["bank_transfer", "local_wallet"] | None = None
    """
    its type, which follows from method_id; it is enough if method_id is absent.
    """
    transaction_reference: str
    """
    the reference of the bank or wallet; `reference` is accepted, too. It is answered as it was sent, and is the same as another with the same letters and digits, whatever their case and width and the signs between them. Amount and currency are the invoice's.
    """
    notes: str | None = None


class PrepaidWalletUpdate(Model):
    """
    The new status. A frozen wallet refuses whatever would lower it.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    status: Literal["active", "frozen"]


class Recipient(Model):
    """
    A person to whom an amount can be transferred.
    """

    owner_id: str
    display: str
    """
    the masked username, or owner id of a person without one.
    """


class ReconciliationRun(Model):
    """
    A run and the first of its findings.
    """

    run_id: UUID
    dry_run: bool
    full: bool
    status: Literal["running", "clean", "drift", "error"] | str
    wallets_checked: int
    drifted: int
    """
    number of wallets whose cached balance was not the sum of their entries.
    """
    corrected: int
    """
    how many of these were corrected.
    """
    transactions_checked: int
    findings: list[Finding]
    open_findings: int
    """
    number of other findings that nobody has acknowledged.
    """
    started_at: AwareDatetime
    finished_at: AwareDatetime | None


class ReconciliationRunCreate(Model):
    """
    A reconciliation of every tenant.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    dry_run: bool | None = None
    """
    correct nothing. Default: `false`.
    """
    full: bool | None = None
    """
    check everything, not only what changed. Default: `false`.
    """


class ReconciliationRunListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[ReconciliationRun]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class ReleaseOperation(Model):
    """
    A release, as POST /api/v1/holds/{hold_id}/release.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    op: Literal["release"]
    hold_id: UUID


class Tenant(Model):
    """
    A tenant.
    """

    tenant_id: str
    created_at: AwareDatetime
    """
    when anything of it was stored first.
    """


class TenantListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Tenant]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class TermChange(Model):
    """
    A change of terms.
    """

    tenant_id: str | None
    """
    null for the platform's payment methods.
    """
    kind: (
        Literal[
            "customer",
            "overdraft",
            "agent_limits",
            "coin_policy",
            "event_settings",
            "monitor",
            "webhook",
            "account",
            "prepaid_wallet",
            "payment_method",
            "contact",
            "approval_policy",
        ]
        | str
    )
    subject: str
    """
    by kind, the id of the customer (`customer`), the wallet's owner (`overdraft`), the agent (`agent_limits`; the tenant for its default), the tournament (`coin_policy`), the payment method (`payment_method`), the monitor (`monitor`), the webhook (`webhook`), the account (`account`), or the tenant.
    """
    by: str
    """
    the `sub` of who requested it.
    """
    approved_by: str | None
    """
    who approved it, the same person if an owner did both; null if nobody had to, and if it is the platform's and the caller is not of the platform.
    """
    at: AwareDatetime
    before: dict[str, Any] | None
    """
    null if nothing was set, so that the default held.
    """
    after: dict[str, Any] | None
    """
    null if it was deleted. A contact's address and name are masked.
    """
    request_id: str


class TermChangeListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[TermChange]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class TopupDecision(Model):
    """
    A decision on a top-up request.
    """

    by: str
    at: AwareDatetime
    decision: Literal["approved", "rejected", "cancelled", "voided"] | str
    """
    `voided` means that its invoice was voided, which cancels the request.
    """
    note: str | None
    """
    the note or the reason that came with it.
    """


class TopupInvoice(Model):
    """
    The invoice of a top-up request.
    """

    invoice_id: UUID
    number: str
    status: Literal["draft", "issued", "paid", "void"] | str
    due_at: AwareDatetime


class TopupRequestApprove(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    note: str | None = None
    """
    stored with the approval.
    """


class TopupRequestCounts(Model):
    """
    The number of requests with each status, whatever the filter.
    """

    pending: int
    invoiced: int
    completed: int
    rejected: int
    cancelled: int


class TopupRequestReject(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    reason: str | None = None
    """
    for the person who requested the top-up.
    """


class TournamentCoinPolicy(Model):
    """
    A tournament's awards, in coins.
    """

    tournament_id: str
    participation: int
    top4: int
    runner_up: int
    winner: int


class TournamentCoinPolicyUpdate(Model):
    """
    A tournament's awards, in coins.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    tournament_id: str | None = None
    """
    may be left out; otherwise the same as in the path.
    """
    participation: int | None = None
    """
    Default: `5`.
    """
    top4: int | None = None
    """
    Default: `25`.
    """
    runner_up: int | None = None
    """
    Default: `50`.
    """
    winner: int | None = None
    """
    Default: `100`.
    """


class TransactionReverse(Model):
    """
    The reason for the reversal.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    reason: str


class WalletUpdate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    currency: str
    allow_overdraft: bool
    """
    the wallet may go below zero.
    """


class Webhook(Model):
    """
    A webhook.
    """

    tenant_id: str
    webhook_id: UUID
    url: str
    types: list[
        Literal[
            "TransactionPosted",
            "BalanceCrossed",
            "HoldChanged",
            "CashOutRecorded",
            "TopupInvoiced",
            "InvoiceVoided",
            "TopupCompleted",
            "LowBalance",
            "PaymentMethodChanged",
            "ContactChanged",
            "WebhookFailing",
            "DriftDetected",
        ]
        | str
    ]
    description: str | None
    status: Literal["active", "failing", "disabled"] | str
    """
    `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
    """
    created_by: str
    created_at: AwareDatetime
    rotated_at: AwareDatetime | None
    """
    when its secret was replaced last.
    """


class WebhookCreate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    url: str
    types: list[
        Literal[
            "TransactionPosted",
            "BalanceCrossed",
            "HoldChanged",
            "CashOutRecorded",
            "TopupInvoiced",
            "InvoiceVoided",
            "TopupCompleted",
            "LowBalance",
            "PaymentMethodChanged",
            "ContactChanged",
            "WebhookFailing",
            "DriftDetected",
        ]
    ]
    """
    of the events to send.
    """
    description: str | None = None


class WebhookCreated(Model):
    tenant_id: str
    webhook_id: UUID
    url: str
    types: list[
        Literal[
            "TransactionPosted",
            "BalanceCrossed",
            "HoldChanged",
            "CashOutRecorded",
            "TopupInvoiced",
            "InvoiceVoided",
            "TopupCompleted",
            "LowBalance",
            "PaymentMethodChanged",
            "ContactChanged",
            "WebhookFailing",
            "DriftDetected",
        ]
        | str
    ]
    description: str | None
    status: Literal["active", "failing", "disabled"] | str
    """
    `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
    """
    created_by: str
    created_at: AwareDatetime
    rotated_at: AwareDatetime | None
    """
    when its secret was replaced last.
    """
    secret: str
    """
    verifies what is sent (Standard Webhooks). No other answer shows it.
    """


class WebhookListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Webhook]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class WebhookUpdate(Model):
    """
    What to change; what is absent or null stays.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    url: str | None = None
    types: (
        list[
            Literal[
                "TransactionPosted",
                "BalanceCrossed",
                "HoldChanged",
                "CashOutRecorded",
                "TopupInvoiced",
                "InvoiceVoided",
                "TopupCompleted",
                "LowBalance",
                "PaymentMethodChanged",
                "ContactChanged",
                "WebhookFailing",
                "DriftDetected",
            ]
        ]
        | None
    ) = None
    """
    count for events that are read from then on, within a minute of their commit.
    """
    description: str | None = None
    disabled: bool | None = None
    """
    true begins no attempt any more; events of that time are not sent later, and what waits goes on when it is false again.
    """
    rotate: bool | None = None
    """
    true makes a new secret; for 24 hours the former one signs too. Default: `false`.
    """


class WebhookUpdated(Model):
    tenant_id: str
    webhook_id: UUID
    url: str
    types: list[
        Literal[
            "TransactionPosted",
            "BalanceCrossed",
            "HoldChanged",
            "CashOutRecorded",
            "TopupInvoiced",
            "InvoiceVoided",
            "TopupCompleted",
            "LowBalance",
            "PaymentMethodChanged",
            "ContactChanged",
            "WebhookFailing",
            "DriftDetected",
        ]
        | str
    ]
    description: str | None
    status: Literal["active", "failing", "disabled"] | str
    """
    `failing`, if a delivery was tried for 24 hours without success, and none has succeeded since; events are still sent then. `disabled`: none is sent.
    """
    created_by: str
    created_at: AwareDatetime
    rotated_at: AwareDatetime | None
    """
    when its secret was replaced last.
    """
    secret: str | None
    """
    the new one, if it was rotated. No other answer shows it.
    """


class AccountUpdate(Model):
    """
    A house account's place in the books, in one currency.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    category: str
    """
    lower-case words, from the widest to the narrowest, such as `revenue/fees`.
    """
    currency: str | None = None
    """
    absent: that of the account's only wallet; a wallet that is missing is created.
    """
    description: str | None = None
    """
    absent: none.
    """
    floor: Amount | None = None
    """
    `0`: postings that begin afterwards do not lower the balance below zero; absent: it may be below zero. Only an account with a name of its own may have one: house, treasury and bank are the other side of payouts, awards and payments.
    """


class AgentFloat(Model):
    """
    An agent's float in one currency: zero before its first transaction.
    """

    agent_id: str
    currency: str
    balance: Amount
    """
    what came in minus what went out; negative if the agent paid more in for customers than they took out.
    """
    in_today: Amount
    """
    what came in and what went out in the UTC day, both without a sign.
    """
    out_today: Amount
    """
    what came in and what went out in the UTC day, both without a sign.
    """
    created_today: Amount
    """
    as in the agent's limits.
    """
    created_total: Amount
    """
    as in the agent's limits.
    """
    applied_daily: Amount | None
    """
    as in the agent's limits.
    """
    applied_total: Amount | None
    """
    as in the agent's limits.
    """


class AgentLimits(Model):
    """
    The limits of an agent, or the tenant's default (agent_id is null), in one currency.
    """

    agent_id: str | None
    currency: str
    daily: Amount | None
    """
    as they were set; null: not set.
    """
    total: Amount | None
    """
    as they were set; null: not set.
    """
    applied_daily: Amount | None
    """
    what holds; null: no limit.
    """
    applied_total: Amount | None
    """
    what holds; null: no limit.
    """
    created_today: Amount | None
    """
    credits minus debits of the agent's float, with credit lines, overdrafts and, in total, what customers owe; null for the default.
    """
    created_total: Amount | None
    """
    credits minus debits of the agent's float, with credit lines, overdrafts and, in total, what customers owe; null for the default.
    """
    changed_by: str | None
    changed_at: AwareDatetime | None


class AgentLimitsUpdate(Model):
    """
    New limits in one currency.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    agent_id: str | None = None
    """
    absent for the tenant's default, which holds for every agent without a limit of their own.
    """
    currency: str | None = None
    """
    Default: `USD`.
    """
    daily: Amount | None = None
    """
    in a UTC day.
    """
    total: Amount | None = None
    """
    since the agent's first transaction. Null: no limit here; for an agent, the default holds. An agent with limits in other currencies only creates nothing in this one.
    """


class Approval(Model):
    """
    An operation that waits for a second person, or was decided.
    """

    approval_id: UUID
    status: Literal["pending", "approved", "rejected", "expired"] | str
    """
    `expired` if nobody decided it in time.
    """
    kind: (
        Literal[
            "adjustment",
            "agent_credit",
            "coin_policy",
            "invoice_payment",
            "overdraft",
            "payment_method",
            "refund",
            "reversal",
            "approval_policy",
            "contact",
            "erasure",
        ]
        | str
    )
    subject: str
    """
    the id or the name of what it changes.
    """
    amount: Amount | None
    """
    the value that it moves; null if it moves none.
    """
    currency: str | None
    requested_by: str
    requested_at: AwareDatetime
    expires_at: AwareDatetime
    """
    seven days after the request.
    """
    tenant_id: str
    decided_by: str | None
    decided_at: AwareDatetime | None
    decision_note: str | None
    """
    the note of an approval, the reason for a rejection.
    """


class ApprovalDetails(Model):
    """
    An approval with the validated request that is executed (payload), its SHA-256, and the operation's answer (result; null unless it was approved).
    """

    approval_id: UUID
    status: Literal["pending", "approved", "rejected", "expired"] | str
    """
    `expired` if nobody decided it in time.
    """
    kind: (
        Literal[
            "adjustment",
            "agent_credit",
            "coin_policy",
            "invoice_payment",
            "overdraft",
            "payment_method",
            "refund",
            "reversal",
            "approval_policy",
            "contact",
            "erasure",
        ]
        | str
    )
    subject: str
    """
    the id or the name of what it changes.
    """
    amount: Amount | None
    """
    the value that it moves; null if it moves none.
    """
    currency: str | None
    requested_by: str
    requested_at: AwareDatetime
    expires_at: AwareDatetime
    """
    seven days after the request.
    """
    tenant_id: str
    decided_by: str | None
    decided_at: AwareDatetime | None
    decision_note: str | None
    """
    the note of an approval, the reason for a rejection.
    """
    payload: dict[str, Any]
    payload_sha256: str
    result: dict[str, Any] | None


class ApprovalListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Approval]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class ApprovalPolicy(Model):
    """
    A tenant's policy. from: the amount from which each kind needs two people; null: never; "0": always. two_people: the default of the deployment, `off` if it runs with one person (TwoPeople).
    """

    tenant_id: str
    from_: Annotated[
        dict[
            Literal[
                "adjustment",
                "agent_credit",
                "coin_policy",
                "invoice_payment",
                "overdraft",
                "payment_method",
                "refund",
                "reversal",
            ],
            Amount | None,
        ],
        Field(alias="from"),
    ]
    two_people: Literal["on", "off"] | str
    changed_by: str | None
    """
    the last change; null if the policy is the default.
    """
    changed_at: AwareDatetime | None
    """
    the last change; null if the policy is the default.
    """


class ApprovalPolicyUpdate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    from_: Annotated[
        dict[
            Literal[
                "adjustment",
                "agent_credit",
                "coin_policy",
                "invoice_payment",
                "overdraft",
                "payment_method",
                "refund",
                "reversal",
            ],
            Amount | None,
        ],
        Field(alias="from", max_length=8, min_length=1),
    ]
    """
    the amount from which each named kind of operation needs two people; null: never; "0": always. It is a decimal of whatever currency the operation is in. An operation without an amount needs two people unless it is null. Kinds that are left out stay as they are. payment_method holds for changes of the contact, too. agent_credit is about credits above the agent's limit only: from this amount they wait for a second person. Smaller ones, and with null all of them, are refused. Within the limit, one person is enough for any amount.
    """


class ApprovedTopupRequest(Model):
    """
    A top-up request whose invoice was just issued.
    """

    request_id: UUID
    tenant_id: str
    wallet_id: UUID
    amount: Amount
    currency: str
    status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | str
    note: str | None
    requested_by: str
    requested_at: AwareDatetime
    decided_by: str | None
    """
    who approved, rejected or cancelled it. decisions: this decision and, if its invoice was voided, that one; oldest first.
    """
    decided_at: AwareDatetime | None
    decision_note: str | None
    decisions: list[TopupDecision]
    invoice: TopupInvoice | None
    completed_at: AwareDatetime | None
    warning: Literal["no_payment_method"] | None
    """
    about that invoice.
    """


class AtomicBatch(Model):
    """
    A batch of which everything was done.
    """

    results: list[BatchResult]


class AuditedEntry(Model):
    """
    One entry.
    """

    id: UUID
    wallet_id: UUID
    owner_id: str | None
    """
    whose wallet it is; the other one is null.
    """
    account: str | None
    """
    whose wallet it is; the other one is null.
    """
    currency: str
    amount: Amount
    balance_after: Amount | None
    """
    null for an open wallet; an agent sees it for their own customers only.
    """


class AuditedTransaction(Model):
    """
    A transaction as the ledger has it.
    """

    transaction_id: UUID
    kind: (
        Literal[
            "debit",
            "withdrawal",
            "debit_adjustment",
            "credit",
            "deposit",
            "credit_adjustment",
            "opening_balance",
            "settlement",
            "bet_stake",
            "bet_payout",
            "bet_void",
            "bet_cash_out",
            "participation",
            "top4",
            "runner_up",
            "winner",
            "entry_fee_debit",
            "refund",
            "manual_adjust",
            "correction",
            "p2p_transfer",
            "custom",
            "hold_capture",
            "topup",
            "topup_refund",
            "message_charge",
            "prepaid_debit",
            "prepaid_adjustment",
            "reversal",
        ]
        | str
    )
    reason: str
    """
    its kind, or a word of the tenant's own.
    """
    created_at: AwareDatetime
    """
    when it was posted.
    """
    effective_at: AwareDatetime
    """
    when it happened.
    """
    posted_by: str
    """
    the person or system that requested it.
    """
    approved_by: str | None
    """
    the second person, if it needed one.
    """
    request_id: str
    idempotency_key: str | None
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    corrects: UUID | None
    """
    the transaction that this one corrects.
    """
    corrected_by: UUID | None
    """
    the one that corrects this one.
    """
    entries: list[AuditedEntry]


class AvailablePaymentMethods(Model):
    """
    The payment methods of a country.
    """

    methods: list[BankTransfer | LocalWallet]
    """
    enabled ones only, the default first.
    """
    country: str | None
    """
    the one that was asked for, otherwise that of the tenant's contact.
    """
    currency: str
    """
    of the country that was asked for, otherwise of invoices. A payment has its invoice's currency by any method.
    """
    count: int
    default_method: str | None


class Bet(Model):
    """
    A bet.
    """

    bet_id: UUID
    user_id: UUID
    username: str
    description: str
    stake: Amount
    odds: Amount | None
    currency: str
    status: Literal["pending", "won", "lost", "void", "cashed_out"] | str
    payout: Amount | None
    cash_out_amount: Amount | None
    profit_loss: Amount | None
    """
    as the customer sees it; null while the bet is pending.
    """
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    placed_at: AwareDatetime
    settled_at: AwareDatetime | None
    meta: dict[str, Any] | None
    """
    as the bet was placed.
    """
    outcome_meta: dict[str, Any] | None
    """
    as it was settled or cashed out.
    """


class BetCashOut(Model):
    """
    The price at which the trading system ends a bet early. Zero: the whole stake is lost. It is at most stake x odds; without odds, stake x the deployment's MaxPayoutMultiple.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    cash_out_amount: Amount
    is_auto: bool | None = None
    """
    Default: `false`.
    """
    trigger_reason: str | None = None


class BetListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Bet]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class BetPlace(Model):
    """
    A new bet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    stake: Amount
    """
    in the customer's currency.
    """
    description: str
    odds: Amount | None = None
    customer_id: UUID | None = None
    """
    whose bet it is; a customer may leave it out. odds: only a trading system names them.
    """


class BetSettle(Model):
    """
    The outcome of a bet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    outcome: Literal["won", "lost", "void"]
    payout: Amount | None = None
    """
    required for a won bet, refused for any other. It is at most stake x odds, rounded up to the next minor unit; without odds, stake x the deployment's MaxPayoutMultiple.
    """


class Capture(Model):
    """
    A transaction that captured something of a hold.
    """

    transaction_id: UUID
    amount: Amount


class CaptureOperation(Model):
    """
    A capture, as POST /api/v1/holds/{hold_id}/capture.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount | None = None
    """
    at most what is left of the hold; absent: all of it.
    """
    to: Destination | None = None
    """
    who gets it; absent: whom the hold names, or the treasury.
    """
    final: bool | None = None
    """
    the hold ends, and what is left of it is available again. Default: `true`.
    """
    allow_frozen: bool | None = None
    """
    take it from a frozen wallet too. Default: `false`.
    """
    meta: dict[str, Any] | None = None
    """
    of the transaction; absent: the hold's.
    """
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    op: Literal["capture"]
    hold_id: UUID


class CapturedHold(Model):
    """
    A hold after a capture.
    """

    hold_id: UUID
    status: Literal["pending", "captured", "released", "expired"] | str
    owner_id: str
    wallet_id: UUID
    currency: str
    amount: Amount
    captured: Amount
    """
    what was captured of it.
    """
    remaining: Amount
    """
    what can still be captured; zero after the end.
    """
    to: HoldDestination | None
    """
    who gets it; null if each capture says it.
    """
    reason: str
    external_reference: str | None
    meta: dict[str, Any] | None
    expires_at: AwareDatetime
    created_at: AwareDatetime
    created_by: str
    ended_at: AwareDatetime | None
    """
    when it was captured at last, released, or expired.
    """
    idempotency_key: str | None
    available_after: Amount
    """
    what the wallet has available then.
    """
    transaction_id: UUID
    """
    of this capture.
    """
    capture_amount: Amount
    """
    of this capture.
    """
    balance_after: Amount
    """
    of the wallet.
    """
    held_after: Amount
    """
    what is still held of it.
    """


class CashOut(Model):
    """
    A bet that was cashed out.
    """

    bet_id: UUID
    user_id: UUID
    username: str
    stake: Amount
    cash_out_amount: Amount
    profit_loss: Amount
    """
    cash_out_amount - stake; positive if the customer gained.
    """
    currency: str
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    settled_at: AwareDatetime


class CashOutActivityTotals(Model):
    """
    Sums over the whole filtered list, in one currency.
    """

    currency: str | None
    total_count: int
    total_cash_out_amount: Amount | None
    total_profit_loss: Amount | None


class CashOutCustomer(Model):
    """
    One of the customers with the most cash-outs.
    """

    user_id: UUID
    username: str
    cash_out_count: int
    currency: str
    total_cash_out_amount: Amount
    net_profit_loss: Amount


class CashOutDay(Model):
    """
    The cash-outs of one UTC day.
    """

    day: date
    cash_out_count: int
    total_cash_out_amount: Amount | None
    net_profit_loss: Amount | None


class CashOutSummaryTotals(Model):
    """
    Sums of one currency.
    """

    currency: str
    total_cash_outs: int
    total_cash_out_amount: Amount
    net_profit_loss: Amount


class CashierCredit(Model):
    """
    A credit of a customer's wallet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    customer_id: UUID
    amount: Amount
    """
    in the wallet's currency, greater than zero.
    """
    description: str
    external_reference: str | None = None
    transaction_type: Literal["credit", "deposit", "credit_adjustment"] | None = None
    """
    Default: `credit`.
    """


class CashierDebit(Model):
    """
    A debit of a customer's wallet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    customer_id: UUID
    amount: Amount
    """
    in the wallet's currency, greater than zero.
    """
    description: str
    allow_overdraft: bool | None = None
    """
    lets a PostUp wallet go below zero, for corrections. Credit wallets ignore it. Default: `false`.
    """
    external_reference: str | None = None
    transaction_type: Literal["debit", "withdrawal", "debit_adjustment"] | None = None
    """
    Default: `debit`.
    """


class CashierReceipt(Model):
    """
    A posted credit or debit.
    """

    success: Literal[True]
    transaction_id: UUID
    customer_id: UUID
    transaction_type: Literal["debit", "withdrawal", "debit_adjustment", "credit", "deposit", "credit_adjustment"] | str
    amount: Amount
    currency: str
    balance_before: Amount
    balance_after: Amount
    held: Amount
    """
    how much of the balance is reserved by holds afterwards.
    """
    available: Amount
    """
    what can still be debited without an override.
    """
    external_reference: str | None
    meta: dict[str, Any] | None
    idempotency_key: str | None
    timestamp: AwareDatetime


class CashierTotals(Model):
    """
    Sums over the whole filtered list, in one currency; both are positive.
    """

    currency: str | None
    total_credits: Amount | None
    total_debits: Amount | None


class CashierTransaction(Model):
    """
    A transaction of the cashier.
    """

    id: UUID
    transaction_id: UUID
    customer_id: UUID
    username: str
    transaction_type: (
        Literal[
            "debit",
            "withdrawal",
            "debit_adjustment",
            "credit",
            "deposit",
            "credit_adjustment",
            "opening_balance",
            "settlement",
            "reversal",
        ]
        | str
    )
    amount: Amount
    """
    signed, as the customer sees it.
    """
    currency: str
    balance_before: Amount
    balance_after: Amount
    description: str | None
    external_reference: str | None
    is_override: bool
    created_at: AwareDatetime


class CreditOperation(Model):
    """
    A credit, as POST /api/v1/wallets/{owner_id}/credit.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount
    """
    in the currency, greater than zero.
    """
    currency: str | None = None
    """
    absent: that of the owner's only wallet.
    """
    reason: str
    meta: dict[str, Any] | None = None
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    owner_id: str
    op: Literal["credit"]


class Customer(Model):
    """
    A person who belongs to an agent, with their wallet.
    """

    customer_id: UUID
    username: str
    agent_id: str
    account_type: Literal["postup", "credit"] | str
    currency: str
    account_balance: Amount
    credit_limit: Amount
    held: Amount
    """
    how much of the balance is reserved by holds.
    """
    available: Amount
    """
    what can still be debited without an override.
    """
    pending_bets: Amount
    """
    the sum of the stakes of pending bets.
    """
    status: Literal["active", "frozen", "erased"] | str
    last_settlement: AwareDatetime | None
    created_at: AwareDatetime


class CustomerCreate(Model):
    """
    A new customer.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    username: str
    account_type: Literal["postup", "credit"]
    currency: str | None = None
    """
    Default: `USD`.
    """
    credit_limit: Amount | None = None
    """
    in the currency; a Credit account needs one, a PostUp account has none.
    """


class CustomerImportRow(Model):
    """
    One customer.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    of the opening balance's transaction; not in CSV.
    """
    username: str
    account_type: Literal["postup", "credit"]
    currency: str | None = None
    """
    Default: `USD`.
    """
    credit_limit: Amount | None = None
    """
    in the currency; a Credit account needs one, a PostUp account has none.
    """
    opening_balance: Amount | None = None
    """
    may be negative, down to the credit limit.
    """
    external_reference: str | None = None
    """
    the customer's id in the other system.
    """


class CustomerTotals(Model):
    """
    Sums over the whole filtered list, in one currency.
    """

    currency: str | None
    total_balance: Amount | None
    total_held: Amount | None
    total_available: Amount | None


class CustomerUpdate(Model):
    """
    The terms to change; absent ones stay. A change to `postup` sets the limit to zero; one to `credit` needs a limit.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    account_type: Literal["postup", "credit"] | None = None
    credit_limit: Amount | None = None
    status: Literal["active", "frozen"] | None = None


class DebitOperation(Model):
    """
    A debit, as POST /api/v1/wallets/{owner_id}/debit.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount
    """
    in the currency, greater than zero.
    """
    currency: str | None = None
    """
    absent: that of the owner's only wallet.
    """
    reason: str
    meta: dict[str, Any] | None = None
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    owner_id: str
    op: Literal["debit"]


class EndedBet(Model):
    """
    A bet that has ended.
    """

    bet_id: UUID
    user_id: UUID
    username: str
    description: str
    stake: Amount
    odds: Amount | None
    currency: str
    status: Literal["pending", "won", "lost", "void", "cashed_out"] | str
    payout: Amount | None
    cash_out_amount: Amount | None
    profit_loss: Amount | None
    """
    as the customer sees it; null while the bet is pending.
    """
    is_auto_cash_out: bool
    cash_out_trigger_reason: str | None
    placed_at: AwareDatetime
    settled_at: AwareDatetime | None
    meta: dict[str, Any] | None
    """
    as the bet was placed.
    """
    outcome_meta: dict[str, Any] | None
    """
    as it was settled or cashed out.
    """
    balance_after: Amount
    """
    the customer's balance after the payout.
    """
    held: Amount
    """
    how much of it is reserved by holds.
    """
    available: Amount
    """
    what can still be debited.
    """


class Hold(Model):
    """
    An amount of a person's wallet that is reserved.
    """

    hold_id: UUID
    status: Literal["pending", "captured", "released", "expired"] | str
    owner_id: str
    wallet_id: UUID
    currency: str
    amount: Amount
    captured: Amount
    """
    what was captured of it.
    """
    remaining: Amount
    """
    what can still be captured; zero after the end.
    """
    to: HoldDestination | None
    """
    who gets it; null if each capture says it.
    """
    reason: str
    external_reference: str | None
    meta: dict[str, Any] | None
    expires_at: AwareDatetime
    created_at: AwareDatetime
    created_by: str
    ended_at: AwareDatetime | None
    """
    when it was captured at last, released, or expired.
    """
    idempotency_key: str | None


class HoldCapture(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount | None = None
    """
    at most what is left of the hold; absent: all of it.
    """
    to: Destination | None = None
    """
    who gets it; absent: whom the hold names, or the treasury.
    """
    final: bool | None = None
    """
    the hold ends, and what is left of it is available again. Default: `true`.
    """
    allow_frozen: bool | None = None
    """
    take it from a frozen wallet too. Default: `false`.
    """
    meta: dict[str, Any] | None = None
    """
    of the transaction; absent: the hold's.
    """


class HoldCreate(Model):
    """
    A new hold on a person's wallet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    owner_id: str
    currency: str
    amount: Amount
    """
    in the currency, greater than zero.
    """
    to: Destination | None = None
    """
    who gets what is captured; absent: each capture says it.
    """
    expires_at: AwareDatetime | None = None
    """
    when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given.
    """
    expires_in: int | None = None
    """
    when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given.
    """
    reason: str
    """
    the transaction of a capture has it as its kind if it is one of a wallet's, as entry_fee_debit is, and is a hold_capture otherwise.
    """
    external_reference: str | None = None
    meta: dict[str, Any] | None = None


class HoldDetails(Model):
    """
    A hold with its captures, in their order.
    """

    hold_id: UUID
    status: Literal["pending", "captured", "released", "expired"] | str
    owner_id: str
    wallet_id: UUID
    currency: str
    amount: Amount
    captured: Amount
    """
    what was captured of it.
    """
    remaining: Amount
    """
    what can still be captured; zero after the end.
    """
    to: HoldDestination | None
    """
    who gets it; null if each capture says it.
    """
    reason: str
    external_reference: str | None
    meta: dict[str, Any] | None
    expires_at: AwareDatetime
    created_at: AwareDatetime
    created_by: str
    ended_at: AwareDatetime | None
    """
    when it was captured at last, released, or expired.
    """
    idempotency_key: str | None
    captures: list[Capture]


class HoldOperation(Model):
    """
    A hold, as POST /api/v1/holds.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    owner_id: str
    currency: str
    amount: Amount
    """
    in the currency, greater than zero.
    """
    to: Destination | None = None
    """
    who gets what is captured; absent: each capture says it.
    """
    expires_at: AwareDatetime | None = None
    """
    when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given.
    """
    expires_in: int | None = None
    """
    when the hold ends by itself, or in how many seconds; a minute to 30 days from now, and seven days if neither is given.
    """
    reason: str
    """
    the transaction of a capture has it as its kind if it is one of a wallet's, as entry_fee_debit is, and is a hold_capture otherwise.
    """
    external_reference: str | None = None
    meta: dict[str, Any] | None = None
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    op: Literal["hold"]


class Holds(Model):
    """
    A page of holds, newest first.
    """

    items: list[Hold]
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class ImportedCustomer(Model):
    """
    transaction_id and meta: of the opening balance's transaction; null without one.
    """

    customer_id: UUID
    username: str
    currency: str
    account_balance: Amount
    external_reference: str | None
    transaction_id: UUID | None
    meta: dict[str, Any] | None


class ImportedCustomers(Model):
    """
    The customers in the order of the rows.
    """

    imported_count: int
    customers: list[ImportedCustomer]


class InvoiceLine(Model):
    """
    A line of an invoice.
    """

    description: str
    amount: Amount


class InvoiceLineCreate(Model):
    """
    A line of the invoice, in USD.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    description: str
    amount: Amount


class LedgerAccount(Model):
    """
    A wallet as an account of the books.
    """

    owner_id: str | None
    """
    of a person; null for others, which account names.
    """
    account: str | None
    kind: Literal["house", "float", "person", "tenant"]
    """
    `house` for house, treasury and bank, also with a name; `float` for an agent's; `tenant` for the prepaid wallet.
    """
    wallet_id: UUID
    currency: str
    category: str | None
    """
    as they were set, changed_by, changed_at: the last time; null if nobody has.
    """
    description: str | None
    """
    as they were set, changed_by, changed_at: the last time; null if nobody has.
    """
    balance: Amount
    """
    now.
    """
    held: Amount | None
    """
    of persons and the prepaid wallet; null for the others.
    """
    available: Amount | None
    """
    of persons and the prepaid wallet; null for the others.
    """
    floor: Amount | None
    """
    `0` for a house account whose balance no posting lowers below zero; null for the others.
    """
    changed_by: str | None
    changed_at: AwareDatetime | None


class LedgerAccounts(Model):
    """
    A page of accounts.
    """

    items: list[LedgerAccount]
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class Monitor(Model):
    """
    A monitor of the balance of a person (owner_id) or an account, in one currency.
    """

    tenant_id: str
    monitor_id: str
    owner_id: str | None
    account: str | None
    currency: str
    below: Amount | None
    """
    its bound; the other one is null.
    """
    above: Amount | None
    """
    its bound; the other one is null.
    """
    changed_by: str
    """
    the last change.
    """
    changed_at: AwareDatetime
    """
    the last change.
    """


class MonitorListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Monitor]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class MonitorUpdate(Model):
    """
    What to monitor: the balance, in one currency, of a person (owner_id) or an account (house, treasury, bank, agent:AGENT_ID, tenant:TENANT_ID). Where nothing was posted yet it is zero.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    owner_id: str | None = None
    account: str | None = None
    currency: str
    below: Amount | None = None
    """
    the bound, of which a transaction takes the balance below or above. One of both.
    """
    above: Amount | None = None
    """
    the bound, of which a transaction takes the balance below or above. One of both.
    """


class Payment(Model):
    """
    A payment of an invoice.
    """

    payment_id: UUID
    invoice_id: UUID
    invoice_number: str
    amount: Amount
    currency: str
    payment_method: Literal["offline", "bank_transfer", "local_wallet"] | str
    method_id: str | None
    """
    of the payment method; null if the payer named only its type and several have it, and for an offline payment.
    """
    status: Literal["pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded"] | str
    transaction_reference: str | None
    notes: str | None
    failure_reason: str | None
    """
    of the rejection.
    """
    created_by: str
    created_at: AwareDatetime
    updated_at: AwareDatetime
    processed_at: AwareDatetime | None
    """
    when it succeeded, failed or was cancelled.
    """
    decided_by: str | None
    """
    who approved, rejected or cancelled it; a refund changes none of these.
    """
    decided_at: AwareDatetime | None
    decision_note: str | None
    """
    of the approval, or the reason for voiding its invoice.
    """
    refunded_by: str | None
    refunded_at: AwareDatetime | None
    refund_reason: str | None
    meta: dict[str, Any] | None
    """
    of the approval.
    """
    refund_meta: dict[str, Any] | None
    """
    of the refund.
    """
    tenant_id: str


class PaymentPages(Model):
    """
    A page of a list. `total_count` and `total_pages` count everything that matches the filters.
    """

    items: list[Payment]
    total_count: int
    page_number: int | None
    """
    null of a page that begins at a cursor.
    """
    page_size: int
    total_pages: int
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class PendingApproval(Model):
    """
    The operation changed nothing: it waits for a second person.
    """

    approval_id: UUID
    status: Literal["pending"]
    kind: (
        Literal[
            "adjustment",
            "agent_credit",
            "coin_policy",
            "invoice_payment",
            "overdraft",
            "payment_method",
            "refund",
            "reversal",
            "approval_policy",
            "contact",
            "erasure",
        ]
        | str
    )
    subject: str
    """
    the id or the name of what it changes.
    """
    amount: Amount | None
    """
    the value that it moves; null if it moves none.
    """
    currency: str | None
    requested_by: str
    requested_at: AwareDatetime
    expires_at: AwareDatetime
    """
    seven days after the request.
    """


class PlacedHold(Model):
    """
    A hold after its creation or release.
    """

    hold_id: UUID
    status: Literal["pending", "captured", "released", "expired"] | str
    owner_id: str
    wallet_id: UUID
    currency: str
    amount: Amount
    captured: Amount
    """
    what was captured of it.
    """
    remaining: Amount
    """
    what can still be captured; zero after the end.
    """
    to: HoldDestination | None
    """
    who gets it; null if each capture says it.
    """
    reason: str
    external_reference: str | None
    meta: dict[str, Any] | None
    expires_at: AwareDatetime
    created_at: AwareDatetime
    created_by: str
    ended_at: AwareDatetime | None
    """
    when it was captured at last, released, or expired.
    """
    idempotency_key: str | None
    available_after: Amount
    """
    what the wallet has available then.
    """


class PrepaidAdjust(Model):
    """
    An adjustment.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    amount: Amount
    """
    signed; a negative one lowers the balance.
    """
    reason: str


class PrepaidCharge(Model):
    """
    A charge or debit by a trusted system.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    amount: Amount
    reference: str
    """
    the system's own id for it; it is charged once.
    """
    description: str | None = None


class PrepaidReceipt(Model):
    """
    A transaction that was posted just now.
    """

    id: UUID
    transaction_id: UUID
    kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | str
    amount: Amount
    """
    signed.
    """
    balance_after: Amount
    reference_id: str | None
    """
    the request of a top-up, the payment of a refund, the caller's reference of a charge or debit.
    """
    description: str | None
    meta: dict[str, Any] | None
    created_at: AwareDatetime
    balance: Amount
    """
    of the wallet, now.
    """
    held: Amount
    """
    zero, since holds are of persons' wallets.
    """
    available: Amount
    """
    what can still be charged.
    """


class PrepaidTransaction(Model):
    """
    A row of the wallet's history.
    """

    id: UUID
    transaction_id: UUID
    kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | str
    amount: Amount
    """
    signed.
    """
    balance_after: Amount
    reference_id: str | None
    """
    the request of a top-up, the payment of a refund, the caller's reference of a charge or debit.
    """
    description: str | None
    meta: dict[str, Any] | None
    created_at: AwareDatetime


class PrepaidTransactionListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[PrepaidTransaction]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class PrepaidWallet(Model):
    """
    A tenant's prepaid wallet.
    """

    wallet_id: UUID
    tenant_id: str
    currency: str
    balance: Amount
    held: Amount
    """
    zero, since holds are of persons' wallets.
    """
    available: Amount
    """
    what can still be charged.
    """
    status: Literal["active", "frozen"] | str
    low_balance: bool
    """
    the balance is 10.00 or less.
    """
    recent_transactions: list[PrepaidTransaction]
    """
    the 10 newest.
    """


class PreviewEntry(Model):
    """
    An entry of a dry run.
    """

    owner_id: str | None
    """
    whose wallet it is; the other one is null.
    """
    account: str | None
    """
    whose wallet it is; the other one is null.
    """
    currency: str
    amount: Amount
    balance_before: Amount | None
    """
    of a person's wallet; null for an account.
    """
    balance_after: Amount | None
    """
    of a person's wallet; null for an account.
    """
    held: Amount | None
    """
    of a person's wallet; null for an account.
    """
    available: Amount | None
    """
    of a person's wallet; null for an account.
    """


class ReceiptEntry(Model):
    """
    A posted entry.
    """

    owner_id: str | None
    """
    whose wallet it is; the other one is null.
    """
    account: str | None
    """
    whose wallet it is; the other one is null.
    """
    currency: str
    amount: Amount
    balance_before: Amount | None
    """
    of a person's wallet; null for an account.
    """
    balance_after: Amount | None
    """
    of a person's wallet; null for an account.
    """
    held: Amount | None
    """
    of a person's wallet; null for an account.
    """
    available: Amount | None
    """
    of a person's wallet; null for an account.
    """
    entry_id: UUID
    wallet_id: UUID


class RepeatedPrepaidReceipt(Model):
    """
    The transaction that an earlier call with the same reference posted. This call posted nothing.
    """

    id: UUID
    transaction_id: UUID
    kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | str
    amount: Amount
    """
    signed.
    """
    balance_after: Amount
    reference_id: str | None
    """
    the request of a top-up, the payment of a refund, the caller's reference of a charge or debit.
    """
    description: str | None
    meta: dict[str, Any] | None
    created_at: AwareDatetime
    balance: Amount
    """
    of the wallet, now.
    """
    held: Amount
    """
    zero, since holds are of persons' wallets.
    """
    available: Amount
    """
    what can still be charged.
    """


class SentTransfer(Model):
    """
    A transfer as its sender sees it.
    """

    transaction_id: UUID
    from_wallet_id: UUID
    from_balance_after: Amount
    from_held: Amount
    """
    how much of it is reserved by holds afterwards.
    """
    from_available: Amount
    """
    what can still be debited.
    """
    debit_transaction_id: UUID
    """
    the id of the sender's entry.
    """
    credit_transaction_id: UUID
    """
    the id of the receiver's entry.
    """
    idempotency_key: str | None
    meta: dict[str, Any] | None


class SettlementCashOuts(Model):
    count: int
    total_amount: Amount
    net_from_stake: Amount
    """
    total_amount minus the stakes of the bets that were cashed out.
    """
    auto_count: int


class SettlementCreate(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    meta: dict[str, Any] | None = None
    """
    an object of the caller's own, stored with what is posted. Without it, the hash of the request is the one that it had before the field existed.
    """
    customer_id: UUID
    method: Literal["zero", "carry"]
    """
    `zero` sets the balance to zero against the agent's float, `carry` keeps it.
    """
    note: str | None = None
    expected_balance: Amount | None = None
    """
    the balance that the agent saw; the settlement is refused if it has changed.
    """


class SettlementFigures(Model):
    """
    closing = opening - stakes + payouts + stakes_returned + cash_outs.total_amount + cashier_credits - cashier_debits + transfers_in - transfers_out + other, exactly. closing is the balance in the ledger.
    """

    customer_id: UUID
    username: str
    currency: str
    opening_balance: Amount
    stakes: Amount
    payouts: Amount
    stakes_returned: Amount
    cash_outs: SettlementCashOuts
    cashier_credits: Amount
    cashier_debits: Amount
    transfers_in: Amount
    transfers_out: Amount
    other: Amount
    closing_balance: Amount
    held: Amount
    """
    how much of it is reserved by holds.
    """


class SettlementPreview(Model):
    since: AwareDatetime | None
    """
    as in the request; null: each customer's last settlement. Over all customers: total_count; customers_owing: the number of customers with a balance below zero; customers_owed: the number with a balance above zero; net_position: the sum of the closing balances, as the customers see it: if it is positive, the agent owes. currency and net_position are null if there are several currencies.
    """
    until: AwareDatetime
    currency: str | None
    customers: list[SettlementFigures]
    """
    a page of them, by username.
    """
    customers_owing: int
    customers_owed: int
    net_position: Amount | None
    total_count: int
    limit: int
    offset: int | None
    """
    as in other lists.
    """
    has_more: bool
    next_cursor: str | None
    """
    as in other lists.
    """


class TopupRequest(Model):
    """
    A tenant's request to top up its prepaid wallet.
    """

    request_id: UUID
    tenant_id: str
    wallet_id: UUID
    amount: Amount
    currency: str
    status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | str
    note: str | None
    requested_by: str
    requested_at: AwareDatetime
    decided_by: str | None
    """
    who approved, rejected or cancelled it. decisions: this decision and, if its invoice was voided, that one; oldest first.
    """
    decided_at: AwareDatetime | None
    decision_note: str | None
    decisions: list[TopupDecision]
    invoice: TopupInvoice | None
    completed_at: AwareDatetime | None


class TopupRequestCreate(Model):
    """
    A request for a top-up, in USD.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount
    note: str | None = None


class TopupRequestPages(Model):
    """
    A page of a list. `total_count` and `total_pages` count everything that matches the filters.
    """

    items: list[TopupRequest]
    total_count: int
    page_number: int | None
    """
    null of a page that begins at a cursor.
    """
    page_size: int
    total_pages: int
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class TopupRequests(Model):
    items: list[TopupRequest]
    total_count: int
    page_number: int | None
    """
    null of a page that begins at a cursor.
    """
    page_size: int
    total_pages: int
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """
    counts: TopupRequestCounts
    pending_amount: Amount
    """
    the sum of all pending requests.
    """


class TransactionEntry(Model):
    """
    An amount for one wallet, in its currency: positive for a credit, negative for a debit.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    owner_id: str | None = None
    account: str | None = None
    currency: str | None = None
    """
    absent: that of the person's only wallet; an account needs one.
    """
    amount: Amount


class TransactionOperation(Model):
    """
    A transaction of 2 to 20 entries, as POST /api/v1/transactions.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    dry_run: Literal[False] | None = None
    """
    false, or left out.
    """
    entries: list[TransactionEntry]
    reason: str
    description: str | None = None
    external_reference: str | None = None
    meta: dict[str, Any] | None = None
    effective_at: AwareDatetime | None = None
    """
    when it happened, now or before; absent: now. A time up to a minute ahead is now by another clock.
    """
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    op: Literal["transaction"]


class TransactionPreview(Model):
    """
    What a transaction would do if it was not a dry run. Nothing of it is stored.
    """

    dry_run: bool
    kind: (
        Literal[
            "debit",
            "withdrawal",
            "debit_adjustment",
            "credit",
            "deposit",
            "credit_adjustment",
            "opening_balance",
            "settlement",
            "bet_stake",
            "bet_payout",
            "bet_void",
            "bet_cash_out",
            "participation",
            "top4",
            "runner_up",
            "winner",
            "entry_fee_debit",
            "refund",
            "manual_adjust",
            "correction",
            "p2p_transfer",
            "custom",
            "hold_capture",
            "topup",
            "topup_refund",
            "message_charge",
            "prepaid_debit",
            "prepaid_adjustment",
            "reversal",
        ]
        | str
    )
    reason: str
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    entries: list[PreviewEntry]


class TransactionReceipt(Model):
    """
    A posted transaction, with its entries in the order of the request.
    """

    transaction_id: UUID
    kind: (
        Literal[
            "debit",
            "withdrawal",
            "debit_adjustment",
            "credit",
            "deposit",
            "credit_adjustment",
            "opening_balance",
            "settlement",
            "bet_stake",
            "bet_payout",
            "bet_void",
            "bet_cash_out",
            "participation",
            "top4",
            "runner_up",
            "winner",
            "entry_fee_debit",
            "refund",
            "manual_adjust",
            "correction",
            "p2p_transfer",
            "custom",
            "hold_capture",
            "topup",
            "topup_refund",
            "message_charge",
            "prepaid_debit",
            "prepaid_adjustment",
            "reversal",
        ]
        | str
    )
    reason: str
    description: str | None
    external_reference: str | None
    meta: dict[str, Any] | None
    entries: list[ReceiptEntry]
    effective_at: AwareDatetime
    """
    when it happened; created_at: when it was posted.
    """
    created_at: AwareDatetime
    idempotency_key: str | None


class Transactions(Model):
    """
    A page of transactions, newest first: by the time of posting or by id, which is made within 10 s of it.
    """

    items: list[AuditedTransaction]
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """
    searched_until: AwareDatetime | None
    """
    null, unless the page ended early, since a page looks at 1,000 transactions at most; then the time of the last one, from which the next page goes on.
    """


class TransferCreate(Model):
    """
    A transfer from one owner to another.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    from_owner_id: str | None = None
    """
    a customer may leave it out.
    """
    to_owner_id: str
    amount: Amount
    currency: str | None = None
    """
    absent: that of the sender's only wallet.
    """
    reason: str | None = None
    """
    a customer's transfer is a p2p_transfer. Default: `p2p_transfer`.
    """
    meta: dict[str, Any] | None = None


class TransferOperation(Model):
    """
    A transfer, as POST /api/v1/transfers.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    from_owner_id: str | None = None
    """
    a customer may leave it out.
    """
    to_owner_id: str
    amount: Amount
    currency: str | None = None
    """
    absent: that of the sender's only wallet.
    """
    reason: str | None = None
    """
    a customer's transfer is a p2p_transfer. Default: `p2p_transfer`.
    """
    meta: dict[str, Any] | None = None
    key: str
    """
    the Idempotency-Key. Each has `run`, which executes it as its route does, and returns the answer or raises the refusals.
    """
    op: Literal["transfer"]


class TransferReceipt(Model):
    """
    A transfer as a trusted system sees it, with both wallets.
    """

    transaction_id: UUID
    from_wallet_id: UUID
    from_balance_after: Amount
    from_held: Amount
    """
    how much of it is reserved by holds afterwards.
    """
    from_available: Amount
    """
    what can still be debited.
    """
    debit_transaction_id: UUID
    """
    the id of the sender's entry.
    """
    credit_transaction_id: UUID
    """
    the id of the receiver's entry.
    """
    idempotency_key: str | None
    meta: dict[str, Any] | None
    to_wallet_id: UUID
    to_balance_after: Amount
    to_held: Amount
    """
    of the receiver's wallet.
    """
    to_available: Amount
    """
    of the receiver's wallet.
    """


class TrialBalanceRow(Model):
    """
    The accounts of a kind or a category, or one account, in a currency.
    """

    kind: Literal["house", "float", "person", "tenant"] | Literal["total"]
    """
    as in the list of accounts; in CSV also `total`.
    """
    category: str | None
    """
    as it is now, of house accounts that have one; null by kind. account, owner_id, wallet_id: null unless by account.
    """
    account: str | None
    owner_id: str | None
    wallet_id: UUID | None
    currency: str
    debits: Amount
    """
    the amounts that lowered and that raised the accounts' balances.
    """
    credits: Amount
    """
    the amounts that lowered and that raised the accounts' balances.
    """
    balance: Amount
    """
    credits - debits.
    """


class TrialBalanceTotal(Model):
    """
    All accounts in a currency.
    """

    currency: str
    debits: Amount
    credits: Amount
    balance: Amount
    """
    credits - debits, which is zero unless the ledger was tampered with.
    """


class WalletBalance(Model):
    """
    The balance of one wallet at a time.
    """

    owner_id: str
    wallet_id: UUID | None
    """
    null if the owner has no wallet in this currency; the balance is then zero.
    """
    currency: str
    balance: Amount
    held: Amount | None
    """
    how much of it is reserved by holds.
    """
    available: Amount | None
    """
    what can still be debited before the floor is reached. Both are of now, and null if a time was asked for.
    """
    allow_overdraft: bool
    at: AwareDatetime
    is_provisional: bool
    """
    the balance may still change, since the time is in the future or a posting that began before it has not ended; or since it is by effective, where a late entry may always follow.
    """


class WalletBalances(Model):
    """
    The balances of all wallets of an owner, ordered by currency.
    """

    owner_id: str
    wallets: list[WalletBalance]


class WalletEntry(Model):
    """
    An entry of the wallet.
    """

    id: UUID
    transaction_id: UUID
    amount: Amount
    """
    signed, as the owner sees it.
    """
    reason: str
    """
    the kind of the transaction, or a word of the tenant's own.
    """
    balance_after: Amount
    """
    in the order of the list.
    """
    created_at: AwareDatetime
    """
    when it was posted.
    """
    idempotency_key: str | None
    meta: dict[str, Any] | None
    effective_at: AwareDatetime
    """
    when it happened.
    """
    is_late: bool
    """
    it was posted later than it happened.
    """
    counterparty_id: str | None
    """
    the person on the other side of a transfer; null for a reason other than p2p_transfer, and for an agent whose customer it is not.
    """
    counterparty_display: str | None
    """
    the masked name, as in the lookup of a recipient.
    """
    bet_id: UUID | None
    """
    of the stake, the payout, the returned stake or the cash-out of a bet; null for whoever may not read it.
    """
    bet_description: str | None
    """
    of the stake, the payout, the returned stake or the cash-out of a bet; null for whoever may not read it.
    """


class WalletEntryListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[WalletEntry]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class WalletReceipt(Model):
    """
    A posted credit or debit.
    """

    wallet_id: UUID
    balance_after: Amount
    held: Amount
    """
    how much of the balance is reserved by holds afterwards.
    """
    available: Amount
    """
    what can still be debited.
    """
    transaction_id: UUID
    idempotency_key: str | None
    meta: dict[str, Any] | None


class WalletStatement(Model):
    """
    closing_balance - opening_balance is the sum of the amounts in `movements`, which are in the order in which they were posted or, by effective, happened. A balance by effective may be below the wallet's floor.
    """

    owner_id: str
    currency: str
    date_from: str | None
    date_to: str | None
    by: Literal["posted", "effective"]
    opening_balance: Amount
    movements: list[WalletEntry]
    closing_balance: Amount
    held: Amount | None
    """
    how much of the wallet is reserved by holds now, and what can still be debited; null if the period has ended.
    """
    available: Amount | None
    """
    how much of the wallet is reserved by holds now, and what can still be debited; null if the period has ended.
    """
    is_provisional: bool
    """
    more movements may follow, since the period has not ended or a posting that began before its end has not ended; or since it is by effective, where a late entry may always follow.
    """


class WalletTransactionCreate(Model):
    """
    A credit or debit of a wallet.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    amount: Amount
    """
    in the currency, greater than zero.
    """
    currency: str | None = None
    """
    absent: that of the owner's only wallet.
    """
    reason: str
    meta: dict[str, Any] | None = None


class BatchCreate(Model):
    """
    1 to 1,000 operations.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    mode: Literal["atomic", "independent"]
    """
    atomic: all of them or none, and a refusal has the `index` of its operation; independent: each for itself, as if they had been sent one after another. key: of each operation, an Idempotency-Key that no other operation of the batch has.
    """
    operations: list[
        CreditOperation
        | DebitOperation
        | TransferOperation
        | TransactionOperation
        | HoldOperation
        | CaptureOperation
        | ReleaseOperation
    ]


class CashOutActivity(Model):
    items: list[CashOut]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """
    totals: CashOutActivityTotals
    """
    null fields if the list has several currencies.
    """
    totals_by_currency: list[CashOutActivityTotals]


class CashOutSummary(Model):
    """
    Amounts and currency are null if there are several currencies.
    """

    period: Literal["24h", "7d", "30d"] | str
    total_cash_outs: int
    unique_customers: int
    total_cash_out_amount: Amount | None
    net_profit_loss: Amount | None
    currency: str | None
    auto_cash_out_percentage: float
    """
    0 to 100, one decimal.
    """
    avg_return_ratio: float
    """
    the mean over bets of cash_out_amount / stake, four decimals; bets with a stake of zero are left out.
    """
    top_customers: list[CashOutCustomer]
    by_day: list[CashOutDay]
    totals_by_currency: list[CashOutSummaryTotals]


class CashierHistory(Model):
    items: list[CashierTransaction]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """
    totals: CashierTotals
    """
    null fields if the list has several currencies.
    """
    totals_by_currency: list[CashierTotals]


class CustomerImport(Model):
    """
    JSON, or CSV (text/csv) with one column for each field of a row but `meta`.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    rows: list[CustomerImportRow]


class CustomerListing(Model):
    items: list[Customer]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """
    totals: CustomerTotals
    """
    null fields if the list has several currencies.
    """
    totals_by_currency: list[CustomerTotals]


class Invoice(Model):
    """
    An invoice with its payments.
    """

    invoice_id: UUID
    tenant_id: str
    number: str
    purpose: Literal["topup", "usage", "subscription"] | str
    status: Literal["draft", "issued", "paid", "void"] | str
    is_overdue: bool
    """
    issued and past due_at.
    """
    amount: Amount
    currency: str
    lines: list[InvoiceLine]
    issued_by: str | None
    issued_at: AwareDatetime | None
    due_at: AwareDatetime | None
    paid_by: str | None
    """
    who marked it as paid or approved its payment.
    """
    paid_at: AwareDatetime | None
    voided_by: str | None
    voided_at: AwareDatetime | None
    void_reason: str | None
    period_start: date | None
    period_end: date | None
    request_id: UUID | None
    mail_status: Literal["pending", "sent", "no_address", "failed"] | str | None
    """
    of the e-mail about its issue; null for a draft.
    """
    payments: list[Payment]


class InvoiceCreate(Model):
    """
    A draft invoice for a period; both days are included. Its amount is the sum of the lines.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    purpose: Literal["usage", "subscription"]
    period_start: date
    period_end: date
    lines: list[InvoiceLineCreate]


class InvoicePages(Model):
    """
    A page of a list. `total_count` and `total_pages` count everything that matches the filters.
    """

    items: list[Invoice]
    total_count: int
    page_number: int | None
    """
    null of a page that begins at a cursor.
    """
    page_size: int
    total_pages: int
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class IssuedInvoice(Model):
    """
    An invoice that was just issued.
    """

    invoice_id: UUID
    tenant_id: str
    number: str
    purpose: Literal["topup", "usage", "subscription"] | str
    status: Literal["draft", "issued", "paid", "void"] | str
    is_overdue: bool
    """
    issued and past due_at.
    """
    amount: Amount
    currency: str
    lines: list[InvoiceLine]
    issued_by: str | None
    issued_at: AwareDatetime | None
    due_at: AwareDatetime | None
    paid_by: str | None
    """
    who marked it as paid or approved its payment.
    """
    paid_at: AwareDatetime | None
    voided_by: str | None
    voided_at: AwareDatetime | None
    void_reason: str | None
    period_start: date | None
    period_end: date | None
    request_id: UUID | None
    mail_status: Literal["pending", "sent", "no_address", "failed"] | str | None
    """
    of the e-mail about its issue; null for a draft.
    """
    payments: list[Payment]
    warning: Literal["no_payment_method"] | None


class Settlement(Model):
    """
    A closed settlement with its recorded figures.
    """

    customer_id: UUID
    username: str
    currency: str
    opening_balance: Amount
    stakes: Amount
    payouts: Amount
    stakes_returned: Amount
    cash_outs: SettlementCashOuts
    cashier_credits: Amount
    cashier_debits: Amount
    transfers_in: Amount
    transfers_out: Amount
    other: Amount
    closing_balance: Amount
    held: Amount
    """
    how much of it is reserved by holds.
    """
    settlement_id: UUID
    method: Literal["zero", "carry"] | str
    note: str | None
    since: AwareDatetime | None
    until: AwareDatetime
    transaction_id: UUID | None
    """
    of the transaction that set the balance to zero; null without one.
    """
    meta: dict[str, Any] | None
    balance_after: Amount


class SettlementListing(Model):
    """
    A page of a list. `total_count` counts every item that matches the filters.
    """

    items: list[Settlement]
    total_count: int
    limit: int
    offset: int | None
    """
    null of a page that begins at a cursor.
    """
    has_more: bool
    next_cursor: str | None
    """
    of the next page, for a day; null if there is none.
    """


class TransactionCreate(Model):
    """
    A transaction of 2 to 20 entries, which sum to zero in each currency. A person's wallet has one entry at most.
    """

    model_config = ConfigDict(
        extra="forbid",
    )
    dry_run: bool | None = None
    """
    answer what would happen, and store nothing; the Idempotency-Key is not used. Default: `false`.
    """
    entries: list[TransactionEntry]
    reason: str
    description: str | None = None
    external_reference: str | None = None
    meta: dict[str, Any] | None = None
    effective_at: AwareDatetime | None = None
    """
    when it happened, now or before; absent: now. A time up to a minute ahead is now by another clock.
    """


class TrialBalance(Model):
    """
    What was posted up to a time, ordered by currency and kind.
    """

    at: AwareDatetime
    by: Literal["kind", "category", "account"]
    is_balanced: bool
    """
    whether every total is zero.
    """
    is_provisional: bool
    """
    more may follow, since the time is in the future or a posting that began before it has not ended.
    """
    rows: list[TrialBalanceRow]
    totals: list[TrialBalanceTotal]


class ExecutedApproval(Model):
    """
    An approval, and the answer of the operation that it executed.
    """

    approval: Approval
    result: (
        AuditedTransaction
        | PrepaidReceipt
        | CashierReceipt
        | WalletBalance
        | TournamentCoinPolicy
        | ConfiguredBankTransfer
        | ConfiguredLocalWallet
        | Contact
        | Payment
        | Invoice
        | ApprovalPolicy
        | ErasureReceipt
    )
