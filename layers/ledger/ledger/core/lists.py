"""Pagination and date ranges: the query parameters of lists, and the answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger.core.models import Answer, Query, TimeText, WholeNumber, instant

MAX_ROWS: Final = 20_000
"""The most rows of a list that is not paged, a statement or CSV; more would not fit into the answer of a function."""


type Cursor = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[A-Za-z0-9_-]+$")]
"""A place of the longest username has about 3,000 characters as a cursor."""


class CursorPage(Query):
    """A page of a list: `limit` items after the place of `cursor`. cursor: the `next_cursor` of the page before, with
    the same filters; it is valid for a day."""

    first_row: ClassVar[int] = 0
    limit: Annotated[WholeNumber, Field(ge=1, le=100)] = 50
    cursor: Cursor | None = None


class Page(Query):
    """A page of a list: `limit` items. offset: how many items are before it; 0 if neither it nor `cursor` is given.
    cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day."""

    limit: Annotated[WholeNumber, Field(ge=1, le=100)] = 50
    offset: WholeNumber | None = None
    cursor: Cursor | None = None

    @property
    def first_row(self) -> int:
        """How many rows are before the page, unless a cursor says where it begins."""
        return self.offset or 0

    @field_validator("cursor")
    @classmethod
    def _without_offset(cls, cursor: str | None, info: ValidationInfo) -> str | None:
        return _only_one("offset", cursor, info)


class NumberedPage(Query):
    """A page of a list: `page_size` items. page_number: 1, the first page, if neither it nor `cursor` is given.
    cursor: the `next_cursor` of the page before, with the same filters; it is valid for a day."""

    page_number: Annotated[WholeNumber, Field(ge=1)] | None = None
    page_size: Annotated[WholeNumber, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None

    @property
    def limit(self) -> int:
        return self.page_size

    @property
    def first_row(self) -> int:
        """How many rows are before the page, unless a cursor says where it begins."""
        return ((self.page_number or 1) - 1) * self.page_size

    @field_validator("cursor")
    @classmethod
    def _without_number(cls, cursor: str | None, info: ValidationInfo) -> str | None:
        return _only_one("page_number", cursor, info)


class Period(Query):
    """A date range. `date_from` is inclusive. A time as `date_to` is exclusive; a date includes that whole UTC day."""

    date_from: TimeText | None = None
    date_to: TimeText | None = None

    @property
    def begins(self) -> datetime | None:
        return None if self.date_from is None else instant(self.date_from)

    @property
    def ends(self) -> datetime | None:
        """The first moment after the period."""
        return None if self.date_to is None else instant(self.date_to, end_of_day=True)

    @field_validator("date_to")
    @classmethod
    def _in_order(cls, date_to: str | None, info: ValidationInfo) -> str | None:
        return in_order("date_from", "date_to", date_to, info)


def in_order(first: str, last: str, value: str | None, info: ValidationInfo) -> str | None:
    """Check the last of two fields that bound a period. Raises PydanticCustomError if it is before the first one."""
    begins = info.data.get(first)
    if begins is None or value is None:
        return value
    if instant(begins) > instant(value) and instant(begins) >= instant(value, end_of_day=True):
        raise PydanticCustomError("period", f"{last} is before {first}.")
    return value


def _only_one(place: str, cursor: str | None, info: ValidationInfo) -> str | None:
    """Check that a cursor comes without `place`, the other field that says where a page begins."""
    if cursor is not None and info.data.get(place) is not None:
        raise PydanticCustomError("cursor", f"A page begins at {place} or at cursor, not at both.")
    return cursor


@dataclass(frozen=True, slots=True)
class Items[Item]:
    """The items of a page. next_cursor: of the page after it, None if it is the last one."""

    items: list[Item]
    next_cursor: str | None


class Listing[Item: BaseModel](Answer):
    """A page of a list. `total_count` counts every item that matches the filters. offset: null of a page that begins at
    a cursor. next_cursor: of the next page, for a day; null if there is none."""

    items: list[Item]
    total_count: int
    limit: int
    offset: int | None
    has_more: bool
    next_cursor: str | None

    @classmethod
    def of(cls, found: Items[Item], total_count: int, page: Page, **more: Any) -> Self:
        return cls(
            items=found.items,
            total_count=total_count,
            limit=page.limit,
            offset=None if page.cursor else page.first_row,
            has_more=found.next_cursor is not None,
            next_cursor=found.next_cursor,
            **more,
        )


class Pages[Item: BaseModel](Answer):
    """A page of a list. `total_count` and `total_pages` count everything that matches the filters. page_number: null of
    a page that begins at a cursor. next_cursor: of the next page, for a day; null if there is none."""

    items: list[Item]
    total_count: int
    page_number: int | None
    page_size: int
    total_pages: int
    next_cursor: str | None

    @classmethod
    def of(cls, found: Items[Item], total_count: int, page: NumberedPage, **more: Any) -> Self:
        return cls(
            items=found.items,
            total_count=total_count,
            page_number=None if page.cursor else page.page_number or 1,
            page_size=page.page_size,
            total_pages=-(-total_count // page.page_size),
            next_cursor=found.next_cursor,
            **more,
        )
