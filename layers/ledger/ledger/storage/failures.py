"""Failures of the database as exceptions: refusals, what may be retried, and everything else."""

import json
from typing import Final, Literal

import psycopg

from ledger.core import errors

# Serialization failure, deadlock, lock timeout, and a full table of locks, of which a batch needs one for each key.
_TRANSIENT_STATES: Final = frozenset({"40001", "40P01", "55P03", "53200"})
# Connection exceptions; the server stops or starts, or ended the session.
_LOST_CONNECTION_CLASSES: Final = ("08", "57P")
# The node became read-only in a failover, so that only another connection can write; the server ended a session whose
# transaction was idle, or took too long; there are too many connections.
_LOST_CONNECTION_STATES: Final = frozenset({"25006", "25P03", "25P04", "53300"})


class Transient(Exception):
    """A failure after which a retry may succeed. reason: an SQLSTATE, `connection` or `credentials`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlreadyAnswered(Exception):
    """The claimed idempotency key has an answer. This database transaction changed nothing."""


class NotInOneCall(Exception):
    """A write cannot be executed in one call. It changed nothing, and takes several statements."""


class NotPlanned(Exception):
    """An operation of an atomic batch was refused before anything was posted, and its key has no answer."""


def hint(error: Exception) -> str | None:
    """The hint of the database error that an exception stands for, if it has one."""
    cause = error.__cause__
    return cause.diag.message_hint if isinstance(cause, psycopg.Error) else None


class translate_errors:  # noqa: N801  (used like a function)
    """Raises database errors as `_translate` returns them. A class: a generator would cost more, on every statement."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> Literal[False]:
        if isinstance(error, psycopg.Error) and (translated := _translate(error)) is not error:
            raise translated from error
        return False


def _translate(error: psycopg.Error) -> Exception:
    """The refusal or other exception that stands for a database error; the error itself if there is none."""
    match error.sqlstate:
        case None if isinstance(error, psycopg.OperationalError):
            translated: Exception = Transient("connection")
        case "PL090":
            translated = AlreadyAnswered()
        case "PL092":
            translated = NotInOneCall()
        case "PL093":
            translated = NotPlanned()
        case str() as state if refusal := errors.BY_SQLSTATE.get(state):
            translated = refusal.from_database(json.loads(error.diag.message_detail or "{}"))
        case "23505" if refusal := errors.BY_CONSTRAINT.get(error.diag.constraint_name or ""):
            translated = refusal()
        case str() as state if state in _TRANSIENT_STATES:
            translated = Transient(state)
        case str() as state if state.startswith(_LOST_CONNECTION_CLASSES) or state in _LOST_CONNECTION_STATES:
            translated = Transient("connection")
        case "57014":
            translated = errors.Unavailable("The database took too long. Try again.")
        case _:
            translated = error
    return translated
