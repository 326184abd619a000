"""The check of a new version of a function before a release shifts traffic to it. The check changes nothing."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.storage import sessions

CHECK: Final = {"check": "release"}
"""The event of the check. API Gateway and SQS cannot send it; the sender needs permission to invoke the function."""


def ready(budget: sessions.Budget) -> Mapping[str, Any]:
    """Read a row from the database, which shows that settings, network and role are right.

    That this runs shows that the code can be imported.

    Raises errors.Unavailable if the database does not answer.
    """
    sessions.read(lambda session: session.row("select 1 as answered"), sessions.Origin("", "release", ""), budget)
    return {"status": "ok"}
