"""Whether the system can do its work."""

from typing import Literal

from ledger.core.models import Answer
from ledger.storage.session import Transaction


class Health(Answer):
    """It answers at all only when it is well."""

    status: Literal["ok"] = "ok"


def check(tx: Transaction) -> Health:
    """Raises Unavailable where the database does not answer."""
    tx.row("select 1 as answered")
    return Health()
