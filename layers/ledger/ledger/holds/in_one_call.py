"""Plan a hold as one call of an SQL function (sql/functions/holds/once.sql)."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from ledger.core.models import format_time
from ledger.posting import PlanningSession, UnknownMoney

# The texts of unknown values are random, so that a caller cannot send one of them.
_WALLET: Final = uuid4()
_TIMES: Final = [datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(57)) for _ in range(2)]
_AVAILABLE: Final = secrets.token_hex(16)
_PLACES: Final = {
    str(_WALLET): "%1$s",
    **{format_time(time): f"%{number}$s" for number, time in enumerate(_TIMES, 2)},
    _AVAILABLE: "%4$s",
}
"""As create_hold_once() in SQL numbers them."""


def create(session: PlanningSession, arguments: tuple[object, ...]) -> dict[str, Any]:
    """Plan the creation of a hold. Returns the values of the hold that only the database knows.

    arguments: of create_hold_once() in SQL, after the request.
    """
    session.execute("create_hold_once", arguments, _PLACES)
    return {
        "wallet_id": _WALLET,
        "created_at": _TIMES[0],
        "expires_at": _TIMES[1],
        "available_after": UnknownMoney(_AVAILABLE),
    }
