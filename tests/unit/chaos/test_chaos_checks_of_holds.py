"""The checks of holds in chaos runs: they accept correct holds, and find each kind of anomaly."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.chaos import checker
from tests.chaos.events import HOLD_CHANGED, POSTED
from tests.chaos.history import Arrival, Effect
from tests.chaos.holds import CAPTURE, CREATE, HELD, RELEASE
from tests.chaos.ledger import Hold, Ledger
from tests.unit.chaos.test_chaos_checker import AGENT, ANN, MIDNIGHT, Scene

EVENTS = [("pending", "0.00", "0.60"), ("pending", "0.40", "0.20"), ("released", "0.40", "0.00")]


class HoldScene(Scene):
    """Ann has 1.00. At second 1.5 0.60 of it are held, at 2 0.40 of them captured, and at 4 the hold is released."""

    def __init__(self) -> None:
        super().__init__()
        self.holds: list[Hold] = []
        self.posted("k1", {ANN: 100})
        self.credited("k1", (10, 20), "1.00")
        created_at = MIDNIGHT + timedelta(seconds=1.5)
        capture = self.posted("k3", {ANN: -40}, "hold_capture")
        hold = Hold(
            hold_id="h1",
            wallet=ANN,
            minor=60,
            captured=40,
            status="released",
            created_by=AGENT.sub,
            key="k2",
            created_at=created_at,
            expires_at=created_at + timedelta(hours=1),
            ended_at=MIDNIGHT + timedelta(seconds=4),
            captures={capture: 40},
        )
        self.holds.append(hold)
        self.events = list(EVENTS)
        self.asked("k2", (30, 40))
        self.logged(
            CAPTURE,
            (50, 60),
            {"transaction_id": capture, "balance_after": "0.60"},
            key="k3",
            identity=f"key k3 of {AGENT.sub}",
            kind="hold_capture",
            effects=(Effect(ANN, -40),),
            about={"balances": {"balance_after": ANN}, "hold_id": "h1", "is_final": False},
        )
        self.logged(RELEASE, (70, 80), {}, 200, about={"hold_id": "h1"})
        self.read_held("0.00", seconds=5)

    def asked(self, key: str, times: tuple[int, int], status: int = 201) -> None:
        self.logged(CREATE, times, {}, status, key=key, about={"reserved": Effect(ANN, -60)})

    def read_held(self, held: str, seconds: float) -> None:
        stated = {"held": held, "at": (MIDNIGHT + timedelta(seconds=seconds)).isoformat()}
        self.logged(HELD, (90, 95), stated, 200, about={"wallet": ANN})

    @property
    def ledger(self) -> Ledger:
        return Ledger(dict(self.transactions), self.open_balances, self.holds)

    def change(self, **fields: Any) -> None:
        """Change the hold."""
        self.holds = [replace(hold, **fields) for hold in self.holds]

    def found(self) -> set[str]:
        self.history.arrivals += [Arrival(POSTED, self.event(name)) for name in self.transactions]
        for number, (status, captured, remaining) in enumerate(self.events):
            detail: dict[str, Any] = {"captured": captured, "remaining": remaining, "currency": "USD"}
            detail |= {"event_id": f"e{number}", "hold_id": "h1", "status": status}
            self.history.arrivals.append(Arrival(HOLD_CHANGED, detail))
        return {anomaly.kind for anomaly in checker.check(self.history, self.ledger)}


@pytest.fixture
def scene() -> HoldScene:
    return HoldScene()


def test_holds_that_the_ledger_explains_have_no_anomaly(scene: HoldScene) -> None:
    scene.read_held("0.20", seconds=3)

    assert scene.found() == set()


def test_a_hold_that_nobody_asked_for_is_invented(scene: HoldScene) -> None:
    scene.change(key="k9")

    assert scene.found() == {"invented", "lost"}, "and the acknowledged one is lost"


def test_a_refused_hold_that_exists_is_invented(scene: HoldScene) -> None:
    scene.change(key="k9")
    scene.asked("k9", (30, 40), status=409)

    assert "invented" in scene.found()


def test_a_hold_of_another_amount_contradicts_its_answer(scene: HoldScene) -> None:
    scene.change(minor=70)

    assert "answer" in scene.found()


def test_an_acknowledged_release_of_a_pending_hold_is_lost(scene: HoldScene) -> None:
    scene.change(status="pending", ended_at=None)

    assert "lost" in scene.found()


@pytest.mark.parametrize(
    "change", [{"captured": 50}, {"captures": {"t2": 40, "t9": 0}}, {"captured": 30, "captures": {"t2": 30}}]
)
def test_a_hold_that_captured_something_else_than_its_transactions_is_not_conserved(
    scene: HoldScene, change: dict[str, Any]
) -> None:
    scene.change(**change)

    assert "not_conserved" in scene.found()


def test_a_transaction_that_captured_nothing_is_invented(scene: HoldScene) -> None:
    scene.change(captured=0, captures={})

    assert "invented" in scene.found()


def test_a_debit_that_takes_what_is_held_is_below_the_floor(scene: HoldScene) -> None:
    scene.posted("k4", {ANN: -41}, "debit")  # at second 3, when 0.20 of 0.60 are held
    scene.credited("k4", (62, 68), "0.19", minor=-41)

    assert scene.found() == {"below_floor"}


def test_a_hold_of_more_than_there_was_is_below_the_floor(scene: HoldScene) -> None:
    scene.change(created_at=MIDNIGHT + timedelta(seconds=0.5))

    assert "below_floor" in scene.found()


def test_an_answer_with_another_amount_held_contradicts_the_holds(scene: HoldScene) -> None:
    scene.read_held("0.20", seconds=4)

    assert scene.found() == {"answer"}


def test_a_change_without_its_event_is_lost(scene: HoldScene) -> None:
    scene.events.pop(1)

    assert scene.found() == {"event_lost"}


def test_an_event_with_another_amount_was_not_committed(scene: HoldScene) -> None:
    scene.events.append(("released", "0.60", "0.00"))

    assert scene.found() == {"event_not_committed"}


def test_two_events_of_one_change_are_one_too_many(scene: HoldScene) -> None:
    scene.events.append(EVENTS[2])

    assert scene.found() == {"event_not_committed"}
