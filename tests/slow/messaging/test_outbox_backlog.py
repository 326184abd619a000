"""The outbox with many waiting rows: a relay reads the rows that it leases and not all rows."""

from typing import Any, Final

import psycopg
import pytest
from psycopg.rows import dict_row

from ledger.messaging import outbox, relay
from ledger.storage import sessions
from ledger.storage.sessions import Budget, Origin
from tests.support import kit
from tests.support.kit import Database
from tests.support.live import Bus
from tests.support.waiting import HANG_S

WAITING: Final = 200_000
BATCH: Final = 500
FILL: Final = """
    insert into outbox (tenant_id, event_id, detail_type, detail, created_at, due_at)
    select 'tenant-' || n %% 100, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Any', '{}', moment,
           moment
    from generate_series(1, %s) n, lateral (select clock_timestamp() - (%s - n) * interval '1 ms' as moment) m
"""
LEASED: Final = "update outbox set due_at = clock_timestamp() + interval '1 minute', attempts = 1 where attempts = 0"
OLDER_HALF: Final = "created_at < (select percentile_disc(0.5) within group (order by created_at) from outbox)"
STATES: Final = {
    "all are due": ("select from outbox", BATCH),
    "the older half is leased by others": (f"{LEASED} and {OLDER_HALF}", BATCH),
    "all but the youngest are leased by others": (
        f"{LEASED} and created_at < (select max(created_at) from outbox)",
        1,
    ),
    "nothing is due": (LEASED, 0),
    "all were refused and are due again": ("update outbox set due_at = created_at, last_error = 'Any'", BATCH),
}
"""Statements that change the rows, in this order, each with the number of rows of the lease that follows."""
EVERY_TENANT: Final = "select announce(null, 'tester')"
ROWS_READ: Final = """
    select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
    from pg_stat_xact_user_tables where relid = 'outbox'::regclass
"""


pytestmark = pytest.mark.usefixtures("new_database")


@pytest.fixture
def database_role() -> str:
    return "purser_relay"


def fill(database: Database, count: int = WAITING) -> None:
    """Insert due rows of a hundred tenants, a millisecond apart. The planner's statistics are from all of them."""
    with database.admin() as admin:
        admin.execute(FILL, (count, count))
        admin.execute(kit.READ_EVERY_ROW)
        admin.execute("vacuum analyze outbox")


def rows_and_blocks_read(database: Database, statement: str, params: tuple[Any, ...]) -> tuple[int, int, int]:
    """Run a statement as the application. Returns how many rows it returns, and how many rows and blocks it reads."""
    with psycopg.connect(database.url, row_factory=dict_row) as connection:
        # The counts of a session behind a proxy include those of its earlier transactions.
        (before,) = connection.execute(ROWS_READ).fetchall()
        connection.execute(EVERY_TENANT)
        returned = connection.execute(statement.encode(), params).fetchall()
        (after,) = connection.execute(ROWS_READ).fetchall()
        connection.rollback()
        connection.execute(EVERY_TENANT)
        (plan,) = connection.execute(b"explain (analyze, buffers, format json) " + statement.encode(), params)
        connection.rollback()
    top = plan["QUERY PLAN"][0]["Plan"]
    return len(returned), after["rows"] - before["rows"], top["Shared Hit Blocks"] + top["Shared Read Blocks"]


@pytest.mark.parametrize("analyzed", ["all are due", "nothing is due"])
def test_a_lease_reads_only_its_batch_even_if_many_rows_wait(database: Database, analyzed: str) -> None:
    """Whatever state the planner's statistics are from: PostgreSQL updates them at moments of its own choice."""
    fill(database)
    for state, (statement, due) in STATES.items():
        with database.admin() as admin:
            admin.execute(statement.encode())
            admin.execute(kit.READ_EVERY_ROW)
            admin.execute(b"vacuum analyze outbox" if state == analyzed else b"vacuum outbox")

        leased, rows, blocks = rows_and_blocks_read(database, "select * from lease_outbox(%s, %s)", (BATCH, 60.0))

        assert leased == due, state
        assert rows <= 3 * BATCH, f"{state}: {rows} rows read"
        assert blocks <= 50 * BATCH, f"{state}: {blocks} blocks read"


def test_rows_that_another_relay_is_leasing_are_skipped(database: Database) -> None:
    fill(database, 10 * BATCH)
    with psycopg.connect(database.url) as other:
        other.execute(EVERY_TENANT)
        first = other.execute("select event_id from lease_outbox(%s, 60)", (BATCH,)).fetchall()
        with psycopg.connect(database.url) as connection:
            connection.execute(EVERY_TENANT)
            second = connection.execute("select event_id from lease_outbox(%s, 60)", (BATCH,)).fetchall()

    assert len({*first, *second}) == 2 * BATCH


def test_the_backlog_is_counted_up_to_a_limit_with_the_age_of_the_oldest_of_these(database: Database) -> None:
    fill(database)
    database.rows(
        "update outbox set created_at = created_at - interval '1 day' "
        "where event_id = (select event_id from outbox order by due_at offset 9000 limit 1) returning 1"
    )

    found = outbox.backlog(Budget(lambda: 20.0))
    _, rows, blocks = rows_and_blocks_read(database, outbox._BACKLOG, (outbox.MAX_COUNTED,))

    assert found["waiting"] == outbox.MAX_COUNTED == 10_000
    assert found["seconds"] == pytest.approx(24 * 3600, abs=HANG_S)
    assert rows <= outbox.MAX_COUNTED + BATCH
    assert blocks <= 2 * outbox.MAX_COUNTED


def test_a_relay_leaves_time_to_count_the_backlog_even_if_many_rows_wait(database: Database, bus: Bus) -> None:
    """Each call to the bus takes the longest allowed time: six seconds to connect and six seconds to read."""
    fill(database, 1_000)
    remaining_s = 58.0

    def take_long() -> None:
        nonlocal remaining_s
        remaining_s -= 12.0

    bus.during = take_long

    relayed = relay.run(Budget(lambda: remaining_s))

    assert relayed.accepted == 40
    assert relayed.waiting == 1_000 - 40
    assert remaining_s > 2.0


def test_older_rows_are_leased_before_younger_ones(database: Database, bus: Bus) -> None:
    fill(database, 3 * BATCH)
    (oldest,) = database.rows("select array_agg(event_id::text order by created_at) as ids from outbox")
    published: list[str] = []
    origin, budget = Origin("", "x", "x", sees_every_tenant=True), Budget(lambda: 1.0)

    while rows := sessions.rows("select * from lease_outbox(%s, 60)", (BATCH,), origin, budget):
        published += sorted(str(row["event_id"]) for row in rows)

    assert published == sorted(oldest["ids"][:BATCH]) + sorted(oldest["ids"][BATCH : 2 * BATCH]) + sorted(
        oldest["ids"][2 * BATCH :]
    )
