"""Record the holds that have expired. Decisions do not wait for it: a hold has expired from its moment on."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from ledger.core.models import Answer
from ledger.posting import transaction
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin

PART_HOLDS: Final = 500
"""The most holds of a part, which is a database transaction. Their wallets are locked until it ends."""
_RESERVE_S: Final = 10.0
"""Time kept for a part, whose statement ends after 10 s at the latest."""
_EXPIRE: Final = Origin.across_tenants("holds_expire")


class Expired(Answer):
    """expired: the number of holds that were recorded as expired."""

    expired: int


def run(budget: Budget, part: int = PART_HOLDS) -> Expired:
    """Record the holds that have expired, of all tenants, in parts, as many as there is time for.

    What others have locked is left to the next run. Raises errors.Unavailable.
    """
    count, read = 0, part
    after: tuple[datetime, UUID] = datetime.min.replace(tzinfo=UTC), UUID(int=0)
    while read == part and budget.remaining() > _RESERVE_S:
        (row,) = sessions.rows(
            "select * from expire_holds(%s, %s, %s, %s)", (*after, part, transaction.clock()), _EXPIRE, budget
        )
        count += row["expired"]
        read, after = row["read"], (row["last_expiry"], row["last_hold"])
    return Expired(expired=count)
