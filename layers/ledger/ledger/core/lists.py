"""Pagination and date ranges: the query parameters of lists, and the answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger.core.models import Answer, Query, TimeText, WholeNumber, instant

MAX_ROWS: Final = 20_000
"""The most rows of a list that is not paged, a statement or CSV; more would not fit into the answer of a function."""


class Page(Query):
    """A page of a list: `limit` items after the first `offset`."""

    limit: Annotated[WholeNumber, Field(ge=1, le=100)] = 50
    offset: WholeNumber = 0


type Cursor = Annotated[str, StringConstraints(max_length=512, pattern=r"^[A-Za-z0-9_-]+$")]


class CursorPage(Query):
    """A page of a list: `limit` items after the place of `cursor`. cursor: the `next_cursor` of the page before, with
    the same filters; it is valid for a day."""

    limit: Annotated[WholeNumber, Field(ge=1, le=100)] = 50
    cursor: Cursor | None = None


class NumberedPage(Query):
    """A numbered page of a list, with `page_size` items. The first page is 1."""

    page_number: Annotated[WholeNumber, Field(ge=1)] = 1
    page_size: Annotated[WholeNumber, Field(ge=1, le=100)] = 20

    @property
    def offset(self) -> int:
        return (self.page_number - 1) * self.page_size


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
    if begins is not None and value is not None:
        end_of_day = instant(value, end_of_day=True) - timedelta.resolution
        if instant(begins) > max(instant(value), end_of_day):  # of a date, the last moment of its day
            raise PydanticCustomError("period", f"{last} is before {first}.")
    return value


class Listing[Item: BaseModel](Answer):
    """A page of a list. `total_count` counts every item that matches the filters."""

    items: list[Item]
    total_count: int
    limit: int
    offset: int
    has_more: bool

    @classmethod
    def of(cls, items: Sequence[Item], total_count: int, page: Page, **more: Any) -> Self:
        return cls(
            items=list(items),
            total_count=total_count,
            limit=page.limit,
            offset=page.offset,
            has_more=page.offset + len(items) < total_count,
            **more,
        )


class Pages[Item: BaseModel](Answer):
    """A numbered page of a list. `total_count` and `total_pages` count everything that matches the filters."""

    items: list[Item]
    total_count: int
    page_number: int
    page_size: int
    total_pages: int

    @classmethod
    def of(cls, items: Sequence[Item], total_count: int, page: NumberedPage, **more: Any) -> Self:
        return cls(
            items=list(items),
            total_count=total_count,
            page_number=page.page_number,
            page_size=page.page_size,
            total_pages=-(-total_count // page.page_size),
            **more,
        )
