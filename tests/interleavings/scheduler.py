"""A deterministic scheduler between the application and Postgres: it runs one statement of one session at a time.

Each session is a thread that makes one request. The thread connects to the scheduler instead of Postgres. The scheduler
forwards a statement after `Choices` has chosen it. It makes the next choice when that statement has ended, waits for a
lock of another session or is stopped at a gate. The scheduler never sleeps.

The scheduler can break a connection before or after any statement, COMMIT included. The server notices this at once or
later. Until then, the server may still receive the statement that was under way.
"""

import select
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from tests.interleavings.choices import Choices, Option
from tests.interleavings.server import Progress, Server
from tests.interleavings.wire import Channel
from tests.interleavings.worker import Request, Worker

_FORWARDED: Final = frozenset({"BEGIN", "Sync", "store_answer()"})
"""Labels of statements that are not steps of the schedule. They are forwarded at once, since their order makes no
difference to other sessions. This holds for store_answer() because only the session that holds the lock of a key stores
the answer of that key, and because the COMMIT after it is a step."""


class Stuck(AssertionError):
    """The sessions wait for each other. The order in which the application acquires locks should prevent this."""


@dataclass
class Schedule:
    """The log of a run.

    results: what each request returned. spans: for each request, the number of steps before its first step and the
    number of steps at its end. losses: the number of connections that broke.
    """

    steps: list[str] = field(default_factory=list)
    results: dict[str, object] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    losses: int = 0

    def log(self, session: str, text: str) -> None:
        self.steps.append(f"{session:>12}  {text}")


@dataclass
class Session:
    """A request that has not ended, or the server's half of a broken connection (`is_left`).

    channel: the connection that has the next or the running statement. progress: the progress of the running statement.
    """

    name: str
    worker: Worker | None
    channel: Channel | None = None
    progress: Progress | None = None

    @property
    def is_left(self) -> bool:
        return self.worker is None


