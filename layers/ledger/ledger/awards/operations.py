"""Awards: coins that a tournament gives to who takes part and who wins, and entry fees that a cancelled one gives back.

Each comes from an event that may come again, in any order and to two consumers at once. What makes it harmless is a
claim in the transaction of the payment: an award by registration, award and owner; a refund by the debit it corrects.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field

from ledger import posting, wallets
from ledger.core import errors
from ledger.core.errors import Problem, Refusal
from ledger.core.models import Answer, ExternalId, Request
from ledger.messaging.events import Placement, RegistrationConfirmed, TournamentCancelled, TournamentCompleted
from ledger.posting import Leg, Movement, accounts
from ledger.storage.session import Transaction, Write

BATCH: Final = 1_000
"""How many owners one transaction pays: more are no faster, and hold their wallets longer."""

type Coins = Annotated[int, Field(ge=0, le=1_000_000)]
_PLACES: Final[Mapping[int, wallets.Reason]] = {1: "winner", 2: "runner_up", 3: "top4", 4: "top4"}


class PolicyRequest(Request):
    """What a tournament gives, in coins. tournament_id: may be left out; otherwise that of the path."""

    tournament_id: ExternalId | None = None
    participation: Coins = 5
    top4: Coins = 25
    runner_up: Coins = 50
    winner: Coins = 100


class Policy(Answer):
    """What a tournament gives, in coins."""

    tournament_id: str
    participation: int
    top4: int
    runner_up: int
    winner: int

    @classmethod
    def of(cls, tournament_id: str, amounts: Mapping[str, Any]) -> Self:
        return cls(**{**amounts, "tournament_id": tournament_id})


_DEFAULT: Final = PolicyRequest().model_dump(exclude={"tournament_id"})


@dataclass(frozen=True, slots=True)
class _Award:
    """What one owner gets for one registration. award: `participation`, or `place_1` and so on. key: as history shows
    it. Unique is (registration, award, owner): two registrations may share a key's text."""

    registration_id: str
    award: str
    reason: wallets.Reason
    owner_id: str
    key: str


def get_policy(tx: Transaction, tournament_id: str) -> Policy:
    """What the tournament gives; the defaults where nobody has said otherwise."""
    row = tx.row(
        """
        select participation, top4, runner_up, winner from coin_policies where tenant_id = %s and tournament_id = %s
        """,
        (tx.tenant_id, tournament_id),
    )
    return Policy.of(tournament_id, row or _DEFAULT)


def set_policy(tx: Transaction, tournament_id: str, request: PolicyRequest) -> Policy:
    """From now on the tournament gives this. What was awarded stays as it is. Raises InvalidRequest."""
    if request.tournament_id not in (None, tournament_id):
        sentence = "It is not the tournament of the path."
        raise errors.InvalidRequest(sentence, errors=[Problem("/tournament_id", sentence)])
    tx.send(
        "select set_coin_policy(%s, %s, %s, %s, %s, %s)",
        (tx.tenant_id, tournament_id, request.participation, request.top4, request.runner_up, request.winner),
    )
    return Policy.of(tournament_id, request.model_dump())


def award_participation(write: Write, confirmed: RegistrationConfirmed) -> None:
    """Give each owner of a registration the tournament's `participation`, each once.

    The policy at the first payment fixes the amount; a zero is fixed, too. Batches that are committed stay so.

    Raises BalanceOutOfRange when everybody else is paid.
    """
    award, registration_id = "participation", confirmed.registration_id
    key = f"participation_award_reg_{registration_id}"
    given = [
        _Award(registration_id, award, "participation", owner_id, own_key)
        for owner_id, own_key in _keys(key, confirmed.owner_ids)
    ]
    _in_batches(write, given, lambda tx, batch: _pay(tx, confirmed.tournament_id, batch))


def award_placements(write: Write, completed: TournamentCompleted) -> None:
    """Give each owner what the placement gets: 1 `winner`, 2 `runner_up`, 3 and 4 `top4`, others nothing; each once.

    As `award_participation`. Another placement of a registration is another award: it is paid, and warned of.
    """
    given = (award for placement in completed.placements for award in _of_placement(placement))
    _in_batches(write, given, lambda tx, batch: _pay(tx, completed.tournament_id, batch))


def refund_entry_fees(write: Write, cancelled: TournamentCancelled) -> None:
    """Give back every `entry_fee_debit` whose meta names the tournament, each once, to whom it was taken from.

    A debit that is committed after this has passed it is found by the next delivery, or the next such event.

    Raises BalanceOutOfRange when everybody else is paid.
    """
    _in_batches(
        write,
        _entry_fees(write, cancelled.tournament_id),
        lambda tx, debits: _refund(tx, cancelled.tournament_id, debits),
    )


def _of_placement(placement: Placement) -> Iterator[_Award]:
    reason = _PLACES.get(placement.placement)
    if reason is None:
        return
    registration_id, award = placement.registration_id, f"place_{placement.placement}"
    for owner_id, key in _keys(f"placement_award_reg_{registration_id}_{award}", placement.owner_ids):
        yield _Award(registration_id, award, reason, owner_id, key)


