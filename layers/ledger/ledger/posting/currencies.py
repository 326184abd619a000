"""The currency of a wallet where a caller leaves it out: that of the owner's only wallet."""

from collections.abc import Sequence

from ledger.core import errors
from ledger.core.accounts import OwnerKind
from ledger.core.errors import Problem
from ledger.posting.plans import PlanningSession
from ledger.storage.sessions import Session


def only_currency(session: Session, owner_id: str, *, kind: OwnerKind = "person", pointer: str = "/currency") -> str:
    """The currency of an owner's only wallet. pointer: to the place where a request would name it.

    Raises CurrencyRequired if the owner has wallets in several currencies, or none yet.
    """
    if isinstance(session, PlanningSession):
        found = session.currencies_of(owner_id)
    else:
        found = currencies_of_owners(session, [owner_id], kind)[owner_id]
    if len(found) != 1:
        sentence = "Name the currency: the owner has wallets in several, or none yet."
        raise errors.CurrencyRequired(sentence, errors=[Problem(pointer, sentence)])
    return found[0]


def currencies_of_owners(
    session: Session, owner_ids: Sequence[str], kind: OwnerKind = "person"
) -> dict[str, Sequence[str]]:
    """The currencies in which owners of a kind have wallets, by owner."""
    rows = session.rows(
        """
        select owner_id, array_agg(currency order by currency) as currencies from wallets
        where tenant_id = %s and owner_kind = %s and owner_id = any (%s)
        group by owner_id
        """,
        (session.tenant_id, kind, list(owner_ids)),
    )
    return dict.fromkeys(owner_ids, ()) | {row["owner_id"]: row["currencies"] for row in rows}
