"""Awards are paid exactly once and in full, whatever the policies, the events, their order and their repetition."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.awards import batches
from tests.slow.posting.test_properties import SETTINGS
from tests.support import kit, live, tournaments
from tests.support.kit import Database
from tests.support.live import Detail
from tests.support.tournaments import CUP, DEFAULTS

OWNERS = [f"p{n}" for n in range(4)]
REASONS = {1: "winner", 2: "runner_up", 3: "top4", 4: "top4"}
owner_lists = st.lists(st.sampled_from(OWNERS), max_size=4)
registrations = st.sampled_from(["r1", "r2", "r1_p1"])
coins = st.integers(0, 40)
policies = st.fixed_dictionaries({}, optional=dict.fromkeys(DEFAULTS, coins))
confirmations = st.builds(lambda registration, owners: (registration, owners), registrations, owner_lists)
placements = st.lists(st.tuples(registrations, st.integers(1, 6), owner_lists), max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("policy"), policies),
        st.tuples(st.just("confirmed"), confirmations),
        st.tuples(st.just("completed"), placements),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def tenants() -> Iterator[str]:
    """Unused tenant names: each example has its own tenant in the test's database."""
    return (f"tenant-{n}" for n in count(1))


class ExpectedAwards:
    """A model of the awards: the first event that names an award fixes its amount."""

    def __init__(self) -> None:
        self.policy = dict(DEFAULTS)
        self.given: dict[tuple[str, str, str], int] = {}

    def consume(self, kind: str, content: Any) -> None:
        if kind == "policy":
            self.policy = DEFAULTS | content
        elif kind == "confirmed":
            registration, owners = content
            self.give(registration, "participation", "participation", owners)
        else:
            for registration, place, owners in content:
                if place in REASONS:
                    self.give(registration, f"place_{place}", REASONS[place], owners)

    def give(self, registration: str, award: str, reason: str, owners: list[str]) -> None:
        for owner in owners:
            self.given.setdefault((registration, award, owner), self.policy[reason])

    @property
    def by_owner(self) -> dict[str, int]:
        total = Counter(dict.fromkeys(OWNERS, 0))
        for (_, _, owner), amount in self.given.items():
            total[owner] += amount
        return dict(total)


def detail_of(kind: str, content: Any, tenant_id: str) -> Detail:
    if kind == "confirmed":
        registration, owners = content
        return tournaments.confirmed(registration, *owners, tenant_id=tenant_id)
    placed = [tournaments.placed(registration, place, *owners) for registration, place, owners in content]
    return tournaments.completed(*placed, tenant_id=tenant_id)


@pytest.mark.parametrize("batch", [1, 3, 1_000])
@SETTINGS
@given(steps=steps, repeats=st.lists(st.integers(0, 100), max_size=6))
def test_every_owner_is_paid_each_award_exactly_once(
    database: Database,
    tenants: Iterator[str],
    batch: int,
    steps: list[tuple[str, Any]],
    repeats: list[int],
) -> None:
    service = kit.service(next(tenants))
    expected = ExpectedAwards()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH", batch)
        for kind, content in steps + [steps[n % len(steps)] for n in repeats if steps]:
            expected.consume(kind, content)
            if kind == "policy":
                tournaments.set_policy(service, CUP, **content)
            else:
                tournaments.deliver(detail_of(kind, content, service.tenant_id))

    assert tournaments.coins(service, *OWNERS) == expected.by_owner
    database.assert_consistent()


@SETTINGS
@given(
    order=st.permutations(range(9)),
    amounts=st.fixed_dictionaries(dict.fromkeys(DEFAULTS, coins)),
)
def test_the_order_of_the_events_does_not_change_the_awards(
    database: Database, tenants: Iterator[str], order: list[int], amounts: dict[str, int]
) -> None:
    service = kit.service(next(tenants))
    tournaments.set_policy(service, CUP, **amounts)
    events = [
        ("confirmed", ("r1", ["p0", "p1"])),
        ("confirmed", ("r2", ["p2"])),
        ("completed", [("r1", 1, ["p0", "p1"]), ("r2", 2, ["p2"])]),
    ] * 3
    details = [detail_of(*events[n], service.tenant_id) for n in order]

    for name in (tournaments.COMPLETED, tournaments.CONFIRMED):
        messages = live.messages(*(detail for detail in details if tournaments.consumer_of(detail) == name))
        assert live.deliver(name, messages) == []

    winner, runner_up, part = amounts["winner"], amounts["runner_up"], amounts["participation"]
    assert tournaments.coins(service, *OWNERS) == {
        "p0": winner + part,
        "p1": winner + part,
        "p2": runner_up + part,
        "p3": 0,
    }
    database.assert_consistent()


@SETTINGS
@given(
    fees=st.lists(
        st.tuples(st.sampled_from(OWNERS), st.integers(1, 30), st.sampled_from([CUP, "another"])), max_size=12
    ),
    cancellations=st.lists(st.integers(0, 12), max_size=4),
)
def test_a_cancellation_refunds_each_earlier_fee_once(
    database: Database,
    tenants: Iterator[str],
    fees: list[tuple[str, int, str]],
    cancellations: list[int],
) -> None:
    service = kit.service(next(tenants))
    for owner in OWNERS:
        kit.credit(service, owner, "1000")
    expected = dict.fromkeys(OWNERS, 1000)
    last = max([n for n in cancellations if n <= len(fees)], default=0)

    for n, (owner, amount, tournament) in enumerate(fees):
        for _ in range(cancellations.count(n)):
            tournaments.deliver(tournaments.cancelled(tenant_id=service.tenant_id))
        tournaments.pay_entry_fee(service, owner, str(amount), {"tournament_id": tournament})
        expected[owner] -= 0 if tournament == CUP and n < last else amount
    for _ in range(cancellations.count(len(fees))):
        tournaments.deliver(tournaments.cancelled(tenant_id=service.tenant_id))

    assert tournaments.coins(service, *OWNERS) == expected
    database.assert_consistent()
