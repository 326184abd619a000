"""Detection of card numbers in text."""

import random
import string
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.core import ids, models, text
from ledger.core.card_numbers import _has_check_digit, contains_card_number

VISA = "4111111111111111"
AMEX = "378282246310005"
OF_NO_SCHEME = "9000000000000001"  # sixteen digits with a valid check digit, like the references of many banks
THIRTEEN = "9000000000001"
NINETEEN = "9000000000000000001"
SEPARATORS = {
    "space": " ",
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "thin space": "\u2009",
    "ideographic space": "\u3000",
    "tab": "\t",
    "newline": "\n",
    "hyphen-minus": "-",
    "hyphen": "\u2010",
    "no-break hyphen": "\u2011",
    "en dash": "\u2013",
    "em dash": "\u2014",
    "minus": "\u2212",
    "soft hyphen": "\u00ad",
    "dot": ".",
    "middle dot": "\u00b7",
    "comma": ",",
    "slash": "/",
    "backslash": "\\",
    "underscore": "_",
    "colon": ":",
    "semicolon": ";",
    "vertical bar": "|",
    "asterisk": "*",
    "plus": "+",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "variation selector": "\ufe0f",
    "combining enclosing keycap": "\u20e3",
    "Hangul filler": "\u3164",
    "empty Braille pattern": "\u2800",
    "spaced hyphen": " - ",
    "spaced slash": " / ",
}


def with_check_digit(digits: str) -> str:
    """The digits with their Luhn check digit appended."""
    return next(digits + last for last in "0123456789" if _has_check_digit(digits + last))


@pytest.mark.parametrize("length", range(10, 23))
def test_a_number_of_a_scheme_has_one_of_its_lengths_and_a_check_digit(length: int) -> None:
    number = with_check_digit("4" + "0" * (length - 2))

    assert contains_card_number(number) == (length in {13, 16, 19})
    assert not contains_card_number(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
@pytest.mark.parametrize("groups", [(4, 4, 4, 4), (1,) * 16, (2,) * 8], ids=str)
def test_no_separator_hides_a_card_number(separator: str, groups: tuple[int, ...]) -> None:
    digits = iter(VISA)
    number = separator.join("".join(next(digits) for _ in range(length)) for length in groups)

    assert contains_card_number(number)
    assert contains_card_number(f"my card is {number}, thanks")


@pytest.mark.parametrize("zero", [0xFF10, 0x0660, 0x06F0, 0x0966, 0x1D7CE, 0x1D7D8, 0x1D7F6, 0x1FBF0], ids=hex)
def test_no_digits_of_another_writing_hide_a_card_number(zero: int) -> None:
    assert contains_card_number("".join(chr(zero + int(digit)) for digit in VISA))


@pytest.mark.parametrize(("four", "eleven", "one"), ["\u2463\u246a\u2460", "\u2477\u247e\u2474"])
def test_a_character_that_is_a_number_of_two_digits_is_two_digits(four: str, eleven: str, one: str) -> None:
    assert contains_card_number(four + eleven * 7 + one)


@pytest.mark.parametrize("one", [0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278A], ids=hex)
@pytest.mark.parametrize("plain", [0, 1, 3, 13])
def test_digits_in_circles_and_brackets_are_digits(one: int, plain: int) -> None:
    """Also beside plain ones, where brackets would separate them."""
    shown = "".join(chr(one + int(digit) - 1) for digit in VISA)

    assert contains_card_number(VISA[:plain] + shown[plain:])
    assert contains_card_number(shown[: len(VISA) - plain] + VISA[len(VISA) - plain :])
    for first in range(0, 16, 4):
        assert contains_card_number(VISA[:first] + shown[first] + VISA[first + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        AMEX,
        "3782 822463 10005",
        "3782.822463.10005",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111 - 1111 - 1111 - 1111",
        "4111.1111.1111.1111",
        "4111/1111-1111.1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "41-1111-11111111-11",
        "4111\u00a01111\u20111111\u20131111",
        "4111\n1111\t1111  1111",
        "my card is 4111111111111111, thanks",
        "card4111111111111111x",
        "Invoice 12 4111 1111 1111 1111",
        "4111 1111 1111 1111 12/29 123",
        "+4111 1111 1111 1111",
        "\uff14111\uff11111 1111 1111",
        "\u0664\u0661\u0661\u0661 1111 1111 1111",
    ],
)
def test_spaces_and_dashes_do_not_hide_a_card_number(text: str) -> None:
    assert contains_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Paid on 2026-01-15 from our account",
        "IBAN DE89 3704 0044 0532 0130 00",
        "4111111111111112",
        "4111 1111 1111 1112",
        "4111.1111.1111.1112",
        "call +49 30 1234567",
        "call +49 (151) 1234-5676",
        "94111111111111111",
        "1" * 30,
        "Seats 4111, 1111, 1111, 1111",
        "Table 4111 on 2026-01-15, 11:11",
        "",
    ],
)
def test_digits_that_are_not_a_card_number_are_accepted(text: str) -> None:
    assert not contains_card_number(text)


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
    assert contains_card_number(reference)


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
    assert not contains_card_number(reference)


