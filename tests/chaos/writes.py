"""Checks of writes: each acknowledged write is in the ledger once, and each transaction was requested."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from tests.chaos.anomaly import Anomaly
from tests.chaos.history import History, Operation, Wallet
from tests.chaos.ledger import GUARDED, Ledger, Transaction, by_corrected
from tests.chaos.money import minor
from tests.chaos.timeline import Timeline

ENTRY_FEE = "pay an entry fee"
CANCEL = "cancel a tournament"
_LACK_OF_FUNDS = frozenset({"insufficient_funds", "insufficient_credit"})


def conservation(ledger: Ledger) -> Iterator[Anomaly]:
    """Each transaction sums to zero in one currency, and an open wallet's balance is the sum of its entries."""
    for transaction in ledger.transactions.values():
        currencies = {entry.wallet[2] for entry in transaction.entries}
        total = sum(entry.minor for entry in transaction.entries)
        if total or len(currencies) != 1 or len(transaction.entries) < 2:
            yield Anomaly("not_conserved", f"{transaction.transaction_id} sums to {total} in {sorted(currencies)}")
    for wallet, balance in ledger.open_balances.items():
        total = sum(entry.minor for entry in ledger.entries.get(wallet, []))
        if balance != total:
            yield Anomaly("not_conserved", f"{wallet} has {balance}, its entries sum to {total}")


def versions(ledger: Ledger) -> Iterator[Anomaly]:
    """The entries of a guarded wallet have versions without a gap, and each balance is the sum of the entries so far.

    All entries of one posting have the same time. Each posting has a later time than the one before.
    """
    for wallet, entries in ledger.entries.items():
        if wallet[0] not in GUARDED:
            continue
        balance = 0
        for version, entry in enumerate(entries, 1):
            balance += entry.minor
            if (entry.version, entry.balance_after) != (version, balance):
                found = f"version {entry.version} with {entry.balance_after}"
                yield Anomaly("changed", f"{wallet} has {found} instead of {version} with {balance}")
        for earlier, later in pairwise(entries):
            is_one_posting = earlier.xid == later.xid  # all entries of one posting have the same time
            if (earlier.posted_at == later.posted_at) is not is_one_posting or earlier.posted_at > later.posted_at:
                yield Anomaly("changed", f"{wallet} has version {later.version} no later than the one before")


def floors(ledger: Ledger) -> Iterator[Anomaly]:
    """An entry that lowers a wallet does not leave it below its floor, unless the transaction is an override."""
    for transaction in ledger.transactions.values():
        for wallet, entry in transaction.guarded.items():
            if entry.minor < 0 and (entry.balance_after or 0) < -entry.credit_limit and not transaction.is_override:
                yield Anomaly("below_floor", f"{wallet} has {entry.balance_after} at version {entry.version}")


