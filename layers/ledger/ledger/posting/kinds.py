"""The kinds of transactions: each is listed here once, with everything that depends on it.

The models of requests use the Literal types, the settlement builds its columns from the table, and `make openapi`
writes docs/kinds.md and the console's words. tests/contract/test_kinds.py compares SQL, the handlers and the API with
the table.
"""

from dataclasses import dataclass
from typing import Final, Literal

from ledger.core.principal import DECIDERS, MESSAGING, OWNERS, TOURNAMENTS, TRADING, Role

DebitKind = Literal["debit", "withdrawal", "debit_adjustment"]
CreditKind = Literal["credit", "deposit", "credit_adjustment"]
CashierKind = Literal[DebitKind, CreditKind, "opening_balance", "settlement"]
FloatKind = Literal[CashierKind, "reversal"]
"""The kinds of transactions with an agent's float, which the history of the cashier shows and can be filtered by."""
BetKind = Literal["bet_stake", "bet_payout", "bet_void", "bet_cash_out"]
WalletKind = Literal[
    "participation",
    "top4",
    "runner_up",
    "winner",
    "entry_fee_debit",
    "refund",
    "manual_adjust",
    "correction",
    "p2p_transfer",
]
CustomKind = Literal["custom"]
"""Of transactions whose reason is a word of the tenant's own."""
HoldKind = Literal["hold_capture"]
BillingKind = Literal["topup", "topup_refund", "message_charge", "prepaid_debit", "prepaid_adjustment"]
KindName = Literal[CashierKind, BetKind, WalletKind, CustomKind, HoldKind, BillingKind, "reversal"]

SettlementColumn = Literal[
    "stakes", "payouts", "stakes_returned", "cash_outs", "cashier_credits", "cashier_debits", "other"
]


@dataclass(frozen=True, slots=True)
class Kind:
    """The properties of all transactions of one kind.

    group: the part of the ledger that posts it.
    label: its name in the console. owner_label: its name in the history of the wallet's owner; None: the label.
    roles: the roles that may request it. Some kinds are also posted for an event, which needs no role.
    operations: the folders of functions/ that post it.
    settlement_column: where a settlement counts it; None: it never changes a customer's wallet. A transaction between
    two persons is counted as a transfer, whatever its kind.
    undone_by: the kinds that correct such a transaction, or end its bet. `reversal` is posted by
    POST /api/v1/transactions/{transaction_id}/reverse.
    has_subject: each transaction belongs to one bet, top-up request or payment, and reconciliation compares the two.
    """

    group: Literal["cashier", "bets", "wallets", "holds", "billing", "corrections"]
    label: str
    roles: frozenset[Role]
    operations: tuple[str, ...]
    settlement_column: SettlementColumn | None
    undone_by: tuple[KindName, ...] = ()
    owner_label: str | None = None
    has_subject: bool = False


_AGENT: Final[frozenset[Role]] = frozenset({"agent"})
_CUSTOMER: Final[frozenset[Role]] = frozenset({"customer"})
_SERVICE: Final[frozenset[Role]] = frozenset({"service"})
_ONE_AMOUNT: Final = ("wallets_credit", "wallets_debit", "transfers_create", "batches_create")
_ANY_ENTRIES: Final = (*_ONE_AMOUNT, "transactions_create")


def _cashier(label: str, *operations: str, column: SettlementColumn, owner_label: str | None = None) -> Kind:
    return Kind("cashier", label, _AGENT, operations, column, ("reversal",), owner_label)


def _credit(label: str, *, owner_label: str | None = None) -> Kind:
    """Above the agent's limit, the operation that approves posts it."""
    return _cashier(label, "cashier_credit", "approvals_approve", column="cashier_credits", owner_label=owner_label)


def _bet(
    label: str, roles: frozenset[Role], operations: tuple[str, ...], column: SettlementColumn, *, owner_label: str
) -> Kind:
    """Only a stake can be undone, by ending its bet as void."""
    undone_by: tuple[KindName, ...] = ("bet_void",) if column == "stakes" else ()
    return Kind("bets", label, roles, operations, column, undone_by, owner_label, has_subject=True)


def _wallets(
    label: str,
    *consumers: str,
    roles: frozenset[Role] = TOURNAMENTS,
    operations: tuple[str, ...] = _ANY_ENTRIES,
    undone_by: tuple[KindName, ...] = ("reversal",),
    owner_label: str | None = None,
) -> Kind:
    """operations: those of the API, apart from captures of holds. consumers: those that post it for an event."""
    operations = (*operations, "holds_capture", *consumers)
    return Kind("wallets", label, roles, operations, "other", undone_by, owner_label)


