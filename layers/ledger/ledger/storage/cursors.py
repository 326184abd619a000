"""Cursors: the place at which the next page of a list begins, as opaque text that a caller sends back.

A cursor is authenticated together with its list, the filters and the tenant, so that it is of use for nothing but the
next page of the list that it came from (decisions/0130).
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final, cast

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.core.lists import CursorPage, NumberedPage, Page
from ledger.storage.sessions import Session

LIFETIME: Final = timedelta(days=1)
_MAC_BYTES: Final = 16

clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731  (tests replace it)


class Cursors:
    """The cursors of a list with the filters of a query, in the tenant of a session. A place is the values that the
    list is ordered by, as texts."""

    def __init__(
        self, session: Session, query: CursorPage | Page | NumberedPage, of: Mapping[str, Any] | None = None
    ) -> None:
        """of: what else names the list, such as the owner of a wallet."""
        filters = query.model_dump_json(exclude={"cursor", "limit", "offset", "page_number", "page_size"})
        of_list = json.dumps(of, default=str, sort_keys=True)
        self._list = [type(query).__module__, type(query).__qualname__, session.tenant_id, filters, of_list]
        self._cursor = query.cursor
        self._session = session

    def after(self, *place: str) -> str:
        """The cursor of the page after a place."""
        parts = [str(int(clock().timestamp())), *place]
        content = json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(self._mac(content) + content).decode().rstrip("=")

    def place(self) -> Sequence[str] | None:
        """The place after which the page of the query begins. None without a cursor: the list's beginning.

        Raises InvalidRequest for a cursor that is older than LIFETIME, and for what is no cursor of this list.
        """
        if self._cursor is None:
            return None
        try:
            decoded = base64.urlsafe_b64decode(self._cursor + "=" * (-len(self._cursor) % 4))
        except binascii.Error:
            decoded = b""
        mac, content = decoded[:_MAC_BYTES], decoded[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(content)):
            raise _refusal("This is not a cursor of this list with these filters.")
        made_at, *found = cast("list[str]", json.loads(content))
        if clock().timestamp() - int(made_at) > LIFETIME.total_seconds():
            raise _refusal("The cursor is older than a day. Begin with the first page.")
        return found

    @cached_property
    def _key(self) -> bytes:
        """Read when a cursor is there or is made: most lists have one page."""
        return cast("bytes", self._session.value("select secret from cursor_key"))

    def _mac(self, content: bytes) -> bytes:
        """The first half of an HMAC-SHA-256."""
        whole = json.dumps([*self._list, content.decode("latin-1")])
        return hmac.digest(self._key, whole.encode(), "sha256")[:_MAC_BYTES]


def _refusal(sentence: str) -> errors.InvalidRequest:
    return errors.InvalidRequest(sentence, errors=[Problem("cursor", sentence)])