def _keys(key: str, owner_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each owner once, with the key; a team's with the owner behind it."""
    distinct = dict.fromkeys(owner_ids)
    for owner_id in distinct:
        yield owner_id, key if len(distinct) == 1 else f"{key}_{owner_id}"


def _in_batches[Item](write: Write, items: Iterable[Item], work: Callable[[Transaction, Sequence[Item]], None]) -> None:
    """Each batch in a transaction of its own. Raises the first refusal when everything else is done."""
    refusals = [refusal for batch in batched(items, BATCH, strict=False) for refusal in _refusals(write, batch, work)]
    if refusals:
        raise refusals[0]


def _refusals[Item](
    write: Write, batch: Sequence[Item], work: Callable[[Transaction, Sequence[Item]], None]
) -> list[Refusal]:
    """Do it; halve what is refused until that which is stands alone, so that it keeps nobody else from theirs."""
    try:
        write(lambda tx: work(tx, batch))
    except errors.Unavailable:
        raise
    except Refusal as refusal:
        if len(batch) == 1:
            return [refusal]
        half = len(batch) // 2
        return _refusals(write, batch[:half], work) + _refusals(write, batch[half:], work)
    return []


def _pay(tx: Transaction, tournament_id: str, batch: Sequence[_Award]) -> None:
    claimed = tx.rows(
        "select place, amount from claim_awards(%s, %s, %s, %s, %s, %s, %s::jsonb)",
        (
            tx.tenant_id,
            tournament_id,
            [award.registration_id for award in batch],
            [award.award for award in batch],
            [award.reason for award in batch],
            [award.owner_id for award in batch],
            json.dumps(_DEFAULT),
        ),
    )
    paid = [(batch[row["place"] - 1], row["amount"]) for row in claimed if row["amount"]]
    if paid:
        posted = posting.post(tx, [_movement(tournament_id, award, amount) for award, amount in paid])
        tx.send(
            "select awards_paid(%s, %s, %s, %s, %s::uuid[])",
            (
                tx.tenant_id,
                [award.registration_id for award, _ in paid],
                [award.award for award, _ in paid],
                [award.owner_id for award, _ in paid],
                [movement.transaction_id for movement in posted],
            ),
        )
    _warn_of_other_placements(tx, tournament_id, [award for award, _ in paid])


def _movement(tournament_id: str, award: _Award, amount: int) -> Movement:
    return Movement(
        kind=award.reason,
        legs=_from_the_treasury(award.owner_id, wallets.COIN, Decimal(amount)),
        idempotency_key=award.key,
        meta={"tournament_id": tournament_id, "registration_id": award.registration_id},
    )


def _warn_of_other_placements(tx: Transaction, tournament_id: str, paid: Sequence[_Award]) -> None:
    """Asked after the wallets are locked: of two placements at once, the second sees the first."""
    registrations = {award.registration_id for award in paid if award.award != "participation"}
    if not registrations:
        return
    placed = tx.rows(
        """
        select registration_id, array_agg(distinct award::text order by award::text) as awards
        from awards
        where tenant_id = %s and registration_id = any (%s) and award <> 'participation'
        group by registration_id
        having count(distinct award) > 1
        order by registration_id
        """,
        (tx.tenant_id, sorted(registrations)),
    )
    for row in placed:
        tx.warn(
            "a registration has awards for several placements",
            tournament_id=tournament_id,
            registration_id=row["registration_id"],
            awards=row["awards"],
        )


def _entry_fees(write: Write, tournament_id: str) -> Iterator[UUID]:
    """The debits that nobody has been given back, read as they are asked for."""

    def page(tx: Transaction) -> list[UUID]:
        rows = tx.rows("select debit from entry_fees(%s, %s, %s, %s) debit", (tx.tenant_id, tournament_id, last, BATCH))
        return [row["debit"] for row in rows]

    last: UUID | None = None
    while debits := write(page):
        yield from debits
        last = debits[-1]


def _refund(tx: Transaction, tournament_id: str, debits: Sequence[UUID]) -> None:
    held = tx.rows(
        "select transaction_id, owner_id, currency, amount from hold_entry_fees(%s, %s::uuid[])",
        (tx.tenant_id, list(debits)),
    )
    if held:
        posting.post(
            tx,
            [
                Movement(
                    kind="refund",
                    legs=_from_the_treasury(row["owner_id"], row["currency"], row["amount"]),
                    idempotency_key=f"refund_{row['transaction_id']}",
                    meta={"tournament_id": tournament_id},
                    corrects=row["transaction_id"],
                )
                for row in held
            ],
        )


def _from_the_treasury(owner_id: str, currency: str, amount: Decimal) -> list[Leg]:
    return [Leg(accounts.person(owner_id, currency), amount), Leg(accounts.treasury(currency), -amount)]
