"""purser reconcile: on the database at DATABASE_URL, else on the local one in the folder DATA, or in a stack."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict

from cli.outcome import CLEAN, FOUND, CannotFinish, aws_errors_in_one_line, progress
from ledger import reconciliation
from ledger.reconciliation import Invocation, Order, ReconciliationRun
from ledger.storage.failures import Transient
from local import postgres

_DATABASE: Final = "purser"
_ROLE: Final = "purser_reconcile"
_FUNCTION: Final = "ReconcileFunction"
_FUNCTION_TIMEOUT_S: Final = 900


@click.command(short_help="Check the ledger against itself.")
@click.option("--dry-run", is_flag=True, help="Correct nothing; store only the run and its findings.")
@click.option("--full", is_flag=True, help="Check everything, not only the changes since the last run.")
@click.option("--tenant", metavar="T", help="Check only this tenant.")
@click.option("--wallet", metavar="W", type=click.UUID, help="Check only this wallet, with all its entries.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON.")
@click.option("--stack", metavar="NAME", help="Run the deployed function of this stack.")
def reconcile(
    dry_run: bool, full: bool, tenant: str | None, wallet: UUID | None, as_json: bool, stack: str | None
) -> int:
    """Check the ledger against itself, and correct cached balances that drifted.

    Exit: 0 clean, 1 drift found (corrected or not), 2 could not finish.
    """
    order = Order(dry_run=dry_run, full=full, tenant_id=tenant, wallet_id=wallet)
    run = _run_in_stack(stack, order) if stack else _run_here(order)
    click.echo(run.model_dump_json(indent=4) if as_json else _for_people(run))
    return CLEAN if run.status == "clean" else FOUND


def _run_here(order: Order) -> ReconciliationRun:
    try:
        with _database() as url, progress("Reconciling") as report:
            return reconciliation.run_to_end(order, by="purser", url=url, progress=report, on_wait=_report_waiting)
    except (psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedFunction) as error:
        raise CannotFinish("This is not a database of Purser, or it is not migrated to this release.") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotFinish(f"The role in DATABASE_URL may not reconcile; use {_ROLE}.") from error
    except Transient as error:
        raise CannotFinish(f"The database failed temporarily ({error.reason}). Try again.") from error
    except psycopg.Error as error:
        # Without the message, which may quote values.
        raise CannotFinish(
            f"The database failed: {type(error).__name__} {error.sqlstate or ''}".strip() + "."
        ) from error


@contextmanager
def _database() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL"):
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise CannotFinish("DATABASE_URL is not a database URL.") from error
        yield url
    elif folder := os.environ.get("DATA"):
        with postgres.attached(Path(folder).expanduser()) as sockets:
            yield postgres.url(sockets, _ROLE, _DATABASE)
    else:
        raise CannotFinish("Set DATABASE_URL, or DATA to the folder of the local database.")


def _report_waiting() -> None:
    click.echo("purser: another reconciliation is running; waiting for it to end", err=True)


def _run_in_stack(stack: str, order: Order) -> ReconciliationRun:
    from botocore.config import Config  # noqa: PLC0415  (boto3 takes half a second, and is needed only here)

    from cli.stack import Stack  # noqa: PLC0415

    config = Config(read_timeout=_FUNCTION_TIMEOUT_S + 10, retries={"total_max_attempts": 1})
    deployed = Stack(stack)
    with aws_errors_in_one_line():
        cloudformation = deployed.client("cloudformation")
        found = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=_FUNCTION)
        invoke = partial(
            deployed.client("lambda", config).invoke, FunctionName=found["StackResourceDetail"]["PhysicalResourceId"]
        )
        run = _answered(invoke(Payload=order.model_dump_json().encode()))
        while run.status == "running":
            run = _answered(invoke(Payload=Invocation(run_id=run.run_id).model_dump_json(include={"run_id"}).encode()))
    return run


def _answered(answer: Any) -> ReconciliationRun:
    try:
        payload = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise CannotFinish(f"The function failed: {payload.get('errorType', answer['FunctionError'])}.")
        return ReconciliationRun.model_validate(payload)
    except ValueError as error:
        raise CannotFinish("The function's answer is not a run.") from error


def _for_people(run: ReconciliationRun) -> str:
    lines = [_line(finding) for finding in run.findings]
    return "\n".join([*lines, reconciliation.summary(run)])


def _line(finding: reconciliation.Finding) -> str:
    ids = [("wallet", finding.wallet_id), ("transaction", finding.transaction_id), ("subject", finding.subject_id)]
    parts = [f"{finding.kind}:", f"tenant {finding.tenant_id}", *(f"{what} {id_}" for what, id_ in ids if id_)]
    if finding.version is not None:
        parts.append(f"version {finding.version}")
    if finding.expected is not None or finding.actual is not None:
        parts.append(f"expected {finding.expected}, actual {finding.actual} {finding.currency or ''}".rstrip())
    note = " (corrected)" if finding.corrected else " (acknowledged)" if finding.acknowledged_at else ""
    return " ".join(parts) + note
