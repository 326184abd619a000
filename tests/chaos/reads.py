"""Checks of reads: an answer shows a wallet at one version, and the wallet had this version during the read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.chaos.anomaly import Anomaly
from tests.chaos.history import History, Operation, Wallet
from tests.chaos.money import minor
from tests.chaos.timeline import Timeline

BALANCE = "balance"
BALANCE_AT = "balance at a time"
HISTORY = "wallet history"
BANK = "customers of the bank"


def balances(history: History, timeline: Timeline) -> Iterator[Anomaly]:
    """The balance in an answer is that of the time in the answer. A second read for this time returns the same."""
    for operation in answered(history, BALANCE, BALANCE_AT):
        assert operation.answer is not None
        stated, wallet = operation.answer.json, operation.about["wallet"]
        balance = minor(stated["balance"], wallet[2])
        version = timeline.version_at(wallet, datetime.fromisoformat(stated["at"]))
        if balance != timeline.balance(wallet, version) and not stated["is_provisional"]:
            text = f"{wallet} had {timeline.balance(wallet, version)} at {stated['at']}, not {balance}"
            yield Anomaly("balance_at", text, operation.number)
        elif operation.name == BALANCE_AT and balance != minor(operation.about["expected"], wallet[2]):
            text = f"{wallet} had {operation.about['expected']} at {stated['at']}, and later {balance}"
            yield Anomaly("balance_at", text, operation.number)
        elif operation.name == BALANCE:
            yield from _stale(operation, timeline, wallet, version)


def histories(history: History, timeline: Timeline) -> Iterator[Anomaly]:
    """A history has the newest entries of the wallet up to one version, without a gap and without a repetition."""
    for operation in answered(history, HISTORY):
        assert operation.answer is not None
        wallet, items = operation.about["wallet"], operation.answer.json["items"]
        version = version_read(operation, timeline)
        entries = timeline.ledger.entries.get(wallet, [])[:version][::-1][: operation.about["limit"]]
        listed = [
            (it["transaction_id"], minor(it["amount"], wallet[2]), minor(it["balance_after"], wallet[2]))
            for it in items
        ]
        if listed != [(entry.transaction_id, entry.minor, entry.balance_after) for entry in entries]:
            yield Anomaly("answer", f"the history of {wallet} is not that of version {version}", operation.number)
        else:
            yield from _stale(operation, timeline, wallet, version)


def banks(history: History) -> Iterator[Anomaly]:
    """In every answer the balances of the customers have the same sum, since they transfer only to each other."""
    for operation in answered(history, BANK):
        assert operation.answer is not None
        stated: dict[str, Any] = operation.answer.json
        total = sum(minor(item["account_balance"], "USD") for item in stated["items"])
        if not total == minor(stated["totals"]["total_balance"], "USD") == operation.about["total"]:
            text = f"the customers have {total}, not {operation.about['total']}"
            yield Anomaly("not_conserved", text, operation.number)


def answered(history: History, *names: str) -> Iterator[Operation]:
    """Return the acknowledged operations with one of these names."""
    return (operation for operation in history.operations if operation.name in names and operation.outcome == "ok")


def version_read(operation: Operation, timeline: Timeline) -> int:
    """Return the version of the wallet that the answer to a read shows."""
    assert operation.answer is not None
    stated, wallet = operation.answer.json, operation.about["wallet"]
    if operation.name == BALANCE:
        return timeline.version_at(wallet, datetime.fromisoformat(stated["at"]))
    newest = stated["items"][0]["transaction_id"] if stated["items"] else None
    entries = timeline.ledger.entries.get(wallet, [])
    return next((entry.version or 0 for entry in entries if entry.transaction_id == newest), 0)


def _stale(operation: Operation, timeline: Timeline, wallet: Wallet, version: int) -> Iterator[Anomaly]:
    assert operation.answer is not None
    window = timeline.window(wallet, operation.answer.invoked_at, operation.answer.ended_at)
    if version not in window:
        text = f"{operation.name} of {wallet} saw version {version}, not {window.start} to {window.stop - 1}"
        yield Anomaly("stale", text, operation.number)
