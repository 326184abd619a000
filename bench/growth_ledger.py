"""A ledger of any size for the subject `growth`, filled by SQL with the rows that post() and the use cases would leave.

Its rows are those of `sql/growth.sql`. It reconciles: balances, versions, bets and checkpoints follow from the entries.
"""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, LiteralString
from uuid import UUID

import psycopg

from bench.database import OWNER, SQL
from tests.support.kit import Database

TENANT: Final = "bench"  # the tenant of pgbench's scripts
CUSTOMERS_PER_AGENT: Final = 100  # as in sql/growth.sql
_TRANSACTIONS_PER_STATEMENT: Final = 500_000

type Admin = psycopg.Connection[Any]


@dataclass(frozen=True)
class Size:
    """A transaction has two entries. A customer has 100 of them on average, and every fifth has an idempotency key."""

    entries: int

    @property
    def transactions(self) -> int:
        return self.entries // 2

    @property
    def customers(self) -> int:
        return self.entries // 100

    @property
    def keys(self) -> int:
        return self.entries // 5

    @property
    def agents(self) -> int:
        return -(-self.customers // CUSTOMERS_PER_AGENT)


def owner_id(customer: int) -> str:
    """The id of a customer, by number from 1."""
    return f"{OWNER}{100_000 + customer}"


def wallet_id(customer: int) -> UUID:
    """The id of a customer's wallet, as in sql/growth.sql."""
    return UUID(f"01980000-0000-7000-9000-000000{100_000 + customer}")


_TENANT_ROW: Final = "insert into tenants (tenant_id) values (%(tenant)s)"
_OPEN_WALLETS: Final = """
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    select %(tenant)s, growth.wallet_of(0, '9'), 'house', '', 'USD'
    union all
    select %(tenant)s, growth.wallet_of(a, 'a'), 'agent', 'agent-' || a, 'USD'
    from generate_series(0, %(agents)s::bigint - 1) a
"""
# Each customer has a transaction among the last ones, two for each customer, so the newest of each is found there.
_CUSTOMER_WALLETS: Final = """
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, agent_id, balance, version, posted_at)
    select distinct on (who) %(tenant)s, growth.wallet_of(who, '9'), 'person', %(owner)s || 100000 + who, 'USD',
           'agent-' || agent, balance_after, version, posted_at
    from growth.made(%(transactions)s::bigint - 2 * %(customers)s, %(transactions)s)
    order by who, version desc
"""
_CUSTOMERS: Final = """
    insert into customers (tenant_id, customer_id, wallet_id, username, username_key)
    select tenant_id, owner_id::uuid, wallet_id, 'customer-' || owner_id, 'customer-' || owner_id
    from wallets where agent_id is not null
"""
_REQUESTS: Final = """
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    select %(tenant)s, 'pgbench', key, l.part, sha256(key::bytea), 201, %(answer)s
    from (select md5(i::text) as key from generate_series(1, %(keys)s) i order by 1) made
    join lifetimes l on l.table_name = 'requests'
"""
_TRANSACTIONS: Final = """
    insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, description,
                              external_reference, is_override)
    select %(tenant)s, transaction_id, kind, posted_at, 'agent-' || agent, 'request-' || n, 'At the cashier', bet_id,
           false
    from growth.made(%(first)s, %(last)s)
"""
_ENTRIES: Final = """
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after, posted_at,
                         xid)
    select %(tenant)s, m.transaction_id, e.number, e.wallet_id, e.amount, e.version, e.balance_after, m.posted_at,
           xid_base() + pg_current_xact_id()::text::bigint
    from growth.made(%(first)s, %(last)s) m
    cross join lateral (
        select 1 as number, growth.wallet_of(m.who, '9') as wallet_id, m.amount, m.version, m.balance_after
        union all
        select 2, case when m.bet_id is null then growth.wallet_of(m.agent, 'a') else growth.wallet_of(0, '9') end,
               -m.amount, null, null
    ) e
"""
_BETS: Final = """
    insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, status, payout,
                      cash_out_amount, placed_at, settled_at, stake_transaction_id, outcome_transaction_id)
    select %(tenant)s, m.bet_id, (%(owner)s || 100000 + m.who)::uuid, 'agent-' || m.agent, 'USD', 'Home win', 10000,
           r.status, case r.status when 'lost' then 0 end, case r.status when 'cashed_out' then 8000 end, m.posted_at,
           case r.status when 'lost' then m.posted_at when 'cashed_out' then m.next_at end, m.transaction_id,
           case r.status when 'cashed_out' then m.next_id end
    from growth.made(%(first)s, %(last)s) m
    cross join lateral (
        select case when m.step = 7 then 'lost' when m.next_id is null then 'pending' else 'cashed_out' end as status
    ) r
    where m.step in (2, 7)
"""
_ANSWER: Final = (
    '{"transaction_id": "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30", "amount": "0.01", "currency": "USD", '
    '"balance": "999.99"}'
)


def fill(ledger: Database, size: Size) -> None:
    """Fill an empty ledger with a year of transactions that ends now."""
    numbers = {
        "tenant": TENANT,
        "owner": OWNER,
        "answer": _ANSWER,
        "transactions": size.transactions,
        "customers": size.customers,
        "agents": size.agents,
        "keys": size.keys,
    }
    with ledger.admin() as admin:
        admin.execute((SQL / "growth.sql").read_bytes())
        admin.execute(
            """
            insert into growth.shape
            select %(customers)s, %(transactions)s,
                   1000 * (extract(epoch from now()) - 366 * 86400)::bigint, 365 * 86400000.0 / %(transactions)s
            """,
            numbers,
        )
        admin.execute("set session_replication_role = replica")  # without foreign keys
        for statement in (_TENANT_ROW, _OPEN_WALLETS, _CUSTOMER_WALLETS, _CUSTOMERS, _REQUESTS):
            admin.execute(statement, numbers)
    with ThreadPoolExecutor(2) as threads:
        entries = threads.submit(_fill_table, ledger, "entries", _ENTRIES, size, numbers)
        _fill_table(ledger, "transactions", _TRANSACTIONS, size, numbers)
        _fill_bets(ledger, size, numbers)
        entries.result()
    with ledger.admin() as admin:
        admin.execute("drop schema growth cascade")
        _log("vacuum", size.entries, time.monotonic())
        # Before the checkpoints: without statistics PostgreSQL reads the entries wallet by wallet, a page for each.
        admin.execute("vacuum (analyze, parallel 2)")
        admin.execute("select make_checkpoints(clock_timestamp())")
        admin.execute("checkpoint")


def _fill_bets(ledger: Database, size: Size, numbers: dict[str, Any]) -> None:
    """Insert the bets without the trigger that sums them; the sums are made at the end, as a migration makes them."""
    with ledger.admin() as admin:
        admin.execute("drop trigger cash_out_days on bets; truncate cash_out_days, cash_out_customers")
    _fill_table(ledger, "bets", _BETS, size, numbers)
    with ledger.admin() as admin:
        admin.execute("set role purser_owner")
        admin.execute((resources.files("ledger") / "sql" / "functions" / "bets" / "cash_out_days.sql").read_bytes())


def _fill_table(
    ledger: Database, table: LiteralString, statement: LiteralString, size: Size, numbers: dict[str, Any]
) -> None:
    """Truncate and fill a table in one database transaction: with wal_level minimal, it is not written to the WAL."""
    began = time.monotonic()
    with ledger.admin() as admin, admin.transaction():
        admin.execute("set local session_replication_role = replica; set local maintenance_work_mem = '1GB'")
        with without_triggers(admin, table):
            admin.execute(f"truncate {table}")
            with without_indexes(admin, table):
                for first in range(0, size.transactions, _TRANSACTIONS_PER_STATEMENT):
                    last = min(first + _TRANSACTIONS_PER_STATEMENT, size.transactions)
                    admin.execute(statement, {**numbers, "first": first, "last": last})
                    _log(table, last, began)
        _log(f"{table} with indexes", size.transactions, began)


@contextmanager
def without_triggers(admin: Admin, table: LiteralString) -> Iterator[None]:
    """Turn off the trigger that refuses changes of history, if the table has it."""
    name = admin.execute(
        "select tgname from pg_trigger where tgrelid = %s::regclass and tgname = 'immutable'", (table,)
    ).fetchone()
    if name is not None:
        admin.execute(f"alter table {table} disable trigger immutable")
    yield
    if name is not None:
        admin.execute(f"alter table {table} enable always trigger immutable")


@contextmanager
def without_indexes(admin: Admin, table: LiteralString) -> Iterator[None]:
    """Drop a table's indexes, its primary key included, and make them again at the end."""
    indexes = admin.execute(
        """
        select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition,
               c.conname as key, pg_get_constraintdef(c.oid) as key_definition
        from pg_index i
        left join pg_constraint c on c.conrelid = i.indrelid and c.conindid = i.indexrelid
        where i.indrelid = %s::regclass
        order by c.conname
        """,
        (table,),
    ).fetchall()
    for index in indexes:
        drop = f"alter table {table} drop constraint {index['key']}" if index["key"] else f"drop index {index['name']}"
        admin.execute(drop.encode())
    yield
    for index in indexes:
        add = f"alter table {table} add constraint {index['key']} {index['key_definition']}"
        admin.execute((add if index["key"] else index["definition"]).encode())


def _log(what: str, done: int, began: float) -> None:
    """Progress, for a person who waits."""
    sys.stderr.write(f"growth: {what}: {done:,} in {time.monotonic() - began:.0f} s\n")
