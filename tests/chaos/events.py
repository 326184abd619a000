"""Checks of events: every received event was committed, and every committed event was received."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from tests.chaos.anomaly import Anomaly
from tests.chaos.history import Arrival, History
from tests.chaos.ledger import Ledger
from tests.chaos.money import minor

APPROVE_TOPUP = "approve a top-up"


def arrived(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """Each cash-out, each top-up and each invoice of a top-up has one event. An event may be received more than once.

    The event of a cash-out has the amount that was posted.
    """
    cash_outs = {
        it.reference: it.entries for it in ledger.transactions.values() if it.kind == "bet_cash_out" and it.reference
    }
    by_bet_id = _ids(history, "CashOutRecorded", lambda event: str(event.detail["bet_id"]))
    yield from _compared("the cash-out of bet", by_bet_id, set(cash_outs), set(cash_outs))
    for arrival in history.arrivals:
        if arrival.type == "CashOutRecorded" and (entries := cash_outs.get(arrival.detail["bet_id"])):
            amount = minor(arrival.detail["cash_out_amount"], arrival.detail["currency"])
            if amount not in {entry.minor for entry in entries}:
                yield Anomaly("event_not_committed", f"bet {arrival.detail['bet_id']} was cashed out at another amount")

    topups = {it.transaction_id for it in ledger.transactions.values() if it.kind == "topup"}
    completed = _ids(history, "TopupCompleted", lambda event: str(event.detail["transaction_id"]))
    yield from _compared("the top-up", completed, topups, topups)
    low = _ids(history, "LowBalance", lambda event: str(event.detail["transaction_id"]))
    yield from _compared("the low balance after", low, set(ledger.transactions), set())

    approvals = [it for it in history.operations if it.name == APPROVE_TOPUP]
    possible = {it.about["request_id"] for it in approvals if it.outcome != "fail"}
    certain = {it.about["request_id"] for it in approvals if it.outcome == "ok"}
    invoiced = _ids(history, "TopupInvoiced", lambda event: str(event.detail["request_id"]))
    yield from _compared("the invoice of top-up request", invoiced, possible, certain)


def _ids(history: History, kind: str, of: Callable[[Arrival], str]) -> Mapping[str, set[str]]:
    """Return the ids of all events of the type `kind`, by subject. of: returns the subject of an event."""
    found: dict[str, set[str]] = defaultdict(set)
    for arrival in history.arrivals:
        if arrival.type == kind:
            found[of(arrival)].add(str(arrival.detail["event_id"]))
    return found


def _compared(what: str, received: Mapping[str, set[str]], possible: set[str], certain: set[str]) -> Iterator[Anomaly]:
    """Each subject has one event at most. possible: may have an event. certain: must have an event."""
    for subject, ids in received.items():
        if subject not in possible:
            yield Anomaly("event_not_committed", f"an event about {what} {subject}, which the ledger does not have")
        elif len(ids) > 1:
            yield Anomaly("event_not_committed", f"{len(ids)} events about {what} {subject}")
    for subject in certain - received.keys():
        yield Anomaly("event_lost", f"no event about {what} {subject}")


def streams(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """Each agent's stream has the numbers 1, 2, 3 … and has each cash-out of the agent's customers once."""
    cashed_out: dict[str, set[str]] = defaultdict(set)
    for transaction in ledger.transactions.values():
        if transaction.kind == "bet_cash_out" and transaction.reference:
            (customer,) = transaction.guarded.values()
            cashed_out[customer.agent_id or ""].add(transaction.reference)
    agents = {frame.agent_id for frame in history.frames} | cashed_out.keys()
    for agent_id in sorted(agents):
        frames = [frame for frame in history.frames if frame.agent_id == agent_id]
        numbers = [0, *(frame.sequence for frame in frames)]
        if any(later != earlier + 1 for earlier, later in pairwise(numbers)):
            yield Anomaly("stream", f"the frames of {agent_id} are not numbered in order")
        bets = [frame.bet_id for frame in frames]
        if len(set(bets)) < len(bets):
            yield Anomaly("stream", f"{agent_id} received {len(bets) - len(set(bets))} bets twice")
        if missing := cashed_out[agent_id] - set(bets):
            yield Anomaly("stream", f"{agent_id} did not receive {len(missing)} bets, such as {min(missing)}")
        if surplus := set(bets) - cashed_out[agent_id]:
            yield Anomaly("stream", f"{agent_id} received {len(surplus)} bets that were not cashed out")
