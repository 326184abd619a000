"""The check of a new version before a release shifts calls to it: whether it can work, without moving anything."""

from collections.abc import Mapping
from typing import Any, Final

from ledger import db

CHECK: Final = {"check": "release"}
"""The whole event. Neither API Gateway nor SQS can send it, so it takes the right to invoke the function itself."""


def ready(budget: db.Budget) -> Mapping[str, Any]:
    """By then the code is imported; this also takes the settings, the network, the role and the database.

    Raises errors.Unavailable where the database does not answer.
    """
    db.read(lambda tx: tx.row("select 1 as answered"), db.Origin("", "release", ""), budget)
    return {"status": "ok"}
