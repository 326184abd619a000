"""All operations that write, except NOT_SCHEDULED. They share wallets, bets, invoices and names."""

from collections.abc import Mapping
from typing import Any, Final

from tests.interleavings.billing_operations import BILLING
from tests.interleavings.clients import (
    at_cashier,
    deliver,
    operation,
    reconcile,
    record_expired,
    relay,
    send,
    send_as_root,
)
from tests.interleavings.tenants import Tenant
from tests.support import live, tournaments

_CLIENTS: Final = "/api/v1/agent/clients"
_HOLD: Final = {"owner_id": "{hal}", "currency": "USD", "amount": "50.00", "reason": "order"}
_CAPTURE: Final = {"amount": "10.00", "final": False, "to": {"owner_id": "bea"}}
_CHANGES: Final = {
    "mode": "atomic",
    "operations": [
        {"op": "capture", "key": "capture", "hold_id": "{hold}", **_CAPTURE},
        {"op": "hold", "key": "hold", **_HOLD},
        {"op": "release", "key": "release", "hold_id": "{hold}"},
    ],
}


def _recorded(tenant: Tenant) -> Mapping[str, Any]:
    return live.recorded("agent-1", tenant.ids["ended_bet"], tenant.name, event_id=tenant.ids["event"])


def _completed(tenant: Tenant) -> Mapping[str, Any]:
    placed = [tournaments.placed("r1", 1, "player-1"), tournaments.placed("r2", 2, "player-2")]
    return tournaments.completed(*placed, tenant_id=tenant.name)


def _coins(amount: str, reason: str) -> dict[str, str]:
    return {"amount": amount, "currency": "COIN", "reason": reason}


def _batch(first: str, second: str) -> dict[str, Any]:
    """Names the wallets of two persons in an order, of which each has one and the other may be missing."""
    move = {"from_owner_id": f"{{{first}}}", "to_owner_id": f"{{{second}}}", "amount": "9.00", "currency": "USD"}
    give = {"amount": "3.000", "currency": "KWD", "reason": "salary"}
    return {
        "mode": "atomic",
        "operations": [
            {"op": "transfer", "key": f"1-{first}", **move},
            {"op": "credit", "key": f"2-{first}", "owner_id": f"{{{second}}}", **give},
            {"op": "credit", "key": f"3-{first}", "owner_id": f"{{{first}}}", **give},
        ],
    }


def _prize(owner_id: str, amount: str = "7.00") -> dict[str, Any]:
    """Paid out of an account with a floor, which has 10.00. A negative amount is paid back."""
    paid = f"-{amount}".replace("--", "")
    entries = [{"account": "house:prizes", "amount": paid}, {"owner_id": owner_id, "amount": amount}]
    return {"entries": [entry | {"currency": "USD"} for entry in entries], "reason": "salary"}


def _in_batch(operation: Mapping[str, Any]) -> dict[str, Any]:
    return {"mode": "atomic", "operations": [operation]}


