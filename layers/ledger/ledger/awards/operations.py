"""Awards: a tournament's coins for taking part and for a placement.

The events may be delivered again, in any order, and to two consumers at once. An award is paid once, since the database
transaction that pays it first claims its registration, award and owner.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ledger import wallets
from ledger.awards.batches import in_batches
from ledger.awards.policies import DEFAULT
from ledger.messaging.events import Placement, RegistrationConfirmed, TournamentCompleted
from ledger.posting.kinds import WalletKind
from ledger.storage.sessions import Session, Write

_KINDS_OF_PLACEMENTS: Final[Mapping[int, WalletKind]] = {1: "winner", 2: "runner_up", 3: "top4", 4: "top4"}


@dataclass(frozen=True, slots=True)
class _Award:
    """The award of one owner for one registration. Registration, award and owner identify it.

    award: `participation`, or `place_1` and so on.
    key: the idempotency key that the history shows. Two registrations may have the same one.
    """

    registration_id: str
    award: str
    kind: WalletKind
    owner_id: str
    key: str


def award_participation(write: Write, confirmed: RegistrationConfirmed) -> None:
    """Pay each owner of a registration the tournament's `participation` coins, each owner once.

    The policy at the first payment fixes the amount, even if it is zero. Batches that were committed stay committed.

    Raises BalanceOutOfRange or ClockAhead after all other owners are paid.
    """
    award, registration_id = "participation", confirmed.registration_id
    key = f"participation_award_reg_{registration_id}"
    awards = [
        _Award(registration_id, award, "participation", owner_id, owner_key)
        for owner_id, owner_key in _owner_keys(key, confirmed.owner_ids)
    ]
    in_batches(write, awards, lambda session, batch: _pay(session, confirmed.tournament_id, batch))


def award_placements(write: Write, completed: TournamentCompleted) -> None:
    """Pay each owner the coins of their placement, each owner once: 1 `winner`, 2 `runner_up`, 3 and 4 `top4`.

    Otherwise as `award_participation`. Another placement of the same registration is another award: it is paid, and
    logged as a warning.
    """
    awards = (award for placement in completed.placements for award in _of_placement(placement))
    in_batches(write, awards, lambda session, batch: _pay(session, completed.tournament_id, batch))


def _of_placement(placement: Placement) -> Iterator[_Award]:
    kind = _KINDS_OF_PLACEMENTS.get(placement.placement)
    if kind is None:
        return
    registration_id, award = placement.registration_id, f"place_{placement.placement}"
    for owner_id, key in _owner_keys(f"placement_award_reg_{registration_id}_{award}", placement.owner_ids):
        yield _Award(registration_id, award, kind, owner_id, key)


def _owner_keys(key: str, owner_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each distinct owner with an idempotency key; for a team it ends with the owner id."""
    distinct = dict.fromkeys(owner_ids)
    for owner_id in distinct:
        yield owner_id, key if len(distinct) == 1 else f"{key}_{owner_id}"


def _pay(session: Session, tournament_id: str, batch: Sequence[_Award]) -> None:
    claimed = session.rows(
        "select place, amount from claim_awards(%s, %s, %s, %s, %s, %s, %s::jsonb)",
        (
            session.tenant_id,
            tournament_id,
            [award.registration_id for award in batch],
            [award.award for award in batch],
            [award.kind for award in batch],
            [award.owner_id for award in batch],
            json.dumps(DEFAULT),
        ),
    )
    paid = [(batch[row["place"] - 1], row["amount"]) for row in claimed if row["amount"]]
    if paid:
        posted = wallets.credit_all(session, [_credit(tournament_id, award, amount) for award, amount in paid])
        session.send(
            "select record_award_payments(%s, %s, %s, %s, %s::uuid[])",
            (
                session.tenant_id,
                [award.registration_id for award, _ in paid],
                [award.award for award, _ in paid],
                [award.owner_id for award, _ in paid],
                [transaction.transaction_id for transaction in posted],
            ),
        )
    _warn_about_other_placements(session, tournament_id, [award for award, _ in paid])


def _credit(tournament_id: str, award: _Award, amount: int) -> wallets.Credit:
    return wallets.Credit(
        award.owner_id,
        Decimal(amount),
        award.kind,
        idempotency_key=award.key,
        meta={"tournament_id": tournament_id, "registration_id": award.registration_id},
    )


def _warn_about_other_placements(session: Session, tournament_id: str, paid: Sequence[_Award]) -> None:
    """Runs after the wallets are locked: of two simultaneous placements, the second sees the first."""
    registrations = {award.registration_id for award in paid if award.award != "participation"}
    if not registrations:
        return
    placed = session.rows(
        """
        select registration_id, array_agg(distinct award::text order by award::text) as awards
        from awards
        where tenant_id = %s and registration_id = any (%s) and award <> 'participation'
        group by registration_id
        having count(distinct award) > 1
        order by registration_id
        """,
        (session.tenant_id, sorted(registrations)),
    )
    for row in placed:
        session.warn(
            "a registration has awards for several placements",
            tournament_id=tournament_id,
            registration_id=row["registration_id"],
            awards=row["awards"],
        )
