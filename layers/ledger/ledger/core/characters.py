"""What Unicode says about a character. Text is searched by these properties, not by lists of characters."""

import unicodedata
from typing import Final

_INVISIBLE: Final = frozenset({"Cf", "Me", "Mn"})
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Of Hangul. They are letters without a form (Unicode Standard, table 5-2, Default_Ignorable_Code_Point)."""


def is_invisible(character: str) -> bool:
    """Whether nobody sees the character by itself: a format such as a zero-width space, a mark, a filler."""
    return unicodedata.category(character) in _INVISIBLE or character in _FILLERS


def digits_of(character: str) -> str | None:
    """The digits of a number that is one character, in any writing, circle or bracket. None if it is no whole number.

    Of a letter that stands for a number, such as a Roman one, it is None.
    """
    if unicodedata.category(character) not in {"Nd", "No"}:
        return None
    value = unicodedata.numeric(character)
    return str(int(value)) if value.is_integer() else None
