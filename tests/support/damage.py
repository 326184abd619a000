"""Helpers for reconciliation tests: a ledger with data of every kind, and functions that damage it."""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from ledger import reconciliation
from ledger.reconciliation import Order, ReconciliationRun
from ledger.storage.sessions import Budget, Origin, Session
from tests.support import billing, kit, live, tournaments
from tests.support.kit import Database
from tests.support.live import Bus

ROOT_USER = billing.root("root-1")
RUNS = "/api/v1/reconciliation/runs"
RUN_FIELDS = {
    *("run_id", "dry_run", "full", "status", "wallets_checked", "drifted", "corrected", "transactions_checked"),
    *("findings", "open_findings", "started_at", "finished_at"),
}
UNLIMITED = Budget(lambda: math.inf)
NAMES = ("Ann Example", "bob@example.com", "zoe.private@example.org")
"""Names of people in the sample, in usernames, descriptions and notes. Reconciliation must not publish or log them."""


@dataclass(frozen=True)
class Sample:
    """A ledger with people, coins, bets of every status, prepaid wallets and awards, in two tenants.

    wallets, transactions: the numbers of guarded wallets and of transactions. ann: a customer's id. bets: a bet id for
    each status. topups: a top-up request id for each stage: `completed`, `refunded` (its payment), `submitted` (its
    payment waits for approval), `invoiced`, `pending`.
    """

    database: Database
    ann: str
    bets: dict[str, str]
    topups: dict[str, str]

    def wallet(self, owner_id: str | None = None, tenant_id: str = "acme") -> UUID:
        """The id of Ann's wallet, or of another person's."""
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


def fill_ledger(database: Database) -> Sample:
    """Create wallets and transactions of every kind."""
    agent, service = kit.agent(), kit.service()
    ann, bob = (kit.new_customer(agent, name, balance="100.00") for name in NAMES[:2])
    person = kit.customer(ann)
    bets = {"pending": live.place(person), "lost": live.place(person), "won": live.place(person)}
    bets |= {"void": live.place(person), "cashed_out": live.cashed_out(person, service)}
    for outcome, payout in (("lost", None), ("won", "25.00"), ("void", None)):
        assert live.settle(service, bets[outcome], outcome, payout).status == 200
    kit.cashier(agent, "debit", bob, "120.00", allow_overdraft=True, description=f"To {NAMES[2]}")
    kit.credit(service, "zoe", "50")
    transfer = {"from_owner_id": "zoe", "to_owner_id": "yan", "amount": "20", "meta": {"to": NAMES[2]}}
    assert service.post("/api/v1/transfers", transfer).status == 201
    assert service.patch("/api/v1/wallets/empty", {"currency": "COIN", "allow_overdraft": False}).status == 200
    kit.credit(service, "wes", "10")
    hold = {"owner_id": "wes", "currency": "COIN", "amount": "5", "reason": "order", "meta": {"for": NAMES[2]}}
    held = [service.post("/api/v1/holds", hold).json["hold_id"] for _ in range(2)]
    assert service.post(f"/api/v1/holds/{held[0]}/capture", {"amount": "3"}).status == 201
    kit.credit(kit.service("globex"), "zoe", "7")
    topups = _fill_prepaid_wallet(service)
    _fill_awards(service)
    database.rows("delete from outbox returning 1")  # as if a relay had published them
    return Sample(database, ann, bets, topups)


