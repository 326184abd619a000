"""Checks of holds: each acknowledged one is in the ledger once, what it took was posted, and nobody else took it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from tests.chaos.anomaly import Anomaly
from tests.chaos.history import History, Wallet
from tests.chaos.holds import CAPTURE, CREATE, HELD, RELEASE
from tests.chaos.ledger import Hold, Ledger
from tests.chaos.money import minor
from tests.chaos.reads import answered


def creations(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """An acknowledged hold exists once, with the amount of its request. A refused one does not exist, nor any other."""
    by_key: dict[tuple[str, str | None], list[Hold]] = defaultdict(list)
    for hold in ledger.holds:
        by_key[hold.created_by, hold.key].append(hold)
    for operation in history.operations:
        if operation.name != CREATE:
            continue
        reserved = operation.about["reserved"]
        found = by_key.pop((operation.request.caller.sub, operation.request.key), [])
        if len(found) > 1:
            yield Anomaly("duplicated", f"{len(found)} holds for {operation.request.key}", operation.number)
        elif found and operation.outcome == "fail":
            yield Anomaly("invented", f"the hold of {operation.request.key} was refused and exists", operation.number)
        elif operation.answer and not found:
            yield Anomaly("lost", f"no hold for {operation.request.key}", operation.number)
        elif found and (found[0].wallet, -found[0].minor) != (reserved.wallet, reserved.minor):
            text = f"{operation.request.key} asked for {-reserved.minor} of {reserved.wallet}, and got {found[0]}"
            yield Anomaly("answer", text, operation.number)
    for sub, key in by_key:
        yield Anomaly("invented", f"nobody asked for the hold of {key} of {sub}")


def ends(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """A hold ends as was acknowledged, and once. What was captured of it is what its transactions took."""
    holds = {hold.hold_id: hold for hold in ledger.holds}
    for operation in answered(history, CAPTURE, RELEASE):
        hold = holds.get(operation.about["hold_id"])
        status = "released" if operation.name == RELEASE else "captured"
        ends = operation.name == RELEASE or operation.about["is_final"]
        if hold is None or (ends and hold.status != status):
            yield Anomaly("lost", f"{operation.name}: the hold is {hold and hold.status}", operation.number)
    captured: set[str] = set()
    for hold in ledger.holds:
        if not hold.captured == sum(hold.captures.values()) <= hold.minor:
            yield Anomaly("not_conserved", f"{hold} has captured {hold.captured}")
        for transaction_id, amount in hold.captures.items():
            transaction = ledger.transactions.get(transaction_id)
            entry = transaction.guarded.get(hold.wallet) if transaction else None
            if entry is None or entry.minor != -amount or not hold.created_at < entry.posted_at < hold.expires_at:
                yield Anomaly("not_conserved", f"{hold} captured {amount}, which {transaction_id} did not post")
        captured |= hold.captures.keys()
    for transaction in ledger.transactions.values():
        if transaction.kind == "hold_capture" and transaction.transaction_id not in captured:
            yield Anomaly("invented", f"{transaction.transaction_id} captured nothing")


def floors(ledger: Ledger) -> Iterator[Anomaly]:
    """Neither an entry that lowers a wallet nor a new hold leaves less than what is held, unless it is an override."""
    of_wallet: dict[Wallet, list[Hold]] = defaultdict(list)
    for hold in ledger.holds:
        of_wallet[hold.wallet].append(hold)
    for wallet, holds in of_wallet.items():
        entries = ledger.entries.get(wallet, [])
        for entry in entries:
            is_override = ledger.transactions[entry.transaction_id].is_override
            spare = (entry.balance_after or 0) + entry.credit_limit - held(ledger, holds, entry.posted_at)
            if entry.minor < 0 and spare < 0 and not is_override:
                yield Anomaly("below_floor", f"{wallet} lacks {-spare} of what is held at version {entry.version}")
        for hold in holds:
            before = [entry for entry in entries if entry.posted_at < hold.created_at]
            balance = (before[-1].balance_after or 0) + before[-1].credit_limit if before else 0
            if balance < (wanted := held(ledger, holds, hold.created_at)):
                yield Anomaly("below_floor", f"{wallet} has {wanted} of {balance} held after {hold.hold_id}")


def held(ledger: Ledger, holds: Sequence[Hold], at: datetime) -> int:
    """What is held of a wallet right after something that happened to it. holds: those of the wallet."""
    return sum(
        hold.minor - sum(amount for name, amount in hold.captures.items() if _posted_at(ledger, hold, name) <= at)
        for hold in holds
        if hold.created_at <= at < min(hold.ended_at or hold.expires_at, hold.expires_at)
    )


def reads(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """When nobody writes, an answer names what the holds of a wallet have left."""
    for operation in answered(history, HELD):
        assert operation.answer is not None
        stated, wallet = operation.answer.json, operation.about["wallet"]
        holds = [hold for hold in ledger.holds if hold.wallet == wallet]
        expected = held(ledger, holds, datetime.fromisoformat(stated["at"]))
        if minor(stated["held"], wallet[2]) != expected:
            yield Anomaly("answer", f"{wallet} has {expected} held, not {stated['held']}", operation.number)


def states(ledger: Ledger, hold: Hold) -> Iterator[tuple[str, int, int]]:
    """The status of a hold after each of its recorded changes, with what was captured and what is left."""
    yield "pending", 0, hold.minor
    captured = 0
    for name in sorted(hold.captures, key=lambda name: _posted_at(ledger, hold, name)):
        captured += hold.captures[name]
        is_end = hold.status == "captured" and captured == hold.captured
        yield ("captured", captured, 0) if is_end else ("pending", captured, hold.minor - captured)
    if hold.status in {"released", "expired"}:
        yield hold.status, captured, 0


def _posted_at(ledger: Ledger, hold: Hold, transaction_id: str) -> datetime:
    transaction = ledger.transactions.get(transaction_id)
    entry = transaction.guarded.get(hold.wallet) if transaction else None
    return entry.posted_at if entry else hold.created_at
