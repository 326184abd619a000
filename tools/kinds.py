"""Writes docs/kinds.md and the console's words for kinds and roles, out of ledger.posting.kinds, the roles and the
proposals that need two people."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from ledger.approvals import proposals
from ledger.approvals.policies import ApprovalKind
from ledger.bets import bets
from ledger.billing import prepaid_wallet
from ledger.core.principal import Principal, Role
from ledger.posting import kinds
from tools.operations import ROOT

PAGE: Final = ROOT / "docs" / "kinds.md"
_CONSOLE: Final = ROOT / "functions" / "console" / "src"
NAMES: Final = _CONSOLE / "ledger.ts"
LABELS: Final = _CONSOLE / "labels.ts"
"""Apart from the names, which the console needs before it loads a page."""
_LINE_CHARACTERS: Final = 120
_NOTE: Final = "// Written by `make openapi` out of the ledger's roles, kinds and statuses; never edited by hand."
_ABOUT: Final = """\
# Kinds of transactions

Written by `make openapi` out of `layers/ledger/ledger/posting/kinds.py`, which has every kind once.

*Operations* are folders of `functions/`; those of the API require one of the roles. *Settlement* is the column in which
a settlement counts the kind; what goes between two persons is counted as a transfer, whatever its kind. A kind that
`reversal` undoes can be reversed by `POST /api/v1/transactions/{transaction_id}/reverse`.
"""
_WHERE_TO_GO_ON: Final = """
## Where to go on

- [Transactions of many entries](guides/transactions.md): the kind `custom`, and reversals
- [The cashier](guides/cashier-desk.md#settle): the columns of a settlement
- [Adding a kind](changing.md#a-kind-of-transaction)
"""


def page() -> str:
    lines = [
        _ABOUT,
        "| Kind | Label | Group | Operations | Roles | Settlement | Undone by |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, kind in kinds.KINDS.items():
        cells = [
            f"`{name}`",
            kind.label,
            kind.group,
            _code(kind.operations),
            _code(sorted(kind.roles)),
            _code([kind.settlement_column] if kind.settlement_column else []),
            _code(kind.undone_by),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, _WHERE_TO_GO_ON])


def names() -> str:
    """A TypeScript module, formatted as Oxfmt does."""
    return "\n".join(
        [
            _NOTE,
            _array("ROLES", get_args(Role)),
            _array("DEBIT_KINDS", get_args(kinds.DebitKind)),
            _array("CREDIT_KINDS", get_args(kinds.CreditKind)),
            "/** The kinds by which the history of the cashier can be filtered. */",
            _array("CASHIER_KINDS", get_args(kinds.FloatKind)),
            "/** The kinds by which the history of a prepaid wallet can be filtered, with the API's names. */",
            _array("PREPAID_KINDS", get_args(prepaid_wallet.Kind)),
            _array("BET_STATUSES", get_args(bets.BetStatus)),
            "/** The operations that may need two people, and the roles that approve each. */",
            _arrays("APPROVERS", _approvers()),
            "",
        ]
    )


def labels() -> str:
    """A TypeScript module, formatted as Oxfmt does."""
    all_labels = {name: kind.label for name, kind in kinds.KINDS.items()}
    owner_labels = {name: kind.owner_label or kind.label for name, kind in kinds.KINDS.items()}
    prepaid_labels = {name: owner_labels[ledger_kind] for name, ledger_kind in prepaid_wallet.LEDGER_KINDS.items()}
    return "\n".join(
        [
            _NOTE,
            "/** The name of each kind for agents and operators. */",
            _record("LABELS", all_labels),
            "/** The name of each kind in the history that the owner of the wallet sees. */",
            _record("OWNER_LABELS", owner_labels),
            _record("PREPAID_LABELS", prepaid_labels),
            "",
        ]
    )


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words) or "-"


def _array(name: str, values: Iterable[str]) -> str:
    quoted = [json.dumps(value) for value in values]
    line = f"export const {name} = [{', '.join(quoted)}] as const;"
    if len(line) <= _LINE_CHARACTERS:
        return line
    return "\n".join([f"export const {name} = [", *(f"  {value}," for value in quoted), "] as const;"])


def _arrays(name: str, values: Mapping[str, Iterable[str]]) -> str:
    rows = [f"  {key}: [{', '.join(json.dumps(value) for value in values[key])}]," for key in values]
    return "\n".join([f"export const {name} = {{", *rows, "} as const;"])


def _approvers() -> dict[str, list[str]]:
    def approves(role: Role, kind: ApprovalKind) -> bool:
        return kind in proposals.approvable_kinds(Principal("", "", frozenset({role}), ""))

    return {kind: [role for role in get_args(Role) if approves(role, kind)] for kind in get_args(ApprovalKind)}


def _record(name: str, words: Mapping[Any, str]) -> str:
    rows = [f"  {key}: {json.dumps(word)}," for key, word in words.items()]
    return "\n".join([f"export const {name}: Readonly<Record<string, string>> = {{", *rows, "};"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    NAMES.write_text(names(), encoding="utf-8")
    LABELS.write_text(labels(), encoding="utf-8")
