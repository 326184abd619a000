"""Names of accounts: of wallets that belong to no person, by the kind of their owner and its id."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_NAME: Final = re.compile(r"(house|treasury|bank)(:[^\0]{1,128})?|(agent|tenant):[^\0]{1,128}")


def _account(value: object) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise PydanticCustomError("account", "An account is house, treasury, bank, agent:AGENT_ID or tenant:TENANT_ID.")


type Account = Annotated[
    str,
    BeforeValidator(_account),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(house|treasury|bank|(house|treasury|bank|agent|tenant):[^\u0000]{1,128})$",
            "examples": ["agent:agent-1"],
        }
    ),
]
"""house, treasury or bank, also with a name (`house:fees`); agent:AGENT_ID; tenant:TENANT_ID."""


def name(kind: str, owner_id: str) -> str:
    """The name of the account of an owner. owner_id: empty if the kind has one owner only."""
    return f"{kind}:{owner_id}" if owner_id else kind


def owner(account: Account) -> tuple[str, str]:
    """The kind and the id of the owner that an account names."""
    kind, _, owner_id = account.partition(":")
    return kind, owner_id