def _fill_prepaid_wallet(service: kit.Person) -> dict[str, str]:
    """Transactions of every kind on a prepaid wallet, and top-up requests at every stage."""
    requester, approver = billing.member(email=NAMES[1], name=NAMES[0]), billing.operator()
    completed, _ = billing.topped_up(requester, approver)
    refunded, paid = billing.topped_up(requester, approver, "20.00")
    billing.ok(billing.decide(approver, billing.paid_payment(approver, paid), "refund"))
    submitted, invoice = billing.invoiced(requester, approver)
    billing.submitted(requester, invoice)
    invoiced, _ = billing.invoiced(requester, approver)
    billing.ok(billing.pay(approver, billing.issued(approver)))
    for route in ("charges", "debits"):
        billing.ok(billing.charge(service, "3.00", f"{route}-1", route, description=f"To {NAMES[2]}"))
    adjustment = {"amount": "-1.00", "reason": "So"}
    billing.ok(
        billing.root().call(
            "POST", f"{billing.WALLET}/adjustments", adjustment, query={"tenant_id": requester.tenant_id}
        )
    )
    return {
        "completed": completed,
        "refunded": refunded,
        "submitted": submitted,
        "invoiced": invoiced,
        "pending": billing.request_topup(requester),
    }


def _fill_awards(service: kit.Person) -> None:
    """A tournament with every award, refunded entry fees, and a tournament without awards."""
    tournaments.set_policy(service, "free", participation=0)
    kit.credit(service, "fan", "10")
    tournaments.pay_entry_fee(service, "fan")
    teams = {f"r{place}": (f"p{place}", f"q{place}") for place in range(1, 5)}
    tournaments.deliver(
        tournaments.confirmed("r0", "p1", tournament_id="free"),
        tournaments.confirmed("r5", "p1"),
        *(tournaments.confirmed(registration, *team) for registration, team in teams.items()),
        tournaments.completed(
            *(
                tournaments.placed(registration, place, *team)
                for place, (registration, team) in enumerate(teams.items(), 1)
            )
        ),
        tournaments.cancelled(),
    )


def reconcile(
    *, dry_run: bool = False, full: bool = False, tenant: str | None = None, wallet: UUID | None = None
) -> ReconciliationRun:
    """Carry out a run to its end, as the scheduled function does."""
    order = Order(dry_run=dry_run, full=full, tenant_id=tenant, wallet_id=wallet)
    run = reconciliation.run(order, UNLIMITED, by="tester")
    assert run is not None
    return run


def finding_counts(run: ReconciliationRun) -> dict[str, int]:
    """The number of findings of each kind."""
    return dict(Counter(finding.kind for finding in run.findings))


@contextmanager
def without_immutability(database: Database, *tables: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """A connection of the superuser, without the triggers that protect history: of postings, or of these tables."""
    tables = tables or ("entries", "transactions", "hold_captures")
    with database.admin() as connection:
        for table in tables:
            connection.execute(f"alter table {table} disable trigger immutable".encode())
        yield connection
        for table in tables:
            connection.execute(f"alter table {table} enable always trigger immutable".encode())


def damage(database: Database, statement: str, *params: object) -> None:
    """Run a forbidden statement as the superuser. It must change at least one row."""
    with without_immutability(database) as connection:
        assert connection.execute(statement.encode(), params).rowcount > 0, statement


def all_rows(database: Database) -> dict[str, list[Any]]:
    """Every row of every table except runs and findings."""
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


def drift(sample: Sample, wallet_id: UUID | None = None, by: int = 200) -> None:
    damage(
        sample.database,
        "update wallets set balance = balance + %s where wallet_id = %s",
        by,
        wallet_id or sample.wallet(),
    )


def run_states(database: Database) -> list[str]:
    return [row["state"] for row in database.rows("select state from reconciliation_runs order by requested_at")]


@contextmanager
def open_session(database: Database) -> Iterator[Session]:
    """A database transaction that commits at the end of the block."""
    with closing(
        psycopg.connect(database.url, autocommit=True, prepare_threshold=None, row_factory=dict_row)
    ) as connection:
        connection.execute("BEGIN")
        yield (session := Session(connection, Origin("acme", "tester", "request-1"), is_transaction=True))
        kit.end_session(session)


def deliver_run_requests(bus: Bus) -> list[int]:
    details = [
        detail
        for entry, detail in zip(bus.accepted, bus.details, strict=True)
        if entry["DetailType"] == "ReconciliationRequested"
    ]
    return live.deliver("reconciliation_requested", live.messages(*details))
