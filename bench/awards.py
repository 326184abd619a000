"""Coin awards to 10,000 owners in batches, compared with one call for each owner."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from statistics import median

from bench.database import Bench
from bench.report import Figure, at_least, at_most
from ledger import awards, wallets
from ledger.awards import refunds
from ledger.messaging.events import RegistrationConfirmed, TournamentCancelled
from ledger.storage import sessions
from tests.support import kit

_TENANT = "bench-awards"
_ROUNDS = 10
_CONSUMER = "purser_coins"  # the login of the consumers


def measure(bench: Bench) -> Iterator[Figure]:
    owners = 100 if bench.smoke else 10_000
    batches, singles, redelivered = [], [], []
    for number in range(1 if bench.smoke else _ROUNDS):
        team = _confirmed(f"team-{number}", [f"owner-{n}" for n in range(owners)])
        alone = [_confirmed(f"{number}-{n}", [f"owner-{n}"]) for n in range(owners // _ROUNDS)]
        batches.append(_award([team]))
        singles.append(_award(alone) * _ROUNDS)
        redelivered.append(_award([team]))
    ratio = median(single / batch for single, batch in zip(singles, batches, strict=True))
    measured = {"batches": batches, "singles": singles, "redelivered": redelivered}
    yield at_most(f"awards to {owners:,} owners in batches", median(batches), 2.0, " s", **measured)
    yield at_least(f"awards in batches, relative to {owners:,} single calls", ratio, 8.0)
    yield Figure("the same event delivered again", f"{median(redelivered):.2f} s")
    yield _refunds(bench, owners)
    sessions.disconnect()


def _refunds(bench: Bench, fees: int) -> Figure:
    fee = wallets.WalletTransactionCreate(amount="1", reason="entry_fee_debit", meta={"tournament_id": "cup"})  # type: ignore[arg-type]
    for n in range(fees):
        _write(partial(wallets.debit, owner_id=f"owner-{n}", request=fee))
    began = time.perf_counter()
    with sessions.connected_as(_CONSUMER):
        refunds.refund_entry_fees(_write, TournamentCancelled(tenant_id=_TENANT, tournament_id="cup"))
    seconds = time.perf_counter() - began
    found = bench.ledger.value("select count(*) from transactions where tenant_id = %s and kind = 'refund'", _TENANT)
    assert found == fees, found
    return Figure(f"{fees:,} entry fees given back", f"{seconds:.2f} s", measured={"seconds": seconds})


def _confirmed(registration_id: str, owner_ids: list[str]) -> RegistrationConfirmed:
    return RegistrationConfirmed(
        tenant_id=_TENANT, tournament_id="cup", registration_id=registration_id, owner_ids=owner_ids
    )


def _write[T](work: Callable[[sessions.Session], T]) -> T:
    return kit.in_session(work, _TENANT)


def _award(confirmed: Iterable[RegistrationConfirmed]) -> float:
    """Award coins for each registration. Returns the seconds it took."""
    began = time.perf_counter()
    with sessions.connected_as(_CONSUMER):
        for one in confirmed:
            awards.award_participation(_write, one)
    return time.perf_counter() - began
