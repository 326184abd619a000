"""The checker of chaos runs: it accepts correct histories, and finds each kind of anomaly."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.chaos import checker
from tests.chaos.events import APPROVE_TOPUP, CREATE_WEBHOOK, POSTED
from tests.chaos.history import Arrival, Attempt, Caller, Effect, Frame, History, Operation, Receipt, Request, Wallet
from tests.chaos.ledger import Entry, Ledger, Transaction, by_bet, by_key
from tests.chaos.money import text
from tests.chaos.reads import BALANCE, BALANCE_AT, BANK, HISTORY
from tests.chaos.writes import CANCEL, ENTRY_FEE

ANN: Wallet = ("person", "ann", "USD")
BOB: Wallet = ("person", "bob", "USD")
HOUSE: Wallet = ("house", "", "USD")
AGENT = Caller("agent-1", ("agent",))
MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)


class Scene:
    """A ledger and the history of its clients, written step by step. Each transaction is posted a second later."""

    def __init__(self) -> None:
        self.history = History(lambda: "no fault")
        self.transactions: dict[str, Transaction] = {}
        self.entries: dict[Wallet, list[Entry]] = {}
        self.open_balances: dict[Wallet, int] = {}
        self.unpublished: set[str] = set()

    def posted(self, key: str, changes: Mapping[Wallet, int], kind: str = "credit", **more: Any) -> str:
        """Write a transaction against the house. Returns its id."""
        number = len(self.transactions) + 1
        at, transaction_id = MIDNIGHT + timedelta(seconds=number), f"t{number}"
        written = []
        for wallet, minor in changes.items():
            earlier = self.entries.setdefault(wallet, [])
            balance = (earlier[-1].balance_after or 0 if earlier else 0) + minor
            written.append(Entry(wallet, transaction_id, minor, len(earlier) + 1, balance, at, number, 0, "agent"))
            earlier.append(written[-1])
        if total := sum(changes.values()):
            written.append(Entry(HOUSE, transaction_id, -total, None, None, at, number, 0, None))
            self.open_balances[HOUSE] = self.open_balances.get(HOUSE, 0) - total
        head: dict[str, Any] = {"description": None, "reference": None, "corrects": None, "is_override": False} | more
        self.transactions[transaction_id] = Transaction(
            transaction_id, kind, AGENT.sub, key, entries=tuple(written), **head
        )
        return transaction_id

    def logged(
        self, name: str, times: tuple[int, int], answer: object = None, status: int | None = 201, **more: Any
    ) -> Operation:
        """Log an operation with one attempt."""
        key = more.pop("key", None)
        operation = self.history.begin("client", name, Request(AGENT, "POST", "/", key=key), **more)
        operation.attempts.append(Attempt(*times, 0, status, "" if answer is None else json.dumps(answer)))
        return operation

    def credited(
        self, key: str, times: tuple[int, int], after: str = "", status: int | None = 201, minor: int = 100
    ) -> Operation:
        """Log a credit of Ann's wallet. after: the balance that was answered."""
        found = self.ledger.by_identity.get(by_key(AGENT.sub, key), [])
        named = found[0].transaction_id if found else "t?"
        return self.logged(
            "credit",
            times,
            {"transaction_id": named, "balance_after": after} if status == 201 else None,
            status,
            key=key,
            identity=by_key(AGENT.sub, key),
            kind="credit" if minor > 0 else "debit",
            effects=(Effect(ANN, minor),),
            about={"balances": {"balance_after": ANN}},
        )

    def read(self, times: tuple[int, int], balance: str, at: datetime, **more: Any) -> Operation:
        stated = {"balance": balance, "at": at.isoformat(), "is_provisional": False}
        return self.logged(more.pop("name", BALANCE), times, stated, 200, about={"wallet": ANN} | more)

    @property
    def ledger(self) -> Ledger:
        return Ledger(dict(self.transactions), self.open_balances)

    def event(self, transaction_id: str, **other: object) -> dict[str, Any]:
        """The event of a transaction."""
        entries = [
            {"currency": it.wallet[2], "amount": text(it.minor, it.wallet[2])}
            for it in self.transactions[transaction_id].entries
        ]
        return {"event_id": transaction_id, "transaction_id": transaction_id, "entries": entries} | other

    def found(self) -> set[str]:
        """The kinds of anomalies, after every transaction was published on the bus, except those in `unpublished`."""
        published = self.transactions.keys() - self.unpublished
        self.history.arrivals += [Arrival(POSTED, self.event(name)) for name in sorted(published)]
        return {anomaly.kind for anomaly in checker.check(self.history, self.ledger)}


