"""purser replay: put events on the bus again, from the bus's archive."""

import json
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial

import click

from cli.outcome import CLEAN, CannotFinish, aws_errors_in_one_line, progress

_POLL_INTERVAL_S = 5
_ARCHIVE_DELAY = timedelta(minutes=10)
"""The time until an event is in the archive. EventBridge User Guide, "Archiving and replaying events"."""
_TIME = click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"])

now = partial(datetime.now, UTC)


@click.command(short_help="Put events on the bus again, from its archive.")
@click.option("--from", "since", metavar="T", type=_TIME, required=True, help="Start time, e.g. 2026-01-15T09:30:00Z.")
@click.option("--to", "until", metavar="T", type=_TIME, required=True, help="End time, exclusive.")
@click.option(
    "--rule", "rules", metavar="R", multiple=True, help="Only for this rule (its logical id in the template)."
)
@click.option("--dry-run", is_flag=True, help="Only print what would be replayed.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--stack", metavar="NAME", required=True, help="The deployed stack; the local bus has no archive.")
def replay(since: datetime, until: datetime, rules: tuple[str, ...], dry_run: bool, as_json: bool, stack: str) -> int:
    """Put events of a period on the bus again; consumers drop events that they have processed.

    An event is in the archive about ten minutes after it was on the bus, and --to may not be in the future. Without
    --rule every consumer receives the events. If this command is interrupted, the replay goes on.

    Exit: 0 the replay is completed, 2 could not finish.
    """
    from cli import archive  # noqa: PLC0415  (boto3 takes half a second)
    from cli.stack import Stack  # noqa: PLC0415

    if since >= until:
        raise click.UsageError("--from must be before --to.")
    if until > now():
        raise click.UsageError("--to is in the future.")
    if until > now() - _ARCHIVE_DELAY:
        click.echo("purser: events of the last ten minutes may not be in the archive yet; replay them later", err=True)
    deployed = Stack(stack)
    with aws_errors_in_one_line():
        try:
            replayed = archive.plan(deployed, since, until, rules, now())
        except archive.NoSuchRule as error:
            raise CannotFinish(str(error)) from error
        if not dry_run:
            archive.start(deployed, replayed)
            with progress(replayed.name) as report:
                replayed = archive.wait(deployed, replayed, lambda: time.sleep(_POLL_INTERVAL_S), report)
    if replayed.state not in {"PLANNED", "COMPLETED"}:
        raise CannotFinish(f"The replay {replayed.name} is {replayed.state}.")
    if as_json:
        click.echo(json.dumps(asdict(replayed), indent=4, default=datetime.isoformat))
    else:
        targets = ", ".join(rules) or "every rule"
        click.echo(
            f"{replayed.name}: {replayed.state.lower()}, {since.isoformat()} to {until.isoformat()}, to {targets}"
        )
    return CLEAN
