"""Card numbers, which nobody may leave here: how they are told from other digits."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, takewhile
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.core.models import Reference, Text

_SHORTEST: Final = 13
_LONGEST: Final = 19
_GROUP: Final = 4
# Digits with nothing but spaces and dashes between them, whatever kind of space or dash.
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
"""What the numbers of the card schemes begin with, and how many digits such a number has (ISO/IEC 7812)."""


def in_text(text: str) -> bool:
    """Whether 13 to 19 digits in it are a card's, as far as their check digit says (ISO/IEC 7812-1, annex B)."""
    return any(_is_a_number(groups) or _holds_a_card(groups) for groups in _digits(text))


def in_reference(reference: str) -> bool:
    """Whether it shows a card: a bank's reference may well have a right check digit, so that alone says nothing."""
    return any(
        (_is_a_number(groups) and _in_groups_of_four(groups)) or _holds_a_card(groups) for groups in _digits(reference)
    )


def _digits(text: str) -> Iterator[list[str]]:
    """Digits that stand together, as the groups in which they are written."""
    for found in _DIGITS.finditer(unicodedata.normalize("NFKC", text)):
        yield re.findall(r"\d+", found[0])


def _is_a_number(groups: list[str]) -> bool:
    return _SHORTEST <= sum(map(len, groups)) <= _LONGEST and _has_check_digit(groups)


def _holds_a_card(groups: list[str]) -> bool:
    """Whether some of the groups, one after another, are a card's of a scheme: another number before or behind it hides
    it no more than the spaces within it."""
    for first in range(len(groups)):
        lengths = takewhile(lambda length: length <= _LONGEST, accumulate(map(len, groups[first:])))
        for last, _ in enumerate(lengths, first + 1):
            if _of_a_scheme("".join(groups[first:last])) and _has_check_digit(groups[first:last]):
                return True
    return False


def _has_check_digit(groups: Iterable[str]) -> bool:
    digits = [int(digit) for digit in reversed("".join(groups))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _in_groups_of_four(groups: list[str]) -> bool:
    return all(len(group) == _GROUP for group in groups[:-1]) and len(groups[-1]) <= _GROUP


def _of_a_scheme(digits: str) -> bool:
    return any(
        len(digits) in lengths and int(digits[: len(str(prefixes.start))]) in prefixes
        for prefixes, lengths in _PREFIXES
    )


def _no_card(text: str) -> str:
    if in_text(text):
        raise PydanticCustomError("secret", "It holds a card's number, which is never kept here.")
    return text


def _no_card_as_reference(reference: str) -> str:
    if in_reference(reference):
        raise PydanticCustomError("secret", "It is a card's number, which is never kept here.")
    return reference


type Note = Annotated[Text, Field(max_length=512), AfterValidator(_no_card)]
type Reason = Annotated[Text, Field(max_length=500), AfterValidator(_no_card)]
type PaymentReference = Annotated[Reference, AfterValidator(_no_card_as_reference)]
"""What people write about payments, without a card's number in it."""
