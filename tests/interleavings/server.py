"""Control of Postgres for the scheduler: sessions that wait for each other, gates, and frozen processes."""

import os
import select
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import psycopg

from tests.interleavings import gates
from tests.interleavings.gates import Place
from tests.interleavings.wire import Channel

type Progress = Literal["answered", "waits", "stopped", "lost"]
"""The progress of a statement.

answered: it has ended. waits: it waits for a lock of another session. stopped: it is stopped at a gate. lost: the
server has closed the connection.
"""

_POLL_MS: Final = 5
"""How long to wait for an answer before asking Postgres whether the statement waits for a lock."""


class Server:
    """admin: a superuser's connection that nothing else uses. places: the place of each gate, by number."""

    def __init__(self, admin: psycopg.Connection[Any], places: Mapping[int, Place]) -> None:
        self._admin = admin
        self._places = dict(places)
        self._own_pid = admin.info.backend_pid
        self._gates: dict[int, list[int]] = {}  # the closed gates of each process

    def run(self, channel: Channel, pids: Callable[[], set[int]]) -> Progress:
        """Run a channel's next statement until it has ended, waits or is stopped. pids: returns all sessions' pids."""
        channel.send()
        return self.progress(channel, pids)

    def progress(self, channel: Channel, pids: Callable[[], set[int]]) -> Progress:
        """Wait until the running statement has ended, waits for one of the sessions or is stopped at a gate."""
        if channel.is_answered():
            return "answered"
        poll = select.poll()
        poll.register(channel.server.end, select.POLLIN)
        while True:
            if poll.poll(_POLL_MS):
                if not channel.server.receive():
                    return "lost"
                if channel.is_answered():
                    return "answered"
                continue
            if self._blocking(channel) == {self._own_pid}:
                return "stopped"
            if self.waits(channel, pids):
                return "waits"

    def waits(self, channel: Channel, pids: Callable[[], set[int]]) -> bool:
        """Returns whether the running statement waits for one of the sessions."""
        return bool(self._blocking(channel) & pids())

    def _blocking(self, channel: Channel) -> set[int]:
        (row,) = self._admin.execute("select pg_blocking_pids(%s) as pids", (channel.pid,)).fetchall()
        return set(row["pids"])

    def close_gate(self, pid: int, number: int) -> None:
        """Close the gate with this number, so that the process stops there."""
        self._admin.execute("select pg_advisory_lock(%s, %s)", (pid, number))
        self._gates.setdefault(pid, []).append(number)

    def open_gates(self, pid: int) -> None:
        for number in self._gates.pop(pid, []):
            self._admin.execute("select pg_advisory_unlock(%s, %s)", (pid, number))

    def open_all_gates(self) -> None:
        for pid in list(self._gates):
            self.open_gates(pid)

    def place_of(self, channel: Channel) -> Place:
        return gates.place_of(self._admin, channel.pid, self._places)

    def wait_for_end(self, channel: Channel) -> None:
        """Wait until the process of a closed connection has ended. Its database transaction is then rolled back."""
        while self._admin.execute("select from pg_stat_activity where pid = %s", (channel.pid,)).fetchall():
            pass

    def terminate(self, channel: Channel) -> None:
        self._admin.execute("select pg_terminate_backend(%s, 10000)", (channel.pid,))

    def freeze(self, channel: Channel) -> None:
        """Freeze the process of a session that waits for a lock.

        Without this, several sessions could go on at once after the lock is released, in an order that nobody chose.
        Freezing is safe: a process that waits for a lock holds no internal lock that other processes need.
        """
        os.kill(channel.pid, signal.SIGSTOP)

    def thaw(self, channel: Channel) -> None:
        os.kill(channel.pid, signal.SIGCONT)
