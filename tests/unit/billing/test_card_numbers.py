"""Detection of card numbers in notes and in references."""

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.billing import card_numbers, references

VISA = "4111111111111111"
AMEX = "378282246310005"
OF_NO_SCHEME = "9000000000000001"  # sixteen digits with a valid check digit, like the references of many banks
THIRTEEN = "9000000000001"
NINETEEN = "9000000000000000001"


def with_check_digit(digits: str) -> str:
    """The digits with their Luhn check digit appended."""
    return next(digits + last for last in "0123456789" if card_numbers._has_check_digit([digits + last]))


@pytest.mark.parametrize("length", range(10, 23))
def test_a_luhn_number_of_13_to_19_digits_is_a_card_number(length: int) -> None:
    number = with_check_digit("9" * (length - 1))

    assert card_numbers.in_text(number) == (13 <= length <= 19)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not card_numbers.in_text(wrong)


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        AMEX,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111 - 1111 - 1111 - 1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41-1111-11111111-11",
        "4111\u00a01111\u20111111\u20131111",
        "4111\n1111\t1111  1111",
        "my card is 4111111111111111, thanks",
        "card4111111111111111x",
        "Invoice 12 4111 1111 1111 1111",
        "4111 1111 1111 1111 12/29 123",
        "\uff14111\uff11111 1111 1111",
        "\u0664\u0661\u0661\u0661 1111 1111 1111",
        with_check_digit("9" * 12),
        with_check_digit("9" * 18),
    ],
)
def test_spaces_and_dashes_do_not_hide_a_card_number(text: str) -> None:
    assert card_numbers.in_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Paid on 2026-01-15 from our account",
        "IBAN DE89 3704 0044 0532 0130 00",
        "4111111111111112",
        "4111 1111 1111 1112",
        "call +49 30 1234567",
        "94111111111111111",
        "1" * 30,
        "4111.1111.1111.1111",
        "",
    ],
)
def test_digits_that_are_not_a_card_number_are_accepted(text: str) -> None:
    assert not card_numbers.in_text(text)


@pytest.mark.parametrize(
    "reference",
    [
        VISA,
        AMEX,
        "4222222222222",
        "30569309025904",
        "5555555555554444",
        "2223003122003222",
        "6011111111111117",
        "3530111333300000",
        "REF 4111111111111111",
        "4111 111111111111",
        "4111-1111-1111-1111",
        "9000 0000 0000 0001",
        "9000-0000-0000-0001",
        f"{THIRTEEN[:4]} {THIRTEEN[4:8]} {THIRTEEN[8:12]} {THIRTEEN[12:]}",
        f"{NINETEEN[:4]} {NINETEEN[4:8]} {NINETEEN[8:12]} {NINETEEN[12:16]} {NINETEEN[16:]}",
    ],
)
def test_a_reference_in_groups_of_four_or_with_a_card_prefix_is_a_card_number(reference: str) -> None:
    assert card_numbers.in_text(reference)
    assert card_numbers.in_reference(reference)


@pytest.mark.parametrize(
    "reference",
    [
        OF_NO_SCHEME,
        THIRTEEN,
        NINETEEN,
        "900000 0000000001",
        "90000-00000-000001",
        "TR-2026-0001",
        "4111111111111112",
        with_check_digit("37" + "0" * 13),  # American Express' prefix, but one digit too many
        with_check_digit("41" + "0" * 15),  # Visa's prefix, but no Visa number has 18 digits
        with_check_digit("2720" + "9" * 10),
    ],
)
def test_a_bank_reference_with_a_valid_check_digit_is_accepted(reference: str) -> None:
    assert not card_numbers.in_reference(reference)


@pytest.mark.parametrize(
    ("kind", "longest"), [(card_numbers.Note, 512), (card_numbers.Reason, 500), (references.PaymentReference, 128)]
)
def test_the_texts_of_a_payment_are_trimmed_bounded_and_contain_no_card_number(kind: object, longest: int) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    assert adapter.validate_python("  as agreed ") == "as agreed"
    assert adapter.validate_python("x" * longest) == "x" * longest
    for wrong in ("", "  ", "x" * (longest + 1), "a\0b", VISA, "4111 1111 1111 1111"):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_many_short_groups_of_digits_are_checked_quickly() -> None:
    assert not card_numbers.in_text("0 1 " * 128 + "x")
