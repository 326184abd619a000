"""Lists and composite values as parameters: a statement receives each element and member unchanged."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support import kit
from tests.support.kit import Database

pytestmark = pytest.mark.session

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
REPEATABLE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def round_trip(given: list[Any], type_: str) -> Any:
    return kit.in_session(lambda session: session.value(f"select %s::{type_}[]", [given]))


@REPEATABLE
@example(["", "NULL", None, "null", '"', "\\", '\\"', "{}", "a,b", " a ", "\n\t\x1b", "\u2028", "𝄞", "%s", "$1"])
@example([])
@given(st.lists(st.none() | texts))
def test_text_is_received_unchanged(database: Database, given: list[str | None]) -> None:
    assert round_trip(given, "text") == given


@REPEATABLE
@example([Decimal("-0.01"), Decimal("1E+3"), None, Decimal("0E-7"), Decimal("9007199254740991.0000")])
@given(st.lists(st.none() | amounts))
def test_decimals_are_received_unchanged(database: Database, given: list[Decimal | None]) -> None:
    assert round_trip(given, "numeric") == given


@REPEATABLE
@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.booleans()), st.lists(st.uuids()))
def test_integers_booleans_and_ids_are_received_unchanged(
    database: Database, numbers: list[int], booleans: list[bool], ids: list[UUID]
) -> None:
    assert round_trip(numbers, "bigint") == numbers
    assert round_trip(booleans, "bool") == booleans
    assert round_trip(ids, "uuid") == ids


@REPEATABLE
@example(
    [("", Decimal("1.50")), (None, None), ("NULL", Decimal("-1E+3")), ('a,"b"\\ (c) {d}', Decimal("0E-7")), (" ", None)]
)
@example([])
@given(st.lists(st.tuples(st.none() | texts, st.none() | amounts)))
def test_the_members_of_entries_are_received_unchanged(
    database: Database, given: list[tuple[str | None, Decimal | None]]
) -> None:
    entries = [(number, "person", text, "", amount, text, None) for number, (text, amount) in enumerate(given, 1)]

    received = kit.in_session(lambda session: session.rows("select * from unnest(%s::posting_entry[])", [entries]))

    assert [tuple(row.values()) for row in received] == entries


@REPEATABLE
@example("", b"", Decimal("-0.01"))
@example('"a",\\(b) {c}', b'\\,"\0\xff', Decimal("-1E+3"))
@given(st.none() | texts, st.binary(max_size=32), amounts)
def test_the_members_of_a_request_and_of_its_transaction_are_received_unchanged(
    database: Database, text: str | None, hashed: bytes, amount: Decimal
) -> None:
    request = ("acme", "ann", None, text, hashed, 201, text, "", datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC))
    entries = ("person", text, None, "treasury", "", text)
    transaction = ("debit", text, None, text, json.dumps(text), UUID(int=1), "Type", "null", *entries, "", amount, text)

    def members(type_: str, given: tuple[object, ...]) -> list[tuple[object, ...]]:
        rows = kit.in_session(lambda session: session.rows(f"select (%s::{type_}).*", [given]))
        return [tuple(row.values()) for row in rows]

    as_sent = (*transaction[:4], text, *transaction[5:7], None, *transaction[8:])
    assert members("keyed_request", request) == [request]
    assert members("two_entry_transaction", transaction) == [as_sent]


def test_text_is_received_unchanged_with_another_client_encoding(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")

    assert round_trip(["Zoë"], "text") == ["Zoë"]


def test_a_text_with_a_null_byte_is_refused(database: Database) -> None:
    with pytest.raises(psycopg.DataError):
        round_trip(["a\0b"], "text")
