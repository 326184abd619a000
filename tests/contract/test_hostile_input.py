"""A text of any length costs no more than reading it once: its length is checked first, and every check is linear."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import ledger
from ledger.billing.countries import CountryCode
from ledger.core.card_numbers import contains_card_number
from ledger.core.models import TenantId, TimeText
from ledger.core.text import free_text
from ledger.edge.http import arguments
from ledger.messaging import events
from tests.support import kit
from tests.support.kit import Person
from tools import operations

SIZE = 60_000
GROWTH = 4
"""A check of 4 times as much text may take 8 times as long; one that is quadratic takes 16 times as long."""
NEGLIGIBLE_S = 0.05
HOSTILE = {
    "digits in groups of one": "0 1 ",
    "digits and separators": "4-",
    "card prefixes": "4111 1111 1111 ",
    "digits": "4",
    "phone numbers": "+1 ",
    "almost an IBAN": "DE89 3704 ",
    "almost a UUID": "a1-",
    "spaces": " ",
    "spaces between letters": "a   ",
    "marks in the wrong order": "\u0301\u0316",
    "ligatures that expand": "\ufdfa",
    "zero-width spaces": "1\u200b",
    "dots": ".",
    "addresses": "a@",
    "quotes": '"\\"',
    "newlines": "1\n",
}
MODELS = [
    *dict.fromkeys(
        model[1]
        for one in operations.read(operations.deployed())
        for model in (one.operation.body, one.operation.query, one.operation.headers)
        if model is not None
    ),
    events.CashOutTriggered,
    events.RegistrationConfirmed,
    events.TournamentCompleted,
    events.TournamentCancelled,
]
PATH_PARAMETERS = {
    f"{one.name}: {name}": kind
    for one in operations.read(operations.deployed())
    for name, kind in one.operation.path.items()
}


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a core schema of pydantic."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for name, part in schema.items():
            if name != "metadata":
                yield from schemas(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from schemas(part)


def bodies(model: type[BaseModel], text: str) -> Iterator[dict[str, Any]]:
    """Bodies with a text in one of the places in which the model has one."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        yield {key: text}
        yield {key: {text: "x"}}
        yield {key: {"a": text}}
        yield {key: [text]}
        for part in schemas(TypeAdapter(field.annotation).core_schema):
            inner = part.get("cls")
            if part["type"] == "model" and inner is not None and inner is not model:
                yield from ({key: body} for body in bodies(inner, text))
                yield from ({key: [body]} for body in bodies(inner, text))


def spent(check: Callable[[str], object], text: str) -> float:
    """The processor time of a check, in seconds. It is this thread's own, so other processes do not change it."""
    began = time.thread_time()
    with suppress(ValidationError, ValueError):
        check(text)
    return time.thread_time() - began


ratio_of_times = pytest.mark.search  # a ratio of two measured times


