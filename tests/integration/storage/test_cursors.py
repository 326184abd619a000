"""Cursors are of use for the next page of the list that they came from, and for nothing else."""

import pytest

from ledger.core.errors import InvalidRequest
from ledger.core.lists import CursorPage
from ledger.storage.cursors import Cursors
from ledger.storage.sessions import Session
from tests.support import kit
from tests.support.kit import Database

PLACE = ("2026-01-31T12:00:00+00:00", "019bc0de-7c60-7b71-8c82-9d0e1f2a3b47")


class Page(CursorPage):
    color: str = "red"


class PageOfAnotherList(CursorPage):
    color: str = "red"


@pytest.fixture
def cursor(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_ROLE", "purser_read")
    return kit.in_session(lambda session: Cursors(session, Page()).after(*PLACE))


def is_refused(query: CursorPage, tenant_id: str = "acme") -> bool:
    try:
        kit.in_session(lambda session: Cursors(session, query).place(), tenant_id)
    except InvalidRequest as refusal:
        return [problem.pointer for problem in refusal.errors] == ["cursor"]
    return False


def test_a_cursor_leads_to_its_place_whatever_the_length_of_the_page(cursor: str) -> None:
    query = Page.model_validate({"limit": "20", "cursor": cursor})

    assert kit.in_session(lambda session: Cursors(session, query).place()) == list(PLACE)


def test_a_cursor_is_refused_in_another_tenant_with_other_filters_and_in_another_list(cursor: str) -> None:
    assert is_refused(Page(cursor=cursor), "globex")
    assert is_refused(Page(cursor=cursor, color="blue"))
    assert is_refused(PageOfAnotherList(cursor=cursor))


def test_a_cursor_of_which_a_character_was_changed_is_refused(cursor: str) -> None:
    changed = [f"{cursor[:n]}{'A' if cursor[n] != 'A' else 'B'}{cursor[n + 1 :]}" for n in range(len(cursor) - 1)]

    def accepted(session: Session) -> list[str]:
        found = []
        for text in changed:
            try:
                Cursors(session, Page(cursor=text)).place()
            except InvalidRequest:
                continue
            found.append(text)
        return found

    assert kit.in_session(accepted) == []


def test_a_cursor_is_refused_after_the_key_was_replaced(cursor: str, database: Database) -> None:
    database.rows("update cursor_key set secret = sha256('another key') returning 1")

    assert is_refused(Page(cursor=cursor))
