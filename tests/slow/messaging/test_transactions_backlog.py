"""Many transactions that no relay has read: a relay reads those that it leases or looks at, and not all of them."""

from typing import Any, Final

import psycopg
import pytest

from tests.support import kit
from tests.support.kit import Database

WAITING: Final = 50_000
BATCH: Final = 1_000
"""How many entries a relay leases: two for each transaction."""
FIRST: Final = -WAITING
"""Below every transaction id of the server."""
FILL: Final = (
    "insert into tenants (tenant_id) values ('acme') on conflict do nothing",
    """
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    select 'acme', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'house', n::text, 'COIN'
    from generate_series(0, 9999) n
    """,
    """
    insert into monitors (tenant_id, monitor_id, owner_kind, owner_id, currency, below, since_xid, balance, changed_by)
    select 'acme', n::text, 'house', n::text, 'COIN', -9, -%(waiting)s, 0, 'x' from generate_series(0, 9999) n
    """,
    """
    insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
    select 'acme', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'manual_adjust', clock_timestamp(),
           'x', 'x', false
    from generate_series(1, %(waiting)s) n
    """,
    """
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, posted_at, xid)
    select 'acme', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, k,
           ('00000000-0000-7000-8000-' || lpad((n * 7 %% 10000 / k)::text, 12, '0'))::uuid, 3 - 2 * k,
           clock_timestamp(), n - 1 - %(waiting)s
    from generate_series(1, %(waiting)s) n, generate_series(1, 2) k
    """,
    "select brin_summarize_new_values('entries_by_xid')",  # as autovacuum does
    "update transaction_readers set next_xid = -%(waiting)s",
)
ROWS_READ: Final = """
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as rows
    from pg_stat_xact_user_tables where schemaname = 'ledger'
"""

pytestmark = pytest.mark.usefixtures("new_database")


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


def rows_read(database: Database, statement: str, params: tuple[Any, ...]) -> tuple[list[Any], int]:
    """Run a statement as the application. Returns its rows, and how many rows it reads."""
    with psycopg.connect(database.url) as connection:
        # The counts of a session behind a proxy include those of its earlier transactions.
        ((before,),) = connection.execute(ROWS_READ).fetchall()
        connection.execute("select announce(null, 'tester')")
        returned = connection.execute(statement.encode(), params).fetchall()
        ((after,),) = connection.execute(ROWS_READ).fetchall()
        connection.rollback()
    return returned, int(after - (before or 0))


@pytest.mark.parametrize("analyzed", ["before", "after"])
def test_a_relay_reads_little_more_than_it_leases_even_if_many_transactions_wait(
    database: Database, analyzed: str
) -> None:
    """Whatever the planner's statistics are from. They cannot know the newest entries, which a relay reads."""
    with database.admin() as admin:
        admin.execute(kit.READ_EVERY_ROW)
        for statement in ("analyze", *FILL) if analyzed == "before" else (*FILL, "analyze"):
            admin.execute(statement.encode(), {"waiting": WAITING} if "waiting" in statement else None)

    ((_, start, *after, end, has_more),), lease_rows = rows_read(
        database, "select * from lease_transactions('bus', %s, 60)", (BATCH,)
    )
    entries, rows = rows_read(
        database, "select * from transactions_between('bus', %s, %s, %s, %s)", (start, *after, end)
    )
    ((watched,),), watch_rows = rows_read(database, "select watch_balances(%s)", (BATCH // 2,))
    ((waiting, _),), age_rows = rows_read(database, "select * from transactions_age('bus')", ())

    assert (start, end, has_more) == (FIRST, FIRST + BATCH // 2, True)
    assert len(entries) == BATCH
    assert waiting == 10_000
    block_range = 32 * 100  # pages, each with fewer than a hundred entries
    assert lease_rows <= 2 * 2_000 + 2 * block_range
    assert rows <= 3 * BATCH + 2 * block_range
    assert watched["has_more"] is True
    assert watch_rows <= 5 * BATCH + 2 * 10_000 + 2 * block_range, "each monitor at most twice"
    assert age_rows <= 2 * 10_000 + 2 * block_range
