"""Runs: request one, read them, and acknowledge their findings. A run checks every tenant."""

from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ledger.core import errors
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, Id, OfTenant, Request, Timestamp
from ledger.core.money import Money
from ledger.core.principal import Principal
from ledger.core.text import Note
from ledger.messaging import outbox
from ledger.messaging.events import ReconciliationRequested
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

MAX_SHOWN: Final = 1_000
"""The most findings in the answer for one run. In a list, each run has at most a tenth of that."""

Status = Literal["running", "clean", "drift", "error"]
Kind = Literal[
    "balance",
    "version",
    "balance_after",
    "wallet",
    "sum",
    "entries",
    "transaction",
    "subject",
    "posting",
    "award",
    "checkpoint",
    "outbox",
    "invoiced",
    "future",
    "held",
    "held_until",
    "captured",
    "ended",
]
"""What a finding is about. The SQL functions that produce them define each kind."""


class Order(BaseModel):
    """What a run should check. It is read from a schedule's event, whose other members are ignored.

    dry_run: correct nothing; write only the run and its findings. full: check everything, not only what changed since
    the last run that was not dry. tenant_id, wallet_id: check only these; all entries of a wallet are checked.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    dry_run: bool = False
    full: bool = False
    tenant_id: str | None = None
    wallet_id: UUID | None = None

    @property
    def scope(self) -> str:
        """What the run is limited to. Runs of one scope follow each other, others overlap."""
        return f"{self.tenant_id or ''} {self.wallet_id or ''}".strip()


class Invocation(Order):
    """What the scheduled function is invoked with. run_id: a paused run that goes on; the rest is then ignored."""

    run_id: UUID | None = None


class ReconciliationRunCreate(Request):
    """A reconciliation of every tenant. dry_run: correct nothing. full: check everything, not only what changed."""

    dry_run: bool = False
    full: bool = False


class ListQuery(Page, OfTenant):
    """tenant_id: runs of this tenant only, which only root may choose. Absent: every run for root."""


class FindingAcknowledge(Request):
    """The acknowledgement of a finding. note: the reason why it needs no further attention."""

    note: Note


class Finding(Answer):
    """One thing that a run found wrong. expected, actual: amounts of the currency, or version numbers if there is none.
    corrected: whether a cached balance was corrected; a person has to judge everything else.
    """

    finding_id: UUID
    tenant_id: str
    kind: Kind
    wallet_id: UUID | None
    transaction_id: UUID | None
    subject_id: UUID | None
    version: int | None
    currency: str | None
    expected: str | None
    actual: str | None
    corrected: bool
    acknowledged_at: Timestamp | None
    acknowledged_by: str | None
    note: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Finding":
        """From a row of `reconciliation_findings`."""
        values = {name: row[name] for name in cls.model_fields}
        for name in ("expected", "actual"):
            values[name] = _amount(values[name], row["currency"])
        return cls(**values)


class ReconciliationRun(Answer):
    """A run and the first of its findings. drifted: number of wallets whose cached balance was not the sum of their
    entries. corrected: how many of these were corrected. open_findings: number of other findings that nobody has
    acknowledged.
    """

    run_id: UUID
    dry_run: bool
    full: bool
    status: Status
    wallets_checked: int
    drifted: int
    corrected: int
    transactions_checked: int
    findings: list[Finding]
    open_findings: int
    started_at: Timestamp
    finished_at: Timestamp | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ReconciliationRun":
        """From a row of `reconciliation_runs` with its findings and the numbers of acknowledged ones."""
        if row["state"] == "finished":
            status: Status = "drift" if row["found"] > row["acknowledged"] + row["acknowledged_drift"] else "clean"
        else:
            status = row["state"]
        return cls(
            **{name: row[name] for name in cls.model_fields.keys() & row.keys() - {"findings"}},
            full=row["is_full"],
            status=status,
            findings=[Finding.of(finding) for finding in row["findings"]],
            open_findings=row["found"] - row["drifted"] - row["acknowledged"],
            started_at=row["requested_at"],
        )

    @property
    def metrics(self) -> dict[str, float]:
        """Metrics by name. Drift has an alarm."""
        return {"Drift": int(self.status == "drift"), "WalletsDrifted": self.drifted, "Findings": self.open_findings}


_RUN: Final = """
    select r.*,
           (select count(*) from ledger.reconciliation_findings f
            where f.run_id = r.run_id and f.acknowledged_at is not null and f.kind <> 'balance') as acknowledged,
           (select count(*) from ledger.reconciliation_findings f
            where f.run_id = r.run_id and f.acknowledged_at is not null and f.kind = 'balance') as acknowledged_drift,
           array(
                select to_json(f) from ledger.reconciliation_findings f where f.run_id = r.run_id order by f.finding_id
                limit %(shown)s
           ) as findings
    from ledger.reconciliation_runs r
