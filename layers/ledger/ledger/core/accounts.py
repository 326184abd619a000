"""Names of accounts: of wallets that belong to no person, by the kind of their owner and its id."""

import re
from typing import Annotated, Final, Literal, Self, cast

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ledger.core.models import OwnerId, Request
from ledger.core.text import free_text

_HOUSE_NAME: Final = re.compile(r"(house|treasury|bank)(:[A-Za-z0-9._:-]{1,128})?")
_NAME: Final = re.compile(_HOUSE_NAME.pattern + r"|(agent|tenant):[^\0\ud800-\udfff]{1,128}")


type OwnerKind = Literal["person", "tenant", "agent", "house", "treasury", "bank"]


def _account(value: object) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return free_text(value)
    raise PydanticCustomError("account", "An account is house, treasury, bank, agent:AGENT_ID or tenant:TENANT_ID.")


type Account = Annotated[
    str,
    BeforeValidator(_account),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^((house|treasury|bank)(:[A-Za-z0-9._:-]{1,128})?|(agent|tenant):[^\u0000]{1,128})$",
            "examples": ["agent:agent-1"],
        }
    ),
]
"""house, treasury or bank, also with a name (`house:fees`); agent:AGENT_ID; tenant:TENANT_ID."""


def _house_account(value: object) -> str:
    if isinstance(value, str) and _HOUSE_NAME.fullmatch(value):
        return free_text(value)
    raise PydanticCustomError("account", "Name house, treasury or bank, also with a name of your own: house:fees.")


type HouseAccount = Annotated[
    str,
    BeforeValidator(_house_account),
    WithJsonSchema({"type": "string", "pattern": f"^{_HOUSE_NAME.pattern}$", "examples": ["house:fees"]}),
]
"""house, treasury or bank, also with a name (`house:fees`)."""


class WalletOwner(Request):
    """Whose wallet it is: a person's (owner_id) or that of an account (house, treasury or bank, also with a name)."""

    owner_id: OwnerId | None = None
    account: Account | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.owner_id is None) == (self.account is None):
            raise PydanticCustomError("owner", "Name either owner_id or account.")
        if self.owner[0] not in {"person", "house", "treasury", "bank"}:
            raise PydanticCustomError("owner", "Name a person, or house, treasury or bank.")
        return self

    @property
    def owner(self) -> tuple[OwnerKind, str]:
        """The kind and the id of the owner."""
        if self.account is None:
            return "person", self.owner_id or ""
        return owner(self.account)


def name(kind: str, owner_id: str) -> str:
    """The name of the account of an owner. owner_id: empty if the kind has one owner only."""
    return f"{kind}:{owner_id}" if owner_id else kind


def owner(account: Account) -> tuple[OwnerKind, str]:
    """The kind and the id of the owner that an account names."""
    kind, _, owner_id = account.partition(":")
    return cast("OwnerKind", kind), owner_id
