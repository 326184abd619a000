"""Cold imports: what an execution environment does once, before its first call. Each runs in a new interpreter.

The CPU time shows what an import costs even on a busy machine.
"""

from collections.abc import Iterator
from statistics import median
from typing import Final

from bench import cashier
from bench.database import Bench
from bench.report import Figure

# A write, a read, the printer with its PDF library, the stream, and two functions that a schedule calls.
FUNCTIONS: Final = (
    "cashier_debit",
    "wallets_balance",
    "bets_cash_out",
    "cash_out_stream",
    "invoices_pdf",
    "relay_outbox",
    "reconcile",
)
LIBRARIES: Final = "psycopg, pydantic and Powertools alone"


def measure(bench: Bench) -> Iterator[Figure]:
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in (LIBRARIES, *FUNCTIONS)}
    for number in range(2 if bench.smoke else 16):
        for name, rounds in measured.items():
            found = cashier.run("reference") if name == LIBRARIES else cashier.run("import", name)
            if number:  # the first compiles what is not compiled yet
                rounds.append(found)
    for name, rounds in measured.items():
        elapsed, cpu = (median(one[what] for one in rounds) * 1000 for what in ("seconds", "cpu_seconds"))
        yield Figure(
            f"cold import: {name}", f"{elapsed:.0f} ms, CPU {cpu:.0f}", measured={"ms": elapsed, "cpu_ms": cpu}
        )
