"""Lists as parameters: what a statement gets is what was given, whatever text it holds."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support import kit
from tests.support.kit import Database

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
EXACTLY = settings(derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(given: list[Any], type_: str) -> Any:
    return kit.in_session(lambda session: session.value(f"select %s::{type_}[]", [given]))


@EXACTLY
@example(["", "NULL", None, "null", '"', "\\", '\\"', "{}", "a,b", " a ", "\n\t\x1b", "\u2028", "𝄞", "%s", "$1"])
@example([])
@given(st.lists(st.none() | texts))
def test_text_arrives_as_it_was_given(database: Database, given: list[str | None]) -> None:
    assert read_back(given, "text") == given


@EXACTLY
@example([Decimal("-0.01"), Decimal("1E+3"), None, Decimal("0E-7"), Decimal("9007199254740991.0000")])
@given(st.lists(st.none() | amounts))
def test_decimals_arrive_as_they_were_given(database: Database, given: list[Decimal | None]) -> None:
    assert read_back(given, "numeric") == given


@EXACTLY
@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.booleans()), st.lists(st.uuids()))
def test_numbers_truths_and_ids_arrive_as_they_were_given(
    database: Database, numbers: list[int], truths: list[bool], ids: list[UUID]
) -> None:
    assert read_back(numbers, "bigint") == numbers
    assert read_back(truths, "bool") == truths
    assert read_back(ids, "uuid") == ids


def test_text_arrives_whatever_encoding_the_client_has(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")

    assert read_back(["Zoë"], "text") == ["Zoë"]


class Kind(StrEnum):
    CREDIT = "credit"


@pytest.mark.parametrize("element", ["a\0b", 1.5, Kind.CREDIT, b"bytes", ["nested"], datetime(2026, 1, 1, tzinfo=UTC)])
def test_what_an_array_cannot_hold_is_refused(database: Database, element: object) -> None:
    with pytest.raises(psycopg.DataError):
        read_back([element], "text")
