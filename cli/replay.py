"""purser replay: events that passed the bus, once more, out of its archive."""

import json
import time
from dataclasses import asdict
from datetime import UTC, datetime

import click

from cli.outcome import CLEAN, CannotFinish, asking_aws, progress

_SECONDS_BETWEEN_LOOKS = 5
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"])


@click.command(short_help="Put events on the bus again, out of its archive.")
@click.option("--from", "since", metavar="T", type=_MOMENT, required=True, help="As 2026-01-15T09:30:00Z.")
@click.option("--to", "until", metavar="T", type=_MOMENT, required=True, help="Likewise; what passed before it.")
@click.option("--rule", "rules", metavar="R", multiple=True, help="Only to this rule, as the template calls it.")
@click.option("--dry-run", is_flag=True, help="Say what would be replayed, and start nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--stack", metavar="NAME", required=True, help="The deployed stack; the local bus keeps no archive.")
def replay(since: datetime, until: datetime, rules: tuple[str, ...], dry_run: bool, as_json: bool, stack: str) -> int:
    """Put events on the bus once more that passed it from T to T; consumers drop what they know.

    The archive has an event some ten minutes after it passed. Without --rule every consumer gets them. Interrupted,
    this command ends and the replay goes on.

    Exit: 0 it is completed, 2 could not finish.
    """
    from cli import archive  # noqa: PLC0415  (boto3 takes half a second)
    from cli.stack import Stack  # noqa: PLC0415

    if since >= until:
        raise click.UsageError("--from has to be before --to.")
    deployed = Stack(stack)
    with asking_aws():
        try:
            ended = archive.plan(deployed, since, until, rules, datetime.now(UTC))
        except archive.NoSuchRule as error:
            raise CannotFinish(str(error)) from error
        if not dry_run:
            archive.start(deployed, ended)
            with progress(ended.name) as told:
                ended = archive.wait(deployed, ended, lambda: time.sleep(_SECONDS_BETWEEN_LOOKS), told)
    if ended.state not in {"PLANNED", "COMPLETED"}:
        raise CannotFinish(f"The replay {ended.name} is {ended.state}.")
    if as_json:
        click.echo(json.dumps(asdict(ended), indent=4, default=datetime.isoformat))
    else:
        whom = ", ".join(rules) or "every rule"
        click.echo(f"{ended.name}: {ended.state.lower()}, {since.isoformat()} to {until.isoformat()}, to {whom}")
    return CLEAN
