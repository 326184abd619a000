"""A whole write and a posting beside the transfer of another ledger in SQL, pgledger, on the same server.

pgledger's transfer has no idempotency key, no owner and no stored answer. Its source is not part of this repository.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psycopg

from bench.database import BASELINE, PGLEDGER, Bench
from bench.report import Figure

_FILES = ("vendor/scoville-pgsql-ulid/ulid-to-uuid.sql", "vendor/scoville-pgsql-ulid/uuid-to-ulid.sql", "pgledger.sql")
# Accounts have the wallets' numbers as ids, in the form of pgledger's own, and each 1,000.00.
_FUND = """
    select count(*) from generate_series(1, %(accounts)s) i, pgledger_create_account(i::text, 'USD', false);
    update pgledger_accounts set id = 'pgla_' || lpad(name, 26, '0');
    select count(*) from pgledger_create_account('bank', 'USD') bank, pgledger_create_transfers(
        array(select (bank.id, a.id, 1000.00)::transfer_request from pgledger_accounts a where a.id <> bank.id))
"""


def measure(bench: Bench, checkout: Path) -> Iterator[Figure]:
    """checkout: a folder with pgledger's files."""
    bench = bench.with_ledger("bench_peers")
    bench.fund_wallets()
    _install(bench, checkout)
    for clients in (8, 32):
        measured = bench.interleaved([BASELINE, "write", "posting", PGLEDGER], clients)
        for program in ("write", "posting", PGLEDGER):
            rounds = measured[program]
            ratio = rounds.ratio_to(measured[BASELINE])
            yield Figure(
                f"{program}, {clients} clients, to pgbench's own",
                f"{ratio:.2f}x, {median(rounds.cpu):.0f} us of server CPU",
                measured={"value": ratio, "tps": rounds.rate, "cpu_us": rounds.cpu},
            )


def _install(bench: Bench, checkout: Path) -> None:
    with psycopg.connect(bench.server.url(), autocommit=True) as admin:
        admin.execute(f"create database {PGLEDGER}")
    with psycopg.connect(bench.server.url(dbname=PGLEDGER), autocommit=True) as admin:
        for file in _FILES:
            admin.execute((checkout / file).read_bytes())
        with psycopg.ClientCursor(admin) as cursor:
            cursor.execute(_FUND, {"accounts": bench.wallets})
        admin.execute("vacuum analyze")
