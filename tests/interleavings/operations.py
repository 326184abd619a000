"""Every operation that writes, on wallets, bets, invoices and keys that they share."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from tests.interleavings.tenants import Tenant
from tests.support import billing, kit, live, tournaments
from tests.support.kit import Answer, Person

MAX_CALLS: Final = 4
"""How often a client repeats a request that was answered with 503, or a queue delivers a message that failed."""

type Call = Callable[[Tenant, str], Answer]
"""Makes the request with this Idempotency-Key."""


@dataclass(frozen=True)
class Operation:
    """function: the Lambda function. subjects: what it shares with others."""

    name: str
    function: str
    subjects: frozenset[str]
    call: Call

    def request(self, tenant: Tenant, key: str) -> Answer:
        """Make the request as a careful client does, which repeats it with its key until it has an answer."""
        answer = self.call(tenant, key)
        for _ in range(MAX_CALLS - 1):
            if answer.status != 503:
                break
            answer = self.call(tenant, key)
        return answer


def _desk(what: str, name: str, amount: str, person: str = "agent", **more: object) -> Call:
    def call(tenant: Tenant, key: str) -> Answer:
        agent: Person = getattr(tenant, person)
        body = {"customer_id": tenant.ids[name], "amount": amount, "description": "At the desk"} | more
        return agent.post(f"/api/v1/cashier/{what}", body, key=key)

    return call


def _send(method: str, path: str, body: object = None, by: str = "service") -> Call:
    """A request of one of the tenant's people, or of a customer. {name} in path and body stands for an id."""

    def call(tenant: Tenant, key: str) -> Answer:
        person = tenant.customer(by) if by in tenant.ids else getattr(tenant, by)
        return person.call(method, _filled(path, tenant), _filled(body, tenant), key=key)

    return call


def _root(method: str, path: str, body: object) -> Call:
    def call(tenant: Tenant, key: str) -> Answer:
        key = f"{tenant.name}/{key}"
        return billing.root().call(method, path, body, key=key, query={"tenant_id": tenant.name})

    return call


def _deliver(function: str, detail: Callable[[Tenant], Mapping[str, Any]], detail_type: str = "Any") -> Call:
    """A message of a queue, with the same id at each delivery. The answer of a message that failed is 503."""

    def call(tenant: Tenant, key: str) -> Answer:
        body = {"id": str(uuid5(NAMESPACE_OID, f"{tenant.name}/{key}")), "detail-type": detail_type}
        message = live.message(json.dumps(body | {"detail": detail(tenant)}, default=str)) | {"messageId": body["id"]}
        failed = live.deliver(function, [message])
        return Answer(503 if failed else 200, {}, json.dumps(failed))

    return call


def _relay(_tenant: Tenant, _key: str) -> Answer:
    """What the relay counts depends on lost connections: a lease whose answer is lost is for its next run."""
    live.relay()
    return Answer(200, {}, "")


def _reconcile(tenant: Tenant, _key: str) -> Answer:
    """Reconcile one wallet. An invocation that fails is repeated, as by its schedule. What it counts depends on lost
    connections: a later run ends the one that was killed."""
    order = {"full": True, "tenant_id": tenant.name, "wallet_id": tenant.ids["drifted_wallet"]}
    try:
        kit.handler("reconcile")(order, kit.context("reconcile"))
    except Exception:  # noqa: BLE001  (the runtime reports any exception as a failed invocation)
        return Answer(503, {}, "")
    return Answer(200, {}, "")


def _filled(value: Any, tenant: Tenant) -> Any:
    match value:
        case str():
            return value.format_map(tenant.ids) if "{" in value else value
        case dict():
            return {name: _filled(item, tenant) for name, item in value.items()}
        case _:
            return value


def _operation(name: str, function: str, subjects: str, call: Call) -> Operation:
    return Operation(name, function, frozenset(subjects.split()), call)


_CLIENTS: Final = "/api/v1/agent/clients"
_INVOICES: Final = billing.INVOICES
_TOPUPS: Final = billing.TOPUPS
_PAYMENTS: Final = billing.PAYMENTS
_WALLET: Final = billing.WALLET
_METHOD: Final = {
    "type": "bank_transfer",
    "display_name": "Bank",
    "instructions": "Name the invoice.",
    "bank_details": {"iban": "XX00"},
    "is_default": True,
    "is_enabled": True,
}