def assert_linear(check: Callable[[str], object]) -> None:
    for name, part in HOSTILE.items():
        text = part * (SIZE // len(part))
        once, more = (min(spent(check, text * times) for _ in range(2)) for times in (1, GROWTH))
        assert more <= 2 * GROWTH * max(once, NEGLIGIBLE_S), f"{name}: {once:.3f} s, then {more:.3f} s"


def validate(model: type[BaseModel], text: str) -> None:
    for body in bodies(model, text):
        try:
            model.model_validate(body)
        except ValidationError as error:
            error.errors(include_url=False, include_input=False)


@ratio_of_times
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_longer_text_in_a_request_takes_no_more_than_its_share(model: type[BaseModel]) -> None:
    assert_linear(partial(validate, model))


@ratio_of_times
@pytest.mark.parametrize("name", PATH_PARAMETERS)
def test_a_longer_path_parameter_takes_no_more_than_its_share(name: str) -> None:
    assert_linear(PATH_PARAMETERS[name].validate_python)


@ratio_of_times
def test_a_longer_text_is_searched_for_card_numbers_in_no_more_than_its_share() -> None:
    assert_linear(contains_card_number)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_length_of_every_text_is_limited_before_anything_else_reads_it(model: type[BaseModel]) -> None:
    assert [text for text in texts(model.__pydantic_core_schema__) if not is_limited(text)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_text_of_a_request_is_checked_for_card_numbers(model: type[BaseModel]) -> None:
    checked = [
        text
        for schema in schemas(model.__pydantic_core_schema__)
        if schema["type"] == "function-after" and schema["function"]["function"] is free_text
        for text in texts(schema)
    ]

    others = [text for text in texts(model.__pydantic_core_schema__) if text not in checked + NOT_FREE]

    assert [text for text in others if "pattern" not in text] == []


def texts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of a text that no function reads before its own length is checked.

    A function in the mode "before" accepts a text of a fixed form only. How long it takes, other tests measure.
    """
    if isinstance(schema, dict):
        if schema.get("type") == "str":
            yield schema
        elif schema.get("type") != "function-before":
            for name, part in schema.items():
                if name != "metadata":
                    yield from texts(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from texts(part)


def is_limited(text: dict[str, Any]) -> bool:
    return "max_length" in text or bool(re.search(r"\{\d*,?\d+\}\$$", str(text.get("pattern", ""))))


NOT_FREE = [text for kind in (TenantId, TimeText, CountryCode) for text in texts(TypeAdapter(kind).core_schema)]
"""The texts of a fixed form or set, which contain nothing that a person wrote."""


def test_a_text_of_250_kb_is_refused_for_its_length_alone() -> None:
    method = {"type": "bank_transfer", "display_name": "0 1 " * 62_500, "instructions": "x", "is_default": False}

    answer = Person("olga", ("billing.manage",)).put(
        "/api/v1/billing/payment-methods/bank", method | {"is_enabled": True, "bank_details": {"iban": "x"}}
    )

    kit.assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/display_name"]


def test_a_table_with_many_columns_is_refused_before_its_rows_are_read() -> None:
    header = ",".join(f"c{number}" for number in range(20_000))
    text = header + "\n" + "x\n" * 60_000

    answer = kit.agent().call("POST", "/api/v1/agent/clients/import", text, headers={"content-type": "text/csv"})

    kit.assert_problem(answer, 400, "invalid_request")
    assert "more than 100 columns" in answer.json["detail"]


def test_no_more_rows_of_a_table_are_read_than_an_import_may_have() -> None:
    text = "username,account_type\n" + "ann,postup\n" * 20_000

    answer = kit.agent().call("POST", "/api/v1/agent/clients/import", text, headers={"content-type": "text/csv"})

    kit.assert_problem(answer, 400, "invalid_request")
    assert answer.pointers == ["/rows"]


def test_an_answer_lists_a_limited_number_of_problems() -> None:
    body = {f"f{number}": 1 for number in range(20_000)}

    answer = kit.agent().post("/api/v1/cashier/debit", body)

    kit.assert_problem(answer, 400, "invalid_request")
    assert len(answer.json["errors"]) == arguments.MAX_PROBLEMS


def test_a_content_type_of_any_length_is_refused() -> None:
    answer = kit.agent().call("POST", "/api/v1/cashier/debit", "{}", headers={"content-type": "a/b" + ';x="' * 2_000})

    kit.assert_problem(answer, 415, "unsupported_media_type")


# ---- regular expressions ---------------------------------------------------------------------------------------------


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(ledger.__path__, "ledger."):
        if found.name not in {"ledger.billing.invoice_pdf", "ledger.billing.ses"}:  # they need packages of one function
            yield importlib.import_module(found.name)


def patterns(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """The module's compiled patterns, and those that it writes where it uses them."""
    yield from (value for value in vars(module).values() if isinstance(value, re.Pattern))
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=used), args=[ast.Constant(value=str() as text), *_]
            ) if used != "escape":
                yield re.compile(text)


def repeats(parsed: Any) -> Iterator[tuple[int, Any]]:
    """Every repetition of a parsed pattern: its maximum, and what is repeated."""
    for operator, argument in parsed:
        if str(operator) in {"MAX_REPEAT", "MIN_REPEAT"}:
            yield argument[1], argument[2]
            yield from repeats(argument[2])
        elif isinstance(argument, tuple | list):
            for part in argument:
                for one in part if isinstance(part, list) else [part]:
                    if type(one).__name__ == "SubPattern":
                        yield from repeats(one)


def test_no_regular_expression_repeats_a_repetition_without_a_limit() -> None:
    unlimited = int(re._constants.MAXREPEAT)
    found = [(module.__name__, pattern.pattern) for module in modules() for pattern in patterns(module)]

    nested = [
        (name, text)
        for name, text in found
        for most, repeated in repeats(re._parser.parse(text))
        if int(most) >= unlimited and any(int(inner) >= unlimited for inner, _ in repeats(repeated))
    ]

    assert len(found) > 10
    assert nested == []
