"""Mistakes in lists: cursors and pages."""

from tests.mutants.mutant import in_ledger

_cursors = in_ledger("storage/cursors.py")
_paging = in_ledger("storage/paging.py")
_lists = in_ledger("core/lists.py")
_changes = in_ledger("records/changes.py")
_ITEMS_ONCE = ["pages_by_cursor::pages_by_cursor_neither_skip_nor_repeat_an_item_whatever_is_written_meanwhile"]

MUTANTS = [
    _cursors(
        "cursor-for-ever",
        "        if clock().timestamp() - int(made_at) > LIFETIME.total_seconds():",
        "        if False:",
        "A cursor is valid for ever.",
        ["hold_lists::a_cursor_is_valid_for_a_day"],
    ),
    _cursors(
        "cursor-forged",
        "        if not hmac.compare_digest(mac, self._mac(content)):",
        "        if False:",
        "A caller makes a cursor of any place.",
        ["cursors::a_cursor_of_which_a_character_was_changed_is_refused"],
    ),
    _cursors(
        "cursor-of-another-tenant",
        "session.tenant_id, filters, of_list]",
        "filters, of_list]",
        "A cursor of one tenant leads to a place in another one's list.",
        ["cursors::a_cursor_is_refused_in_another_tenant_with_other_filters_and_in_another_list"],
    ),
    _cursors(
        "cursor-of-other-filters",
        "session.tenant_id, filters, of_list]",
        "session.tenant_id, of_list]",
        "With another filter a cursor skips what the filter before left out.",
        ["cursors::a_cursor_is_refused_in_another_tenant_with_other_filters_and_in_another_list"],
    ),
    _cursors(
        "cursor-of-another-wallet",
        "session.tenant_id, filters, of_list]",
        "session.tenant_id, filters]",
        "A cursor of one wallet's history leads to a place in that of another one.",
        ["pages_by_cursor::a_cursor_of_a_wallet_is_refused_in_the_list_of_another_one"],
    ),
    _paging(
        "page-repeats-its-last-item",
        '("<", " desc") if newest_first',
        '("<=", " desc") if newest_first',
        "Each page repeats the last item of the one before.",
        _ITEMS_ONCE,
    ),
    _paging(
        "page-repeats-its-last-item-of-names",
        'else (">", "")',
        'else (">=", "")',
        "Each page of a list by name repeats the last item of the one before.",
        _ITEMS_ONCE,
    ),
    _paging(
        "page-compares-the-time-alone",
        "f\"and ({', '.join(order)}) {compared} ({names})\"",
        'f"and ({order[0]}) {compared} (%(place_0)s)"',
        "Of items of one moment that are on two pages, a page skips some.",
        _ITEMS_ONCE,
    ),
    _paging(
        "page-repeats-the-last-of-a-number",
        "%(place_0)s::bigint - 1",
        "%(place_0)s::bigint",
        "Each page of a wallet's history repeats the last entry of the one before.",
        _ITEMS_ONCE,
    ),
    _paging(
        "page-is-the-last-one",
        "has_more = len(rows) > self._limit",
        "has_more = len(rows) > self._limit + 1",
        "A list ends after its first page.",
        _ITEMS_ONCE,
    ),
    _paging(
        "page-reads-a-row-too-many",
        "page = rows[: self._limit]",
        "page = rows",
        "Each page has the first item of the next one.",
        [*_ITEMS_ONCE, "statements::history_is_paged_without_gap_or_overlap"],
    ),
    _changes(
        "changes-of-one-moment",
        '"c.changed_at", "c.rank", "c.kind", "c.subject", "c.tenant_id"',
        '"c.changed_at", "c.rank"',
        "Of changes of several customers at one moment, a page skips some.",
        _ITEMS_ONCE,
    ),
    _lists(
        "cursor-with-an-offset",
        "    if cursor is not None and info.data.get(place) is not None:",
        "    if False:",
        "A caller who sends a cursor and an offset gets a page that is after neither.",
        ["pages_by_cursor::a_cursor_with_an_offset_or_a_page_number_is_refused"],
    ),
]
