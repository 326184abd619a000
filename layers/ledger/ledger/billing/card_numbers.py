"""Card numbers are refused in texts and references: how they are recognised among other digits."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, takewhile
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.core.models import Text

_MIN_DIGITS: Final = 13
_MAX_DIGITS: Final = 19
_GROUP_DIGITS: Final = 4
# Digits separated by nothing but spaces and dashes of any kind.
_DIGITS: Final = re.compile(r"\d(?:[\s\-\u00ad\u2010-\u2015\u2212]*\d)*")
_PREFIXES: Final = [
    (range(4, 5), {13, 16, 19}),  # Visa
    (range(51, 56), {16}),  # Mastercard
    (range(2221, 2721), {16}),
    (range(34, 35), {15}),  # American Express
    (range(37, 38), {15}),
    (range(300, 306), {14}),  # Diners Club
    (range(36, 37), {14}),
    (range(38, 40), {14}),
    (range(6011, 6012), {16, 17, 18, 19}),  # Discover
    (range(644, 650), {16, 17, 18, 19}),
    (range(65, 66), {16, 17, 18, 19}),
    (range(3528, 3590), {16, 17, 18, 19}),  # JCB
    (range(62, 63), {16, 17, 18, 19}),  # UnionPay
    (range(2200, 2205), {16, 17, 18, 19}),  # Mir
    *((range(prefix, prefix + 1), set(range(13, 20))) for prefix in (5018, 5020, 5038, 5893, 6304, 6759)),  # Maestro
    *((range(prefix, prefix + 1), set(range(13, 20))) for prefix in (6761, 6762, 6763)),
]
"""The prefixes of the card schemes, and the lengths of their numbers (ISO/IEC 7812)."""


def in_text(text: str) -> bool:
    """Whether the text contains a card number: 13 to 19 digits with a valid check digit (ISO/IEC 7812-1, annex B), or a
    number of a card scheme among other digits."""
    return any(_is_card_number(groups) or _contains_scheme_number(groups) for groups in _digits(text))


def in_reference(reference: str) -> bool:
    """Whether the reference contains a card number. A bank's reference may have a valid check digit by chance, so the
    digits must also be written in groups of four, or begin like a number of a card scheme."""
    return any(
        (_is_card_number(groups) and _in_groups_of_four(groups)) or _contains_scheme_number(groups)
        for groups in _digits(reference)
    )


def _digits(text: str) -> Iterator[list[str]]:
    """Each sequence of digits, as the groups in which it is written."""
    for found in _DIGITS.finditer(unicodedata.normalize("NFKC", text)):
        yield re.findall(r"\d+", found[0])


def _is_card_number(groups: list[str]) -> bool:
    return _MIN_DIGITS <= sum(map(len, groups)) <= _MAX_DIGITS and _has_check_digit(groups)


def _contains_scheme_number(groups: list[str]) -> bool:
    """Whether consecutive groups form a number of a card scheme. Other digits may stand before and after them."""
    for first in range(len(groups)):
        lengths = takewhile(lambda length: length <= _MAX_DIGITS, accumulate(map(len, groups[first:])))
        for last, _ in enumerate(lengths, first + 1):
            if _is_scheme_number("".join(groups[first:last])) and _has_check_digit(groups[first:last]):
                return True
    return False


def _has_check_digit(groups: Iterable[str]) -> bool:
    digits = [int(digit) for digit in reversed("".join(groups))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _in_groups_of_four(groups: list[str]) -> bool:
    return all(len(group) == _GROUP_DIGITS for group in groups[:-1]) and len(groups[-1]) <= _GROUP_DIGITS


def _is_scheme_number(digits: str) -> bool:
    return any(
        len(digits) in lengths and int(digits[: len(str(prefixes.start))]) in prefixes
        for prefixes, lengths in _PREFIXES
    )


def _refusing(has_card_number: Callable[[str], bool]) -> AfterValidator:
    def refuse(text: str) -> str:
        if has_card_number(text):
            raise PydanticCustomError("secret", "It contains a card number. Card numbers are never stored.")
        return text

    return AfterValidator(refuse)


NO_CARD_IN_TEXT: Final = _refusing(in_text)
NO_CARD_IN_REFERENCE: Final = _refusing(in_reference)
type Note = Annotated[Text, Field(max_length=512), NO_CARD_IN_TEXT]
type Reason = Annotated[Text, Field(max_length=500), NO_CARD_IN_TEXT]
