"""Amounts: from minor units to exact text, without rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.money import CURRENCIES, MAX_MINOR_UNITS, Money

CODES = st.sampled_from(sorted(CURRENCIES))
MINOR = st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS)


@pytest.mark.parametrize(
    ("code", "exponent"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("COIN", 0), ("CLF", 4)]
)
def test_a_currency_has_its_own_number_of_decimals(code: str, exponent: int) -> None:
    assert CURRENCIES[code].exponent == exponent


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (2500, "USD", "25.00"),
        (5, "USD", "0.05"),
        (-5, "USD", "-0.05"),
        (-123450, "USD", "-1234.50"),
        (0, "USD", "0.00"),
        (120, "COIN", "120"),
        (-120, "COIN", "-120"),
        (1, "KWD", "0.001"),
        (MAX_MINOR_UNITS, "USD", "90071992547409.91"),
    ],
)
def test_an_amount_is_written_with_its_currencys_decimals(minor: int, currency: str, text: str) -> None:
    assert str(Money(minor, currency)) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (523456, "USD", "$5,234.56"),
        (0, "USD", "$0.00"),
        (100000000, "USD", "$1,000,000.00"),
        (7000, "EUR", "€70.00"),
        (1234567, "JPY", "¥1,234,567"),
        (1234, "COIN", "1,234 COIN"),
        (1234567, "KWD", "1,234.567 KWD"),
    ],
)
def test_an_amount_for_people_has_symbol_separators_and_decimals(minor: int, currency: str, text: str) -> None:
    assert Money(minor, currency).for_people() == text


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "USD"), ("1.5", "COIN"), ("0.1", "JPY"), ("5.000", "USD")])
def test_more_decimals_than_the_currency_has_are_refused_not_rounded(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=f"{currency} has"):
        Money.of(Decimal(amount), currency)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_amount_is_exact_in_every_json_parser(sign: int) -> None:
    greatest = Decimal(sign * MAX_MINOR_UNITS).scaleb(-2)
    assert Money.of(greatest, "USD").minor == sign * MAX_MINOR_UNITS
    with pytest.raises(ValueError, match="too large"):
        Money.of(greatest + sign * Decimal("0.01"), "USD")


def test_a_huge_exponent_is_refused_before_any_computation() -> None:
    with pytest.raises(ValueError, match="too large"):
        Money.of(Decimal("1e999999"), "USD")


def test_a_magnitude_has_no_sign() -> None:
    assert abs(Money(-5, "USD")) == Money(5, "USD")


@given(MINOR, CODES)
def test_a_formatted_amount_is_parsed_as_the_same_amount(minor: int, currency: str) -> None:
    assert Money.of(Decimal(str(Money(minor, currency))), currency).minor == minor