def _recorded(tenant: Tenant) -> Mapping[str, Any]:
    return live.recorded("agent-1", tenant.ids["ended_bet"], tenant.name, event_id=tenant.ids["event"])


def _completed(tenant: Tenant) -> Mapping[str, Any]:
    placed = [tournaments.placed("r1", 1, "player-1"), tournaments.placed("r2", 2, "player-2")]
    return tournaments.completed(*placed, tenant_id=tenant.name)


def _coins(amount: str, reason: str) -> dict[str, str]:
    return {"amount": amount, "reason": reason}


OPERATIONS: Final = (
    # The cashier
    _operation("credit", "cashier_credit", "ann", _desk("credit", "ann", "15.00")),
    _operation("debit", "cashier_debit", "ann", _desk("debit", "ann", "60.00")),
    _operation("debit below zero", "cashier_debit", "ann", _desk("debit", "ann", "95.00", allow_overdraft=True)),
    _operation("debit of credit", "cashier_debit", "carl", _desk("debit", "carl", "40.00")),
    _operation("first credit", "cashier_credit", "float", _desk("credit", "bob", "5.00", "new_agent")),
    _operation("other first credit", "cashier_credit", "float", _desk("credit", "eve", "7.00", "new_agent")),
    _operation(
        "freeze", "agent_clients_update", "ann", _send("PATCH", f"{_CLIENTS}/{{ann}}", {"status": "frozen"}, "agent")
    ),
    _operation(
        "unfreeze", "agent_clients_update", "ann", _send("PATCH", f"{_CLIENTS}/{{ann}}", {"status": "active"}, "agent")
    ),
    _operation(
        "change account",
        "agent_clients_update",
        "ann",
        _send("PATCH", f"{_CLIENTS}/{{ann}}", {"account_type": "credit", "credit_limit": "30.00"}, "agent"),
    ),
    _operation(
        "change limit",
        "agent_clients_update",
        "carl",
        _send("PATCH", f"{_CLIENTS}/{{carl}}", {"credit_limit": "10.00"}, "agent"),
    ),
    _operation(
        "settle to zero",
        "settlements_create",
        "ann",
        _send("POST", "/api/v1/agent/settlements", {"customer_id": "{ann}", "method": "zero"}, "agent"),
    ),
    _operation(
        "carry",
        "settlements_create",
        "ann",
        _send("POST", "/api/v1/agent/settlements", {"customer_id": "{ann}", "method": "carry"}, "agent"),
    ),
    _operation(
        "create customer",
        "agent_clients_create",
        "names",
        _send("POST", _CLIENTS, {"username": "new-1", "account_type": "postup"}, "agent"),
    ),
    _operation(
        "import",
        "agent_clients_import",
        "names float",
        lambda tenant, key: tenant.new_agent.post(
            f"{_CLIENTS}/import",
            {"rows": [{"username": f"new-{n}", "account_type": "postup", "opening_balance": "3.00"} for n in (2, 1)]},
            key=key,
        ),
    ),
    # Bets
    _operation(
        "place bet",
        "bets_create",
        "ann",
        _send("POST", "/api/v1/bets", {"stake": "60.00", "description": "Home win"}, "ann"),
    ),
    _operation(
        "settle won",
        "bets_settle",
        "ann bet",
        _send("POST", "/api/v1/bets/{bet}/settle", {"outcome": "won", "payout": "18.00"}),
    ),
    _operation(
        "settle void", "bets_settle", "ann bet", _send("POST", "/api/v1/bets/{bet}/settle", {"outcome": "void"})
    ),
    _operation(
        "cash out",
        "bets_cash_out",
        "ann bet",
        _send("POST", "/api/v1/bets/{bet}/cash-out", {"cash_out_amount": "12.00"}),
    ),
    _operation(
        "triggered cash-out",
        "cash_out_triggered",
        "ann bet",
        _deliver("cash_out_triggered", lambda tenant: live.triggered(tenant.ids["bet"], "11.00", tenant.name)),
    ),
    _operation("feed", "cash_out_feed", "bet feed", _deliver("cash_out_feed", _recorded)),
    # Wallets and coins
    _operation(
        "transfer",
        "transfers_create",
        "ann",
        _send("POST", "/api/v1/transfers", {"to_owner_id": "{zoe}", "amount": "60.00", "currency": "USD"}, "ann"),
    ),
    _operation(
        "transfer back",
        "transfers_create",
        "ann",
        _send("POST", "/api/v1/transfers", {"to_owner_id": "{ann}", "amount": "15.00", "currency": "USD"}, "zoe"),
    ),
    _operation(
        "credit coins",
        "wallets_credit",
        "coins",
        _send("POST", "/api/v1/wallets/player-1/credit", _coins("5", "manual_adjust")),
    ),
    _operation(
        "debit coins",
        "wallets_debit",
        "coins",
        _send("POST", "/api/v1/wallets/player-1/debit", _coins("30", "manual_adjust")),
    ),
    _operation(
        "credit new owner",
        "wallets_credit",
        "owner",
        _send("POST", "/api/v1/wallets/player-9/credit", _coins("5", "participation")),
    ),
    _operation(
        "transfer to new owner",
        "transfers_create",
        "coins owner",
        _send("POST", "/api/v1/transfers", {"from_owner_id": "player-1", "to_owner_id": "player-9", "amount": "20"}),
    ),
    _operation(
        "set overdraft",
        "wallets_update",
        "coins",
        _send("PATCH", "/api/v1/wallets/player-1", {"currency": "COIN", "allow_overdraft": True}),
    ),
    _operation(
        "reverse",
        "transactions_reverse",
        "coins",
        _send("POST", "/api/v1/transactions/{credit}/reverse", {"reason": "By mistake"}),
    ),
    _operation(
        "set policy",
        "coin_policy_put",
        "coins",
        _send(
            "PUT",
            "/api/v1/tournaments/winter-cup/coin-policy",
            {"participation": 6, "top4": 20, "runner_up": 40, "winner": 80},
        ),
    ),
    _operation(
        "register",
        "registration_confirmed",
        "coins",
        _deliver(
            "registration_confirmed", lambda tenant: tournaments.confirmed("r1", "player-1", tenant_id=tenant.name)
        ),
    ),
    _operation("complete tournament", "tournament_completed", "coins", _deliver("tournament_completed", _completed)),
    _operation(
        "cancel tournament",
        "tournament_cancelled",
        "coins",
        _deliver("tournament_cancelled", lambda tenant: tournaments.cancelled(tenant_id=tenant.name)),
    ),
    # The prepaid wallet
    _operation(
        "charge",
        "prepaid_charge",
        "prepaid",
        _send("POST", f"{_WALLET}/charges", {"amount": "35.00", "reference": "m-1"}),
    ),
    _operation(
        "prepaid debit",
        "prepaid_debit",
        "prepaid",
        _send("POST", f"{_WALLET}/debits", {"amount": "35.00", "reference": "d-1"}),
    ),
    _operation(
        "adjust",
        "prepaid_adjust",
        "prepaid",
        _root("POST", f"{_WALLET}/adjustments", {"amount": "-20.00", "reason": "By agreement"}),
    ),
    _operation("freeze prepaid", "prepaid_update", "prepaid", _root("PATCH", _WALLET, {"status": "frozen"})),
    _operation("request top-up", "topups_create", "prepaid", _send("POST", _TOPUPS, {"amount": "10.00"}, "member")),
    _operation(
        "approve top-up",
        "topups_approve",
        "prepaid request",
        _send("POST", f"{_TOPUPS}/{{request}}/approve", None, "operator"),
    ),
    _operation(
        "reject top-up",
        "topups_reject",
        "prepaid request",
        _send("POST", f"{_TOPUPS}/{{request}}/reject", None, "operator"),
    ),
    _operation(
        "cancel top-up",
        "topups_cancel",
        "prepaid request",
        _send("POST", f"{_TOPUPS}/{{request}}/cancel", None, "member"),
    ),
    # Invoices and payments
    _operation(
        "draft invoice",
        "invoices_create",
        "invoices",
        _send(
            "POST",
            _INVOICES,
            {
                "purpose": "usage",
                "period_start": "2026-02-01",
                "period_end": "2026-02-14",
                "lines": [{"description": "Messages", "amount": "9.00"}],
            },
            "operator",
        ),
    ),
    _operation(
        "draft overlapping invoice",
        "invoices_create",
        "invoices",
        _send(
            "POST",
            _INVOICES,
            {
                "purpose": "usage",
                "period_start": "2026-02-10",
                "period_end": "2026-02-28",
                "lines": [{"description": "Messages", "amount": "8.00"}],
            },
            "operator",
        ),
    ),
    _operation("issue", "invoices_issue", "invoices", _send("POST", f"{_INVOICES}/{{draft}}/issue", None, "operator")),
    _operation(
        "void draft",
        "invoices_void",
        "invoices",
        _send("POST", f"{_INVOICES}/{{draft}}/void", {"reason": "By mistake"}, "operator"),
    ),
    _operation(
        "void",
        "invoices_void",
        "prepaid invoices",
        _send("POST", f"{_INVOICES}/{{submitted_invoice}}/void", {"reason": "By mistake"}, "operator"),
    ),
    _operation(
        "pay",
        "invoices_pay",
        "prepaid invoices",
        _send("POST", f"{_INVOICES}/{{submitted_invoice}}/pay", None, "operator"),
    ),
    _operation(
        "submit payment",
        "payments_submit",
        "prepaid invoices",
        _send(
            "POST",
            f"{_PAYMENTS}/manual/",
            {"invoice_id": "{issued}", "payment_method": "bank_transfer", "transaction_reference": "TR-2"},
            "member",
        ),
    ),
    _operation(
        "submit payment again",
        "payments_submit",
        "prepaid invoices",
        _send(
            "POST",
            f"{_PAYMENTS}/manual/",
            {"invoice_id": "{submitted_invoice}", "payment_method": "bank_transfer", "transaction_reference": "TR-2"},
            "member",
        ),
    ),
    _operation(
        "approve payment",
        "payments_approve",
        "prepaid invoices",
        _send("POST", f"{_PAYMENTS}/{{payment}}/approve", None, "operator"),
    ),
    _operation(
        "reject payment",
        "payments_reject",
        "prepaid invoices",
        _send("POST", f"{_PAYMENTS}/{{payment}}/reject", {"reason": "Not received"}, "operator"),
    ),
    _operation(
        "cancel payment",
        "payments_cancel",
        "prepaid invoices",
        _send("POST", f"{_PAYMENTS}/{{payment}}/cancel", None, "member"),
    ),
    _operation(
        "refund payment",
        "payments_refund",
        "prepaid invoices",
        _send("POST", f"{_PAYMENTS}/{{refundable}}/refund", {"reason": "By agreement"}, "operator"),
    ),
    _operation(
        "configure method",
        "payment_methods_update",
        "invoices",
        _send("PUT", f"{billing.BASE}/payment-methods/bank_transfer", _METHOD, "operator"),
    ),
    _operation(
        "set contact",
        "billing_contact_update",
        "invoices",
        _send("PUT", f"{billing.BASE}/contact", {"email": "new@example.com"}, "operator"),
    ),
    # All tenants
    _operation("credit drifted", "cashier_credit", "drift", _desk("credit", "dan", "4.00")),
    _operation("debit drifted", "cashier_debit", "drift", _desk("debit", "dan", "10.50")),
    _operation("reconcile", "reconcile", "drift", _reconcile),
    _operation("relay", "relay_outbox", "bet prepaid invoices", _relay),
)
"""The operations. Two that share a subject are tested as a pair."""
SUBJECTS: Final = sorted({subject for operation in OPERATIONS for subject in operation.subjects})
BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}

NOT_SCHEDULED: Final = {
    "billing_mail": "its reservation of a mail ends by the clock, so that a lost connection leaves it waiting",
    "reconciliation_findings_acknowledge": "it concerns the platform, and no tenant has state of it",
    "reconciliation_requested": "it runs what `reconcile` runs",
    "reconciliation_runs_create": "it concerns the platform, and no tenant has state of it",
}
"""Functions that write and have no operation here, with the reason."""
