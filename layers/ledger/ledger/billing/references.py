"""References of payments, as a bank or a wallet shows them, and the form in which two of them are compared."""

import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.core.text import Reference

_MAX_KEY_CHARACTERS: Final = 128
"""As many as a reference may have. NFKC makes some characters longer, and an index entry has 2,704 bytes at most."""
_SEPARATORS: Final = frozenset({"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"})
"""Unicode's categories of controls, invisible characters, dashes and spaces."""
_MORE_SEPARATORS: Final = frozenset("\u02d7\u034f\u2043\u2212\u2796") | {chr(code) for code in range(0xFE00, 0xFE10)}
"""Minus signs and bullets that look like a dash, and the invisible joiner and variation selectors."""


def reference_key(written: str) -> str:
    """The form in which references are compared: NFKC, casefolded (Unicode Standard Annex #15, and section 5.18 of the
    standard), without dashes of any kind, spaces and invisible characters.

    `TR-9`, `tr-9`, `TR \N{EN DASH} 9` and the full-width form are one reference.
    """
    kept = "".join(it for it in unicodedata.normalize("NFKC", written) if not _is_separator(it))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())


def _is_separator(character: str) -> bool:
    return unicodedata.category(character) in _SEPARATORS or character in _MORE_SEPARATORS


def _short_key(written: str) -> str:
    if len(reference_key(written)) > _MAX_KEY_CHARACTERS:
        raise PydanticCustomError("reference", "The reference has characters that stand for too many others.")
    return written


type PaymentReference = Annotated[Reference, AfterValidator(_short_key)]
