"""Answers: their maximum size, and CSV that a spreadsheet opens without running formulas."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.core import errors
from ledger.core.models import Answer, MoneyText, Timestamp
from ledger.core.money import Money
from ledger.edge.http import answers


class Row(Answer):
    name: str
    amount: MoneyText
    at: Timestamp | None
    meta: dict[str, Any] | None


class Text(Answer):
    text: str


NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["x" * 6_000_000, "\U0001f600" * 500_001, '"' * 1_500_001, "\1" * 1_000_000])
def test_an_answer_is_refused_if_its_escaped_form_exceeds_lambda_s_limit(text: str) -> None:
    with pytest.raises(errors.AnswerTooLarge):
        answers.reply(Text(text=text), 200)
    with pytest.raises(errors.AnswerTooLarge):
        answers.reply(answers.Csv(text * 2, "all"), 200)


def test_an_answer_just_below_the_limit_is_sent() -> None:
    reply = answers.reply(Text(text="x" * 5_999_900), 200)

    assert (reply.status, reply.media_type) == (200, "application/json")


def test_csv_has_the_fields_as_columns_and_the_values_of_the_json_form() -> None:
    rows = [
        Row(name='Ann "A", jr\nII', amount=Money(-150, "USD"), at=NOON, meta={"ä": 1}),
        Row(name="Bob", amount=Money(7, "COIN"), at=None, meta=None),
    ]

    reply = answers.reply(answers.Csv.of(Row, rows, "rows"), 200)

    assert reply.body == (
        'name,amount,at,meta\r\n"Ann ""A"", jr\nII",-1.50,2026-01-31T12:00:00Z,"{""ä"": 1}"\r\nBob,7,,\r\n'
    )
    assert reply.media_type == "text/csv; charset=utf-8"
    assert reply.headers == {"content-disposition": 'attachment; filename="rows.csv"'}


@pytest.mark.parametrize("prefix", [*"=+-@", *"\uff1d\uff0b\uff0d\uff20\ufe62\ufe66", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(prefix: str) -> None:
    row = Row(name=f"{prefix}1+1", amount=Money(-1, "COIN"), at=None, meta=None)

    line = answers.Csv.of(Row, [row], "rows").text.partition("\r\n")[2]

    assert line.lstrip('"').startswith(f"'{prefix}1+1")
    assert ",-1," in line, "an amount stays a number"


@pytest.mark.parametrize("before", ["", "a;", "a|", "a\n"])
@pytest.mark.parametrize(
    "blank",
    [
        *(" ", "\u00a0", "\u2003", "\u3000", "\v", "\f", "\x01", "\x85", "\u2028", "\u200b", "\u2060", "\ufeff"),
        *("\u00ad", "\u034f", "\u061c", "\u200c", "\u200e", "\u202e", "\u2066", "\u3164", "\ufe0f", "\U000e0020"),
    ],
)
def test_a_formula_after_a_blank_or_invisible_character_is_marked_as_text(before: str, blank: str) -> None:
    """A program that trims a cell would find the formula at its beginning."""
    row = Row(name=f"{before}{blank}=1+1", amount=Money(1, "COIN"), at=None, meta=None)

    lines = answers.Csv.of(Row, [row], "rows").text

    table = next(csv.reader(io.StringIO(lines.partition("\r\n")[2], newline="")))
    assert table[0] == f"{before}{blank}'=1+1"


@pytest.mark.parametrize("separator", [";", "\t", "|", "\n", "\r\n", '";', ";'", "; "])
@pytest.mark.parametrize("sign", [*"=+-@", *"\uff1d\uff0b\uff0d\uff20"])
def test_a_formula_after_another_separator_is_marked_as_text(separator: str, sign: str) -> None:
    text = f"a{separator}{sign}1+1"

    lines = answers.Csv.of(Row, [Row(name=text, amount=Money(1, "COIN"), at=None, meta={"a": text})], "rows").text

    table = next(csv.reader(io.StringIO(lines.partition("\r\n")[2], newline="")))
    assert table[0] == f"a{separator}'{sign}1+1"
    for delimiter in ";\t|":
        cells = [cell for line in lines.splitlines() for cell in line.split(delimiter)]
        assert [
            cell for cell in cells if cell.lstrip(" \"'")[:1] == sign and not cell.lstrip(' "').startswith("'")
        ] == []


def test_negative_numbers_in_meta_stay_json() -> None:
    row = Row(name="Ann", amount=Money(1, "COIN"), at=None, meta={"a": [1, -2], "b": -3})

    (cells,) = list(csv.reader(io.StringIO(answers.Csv.of(Row, [row], "rows").text)))[1:]

    assert json.loads(cells[3]) == {"a": [1, -2], "b": -3}


def test_a_formula_is_looked_for_in_time_that_is_linear() -> None:
    assert answers._without_formula(";" * 1_000_000 + "'" * 1_000_000).startswith(";;")


@pytest.mark.parametrize(
    "reply", [answers.failure("r"), answers.problem(errors.NotFound(), "r"), answers.Reply(200, "")]
)
def test_every_answer_is_sent_over_https_only_and_stored_nowhere(reply: answers.Reply) -> None:
    headers = answers.as_payload(reply, "r")["headers"]

    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cache-control"] == "no-store"


def test_a_problem_has_a_sentence_for_people_and_fields_for_programs() -> None:
    refusal = errors.InsufficientFunds(Money(0, "USD"), Money(-2000, "USD"), Money(0, "USD"))

    reply = answers.as_payload(answers.problem(refusal, "request-1"), "request-1")

    assert reply["statusCode"] == 400
    assert reply["headers"]["content-type"] == "application/problem+json"
    assert reply["headers"]["x-request-id"] == "request-1"
    assert '"available": "0.00"' in reply["body"]
    assert '"balance": "-20.00"' in reply["body"]
    assert '"detail": "Insufficient funds. Available: $0.00"' in reply["body"]
    assert "errors" not in reply["body"]


def test_only_an_unavailable_answer_has_retry_after() -> None:
    assert answers.problem(errors.Unavailable(), "r").headers == {"retry-after": "1"}
    assert answers.problem(errors.NotFound(), "r").headers == {}
    assert answers.failure("r").headers == {}