@pytest.mark.parametrize(
    ("kind", "longest"), [(text.Note, 512), (text.Reason, 500), (text.Description, 500), (text.Reference, 128)]
)
def test_a_text_is_trimmed_bounded_and_contains_no_card_number(kind: object, longest: int) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    assert adapter.validate_python("  as agreed ") == "as agreed"
    assert adapter.validate_python("x" * longest) == "x" * longest
    for wrong in ("", "  ", "x" * (longest + 1), "a\0b", VISA, "4111 1111 1111 1111"):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


@pytest.mark.parametrize(
    "meta",
    [{"note": VISA}, {VISA: 1}, {"card": int(VISA)}, {"card": float(VISA)}, {"a": [{"b": "4111 1111 1111 1111"}]}],
    ids=str,
)
def test_no_name_text_or_number_of_meta_contains_a_card_number(meta: object) -> None:
    with pytest.raises(ValidationError, match="card number"):
        TypeAdapter(models.Meta).validate_python(meta)


# ---- what is not refused ---------------------------------------------------------------------------------------------


@given(st.uuids())
def test_a_uuid_is_no_card_number(one: UUID) -> None:
    assert not contains_card_number(f"for {one}")
    assert not contains_card_number(one.hex.upper())


def test_an_id_of_ours_is_no_card_number() -> None:
    assert not any(contains_card_number(str(one)) for _ in range(2_000) for one in (ids.new_id(), uuid4()))


@given(st.binary(min_size=16, max_size=64))
def test_a_hash_is_no_card_number(content: bytes) -> None:
    assert not contains_card_number(f"sha256:{content.hex()}")


@given(st.integers(0, 10**12 - 1), st.sampled_from(["{:.2f}", "{:,.2f}", "{:_.2f}"]))
def test_an_amount_below_ten_billion_is_no_card_number(minor: int, form: str) -> None:
    amount = form.format(minor / 100)

    assert not contains_card_number(f"paid {amount}")
    assert not contains_card_number(f"paid {amount.translate(str.maketrans(',.', '.,'))} EUR")


@given(
    st.integers(10**6, 10**15 - 1), st.lists(st.sampled_from(["", " ", "-", ".", "/", ") "]), min_size=15, max_size=15)
)
def test_an_international_phone_number_is_no_card_number(number: int, separators: list[str]) -> None:
    written = "".join(digit + separator for digit, separator in zip(str(number), separators, strict=False))

    assert not contains_card_number(f"call +{written.rstrip(' -./)')} today")


@given(
    st.text(string.digits + string.ascii_uppercase, min_size=11, max_size=30), st.sampled_from(["DE", "FR", "GB", "MT"])
)
def test_an_iban_is_no_card_number(account: str, country: str) -> None:
    letters = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    iban = f"{country}{98 - int(letters) % 97:02}{account}"
    in_fours = " ".join(iban[first : first + 4] for first in range(0, len(iban), 4))

    assert not contains_card_number(f"pay to {iban} please")
    assert not contains_card_number(f"pay to {in_fours} please")


@given(st.datetimes())
def test_a_time_is_no_card_number(moment: object) -> None:
    assert not contains_card_number(f"settled at {moment} by ann")


@given(st.integers(1_000_000_000_000, 1_999_999_999_999))
def test_a_time_in_milliseconds_is_no_card_number(moment: int) -> None:
    assert not contains_card_number(str(moment))


def test_few_long_numbers_are_taken_for_card_numbers_by_chance() -> None:
    chance = random.Random(1)  # noqa: S311  (not for secrets)
    numbers = [str(chance.randrange(10**15, 10**16)) for _ in range(10_000)]

    refused = sum(map(contains_card_number, numbers))

    assert refused <= 500, "16 digits: about a fifth have a scheme's prefix, and a tenth of these a valid check digit"
