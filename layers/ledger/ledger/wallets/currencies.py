"""The currency of a wallet where a caller leaves it out: that of the owner's only wallet."""

from ledger.core import errors
from ledger.core.errors import Problem
from ledger.storage.sessions import Session


def only_currency(session: Session, owner_id: str, *, pointer: str = "/currency") -> str:
    """The currency of a person's only wallet. pointer: to the place where a request would name it.

    Raises CurrencyRequired if the person has wallets in several currencies, or none yet.
    """
    rows = session.rows(
        "select currency from wallets where tenant_id = %s and owner_kind = 'person' and owner_id = %s limit 2",
        (session.tenant_id, owner_id),
    )
    if len(rows) != 1:
        sentence = "Name the currency: the owner has wallets in several, or none yet."
        raise errors.CurrencyRequired(sentence, errors=[Problem(pointer, sentence)])
    currency: str = rows[0]["currency"]
    return currency
