"""The nemesis causes faults. A fault breaks the system for a while. A schedule runs one kind after another.

The seed determines which faults happen, when they happen and how long they last. It does not determine what the system
is doing when a fault happens.
"""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import psutil
import psycopg

from tests.chaos.batch_proxy import BatchProxy, Call, Interruption
from tests.chaos.proxy import Rules
from tests.chaos.receivers import Behaviour
from tests.chaos.system import Process, System
from tests.chaos.webhooks import ATTEMPTS, RESULTS, queued

QUIET = "no fault"
ALL = "all at once"
_CALM_S = 2.0  # the average pause before each fault while all kinds are active
_LONG_PAUSE_S = 17.0  # longer than the time limit of a database transaction
_LONG_PHASE_S = 25.0  # enough for one long pause
_REFUSED_CLOCK_S = 90.0  # a larger deviation than the ledger accepts
_RELAY_ONLY = frozenset({"TopupInvoiced", "InvoiceVoided", "TopupCompleted", "LowBalance", "ReconciliationRequested"})
"""The types of events that only the relay publishes."""


@dataclass
class Turn:
    """The arguments of a fault.

    stopped: set when the phase ends. is_long: whether the phase is long enough for a long pause.
    """

    system: System
    chooser: random.Random
    stopped: threading.Event
    is_long: bool = False

    def pause(self, shortest_s: float, longest_s: float) -> None:
        """Wait for a random time, but not longer than the phase lasts."""
        self.stopped.wait(self.chooser.uniform(shortest_s, longest_s))

    def process(self) -> Process:
        return self.chooser.choice(self.system.processes)

    def proxies(self) -> list[Rules]:
        return [process.proxy.rules for process in self.system.processes]


type Fault = Callable[[Turn], None]
"""A function that breaks something once and repairs it."""


def nothing(turn: Turn) -> None:
    turn.pause(1, 1)


def terminate_backends(turn: Turn) -> None:
    share = turn.chooser.choice((0.2, 0.5, 1.0))
    with suppress(psycopg.Error):
        turn.system.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            f"where usename ~ '^purser_(?!admin|reconcile)' and random() < {share}"
        )
    turn.pause(0.1, 0.6)


def kill_postgres(turn: Turn) -> None:
    turn.system.kill_postgres()
    turn.pause(0.1, 1.0)
    turn.system.start_postgres()
    turn.pause(1.0, 3.0)


def freeze_postgres(turn: Turn) -> None:
    _frozen(turn, turn.system.postgres_processes(), 0.5, 4.0)
    turn.pause(0.5, 1.5)


def freeze_backend(turn: Turn) -> None:
    """Freeze one database session that is writing. It keeps its locks while it is frozen."""
    with suppress(psycopg.Error):
        rows = turn.system.sql(
            "select pid from pg_stat_activity "
            "where usename ~ '^purser_(?!admin|reconcile)' and backend_xid is not null order by random()"
        )
        if rows:
            with suppress(psutil.NoSuchProcess):
                _frozen(turn, [psutil.Process(rows[0][0])], 0.5, 4.0)
    turn.pause(0.05, 0.5)


def _frozen(turn: Turn, processes: list[psutil.Process], shortest_s: float, longest_s: float) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGSTOP)
    turn.pause(shortest_s, longest_s)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGCONT)


def fail_over(turn: Turn) -> None:
    """Make the database read-only for a while, as after a failover. This also affects sessions that are open."""
    for setting, pause in (("on", (0.5, 2.0)), ("off", (0.5, 2.0))):
        with suppress(psycopg.Error):
            turn.system.sql(f"alter system set default_transaction_read_only = {setting}")
            turn.system.sql("select pg_reload_conf()")
        turn.pause(*pause)


def cut_connections(turn: Turn) -> None:
    share = turn.chooser.choice((0.2, 0.5, 1.0))
    chooser = random.Random(turn.chooser.random())  # noqa: S311  (repeatable)
    turn.process().proxy.cut(lambda: chooser.random() < share)
    turn.pause(0.05, 0.5)