def _billing(
    label: str,
    roles: frozenset[Role],
    *operations: str,
    undone_by: tuple[KindName, ...] = (),
    owner_label: str,
    has_subject: bool = False,
) -> Kind:
    return Kind("billing", label, roles, operations, None, undone_by, owner_label, has_subject)


KINDS: Final[dict[KindName, Kind]] = {
    "debit": _cashier("Debit", "cashier_debit", column="cashier_debits", owner_label="Paid out at the cashier"),
    "withdrawal": _cashier("Withdrawal", "cashier_debit", column="cashier_debits"),
    "debit_adjustment": _cashier(
        "Debit adjustment", "cashier_debit", column="cashier_debits", owner_label="Cashier adjustment"
    ),
    "credit": _credit("Credit", owner_label="Paid in at the cashier"),
    "deposit": _credit("Deposit"),
    "credit_adjustment": _credit("Credit adjustment", owner_label="Cashier adjustment"),
    "opening_balance": _cashier("Opening balance", "agent_clients_import", column="other"),
    "settlement": Kind("cashier", "Settlement", _AGENT, ("settlements_create",), "other"),
    "bet_stake": _bet("Bet stake", _CUSTOMER | TRADING, ("bets_create",), "stakes", owner_label="Stake of a bet"),
    "bet_payout": _bet("Bet payout", TRADING, ("bets_settle",), "payouts", owner_label="Bet won"),
    "bet_void": _bet("Bet void", TRADING, ("bets_settle",), "stakes_returned", owner_label="Stake returned"),
    "bet_cash_out": _bet(
        "Bet cash-out", TRADING, ("bets_cash_out", "cash_out_triggered"), "cash_outs", owner_label="Bet cashed out"
    ),
    "participation": _wallets("Participation award", "registration_confirmed", owner_label="Participation award"),
    "top4": _wallets("Top-four award", "tournament_completed", owner_label="Award for the top four"),
    "runner_up": _wallets("Runner-up award", "tournament_completed", owner_label="Award for second place"),
    "winner": _wallets("Winner award", "tournament_completed", owner_label="Award for winning"),
    "entry_fee_debit": _wallets("Entry fee", operations=_ONE_AMOUNT, undone_by=("reversal", "refund")),
    "refund": _wallets("Refund", "tournament_cancelled"),
    "manual_adjust": _wallets("Manual adjustment", owner_label="Adjustment"),
    "correction": _wallets("Correction"),
    "p2p_transfer": _wallets("Transfer", roles=_CUSTOMER | TOURNAMENTS),
    "custom": Kind("wallets", "Custom transaction", TOURNAMENTS, _ANY_ENTRIES, "other", ("reversal",)),
    "hold_capture": Kind(
        "holds", "Captured hold", TOURNAMENTS, ("holds_capture", "batches_create"), "other", ("reversal",)
    ),
    "topup": _billing(
        "Top-up",
        DECIDERS,
        "invoices_pay",
        "payments_approve",
        "approvals_approve",
        undone_by=("topup_refund",),
        owner_label="Top-up",
        has_subject=True,
    ),
    "topup_refund": _billing(
        "Top-up refund", DECIDERS, "payments_refund", "approvals_approve", owner_label="Refund", has_subject=True
    ),
    "message_charge": _billing("Message charge", MESSAGING, "prepaid_charge", owner_label="Message charge"),
    "prepaid_debit": _billing("Prepaid debit", _SERVICE, "prepaid_debit", owner_label="Debit"),
    "prepaid_adjustment": _billing(
        "Prepaid adjustment", OWNERS, "prepaid_adjust", "approvals_approve", owner_label="Adjustment"
    ),
    "reversal": Kind(
        "corrections", "Reversal", _SERVICE | OWNERS, ("transactions_reverse", "approvals_approve"), "other"
    ),
}


def in_column(column: SettlementColumn) -> list[KindName]:
    """The kinds that a settlement counts in a column."""
    return [name for name, kind in KINDS.items() if kind.settlement_column == column]


def is_reversible(name: KindName) -> bool:
    """Whether POST /api/v1/transactions/{transaction_id}/reverse accepts it; is_reversible() in SQL decides."""
    return "reversal" in KINDS[name].undone_by