def two_credits() -> Scene:
    """Two acknowledged credits of 1.00, one after the other."""
    scene = Scene()
    for number, times in enumerate(((10, 20), (30, 40)), 1):
        scene.posted(f"k{number}", {ANN: 100})
        scene.credited(f"k{number}", times, f"{number}.00")
    return scene


def test_a_history_that_the_ledger_explains_has_no_anomaly() -> None:
    scene = two_credits()
    scene.credited("k3", (50, 60), status=None)  # unknown, and not executed
    scene.posted("k4", {ANN: 100})
    scene.credited("k4", (50, 60), status=503)  # unknown, and executed
    scene.read((25, 28), "1.00", MIDNIGHT + timedelta(seconds=1.5))

    assert scene.found() == set()


def test_an_acknowledged_write_that_is_not_in_the_ledger_is_lost() -> None:
    scene = two_credits()
    scene.credited("k3", (50, 60), "3.00")

    assert scene.found() == {"lost"}


def test_a_second_transaction_of_one_operation_is_a_duplicate() -> None:
    scene = two_credits()
    scene.posted("k2", {ANN: 100})

    assert "duplicated" in scene.found()


def test_an_unacknowledged_write_may_not_happen_twice() -> None:
    scene = two_credits()
    scene.posted("k3", {ANN: 100})
    scene.posted("k3", {ANN: 100})
    scene.credited("k3", (50, 60), status=None)

    assert "duplicated" in scene.found()


def test_a_refused_write_that_is_in_the_ledger_is_invented() -> None:
    scene = two_credits()
    scene.posted("k3", {ANN: 100})
    scene.credited("k3", (50, 60), status=409).attempts[0] = Attempt(50, 60, 0, 409, "{}")

    assert scene.found() == {"invented"}


def test_a_transaction_that_nobody_asked_for_is_invented() -> None:
    scene = two_credits()
    scene.posted("k3", {ANN: 100})

    assert scene.found() == {"invented"}


def test_a_balance_that_the_ledger_contradicts_is_a_wrong_answer() -> None:
    scene = Scene()
    scene.posted("k1", {ANN: 100})
    scene.credited("k1", (10, 20), "1.01")

    assert scene.found() == {"answer"}


def test_another_amount_than_the_requested_one_is_a_wrong_answer() -> None:
    scene = Scene()
    scene.posted("k1", {ANN: 99})
    scene.credited("k1", (10, 20), "0.99")

    assert scene.found() == {"answer"}


def test_two_answers_to_one_key_are_wrong() -> None:
    scene = two_credits()
    first = scene.history.operations[0]
    first.attempts.append(Attempt(21, 22, 0, 201, json.dumps({"transaction_id": "t2", "balance_after": "2.00"})))

    assert "answer" in scene.found()


def test_a_later_credit_with_a_lower_version_has_no_serial_order() -> None:
    scene = Scene()
    scene.posted("late", {ANN: 100})
    scene.posted("early", {ANN: 100})
    scene.credited("early", (10, 20), "2.00")
    scene.credited("late", (30, 40), "1.00")

    assert scene.found() == {"order"}


def test_two_wallets_that_saw_two_transfers_in_opposite_orders_have_no_serial_order() -> None:
    scene = two_credits()
    first, second = scene.posted("k5", {ANN: 10, BOB: -10}), scene.posted("k6", {ANN: 10, BOB: -10})
    swapped = {
        first: scene.transactions[second].entries[1],
        second: scene.transactions[first].entries[1],
    }
    for transaction_id, entry in swapped.items():
        old = scene.transactions[transaction_id]
        moved = Entry(
            entry.wallet,
            transaction_id,
            entry.minor,
            entry.version,
            entry.balance_after,
            entry.posted_at,
            entry.xid,
            1000,
            None,
        )
        values = {name: getattr(old, name) for name in old.__dataclass_fields__} | {"entries": (old.entries[0], moved)}
        scene.transactions[transaction_id] = Transaction(**values)

    assert "order" in scene.found()


def test_a_read_that_misses_an_acknowledged_write_is_stale() -> None:
    scene = two_credits()
    scene.read((50, 60), "1.00", MIDNIGHT + timedelta(seconds=1.5))

    assert scene.found() == {"stale", "order"}


def test_a_balance_that_differs_from_the_ledger_at_its_time_is_found() -> None:
    scene = two_credits()
    scene.read((25, 28), "1.00", MIDNIGHT + timedelta(seconds=2.5))

    assert "balance_at" in scene.found()


