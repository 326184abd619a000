"""References of payments: which ways of writing one are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.billing.references import PaymentReference, reference_key


@pytest.mark.parametrize(
    "written",
    [
        *("TR-9", "tr-9", "Tr 9", " T R - 9 ", "TR--9", "TR9", "TR\t9"),
        *(f"TR{dash}9" for dash in "\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2796\ufe58\ufe63\uff0d"),
        *(f"TR-{invisible}9" for invisible in "\u00a0\u034f\u200b\u200d\u2009\u202e\u3000\ufe0f\ufeff"),
        *("\uff34\uff32\uff0d\uff19", "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL T}R-9", "TR-\N{CIRCLED DIGIT NINE}"),
    ],
)
def test_case_width_dashes_spaces_and_invisible_characters_make_no_difference(written: str) -> None:
    assert reference_key(written) == "tr9"


@pytest.mark.parametrize("other", ["TR-8", "TR-90", "TR-9/1", "TR-9.", "T-9", "\N{CYRILLIC CAPITAL LETTER TE}R-9"])
def test_other_letters_digits_and_signs_make_another_reference(other: str) -> None:
    assert reference_key(other) != reference_key("TR-9")


def test_letters_are_folded_as_unicode_folds_them() -> None:
    assert reference_key("STRASSE") == reference_key("stra\N{LATIN SMALL LETTER SHARP S}e")
    assert reference_key("e\u0301") == reference_key("\N{LATIN CAPITAL LETTER E WITH ACUTE}")


@given(st.text(max_size=64))
def test_the_key_of_a_key_is_the_key(written: str) -> None:
    key = reference_key(written)

    assert reference_key(key) == key


def test_a_reference_whose_key_would_be_too_long_is_refused() -> None:
    adapter = TypeAdapter[str](PaymentReference)

    assert adapter.validate_python("x" * 128) == "x" * 128
    with pytest.raises(ValidationError, match="too many others"):
        adapter.validate_python("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 128)
