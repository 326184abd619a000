"""Awards and refunds in the running local system: policies over HTTP, events of tournaments on its bus."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support import tournaments
from tests.support.live import Detail
from tests.support.local_system import Running, free_port, start_system
from tests.support.waiting import HANG_S, eventually


@dataclass
class Tournament:
    """A tournament on the running system. It has its own tenant."""

    running: Running
    tenant_id: str

    def __post_init__(self) -> None:
        token = self.running.token(sub="games", roles=["service"], tenant_id=self.tenant_id)
        self.http = httpx.Client(
            base_url=self.running.base_url, timeout=HANG_S, headers={"Authorization": f"Bearer {token}"}
        )

    def call(self, method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, f"/api/v1/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def publish(self, kind: str, detail: Detail) -> None:
        event = {"source": "tournaments", "detail-type": kind, "detail": detail | {"tenant_id": self.tenant_id}}
        assert self.http.post("/local/events", json=event).status_code == 202

    def coins(self, *owner_ids: str) -> dict[str, int]:
        return {
            owner: int(self.call("GET", f"wallets/{owner}/balance?currency=COIN")["balance"]) for owner in owner_ids
        }


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    running = start_system(free_port(), None)
    yield running
    running.process.terminate()
    assert running.ended() == (0, "")


@pytest.fixture
def cup(running: Running) -> Iterator[Tournament]:
    tournament = Tournament(running, f"tenant-{uuid4()}")
    with tournament.http:
        yield tournament


def test_events_of_a_tournament_on_the_local_bus_pay_awards_and_refund_fees(cup: Tournament) -> None:
    cup.call("PUT", f"tournaments/{tournaments.CUP}/coin-policy", {"winner": 70})
    ann = tournaments.confirmed("r1", "ann")
    places = tournaments.completed(tournaments.placed("r1", 1, "ann"), tournaments.placed("r2", 2, "bob", "cid"))
    for _ in range(2):
        cup.publish("RegistrationConfirmed", ann)
        cup.publish("TournamentCompleted", places)

    assert eventually(lambda: cup.coins("ann", "bob", "cid") == {"ann": 75, "bob": 50, "cid": 50})

    fee = {"amount": "30", "currency": "COIN", "reason": "entry_fee_debit", "meta": {"tournament_id": tournaments.CUP}}
    cup.call("POST", "wallets/ann/debit", fee)
    cup.publish("TournamentCancelled", tournaments.cancelled())

    assert eventually(lambda: cup.coins("ann") == {"ann": 75})
    reasons = [item["reason"] for item in cup.call("GET", "wallets/ann/transactions")["items"]]
    assert sorted(reasons) == ["entry_fee_debit", "participation", "refund", "winner"]


def test_an_event_of_the_maximum_size_pays_every_owner(cup: Tournament) -> None:
    owners = [f"{uuid4()}" for _ in range(6_000)]
    detail = tournaments.completed(*(tournaments.placed(f"r{n}", 3, owner) for n, owner in enumerate(owners[:10])))
    detail["placements"].append(tournaments.placed("team", 1, *owners))

    cup.publish("TournamentCompleted", detail)

    assert eventually(lambda: cup.coins(owners[0], owners[-1]) == {owners[0]: 125, owners[-1]: 100})
