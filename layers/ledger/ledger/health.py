"""Whether the system can do its work."""

from typing import Literal

from ledger.db import Transaction
from ledger.models import Answer


class Health(Answer):
    """It answers at all only when it is well."""

    status: Literal["ok"] = "ok"


def check(tx: Transaction) -> Health:
    """Raises Unavailable where the database does not answer."""
    tx.row("select 1 as answered")
    return Health()
