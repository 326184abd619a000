"""The check of a new version before a release shifts calls to it: whether it can work, without moving anything."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.storage import sessions

CHECK: Final = {"check": "release"}
"""The whole event. Neither API Gateway nor SQS can send it: whoever does may invoke the function itself."""


def ready(budget: sessions.Budget) -> Mapping[str, Any]:
    """Read a row from the database. That the code imports is known by then; this adds settings, network and role.

    Raises errors.Unavailable if the database does not answer.
    """
    sessions.read(lambda session: session.row("select 1 as answered"), sessions.Origin("", "release", ""), budget)
    return {"status": "ok"}
