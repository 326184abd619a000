"""Reasons: the words for which transactions are requested, and the kinds that these transactions have."""

from typing import Annotated, Final, get_args

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ledger.posting.kinds import KINDS, KindName, WalletKind


def _reason(word: str) -> str:
    if word in KINDS and word not in _KINDS:
        raise PydanticCustomError("reason", "This word is used for transactions of other operations.")
    return word


ENTRY_FEE: Final = "entry_fee_debit"
_KINDS: Final[dict[str, KindName]] = {kind: kind for kind in get_args(WalletKind)}
_FORM: Final = r"^[a-z][a-z0-9_]*$"
_MAX_LENGTH: Final = 64

type ReasonWord = Annotated[
    str,
    StringConstraints(max_length=_MAX_LENGTH, pattern=_FORM),
    AfterValidator(_reason),
    WithJsonSchema(
        {"type": "string", "maxLength": _MAX_LENGTH, "pattern": _FORM, "examples": list(get_args(WalletKind))}
    ),
]
"""One of a wallet's kinds, such as entry_fee_debit, or a word of the tenant's own."""


type SearchedReason = Annotated[str, StringConstraints(max_length=_MAX_LENGTH, pattern=_FORM)]
"""Any reason that a transaction can have."""


def kind_of(reason: str, otherwise: KindName = "custom") -> KindName:
    """The kind of a transaction with this reason. otherwise: if it is a word of the tenant's own."""
    return _KINDS.get(reason, otherwise)
