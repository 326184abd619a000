"""How card numbers are recognised in text. Text of a request that contains one is refused, so none is stored."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from ledger.core.characters import digits_of, is_invisible

_MIN_DIGITS: Final = 13
_MAX_DIGITS: Final = 19
_GROUP_DIGITS: Final = 4
_PRINTED_GROUPS: Final = frozenset({(4, 6, 5), (4, 6, 4)})
"""The groups in which American Express and Diners Club print their numbers."""
_MAX_SEPARATOR: Final = 3
_DIGITS: Final = re.compile(r"\d+")
_SPACES_AND_DASHES: Final = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_OTHER_SEPARATOR: Final = re.compile(r"(?![,;]\s)(?:[^\w]|_)+")
"""Neither letters nor digits. A comma before a space separates the items of a list."""
_UUID_OR_HASH: Final = re.compile(
    r"(?<![0-9a-z])(?=[0-9-]{0,128}[a-f])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,128})(?![0-9a-z])",
    re.IGNORECASE,
)
_PHONE_NUMBER: Final = re.compile(r"(?<!\d)\+\d(?:[ ()./-]{0,3}\d){0,14}(?![ ()./-]{0,3}\d)")
"""An international number has at most 15 digits (ITU-T E.164)."""
_IBAN: Final = re.compile(
    r"(?<![0-9A-Z])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![0-9A-Z])", re.ASCII
)
_SCHEMES: Final = [
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
    (range(508, 509), {16}),  # RuPay
    (range(81, 83), {16}),
    (range(506, 507), {16, 18, 19}),  # Verve
    *((range(prefix, prefix + 1), set(range(13, 20))) for prefix in (5018, 5020, 5038, 5893, 6304, 6759)),  # Maestro
    *((range(prefix, prefix + 1), set(range(13, 20))) for prefix in (6761, 6762, 6763)),
]
"""The prefixes of the card schemes, and the lengths of their numbers (ISO/IEC 7812)."""
_LENGTHS: Final = {str(prefix): lengths for prefixes, lengths in _SCHEMES for prefix in prefixes}
_PREFIX_LENGTHS: Final = range(1, 5)
_DOUBLED: Final = str.maketrans("0123456789", "0246813579")
"""Twice each digit, or the sum of both digits of that."""


def contains_card_number(text: str) -> bool:
    """Whether the text contains a card number.

    It is one if its last digit is the check digit (ISO/IEC 7812-1, annex B), if prefix and length are those of a card
    scheme or it is written in groups of four, and if its groups of digits look like one number. A UUID, a hash, an IBAN
    and an international phone number are none. The time is linear in the length of the text.
    """
    if text.isascii() and len(text) < _MIN_DIGITS:
        return False
    shown = text if text.isascii() else _shown(text)
    if sum(map(len, _DIGITS.findall(shown))) < _MIN_DIGITS:
        return False
    return any(_has_card_number(digits, separators) for digits, separators in _runs(_without_other_numbers(shown)))


def _shown(text: str) -> str:
    """The text as a reader sees it: digits of any width, style and writing become plain ones, invisible characters
    go."""
    # Before the normalisation, which sorts marks in quadratic time, and writes some digits with signs.
    return _plain(unicodedata.normalize("NFKC", _plain(text)))


def _plain(text: str) -> str:
    return "".join(digits_of(character) or character for character in text if not is_invisible(character))


def _without_other_numbers(text: str) -> str:
    """The text with an `x` for each UUID, hash, phone number and IBAN."""
    for kind in (_UUID_OR_HASH, _PHONE_NUMBER):
        text = kind.sub("x", text)
    return _IBAN.sub(lambda found: "x" if _is_iban(found[0]) else found[0], text)


def _is_iban(text: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064, mod 97-10)."""
    letters = text.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1


def _runs(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """The groups of digits with nothing but a separator between neighbours, each run with these separators."""
    groups: list[str] = []
    separators: list[str] = []
    end = 0
    for found in _DIGITS.finditer(text):
        separator = text[end : found.start()]
        if groups and _is_separator(separator):
            separators.append(separator)
        else:
            if groups:
                yield groups, separators
            groups, separators = [], []
        groups.append(found[0])
        end = found.end()
    if groups:
        yield groups, separators


def _is_separator(text: str) -> bool:
    if _SPACES_AND_DASHES.fullmatch(text):
        return True
    return len(text) <= _MAX_SEPARATOR and bool(_OTHER_SEPARATOR.fullmatch(text))


def _has_card_number(groups: Sequence[str], separators: Sequence[str]) -> bool:
    digits = "".join(groups)
    if (
        _MIN_DIGITS <= len(digits) <= _MAX_DIGITS
        and _is_in_groups_of_four(groups)
        and all(map(_SPACES_AND_DASHES.fullmatch, separators))
        and _has_check_digit(digits)
    ):
        return True
    return any(
        _has_check_digit(digits[start:end]) and _is_one_number(groups[first:last], separators[first : last - 1])
        for first, last, start, end in _scheme_numbers(digits, groups)
    )


def _scheme_numbers(digits: str, groups: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Consecutive groups with prefix and length of a scheme's number: the first group, the one after the last, and
    where their digits begin and end."""
    places = {place: number for number, place in enumerate(accumulate(map(len, groups), initial=0))}
    for start, first in places.items():
        for prefix_length in _PREFIX_LENGTHS:
            for length in _LENGTHS.get(digits[start : start + prefix_length], ()):
                last = places.get(start + length)
                if last is not None:
                    yield first, last, start, start + length


def _is_one_number(groups: Sequence[str], separators: Sequence[str]) -> bool:
    """Whether the groups look like one number: all of one length but a shorter last one, as a card shows them, or with
    the same space or dash between all of them. Others are, for example, a date after an amount."""
    lengths = tuple(map(len, groups))
    is_even = len(set(lengths[:-1])) <= 1 and lengths[-1] <= lengths[0]
    if is_even or lengths in _PRINTED_GROUPS:
        return True
    return len(set(separators)) == 1 and bool(_SPACES_AND_DASHES.fullmatch(separators[0]))


def _is_in_groups_of_four(groups: Sequence[str]) -> bool:
    return all(len(group) == _GROUP_DIGITS for group in groups[:-1]) and len(groups[-1]) <= _GROUP_DIGITS


def _has_check_digit(number: str) -> bool:
    return (sum(map(int, number[-1::-2])) + sum(map(int, number[-2::-2].translate(_DOUBLED)))) % 10 == 0