"""
_OF_TENANT: Final = "(%(tenant)s::text is null or r.only_tenant = %(tenant)s)"


def request(session: Session, principal: Principal, request: ReconciliationRunCreate) -> ReconciliationRun:
    """Request a run, which a consumer carries out. Its status is `running` until it has ended."""
    run_id = new_id()
    session.send(
        "select request_reconciliation(%s, %s, %s, %s)", (run_id, principal.sub, request.dry_run, request.full)
    )
    requested = ReconciliationRequested(
        event_id=new_id(), tenant_id=session.tenant_id, run_id=run_id, dry_run=request.dry_run, full=request.full
    )
    outbox.emit(session, [requested])
    return view(session, run_id)


def view(session: Session, run_id: UUID, tenant_id: str | None = None) -> ReconciliationRun:
    """A run with its findings. tenant_id: only a run that is limited to this tenant. Raises RunNotFound."""
    row = session.row(
        f"{_RUN} where r.run_id = %(run)s and {_OF_TENANT}",
        {"run": run_id, "tenant": tenant_id, "shown": MAX_SHOWN},
    )
    if row is None:
        raise errors.RunNotFound
    return ReconciliationRun.of(row)


def stored_order(session: Session, run_id: UUID) -> tuple[Order, bool] | None:
    """The order of a run that was requested or begun, and whether the run has ended. None if there is no such run."""
    row = session.row(
        """
        select dry_run, is_full as full, only_tenant as tenant_id, only_wallet as wallet_id, state <> 'running' as ended
        from ledger.reconciliation_runs where run_id = %s
        """,
        (run_id,),
    )
    return (Order.model_validate(row), row["ended"]) if row else None


def listing(session: Session, query: Page, tenant_id: str | None = None) -> Listing[ReconciliationRun]:
    """Every run, newest first; with a tenant, the runs that are limited to it. Raises InvalidRequest as Paging does."""
    parameters = {"tenant": tenant_id, "shown": MAX_SHOWN // 10}
    page = Paging(session, query, parameters, "r.requested_at", "r.run_id")
    found = session.one(
        f"""
        select (select count(*) from ledger.reconciliation_runs r where {_OF_TENANT}) as total_count,
               array(
                    select to_json(page)
                    from (select r.*, {page.column} from ({_RUN}) r where {_OF_TENANT} {page.part}) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[ReconciliationRun].of(page.items(found["items"], ReconciliationRun.of), found["total_count"], query)


def acknowledge(session: Session, principal: Principal, finding_id: Id, request: FindingAcknowledge) -> Finding:
    """Acknowledge a finding. It stays listed but is no longer counted, here or when a later run finds it again.

    A second acknowledgement changes nothing. Raises FindingNotFound.
    """
    session.send("select acknowledge_finding(%s, %s, %s)", (finding_id, principal.sub, request.note))
    row = session.one("select f.* from ledger.reconciliation_findings f where f.finding_id = %s", (finding_id,))
    return Finding.of(row)


def summary(run: ReconciliationRun) -> str:
    """A run in one line."""
    assert run.finished_at is not None  # noqa: S101  (the run has ended)
    seconds = (run.finished_at - run.started_at).total_seconds()
    return (
        f"wallets checked: {run.wallets_checked}, drifted: {run.drifted}, corrected: {run.corrected}, "
        f"transactions checked: {run.transactions_checked}, findings: {run.open_findings}, took {seconds:.1f} s"
    )


def _amount(value: Any, currency: str | None) -> str | None:
    if value is None:
        return None
    return str(Money(int(value), currency)) if currency else str(int(value))