def test_a_balance_that_differs_in_a_second_read_for_its_time_is_found() -> None:
    scene = two_credits()
    scene.read((50, 60), "1.00", MIDNIGHT + timedelta(seconds=1.5), name=BALANCE_AT, expected="2.00")

    assert scene.found() == {"balance_at"}


def test_a_history_that_skips_an_entry_is_a_wrong_answer() -> None:
    scene = two_credits()
    scene.posted("k3", {ANN: 100})
    scene.credited("k3", (50, 60), "3.00")
    items = [
        {"transaction_id": it, "amount": "1.00", "balance_after": after}
        for it, after in (("t3", "3.00"), ("t1", "1.00"))
    ]
    scene.logged(HISTORY, (70, 80), {"items": items}, 200, about={"wallet": ANN, "limit": 20})

    assert scene.found() == {"answer"}


def test_a_changed_total_of_the_customers_of_the_bank_is_found() -> None:
    scene = Scene()
    stated = {"items": [{"account_balance": "9.00"}], "totals": {"total_balance": "9.00"}}
    scene.logged(BANK, (10, 20), stated, 200, about={"total": 1_000})

    assert scene.found() == {"not_conserved"}


def test_an_open_balance_that_is_not_the_sum_of_its_entries_is_found() -> None:
    scene = two_credits()
    scene.open_balances[HOUSE] = -100

    assert scene.found() == {"not_conserved"}


def test_a_transaction_that_does_not_sum_to_zero_is_found() -> None:
    scene = two_credits()
    one = scene.transactions["t2"]
    values = {name: getattr(one, name) for name in one.__dataclass_fields__} | {"entries": one.entries[:1]}
    scene.transactions["t2"] = Transaction(**values)

    assert scene.found() == {"not_conserved"}


def test_a_gap_in_the_versions_of_a_wallet_is_found() -> None:
    scene = two_credits()
    del scene.transactions["t1"]

    assert "changed" in scene.found()


def test_a_debit_below_the_floor_is_found_and_an_override_is_not() -> None:
    scene = Scene()
    scene.posted("k1", {ANN: -100}, "debit")
    scene.credited("k1", (10, 20), "-1.00", minor=-100)
    override = Scene()
    override.posted("k1", {ANN: -100}, "debit", is_override=True)
    override.credited("k1", (10, 20), "-1.00", minor=-100)

    assert (scene.found(), override.found()) == ({"below_floor"}, set())


def refused(scene: Scene, minor: int, balance: str, available: str) -> None:
    problem = {"code": "insufficient_funds", "detail": "Insufficient funds", "balance": balance, "available": available}
    operation = scene.credited("refused", (50, 60), status=400, minor=minor)
    operation.attempts[0] = Attempt(50, 60, 0, 400, json.dumps(problem))


def test_a_refusal_that_names_the_balance_of_its_time_is_right() -> None:
    scene = two_credits()
    refused(scene, -201, "2.00", "2.00")

    assert scene.found() == set()


def test_a_credit_that_is_refused_for_lack_of_funds_is_found() -> None:
    scene = two_credits()
    refused(scene, 100, "2.00", "2.00")

    assert scene.found() == {"refusal"}


def test_a_refusal_with_a_balance_that_the_wallet_had_before_is_found() -> None:
    scene = two_credits()
    refused(scene, -150, "1.00", "1.00")

    assert scene.found() == {"refusal"}


def test_an_unexpected_error_of_the_functions_is_found() -> None:
    scene = Scene()
    scene.credited("k1", (10, 20), status=None).attempts[0] = Attempt(10, 20, 0, 500, '{"code": "internal_error"}')

    assert scene.found() == {"internal_error"}


def cashed_out(events: Sequence[str], frames: Sequence[int] = (1,), amount: str = "1.00") -> Scene:
    """A bet that was cashed out. events: the ids of the events that arrived. frames: the numbers of its frames."""
    scene = Scene()
    scene.posted("k1", {ANN: 100}, "bet_cash_out", reference="bet-1")
    about = {"balances": {"balance_after": ANN}}
    ended = {"identity": by_bet("bet-1"), "kind": "bet_cash_out", "effects": (Effect(ANN, 100),), "about": about}
    scene.logged("cash out", (10, 20), {"balance_after": "1.00"}, 200, key="k1", **ended)
    detail = {"bet_id": "bet-1", "cash_out_amount": amount, "currency": "USD"}
    scene.history.arrivals += [Arrival("CashOutRecorded", detail | {"event_id": event}) for event in events]
    scene.history.frames += [Frame("agent", sequence, "bet-1") for sequence in frames]
    return scene


