"""References of payments: which ways of writing one are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.core.references import PaymentReference, reference_key


@pytest.mark.parametrize(
    "written",
    [
        *("TR-9", "tr-9", "Tr 9", " T R - 9 ", "TR--9", "TR9", "TR\t9"),
        *("TR-9.", "TR/9", "#TR-9", "TR_9", "(TR) 9", "TR\u00b79", "TR:9", "\u201eTR-9\u201c", "TR\u30fb9", "TR~9"),
        *(f"TR{dash}9" for dash in "\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2796\ufe58\ufe63\uff0d"),
        *(f"TR-{invisible}9" for invisible in "\u00a0\u034f\u200b\u200d\u2009\u202e\u3000\ufe0f\ufeff"),
        *("\uff34\uff32\uff0d\uff19", "\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL T}R-9", "TR-\N{CIRCLED DIGIT NINE}"),
        *(
            "TR\N{PARENTHESIZED DIGIT NINE}",
            "TR\N{DINGBAT CIRCLED SANS-SERIF DIGIT NINE}",
            "TR-\N{ARABIC-INDIC DIGIT NINE}",
        ),
        *(f"TR{letter}9" for letter in "\u02bc\u0640\u115f\u1160\u30fc\u3164\uffa0"),
    ],
)
def test_only_letters_and_digits_make_a_reference_whatever_their_case_and_width(written: str) -> None:
    assert reference_key(written) == "tr9"


@pytest.mark.parametrize("other", ["TR-8", "TR-90", "TR-9/1", "9-TR", "T-9", "\N{CYRILLIC CAPITAL LETTER TE}R-9"])
def test_other_letters_and_digits_make_another_reference(other: str) -> None:
    assert reference_key(other) != reference_key("TR-9")


def test_letters_are_folded_as_unicode_folds_them() -> None:
    assert reference_key("STRASSE") == reference_key("stra\N{LATIN SMALL LETTER SHARP S}e")
    assert reference_key("e\u0301") == reference_key("\N{LATIN CAPITAL LETTER E WITH ACUTE}")


@given(st.text(max_size=64))
def test_the_key_of_a_key_is_the_key(written: str) -> None:
    key = reference_key(written)

    assert reference_key(key) == key


@pytest.mark.parametrize("written", ["-", "#", "...", "\u0301", "\u200b", "\N{ROBOT FACE}"])
def test_a_reference_without_a_letter_or_a_digit_is_compared_as_it_is(written: str) -> None:
    assert reference_key(written) == written


def test_a_reference_whose_key_would_be_too_long_is_refused() -> None:
    adapter = TypeAdapter[str](PaymentReference)

    assert adapter.validate_python("x" * 128) == "x" * 128
    with pytest.raises(ValidationError, match="too many others"):
        adapter.validate_python("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 128)
