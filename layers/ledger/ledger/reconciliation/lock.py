"""The run lock, which lets one reconciliation work at a time."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from ledger.core import errors
from ledger.storage.sessions import Budget, Origin, Session, direct_session

_ADVISORY_LOCK_ID: Final = 2_091_447_306  # arbitrary, but the same in every release
_POLL_INTERVAL_S: Final = 0.5

sleep: Callable[[float], None] = time.sleep


def open_session(origin: Origin, url: str | None = None) -> AbstractContextManager[Session]:
    """A direct session of the role for reconciliation. url: of the database, instead of RECONCILE_DATABASE_URL.

    Raises errors.Unavailable if the database cannot be reached.
    """
    return direct_session(url or os.environ["RECONCILE_DATABASE_URL"], origin)


@contextmanager
def held(
    origin: Origin, budget: Budget, url: str | None = None, on_wait: Callable[[], None] = lambda: None
) -> Iterator[Session]:
    """Acquire the run lock, and yield the direct session that holds it. on_wait: called once if another run holds it.

    Runs do not overlap, because the second one would count what the first one corrects. PostgreSQL releases the lock
    when the session ends, so a killed run leaves no lock behind.

    Raises errors.Unavailable if the database cannot be reached, or if another run does not end within the budget.
    """
    with open_session(origin, url) as session:
        if not _try_acquire(session):
            on_wait()
            while not _try_acquire(session):
                if budget.remaining() <= 0:
                    raise errors.Unavailable("Another reconciliation is under way. Try again.")
                sleep(_POLL_INTERVAL_S)
        yield session


def _try_acquire(session: Session) -> bool:
    row = session.one("select pg_try_advisory_lock(%s) as is_acquired", (_ADVISORY_LOCK_ID,))
    return bool(row["is_acquired"])
