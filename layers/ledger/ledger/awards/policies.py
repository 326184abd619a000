"""Policies: the number of coins that a tournament awards."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import Field

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.models import Answer, ExternalId, Request
from ledger.storage.sessions import Session

type Coins = Annotated[int, Field(ge=0, le=1_000_000)]


class TournamentCoinPolicyUpdate(Request):
    """A tournament's awards, in coins. tournament_id: may be left out; otherwise the same as in the path."""

    tournament_id: ExternalId | None = None
    participation: Coins = 5
    top4: Coins = 25
    runner_up: Coins = 50
    winner: Coins = 100


class TournamentCoinPolicy(Answer):
    """A tournament's awards, in coins."""

    tournament_id: str
    participation: int
    top4: int
    runner_up: int
    winner: int

    @classmethod
    def of(cls, tournament_id: str, amounts: Mapping[str, Any]) -> Self:
        return cls(**{**amounts, "tournament_id": tournament_id})


DEFAULT: Final = TournamentCoinPolicyUpdate().model_dump(exclude={"tournament_id"})


def get_policy(session: Session, tournament_id: str) -> TournamentCoinPolicy:
    """The tournament's awards; the defaults if none were set."""
    row = session.row(
        """
        select participation, top4, runner_up, winner from coin_policies where tenant_id = %s and tournament_id = %s
        """,
        (session.tenant_id, tournament_id),
    )
    return TournamentCoinPolicy.of(tournament_id, row or DEFAULT)


def set_policy(session: Session, tournament_id: str, request: TournamentCoinPolicyUpdate) -> TournamentCoinPolicy:
    """Set the tournament's awards. Coins that were already awarded stay the same. Raises InvalidRequest."""
    require_tournament(tournament_id, request)
    session.send(
        "select set_coin_policy(%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            session.tenant_id,
            tournament_id,
            request.participation,
            request.top4,
            request.runner_up,
            request.winner,
            session.origin.principal,
            session.origin.request_id,
        ),
    )
    return TournamentCoinPolicy.of(tournament_id, request.model_dump())


def require_tournament(tournament_id: str, request: TournamentCoinPolicyUpdate) -> None:
    """Raise InvalidRequest if the request names another tournament than the path."""
    if request.tournament_id not in (None, tournament_id):
        sentence = "The tournament is not the one in the path."
        raise errors.InvalidRequest(sentence, errors=[Problem("/tournament_id", sentence)])


def has_payments(session: Session, tournament_id: str) -> bool:
    """Whether an award of the tournament was paid, or an entry fee that was not given back.

    Locks the policy until the end of the database transaction, so that no award is paid by it before a change.
    """
    paid: bool = session.value("select has_payments(%s, %s)", (session.tenant_id, tournament_id))
    return paid
