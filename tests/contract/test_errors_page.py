"""docs/errors.md has every code that the API can answer, with what it means and what to do about it."""

import pytest

from ledger.core.errors import BY_SQLSTATE
from tools import error_catalogue

CODES = error_catalogue.codes()


def test_the_page_of_errors_is_up_to_date() -> None:
    assert error_catalogue.PAGE.read_text(encoding="utf-8") == error_catalogue.text(), "run `make openapi`"


def test_every_code_has_advice_and_no_advice_is_left_over() -> None:
    assert error_catalogue.REMEDIES.keys() == CODES.keys() | {error_catalogue.INTERNAL}


def test_every_refusal_of_the_database_has_a_code_of_the_page() -> None:
    assert {refusal.code for refusal in BY_SQLSTATE.values()} <= CODES.keys()


@pytest.mark.parametrize("code", [*CODES, error_catalogue.INTERNAL])
def test_a_code_has_one_section_whose_anchor_is_the_code(code: str) -> None:
    page = error_catalogue.PAGE.read_text(encoding="utf-8")

    assert page.splitlines().count(f"### {code}") == 1
