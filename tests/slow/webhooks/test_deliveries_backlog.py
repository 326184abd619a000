"""Many deliveries that wait: what is due, leased, recorded and deleted is found without reading all of them."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.slow.messaging.test_transactions_backlog import rows_read
from tests.support import kit
from tests.support.kit import Database

WAITING: Final = 100_000
WEBHOOKS: Final = 20
"""Of as many tenants. The first has all deliveries that wait."""
FILL: Final = (
    "insert into tenants (tenant_id) select 'tenant-' || n from generate_series(1, %(webhooks)s) n",
    """
    insert into webhooks (tenant_id, webhook_id, url, types, created_by)
    select 'tenant-' || n, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'https://receiver.example/',
           array['LowBalance'], 'x'
    from generate_series(1, %(webhooks)s) n
    """,
    """
    insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at,
                            due_at, attempts, retry_until)
    select 'tenant-1', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
           '00000000-0000-7000-8000-000000000001', new_id(), 'LowBalance', '{}', now(), now() + n * interval '1 ms',
           now() + n * interval '1 ms', 1, now() + interval '1 day'
    from generate_series(1, %(waiting)s) n
    """,
    """
    insert into published (tenant_id, event_id, detail_type, detail, created_at, xid)
    select 'tenant-1', new_id(), 'LowBalance', '{}', now(), n from generate_series(1, %(waiting)s) n
    """,
)
TABLES: Final = ("webhooks", "deliveries", "published")

pytestmark = pytest.mark.usefixtures("new_database")


@pytest.fixture
def database_role() -> str:
    return "purser_webhooks"


@pytest.mark.parametrize("analyzed", ["before", "after"])
def test_a_run_reads_little_more_than_it_leases_even_if_many_deliveries_wait(database: Database, analyzed: str) -> None:
    """Whatever the planner's statistics are from."""
    analyze = [f"analyze {table}" for table in TABLES]
    with database.admin() as admin:
        admin.execute(kit.READ_EVERY_ROW)
        for statement in (*analyze, *FILL) if analyzed == "before" else (*FILL, *analyze):
            admin.execute(statement.encode(), {"waiting": WAITING, "webhooks": WEBHOOKS} if "%(" in statement else None)

    later = datetime.now(UTC) + timedelta(hours=1)
    due, due_rows = rows_read(database, "select * from due_tenants(%s)", (later,))
    leased, lease_rows = rows_read(database, "select * from lease_deliveries('tenant-1', %s, 300)", (later,))
    _, record_rows = rows_read(
        database,
        "select * from record_attempt('tenant-1', '00000000-0000-7000-8000-000000000009', 1, 200, null, now(), 1)",
        (),
    )
    ((written,),), write_rows = rows_read(database, "select write_deliveries(1000, 1100, '[]', %s)", (later,))
    ((forgotten,),), forget_rows = rows_read(
        database, "select forget_deliveries(1000, now() + interval '7 days 5 s')", ()
    )

    assert (len(due), len(leased), written, forgotten) == (1, 10, 100, 1000)
    assert due_rows <= 3 * WEBHOOKS
    assert lease_rows <= 50
    assert record_rows <= 5
    assert write_rows <= 5 * 100 + 3 * WEBHOOKS
    assert forget_rows <= 3 * 1000
