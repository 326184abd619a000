"""Text that a person wrote: the types of its fields, what every such text is checked for, and masked names."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ledger.core.card_numbers import contains_card_number

_HIDDEN: Final = "••"
"""Stands for the hidden characters of a name, whatever their number."""


@dataclass(frozen=True, slots=True)
class Text:
    """The annotation of a field with text that a person wrote: `Annotated[str, Text(max_length=500)]`.

    The text is trimmed, has 1 to max_length characters and contains neither NUL nor a card number. The length is
    checked first, so that nothing else reads a text of any length.
    """

    max_length: int

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        limited = core_schema.str_schema(strip_whitespace=True, min_length=1, max_length=self.max_length)
        return core_schema.no_info_after_validator_function(free_text, limited)


def without_nul(text: str) -> str:
    """Check that Postgres can store the text. Raises PydanticCustomError."""
    if "\0" in text:
        raise PydanticCustomError("text", "Text cannot contain a NUL character.")
    return text


def free_text(text: str) -> str:
    """Check a text of limited length. Raises PydanticCustomError."""
    if contains_card_number(text):
        raise PydanticCustomError("secret", "It contains a card number. Card numbers are never stored.")
    return without_nul(text)


type Description = Annotated[str, Text(max_length=500)]
type Note = Annotated[str, Text(max_length=512)]
type Reason = Annotated[str, Text(max_length=500)]
type Reference = Annotated[str, Text(max_length=128)]


def masked(name: str) -> str:
    """The name with most of its characters hidden: `bruno` as `br••o`, `anna` as `a••`, `al` as `••`.

    It has enough for a comparison with the name that somebody has in mind. Its length does not depend on the name's.
    """
    match len(name):
        case 1 | 2:
            return _HIDDEN
        case 3 | 4:
            return name[0] + _HIDDEN
        case _:
            return name[:2] + _HIDDEN + name[-1]