def test_an_event_that_arrives_twice_is_right() -> None:
    assert cashed_out(["e1", "e1"]).found() == set()


def test_a_committed_event_that_never_arrived_is_lost() -> None:
    assert cashed_out([]).found() == {"event_lost"}


def test_a_second_event_about_one_cash_out_was_not_committed() -> None:
    assert cashed_out(["e1", "e2"]).found() == {"event_not_committed"}


def test_an_event_with_another_amount_was_not_committed() -> None:
    assert cashed_out(["e1"], amount="1.01").found() == {"event_not_committed"}


def test_an_event_about_a_bet_that_was_not_cashed_out_was_not_committed() -> None:
    scene = two_credits()
    detail = {"bet_id": "bet-2", "cash_out_amount": "1.00", "currency": "USD", "event_id": "e1"}
    scene.history.arrivals.append(Arrival("CashOutRecorded", detail))

    assert scene.found() == {"event_not_committed"}


def test_an_approved_top_up_without_an_event_about_its_invoice_is_found() -> None:
    scene = Scene()
    scene.logged(APPROVE_TOPUP, (10, 20), {}, 200, about={"request_id": "r1"})

    assert scene.found() == {"event_lost"}


def test_a_transaction_without_an_event_is_found() -> None:
    scene = two_credits()
    scene.unpublished = {"t2"}

    assert scene.found() == {"event_lost"}


def sent_to_a_webhook(*receipts: Receipt) -> Scene:
    """A transaction whose event was sent to a webhook."""
    scene = Scene()
    scene.posted("k1", {ANN: 100})
    scene.credited("k1", (10, 20), "1.00")
    scene.logged(CREATE_WEBHOOK, (1, 2), {})
    scene.history.receipts += receipts
    return scene


def receipt(*, accepted: bool = True, is_signed: bool = True, amount: str = "1.00", event: str = "t1") -> Receipt:
    entries = [{"currency": "USD", "amount": amount}, {"currency": "USD", "amount": "-1.00"}]
    detail = {"event_id": event, "transaction_id": "t1", "entries": entries}
    return Receipt(POSTED, detail, accepted, is_signed)


def test_a_webhook_may_receive_an_event_more_than_once_and_must_accept_it_once() -> None:
    assert sent_to_a_webhook(receipt(accepted=False), receipt(), receipt()).found() == set()
    assert sent_to_a_webhook(receipt(accepted=False)).found() == {"event_lost"}


@pytest.mark.parametrize(
    "wrong", [receipt(is_signed=False), receipt(amount="1.01"), receipt(event="t2")], ids=["signature", "amount", "id"]
)
def test_an_event_that_a_webhook_must_not_receive_is_found(wrong: Receipt) -> None:
    assert sent_to_a_webhook(receipt(), wrong).found() == {"event_not_committed"}


def test_a_stream_has_each_cash_out_once_and_in_order() -> None:
    missing, twice, gap = (cashed_out(["e1"], frames) for frames in ((), (1, 2), (2,)))

    assert (missing.found(), twice.found(), gap.found()) == ({"stream"}, {"stream"}, {"stream"})


def test_two_acknowledged_ends_of_one_bet_are_found() -> None:
    scene = cashed_out(["e1"])
    scene.logged("lose a bet", (30, 40), {"balance_after": "1.00"}, 200, key="k2", identity=by_bet("bet-1"))

    assert scene.found() == {"answer"}


def test_an_entry_fee_that_was_paid_before_the_tournament_was_cancelled_is_refunded() -> None:
    scene = Scene()
    scene.posted("k0", {ANN: 300}, "credit")
    scene.credited("k0", (1, 2), "3.00", minor=300)
    fee = scene.posted("k1", {ANN: -300}, "entry_fee_debit")
    about = {"tournament_id": "cup", "balances": {"balance_after": ANN}}
    scene.logged(
        ENTRY_FEE,
        (10, 20),
        {"transaction_id": fee, "balance_after": "0.00"},
        key="k1",
        identity=by_key(AGENT.sub, "k1"),
        kind="entry_fee_debit",
        effects=(Effect(ANN, -300),),
        about=about,
    )
    scene.logged(CANCEL, (30, 40), {"event_id": "e1"}, 202, is_event=True, about={"tournament_id": "cup"})
    not_refunded = scene.found()
    scene.posted("refund_t2", {ANN: 300}, "refund", corrects=fee)

    assert (not_refunded, scene.found()) == ({"lost"}, set())
