"""Paging: what a page adds to the statement of a list, and the cursor of the page after it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.core.lists import CursorPage, Items, NumberedPage, Page
from ledger.storage.cursors import Cursors
from ledger.storage.sessions import Row, Session


class Paging:
    """A page of a list, as parts of its statement.

    column: of the page's rows, the `place` of each. part: what follows the conditions of the list: that a row is after
    the cursor, the order and the limit. parameters: those of the list, and of these parts. One row more than the page
    has is read, if there is one.
    """

    def __init__(
        self,
        session: Session,
        query: CursorPage | Page | NumberedPage,
        parameters: Mapping[str, Any],
        *order: str,
        newest_first: bool = True,
    ) -> None:
        """parameters: of the statement without the page. order: the columns that the list is ordered by, all of them in
        one direction. Together they are different in each row, and no row changes them, so that no page skips or
        repeats a row.

        Raises InvalidRequest as Cursors does.
        """
        self._cursors = Cursors(session, query, parameters)
        self._order = order
        self._limit = query.limit
        place = self._cursors.place()
        values = {} if place is None else {f"place_{number}": text for number, text in enumerate(place)}
        names = ", ".join(f"%({name})s" for name in values)
        compared, direction = ("<", " desc") if newest_first else (">", "")
        self._has_place = place is not None
        self.column = f"array[{', '.join(f'({one})::text' for one in order)}] as place"
        after = "" if place is None else f"and ({', '.join(order)}) {compared} ({names})"
        self._by = "order by " + ", ".join(one + direction for one in order)
        self.part = f"{after} {self._by} limit %(limit)s offset %(offset)s"
        self.parameters = {**parameters, **values, "limit": query.limit + 1, "offset": query.first_row}

    def numbered(self, newest: str) -> str:
        """The `part` of a list that is ordered by a number without gaps, newest first: a range of it at any depth,
        since an index does not count. newest: the SQL of the number of the list's first row."""
        (number,) = self._order
        first = "%(place_0)s::bigint - 1" if self._has_place else f"{newest} - %(offset)s"
        return f"and {number} <= {first} and {number} > {first} - %(limit)s {self._by}"

    def items[Item](self, rows: Sequence[Row], of: Callable[[Row], Item]) -> Items[Item]:
        """The items of the page, and the cursor of the next one. rows: what the statement read."""
        page = rows[: self._limit]
        has_more = len(rows) > self._limit
        return Items([of(row) for row in page], self._cursors.after(*page[-1]["place"]) if has_more else None)
