"""One run at a time: a session of its own, past any proxy, that holds a lock until it ends, however it ends."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from ledger.core import errors
from ledger.storage.sessions import Budget, Origin, Session, direct_session

_LOCK: Final = 2_091_447_306  # any number, as long as every release takes the same
_LOOK_EVERY: Final = 0.5  # seconds

sleep: Callable[[float], None] = time.sleep


def session(origin: Origin, url: str | None = None) -> AbstractContextManager[Session]:
    """A session past any proxy. url: of the database as the role of reconciliation sees it, unless the environment
    says. Raises errors.Unavailable where the database cannot be reached.
    """
    return direct_session(url or os.environ["RECONCILE_DATABASE_URL"], origin)


@contextmanager
def taken(
    origin: Origin, budget: Budget, url: str | None = None, waits: Callable[[], None] = lambda: None
) -> Iterator[Session]:
    """Wait until no other run is under way; a session that holds the turn. waits: told once, where it has to.

    A second run waits: it would count what the first one corrects. The lock is the session's, so that a killed run
    leaves none behind.

    Raises errors.Unavailable where the database cannot be reached, or another run does not end within the budget.
    """
    with session(origin, url) as held:
        if not _is_mine(held):
            waits()
            while not _is_mine(held):
                if budget.remaining() <= 0:
                    raise errors.Unavailable("Another reconciliation is under way. Try again.")
                sleep(_LOOK_EVERY)
        yield held


def _is_mine(session: Session) -> bool:
    row = session.one("select pg_try_advisory_lock(%s) as is_mine", (_LOCK,))
    return bool(row["is_mine"])
