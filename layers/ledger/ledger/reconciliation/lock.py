"""The run lock, which lets one reconciliation of a scope work at a time.

The scope is what a run is limited to: everything, a tenant, or a wallet. Runs of different scopes overlap.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import psycopg

from ledger.core import errors
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget, Origin, Session, direct_session

_POLL_INTERVAL_S: Final = 0.5
YIELD_S: Final = 2 * _POLL_INTERVAL_S
"""How long the lock stays free between two parts of a run, so that another run can acquire it."""

sleep: Callable[[float], None] = time.sleep


@contextmanager
def open_session(origin: Origin, url: str | None = None) -> Iterator[Session]:
    """A direct session of the role for reconciliation, which sees every tenant. origin: without a tenant.
    url: of the database, instead of RECONCILE_DATABASE_URL.

    Raises errors.Unavailable if the database cannot be reached.
    """
    with direct_session(url or os.environ["RECONCILE_DATABASE_URL"], origin) as session:
        # Once for the session, which no proxy gives to anybody else.
        session.rows("select set_config('purser.every_tenant', 'on', false)")
        yield session


@contextmanager
def held(
    origin: Origin,
    budget: Budget,
    url: str | None = None,
    on_wait: Callable[[], None] = lambda: None,
    scope: str = "",
) -> Iterator[Session]:
    """Acquire the run lock, and yield the direct session that holds it. on_wait: called once if another run holds it.

    The lock is released at the end of the block, and by PostgreSQL if the session is lost, so that a killed run leaves
    no lock behind.

    Raises errors.Unavailable if the database cannot be reached, or if another run does not release the lock within the
    budget.
    """
    with open_session(origin, url) as session:
        if not _try_acquire(session, scope):
            on_wait()
            while not _try_acquire(session, scope):
                if budget.remaining() <= 0:
                    raise errors.Unavailable("Another reconciliation is under way. Try again.")
                sleep(_POLL_INTERVAL_S)
        try:
            yield session
        finally:
            with suppress(psycopg.Error, Transient):  # the session may be lost
                _release(session, scope)


@contextmanager
def held_if_free(session: Session, scope: str) -> Iterator[bool]:
    """Acquire the lock of a scope for the block if no other session holds it. Yields whether none does."""
    is_acquired = _try_acquire(session, scope)
    try:
        yield is_acquired
    finally:
        if is_acquired:
            _release(session, scope)


def _try_acquire(session: Session, scope: str) -> bool:
    return bool(session.value("select pg_try_advisory_lock(hashtextextended(%s, 0))", (_name(scope),)))


def _release(session: Session, scope: str) -> None:
    session.value("select pg_advisory_unlock(hashtextextended(%s, 0))", (_name(scope),))


def _name(scope: str) -> str:
    """The text whose hash is locked. Two texts with one hash wait for each other, which does no harm."""
    return f"reconciliation\n{scope}"
