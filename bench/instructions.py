"""Instructions that a backend executes for one transaction, counted by callgrind: a figure that does not depend on what
else the machine does. It needs Valgrind."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.database import DATABASE, SMOKE_WALLETS, Bench, new_ledger
from local import postgres

_TRANSACTIONS = 150
_TIMEOUT_S = 60.0
_SETTINGS = {
    "autovacuum": "off",  # its workers are backends too
    "full_page_writes": "off",  # a page is written as a whole after a checkpoint, which comes at any time
}


@dataclass(frozen=True)
class Counter:
    """bench: on a server that runs under Valgrind. folder: where each of its processes writes its count as it ends."""

    bench: Bench
    folder: Path

    def per_transaction(self, run: Callable[[int], object]) -> float:
        """What twice as many transactions have more, for each. So it has nothing of connecting and the first plans.

        run: executes so many transactions in a session of its own.
        """
        few, many = (self._of_the_longest_session(partial(run, count)) for count in (_TRANSACTIONS, 2 * _TRANSACTIONS))
        return (many - few) / _TRANSACTIONS

    def _of_the_longest_session(self, run: Callable[[], object]) -> int:
        before = set(self.folder.iterdir())
        others = set(self.bench.postmaster.children())
        run()
        deadline = time.monotonic() + _TIMEOUT_S
        while set(self.bench.postmaster.children()) - others:
            assert time.monotonic() < deadline, "a backend does not end"
            time.sleep(0.1)
        return max(_total(file) for file in set(self.folder.iterdir()) - before)


def can_count() -> bool:
    return shutil.which("valgrind") is not None


@contextmanager
def counting(bench: Bench) -> Iterator[Counter]:
    """A new server with a ledger, funded wallets and pgbench's own tables."""
    with postgres.temporary_folder() as folder, postgres.temporary_folder() as counts:
        server = postgres.start(folder, bench.server.major)
        try:
            counted = replace(
                bench, server=server, ledger=new_ledger(server, DATABASE), database=DATABASE, wallets=SMOKE_WALLETS
            )
            counted.prepare_baseline()
            counted.fund_wallets()
        finally:
            server.stop()
        if server.system_user is not None:
            shutil.chown(counts, server.system_user)
        under = ("valgrind", "--tool=callgrind", "--trace-children=yes", f"--callgrind-out-file={counts}/%p")
        server = postgres.start(folder, settings=_SETTINGS, under=under)
        try:
            yield Counter(replace(counted, server=server), counts)
        finally:
            server.stop()


def _total(file: Path) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("totals:"))
