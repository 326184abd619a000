"""Whether the system can do its work."""

from typing import Literal

from ledger.core.models import Answer
from ledger.storage.sessions import Session


class Health(Answer):
    """It answers at all only when it is well."""

    status: Literal["ok"] = "ok"


def check(session: Session) -> Health:
    """Raises Unavailable where the database does not answer."""
    session.row("select 1 as answered")
    return Health()
