"""Process many items in batches, so that a refused item does not stop the others."""

from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import Final

from ledger.core import errors
from ledger.core.errors import Refusal
from ledger.storage.sessions import Session, Write

BATCH: Final = 1_000
"""Items in one database transaction: more are no faster, and lock their wallets for longer."""


def in_batches[Item](write: Write, items: Iterable[Item], work: Callable[[Session, Sequence[Item]], None]) -> None:
    """Run `work` on each batch in a database transaction of its own. Raises the first refusal after all batches.

    An item of a person who was erased is dropped.
    """
    refusals = [refusal for batch in batched(items, BATCH, strict=False) for refusal in _refusals(write, batch, work)]
    if refusals:
        raise refusals[0]


def _refusals[Item](
    write: Write, batch: Sequence[Item], work: Callable[[Session, Sequence[Item]], None]
) -> list[Refusal]:
    """The refusals of a batch. A refused batch is split in halves and run again, until each refused item is alone.

    Raises Unavailable if no item can be processed. ClockAhead is a kind of Unavailable, but the wallet of a single item
    can cause it, so it counts as a refusal of that item.
    """
    try:
        write(lambda session: work(session, batch))
    except Refusal as refusal:
        if isinstance(refusal, errors.Unavailable) and not isinstance(refusal, errors.ClockAhead):
            raise
        if len(batch) == 1:
            if isinstance(refusal, errors.PersonErased):
                write(lambda session: session.warn("a person who was erased gets no coins"))
                return []
            return [refusal]
        half = len(batch) // 2
        return _refusals(write, batch[:half], work) + _refusals(write, batch[half:], work)
    return []