class Scheduler:
    """Runs requests by a schedule.

    upstream: the path of the server's socket. port: the port to which the application connects.
    """

    def __init__(self, server: Server, upstream: str) -> None:
        self._server = server
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: Final[int] = self._listener.getsockname()[1]
        self._workers: list[Worker] = []
        self._sessions: list[Session] = []
        self._schedule = Schedule()
        self._max_losses = 0

    def close(self) -> None:
        """End the threads. All requests must have ended before."""
        for worker in self._workers:
            worker.stop()
            for channel in worker.channels:
                channel.close_client()
                channel.close_server()
        self._listener.close()

    def run(self, requests: Mapping[str, Request], choices: Choices) -> Schedule:
        """Run all requests to their ends. Raises Stuck. The notes of every error list the steps so far."""
        while len(self._workers) < len(requests):
            self._workers.append(Worker())
        self._schedule = Schedule()
        self._max_losses = choices.losses
        self._sessions = []
        try:
            for worker, (name, request) in zip(self._workers, requests.items(), strict=False):
                session = Session(name, worker)
                self._sessions.append(session)
                worker.begin(request)
                self._await_client(session)
            while self._sessions:
                self._step(choices)
        except BaseException as error:
            error.add_note("\n".join(self._schedule.steps))
            self._give_up()
            raise
        finally:
            self._server.open_all_gates()
        return self._schedule

    def _step(self, choices: Choices) -> None:
        options = self._options()
        if not options:
            raise Stuck("the sessions wait for each other")
        option = choices.choose(options)
        session = next(session for session in self._sessions if session.name == option.session)
        channel = session.channel
        assert channel
        if option.kind in ("run", "lose answer") and (gate := choices.gate(session.name)) is not None:
            self._server.close_gate(channel.pid, gate)
        self._take(option, session, channel)
        while any(self._continue(waiting) for waiting in list(self._sessions) if waiting.progress == "waits"):
            pass  # the session that went on may have released a lock

    def _options(self) -> list[Option]:
        found = []
        for session in self._sessions:
            if session.progress == "stopped":
                found.append(Option("resume", session.name))
            elif session.progress is None:
                found.append(Option("run", session.name))
        for session in self._sessions:
            if session.is_left and session.progress is None:
                found.append(Option("end", session.name))
            elif session.progress is None and self._schedule.losses < self._max_losses:
                found += [Option(kind, session.name) for kind in ("lose request", "lose answer", "leave")]
        return found

    def _take(self, option: Option, session: Session, channel: Channel) -> None:
        match option.kind:
            case "run" | "lose answer":
                self._mark(session)
                statement = channel.pending[0]
                self._schedule.log(session.name, statement.label)
                progress = self._server.run(channel, self._pids)
                if option.kind == "lose answer":
                    self._schedule.log(session.name, "the connection breaks, the answer is lost")
                    self._break(session, channel, progress, is_noticed=progress == "answered")
                else:
                    self._proceed(session, channel, progress)
            case "resume":
                self._schedule.log(session.name, "resumes")
                self._server.open_gates(channel.pid)
                self._proceed(session, channel, self._server.progress(channel, self._pids))
            case "lose request":
                self._schedule.log(session.name, f"the connection breaks before {channel.pending[0].label}")
                self._break(session, channel, None, is_noticed=True)
            case "leave":
                self._schedule.log(session.name, f"the connection breaks with {channel.pending[0].label} under way")
                self._break(session, channel, None, is_noticed=False)
            case "end":
                self._schedule.log(session.name, "the server notices the broken connection")
                self._end_left(session, channel)

    def _proceed(self, session: Session, channel: Channel, progress: Progress) -> None:
        """Continue a session whose statement has ended, waits or is stopped."""
        session.progress = progress if progress != "answered" else None
        if progress == "waits":
            self._server.freeze(channel)
            self._schedule.log(session.name, "... waits")
        elif progress == "stopped":
            self._schedule.log(session.name, f"... stops in {self._server.place_of(channel)}")
        elif progress == "lost":
            raise AssertionError("the server closed a connection")
        elif not self._has_step(session, channel):
            if session.is_left:
                self._end_left(session, channel)
            else:
                self._await_client(session)

    def _has_step(self, session: Session, channel: Channel) -> bool:
        """Forward statements up to the next step. Returns whether the session has such a step or waits."""
        session.channel, session.progress = channel, None
        while True:
            while channel.pending:
                statement = channel.pending[0]
                if statement.label not in _FORWARDED:
                    return True
                progress = self._server.run(channel, self._pids)
                if progress != "answered":
                    self._schedule.log(session.name, statement.label)
                    self._proceed(session, channel, progress)
                    return True
            channel.deliver()
            if not channel.has_unit():
                return False

    def _continue(self, session: Session) -> bool:
        """Let a waiting session go on if nothing blocks it any more. Returns whether it went on."""
        assert session.channel
        if self._server.waits(session.channel, self._pids):
            return False
        self._schedule.log(session.name, "... goes on")
        self._server.thaw(session.channel)
        self._proceed(session, session.channel, self._server.progress(session.channel, self._pids))
        return True

    def _break(self, session: Session, channel: Channel, progress: Progress | None, *, is_noticed: bool) -> None:
        """Break the client's connection. Until the server notices, the server's half remains as its own session."""
        assert session.worker
        self._schedule.losses += 1
        session.worker.channels.remove(channel)
        channel.close_client()
        if is_noticed:
            channel.close_server()
            self._server.wait_for_end(channel)
        else:
            left = Session(f"left by {session.name}", None, channel)
            while any(left.name == other.name for other in self._sessions):
                left.name += "'"
            self._sessions.append(left)
            if progress:
                self._proceed(left, channel, progress)
        session.channel = None
        session.progress = None
        self._await_client(session)

    def _end_left(self, session: Session, channel: Channel) -> None:
        channel.close_server()
        self._server.wait_for_end(channel)
        self._sessions.remove(session)

    def _await_client(self, session: Session) -> None:
        """Wait until the request has ended or has sent a statement that is a step."""
        worker = session.worker
        assert worker
        while True:
            ends = [self._listener, worker.ended, *(channel.client.end for channel in worker.channels)]
            ready, _, _ = select.select(ends, [], [])
            if self._listener in ready:
                client, _ = self._listener.accept()
                worker.channels.append(Channel(client, self._upstream))
                continue
            for channel in list(worker.channels):
                if channel.client.end in ready and not channel.receive_unit():
                    worker.channels.remove(channel)
                    channel.close_client()
                    channel.close_server()
                    self._server.wait_for_end(channel)
                elif self._has_step(session, channel):
                    return
            if worker.ended in ready:
                worker.ended.recv(1)
                self._sessions.remove(session)
                self._schedule.results[session.name] = worker.result
                first, _ = self._schedule.spans.get(session.name, (0, 0))
                self._schedule.spans[session.name] = (first, len(self._schedule.steps))
                return

    def _mark(self, session: Session) -> None:
        """Record the first step of a request."""
        number = len(self._schedule.steps)
        if not session.is_left:
            self._schedule.spans.setdefault(session.name, (number, number))

    def _pids(self) -> set[int]:
        return {session.channel.pid for session in self._sessions if session.channel}

    def _give_up(self) -> None:
        """End all connections, so that the requests fail."""
        self._listener.close()
        self._server.open_all_gates()
        for session in self._sessions:
            if session.channel:
                self._server.thaw(session.channel)
                self._server.terminate(session.channel)
        for session in list(self._sessions):
            if session.worker:
                for channel in session.worker.channels:
                    channel.close_client()
                    channel.close_server()
                session.worker.channels.clear()
                with suppress(OSError):
                    session.worker.ended.recv(1)