def cut_before_commit(turn: Turn) -> None:
    turn.process().proxy.rules.cut_requests = turn.chooser.choice((1, 2, 5))
    turn.pause(0.05, 0.4)


def cut_after_commit(turn: Turn) -> None:
    turn.process().proxy.rules.cut_answers = turn.chooser.choice((1, 2, 5))
    turn.pause(0.05, 0.4)


def delay_network(turn: Turn) -> None:
    for rules in turn.proxies():
        rules.delay_s = turn.chooser.choice((0.0, 0.005, 0.05, 0.2))
    turn.pause(0.5, 2.0)
    for rules in turn.proxies():
        rules.delay_s = 0.0


def drop_packets(turn: Turn) -> None:
    """Stop all traffic of one process, then cut its connections, as in a network partition."""
    process = turn.process()
    process.proxy.rules.drops = True
    turn.pause(0.5, 4.0)
    process.proxy.cut()
    process.proxy.rules.drops = False
    turn.pause(0.2, 1.0)


def pause_function(turn: Turn) -> None:
    """Pause a process right after one of its functions has sent its claim of an idempotency key."""
    process = turn.process()
    process.proxy.rules.on_claim = process.pause
    turn.pause(0.2, 1.0)
    is_longest = turn.is_long and turn.chooser.random() < 0.3
    turn.pause(*((_LONG_PAUSE_S, _LONG_PAUSE_S) if is_longest else (0.5, 5.0)))
    process.proxy.rules.on_claim = None
    process.resume()
    turn.pause(0.2, 1.0)


def kill_function(turn: Turn) -> None:
    process = turn.process()
    process.kill()
    turn.pause(0.0, 0.5)
    process.start()
    turn.pause(0.5, 2.0)


def step_clocks(turn: Turn) -> None:
    for process in turn.system.processes:
        process.set_clock(turn.chooser.choice((0.0, 0.5, -0.5, 30.0, -30.0, _REFUSED_CLOCK_S, -_REFUSED_CLOCK_S)))
    turn.pause(0.3, 1.5)
    for process in turn.system.processes:
        process.set_clock(0.0)


def stop_bus(turn: Turn) -> None:
    """Refuse all events, or half of them."""
    _stopped(turn, turn.system.bus)


def stop_queues(turn: Turn) -> None:
    """Refuse all messages of functions, or half of them."""
    _stopped(turn, turn.system.queues)


def _stopped(turn: Turn, proxy: BatchProxy) -> None:
    rules = proxy.rules
    rules.stopped, rules.refused_share = turn.chooser.choice(((True, 0.0), (False, 0.5)))
    turn.pause(0.5, 3.0)
    rules.stopped, rules.refused_share = False, 0.0
    turn.pause(0.2, 1.0)


def repeat_events(turn: Turn) -> None:
    _repeated(turn, turn.system.bus)


def repeat_messages(turn: Turn) -> None:
    _repeated(turn, turn.system.queues)


def _repeated(turn: Turn, proxy: BatchProxy) -> None:
    rules = proxy.rules
    rules.repeated_share, rules.disorder_s = turn.chooser.choice(((0.5, 0.2), (1.0, 1.0)))
    turn.pause(1.0, 3.0)
    rules.repeated_share, rules.disorder_s = 0.0, 0.0


def kill_relay(turn: Turn) -> None:
    """Kill the relay after the bus has accepted its events and before the relay deletes them from the outbox."""

    def is_relay(call: Call) -> bool:
        return any(entry["DetailType"] in _RELAY_ONLY for entry in call["Entries"])

    with _killed(turn, turn.system.bus, is_relay, passes=True):
        turn.process().run_schedule("relay_outbox", timeout_s=3)


def kill_sender(turn: Turn) -> None:
    """Kill the sender of webhooks after an attempt, before or after its result is on the queue."""
    with _killed(turn, turn.system.queues, partial(queued, RESULTS), passes=turn.chooser.random() < 0.5):
        turn.pause(0.5, 2.0)