def operations(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """An acknowledged operation has one transaction, and the answer agrees with it.

    A refused operation has no transaction. An operation with an unknown outcome has at most one.
    """
    competing: dict[str, list[Operation]] = defaultdict(list)
    for operation in history.operations:
        yield from _one_answer(operation)
        if operation.identity is not None:
            competing[operation.identity].append(operation)
    for identity, group in competing.items():
        found = ledger.by_identity.get(identity, [])
        acknowledged = [operation for operation in group if operation.outcome == "ok"]
        some = group[0].number
        if len(found) > 1:
            yield Anomaly("duplicated", f"{len(found)} transactions for the {identity}", some)
        if found and all(operation.outcome == "fail" for operation in group):
            yield Anomaly("invented", f"the {identity} was refused and has a transaction", some)
        for operation in acknowledged:
            if not (operation.is_event and len(group) > 1):
                yield from _as_answered(operation, found)
            elif not found and all(other.is_event for other in acknowledged):
                yield Anomaly("lost", f"{operation.name} had no effect", operation.number)


def _one_answer(operation: Operation) -> Iterator[Anomaly]:
    """All successful answers to one key are equal, byte for byte."""
    answers = {(attempt.status, attempt.body) for attempt in operation.attempts if attempt.outcome == "ok"}
    if operation.request.key is not None and len(answers) > 1:
        yield Anomaly("answer", f"{len(answers)} answers to {operation.request.key}", operation.number)


def _as_answered(operation: Operation, found: Sequence[Transaction]) -> Iterator[Anomaly]:
    """The transaction has the kind and the amounts of the request, and the id and the balances of the answer."""
    assert operation.answer is not None
    stated: dict[str, Any] = operation.answer.json
    expected = operation.kind is not None and (operation.effects is not None or stated["transaction_id"] is not None)
    if expected and not found:
        yield Anomaly("lost", f"{operation.name}: no transaction for the {operation.identity}", operation.number)
    if found and not expected:
        yield Anomaly("answer", f"{operation.name} has a transaction for the {operation.identity}", operation.number)
    if not (found and expected):
        return
    transaction = found[0]
    moved = {wallet: entry.minor for wallet, entry in transaction.guarded.items()}
    wanted = {effect.wallet: effect.minor for effect in operation.effects or ()}
    if operation.effects is None:
        wallet = operation.about["balances"]["balance_after"]
        wanted = {wallet: -minor(stated["closing_balance"], wallet[2])}
    if (transaction.kind, moved) != (operation.kind, wanted):
        text = f"{operation.name} asked for {operation.kind} {wanted} and got {transaction.kind} {moved}"
        yield Anomaly("answer", text, operation.number)
    if (named := stated.get("transaction_id")) not in (None, transaction.transaction_id):
        yield Anomaly("answer", f"{operation.name} answered {named} for {transaction.transaction_id}", operation.number)
    for wallet, balance in _stated_balances(operation, stated):
        entry = transaction.guarded.get(wallet)
        if entry is not None and entry.balance_after != balance:
            text = f"{operation.name} answered {balance} for {wallet}, which had {entry.balance_after}"
            yield Anomaly("answer", text, operation.number)


def _stated_balances(operation: Operation, stated: dict[str, Any]) -> Iterator[tuple[Wallet, int]]:
    """Return the balances that an answer states, by wallet. They are the balances after the transaction."""
    for field, wallet in operation.about.get("balances", {}).items():
        yield wallet, minor(stated[field], wallet[2])
    for entry in stated.get("entries", []):
        if entry["balance_after"] is not None:
            wallet = ("person", entry["owner_id"], entry["currency"])
            yield wallet, minor(entry["balance_after"], entry["currency"])


def unexplained(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """A client requested each transaction. The only exception is the refund of an entry fee."""
    asked = {operation.identity for operation in history.operations}
    for transaction in ledger.transactions.values():
        corrected = ledger.transactions.get(transaction.corrects or "")
        if transaction.kind == "refund" and corrected is not None and corrected.kind == "entry_fee_debit":
            continue
        if asked.isdisjoint(transaction.identities):
            yield Anomaly("invented", f"nobody asked for the {transaction.kind} {transaction.transaction_id}")


def refunds(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """An entry fee is refunded once if it was paid before its tournament was cancelled."""
    cancelled = {it.about["tournament_id"]: it for it in history.operations if it.name == CANCEL and it.outcome == "ok"}
    for fee in history.operations:
        cancel = cancelled.get(fee.about.get("tournament_id"))
        if fee.name != ENTRY_FEE or cancel is None or fee.answer is None or fee.answer.ended_at > cancel.invoked_at:
            continue
        if len(ledger.by_identity.get(by_corrected(fee.answer.json["transaction_id"]), [])) != 1:
            yield Anomaly("lost", f"no refund of the {fee.identity}", fee.number)


def refusals(history: History, timeline: Timeline) -> Iterator[Anomaly]:
    """A refusal for lack of funds states a balance that the wallet had, and an available amount that is too low."""
    for operation in history.operations:
        reserved = operation.about.get("reserved")
        lowered = [effect for effect in operation.effects or () if effect.minor < 0] + ([reserved] if reserved else [])
        for attempt in operation.attempts:
            if attempt.outcome != "fail" or (problem := attempt.json).get("code") not in _LACK_OF_FUNDS:
                continue
            if not lowered:
                yield Anomaly("refusal", f"{operation.name} was refused: {problem['detail']}", operation.number)
                continue
            (effect,) = lowered
            balance, available = (minor(problem[it], effect.wallet[2]) for it in ("balance", "available"))
            window = timeline.window(effect.wallet, attempt.invoked_at, attempt.ended_at)
            if -effect.minor <= available or balance not in {timeline.balance(effect.wallet, it) for it in window}:
                yield Anomaly("refusal", f"{operation.name} was refused: {problem['detail']}", operation.number)


def internal_errors(history: History) -> Iterator[Anomaly]:
    """No answer is an internal error: the functions expect all failures of the database and of the bus."""
    for operation in history.operations:
        for attempt in operation.attempts:
            if attempt.status == 500 and "internal_error" in attempt.body:
                yield Anomaly("internal_error", f"{operation.name} answered 500", operation.number)
                break
