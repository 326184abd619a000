"""Usernames: which are accepted, and when two of them are the same."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.core.text import Text

_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
"""Marks, letters and symbols that are not shown: Default_Ignorable_Code_Point of Unicode, the empty Braille pattern,
the object replacement character, the filler of Khitan and the null notehead."""
_WRITTEN_WITH_A_SCRIPT: Final = ("L", "Nd")
_IN_EVERY_SCRIPT: Final = frozenset({"DIGIT", "MODIFIER"})
_SCRIPTS_USED_TOGETHER: Final = (
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "HANGUL"}),
)
"""Japanese, Chinese and Korean: "Highly Restrictive" in UTS 39, section 5.2."""


def _recognisable(username: str) -> str:
    """Refuse a username that looks like another one: it has an invisible character, or letters of several scripts."""
    if _INVISIBLE.search(username) or any(map(_is_invisible, username)):
        raise PydanticCustomError("username", "A username has no invisible characters, and only plain spaces.")
    scripts = {_script(character) for character in unicodedata.normalize("NFKC", username)} - {None}
    if len(scripts) > 1 and not any(scripts <= together for together in _SCRIPTS_USED_TOGETHER):
        raise PydanticCustomError("username", "A username has letters and digits of one script, such as Latin.")
    return username


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _INVISIBLE_CATEGORIES or (category == "Zs" and character != " ")


def _script(character: str) -> str | None:
    """The script of a letter or digit, which is the first word of its Unicode name; None if any script uses it."""
    if not unicodedata.category(character).startswith(_WRITTEN_WITH_A_SCRIPT):
        return None
    name = unicodedata.name(character, "").removeprefix("EXTENDED ")  # EXTENDED ARABIC-INDIC DIGIT FIVE
    script = re.split("[ -]", name, maxsplit=1)[0]
    return None if script in _IN_EVERY_SCRIPT else script


type Username = Annotated[str, Text(max_length=64), AfterValidator(_recognisable)]


def username_key(username: str) -> str:
    """The form in which usernames are compared: without differences of case, width, composition or number of spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username).casefold())
    return " ".join(folded.split())