def kill_recorder(turn: Turn) -> None:
    """Kill the recorder of webhooks, or their schedule, before or after the attempts it leased are on the queue."""
    with _killed(turn, turn.system.queues, partial(queued, ATTEMPTS), passes=turn.chooser.random() < 0.5):
        turn.pause(0.5, 2.0)


@contextmanager
def _killed(turn: Turn, proxy: BatchProxy, fits: Callable[[Call], bool], *, passes: bool) -> Iterator[None]:
    """Kill the first process that makes a call which fits during the block, in the middle of that call."""
    killed: list[int] = []

    def kill(number: int) -> None:
        killed.append(number)
        turn.system.processes[number].kill()

    proxy.rules.interruption = Interruption(fits, kill, passes)
    yield
    turn.pause(0.2, 1.0)
    proxy.rules.interruption = None
    for number in killed:
        turn.system.processes[number].start()
    turn.pause(0.2, 1.0)


def hang(turn: Turn) -> None:
    _behaves(turn, "hangs")


def refuse(turn: Turn) -> None:
    _behaves(turn, "refuses")


def close(turn: Turn) -> None:
    """Close connections in the middle of the answer, or before it."""
    _behaves(turn, "closes")


def _behaves(turn: Turn, behaviour: Behaviour) -> None:
    turn.system.receiver.behaviour = behaviour
    turn.pause(0.5, 3.0)
    turn.system.receiver.behaviour = "answers"
    turn.pause(0.2, 1.0)


KINDS: Mapping[str, Fault] = {
    QUIET: nothing,
    "backends terminated": terminate_backends,
    "Postgres killed": kill_postgres,
    "Postgres frozen": freeze_postgres,
    "session frozen": freeze_backend,
    "read-only, as in a failover": fail_over,
    "connections cut": cut_connections,
    "cut before COMMIT": cut_before_commit,
    "cut after COMMIT": cut_after_commit,
    "network delayed": delay_network,
    "packets dropped": drop_packets,
    "function paused in a transaction": pause_function,
    "function killed": kill_function,
    "clocks stepped": step_clocks,
    "bus stopped": stop_bus,
    "events repeated, out of order": repeat_events,
    "relay killed before it deletes": kill_relay,
    "receiver hangs": hang,
    "receiver answers 500": refuse,
    "receiver closes": close,
    "queues stopped": stop_queues,
    "messages repeated, out of order": repeat_messages,
    "sender killed": kill_sender,
    "recorder killed": kill_recorder,
}


@dataclass
class Nemesis:
    """Runs the schedule. phase: the kind of fault that is active. failures: the faults that raised an exception."""

    system: System
    seed: str
    phase: str = "before"
    failures: list[str] = field(default_factory=list)

    def run(self, seconds: float, kinds: list[str]) -> None:
        """Run each kind in turn, then all kinds at once for a quarter of the time. A single kind has the whole time."""
        together_s = seconds / 4 if len(kinds) > 1 else 0.0
        each_s = (seconds - together_s) / len(kinds)
        for kind in kinds:
            self._phase(kind, [kind], each_s)
        if together_s:
            self._phase(ALL, [kind for kind in kinds if kind != QUIET], together_s)
        self.phase = "after"

    def _phase(self, name: str, kinds: list[str], seconds: float) -> None:
        self.phase = name
        stopped = threading.Event()
        threads = [
            threading.Thread(
                target=self._act, args=(kind, name, stopped, seconds, len(kinds) > 1), name=kind, daemon=True
            )
            for kind in kinds
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        stopped.set()
        for thread in threads:
            thread.join()
        self.system.heal()

    def _act(self, kind: str, phase: str, stopped: threading.Event, seconds: float, together: bool) -> None:
        chooser = random.Random(f"{self.seed}/nemesis/{phase}/{kind}")  # noqa: S311  (repeatable)
        turn = Turn(self.system, chooser, stopped, is_long=seconds >= _LONG_PHASE_S)
        while not stopped.is_set():
            if together:
                turn.pause(0, 2 * _CALM_S)
            try:
                KINDS[kind](turn)
            except Exception as error:  # noqa: BLE001  (the run continues and reports the error)
                self.failures.append(f"{kind}: {error!r}")
