"""docs/errors.md has every code that the API can answer, with what it means and what to do about it."""

import pytest

from ledger.core.errors import BY_SQLSTATE
from tools import error_catalogue

CODES = error_catalogue.codes()
OF_ANY_REQUEST = {"unauthorized", error_catalogue.INTERNAL}


def test_the_page_of_errors_is_up_to_date() -> None:
    assert error_catalogue.PAGE.read_text(encoding="utf-8") == error_catalogue.text(), "run `make openapi`"


def test_every_code_has_advice_and_no_advice_is_left_over() -> None:
    assert error_catalogue.REMEDIES.keys() == CODES.keys() | {error_catalogue.INTERNAL}


def test_every_refusal_of_the_database_has_a_code_of_the_page() -> None:
    assert {refusal.code for refusal in BY_SQLSTATE.values()} <= CODES.keys()


def test_every_code_names_its_operations_but_those_that_any_request_may_get() -> None:
    sections = error_catalogue.text().split("\n### ")[1:]

    assert {section.split("\n")[0] for section in sections if "*Returned by:*" not in section} == OF_ANY_REQUEST


@pytest.mark.parametrize("code", [*CODES, error_catalogue.INTERNAL])
def test_a_code_has_one_section_whose_anchor_is_the_code(code: str) -> None:
    page = error_catalogue.PAGE.read_text(encoding="utf-8")

    assert page.splitlines().count(f"### {code}") == 1
