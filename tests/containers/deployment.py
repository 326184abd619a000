"""Calls functions in containers with their samples, each time on a fresh database, and records the effects."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from local import containers
from local.containers import Containers, NoResponse
from local.postgres import SUPERUSER, Server
from local.template import Function
from tests.support import samples
from tests.support.kit import Database
from tests.support.samples import BY_ROUTE, EFFECTS, EVENTS, UNROUTED
from tests.support.waiting import HANG_S

_REPORT = re.compile(r"^REPORT .*?\bDuration: (?P<ms>[\d.]+) ms\tBilled", re.MULTILINE)
_PEAK = re.compile(r"^Name:\tpython3\.13$.*?^VmHWM:\s+(?P<kb>\d+) kB$", re.MULTILINE | re.DOTALL)
_SIMULTANEOUS_CALLS = max(2, os.cpu_count() or 1)
ATTEMPTS = 5
"""How often a function is called for which SAM gives no response without having called it."""


@dataclass(frozen=True)
class Databases:
    """A database for each function, behind PgBouncer. console: how to connect to PgBouncer's console."""

    server: Server
    states: Mapping[str, str]
    console: str

    def name(self, function: str) -> str:
        return "purser" if function == "migrate" else f"purser_{function}"

    def with_databases(self, functions: Mapping[str, Function]) -> dict[str, Function]:
        """The functions, each with its own database in its variables."""

        def with_own_database(function: Function) -> Function:
            name = self.name(function.name)
            variables = {key: value.replace("(function)", name) for key, value in function.environment.items()}
            return replace(function, environment=variables)

        return {name: with_own_database(function) for name, function in functions.items()}

    def fresh(self, function: str, state: str) -> Database:
        """Recreate a function's database in a state that samples need. A warm function stays connected to PgBouncer."""
        name = self.name(function)
        with psycopg.connect(self.server.url(SUPERUSER), autocommit=True) as admin:
            admin.execute(f'drop database if exists "{name}" with (force)'.encode())
            self._wait_until_disconnected(name)
            if state in self.states:
                admin.execute(f'create database "{name}" template "{self.states[state]}" strategy file_copy'.encode())
        return Database("", self.server.url(SUPERUSER, name))

    def _wait_until_disconnected(self, name: str) -> None:
        """Wait until PgBouncer has noticed that the sessions of this database have ended, so that none is reused.

        PgBouncer's command PAUSE would wait for ever if PgBouncer (1.18) missed the end of a pipelined transaction.
        """
        with psycopg.connect(f"{self.console} dbname=pgbouncer", autocommit=True) as console:
            pooled = psycopg.ClientCursor(console, row_factory=dict_row)
            while any(session["database"] == name for session in pooled.execute("show servers")):
                time.sleep(0.01)


@dataclass(frozen=True)
class Call:
    """One call of a function with a sample. mode: `sam local invoke`, cold or warm. effect: how many rows a consumer
    added."""

    sample: str
    mode: str
    answer: Any
    effect: int | None


@dataclass
class Outcome:
    """All calls of a function. cold, warm: duration in milliseconds. memory: peak in MB."""

    calls: list[Call] = field(default_factory=list)
    cold: float = 0
    warm: float = 0
    memory: float = 0


class Deployment:
    """The functions in their containers. The first test that needs a function starts its calls; later tests share the
    outcome. A few functions run at a time."""

    def __init__(
        self, functions: Mapping[str, Function], template: Path, running: Containers, databases: Databases
    ) -> None:
        self.functions = functions
        self._template = template
        self._running = running
        self.databases = databases
        self._threads = ThreadPoolExecutor(_SIMULTANEOUS_CALLS)
        self._outcomes: dict[str, Future[Outcome]] = {}

    def begin(self, functions: list[str]) -> None:
        """Begin to call the functions in this order."""
        for name in functions:
            if name not in self._outcomes:
                self._outcomes[name] = self._threads.submit(self._outcome, name)

    def outcome(self, function: str) -> Outcome:
        self.begin([function])
        return self._outcomes[function].result()

    def call(self, function: str, sample: str, mode: str, attempts: int = ATTEMPTS) -> tuple[Any, str, int | None]:
        """Call a function on a fresh database: the answer, the log if the mode is `sam local invoke`, and how many rows
        a consumer added. A call without a response is repeated, since the function may have run."""
        database = self.databases.fresh(function, samples.state_of(sample))
        counts, _ = EFFECTS.get(function, (None, 0))
        before = database.value(counts) if counts else None
        try:
            if mode == "sam local invoke":
                answer, output = self._invoke(function, sample)
            else:
                answer, output = self._running.call(function, samples.event(sample)), ""
        except NoResponse:
            if attempts == 1:
                raise
            return self.call(function, sample, mode, attempts - 1)
        effect = database.value(counts) - before if counts else None
        if samples.state_of(sample) != "nothing":
            database.assert_consistent()
        return answer, output, effect

    def _outcome(self, function: str) -> Outcome:
        first, *more = samples_of(function)
        outcome = Outcome()
        output = self._record(outcome, function, first, "sam local invoke")
        outcome.cold = float(_REPORT.findall(output)[-1])
        for sample in (first, *more):
            self._record(outcome, function, sample, "cold")
        self._record(outcome, function, first, "warm")
        container = self._container(function)
        outcome.warm = float(_REPORT.findall(docker("logs", container))[-1])
        peaks = _PEAK.findall(docker("exec", container, "sh", "-c", "cat /proc/[0-9]*/status"))
        outcome.memory = max(map(int, peaks)) / 1024
        docker("rm", "--force", container)
        return outcome

    def _record(self, outcome: Outcome, function: str, sample: str, mode: str) -> str:
        """Call a function and add the call to its outcome. Returns the log."""
        answer, output, effect = self.call(function, sample, mode)
        outcome.calls.append(Call(sample, mode, answer, effect))
        return output

    def _invoke(self, function: str, sample: str) -> tuple[Any, str]:
        command = [sys.executable, "-m", "samcli", "local", "invoke", self.functions[function].logical_id]
        result = subprocess.run(
            [*command, "--event", EVENTS[sample], *containers.options(self._template)],
            capture_output=True,
            text=True,
            check=False,
            timeout=HANG_S,
        )
        assert result.returncode == 0, result.stderr
        if not result.stdout:
            assert "START RequestId" not in result.stderr, f"it was called and gave no answer: {result.stderr}"
            raise NoResponse(result.stderr)
        return json.loads(result.stdout), result.stderr

    def _container(self, function: str) -> str:
        """The id of the function's warm container."""
        label = f"label=sam.cli.function.name={self.functions[function].logical_id}"
        return docker("ps", "--quiet", "--filter", label).split()[0]


def samples_of(function: str) -> list[str]:
    return [name for name in EVENTS if function_of(name) == function]


def function_of(sample: str) -> str:
    return sample if sample in UNROUTED else BY_ROUTE[samples.event(sample)["routeKey"]]


def existing_containers() -> set[str]:
    """The ids of SAM's containers on this machine."""
    return set(docker("ps", "--all", "--quiet", "--filter", "label=sam.cli.container.type=lambda").split())


def docker(*arguments: str) -> str:
    """The output of a docker command. A container's log uses both streams."""
    command = ["docker", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
