"""References of payments, as a bank or a wallet shows them, and the form in which two of them are compared."""

import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ledger.core.characters import digits_of, is_invisible
from ledger.core.text import Reference

_COUNTED: Final = frozenset({"Ll", "Lo", "Lt", "Lu", "Nd", "Nl", "No"})
"""Unicode's categories of letters and digits, without modifier letters, since several look like a dash or a mark."""
_MAX_KEY_CHARACTERS: Final = 128
"""As many as a reference may have. NFKC makes some characters longer, and an index entry has 2,704 bytes at most."""


def reference_key(written: str) -> str:
    """The form in which references are compared: their letters and digits, NFKC and casefolded (Unicode Standard Annex
    #15, and section 5.18 of the standard); the digits of every writing are the same.

    `TR-9`, `tr/9`, `#TR 9.` and the full-width form are one reference. A mark that NFKC leaves apart from its letter
    does not count. A reference without a letter or a digit is compared as it is.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())
    counted = "".join(digits_of(one) or one for one in folded if unicodedata.category(one) in _COUNTED)
    return unicodedata.normalize("NFKC", "".join(one for one in counted if not is_invisible(one))) or folded


def _short_key(written: str) -> str:
    if len(reference_key(written)) > _MAX_KEY_CHARACTERS:
        raise PydanticCustomError("reference", "The reference has characters that stand for too many others.")
    return written


type PaymentReference = Annotated[Reference, AfterValidator(_short_key)]