OPERATIONS: Final = (
    # The cashier
    operation("credit", "cashier_credit", "ann", at_cashier("credit", "ann", "15.00")),
    operation("debit", "cashier_debit", "ann", at_cashier("debit", "ann", "60.00")),
    operation("debit below zero", "cashier_debit", "ann", at_cashier("debit", "ann", "95.00", allow_overdraft=True)),
    operation("debit of credit", "cashier_debit", "carl", at_cashier("debit", "carl", "40.00")),
    operation("first credit", "cashier_credit", "float", at_cashier("credit", "bob", "5.00", "new_agent")),
    operation("other first credit", "cashier_credit", "float", at_cashier("credit", "eve", "7.00", "new_agent")),
    operation(
        "freeze", "agent_clients_update", "ann", send("PATCH", f"{_CLIENTS}/{{ann}}", {"status": "frozen"}, "agent")
    ),
    operation(
        "unfreeze", "agent_clients_update", "ann", send("PATCH", f"{_CLIENTS}/{{ann}}", {"status": "active"}, "agent")
    ),
    operation(
        "first coins",
        "wallets_credit",
        "ann",
        send("POST", "/api/v1/wallets/{ann}/credit", _coins("5", "participation")),
    ),
    operation(
        "debit euros",
        "wallets_debit",
        "ann",
        send("POST", "/api/v1/wallets/{ann}/debit", {**_coins("3.00", "manual_adjust"), "currency": "EUR"}),
    ),
    operation(
        "change account",
        "agent_clients_update",
        "ann",
        send("PATCH", f"{_CLIENTS}/{{ann}}", {"account_type": "credit", "credit_limit": "30.00"}, "agent"),
    ),
    operation(
        "change limit",
        "agent_clients_update",
        "carl",
        send("PATCH", f"{_CLIENTS}/{{carl}}", {"credit_limit": "10.00"}, "agent"),
    ),
    # Holds: 30.00 of hal's 100.00 are held; other 40.00 were, until their hold expired
    operation("hold", "holds_create", "hal", send("POST", "/api/v1/holds", _HOLD)),
    operation("capture", "holds_capture", "hal", send("POST", "/api/v1/holds/{hold}/capture", {})),
    operation(
        "capture a part",
        "holds_capture",
        "hal",
        send("POST", "/api/v1/holds/{hold}/capture", _CAPTURE),
    ),
    operation(
        "capture what has expired", "holds_capture", "hal", send("POST", "/api/v1/holds/{expired_hold}/capture", {})
    ),
    operation("record what has expired", "holds_expire", "hal", record_expired),
    operation("release", "holds_release", "hal", send("POST", "/api/v1/holds/{hold}/release", {})),
    operation("batch of holds", "batches_create", "hal", send("POST", "/api/v1/batches", _CHANGES)),
    operation("debit beside holds", "cashier_debit", "hal", at_cashier("debit", "hal", "60.00")),
    operation(
        "freeze holder",
        "agent_clients_update",
        "hal",
        send("PATCH", f"{_CLIENTS}/{{hal}}", {"status": "frozen"}, "agent"),
    ),
    # An agent with a limit of 10.00 in total
    operation("limited credit", "cashier_credit", "limit", at_cashier("credit", "fay", "6.00", "limited_agent")),
    operation("other limited credit", "cashier_credit", "limit", at_cashier("credit", "gus", "5.00", "limited_agent")),
    operation(
        "credit above the limit", "cashier_credit", "limit", at_cashier("credit", "gus", "7.00", "limited_agent")
    ),
    operation("limited debit", "cashier_debit", "limit", at_cashier("debit", "gus", "4.00", "limited_agent")),
    operation(
        "raise limit",
        "agent_limits_put",
        "limit",
        send_as_root("PUT", "/api/v1/agent-limits", {"agent_id": "agent-3", "total": "15.00"}),
    ),
    operation(
        "lower limit",
        "agent_limits_put",
        "limit",
        send("PUT", "/api/v1/agent-limits", {"agent_id": "agent-3", "total": "8.00"}),
    ),
    operation(
        "approve credit above the limit",
        "approvals_approve",
        "limit",
        send("POST", "/api/v1/approvals/{credit_approval}/approve", {}, "operator"),
    ),
    operation(
        "let credits above limits wait",
        "approval_policy_put",
        "limit approval policy",
        send("PUT", "/api/v1/approval-policy", {"from": {"agent_credit": "0"}}, "operator"),
    ),
    operation(
        "settle to zero",
        "settlements_create",
        "ann",
        send("POST", "/api/v1/agent/settlements", {"customer_id": "{ann}", "method": "zero"}, "agent"),
    ),
    operation(
        "carry",
        "settlements_create",
        "ann",
        send("POST", "/api/v1/agent/settlements", {"customer_id": "{ann}", "method": "carry"}, "agent"),
    ),
    operation(
        "create customer",
        "agent_clients_create",
        "names",
        send("POST", _CLIENTS, {"username": "new-1", "account_type": "postup"}, "agent"),
    ),
    operation(
        "import",
        "agent_clients_import",
        "names float",
        lambda tenant, key: tenant.new_agent.post(
            f"{_CLIENTS}/import",
            {
                # Only one row has an opening balance. Two would be posted in the order of their ids, and these are
                # random on PostgreSQL 16.
                "rows": [
                    {"username": "new-2", "account_type": "postup"},
                    {"username": "new-1", "account_type": "postup", "opening_balance": "3.00"},
                ]
            },
            key=key,
        ),
    ),
    # Bets
    operation(
        "place bet",
        "bets_create",
        "ann",
        send("POST", "/api/v1/bets", {"stake": "60.00", "description": "Home win"}, "ann"),
    ),
    operation(
        "settle won",
        "bets_settle",
        "ann bet",
        send("POST", "/api/v1/bets/{bet}/settle", {"outcome": "won", "payout": "18.00"}),
    ),
    operation("settle void", "bets_settle", "ann bet", send("POST", "/api/v1/bets/{bet}/settle", {"outcome": "void"})),
    operation(
        "cash out",
        "bets_cash_out",
        "ann bet",
        send("POST", "/api/v1/bets/{bet}/cash-out", {"cash_out_amount": "12.00"}),
    ),
    operation(
        "triggered cash-out",
        "cash_out_triggered",
        "ann bet",
        deliver("cash_out_triggered", lambda tenant: live.triggered(tenant.ids["bet"], "11.00", tenant.name)),
    ),
    operation("feed", "cash_out_feed", "bet feed", deliver("cash_out_feed", _recorded)),
    # Wallets and coins
    operation(
        "transfer",
        "transfers_create",
        "ann",
        send("POST", "/api/v1/transfers", {"to_owner_id": "{zoe}", "amount": "60.00", "currency": "USD"}, "ann"),
    ),
    operation(
        "transfer back",
        "transfers_create",
        "ann",
        send("POST", "/api/v1/transfers", {"to_owner_id": "{ann}", "amount": "15.00", "currency": "USD"}, "zoe"),
    ),
    operation("batch", "batches_create", "ann batches", send("POST", "/api/v1/batches", _batch("ann", "zoe"))),
    operation("batch backwards", "batches_create", "batches", send("POST", "/api/v1/batches", _batch("zoe", "ann"))),
    operation(
        "split",
        "transactions_create",
        "ann",
        send(
            "POST",
            "/api/v1/transactions",
            {
                "entries": [
                    {"owner_id": "{zoe}", "currency": "USD", "amount": "-10.00"},
                    {"account": "house:fees", "currency": "USD", "amount": "2.00"},
                    {"owner_id": "{ann}", "currency": "USD", "amount": "8.00"},
                ],
                "reason": "split",
            },
        ),
    ),
    operation("pay a prize", "transactions_create", "prizes", send("POST", "/api/v1/transactions", _prize("{ann}"))),
    operation(
        "pay a prize in a batch",
        "batches_create",
        "prizes",
        send("POST", "/api/v1/batches", _in_batch({"op": "transaction", "key": "prize", **_prize("{zoe}")})),
    ),
    operation(
        "raise prizes", "transactions_create", "prizes", send("POST", "/api/v1/transactions", _prize("{zoe}", "-5.00"))
    ),
    operation(
        "credit coins",
        "wallets_credit",
        "coins",
        send("POST", "/api/v1/wallets/player-1/credit", _coins("5", "manual_adjust")),
    ),
    operation(
        "debit coins",
        "wallets_debit",
        "coins",
        send("POST", "/api/v1/wallets/player-1/debit", _coins("30", "manual_adjust")),
    ),
    operation(
        "credit new owner",
        "wallets_credit",
        "owner",
        send("POST", "/api/v1/wallets/player-9/credit", _coins("5", "participation")),
    ),
    operation(
        "transfer to new owner",
        "transfers_create",
        "coins owner",
        send(
            "POST",
            "/api/v1/transfers",
            {"from_owner_id": "player-1", "to_owner_id": "player-9", "amount": "20", "currency": "COIN"},
        ),
    ),
    operation(
        "set overdraft",
        "wallets_update",
        "coins",
        send("PATCH", "/api/v1/wallets/player-1", {"currency": "COIN", "allow_overdraft": True}),
    ),
    operation(
        "reverse",
        "transactions_reverse",
        "coins",
        send("POST", "/api/v1/transactions/{credit}/reverse", {"reason": "By mistake"}),
    ),
    operation(
        "approve reversal",
        "approvals_approve",
        "coins approval",
        send_as_root("POST", "/api/v1/approvals/{approval}/approve", {}),
    ),
    operation(
        "reject reversal",
        "approvals_reject",
        "approval",
        send("POST", "/api/v1/approvals/{approval}/reject", {"reason": "By mistake"}),
    ),
    operation(
        "set approval policy",
        "approval_policy_put",
        "approval policy",
        send("PUT", "/api/v1/approval-policy", {"from": {"reversal": "0"}}, "operator"),
    ),
    operation(
        "set another approval policy",
        "approval_policy_put",
        "approval policy",
        send("PUT", "/api/v1/approval-policy", {"from": {"refund": "10.00"}}, "operator"),
    ),
    operation(
        "name account",
        "accounts_put",
        "account",
        send("PUT", "/api/v1/accounts/house:fees", {"category": "revenue/fees", "currency": "USD"}),
    ),
    operation(
        "name account otherwise",
        "accounts_put",
        "account",
        send_as_root("PUT", "/api/v1/accounts/house:fees", {"category": "revenue", "currency": "USD"}),
    ),
    operation(
        "events off",
        "event_settings_put",
        "event settings",
        send("PUT", "/api/v1/event-settings", {"transactions": False}),
    ),
    operation(
        "events on",
        "event_settings_put",
        "event settings",
        send_as_root("PUT", "/api/v1/event-settings", {"transactions": True}),
    ),
    operation(
        "set monitor",
        "monitors_put",
        "monitor",
        send("PUT", "/api/v1/monitors/low", {"account": "treasury", "currency": "COIN", "below": "-5"}),
    ),
    operation("delete monitor", "monitors_delete", "monitor", send("DELETE", "/api/v1/monitors/low")),
    operation(
        "create webhook",
        "webhooks_create",
        "webhook",
        send("POST", "/api/v1/webhooks", {"url": "https://receiver.example/", "types": ["LowBalance"]}),
    ),
    operation(
        "change webhook",
        "webhooks_update",
        "webhook",
        send("PATCH", "/api/v1/webhooks/{webhook}", {"types": ["LowBalance"], "rotate": True}),
    ),
    operation("delete webhook", "webhooks_delete", "webhook", send("DELETE", "/api/v1/webhooks/{webhook}")),
    operation("test webhook", "webhooks_test", "webhook", send("POST", "/api/v1/webhooks/{webhook}/test", {})),
    operation(
        "resend delivery",
        "webhooks_resend",
        "webhook",
        send("POST", "/api/v1/webhooks/{webhook}/deliveries/{delivery}/resend", {}),
    ),
    operation(
        "set policy",
        "coin_policy_put",
        "coins",
        send(
            "PUT",
            "/api/v1/tournaments/winter-cup/coin-policy",
            {"participation": 6, "top4": 20, "runner_up": 40, "winner": 80},
        ),
    ),
    operation(
        "register",
        "registration_confirmed",
        "coins",
        deliver(
            "registration_confirmed", lambda tenant: tournaments.confirmed("r1", "player-1", tenant_id=tenant.name)
        ),
    ),
    operation("complete tournament", "tournament_completed", "coins", deliver("tournament_completed", _completed)),
    operation(
        "cancel tournament",
        "tournament_cancelled",
        "coins",
        deliver("tournament_cancelled", lambda tenant: tournaments.cancelled(tenant_id=tenant.name)),
    ),
    *BILLING,
    # Reconciliation and the relay
    operation("credit drifted", "cashier_credit", "drift", at_cashier("credit", "dan", "4.00")),
    operation("debit drifted", "cashier_debit", "drift", at_cashier("debit", "dan", "10.50")),
    operation("reconcile", "reconcile", "drift", reconcile),
    operation("relay", "relay_outbox", "bet prepaid invoices", relay),
)
"""The operations. Two that share a subject are tested as a pair."""
SUBJECTS: Final = sorted({subject for operation in OPERATIONS for subject in operation.subjects})
BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}

NOT_SCHEDULED: Final = {
    "webhooks_dispatch": "it reads and leases for all tenants at given times, which a schedule cannot advance",
    "webhooks_record": "it records what an attempt of `webhooks_dispatch` had as its result",
    "webhooks_send": "it has no database",
    "billing_mail": "a lost connection leaves its mail reserved until a time, which a schedule cannot advance",
    "reconciliation_findings_acknowledge": "it changes data of the platform, which no copied tenant has",
    "reconciliation_requested": "it runs what `reconcile` runs",
    "people_erasure": "it only stores a request, as a reversal that waits does",
    "reconciliation_runs_create": "it changes data of the platform, which no copied tenant has",
}
"""Functions that write but have no operation here, each with the reason."""
