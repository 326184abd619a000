"""Text that a person wrote: the types of its fields, and what every such text is checked for."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ledger.core.card_numbers import contains_card_number


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
