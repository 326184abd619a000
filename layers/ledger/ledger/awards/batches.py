"""Many owners in transactions of their own, so that one who is refused keeps nobody else from theirs."""

from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import Final

from ledger.core import errors
from ledger.core.errors import Refusal
from ledger.storage.sessions import Session, Write

BATCH: Final = 1_000
"""How many owners one transaction pays: more are no faster, and hold their wallets longer."""


def in_batches[Item](write: Write, items: Iterable[Item], work: Callable[[Session, Sequence[Item]], None]) -> None:
    """Each batch in a transaction of its own. Raises the first refusal when everything else is done."""
    refusals = [refusal for batch in batched(items, BATCH, strict=False) for refusal in _refusals(write, batch, work)]
    if refusals:
        raise refusals[0]


def _refusals[Item](
    write: Write, batch: Sequence[Item], work: Callable[[Session, Sequence[Item]], None]
) -> list[Refusal]:
    """Do it; halve what is refused until that which is stands alone, so that it keeps nobody else from theirs."""
    try:
        write(lambda session: work(session, batch))
    except errors.Unavailable:
        raise
    except Refusal as refusal:
        if len(batch) == 1:
            return [refusal]
        half = len(batch) // 2
        return _refusals(write, batch[:half], work) + _refusals(write, batch[half:], work)
    return []
