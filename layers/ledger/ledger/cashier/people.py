"""The lookup of a person before a transfer: whether there is one, and a masked name to compare."""

from typing import Final, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.cashier.usernames import Username, username_key
from ledger.core import errors
from ledger.core.models import Answer, OwnerId, Query
from ledger.core.principal import Principal
from ledger.core.text import masked
from ledger.storage.sessions import Session

LOOKUPS_PER_HOUR: Final = 60
"""The most lookups of a customer in an hour. Somebody who types a recipient needs a few."""


class LookupQuery(Query):
    """One of the two. owner_id: of a wallet of any currency. username: of a customer; case is ignored."""

    owner_id: OwnerId | None = None
    username: Username | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.owner_id is None) == (self.username is None):
            raise PydanticCustomError("lookup", "Name either owner_id or username.")
        return self


class Recipient(Answer):
    """A person to whom an amount can be transferred. display: the masked username, or owner id of a person without
    one."""

    owner_id: str
    display: str


def look_up(session: Session, principal: Principal, query: LookupQuery) -> Recipient:
    """Find a person of the caller's tenant by owner id or username. A customer may look up 60 people in an hour:
    lookups are counted, and nothing else changes.

    Raises RecipientNotFound, TooManyLookups.
    """
    row = session.row(
        "select owner_id, username from look_up_person(%s, %s, %s, %s, %s)",
        (
            session.tenant_id,
            principal.sub,
            query.owner_id,
            None if query.username is None else username_key(query.username),
            None if "service" in principal.roles else LOOKUPS_PER_HOUR,
        ),
    )
    if row is None:
        raise errors.RecipientNotFound
    return Recipient(owner_id=row["owner_id"], display=masked(row["username"] or row["owner_id"]))
