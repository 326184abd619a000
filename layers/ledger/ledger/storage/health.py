"""The health check: it passes if the database answers."""

from typing import Literal

from ledger.core.models import Answer
from ledger.storage.sessions import Session


class Health(Answer):
    """There is no answer other than `ok`: if a check fails, the answer is a 503."""

    status: Literal["ok"] = "ok"


def check(session: Session) -> Health:
    """Raises Unavailable if the database does not answer."""
    session.one("select 1")
    return Health()
