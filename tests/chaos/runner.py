"""One run: start the system, let the clients and the nemesis act, wait until nothing is left to do, and check."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.chaos import checker, holds, ledger, listeners, nemesis, settling, webhooks
from tests.chaos.activities import WORKLOADS, Activity
from tests.chaos.anomaly import Anomaly
from tests.chaos.clients import CERTAIN, Api, Client, run
from tests.chaos.events import HOLD_CHANGED, POSTED
from tests.chaos.history import History
from tests.chaos.nemesis import Nemesis
from tests.chaos.system import System, started
from tests.chaos.world import AGENTS, World, create

CLIENTS = 8
_RELAY_EVERY_S = 1.5  # a deployment relays every minute
_RECONCILE_EVERY_S = 4.0  # a deployment reconciles every hour


@dataclass(frozen=True)
class Settings:
    """The settings of a run. They determine every choice of the clients and of the nemesis.

    kinds: the kinds of faults, in order. pipelined: whether functions send statements in a pipeline. major: the version
    of Postgres. folder: the folder for the logs of the clients and of the system.
    """

    seed: str
    seconds: float
    workload: str = "everything"
    kinds: Sequence[str] = tuple(nemesis.KINDS)
    clients: int = CLIENTS
    pipelined: bool = True
    major: int = 18
    folder: Path = Path(".chaos")


@dataclass(frozen=True)
class Result:
    settings: Settings
    history: History
    anomalies: Sequence[Anomaly]
    failures: Sequence[str] = field(default_factory=list)


def chaos(settings: Settings) -> Result:
    """Carry out a run and return its result. Raises AssertionError if the system does not start."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    with started(settings.major, settings.pipelined, settings.folder) as system:
        for name, part in (("bus", system.bus.rules), ("queues", system.queues.rules), ("receiver", system.receiver)):
            part.chooser = random.Random(f"{settings.seed}/{name}")  # noqa: S311  (repeatable)
        actor = Nemesis(system, settings.seed)
        history = History(lambda: actor.phase)
        api = Api(system)
        opening = Client("opening", settings.seed, api, history)
        if settings.workload in webhooks.WORKLOADS:
            webhooks.create(opening, system)
        world = create(opening)
        listening = _Threads()
        _listen(listening, settings, system, api, history)
        _act(settings, actor, api, history, world)
        prober = Client("prober", settings.seed, api, history, patience=CERTAIN)
        if settings.workload in webhooks.WORKLOADS:
            webhooks.disable(prober, system.refusing)
        anomalies = [*settling.settle(system)]
        anomalies += settling.probe(prober, world)
        anomalies += settling.settle(system)
        settling.repeat_balance_reads(prober, history)
        holds.read_held(prober)
        listening.stop()
        anomalies += settling.settle(system)  # what the last schedules wrote
        for kind in (POSTED, HOLD_CHANGED):
            history.arrivals += listeners.on_the_bus(system, kind)
        history.receipts += [*system.receiver.receipts, *system.refusing.receipts]
        anomalies += webhooks.recounted(system)
        history.write(settings.folder / "history.jsonl")
        anomalies += checker.check(history, ledger.read(system.sql))
        return Result(settings, history, anomalies, actor.failures)


class _Threads:
    """Threads that work until `stop` stops all of them."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, name: str, work: Callable[..., object], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self._threads:
            thread.join()


def _act(settings: Settings, actor: Nemesis, api: Api, history: History, world: World) -> None:
    weights = WORKLOADS[settings.workload]

    def act(client: Client) -> None:
        activity: Activity
        (activity,) = client.chooser.choices(list(weights), list(weights.values()))
        activity(client, world)

    acting = _Threads()
    for number in range(settings.clients):
        client = Client(f"client-{number}", settings.seed, api, history)
        acting.start(client.name, run, client, act, acting.stopped)
    try:
        actor.run(settings.seconds, list(settings.kinds))
    finally:
        acting.stop()


def _listen(threads: _Threads, settings: Settings, system: System, api: Api, history: History) -> None:
    threads.start("consumer", listeners.consume, system, history, threads.stopped)
    threads.start("schedules", _run_schedules, settings.seed, system, threads.stopped)
    for agent in AGENTS:
        client = Client(f"stream of {agent.sub}", settings.seed, api, history)
        threads.start(client.name, listeners.follow, client, agent, history, threads.stopped)


def _run_schedules(seed: str, system: System, stopped: threading.Event) -> None:
    """Run the schedules, more often than a deployment does, and end the leases of lost attempts, as its time would."""
    chooser = random.Random(f"{seed}/schedules")  # noqa: S311  (repeatable)
    reconciled_at = time.monotonic()
    while not stopped.wait(_RELAY_EVERY_S):
        for schedule in ("relay_outbox", "holds_expire"):
            chooser.choice(system.processes).run_schedule(schedule)
        with suppress(psycopg.Error):
            webhooks.end_leases(system)
        chooser.choice(system.processes).run_schedule("webhooks_dispatch")
        if time.monotonic() - reconciled_at > _RECONCILE_EVERY_S:
            reconciled_at = time.monotonic()
            chooser.choice(system.processes).run_schedule("reconcile")
