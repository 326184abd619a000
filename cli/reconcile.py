"""purser reconcile: on the database that DATABASE_URL names, else on the one that DATA keeps."""

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict

from cli.outcome import CLEAN, FOUND, CannotFinish, asking_aws, progress
from ledger import reconciliation
from ledger.reconciliation import Order, Run
from ledger.storage.sessions import Budget, Transient
from local import postgres

_DATABASE: Final = "purser"
_ROLE: Final = "purser_reconcile"
_FUNCTION: Final = "ReconcileFunction"
_AS_LONG_AS_A_FUNCTION: Final = 900  # seconds


@click.command(short_help="Check the ledger against itself.")
@click.option("--dry-run", is_flag=True, help="Write nothing but the run and what it found.")
@click.option("--full", is_flag=True, help="Look at everything, and not only at what is new since the last real run.")
@click.option("--tenant", metavar="T", help="Only this tenant.")
@click.option("--wallet", metavar="W", type=click.UUID, help="Only this wallet, and all of it.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON.")
@click.option("--stack", metavar="NAME", help="Have the deployed function do it, in the stack of this name.")
def reconcile(
    dry_run: bool, full: bool, tenant: str | None, wallet: UUID | None, as_json: bool, stack: str | None
) -> int:
    """Check the ledger against itself, and correct cached balances that drifted.

    Exit: 0 clean, 1 drift found (corrected or not), 2 could not finish.
    """
    order = Order(dry_run=dry_run, full=full, tenant_id=tenant, wallet_id=wallet)
    run = _by_stack(stack, order) if stack else _here(order)
    click.echo(run.model_dump_json(indent=4) if as_json else _for_people(run))
    return CLEAN if run.status == "clean" else FOUND


def _here(order: Order) -> Run:
    try:
        with _database() as url, progress("Reconciling") as told:
            run = reconciliation.run(
                order, Budget(lambda: math.inf), by="purser", url=url, progress=told, on_wait=_waits
            )
    except (psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedFunction) as error:
        raise CannotFinish("The database is none of Purser's, or not migrated to this release.") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotFinish(f"The role in DATABASE_URL may not reconcile; {_ROLE} may.") from error
    except Transient as error:
        raise CannotFinish(f"The database failed for the moment ({error.reason}). Try again.") from error
    except psycopg.Error as error:
        # Without the message: it may quote values.
        raise CannotFinish(
            f"The database failed: {type(error).__name__} {error.sqlstate or ''}".strip() + "."
        ) from error
    assert run is not None  # noqa: S101  (a new run has not ended before)
    return run


@contextmanager
def _database() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL"):
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise CannotFinish("DATABASE_URL is no address of a database.") from error
        yield url
    elif folder := os.environ.get("DATA"):
        with postgres.attached(Path(folder).expanduser()) as sockets:
            yield postgres.url(sockets, _ROLE, _DATABASE)
    else:
        raise CannotFinish("Set DATABASE_URL, or DATA to the folder that keeps the local database.")


def _waits() -> None:
    click.echo("purser: another reconciliation is under way; waiting for its end", err=True)


def _by_stack(stack: str, order: Order) -> Run:
    import boto3  # noqa: PLC0415  (half a second, and nobody else here needs it)
    from botocore.config import Config  # noqa: PLC0415

    patient = Config(read_timeout=_AS_LONG_AS_A_FUNCTION + 10, retries={"total_max_attempts": 1})
    with asking_aws():
        found = boto3.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=_FUNCTION)
        answer: Any = boto3.client("lambda", config=patient).invoke(
            FunctionName=found["StackResourceDetail"]["PhysicalResourceId"],
            Payload=order.model_dump_json().encode(),
        )
    try:
        said = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise CannotFinish(f"The function failed: {said.get('errorType', answer['FunctionError'])}.")
        return Run.model_validate(said)
    except ValueError as error:
        raise CannotFinish("The function answers what is no run.") from error


def _for_people(run: Run) -> str:
    lines = [_line(finding) for finding in run.findings]
    return "\n".join([*lines, reconciliation.summary(run)])


def _line(finding: reconciliation.Finding) -> str:
    ids = [("wallet", finding.wallet_id), ("transaction", finding.transaction_id), ("subject", finding.subject_id)]
    parts = [f"{finding.kind}:", f"tenant {finding.tenant_id}", *(f"{what} {id_}" for what, id_ in ids if id_)]
    if finding.version is not None:
        parts.append(f"version {finding.version}")
    if finding.expected is not None or finding.actual is not None:
        parts.append(f"expected {finding.expected}, actual {finding.actual} {finding.currency or ''}".rstrip())
    judged = " (corrected)" if finding.corrected else " (acknowledged)" if finding.acknowledged_at else ""
    return " ".join(parts) + judged
