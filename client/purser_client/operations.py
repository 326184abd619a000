"""The operations of the API, a method for each. Written by `make client` out of docs/openapi.json."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from purser_client import models
from purser_client.operation import Operation, Page, Parameter, Time

_ACCESS_LOG = Operation[models.AccessListing]("GET", "/api/v1/access-log", {200: models.AccessListing})
_ACCOUNTS_LIST = Operation[models.LedgerAccounts]("GET", "/api/v1/accounts", {200: models.LedgerAccounts})
_ACCOUNTS_PUT = Operation[models.LedgerAccount](
    "PUT", "/api/v1/accounts/{account}", {200: models.LedgerAccount}, is_write=True
)
_AGENT_LIMITS_GET = Operation[models.AgentLimits]("GET", "/api/v1/agent-limits", {200: models.AgentLimits})
_AGENT_LIMITS_PUT = Operation[models.AgentLimits](
    "PUT", "/api/v1/agent-limits", {200: models.AgentLimits}, is_write=True
)
_AGENT_BETS = Operation[models.BetListing]("GET", "/api/v1/agent/bets", {200: models.BetListing})
_CASH_OUT_ACTIVITY = Operation[models.CashOutActivity](
    "GET", "/api/v1/agent/cash-out/activity", {200: models.CashOutActivity}
)
_CASH_OUT_SUMMARY = Operation[models.CashOutSummary](
    "GET", "/api/v1/agent/cash-out/summary", {200: models.CashOutSummary}
)
_AGENT_CLIENTS_LIST = Operation[models.CustomerListing]("GET", "/api/v1/agent/clients", {200: models.CustomerListing})
_AGENT_CLIENTS_CREATE = Operation[models.Customer](
    "POST", "/api/v1/agent/clients", {201: models.Customer}, is_write=True
)
_AGENT_CLIENTS_IMPORT = Operation[models.ImportedCustomers](
    "POST", "/api/v1/agent/clients/import", {201: models.ImportedCustomers}, is_write=True
)
_AGENT_CLIENTS_IMPORT_CSV = Operation[models.ImportedCustomers](
    "POST", "/api/v1/agent/clients/import", {201: models.ImportedCustomers}, is_write=True, media_type="text/csv"
)
_AGENT_CLIENTS_GET = Operation[models.Customer]("GET", "/api/v1/agent/clients/{customer_id}", {200: models.Customer})
_AGENT_CLIENTS_UPDATE = Operation[models.Customer](
    "PATCH", "/api/v1/agent/clients/{customer_id}", {200: models.Customer}, is_write=True
)
_AGENT_CLIENTS_LIMITS = Operation[models.CustomerChangeListing](
    "GET", "/api/v1/agent/clients/{customer_id}/limits", {200: models.CustomerChangeListing}
)
_AGENT_FLOAT = Operation[models.AgentFloat]("GET", "/api/v1/agent/float", {200: models.AgentFloat})
_SETTLEMENT_PREVIEW = Operation[models.SettlementPreview](
    "GET", "/api/v1/agent/settlement/preview", {200: models.SettlementPreview}
)
_SETTLEMENTS_LIST = Operation[models.SettlementListing](
    "GET", "/api/v1/agent/settlements", {200: models.SettlementListing}
)
_SETTLEMENTS_CREATE = Operation[models.Settlement](
    "POST", "/api/v1/agent/settlements", {201: models.Settlement}, is_write=True
)
_AGENT_TRANSACTIONS = Operation[models.CashierHistory](
    "GET", "/api/v1/agent/transactions", {200: models.CashierHistory}
)
_AGENT_TRANSACTIONS_CSV = Operation[str]("GET", "/api/v1/agent/transactions", {200: str})
_APPROVAL_POLICY_GET = Operation[models.ApprovalPolicy]("GET", "/api/v1/approval-policy", {200: models.ApprovalPolicy})
_APPROVAL_POLICY_PUT = Operation[models.ApprovalPolicy | models.PendingApproval](
    "PUT", "/api/v1/approval-policy", {200: models.ApprovalPolicy, 202: models.PendingApproval}, is_write=True
)
_APPROVALS_LIST = Operation[models.ApprovalListing]("GET", "/api/v1/approvals", {200: models.ApprovalListing})
_APPROVALS_GET = Operation[models.ApprovalDetails](
    "GET", "/api/v1/approvals/{approval_id}", {200: models.ApprovalDetails}
)
_APPROVALS_APPROVE = Operation[models.ExecutedApproval](
    "POST", "/api/v1/approvals/{approval_id}/approve", {200: models.ExecutedApproval}, is_write=True
)
_APPROVALS_REJECT = Operation[models.Approval](
    "POST", "/api/v1/approvals/{approval_id}/reject", {200: models.Approval}, is_write=True
)
_BATCHES_CREATE = Operation[models.IndependentBatch | models.AtomicBatch](
    "POST", "/api/v1/batches", {200: models.IndependentBatch, 201: models.AtomicBatch}, is_write=True
)
_BETS_LIST = Operation[models.BetListing]("GET", "/api/v1/bets", {200: models.BetListing})
_BETS_CREATE = Operation[models.Bet]("POST", "/api/v1/bets", {201: models.Bet}, is_write=True)
_BETS_GET = Operation[models.Bet]("GET", "/api/v1/bets/{bet_id}", {200: models.Bet})
_BETS_CASH_OUT = Operation[models.EndedBet](
    "POST", "/api/v1/bets/{bet_id}/cash-out", {200: models.EndedBet}, is_write=True
)
_BETS_SETTLE = Operation[models.EndedBet]("POST", "/api/v1/bets/{bet_id}/settle", {200: models.EndedBet}, is_write=True)
_BILLING_CONTACT_GET = Operation[models.Contact]("GET", "/api/v1/billing/contact", {200: models.Contact})
_BILLING_CONTACT_UPDATE = Operation[models.Contact | models.PendingApproval](
    "PUT", "/api/v1/billing/contact", {200: models.Contact, 202: models.PendingApproval}, is_write=True
)
_INVOICES_LIST = Operation[models.InvoicePages]("GET", "/api/v1/billing/invoices", {200: models.InvoicePages})
_INVOICES_CREATE = Operation[models.Invoice]("POST", "/api/v1/billing/invoices", {201: models.Invoice}, is_write=True)
_INVOICES_GET = Operation[models.Invoice]("GET", "/api/v1/billing/invoices/{invoice_id}", {200: models.Invoice})
_INVOICES_ISSUE = Operation[models.IssuedInvoice](
    "POST", "/api/v1/billing/invoices/{invoice_id}/issue", {200: models.IssuedInvoice}, is_write=True
)
_INVOICES_PAY = Operation[models.Invoice | models.PendingApproval](
    "POST",
    "/api/v1/billing/invoices/{invoice_id}/pay",
    {200: models.Invoice, 202: models.PendingApproval},
    is_write=True,
)
_INVOICES_PDF = Operation[bytes]("GET", "/api/v1/billing/invoices/{invoice_id}/pdf", {200: bytes})
_INVOICES_VOID = Operation[models.Invoice](
    "POST", "/api/v1/billing/invoices/{invoice_id}/void", {200: models.Invoice}, is_write=True
)
_PAYMENT_METHODS_LIST = Operation[models.ConfiguredPaymentMethodListing](
    "GET", "/api/v1/billing/payment-methods", {200: models.ConfiguredPaymentMethodListing}
)
_PAYMENT_METHODS_AVAILABLE = Operation[models.AvailablePaymentMethods](
    "GET", "/api/v1/billing/payment-methods/available", {200: models.AvailablePaymentMethods}
)
_PAYMENT_METHODS_UPDATE = Operation[
    models.ConfiguredBankTransfer | models.ConfiguredLocalWallet | models.PendingApproval
](
    "PUT",
    "/api/v1/billing/payment-methods/{method_id}",
    {200: models.ConfiguredBankTransfer | models.ConfiguredLocalWallet, 202: models.PendingApproval},
    is_write=True,
)
_PAYMENTS_LIST = Operation[models.PaymentPages]("GET", "/api/v1/billing/payments", {200: models.PaymentPages})
_PAYMENTS_LIST_CSV = Operation[str]("GET", "/api/v1/billing/payments", {200: str})
_PAYMENTS_SUBMIT = Operation[models.Payment](
    "POST", "/api/v1/billing/payments/manual", {201: models.Payment}, is_write=True
)
_PAYMENTS_GET = Operation[models.Payment]("GET", "/api/v1/billing/payments/{payment_id}", {200: models.Payment})
_PAYMENTS_APPROVE = Operation[models.Payment | models.PendingApproval](
    "POST",
    "/api/v1/billing/payments/{payment_id}/approve",
    {200: models.Payment, 202: models.PendingApproval},
    is_write=True,
)
_PAYMENTS_CANCEL = Operation[models.Payment](
    "POST", "/api/v1/billing/payments/{payment_id}/cancel", {200: models.Payment}, is_write=True
)
_PAYMENTS_REFUND = Operation[models.Payment | models.PendingApproval](
    "POST",
    "/api/v1/billing/payments/{payment_id}/refund",
    {200: models.Payment, 202: models.PendingApproval},
    is_write=True,
)
_PAYMENTS_REJECT = Operation[models.Payment](
    "POST", "/api/v1/billing/payments/{payment_id}/reject", {200: models.Payment}, is_write=True
)
_PREPAID_UPDATE = Operation[models.PrepaidWallet](
    "PATCH", "/api/v1/billing/wallet", {200: models.PrepaidWallet}, is_write=True
)
_PREPAID_ADJUST = Operation[models.PrepaidReceipt | models.PendingApproval](
    "POST",
    "/api/v1/billing/wallet/adjustments",
    {201: models.PrepaidReceipt, 202: models.PendingApproval},
    is_write=True,
)
_PREPAID_CHARGE = Operation[models.RepeatedPrepaidReceipt | models.PrepaidReceipt](
    "POST",
    "/api/v1/billing/wallet/charges",
    {200: models.RepeatedPrepaidReceipt, 201: models.PrepaidReceipt},
    is_write=True,
)
_PREPAID_DEBIT = Operation[models.RepeatedPrepaidReceipt | models.PrepaidReceipt](
    "POST",
    "/api/v1/billing/wallet/debits",
    {200: models.RepeatedPrepaidReceipt, 201: models.PrepaidReceipt},
    is_write=True,
)
_PREPAID_WALLET = Operation[models.PrepaidWallet]("GET", "/api/v1/billing/wallet/me", {200: models.PrepaidWallet})
_TOPUPS_LIST = Operation[models.TopupRequests](
    "GET", "/api/v1/billing/wallet/topup-requests", {200: models.TopupRequests}
)
_TOPUPS_CREATE = Operation[models.TopupRequest](
    "POST", "/api/v1/billing/wallet/topup-requests", {201: models.TopupRequest}, is_write=True
)
_TOPUPS_LIST_OWN = Operation[models.TopupRequestPages](
    "GET", "/api/v1/billing/wallet/topup-requests/me", {200: models.TopupRequestPages}
)
_TOPUPS_GET = Operation[models.TopupRequest](
    "GET", "/api/v1/billing/wallet/topup-requests/{request_id}", {200: models.TopupRequest}
)
_TOPUPS_APPROVE = Operation[models.ApprovedTopupRequest](
    "POST",
    "/api/v1/billing/wallet/topup-requests/{request_id}/approve",
    {200: models.ApprovedTopupRequest},
    is_write=True,
)
_TOPUPS_CANCEL = Operation[models.TopupRequest](
    "POST", "/api/v1/billing/wallet/topup-requests/{request_id}/cancel", {200: models.TopupRequest}, is_write=True
)
_TOPUPS_REJECT = Operation[models.TopupRequest](
    "POST", "/api/v1/billing/wallet/topup-requests/{request_id}/reject", {200: models.TopupRequest}, is_write=True
)
_PREPAID_TRANSACTIONS = Operation[models.PrepaidTransactionListing](
    "GET", "/api/v1/billing/wallet/transactions", {200: models.PrepaidTransactionListing}
)
_CASHIER_CREDIT = Operation[models.CashierReceipt | models.PendingApproval](
    "POST", "/api/v1/cashier/credit", {201: models.CashierReceipt, 202: models.PendingApproval}, is_write=True
)
_CASHIER_DEBIT = Operation[models.CashierReceipt](
    "POST", "/api/v1/cashier/debit", {201: models.CashierReceipt}, is_write=True
)
_CHANGES = Operation[models.TermChangeListing]("GET", "/api/v1/changes", {200: models.TermChangeListing})
_EVENT_SETTINGS_GET = Operation[models.EventSettings]("GET", "/api/v1/event-settings", {200: models.EventSettings})
_EVENT_SETTINGS_PUT = Operation[models.EventSettings](
    "PUT", "/api/v1/event-settings", {200: models.EventSettings}, is_write=True
)
_HOLDS_LIST = Operation[models.Holds]("GET", "/api/v1/holds", {200: models.Holds})
_HOLDS_CREATE = Operation[models.PlacedHold]("POST", "/api/v1/holds", {201: models.PlacedHold}, is_write=True)
_HOLDS_GET = Operation[models.HoldDetails]("GET", "/api/v1/holds/{hold_id}", {200: models.HoldDetails})
_HOLDS_CAPTURE = Operation[models.CapturedHold](
    "POST", "/api/v1/holds/{hold_id}/capture", {201: models.CapturedHold}, is_write=True
)
_HOLDS_RELEASE = Operation[models.PlacedHold](
    "POST", "/api/v1/holds/{hold_id}/release", {200: models.PlacedHold}, is_write=True
)
_MONITORS_LIST = Operation[models.MonitorListing]("GET", "/api/v1/monitors", {200: models.MonitorListing})
_MONITORS_DELETE = Operation[models.Monitor](
    "DELETE", "/api/v1/monitors/{monitor_id}", {200: models.Monitor}, is_write=True
)
_MONITORS_GET = Operation[models.Monitor]("GET", "/api/v1/monitors/{monitor_id}", {200: models.Monitor})
_MONITORS_PUT = Operation[models.Monitor]("PUT", "/api/v1/monitors/{monitor_id}", {200: models.Monitor}, is_write=True)
_PEOPLE_LOOKUP = Operation[models.Recipient]("GET", "/api/v1/people/lookup", {200: models.Recipient})
_PEOPLE_ERASURE = Operation[models.PendingApproval](
    "POST", "/api/v1/people/{owner_id}/erasure", {202: models.PendingApproval}, is_write=True
)
_RECONCILIATION_FINDINGS_ACKNOWLEDGE = Operation[models.Finding](
    "POST", "/api/v1/reconciliation/findings/{finding_id}/acknowledge", {200: models.Finding}, is_write=True
)
_RECONCILIATION_RUNS_LIST = Operation[models.ReconciliationRunListing](
    "GET", "/api/v1/reconciliation/runs", {200: models.ReconciliationRunListing}
)
_RECONCILIATION_RUNS_CREATE = Operation[models.ReconciliationRun](
    "POST", "/api/v1/reconciliation/runs", {201: models.ReconciliationRun}, is_write=True
)
_RECONCILIATION_RUNS_GET = Operation[models.ReconciliationRun](
    "GET", "/api/v1/reconciliation/runs/{run_id}", {200: models.ReconciliationRun}
)
_TENANTS_LIST = Operation[models.TenantListing]("GET", "/api/v1/tenants", {200: models.TenantListing})
_COIN_POLICY_GET = Operation[models.TournamentCoinPolicy](
    "GET", "/api/v1/tournaments/{tournament_id}/coin-policy", {200: models.TournamentCoinPolicy}
)
_COIN_POLICY_PUT = Operation[models.TournamentCoinPolicy | models.PendingApproval](
    "PUT",
    "/api/v1/tournaments/{tournament_id}/coin-policy",
    {200: models.TournamentCoinPolicy, 202: models.PendingApproval},
    is_write=True,
)
_TRANSACTIONS_LIST = Operation[models.Transactions]("GET", "/api/v1/transactions", {200: models.Transactions})
_TRANSACTIONS_CREATE = Operation[models.TransactionPreview | models.TransactionReceipt](
    "POST", "/api/v1/transactions", {200: models.TransactionPreview, 201: models.TransactionReceipt}, is_write=True
)
_TRANSACTIONS_GET = Operation[models.AuditedTransaction](
    "GET", "/api/v1/transactions/{transaction_id}", {200: models.AuditedTransaction}
)
_TRANSACTIONS_REVERSE = Operation[models.AuditedTransaction | models.PendingApproval](
    "POST",
    "/api/v1/transactions/{transaction_id}/reverse",
    {201: models.AuditedTransaction, 202: models.PendingApproval},
    is_write=True,
)
_TRANSFERS_CREATE = Operation[models.TransferReceipt | models.SentTransfer](
    "POST", "/api/v1/transfers", {201: models.TransferReceipt | models.SentTransfer}, is_write=True
)
_TRIAL_BALANCE = Operation[models.TrialBalance]("GET", "/api/v1/trial-balance", {200: models.TrialBalance})
_TRIAL_BALANCE_CSV = Operation[str]("GET", "/api/v1/trial-balance", {200: str})
_WALLETS_GET = Operation[models.WalletBalances]("GET", "/api/v1/wallets/{owner_id}", {200: models.WalletBalances})
_WALLETS_UPDATE = Operation[models.WalletBalance | models.PendingApproval](
    "PATCH", "/api/v1/wallets/{owner_id}", {200: models.WalletBalance, 202: models.PendingApproval}, is_write=True
)
_WALLETS_BALANCE = Operation[models.WalletBalance](
    "GET", "/api/v1/wallets/{owner_id}/balance", {200: models.WalletBalance}
)
_WALLETS_CREDIT = Operation[models.WalletReceipt](
    "POST", "/api/v1/wallets/{owner_id}/credit", {201: models.WalletReceipt}, is_write=True
)
_WALLETS_DEBIT = Operation[models.WalletReceipt](
    "POST", "/api/v1/wallets/{owner_id}/debit", {201: models.WalletReceipt}, is_write=True
)
_WALLETS_STATEMENT = Operation[models.WalletStatement](
    "GET", "/api/v1/wallets/{owner_id}/statement", {200: models.WalletStatement}
)
_WALLETS_STATEMENT_CSV = Operation[str]("GET", "/api/v1/wallets/{owner_id}/statement", {200: str})
_WALLETS_TRANSACTIONS = Operation[models.WalletEntryListing](
    "GET", "/api/v1/wallets/{owner_id}/transactions", {200: models.WalletEntryListing}
)
_WEBHOOKS_LIST = Operation[models.WebhookListing]("GET", "/api/v1/webhooks", {200: models.WebhookListing})
_WEBHOOKS_CREATE = Operation[models.WebhookCreated](
    "POST", "/api/v1/webhooks", {201: models.WebhookCreated}, is_write=True
)
_WEBHOOKS_DELETE = Operation[models.Webhook](
    "DELETE", "/api/v1/webhooks/{webhook_id}", {200: models.Webhook}, is_write=True
)
_WEBHOOKS_GET = Operation[models.Webhook]("GET", "/api/v1/webhooks/{webhook_id}", {200: models.Webhook})
_WEBHOOKS_UPDATE = Operation[models.WebhookUpdated](
    "PATCH", "/api/v1/webhooks/{webhook_id}", {200: models.WebhookUpdated}, is_write=True
)
_WEBHOOKS_DELIVERIES = Operation[models.DeliveryListing](
    "GET", "/api/v1/webhooks/{webhook_id}/deliveries", {200: models.DeliveryListing}
)
_WEBHOOKS_RESEND = Operation[models.Delivery](
    "POST", "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/resend", {200: models.Delivery}, is_write=True
)
_WEBHOOKS_TEST = Operation[models.Delivery](
    "POST", "/api/v1/webhooks/{webhook_id}/test", {201: models.Delivery}, is_write=True
)
_HEALTHZ = Operation[models.Health]("GET", "/healthz", {200: models.Health})


class Operations(ABC):
    """Every operation but the stream, under its operationId."""

    @abstractmethod
    def _call[T](
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Parameter] | None = None,
        body: BaseModel | str | None = None,
        key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> T: ...

    @abstractmethod
    def _each[T](self, page_at: Callable[[str | None], Page[T]]) -> Iterator[T]: ...

    def access_log(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        object: str | None = None,
        principal: str | None = None,
        timeout: float | None = None,
    ) -> models.AccessListing:
        """Who looked at the tenant's data.

        The reads of the tenant's data, newest first. They are kept for 90 days at least (sql/migrations/0007).

        Roles: auditor, billing.manage, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        object: the id of what was read.
        principal: the `sub` of who read it.
        """
        return self._call(
            _ACCESS_LOG,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "object": object,
                "principal": principal,
            },
            timeout=timeout,
        )

    def access_log_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        object: str | None = None,
        principal: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Access]:
        """Every item of `access_log`, which is called for each page."""
        return self._each(
            lambda cursor: self.access_log(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                object=object,
                principal=principal,
                timeout=timeout,
            )
        )

    def accounts_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        kind: Literal["house", "float", "person", "tenant"] | None = None,
        category: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.LedgerAccounts:
        """A tenant's accounts with their balances.

        A tenant's accounts, by their kind, their name and their currency.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        kind: only accounts of this kind, in this currency.
        category: only those of this category and of the narrower ones in it.
        currency: only accounts of this kind, in this currency.
        """
        return self._call(
            _ACCOUNTS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "kind": kind,
                "category": category,
                "currency": currency,
            },
            timeout=timeout,
        )

    def accounts_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        kind: Literal["house", "float", "person", "tenant"] | None = None,
        category: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.LedgerAccount]:
        """Every item of `accounts_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.accounts_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                kind=kind,
                category=category,
                currency=currency,
                timeout=timeout,
            )
        )

    def accounts_put(
        self,
        account: str,
        body: models.AccountUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.LedgerAccount:
        """Sets the place of a house account in the books.

        Set the category, the description and the floor of a house account in a currency.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _ACCOUNTS_PUT,
            path={"account": account},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def agent_limits_get(
        self,
        *,
        tenant_id: str | None = None,
        agent_id: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentLimits:
        """How much value an agent may create at the cashier.

        An agent's limits and how much of them is used, or the tenant's default.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        agent_id: absent for the tenant's default; for an agent who sees no others, their own id or absent, which is
        the same.
        """
        return self._call(
            _AGENT_LIMITS_GET,
            query={"tenant_id": tenant_id, "agent_id": agent_id, "currency": currency},
            timeout=timeout,
        )

    def agent_limits_put(
        self,
        body: models.AgentLimitsUpdate | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.AgentLimits:
        """Sets how much value an agent may create at the cashier.

        Set the limits of an agent, or the tenant's default. What was created before stays, and counts.

        Roles: owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _AGENT_LIMITS_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def agent_bets(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.BetListing:
        """The bets of an agent's customers, newest first.

        The bets of an agent's customers, or of every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: bets with this status only.
        customer_id: bets of this customer only.
        """
        return self._call(
            _AGENT_BETS,
            query={"limit": limit, "offset": offset, "cursor": cursor, "status": status, "customer_id": customer_id},
            timeout=timeout,
        )

    def agent_bets_all(
        self,
        *,
        limit: int | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Bet]:
        """Every item of `agent_bets`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_bets(
                cursor=cursor, limit=limit, status=status, customer_id=customer_id, timeout=timeout
            )
        )

    def cash_out_activity(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.CashOutActivity:
        """The cash-outs of an agent's customers, newest first.

        The cash-outs of an agent's customers, or of every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        customer_id: cash-outs of this customer only. The period is compared with settled_at.
        """
        return self._call(
            _CASH_OUT_ACTIVITY,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "customer_id": customer_id,
            },
            timeout=timeout,
        )

    def cash_out_activity_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.CashOut]:
        """Every item of `cash_out_activity`, which is called for each page."""
        return self._each(
            lambda cursor: self.cash_out_activity(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                customer_id=customer_id,
                timeout=timeout,
            )
        )

    def cash_out_summary(
        self, *, period: Literal["24h", "7d", "30d"] | None = None, timeout: float | None = None
    ) -> models.CashOutSummary:
        """A summary of the cash-outs of an agent's customers in a period.

        The cash-outs of an agent's customers, or of every agent's, in the period that ends now.

        Roles: agent, auditor, owner.

        period: the last 24 hours, 7 days or 30 days.
        """
        return self._call(_CASH_OUT_SUMMARY, query={"period": period}, timeout=timeout)

    def agent_clients_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        search: str | None = None,
        status: Literal["active", "frozen", "erased"] | None = None,
        timeout: float | None = None,
    ) -> models.CustomerListing:
        """An agent's own customers, ordered by username.

        The agent's own customers, or every agent's, ordered by username.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        search: part of the username; case is ignored.
        """
        return self._call(
            _AGENT_CLIENTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "search": search, "status": status},
            timeout=timeout,
        )

    def agent_clients_list_all(
        self,
        *,
        limit: int | None = None,
        search: str | None = None,
        status: Literal["active", "frozen", "erased"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Customer]:
        """Every item of `agent_clients_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_clients_list(
                cursor=cursor, limit=limit, search=search, status=status, timeout=timeout
            )
        )

    def agent_clients_create(
        self,
        body: models.CustomerCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Customer:
        """An agent creates a customer.

        Create a customer.

        Roles: agent.
        """
        return self._call(_AGENT_CLIENTS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def agent_clients_import(
        self,
        body: models.CustomerImport,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ImportedCustomers:
        """An agent imports customers of another system, with their balances.

        Create customers and post their opening balances against the agent's float: all of them or none.

        Roles: agent.
        """
        return self._call(_AGENT_CLIENTS_IMPORT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def agent_clients_import_csv(
        self,
        body: str,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ImportedCustomers:
        """An agent imports customers of another system, with their balances.

        Create customers and post their opening balances against the agent's float: all of them or none.

        Roles: agent.
        """
        return self._call(_AGENT_CLIENTS_IMPORT_CSV, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def agent_clients_get(self, customer_id: UUID, *, timeout: float | None = None) -> models.Customer:
        """One of an agent's customers, with the balance.

        One of the agent's own customers, or of every agent's.

        Roles: agent, auditor, owner.
        """
        return self._call(_AGENT_CLIENTS_GET, path={"customer_id": customer_id}, timeout=timeout)

    def agent_clients_update(
        self,
        customer_id: UUID,
        body: models.CustomerUpdate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Customer:
        """An agent changes a customer's terms.

        Change a customer's terms under the wallet's lock, and record every change.

        Roles: agent.
        """
        return self._call(
            _AGENT_CLIENTS_UPDATE,
            path={"customer_id": customer_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def agent_clients_limits(
        self,
        customer_id: UUID,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> models.CustomerChangeListing:
        """Every change of a customer's terms, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        """
        return self._call(
            _AGENT_CLIENTS_LIMITS,
            path={"customer_id": customer_id},
            query={"limit": limit, "offset": offset, "cursor": cursor},
            timeout=timeout,
        )

    def agent_clients_limits_all(
        self, customer_id: UUID, *, limit: int | None = None, timeout: float | None = None
    ) -> Iterator[models.CustomerChange]:
        """Every item of `agent_clients_limits`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_clients_limits(customer_id, cursor=cursor, limit=limit, timeout=timeout)
        )

    def agent_float(
        self, *, agent_id: str | None = None, currency: str | None = None, timeout: float | None = None
    ) -> models.AgentFloat:
        """An agent's float, and how much value the agent created.

        The agent's float now.

        Roles: agent, auditor, owner.

        agent_id: whose float; for an agent, their own id or absent, which is the same.
        currency: of the float; absent: that of the agent's only one.
        """
        return self._call(_AGENT_FLOAT, query={"agent_id": agent_id, "currency": currency}, timeout=timeout)

    def settlement_preview(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        since: str | None = None,
        timeout: float | None = None,
    ) -> models.SettlementPreview:
        """The figures of the settlements that an agent could close now.

        The figures of settlements that would be closed now, with an agent's customers or with every agent's.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        since: the start of the period; absent: each customer's last settlement.
        """
        return self._call(
            _SETTLEMENT_PREVIEW,
            query={"limit": limit, "offset": offset, "cursor": cursor, "customer_id": customer_id, "since": since},
            timeout=timeout,
        )

    def settlements_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.SettlementListing:
        """An agent's past settlements, newest first.

        Past settlements of an agent, or of every agent, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        customer_id: settlements with this customer only.
        """
        return self._call(
            _SETTLEMENTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "customer_id": customer_id},
            timeout=timeout,
        )

    def settlements_list_all(
        self, *, limit: int | None = None, customer_id: UUID | None = None, timeout: float | None = None
    ) -> Iterator[models.Settlement]:
        """Every item of `settlements_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.settlements_list(cursor=cursor, limit=limit, customer_id=customer_id, timeout=timeout)
        )

    def settlements_create(
        self,
        body: models.SettlementCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Settlement:
        """An agent closes a settlement with a customer.

        Record the figures under the wallet's lock and, with `zero`, set the balance to zero against the agent's
        float.

        Roles: agent.
        """
        return self._call(_SETTLEMENTS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def agent_transactions(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> models.CashierHistory:
        """An agent's own cashier transactions, newest first.

        The agent's own cashier transactions, or every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        type: the kind of transaction.
        """
        return self._call(
            _AGENT_TRANSACTIONS,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "customer_id": customer_id,
                "type": type,
            },
            timeout=timeout,
        )

    def agent_transactions_csv(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> str:
        """An agent's own cashier transactions, newest first.

        The agent's own cashier transactions, or every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        type: the kind of transaction.
        """
        return self._call(
            _AGENT_TRANSACTIONS_CSV,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "customer_id": customer_id,
                "type": type,
                "format": "csv",
            },
            timeout=timeout,
        )

    def agent_transactions_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.CashierTransaction]:
        """Every item of `agent_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_transactions(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                customer_id=customer_id,
                type=type,
                timeout=timeout,
            )
        )

    def approval_policy_get(
        self, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ApprovalPolicy:
        """From which amount a tenant's operations need two people.

        A tenant's policy: from which amount its operations need two people.

        Roles: auditor, billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_APPROVAL_POLICY_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    def approval_policy_put(
        self,
        body: models.ApprovalPolicyUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ApprovalPolicy | models.PendingApproval:
        """Changes from which amount a tenant's operations need two people.

        Change from which amount a tenant's operations need two people.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _APPROVAL_POLICY_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def approvals_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        status: Literal["pending", "approved", "rejected", "expired"] | None = None,
        kind: Literal[
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
        | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> models.ApprovalListing:
        """Approvals, newest first.

        Approvals, newest first: of the kinds that the caller may approve, and those that the caller requested. An
        owner and an auditor see all of the tenant's.

        Roles: agent, auditor, billing.manage, owner, root, service, tournaments.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        status: only approvals with this status, of this kind.
        kind: only approvals with this status, of this kind.
        subject: the id or the name of what is changed.
        """
        return self._call(
            _APPROVALS_LIST,
            query={
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "tenant_id": tenant_id,
                "status": status,
                "kind": kind,
                "subject": subject,
            },
            timeout=timeout,
        )

    def approvals_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        status: Literal["pending", "approved", "rejected", "expired"] | None = None,
        kind: Literal[
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
        | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Approval]:
        """Every item of `approvals_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.approvals_list(
                cursor=cursor,
                limit=limit,
                tenant_id=tenant_id,
                status=status,
                kind=kind,
                subject=subject,
                timeout=timeout,
            )
        )

    def approvals_get(
        self, approval_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ApprovalDetails:
        """An approval with the request that it executes.

        One approval with the request that will be executed.

        Roles: agent, auditor, billing.manage, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _APPROVALS_GET, path={"approval_id": approval_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def approvals_approve(
        self,
        approval_id: UUID,
        body: models.ApprovalApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ExecutedApproval:
        """A second person approves an operation, which is executed.

        Approve an operation, which is executed in the same database transaction, for whoever requested it.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _APPROVALS_APPROVE,
            path={"approval_id": approval_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def approvals_reject(
        self,
        approval_id: UUID,
        body: models.ApprovalReject,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Approval:
        """Rejects an operation, which is then never executed.

        Reject an operation. Whoever requested it may do so, too.

        Roles: agent, billing.manage, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _APPROVALS_REJECT,
            path={"approval_id": approval_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def batches_create(
        self,
        body: models.BatchCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.IndependentBatch | models.AtomicBatch:
        """A trusted system executes many operations, all or none or each for itself.

        Execute a batch, in one round trip if no operation leaves out a currency or names a hold, and in two
        otherwise.

        Roles: service, tournaments.
        """
        return self._call(_BATCHES_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def bets_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        timeout: float | None = None,
    ) -> models.BetListing:
        """A customer's own bets, newest first.

        A customer's own bets, newest first. A caller who is no customer gets an empty list.

        Roles: customer.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: bets with this status only.
        """
        return self._call(
            _BETS_LIST, query={"limit": limit, "offset": offset, "cursor": cursor, "status": status}, timeout=timeout
        )

    def bets_list_all(
        self,
        *,
        limit: int | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Bet]:
        """Every item of `bets_list`, which is called for each page."""
        return self._each(lambda cursor: self.bets_list(cursor=cursor, limit=limit, status=status, timeout=timeout))

    def bets_create(
        self,
        body: models.BetPlace,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Bet:
        """A customer, or a trading system for a customer, places a bet.

        A bet that a caller requests: a trading system for any customer, a customer from their own wallet and without
        odds.

        Roles: customer, service, trading.
        """
        return self._call(_BETS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def bets_get(self, bet_id: UUID, *, timeout: float | None = None) -> models.Bet:
        """One bet.

        A bet, for its customer, the customer's agent, a trading system, or whoever sees the whole tenant.

        Roles: agent, auditor, customer, owner, service, trading.
        """
        return self._call(_BETS_GET, path={"bet_id": bet_id}, timeout=timeout)

    def bets_cash_out(
        self,
        bet_id: UUID,
        body: models.BetCashOut,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EndedBet:
        """A trading system cashes out a bet.

        End a pending bet early. Its transition, the credit and the event are one database transaction.

        Roles: service, trading.
        """
        return self._call(
            _BETS_CASH_OUT, path={"bet_id": bet_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    def bets_settle(
        self,
        bet_id: UUID,
        body: models.BetSettle,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EndedBet:
        """A trading system settles a bet.

        End a bet: a won bet pays, a lost bet keeps the stake, a void bet returns it.

        Roles: service, trading.
        """
        return self._call(
            _BETS_SETTLE, path={"bet_id": bet_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    def billing_contact_get(self, *, tenant_id: str | None = None, timeout: float | None = None) -> models.Contact:
        """A tenant's contact for e-mail.

        A tenant's contact.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_BILLING_CONTACT_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    def billing_contact_update(
        self,
        body: models.ContactUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Contact | models.PendingApproval:
        """Sets a tenant's contact for e-mail.

        Set a tenant's contact. Whoever got the tenant's e-mail until now is told.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _BILLING_CONTACT_UPDATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def invoices_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["draft", "issued", "paid", "void", "overdue"] | None = None,
        purpose: Literal["topup", "usage", "subscription"] | None = None,
        timeout: float | None = None,
    ) -> models.InvoicePages:
        """Invoices, newest first.

        A tenant's invoices, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: invoices with this status only; `overdue` means issued and past due_at.
        """
        return self._call(
            _INVOICES_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
                "purpose": purpose,
            },
            timeout=timeout,
        )

    def invoices_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["draft", "issued", "paid", "void", "overdue"] | None = None,
        purpose: Literal["topup", "usage", "subscription"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Invoice]:
        """Every item of `invoices_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.invoices_list(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, purpose=purpose, timeout=timeout
            )
        )

    def invoices_create(
        self,
        body: models.InvoiceCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice:
        """The operator drafts an invoice for usage or a subscription.

        Create a draft invoice for usage or a subscription.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def invoices_get(
        self, invoice_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Invoice:
        """One invoice with its payments.

        One invoice with its lines and payments.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_GET, path={"invoice_id": invoice_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def invoices_issue(
        self,
        invoice_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.IssuedInvoice:
        """The operator issues a draft.

        Issue a draft; it is due in 14 days.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_ISSUE,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def invoices_pay(
        self,
        invoice_id: UUID,
        body: models.InvoicePay | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice | models.PendingApproval:
        """The operator marks an invoice as paid.

        Mark an issued invoice as paid. For a top-up, the same database transaction credits the wallet and completes
        the request. An invoice that is already paid stays as it is.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_PAY,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def invoices_pdf(self, invoice_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None) -> bytes:
        """An invoice as PDF.

        The number of an invoice, and the invoice as PDF.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_PDF, path={"invoice_id": invoice_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def invoices_void(
        self,
        invoice_id: UUID,
        body: models.InvoiceVoid,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice:
        """The operator voids an invoice.

        Void a draft or issued invoice. If it belongs to a top-up request, that is cancelled. InvoiceVoided is emitted
        if the invoice was issued, since the tenant was asked to pay it.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _INVOICES_VOID,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payment_methods_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ConfiguredPaymentMethodListing:
        """All configured payment methods, disabled ones included.

        All configured methods, disabled ones included: of a tenant and the platform, or, for root without a tenant,
        of every tenant.

        Roles: auditor, billing.manage, owner, root.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: only root may name one; without it, root sees the methods of every tenant.
        """
        return self._call(
            _PAYMENT_METHODS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id},
            timeout=timeout,
        )

    def payment_methods_list_all(
        self, *, limit: int | None = None, tenant_id: str | None = None, timeout: float | None = None
    ) -> Iterator[models.ConfiguredBankTransfer | models.ConfiguredLocalWallet]:
        """Every item of `payment_methods_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.payment_methods_list(cursor=cursor, limit=limit, tenant_id=tenant_id, timeout=timeout)
        )

    def payment_methods_available(
        self, *, tenant_id: str | None = None, country: str | None = None, timeout: float | None = None
    ) -> models.AvailablePaymentMethods:
        """The payment methods that a tenant may use.

        The enabled payment methods of a tenant. Among methods with the same id, the tenant's comes before the
        platform's, and the country's before a general one.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        country: of the payer; absent: that of the tenant's contact.
        """
        return self._call(
            _PAYMENT_METHODS_AVAILABLE, query={"tenant_id": tenant_id, "country": country}, timeout=timeout
        )

    def payment_methods_update(
        self,
        method_id: str,
        body: models.PaymentMethodUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ConfiguredBankTransfer | models.ConfiguredLocalWallet | models.PendingApproval:
        """Configures a payment method.

        Configure a payment method for one tenant, or, as root without a tenant, for every tenant without its own. The
        tenant's contact is told.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENT_METHODS_UPDATE,
            path={"method_id": method_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payments_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.PaymentPages:
        """Payments, newest first.

        A tenant's payments, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: payments with this status only; `completed` means succeeded.
        """
        return self._call(
            _PAYMENTS_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
                "invoice_id": invoice_id,
            },
            timeout=timeout,
        )

    def payments_list_csv(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> str:
        """Payments, newest first.

        A tenant's payments, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        status: payments with this status only; `completed` means succeeded.
        """
        return self._call(
            _PAYMENTS_LIST_CSV,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "status": status,
                "invoice_id": invoice_id,
                "format": "csv",
            },
            timeout=timeout,
        )

    def payments_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Payment]:
        """Every item of `payments_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.payments_list(
                cursor=cursor,
                tenant_id=tenant_id,
                page_size=page_size,
                status=status,
                invoice_id=invoice_id,
                timeout=timeout,
            )
        )

    def payments_submit(
        self,
        body: models.PaymentSubmit,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """Submits a payment of an invoice.

        Submit a payment of an issued invoice, which somebody else approves.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_SUBMIT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payments_get(
        self, payment_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Payment:
        """One payment.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_GET, path={"payment_id": payment_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def payments_approve(
        self,
        payment_id: UUID,
        body: models.PaymentApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment | models.PendingApproval:
        """The operator approves a payment, and its invoice is paid.

        Approve a payment: it succeeded, its invoice is paid, and a top-up is credited, in one database transaction.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_APPROVE,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payments_cancel(
        self,
        payment_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """The submitter of a payment cancels it.

        Cancel a payment that waits for approval.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_CANCEL,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payments_refund(
        self,
        payment_id: UUID,
        body: models.PaymentRefund,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment | models.PendingApproval:
        """The operator refunds a payment.

        Refund a payment. For a top-up, the credit of the wallet is reversed. The invoice stays paid, the request
        completed.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_REFUND,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def payments_reject(
        self,
        payment_id: UUID,
        body: models.PaymentReject,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """The operator rejects a payment that did not arrive.

        Reject a payment that did not arrive: it failed, and the invoice can be paid again.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PAYMENTS_REJECT,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_update(
        self,
        body: models.PrepaidWalletUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidWallet:
        """The operator freezes or unfreezes a prepaid wallet.

        Freeze a tenant's prepaid wallet, or unfreeze it.

        Roles: root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PREPAID_UPDATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_adjust(
        self,
        body: models.PrepaidAdjust,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidReceipt | models.PendingApproval:
        """The operator adjusts the balance of a prepaid wallet.

        Raise or lower the balance of a prepaid wallet, with a reason.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PREPAID_ADJUST,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_charge(
        self,
        body: models.PrepaidCharge,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.RepeatedPrepaidReceipt | models.PrepaidReceipt:
        """A trusted system charges a tenant for messages.

        Charge messages to a tenant. The same reference is charged once, whatever the idempotency key.

        Roles: messaging, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PREPAID_CHARGE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_debit(
        self,
        body: models.PrepaidCharge,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.RepeatedPrepaidReceipt | models.PrepaidReceipt:
        """A trusted system debits a tenant for something other than messages.

        Debit a tenant for something other than messages. The same reference is debited once, whatever the idempotency
        key.

        Roles: service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PREPAID_DEBIT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_wallet(self, *, tenant_id: str | None = None, timeout: float | None = None) -> models.PrepaidWallet:
        """A tenant's prepaid wallet.

        A tenant's prepaid wallet, which is created on first use.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_PREPAID_WALLET, query={"tenant_id": tenant_id}, timeout=timeout)

    def topups_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequests:
        """Top-up requests, newest first.

        A tenant's top-up requests, or for root those of every tenant, newest first; with the number of each status.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: requests with this status only.
        """
        return self._call(
            _TOPUPS_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
            },
            timeout=timeout,
        )

    def topups_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.TopupRequest]:
        """Every item of `topups_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.topups_list(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, timeout=timeout
            )
        )

    def topups_create(
        self,
        body: models.TopupRequestCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """A tenant requests a top-up.

        Create a pending top-up request.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TOPUPS_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def topups_list_own(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequestPages:
        """A tenant's own top-up requests, newest first.

        A tenant's top-up requests, newest first.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: requests with this status only.
        """
        return self._call(
            _TOPUPS_LIST_OWN,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
            },
            timeout=timeout,
        )

    def topups_list_own_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.TopupRequest]:
        """Every item of `topups_list_own`, which is called for each page."""
        return self._each(
            lambda cursor: self.topups_list_own(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, timeout=timeout
            )
        )

    def topups_get(
        self, request_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.TopupRequest:
        """One top-up request.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_TOPUPS_GET, path={"request_id": request_id}, query={"tenant_id": tenant_id}, timeout=timeout)

    def topups_approve(
        self,
        request_id: UUID,
        body: models.TopupRequestApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ApprovedTopupRequest:
        """The operator approves a top-up request.

        Approve a pending request, and issue its invoice in the same database transaction.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TOPUPS_APPROVE,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def topups_cancel(
        self,
        request_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """The requester of a top-up cancels it.

        Cancel a pending request.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TOPUPS_CANCEL,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def topups_reject(
        self,
        request_id: UUID,
        body: models.TopupRequestReject | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """The operator rejects a top-up request.

        Reject a pending request.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TOPUPS_REJECT,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def prepaid_transactions(
        self,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidTransactionListing:
        """The transactions of a prepaid wallet, newest first.

        The wallet's transactions, newest first. Their sum is the balance.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        kind: transactions of this kind only.
        """
        return self._call(
            _PREPAID_TRANSACTIONS,
            query={
                "tenant_id": tenant_id,
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "kind": kind,
            },
            timeout=timeout,
        )

    def prepaid_transactions_all(
        self,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.PrepaidTransaction]:
        """Every item of `prepaid_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.prepaid_transactions(
                cursor=cursor,
                tenant_id=tenant_id,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                kind=kind,
                timeout=timeout,
            )
        )

    def cashier_credit(
        self,
        body: models.CashierCredit,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CashierReceipt | models.PendingApproval:
        """An agent credits the wallet of one of their customers.

        Move `amount` from the agent's float to the customer's wallet. The agent's limits hold, unless this is the
        credit that a second person approved.

        Above a limit, if the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval
        that a second person decides.

        Roles: agent.
        """
        return self._call(_CASHIER_CREDIT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def cashier_debit(
        self,
        body: models.CashierDebit,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CashierReceipt:
        """An agent debits the wallet of one of their customers.

        Move `amount` from the customer's wallet to the agent's float.

        Roles: agent.
        """
        return self._call(_CASHIER_DEBIT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def changes(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> models.TermChangeListing:
        """Who changed which terms.

        Every change of a tenant's terms that the caller's roles see, newest first. An agent's customers stay theirs,
        so that ownership never changes.

        Roles: auditor, billing.manage, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        subject: the id or the name of what was changed.
        """
        return self._call(
            _CHANGES,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "subject": subject},
            timeout=timeout,
        )

    def changes_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.TermChange]:
        """Every item of `changes`, which is called for each page."""
        return self._each(
            lambda cursor: self.changes(
                cursor=cursor, limit=limit, tenant_id=tenant_id, subject=subject, timeout=timeout
            )
        )

    def event_settings_get(self, *, tenant_id: str | None = None, timeout: float | None = None) -> models.EventSettings:
        """Which events a tenant has published.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_EVENT_SETTINGS_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    def event_settings_put(
        self,
        body: models.EventSettingsUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EventSettings:
        """Sets which events a tenant has published.

        Set which events a tenant has published, of everything that the relay has not read yet.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _EVENT_SETTINGS_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def holds_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        owner_id: str | None = None,
        currency: str | None = None,
        status: Literal["pending", "captured", "released", "expired"] | None = None,
        timeout: float | None = None,
    ) -> models.Holds:
        """Holds of a person or of a tenant, newest first.

        Holds, newest first. A customer sees their own, an agent those of a customer, a system those of everybody.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        owner_id: only holds of this person, in this currency, with this status.
        currency: only holds of this person, in this currency, with this status.
        status: only holds of this person, in this currency, with this status.
        """
        return self._call(
            _HOLDS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "owner_id": owner_id,
                "currency": currency,
                "status": status,
            },
            timeout=timeout,
        )

    def holds_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        owner_id: str | None = None,
        currency: str | None = None,
        status: Literal["pending", "captured", "released", "expired"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Hold]:
        """Every item of `holds_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.holds_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                owner_id=owner_id,
                currency=currency,
                status=status,
                timeout=timeout,
            )
        )

    def holds_create(
        self,
        body: models.HoldCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PlacedHold:
        """A trusted system reserves an amount of an owner's wallet.

        Reserve an amount of a person's wallet. Nothing is moved; the wallet has less available.

        Roles: service, tournaments.
        """
        return self._call(_HOLDS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def holds_get(
        self, hold_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.HoldDetails:
        """A hold with its captures.

        A hold, for whoever may see its wallet.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(_HOLDS_GET, path={"hold_id": hold_id}, query={"tenant_id": tenant_id}, timeout=timeout)

    def holds_capture(
        self,
        hold_id: UUID,
        body: models.HoldCapture | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CapturedHold:
        """A trusted system posts what a hold has reserved.

        Post what a hold has reserved, or a part of it.

        Roles: service, tournaments.
        """
        return self._call(
            _HOLDS_CAPTURE, path={"hold_id": hold_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    def holds_release(
        self,
        hold_id: UUID,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PlacedHold:
        """A trusted system ends a hold.

        End a hold, so that what is left of it is available again.

        Roles: service, tournaments.
        """
        return self._call(
            _HOLDS_RELEASE, path={"hold_id": hold_id}, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    def monitors_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> models.MonitorListing:
        """The monitors of balances of a tenant.

        A tenant's monitors, by their ids.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        owner_id: only the monitors of this person or account.
        account: only the monitors of this person or account.
        """
        return self._call(
            _MONITORS_LIST,
            query={
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "tenant_id": tenant_id,
                "owner_id": owner_id,
                "account": account,
            },
            timeout=timeout,
        )

    def monitors_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Monitor]:
        """Every item of `monitors_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.monitors_list(
                cursor=cursor, limit=limit, tenant_id=tenant_id, owner_id=owner_id, account=account, timeout=timeout
            )
        )

    def monitors_delete(
        self,
        monitor_id: str,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Monitor:
        """Deletes a monitor of a balance.

        Returns what it was.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _MONITORS_DELETE,
            path={"monitor_id": monitor_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def monitors_get(
        self, monitor_id: str, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Monitor:
        """A monitor of a balance.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _MONITORS_GET, path={"monitor_id": monitor_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def monitors_put(
        self,
        monitor_id: str,
        body: models.MonitorUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Monitor:
        """Sets a monitor of a balance.

        Set a monitor. It looks at what is posted from now on.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _MONITORS_PUT,
            path={"monitor_id": monitor_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def people_lookup(
        self, *, owner_id: str | None = None, username: str | None = None, timeout: float | None = None
    ) -> models.Recipient:
        """The person with an owner id or a username, with a masked name.

        Find a person of the caller's tenant by owner id or username. A customer may look up 60 people in an hour:
        lookups are counted, and nothing else changes.

        Roles: customer, service.

        owner_id: of a wallet of any currency.
        username: of a customer; case is ignored.
        """
        return self._call(_PEOPLE_LOOKUP, query={"owner_id": owner_id, "username": username}, timeout=timeout)

    def people_erasure(
        self,
        owner_id: str,
        body: models.ErasureCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PendingApproval:
        """Requests the erasure of a person's texts, which a second person approves.

        Request the erasure of a person's texts, which always needs a second person.

        Roles: billing.manage, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _PEOPLE_ERASURE,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def reconciliation_findings_acknowledge(
        self,
        finding_id: UUID,
        body: models.FindingAcknowledge,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Finding:
        """Acknowledges a finding that a person has judged.

        Acknowledge a finding. It stays listed but is no longer counted, here or when a later run finds it again.

        Roles: root.
        """
        return self._call(
            _RECONCILIATION_FINDINGS_ACKNOWLEDGE,
            path={"finding_id": finding_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def reconciliation_runs_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> models.ReconciliationRunListing:
        """All reconciliations, newest first.

        Every run, newest first; with a tenant, the runs that are limited to it.

        Roles: auditor, owner, root.

        tenant_id: runs of this tenant only, which only root may choose. Absent: every run for root.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        """
        return self._call(
            _RECONCILIATION_RUNS_LIST,
            query={"tenant_id": tenant_id, "limit": limit, "offset": offset, "cursor": cursor},
            timeout=timeout,
        )

    def reconciliation_runs_list_all(
        self, *, tenant_id: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> Iterator[models.ReconciliationRun]:
        """Every item of `reconciliation_runs_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.reconciliation_runs_list(
                cursor=cursor, tenant_id=tenant_id, limit=limit, timeout=timeout
            )
        )

    def reconciliation_runs_create(
        self,
        body: models.ReconciliationRunCreate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ReconciliationRun:
        """The platform's operator requests a reconciliation.

        Request a run, which a consumer carries out. Its status is `running` until it has ended.

        Roles: root.
        """
        return self._call(_RECONCILIATION_RUNS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def reconciliation_runs_get(
        self, run_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ReconciliationRun:
        """One reconciliation, with its findings.

        A run with its findings. tenant_id: only a run that is limited to this tenant.

        Roles: auditor, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _RECONCILIATION_RUNS_GET, path={"run_id": run_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def tenants_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        search: str | None = None,
        timeout: float | None = None,
    ) -> models.TenantListing:
        """The tenants, by part of their name.

        The tenants in the order of their names. A tenant is listed once anything of it is stored.

        Roles: auditor, owner, root.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: only root may name one; without it, root sees every tenant, and others their own.
        search: part of the name; the case of A to Z is ignored.
        """
        return self._call(
            _TENANTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "search": search},
            timeout=timeout,
        )

    def tenants_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        search: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Tenant]:
        """Every item of `tenants_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.tenants_list(
                cursor=cursor, limit=limit, tenant_id=tenant_id, search=search, timeout=timeout
            )
        )

    def coin_policy_get(self, tournament_id: str, *, timeout: float | None = None) -> models.TournamentCoinPolicy:
        """A tournament's coin policy.

        The tournament's awards; the defaults if none were set.

        Roles: auditor, owner, service, tournaments.
        """
        return self._call(_COIN_POLICY_GET, path={"tournament_id": tournament_id}, timeout=timeout)

    def coin_policy_put(
        self,
        tournament_id: str,
        body: models.TournamentCoinPolicyUpdate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TournamentCoinPolicy | models.PendingApproval:
        """A trusted system sets a tournament's coin policy.

        Set the tournament's awards. Coins that were already awarded stay the same.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, service, tournaments.
        """
        return self._call(
            _COIN_POLICY_PUT,
            path={"tournament_id": tournament_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def transactions_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        reason: str | None = None,
        kind: Literal[
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
        | None = None,
        external_reference: str | None = None,
        meta: Mapping[str, str | int | bool] | None = None,
        created_from: Time | None = None,
        created_to: Time | None = None,
        timeout: float | None = None,
    ) -> models.Transactions:
        """The transactions of a tenant that match filters, newest first.

        A page of the transactions that match, newest first. An agent names an own customer; a service, an owner, an
        auditor and root see those of everybody.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        owner_id: it changed a wallet of this person, of this account.
        account: it changed a wallet of this person, of this account.
        reason: its kind, or a word of the tenant's own.
        meta: up to ten members, as meta[order]=7; a number or boolean is written as in the answer, and a member that
        is an object, an array or null is not found.
        created_from: inclusive.
        created_to: a time is exclusive; a date includes that whole UTC day.
        """
        return self._call(
            _TRANSACTIONS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "owner_id": owner_id,
                "account": account,
                "reason": reason,
                "kind": kind,
                "external_reference": external_reference,
                "meta": meta,
                "created_from": created_from,
                "created_to": created_to,
            },
            timeout=timeout,
        )

    def transactions_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        reason: str | None = None,
        kind: Literal[
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
        | None = None,
        external_reference: str | None = None,
        meta: Mapping[str, str | int | bool] | None = None,
        created_from: Time | None = None,
        created_to: Time | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.AuditedTransaction]:
        """Every item of `transactions_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.transactions_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                owner_id=owner_id,
                account=account,
                reason=reason,
                kind=kind,
                external_reference=external_reference,
                meta=meta,
                created_from=created_from,
                created_to=created_to,
                timeout=timeout,
            )
        )

    def transactions_create(
        self,
        body: models.TransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TransactionPreview | models.TransactionReceipt:
        """A trusted system posts a transaction of many entries, or tries one.

        Post a transaction. A person's first credit in a currency creates the wallet.

        Roles: service, tournaments.
        """
        return self._call(_TRANSACTIONS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def transactions_get(
        self, transaction_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.AuditedTransaction:
        """One transaction of the ledger, with its entries.

        A transaction with its entries. A service, an owner, an auditor and root see any; an agent sees those of their
        own customers' wallets.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TRANSACTIONS_GET, path={"transaction_id": transaction_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def transactions_reverse(
        self,
        transaction_id: UUID,
        body: models.TransactionReverse,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.AuditedTransaction | models.PendingApproval:
        """Reverses a transaction by posting its opposite.

        Post a transaction with the opposite entries, which names the reversed one in `corrects`.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _TRANSACTIONS_REVERSE,
            path={"transaction_id": transaction_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def transfers_create(
        self,
        body: models.TransferCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TransferReceipt | models.SentTransfer:
        """Transfers an amount from one owner to another.

        A transfer that a caller requests: a system from any owner, a customer from their own wallet to somebody who
        has a wallet. A system may name a new owner, who gets a wallet.

        Roles: customer, service, tournaments.
        """
        return self._call(_TRANSFERS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    def trial_balance(
        self,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["kind", "category", "account"] | None = None,
        timeout: float | None = None,
    ) -> models.TrialBalance:
        """The debits and the credits of a tenant's accounts, and that their total is zero.

        What was posted up to a time, by accounts or by groups of them.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: absent: all.
        at: absent: now; of a date, the beginning of that UTC day.
        by: what a row is of: a kind of accounts; a category of house accounts, or a kind of other accounts; or an
        account.
        """
        return self._call(
            _TRIAL_BALANCE, query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by}, timeout=timeout
        )

    def trial_balance_csv(
        self,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["kind", "category", "account"] | None = None,
        timeout: float | None = None,
    ) -> str:
        """The debits and the credits of a tenant's accounts, and that their total is zero.

        What was posted up to a time, by accounts or by groups of them.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: absent: all.
        at: absent: now; of a date, the beginning of that UTC day.
        by: what a row is of: a kind of accounts; a category of house accounts, or a kind of other accounts; or an
        account.
        """
        return self._call(
            _TRIAL_BALANCE_CSV,
            query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by, "format": "csv"},
            timeout=timeout,
        )

    def wallets_get(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalances:
        """All balances of an owner.

        A customer may read their own wallets, an agent their customers', a tournament platform those in COIN, and a
        service, an auditor, the tenant's owner and root any. A wallet's owner of another tenant is not found.

        The balances of all wallets of the owner.

        Roles: agent, auditor, customer, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        by: whether an entry counts from when it was posted or from when it happened, which now is the same.
        """
        return self._call(
            _WALLETS_GET, path={"owner_id": owner_id}, query={"tenant_id": tenant_id, "by": by}, timeout=timeout
        )

    def wallets_update(
        self,
        owner_id: str,
        body: models.WalletUpdate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalance | models.PendingApproval:
        """A trusted system or the tenant's owner sets whether a wallet may go below zero.

        Set whether the owner's wallet may go below zero; create the wallet if it does not exist.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, service.
        """
        return self._call(
            _WALLETS_UPDATE,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def wallets_balance(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalance:
        """One balance of an owner, now or at a time.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The balance now, or at a time: the sum of the entries that were posted, or that had happened, by then.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        at: the time of the balance; absent: now. by: whether an entry counts from when it was posted or from when it
        happened.
        """
        return self._call(
            _WALLETS_BALANCE,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by},
            timeout=timeout,
        )

    def wallets_credit(
        self,
        owner_id: str,
        body: models.WalletTransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletReceipt:
        """A trusted system credits an owner's wallet.

        A credit that a system requests.

        Roles: service, tournaments.
        """
        return self._call(
            _WALLETS_CREDIT,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def wallets_debit(
        self,
        owner_id: str,
        body: models.WalletTransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletReceipt:
        """A trusted system debits an owner's wallet.

        A debit that a system requests.

        Roles: service, tournaments.
        """
        return self._call(
            _WALLETS_DEBIT,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def wallets_statement(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        currency: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletStatement:
        """A wallet's entries in a period, between its opening and closing balance.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The entries of a period between the opening and the closing balance, in the order in which they were posted or
        happened.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        by: whether the period has the entries that were posted in it, or those that happened in it.
        """
        return self._call(
            _WALLETS_STATEMENT,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "date_from": date_from, "date_to": date_to, "currency": currency, "by": by},
            timeout=timeout,
        )

    def wallets_statement_csv(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        currency: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> str:
        """A wallet's entries in a period, between its opening and closing balance.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The entries of a period between the opening and the closing balance, in the order in which they were posted or
        happened.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        by: whether the period has the entries that were posted in it, or those that happened in it.
        """
        return self._call(
            _WALLETS_STATEMENT_CSV,
            path={"owner_id": owner_id},
            query={
                "tenant_id": tenant_id,
                "date_from": date_from,
                "date_to": date_to,
                "currency": currency,
                "by": by,
                "format": "csv",
            },
            timeout=timeout,
        )

    def wallets_transactions(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.WalletEntryListing:
        """A wallet's entries, newest first.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The wallet's entries, the last posted first.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        currency: of the wallet; absent: that of the owner's only one.
        """
        return self._call(
            _WALLETS_TRANSACTIONS,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "limit": limit, "offset": offset, "cursor": cursor, "currency": currency},
            timeout=timeout,
        )

    def wallets_transactions_all(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.WalletEntry]:
        """Every item of `wallets_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.wallets_transactions(
                owner_id, cursor=cursor, tenant_id=tenant_id, limit=limit, currency=currency, timeout=timeout
            )
        )

    def webhooks_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        timeout: float | None = None,
    ) -> models.WebhookListing:
        """The webhooks of a tenant.

        A tenant's webhooks, in the order of their creation.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id},
            timeout=timeout,
        )

    def webhooks_list_all(
        self, *, limit: int | None = None, tenant_id: str | None = None, timeout: float | None = None
    ) -> Iterator[models.Webhook]:
        """Every item of `webhooks_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.webhooks_list(cursor=cursor, limit=limit, tenant_id=tenant_id, timeout=timeout)
        )

    def webhooks_create(
        self,
        body: models.WebhookCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WebhookCreated:
        """Creates a webhook, to which events of a tenant are sent.

        Create a webhook, which is sent what is read from now on.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def webhooks_delete(
        self,
        webhook_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Webhook:
        """Deletes a webhook with what waits for it.

        Delete a webhook with what waits for it. Returns what it was.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_DELETE,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def webhooks_get(
        self, webhook_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Webhook:
        """A webhook.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_GET, path={"webhook_id": webhook_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    def webhooks_update(
        self,
        webhook_id: UUID,
        body: models.WebhookUpdate | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WebhookUpdated:
        """Changes or disables a webhook, or replaces its secret.

        Change a webhook. Attempts that are under way stay as they are.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_UPDATE,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def webhooks_deliveries(
        self,
        webhook_id: UUID,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        status: Literal["waiting", "delivered", "failed"] | None = None,
        timeout: float | None = None,
    ) -> models.DeliveryListing:
        """The deliveries to a webhook.

        A webhook's deliveries of the last seven days, newest first.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        status: only those.
        """
        return self._call(
            _WEBHOOKS_DELIVERIES,
            path={"webhook_id": webhook_id},
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "status": status},
            timeout=timeout,
        )

    def webhooks_deliveries_all(
        self,
        webhook_id: UUID,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        status: Literal["waiting", "delivered", "failed"] | None = None,
        timeout: float | None = None,
    ) -> Iterator[models.Delivery]:
        """Every item of `webhooks_deliveries`, which is called for each page."""
        return self._each(
            lambda cursor: self.webhooks_deliveries(
                webhook_id, cursor=cursor, limit=limit, tenant_id=tenant_id, status=status, timeout=timeout
            )
        )

    def webhooks_resend(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Delivery:
        """Sends a delivery to a webhook again.

        Send a delivery again, whatever became of it, with the next run, before everything that waits.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_RESEND,
            path={"webhook_id": webhook_id, "delivery_id": delivery_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def webhooks_test(
        self,
        webhook_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Delivery:
        """Sends a test to a webhook.

        Send a test to a webhook, with the next run, before everything that waits.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return self._call(
            _WEBHOOKS_TEST,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    def healthz(self, *, timeout: float | None = None) -> models.Health:
        """Whether the database answers.

        Open to all.
        """
        return self._call(_HEALTHZ, timeout=timeout)


class AsyncOperations(ABC):
    """Every operation but the stream, under its operationId."""

    @abstractmethod
    async def _call[T](
        self,
        operation: Operation[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, Parameter] | None = None,
        body: BaseModel | str | None = None,
        key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> T: ...

    @abstractmethod
    def _each[T](self, page_at: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncIterator[T]: ...

    async def access_log(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        object: str | None = None,
        principal: str | None = None,
        timeout: float | None = None,
    ) -> models.AccessListing:
        """Who looked at the tenant's data.

        The reads of the tenant's data, newest first. They are kept for 90 days at least (sql/migrations/0007).

        Roles: auditor, billing.manage, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        object: the id of what was read.
        principal: the `sub` of who read it.
        """
        return await self._call(
            _ACCESS_LOG,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "object": object,
                "principal": principal,
            },
            timeout=timeout,
        )

    def access_log_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        object: str | None = None,
        principal: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Access]:
        """Every item of `access_log`, which is called for each page."""
        return self._each(
            lambda cursor: self.access_log(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                object=object,
                principal=principal,
                timeout=timeout,
            )
        )

    async def accounts_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        kind: Literal["house", "float", "person", "tenant"] | None = None,
        category: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.LedgerAccounts:
        """A tenant's accounts with their balances.

        A tenant's accounts, by their kind, their name and their currency.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        kind: only accounts of this kind, in this currency.
        category: only those of this category and of the narrower ones in it.
        currency: only accounts of this kind, in this currency.
        """
        return await self._call(
            _ACCOUNTS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "kind": kind,
                "category": category,
                "currency": currency,
            },
            timeout=timeout,
        )

    def accounts_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        kind: Literal["house", "float", "person", "tenant"] | None = None,
        category: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.LedgerAccount]:
        """Every item of `accounts_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.accounts_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                kind=kind,
                category=category,
                currency=currency,
                timeout=timeout,
            )
        )

    async def accounts_put(
        self,
        account: str,
        body: models.AccountUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.LedgerAccount:
        """Sets the place of a house account in the books.

        Set the category, the description and the floor of a house account in a currency.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _ACCOUNTS_PUT,
            path={"account": account},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def agent_limits_get(
        self,
        *,
        tenant_id: str | None = None,
        agent_id: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentLimits:
        """How much value an agent may create at the cashier.

        An agent's limits and how much of them is used, or the tenant's default.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        agent_id: absent for the tenant's default; for an agent who sees no others, their own id or absent, which is
        the same.
        """
        return await self._call(
            _AGENT_LIMITS_GET,
            query={"tenant_id": tenant_id, "agent_id": agent_id, "currency": currency},
            timeout=timeout,
        )

    async def agent_limits_put(
        self,
        body: models.AgentLimitsUpdate | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.AgentLimits:
        """Sets how much value an agent may create at the cashier.

        Set the limits of an agent, or the tenant's default. What was created before stays, and counts.

        Roles: owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _AGENT_LIMITS_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def agent_bets(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.BetListing:
        """The bets of an agent's customers, newest first.

        The bets of an agent's customers, or of every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: bets with this status only.
        customer_id: bets of this customer only.
        """
        return await self._call(
            _AGENT_BETS,
            query={"limit": limit, "offset": offset, "cursor": cursor, "status": status, "customer_id": customer_id},
            timeout=timeout,
        )

    def agent_bets_all(
        self,
        *,
        limit: int | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Bet]:
        """Every item of `agent_bets`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_bets(
                cursor=cursor, limit=limit, status=status, customer_id=customer_id, timeout=timeout
            )
        )

    async def cash_out_activity(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.CashOutActivity:
        """The cash-outs of an agent's customers, newest first.

        The cash-outs of an agent's customers, or of every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        customer_id: cash-outs of this customer only. The period is compared with settled_at.
        """
        return await self._call(
            _CASH_OUT_ACTIVITY,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "customer_id": customer_id,
            },
            timeout=timeout,
        )

    def cash_out_activity_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.CashOut]:
        """Every item of `cash_out_activity`, which is called for each page."""
        return self._each(
            lambda cursor: self.cash_out_activity(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                customer_id=customer_id,
                timeout=timeout,
            )
        )

    async def cash_out_summary(
        self, *, period: Literal["24h", "7d", "30d"] | None = None, timeout: float | None = None
    ) -> models.CashOutSummary:
        """A summary of the cash-outs of an agent's customers in a period.

        The cash-outs of an agent's customers, or of every agent's, in the period that ends now.

        Roles: agent, auditor, owner.

        period: the last 24 hours, 7 days or 30 days.
        """
        return await self._call(_CASH_OUT_SUMMARY, query={"period": period}, timeout=timeout)

    async def agent_clients_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        search: str | None = None,
        status: Literal["active", "frozen", "erased"] | None = None,
        timeout: float | None = None,
    ) -> models.CustomerListing:
        """An agent's own customers, ordered by username.

        The agent's own customers, or every agent's, ordered by username.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        search: part of the username; case is ignored.
        """
        return await self._call(
            _AGENT_CLIENTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "search": search, "status": status},
            timeout=timeout,
        )

    def agent_clients_list_all(
        self,
        *,
        limit: int | None = None,
        search: str | None = None,
        status: Literal["active", "frozen", "erased"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Customer]:
        """Every item of `agent_clients_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_clients_list(
                cursor=cursor, limit=limit, search=search, status=status, timeout=timeout
            )
        )

    async def agent_clients_create(
        self,
        body: models.CustomerCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Customer:
        """An agent creates a customer.

        Create a customer.

        Roles: agent.
        """
        return await self._call(_AGENT_CLIENTS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def agent_clients_import(
        self,
        body: models.CustomerImport,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ImportedCustomers:
        """An agent imports customers of another system, with their balances.

        Create customers and post their opening balances against the agent's float: all of them or none.

        Roles: agent.
        """
        return await self._call(_AGENT_CLIENTS_IMPORT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def agent_clients_import_csv(
        self,
        body: str,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ImportedCustomers:
        """An agent imports customers of another system, with their balances.

        Create customers and post their opening balances against the agent's float: all of them or none.

        Roles: agent.
        """
        return await self._call(
            _AGENT_CLIENTS_IMPORT_CSV, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def agent_clients_get(self, customer_id: UUID, *, timeout: float | None = None) -> models.Customer:
        """One of an agent's customers, with the balance.

        One of the agent's own customers, or of every agent's.

        Roles: agent, auditor, owner.
        """
        return await self._call(_AGENT_CLIENTS_GET, path={"customer_id": customer_id}, timeout=timeout)

    async def agent_clients_update(
        self,
        customer_id: UUID,
        body: models.CustomerUpdate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Customer:
        """An agent changes a customer's terms.

        Change a customer's terms under the wallet's lock, and record every change.

        Roles: agent.
        """
        return await self._call(
            _AGENT_CLIENTS_UPDATE,
            path={"customer_id": customer_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def agent_clients_limits(
        self,
        customer_id: UUID,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> models.CustomerChangeListing:
        """Every change of a customer's terms, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        """
        return await self._call(
            _AGENT_CLIENTS_LIMITS,
            path={"customer_id": customer_id},
            query={"limit": limit, "offset": offset, "cursor": cursor},
            timeout=timeout,
        )

    def agent_clients_limits_all(
        self, customer_id: UUID, *, limit: int | None = None, timeout: float | None = None
    ) -> AsyncIterator[models.CustomerChange]:
        """Every item of `agent_clients_limits`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_clients_limits(customer_id, cursor=cursor, limit=limit, timeout=timeout)
        )

    async def agent_float(
        self, *, agent_id: str | None = None, currency: str | None = None, timeout: float | None = None
    ) -> models.AgentFloat:
        """An agent's float, and how much value the agent created.

        The agent's float now.

        Roles: agent, auditor, owner.

        agent_id: whose float; for an agent, their own id or absent, which is the same.
        currency: of the float; absent: that of the agent's only one.
        """
        return await self._call(_AGENT_FLOAT, query={"agent_id": agent_id, "currency": currency}, timeout=timeout)

    async def settlement_preview(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        since: str | None = None,
        timeout: float | None = None,
    ) -> models.SettlementPreview:
        """The figures of the settlements that an agent could close now.

        The figures of settlements that would be closed now, with an agent's customers or with every agent's.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        since: the start of the period; absent: each customer's last settlement.
        """
        return await self._call(
            _SETTLEMENT_PREVIEW,
            query={"limit": limit, "offset": offset, "cursor": cursor, "customer_id": customer_id, "since": since},
            timeout=timeout,
        )

    async def settlements_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.SettlementListing:
        """An agent's past settlements, newest first.

        Past settlements of an agent, or of every agent, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        customer_id: settlements with this customer only.
        """
        return await self._call(
            _SETTLEMENTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "customer_id": customer_id},
            timeout=timeout,
        )

    def settlements_list_all(
        self, *, limit: int | None = None, customer_id: UUID | None = None, timeout: float | None = None
    ) -> AsyncIterator[models.Settlement]:
        """Every item of `settlements_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.settlements_list(cursor=cursor, limit=limit, customer_id=customer_id, timeout=timeout)
        )

    async def settlements_create(
        self,
        body: models.SettlementCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Settlement:
        """An agent closes a settlement with a customer.

        Record the figures under the wallet's lock and, with `zero`, set the balance to zero against the agent's
        float.

        Roles: agent.
        """
        return await self._call(_SETTLEMENTS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def agent_transactions(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> models.CashierHistory:
        """An agent's own cashier transactions, newest first.

        The agent's own cashier transactions, or every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        type: the kind of transaction.
        """
        return await self._call(
            _AGENT_TRANSACTIONS,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "customer_id": customer_id,
                "type": type,
            },
            timeout=timeout,
        )

    async def agent_transactions_csv(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> str:
        """An agent's own cashier transactions, newest first.

        The agent's own cashier transactions, or every agent's, newest first.

        Roles: agent, auditor, owner.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        type: the kind of transaction.
        """
        return await self._call(
            _AGENT_TRANSACTIONS_CSV,
            query={
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "customer_id": customer_id,
                "type": type,
                "format": "csv",
            },
            timeout=timeout,
        )

    def agent_transactions_all(
        self,
        *,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        customer_id: UUID | None = None,
        type: Literal[
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
        | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.CashierTransaction]:
        """Every item of `agent_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.agent_transactions(
                cursor=cursor,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                customer_id=customer_id,
                type=type,
                timeout=timeout,
            )
        )

    async def approval_policy_get(
        self, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ApprovalPolicy:
        """From which amount a tenant's operations need two people.

        A tenant's policy: from which amount its operations need two people.

        Roles: auditor, billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(_APPROVAL_POLICY_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    async def approval_policy_put(
        self,
        body: models.ApprovalPolicyUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ApprovalPolicy | models.PendingApproval:
        """Changes from which amount a tenant's operations need two people.

        Change from which amount a tenant's operations need two people.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _APPROVAL_POLICY_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def approvals_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        status: Literal["pending", "approved", "rejected", "expired"] | None = None,
        kind: Literal[
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
        | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> models.ApprovalListing:
        """Approvals, newest first.

        Approvals, newest first: of the kinds that the caller may approve, and those that the caller requested. An
        owner and an auditor see all of the tenant's.

        Roles: agent, auditor, billing.manage, owner, root, service, tournaments.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        status: only approvals with this status, of this kind.
        kind: only approvals with this status, of this kind.
        subject: the id or the name of what is changed.
        """
        return await self._call(
            _APPROVALS_LIST,
            query={
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "tenant_id": tenant_id,
                "status": status,
                "kind": kind,
                "subject": subject,
            },
            timeout=timeout,
        )

    def approvals_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        status: Literal["pending", "approved", "rejected", "expired"] | None = None,
        kind: Literal[
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
        | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Approval]:
        """Every item of `approvals_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.approvals_list(
                cursor=cursor,
                limit=limit,
                tenant_id=tenant_id,
                status=status,
                kind=kind,
                subject=subject,
                timeout=timeout,
            )
        )

    async def approvals_get(
        self, approval_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ApprovalDetails:
        """An approval with the request that it executes.

        One approval with the request that will be executed.

        Roles: agent, auditor, billing.manage, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _APPROVALS_GET, path={"approval_id": approval_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def approvals_approve(
        self,
        approval_id: UUID,
        body: models.ApprovalApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ExecutedApproval:
        """A second person approves an operation, which is executed.

        Approve an operation, which is executed in the same database transaction, for whoever requested it.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _APPROVALS_APPROVE,
            path={"approval_id": approval_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def approvals_reject(
        self,
        approval_id: UUID,
        body: models.ApprovalReject,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Approval:
        """Rejects an operation, which is then never executed.

        Reject an operation. Whoever requested it may do so, too.

        Roles: agent, billing.manage, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _APPROVALS_REJECT,
            path={"approval_id": approval_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def batches_create(
        self,
        body: models.BatchCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.IndependentBatch | models.AtomicBatch:
        """A trusted system executes many operations, all or none or each for itself.

        Execute a batch, in one round trip if no operation leaves out a currency or names a hold, and in two
        otherwise.

        Roles: service, tournaments.
        """
        return await self._call(_BATCHES_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def bets_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        timeout: float | None = None,
    ) -> models.BetListing:
        """A customer's own bets, newest first.

        A customer's own bets, newest first. A caller who is no customer gets an empty list.

        Roles: customer.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: bets with this status only.
        """
        return await self._call(
            _BETS_LIST, query={"limit": limit, "offset": offset, "cursor": cursor, "status": status}, timeout=timeout
        )

    def bets_list_all(
        self,
        *,
        limit: int | None = None,
        status: Literal["pending", "won", "lost", "void", "cashed_out"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Bet]:
        """Every item of `bets_list`, which is called for each page."""
        return self._each(lambda cursor: self.bets_list(cursor=cursor, limit=limit, status=status, timeout=timeout))

    async def bets_create(
        self,
        body: models.BetPlace,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Bet:
        """A customer, or a trading system for a customer, places a bet.

        A bet that a caller requests: a trading system for any customer, a customer from their own wallet and without
        odds.

        Roles: customer, service, trading.
        """
        return await self._call(_BETS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def bets_get(self, bet_id: UUID, *, timeout: float | None = None) -> models.Bet:
        """One bet.

        A bet, for its customer, the customer's agent, a trading system, or whoever sees the whole tenant.

        Roles: agent, auditor, customer, owner, service, trading.
        """
        return await self._call(_BETS_GET, path={"bet_id": bet_id}, timeout=timeout)

    async def bets_cash_out(
        self,
        bet_id: UUID,
        body: models.BetCashOut,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EndedBet:
        """A trading system cashes out a bet.

        End a pending bet early. Its transition, the credit and the event are one database transaction.

        Roles: service, trading.
        """
        return await self._call(
            _BETS_CASH_OUT, path={"bet_id": bet_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def bets_settle(
        self,
        bet_id: UUID,
        body: models.BetSettle,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EndedBet:
        """A trading system settles a bet.

        End a bet: a won bet pays, a lost bet keeps the stake, a void bet returns it.

        Roles: service, trading.
        """
        return await self._call(
            _BETS_SETTLE, path={"bet_id": bet_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def billing_contact_get(
        self, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Contact:
        """A tenant's contact for e-mail.

        A tenant's contact.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(_BILLING_CONTACT_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    async def billing_contact_update(
        self,
        body: models.ContactUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Contact | models.PendingApproval:
        """Sets a tenant's contact for e-mail.

        Set a tenant's contact. Whoever got the tenant's e-mail until now is told.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _BILLING_CONTACT_UPDATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def invoices_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["draft", "issued", "paid", "void", "overdue"] | None = None,
        purpose: Literal["topup", "usage", "subscription"] | None = None,
        timeout: float | None = None,
    ) -> models.InvoicePages:
        """Invoices, newest first.

        A tenant's invoices, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: invoices with this status only; `overdue` means issued and past due_at.
        """
        return await self._call(
            _INVOICES_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
                "purpose": purpose,
            },
            timeout=timeout,
        )

    def invoices_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["draft", "issued", "paid", "void", "overdue"] | None = None,
        purpose: Literal["topup", "usage", "subscription"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Invoice]:
        """Every item of `invoices_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.invoices_list(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, purpose=purpose, timeout=timeout
            )
        )

    async def invoices_create(
        self,
        body: models.InvoiceCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice:
        """The operator drafts an invoice for usage or a subscription.

        Create a draft invoice for usage or a subscription.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def invoices_get(
        self, invoice_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Invoice:
        """One invoice with its payments.

        One invoice with its lines and payments.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_GET, path={"invoice_id": invoice_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def invoices_issue(
        self,
        invoice_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.IssuedInvoice:
        """The operator issues a draft.

        Issue a draft; it is due in 14 days.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_ISSUE,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def invoices_pay(
        self,
        invoice_id: UUID,
        body: models.InvoicePay | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice | models.PendingApproval:
        """The operator marks an invoice as paid.

        Mark an issued invoice as paid. For a top-up, the same database transaction credits the wallet and completes
        the request. An invoice that is already paid stays as it is.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_PAY,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def invoices_pdf(
        self, invoice_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> bytes:
        """An invoice as PDF.

        The number of an invoice, and the invoice as PDF.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_PDF, path={"invoice_id": invoice_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def invoices_void(
        self,
        invoice_id: UUID,
        body: models.InvoiceVoid,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Invoice:
        """The operator voids an invoice.

        Void a draft or issued invoice. If it belongs to a top-up request, that is cancelled. InvoiceVoided is emitted
        if the invoice was issued, since the tenant was asked to pay it.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _INVOICES_VOID,
            path={"invoice_id": invoice_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payment_methods_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        timeout: float | None = None,
    ) -> models.ConfiguredPaymentMethodListing:
        """All configured payment methods, disabled ones included.

        All configured methods, disabled ones included: of a tenant and the platform, or, for root without a tenant,
        of every tenant.

        Roles: auditor, billing.manage, owner, root.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: only root may name one; without it, root sees the methods of every tenant.
        """
        return await self._call(
            _PAYMENT_METHODS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id},
            timeout=timeout,
        )

    def payment_methods_list_all(
        self, *, limit: int | None = None, tenant_id: str | None = None, timeout: float | None = None
    ) -> AsyncIterator[models.ConfiguredBankTransfer | models.ConfiguredLocalWallet]:
        """Every item of `payment_methods_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.payment_methods_list(cursor=cursor, limit=limit, tenant_id=tenant_id, timeout=timeout)
        )

    async def payment_methods_available(
        self, *, tenant_id: str | None = None, country: str | None = None, timeout: float | None = None
    ) -> models.AvailablePaymentMethods:
        """The payment methods that a tenant may use.

        The enabled payment methods of a tenant. Among methods with the same id, the tenant's comes before the
        platform's, and the country's before a general one.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        country: of the payer; absent: that of the tenant's contact.
        """
        return await self._call(
            _PAYMENT_METHODS_AVAILABLE, query={"tenant_id": tenant_id, "country": country}, timeout=timeout
        )

    async def payment_methods_update(
        self,
        method_id: str,
        body: models.PaymentMethodUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ConfiguredBankTransfer | models.ConfiguredLocalWallet | models.PendingApproval:
        """Configures a payment method.

        Configure a payment method for one tenant, or, as root without a tenant, for every tenant without its own. The
        tenant's contact is told.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENT_METHODS_UPDATE,
            path={"method_id": method_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payments_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> models.PaymentPages:
        """Payments, newest first.

        A tenant's payments, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: payments with this status only; `completed` means succeeded.
        """
        return await self._call(
            _PAYMENTS_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
                "invoice_id": invoice_id,
            },
            timeout=timeout,
        )

    async def payments_list_csv(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> str:
        """Payments, newest first.

        A tenant's payments, newest first, or for root those of every tenant.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        status: payments with this status only; `completed` means succeeded.
        """
        return await self._call(
            _PAYMENTS_LIST_CSV,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "status": status,
                "invoice_id": invoice_id,
                "format": "csv",
            },
            timeout=timeout,
        )

    def payments_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal[
            "pending", "processing", "pending_approval", "succeeded", "failed", "cancelled", "refunded", "completed"
        ]
        | None = None,
        invoice_id: UUID | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Payment]:
        """Every item of `payments_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.payments_list(
                cursor=cursor,
                tenant_id=tenant_id,
                page_size=page_size,
                status=status,
                invoice_id=invoice_id,
                timeout=timeout,
            )
        )

    async def payments_submit(
        self,
        body: models.PaymentSubmit,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """Submits a payment of an invoice.

        Submit a payment of an issued invoice, which somebody else approves.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_SUBMIT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payments_get(
        self, payment_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Payment:
        """One payment.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_GET, path={"payment_id": payment_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def payments_approve(
        self,
        payment_id: UUID,
        body: models.PaymentApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment | models.PendingApproval:
        """The operator approves a payment, and its invoice is paid.

        Approve a payment: it succeeded, its invoice is paid, and a top-up is credited, in one database transaction.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_APPROVE,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payments_cancel(
        self,
        payment_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """The submitter of a payment cancels it.

        Cancel a payment that waits for approval.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_CANCEL,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payments_refund(
        self,
        payment_id: UUID,
        body: models.PaymentRefund,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment | models.PendingApproval:
        """The operator refunds a payment.

        Refund a payment. For a top-up, the credit of the wallet is reversed. The invoice stays paid, the request
        completed.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: billing.manage, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_REFUND,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def payments_reject(
        self,
        payment_id: UUID,
        body: models.PaymentReject,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Payment:
        """The operator rejects a payment that did not arrive.

        Reject a payment that did not arrive: it failed, and the invoice can be paid again.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PAYMENTS_REJECT,
            path={"payment_id": payment_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_update(
        self,
        body: models.PrepaidWalletUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidWallet:
        """The operator freezes or unfreezes a prepaid wallet.

        Freeze a tenant's prepaid wallet, or unfreeze it.

        Roles: root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PREPAID_UPDATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_adjust(
        self,
        body: models.PrepaidAdjust,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidReceipt | models.PendingApproval:
        """The operator adjusts the balance of a prepaid wallet.

        Raise or lower the balance of a prepaid wallet, with a reason.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PREPAID_ADJUST,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_charge(
        self,
        body: models.PrepaidCharge,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.RepeatedPrepaidReceipt | models.PrepaidReceipt:
        """A trusted system charges a tenant for messages.

        Charge messages to a tenant. The same reference is charged once, whatever the idempotency key.

        Roles: messaging, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PREPAID_CHARGE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_debit(
        self,
        body: models.PrepaidCharge,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.RepeatedPrepaidReceipt | models.PrepaidReceipt:
        """A trusted system debits a tenant for something other than messages.

        Debit a tenant for something other than messages. The same reference is debited once, whatever the idempotency
        key.

        Roles: service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PREPAID_DEBIT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_wallet(
        self, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.PrepaidWallet:
        """A tenant's prepaid wallet.

        A tenant's prepaid wallet, which is created on first use.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(_PREPAID_WALLET, query={"tenant_id": tenant_id}, timeout=timeout)

    async def topups_list(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequests:
        """Top-up requests, newest first.

        A tenant's top-up requests, or for root those of every tenant, newest first; with the number of each status.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: requests with this status only.
        """
        return await self._call(
            _TOPUPS_LIST,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
            },
            timeout=timeout,
        )

    def topups_list_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.TopupRequest]:
        """Every item of `topups_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.topups_list(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, timeout=timeout
            )
        )

    async def topups_create(
        self,
        body: models.TopupRequestCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """A tenant requests a top-up.

        Create a pending top-up request.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TOPUPS_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def topups_list_own(
        self,
        *,
        tenant_id: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequestPages:
        """A tenant's own top-up requests, newest first.

        A tenant's top-up requests, newest first.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        page_number: 1, the first page, if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        status: requests with this status only.
        """
        return await self._call(
            _TOPUPS_LIST_OWN,
            query={
                "tenant_id": tenant_id,
                "page_number": page_number,
                "page_size": page_size,
                "cursor": cursor,
                "status": status,
            },
            timeout=timeout,
        )

    def topups_list_own_all(
        self,
        *,
        tenant_id: str | None = None,
        page_size: int | None = None,
        status: Literal["pending", "invoiced", "completed", "rejected", "cancelled"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.TopupRequest]:
        """Every item of `topups_list_own`, which is called for each page."""
        return self._each(
            lambda cursor: self.topups_list_own(
                cursor=cursor, tenant_id=tenant_id, page_size=page_size, status=status, timeout=timeout
            )
        )

    async def topups_get(
        self, request_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.TopupRequest:
        """One top-up request.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TOPUPS_GET, path={"request_id": request_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def topups_approve(
        self,
        request_id: UUID,
        body: models.TopupRequestApprove | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ApprovedTopupRequest:
        """The operator approves a top-up request.

        Approve a pending request, and issue its invoice in the same database transaction.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TOPUPS_APPROVE,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def topups_cancel(
        self,
        request_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """The requester of a top-up cancels it.

        Cancel a pending request.

        Roles: billing.manage, billing.view, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TOPUPS_CANCEL,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def topups_reject(
        self,
        request_id: UUID,
        body: models.TopupRequestReject | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TopupRequest:
        """The operator rejects a top-up request.

        Reject a pending request.

        Roles: billing.manage, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TOPUPS_REJECT,
            path={"request_id": request_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def prepaid_transactions(
        self,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | None = None,
        timeout: float | None = None,
    ) -> models.PrepaidTransactionListing:
        """The transactions of a prepaid wallet, newest first.

        The wallet's transactions, newest first. Their sum is the balance.

        Roles: auditor, billing.manage, billing.view, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        kind: transactions of this kind only.
        """
        return await self._call(
            _PREPAID_TRANSACTIONS,
            query={
                "tenant_id": tenant_id,
                "date_from": date_from,
                "date_to": date_to,
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "kind": kind,
            },
            timeout=timeout,
        )

    def prepaid_transactions_all(
        self,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        limit: int | None = None,
        kind: Literal["topup", "message_charge", "debit", "adjustment", "refund"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.PrepaidTransaction]:
        """Every item of `prepaid_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.prepaid_transactions(
                cursor=cursor,
                tenant_id=tenant_id,
                date_from=date_from,
                date_to=date_to,
                limit=limit,
                kind=kind,
                timeout=timeout,
            )
        )

    async def cashier_credit(
        self,
        body: models.CashierCredit,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CashierReceipt | models.PendingApproval:
        """An agent credits the wallet of one of their customers.

        Move `amount` from the agent's float to the customer's wallet. The agent's limits hold, unless this is the
        credit that a second person approved.

        Above a limit, if the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval
        that a second person decides.

        Roles: agent.
        """
        return await self._call(_CASHIER_CREDIT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def cashier_debit(
        self,
        body: models.CashierDebit,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CashierReceipt:
        """An agent debits the wallet of one of their customers.

        Move `amount` from the customer's wallet to the agent's float.

        Roles: agent.
        """
        return await self._call(_CASHIER_DEBIT, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def changes(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> models.TermChangeListing:
        """Who changed which terms.

        Every change of a tenant's terms that the caller's roles see, newest first. An agent's customers stay theirs,
        so that ownership never changes.

        Roles: auditor, billing.manage, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        subject: the id or the name of what was changed.
        """
        return await self._call(
            _CHANGES,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "subject": subject},
            timeout=timeout,
        )

    def changes_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        subject: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.TermChange]:
        """Every item of `changes`, which is called for each page."""
        return self._each(
            lambda cursor: self.changes(
                cursor=cursor, limit=limit, tenant_id=tenant_id, subject=subject, timeout=timeout
            )
        )

    async def event_settings_get(
        self, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.EventSettings:
        """Which events a tenant has published.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(_EVENT_SETTINGS_GET, query={"tenant_id": tenant_id}, timeout=timeout)

    async def event_settings_put(
        self,
        body: models.EventSettingsUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.EventSettings:
        """Sets which events a tenant has published.

        Set which events a tenant has published, of everything that the relay has not read yet.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _EVENT_SETTINGS_PUT,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def holds_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        owner_id: str | None = None,
        currency: str | None = None,
        status: Literal["pending", "captured", "released", "expired"] | None = None,
        timeout: float | None = None,
    ) -> models.Holds:
        """Holds of a person or of a tenant, newest first.

        Holds, newest first. A customer sees their own, an agent those of a customer, a system those of everybody.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        owner_id: only holds of this person, in this currency, with this status.
        currency: only holds of this person, in this currency, with this status.
        status: only holds of this person, in this currency, with this status.
        """
        return await self._call(
            _HOLDS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "owner_id": owner_id,
                "currency": currency,
                "status": status,
            },
            timeout=timeout,
        )

    def holds_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        owner_id: str | None = None,
        currency: str | None = None,
        status: Literal["pending", "captured", "released", "expired"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Hold]:
        """Every item of `holds_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.holds_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                owner_id=owner_id,
                currency=currency,
                status=status,
                timeout=timeout,
            )
        )

    async def holds_create(
        self,
        body: models.HoldCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PlacedHold:
        """A trusted system reserves an amount of an owner's wallet.

        Reserve an amount of a person's wallet. Nothing is moved; the wallet has less available.

        Roles: service, tournaments.
        """
        return await self._call(_HOLDS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def holds_get(
        self, hold_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.HoldDetails:
        """A hold with its captures.

        A hold, for whoever may see its wallet.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(_HOLDS_GET, path={"hold_id": hold_id}, query={"tenant_id": tenant_id}, timeout=timeout)

    async def holds_capture(
        self,
        hold_id: UUID,
        body: models.HoldCapture | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.CapturedHold:
        """A trusted system posts what a hold has reserved.

        Post what a hold has reserved, or a part of it.

        Roles: service, tournaments.
        """
        return await self._call(
            _HOLDS_CAPTURE, path={"hold_id": hold_id}, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def holds_release(
        self,
        hold_id: UUID,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PlacedHold:
        """A trusted system ends a hold.

        End a hold, so that what is left of it is available again.

        Roles: service, tournaments.
        """
        return await self._call(
            _HOLDS_RELEASE, path={"hold_id": hold_id}, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def monitors_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> models.MonitorListing:
        """The monitors of balances of a tenant.

        A tenant's monitors, by their ids.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        owner_id: only the monitors of this person or account.
        account: only the monitors of this person or account.
        """
        return await self._call(
            _MONITORS_LIST,
            query={
                "limit": limit,
                "offset": offset,
                "cursor": cursor,
                "tenant_id": tenant_id,
                "owner_id": owner_id,
                "account": account,
            },
            timeout=timeout,
        )

    def monitors_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Monitor]:
        """Every item of `monitors_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.monitors_list(
                cursor=cursor, limit=limit, tenant_id=tenant_id, owner_id=owner_id, account=account, timeout=timeout
            )
        )

    async def monitors_delete(
        self,
        monitor_id: str,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Monitor:
        """Deletes a monitor of a balance.

        Returns what it was.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _MONITORS_DELETE,
            path={"monitor_id": monitor_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def monitors_get(
        self, monitor_id: str, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Monitor:
        """A monitor of a balance.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _MONITORS_GET, path={"monitor_id": monitor_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def monitors_put(
        self,
        monitor_id: str,
        body: models.MonitorUpdate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Monitor:
        """Sets a monitor of a balance.

        Set a monitor. It looks at what is posted from now on.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _MONITORS_PUT,
            path={"monitor_id": monitor_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def people_lookup(
        self, *, owner_id: str | None = None, username: str | None = None, timeout: float | None = None
    ) -> models.Recipient:
        """The person with an owner id or a username, with a masked name.

        Find a person of the caller's tenant by owner id or username. A customer may look up 60 people in an hour:
        lookups are counted, and nothing else changes.

        Roles: customer, service.

        owner_id: of a wallet of any currency.
        username: of a customer; case is ignored.
        """
        return await self._call(_PEOPLE_LOOKUP, query={"owner_id": owner_id, "username": username}, timeout=timeout)

    async def people_erasure(
        self,
        owner_id: str,
        body: models.ErasureCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.PendingApproval:
        """Requests the erasure of a person's texts, which a second person approves.

        Request the erasure of a person's texts, which always needs a second person.

        Roles: billing.manage, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _PEOPLE_ERASURE,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def reconciliation_findings_acknowledge(
        self,
        finding_id: UUID,
        body: models.FindingAcknowledge,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Finding:
        """Acknowledges a finding that a person has judged.

        Acknowledge a finding. It stays listed but is no longer counted, here or when a later run finds it again.

        Roles: root.
        """
        return await self._call(
            _RECONCILIATION_FINDINGS_ACKNOWLEDGE,
            path={"finding_id": finding_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def reconciliation_runs_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> models.ReconciliationRunListing:
        """All reconciliations, newest first.

        Every run, newest first; with a tenant, the runs that are limited to it.

        Roles: auditor, owner, root.

        tenant_id: runs of this tenant only, which only root may choose. Absent: every run for root.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        """
        return await self._call(
            _RECONCILIATION_RUNS_LIST,
            query={"tenant_id": tenant_id, "limit": limit, "offset": offset, "cursor": cursor},
            timeout=timeout,
        )

    def reconciliation_runs_list_all(
        self, *, tenant_id: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> AsyncIterator[models.ReconciliationRun]:
        """Every item of `reconciliation_runs_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.reconciliation_runs_list(
                cursor=cursor, tenant_id=tenant_id, limit=limit, timeout=timeout
            )
        )

    async def reconciliation_runs_create(
        self,
        body: models.ReconciliationRunCreate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.ReconciliationRun:
        """The platform's operator requests a reconciliation.

        Request a run, which a consumer carries out. Its status is `running` until it has ended.

        Roles: root.
        """
        return await self._call(
            _RECONCILIATION_RUNS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout
        )

    async def reconciliation_runs_get(
        self, run_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.ReconciliationRun:
        """One reconciliation, with its findings.

        A run with its findings. tenant_id: only a run that is limited to this tenant.

        Roles: auditor, owner, root.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _RECONCILIATION_RUNS_GET, path={"run_id": run_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def tenants_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        search: str | None = None,
        timeout: float | None = None,
    ) -> models.TenantListing:
        """The tenants, by part of their name.

        The tenants in the order of their names. A tenant is listed once anything of it is stored.

        Roles: auditor, owner, root.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: only root may name one; without it, root sees every tenant, and others their own.
        search: part of the name; the case of A to Z is ignored.
        """
        return await self._call(
            _TENANTS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "search": search},
            timeout=timeout,
        )

    def tenants_list_all(
        self,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        search: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Tenant]:
        """Every item of `tenants_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.tenants_list(
                cursor=cursor, limit=limit, tenant_id=tenant_id, search=search, timeout=timeout
            )
        )

    async def coin_policy_get(self, tournament_id: str, *, timeout: float | None = None) -> models.TournamentCoinPolicy:
        """A tournament's coin policy.

        The tournament's awards; the defaults if none were set.

        Roles: auditor, owner, service, tournaments.
        """
        return await self._call(_COIN_POLICY_GET, path={"tournament_id": tournament_id}, timeout=timeout)

    async def coin_policy_put(
        self,
        tournament_id: str,
        body: models.TournamentCoinPolicyUpdate | None = None,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TournamentCoinPolicy | models.PendingApproval:
        """A trusted system sets a tournament's coin policy.

        Set the tournament's awards. Coins that were already awarded stay the same.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, service, tournaments.
        """
        return await self._call(
            _COIN_POLICY_PUT,
            path={"tournament_id": tournament_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def transactions_list(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        reason: str | None = None,
        kind: Literal[
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
        | None = None,
        external_reference: str | None = None,
        meta: Mapping[str, str | int | bool] | None = None,
        created_from: Time | None = None,
        created_to: Time | None = None,
        timeout: float | None = None,
    ) -> models.Transactions:
        """The transactions of a tenant that match filters, newest first.

        A page of the transactions that match, newest first. An agent names an own customer; a service, an owner, an
        auditor and root see those of everybody.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        owner_id: it changed a wallet of this person, of this account.
        account: it changed a wallet of this person, of this account.
        reason: its kind, or a word of the tenant's own.
        meta: up to ten members, as meta[order]=7; a number or boolean is written as in the answer, and a member that
        is an object, an array or null is not found.
        created_from: inclusive.
        created_to: a time is exclusive; a date includes that whole UTC day.
        """
        return await self._call(
            _TRANSACTIONS_LIST,
            query={
                "tenant_id": tenant_id,
                "limit": limit,
                "cursor": cursor,
                "owner_id": owner_id,
                "account": account,
                "reason": reason,
                "kind": kind,
                "external_reference": external_reference,
                "meta": meta,
                "created_from": created_from,
                "created_to": created_to,
            },
            timeout=timeout,
        )

    def transactions_list_all(
        self,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        owner_id: str | None = None,
        account: str | None = None,
        reason: str | None = None,
        kind: Literal[
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
        | None = None,
        external_reference: str | None = None,
        meta: Mapping[str, str | int | bool] | None = None,
        created_from: Time | None = None,
        created_to: Time | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.AuditedTransaction]:
        """Every item of `transactions_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.transactions_list(
                cursor=cursor,
                tenant_id=tenant_id,
                limit=limit,
                owner_id=owner_id,
                account=account,
                reason=reason,
                kind=kind,
                external_reference=external_reference,
                meta=meta,
                created_from=created_from,
                created_to=created_to,
                timeout=timeout,
            )
        )

    async def transactions_create(
        self,
        body: models.TransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TransactionPreview | models.TransactionReceipt:
        """A trusted system posts a transaction of many entries, or tries one.

        Post a transaction. A person's first credit in a currency creates the wallet.

        Roles: service, tournaments.
        """
        return await self._call(_TRANSACTIONS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def transactions_get(
        self, transaction_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.AuditedTransaction:
        """One transaction of the ledger, with its entries.

        A transaction with its entries. A service, an owner, an auditor and root see any; an agent sees those of their
        own customers' wallets.

        Roles: agent, auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TRANSACTIONS_GET, path={"transaction_id": transaction_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def transactions_reverse(
        self,
        transaction_id: UUID,
        body: models.TransactionReverse,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.AuditedTransaction | models.PendingApproval:
        """Reverses a transaction by posting its opposite.

        Post a transaction with the opposite entries, which names the reversed one in `corrects`.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _TRANSACTIONS_REVERSE,
            path={"transaction_id": transaction_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def transfers_create(
        self,
        body: models.TransferCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.TransferReceipt | models.SentTransfer:
        """Transfers an amount from one owner to another.

        A transfer that a caller requests: a system from any owner, a customer from their own wallet to somebody who
        has a wallet. A system may name a new owner, who gets a wallet.

        Roles: customer, service, tournaments.
        """
        return await self._call(_TRANSFERS_CREATE, body=body, key=idempotency_key, lost_at=lost_at, timeout=timeout)

    async def trial_balance(
        self,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["kind", "category", "account"] | None = None,
        timeout: float | None = None,
    ) -> models.TrialBalance:
        """The debits and the credits of a tenant's accounts, and that their total is zero.

        What was posted up to a time, by accounts or by groups of them.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: absent: all.
        at: absent: now; of a date, the beginning of that UTC day.
        by: what a row is of: a kind of accounts; a category of house accounts, or a kind of other accounts; or an
        account.
        """
        return await self._call(
            _TRIAL_BALANCE, query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by}, timeout=timeout
        )

    async def trial_balance_csv(
        self,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["kind", "category", "account"] | None = None,
        timeout: float | None = None,
    ) -> str:
        """The debits and the credits of a tenant's accounts, and that their total is zero.

        What was posted up to a time, by accounts or by groups of them.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: absent: all.
        at: absent: now; of a date, the beginning of that UTC day.
        by: what a row is of: a kind of accounts; a category of house accounts, or a kind of other accounts; or an
        account.
        """
        return await self._call(
            _TRIAL_BALANCE_CSV,
            query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by, "format": "csv"},
            timeout=timeout,
        )

    async def wallets_get(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalances:
        """All balances of an owner.

        A customer may read their own wallets, an agent their customers', a tournament platform those in COIN, and a
        service, an auditor, the tenant's owner and root any. A wallet's owner of another tenant is not found.

        The balances of all wallets of the owner.

        Roles: agent, auditor, customer, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        by: whether an entry counts from when it was posted or from when it happened, which now is the same.
        """
        return await self._call(
            _WALLETS_GET, path={"owner_id": owner_id}, query={"tenant_id": tenant_id, "by": by}, timeout=timeout
        )

    async def wallets_update(
        self,
        owner_id: str,
        body: models.WalletUpdate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalance | models.PendingApproval:
        """A trusted system or the tenant's owner sets whether a wallet may go below zero.

        Set whether the owner's wallet may go below zero; create the wallet if it does not exist.

        If the tenant's policy asks for two people, nothing changes. The answer is 202 with an approval that a second
        person decides.

        Roles: owner, service.
        """
        return await self._call(
            _WALLETS_UPDATE,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def wallets_balance(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        currency: str | None = None,
        at: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletBalance:
        """One balance of an owner, now or at a time.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The balance now, or at a time: the sum of the entries that were posted, or that had happened, by then.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        at: the time of the balance; absent: now. by: whether an entry counts from when it was posted or from when it
        happened.
        """
        return await self._call(
            _WALLETS_BALANCE,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "currency": currency, "at": at, "by": by},
            timeout=timeout,
        )

    async def wallets_credit(
        self,
        owner_id: str,
        body: models.WalletTransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletReceipt:
        """A trusted system credits an owner's wallet.

        A credit that a system requests.

        Roles: service, tournaments.
        """
        return await self._call(
            _WALLETS_CREDIT,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def wallets_debit(
        self,
        owner_id: str,
        body: models.WalletTransactionCreate,
        *,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WalletReceipt:
        """A trusted system debits an owner's wallet.

        A debit that a system requests.

        Roles: service, tournaments.
        """
        return await self._call(
            _WALLETS_DEBIT,
            path={"owner_id": owner_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def wallets_statement(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        currency: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> models.WalletStatement:
        """A wallet's entries in a period, between its opening and closing balance.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The entries of a period between the opening and the closing balance, in the order in which they were posted or
        happened.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        by: whether the period has the entries that were posted in it, or those that happened in it.
        """
        return await self._call(
            _WALLETS_STATEMENT,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "date_from": date_from, "date_to": date_to, "currency": currency, "by": by},
            timeout=timeout,
        )

    async def wallets_statement_csv(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        date_from: Time | None = None,
        date_to: Time | None = None,
        currency: str | None = None,
        by: Literal["posted", "effective"] | None = None,
        timeout: float | None = None,
    ) -> str:
        """A wallet's entries in a period, between its opening and closing balance.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The entries of a period between the opening and the closing balance, in the order in which they were posted or
        happened.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        currency: of the wallet; absent: that of the owner's only one.
        by: whether the period has the entries that were posted in it, or those that happened in it.
        """
        return await self._call(
            _WALLETS_STATEMENT_CSV,
            path={"owner_id": owner_id},
            query={
                "tenant_id": tenant_id,
                "date_from": date_from,
                "date_to": date_to,
                "currency": currency,
                "by": by,
                "format": "csv",
            },
            timeout=timeout,
        )

    async def wallets_transactions(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> models.WalletEntryListing:
        """A wallet's entries, newest first.

        The currency of the wallet that the caller may read. currency: None: that of the owner's only one.

        The wallet's entries, the last posted first.

        Roles: agent, auditor, customer, owner, root, service, tournaments.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        currency: of the wallet; absent: that of the owner's only one.
        """
        return await self._call(
            _WALLETS_TRANSACTIONS,
            path={"owner_id": owner_id},
            query={"tenant_id": tenant_id, "limit": limit, "offset": offset, "cursor": cursor, "currency": currency},
            timeout=timeout,
        )

    def wallets_transactions_all(
        self,
        owner_id: str,
        *,
        tenant_id: str | None = None,
        limit: int | None = None,
        currency: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.WalletEntry]:
        """Every item of `wallets_transactions`, which is called for each page."""
        return self._each(
            lambda cursor: self.wallets_transactions(
                owner_id, cursor=cursor, tenant_id=tenant_id, limit=limit, currency=currency, timeout=timeout
            )
        )

    async def webhooks_list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        timeout: float | None = None,
    ) -> models.WebhookListing:
        """The webhooks of a tenant.

        A tenant's webhooks, in the order of their creation.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_LIST,
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id},
            timeout=timeout,
        )

    def webhooks_list_all(
        self, *, limit: int | None = None, tenant_id: str | None = None, timeout: float | None = None
    ) -> AsyncIterator[models.Webhook]:
        """Every item of `webhooks_list`, which is called for each page."""
        return self._each(
            lambda cursor: self.webhooks_list(cursor=cursor, limit=limit, tenant_id=tenant_id, timeout=timeout)
        )

    async def webhooks_create(
        self,
        body: models.WebhookCreate,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WebhookCreated:
        """Creates a webhook, to which events of a tenant are sent.

        Create a webhook, which is sent what is read from now on.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_CREATE,
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def webhooks_delete(
        self,
        webhook_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Webhook:
        """Deletes a webhook with what waits for it.

        Delete a webhook with what waits for it. Returns what it was.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_DELETE,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def webhooks_get(
        self, webhook_id: UUID, *, tenant_id: str | None = None, timeout: float | None = None
    ) -> models.Webhook:
        """A webhook.

        Roles: auditor, owner, root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_GET, path={"webhook_id": webhook_id}, query={"tenant_id": tenant_id}, timeout=timeout
        )

    async def webhooks_update(
        self,
        webhook_id: UUID,
        body: models.WebhookUpdate | None = None,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.WebhookUpdated:
        """Changes or disables a webhook, or replaces its secret.

        Change a webhook. Attempts that are under way stay as they are.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_UPDATE,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            body=body,
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def webhooks_deliveries(
        self,
        webhook_id: UUID,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        tenant_id: str | None = None,
        status: Literal["waiting", "delivered", "failed"] | None = None,
        timeout: float | None = None,
    ) -> models.DeliveryListing:
        """The deliveries to a webhook.

        A webhook's deliveries of the last seven days, newest first.

        Roles: auditor, owner, root, service.

        offset: how many items are before it; 0 if neither it nor `cursor` is given.
        cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day.
        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        status: only those.
        """
        return await self._call(
            _WEBHOOKS_DELIVERIES,
            path={"webhook_id": webhook_id},
            query={"limit": limit, "offset": offset, "cursor": cursor, "tenant_id": tenant_id, "status": status},
            timeout=timeout,
        )

    def webhooks_deliveries_all(
        self,
        webhook_id: UUID,
        *,
        limit: int | None = None,
        tenant_id: str | None = None,
        status: Literal["waiting", "delivered", "failed"] | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[models.Delivery]:
        """Every item of `webhooks_deliveries`, which is called for each page."""
        return self._each(
            lambda cursor: self.webhooks_deliveries(
                webhook_id, cursor=cursor, limit=limit, tenant_id=tenant_id, status=status, timeout=timeout
            )
        )

    async def webhooks_resend(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Delivery:
        """Sends a delivery to a webhook again.

        Send a delivery again, whatever became of it, with the next run, before everything that waits.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_RESEND,
            path={"webhook_id": webhook_id, "delivery_id": delivery_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def webhooks_test(
        self,
        webhook_id: UUID,
        *,
        tenant_id: str | None = None,
        idempotency_key: str | None = None,
        lost_at: datetime | None = None,
        timeout: float | None = None,
    ) -> models.Delivery:
        """Sends a test to a webhook.

        Send a test to a webhook, with the next run, before everything that waits.

        Roles: root, service.

        tenant_id: the tenant to read or change, which only root may choose. Absent: the caller's own.
        """
        return await self._call(
            _WEBHOOKS_TEST,
            path={"webhook_id": webhook_id},
            query={"tenant_id": tenant_id},
            key=idempotency_key,
            lost_at=lost_at,
            timeout=timeout,
        )

    async def healthz(self, *, timeout: float | None = None) -> models.Health:
        """Whether the database answers.

        Open to all.
        """
        return await self._call(_HEALTHZ, timeout=timeout)
