"""Cursors: the place at which the next page of a list begins, as opaque text that a caller sends back."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

LIFETIME: Final = timedelta(days=1)
_MAX_LENGTH: Final = 256

clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731  (tests replace it)


def after(at: datetime, last: UUID) -> str:
    """The cursor of the page after an item. at, last: the item's time and id, by which the list is ordered."""
    place = json.dumps([int(clock().timestamp()), at.astimezone(UTC).isoformat(), str(last)], separators=(",", ":"))
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _place(cursor: object) -> tuple[datetime, UUID]:
    """Raises PydanticCustomError for what is no cursor, and for a cursor that is older than LIFETIME."""
    try:
        if not isinstance(cursor, str) or len(cursor) > _MAX_LENGTH:
            raise ValueError
        decoded = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        made_at, at, last = json.loads(decoded)
        age = clock().timestamp() - int(made_at)
        found = datetime.fromisoformat(at).astimezone(UTC), UUID(last)
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise PydanticCustomError("cursor", "This is not a cursor of this list.") from error
    if age > LIFETIME.total_seconds():
        raise PydanticCustomError("cursor", "The cursor is older than a day. Begin with the first page.")
    return found


type Cursor = Annotated[
    tuple[datetime, UUID],
    BeforeValidator(_place),
    WithJsonSchema({"type": "string", "maxLength": _MAX_LENGTH, "pattern": "^[A-Za-z0-9_-]+$"}),
]
"""The time and the id of the last item before the page, from the text that a caller sent."""
