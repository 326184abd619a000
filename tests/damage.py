"""What tests of reconciliation share: a ledger with something of everything in it, and hands that damage it."""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from ledger import reconciliation
from ledger.db import Budget
from ledger.reconciliation import Order, Run
from tests import kit, live
from tests.kit import Database

PATIENT = Budget(lambda: math.inf)
NAMES = ("Ann Example", "bob@example.com", "zoe.private@example.org")
"""Of the fixture's people: in usernames, descriptions and notes, and nowhere that a reconciliation may tell of."""


@dataclass(frozen=True)
class Books:
    """A ledger with people, coins and bets of every end, in two tenants.

    wallets, transactions: how many guarded ones there are. ann: a customer's id. bets: by their status, an id of each.
    """

    database: Database
    ann: str
    bets: dict[str, str]

    def wallet(self, owner_id: str | None = None, tenant_id: str = "acme") -> UUID:
        """Ann's, or another person's."""
        found: UUID = self.database.value(
            "select wallet_id from wallets where tenant_id = %s and owner_id = %s", tenant_id, owner_id or self.ann
        )
        return found

    def entry(self, version: int, wallet_id: UUID | None = None) -> dict[str, Any]:
        (row,) = self.database.rows(
            "select * from entries where wallet_id = %s and version = %s", wallet_id or self.wallet(), version
        )
        return row

    @property
    def wallets(self) -> int:
        return int(self.database.value("select count(*) from wallets where owner_kind in ('person', 'tenant')"))

    @property
    def transactions(self) -> int:
        return int(self.database.value("select count(*) from transactions"))


def kept(database: Database) -> Books:
    """Something of everything that moves value."""
    agent, service = kit.agent(), kit.service()
    ann, bob = (kit.new_customer(agent, name, balance="100.00") for name in NAMES[:2])
    person = kit.customer(ann)
    bets = {"pending": live.place(person), "lost": live.place(person), "won": live.place(person)}
    bets |= {"void": live.place(person), "cashed_out": live.cashed_out(person, service)}
    for outcome, payout in (("lost", None), ("won", "25.00"), ("void", None)):
        assert live.settle(service, bets[outcome], outcome, payout).status == 200
    kit.at_the_desk(agent, "debit", bob, "120.00", allow_overdraft=True, description=f"To {NAMES[2]}")
    kit.put(service, "zoe", "50")
    transfer = {"from_owner_id": "zoe", "to_owner_id": "yan", "amount": "20", "meta": {"to": NAMES[2]}}
    assert service.post("/api/v1/transfers", transfer).status == 201
    assert service.patch("/api/v1/wallets/empty", {"currency": "COIN", "allow_overdraft": False}).status == 200
    kit.put(kit.service("globex"), "zoe", "7")
    database.rows("delete from outbox returning 1")  # what a relay would have taken long ago
    return Books(database, ann, bets)


def reconcile(
    *, dry_run: bool = False, full: bool = False, tenant: str | None = None, wallet: UUID | None = None
) -> Run:
    """A run to its end, as the scheduled function makes it."""
    order = Order(dry_run=dry_run, full=full, tenant_id=tenant, wallet_id=wallet)
    run = reconciliation.carry_out(order, PATIENT, by="tester")
    assert run is not None
    return run


def kinds(run: Run) -> dict[str, int]:
    """How many findings of each kind."""
    return dict(Counter(finding.kind for finding in run.findings))


@contextmanager
def unguarded(database: Database) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The superuser, with what protects history out of the way."""
    with database.admin() as connection:
        for table in ("entries", "transactions"):
            connection.execute(f"alter table {table} disable trigger immutable".encode())
        yield connection
        for table in ("entries", "transactions"):
            connection.execute(f"alter table {table} enable always trigger immutable".encode())


def damage(database: Database, statement: str, *params: object) -> None:
    """Do what nobody may; something has to be hit."""
    with unguarded(database) as connection:
        assert connection.execute(statement.encode(), params).rowcount > 0, statement


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table but the runs and what they found."""
    tables = [
        row["tablename"]
        for row in database.rows("""
            select tablename from pg_tables
            where schemaname = 'ledger' and tablename not like 'reconciliation%%' order by 1
        """)
    ]
    return {
        table: database.rows(f"select to_json(t) as row from {table} t order by to_json(t)::text") for table in tables
    }
