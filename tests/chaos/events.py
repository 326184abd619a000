"""Checks of events: every received event was committed, and every committed event was received."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from tests.chaos.anomaly import Anomaly
from tests.chaos.held import states
from tests.chaos.history import Arrival, History
from tests.chaos.ledger import Ledger
from tests.chaos.money import minor

APPROVE_TOPUP = "approve a top-up"
CREATE_WEBHOOK = "create a webhook"
POSTED = "TransactionPosted"
HOLD_CHANGED = "HoldChanged"


def arrived(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """Each cash-out, each top-up and each invoice of a top-up has one event. An event may be received more than once.

    The event of a cash-out has the amount that was posted.
    """
    cash_outs = {
        it.reference: it.entries for it in ledger.transactions.values() if it.kind == "bet_cash_out" and it.reference
    }
    by_bet_id = _ids(history.arrivals, "CashOutRecorded", lambda event: str(event.detail["bet_id"]))
    yield from _compared("the cash-out of bet", by_bet_id, set(cash_outs), set(cash_outs))
    for arrival in history.arrivals:
        if arrival.type == "CashOutRecorded" and (entries := cash_outs.get(arrival.detail["bet_id"])):
            amount = minor(arrival.detail["cash_out_amount"], arrival.detail["currency"])
            if amount not in {entry.minor for entry in entries}:
                yield Anomaly("event_not_committed", f"bet {arrival.detail['bet_id']} was cashed out at another amount")

    topups = {it.transaction_id for it in ledger.transactions.values() if it.kind == "topup"}
    completed = _ids(history.arrivals, "TopupCompleted", lambda event: str(event.detail["transaction_id"]))
    yield from _compared("the top-up", completed, topups, topups)
    low = _ids(history.arrivals, "LowBalance", lambda event: str(event.detail["transaction_id"]))
    yield from _compared("the low balance after", low, set(ledger.transactions), set())

    approvals = [it for it in history.operations if it.name == APPROVE_TOPUP]
    possible = {it.about["request_id"] for it in approvals if it.outcome != "fail"}
    certain = {it.about["request_id"] for it in approvals if it.outcome == "ok"}
    invoiced = _ids(history.arrivals, "TopupInvoiced", lambda event: str(event.detail["request_id"]))
    yield from _compared("the invoice of top-up request", invoiced, possible, certain)


def posted(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """Each transaction has one event, with the amounts of its entries. The bus got it, and the receiver of the webhook,
    if there is one, accepted it. Either may have it more than once.
    """
    channels: dict[str, Sequence[Arrival]] = {"bus": history.arrivals}
    if any(operation.name == CREATE_WEBHOOK for operation in history.operations):
        channels["webhook"] = [receipt for receipt in history.receipts if receipt.accepted]
    for channel, received in channels.items():
        ids = _ids(received, POSTED, lambda event: str(event.detail["transaction_id"]))
        yield from _compared(
            f"on the {channel}, the transaction", ids, set(ledger.transactions), set(ledger.transactions)
        )
        for event in received:
            transaction = ledger.transactions.get(event.detail["transaction_id"]) if event.type == POSTED else None
            if transaction and _amounts(event) != sorted((it.wallet[2], it.minor) for it in transaction.entries):
                name = transaction.transaction_id
                yield Anomaly("event_not_committed", f"on the {channel}, transaction {name} has other amounts")
    for receipt in history.receipts:
        if not receipt.is_signed:
            yield Anomaly("event_not_committed", f"event {receipt.detail['event_id']} has no valid signature")


def of_holds(history: History, ledger: Ledger) -> Iterator[Anomaly]:
    """Each change of a hold has one event on the bus, with the hold as the change left it."""

    def about(hold_id: str, status: str, captured: int, remaining: int) -> str:
        return f"{hold_id}, {status} with {captured} captured and {remaining} left"

    changes = {about(hold.hold_id, *state) for hold in ledger.holds for state in states(ledger, hold)}
    ids = _ids(
        history.arrivals,
        HOLD_CHANGED,
        lambda event: about(
            event.detail["hold_id"],
            event.detail["status"],
            *(minor(event.detail[name], event.detail["currency"]) for name in ("captured", "remaining")),
        ),
    )
    yield from _compared("the hold", ids, changes, changes)


def _amounts(event: Arrival) -> list[tuple[str, int]]:
    return sorted((it["currency"], minor(it["amount"], it["currency"])) for it in event.detail["entries"])


def _ids(arrivals: Sequence[Arrival], kind: str, of: Callable[[Arrival], str]) -> Mapping[str, set[str]]:
    """Return the ids of all events of the type `kind`, by subject. of: returns the subject of an event."""
    found: dict[str, set[str]] = defaultdict(set)
    for arrival in arrivals:
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
