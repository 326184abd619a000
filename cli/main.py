"""purser: what an operator types. On a deployed stack, or on the local system that DATA keeps."""

import traceback
from pathlib import Path

import click

from cli.clients import clients
from cli.dlq import dlq
from cli.outcome import UNFINISHED, CannotFinish
from cli.reconcile import reconcile
from cli.replay import replay
from cli.token import token
from cli.users import users
from ledger.core import errors
from local import CannotStart


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def purser() -> None:
    """Purser, a wallet ledger.

    Each command works on the deployed stack that --stack names, with the AWS credentials and the region that the AWS
    CLI would take; without it, on the local system whose folder DATA names. reconcile also takes a DATABASE_URL.
    users and clients take a stack always; token takes one, or the local system at PORT.

    Exit: 0 all is well, 1 there is something to look at, 2 could not finish.
    """


for command in (reconcile, dlq, replay, users, token, clients):
    purser.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """What the console script calls. Whatever keeps it from finishing is one line, and nothing that was found."""
    try:
        return int(purser.main(arguments, prog_name="purser", standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("purser: interrupted", err=True)
    except (CannotFinish, CannotStart) as failed:
        click.echo(f"purser: {failed}", err=True)
    except errors.Refusal as refusal:
        click.echo(f"purser: {refusal.detail}", err=True)
    except Exception as unforeseen:  # noqa: BLE001  (a traceback exits with 1, which says that something was found)
        place = traceback.extract_tb(unforeseen.__traceback__)[-1]
        name = f"{type(unforeseen).__name__} in {Path(place.filename).name}, line {place.lineno}"
        click.echo(f"purser: That should not have happened: {name}.", err=True)
    return UNFINISHED
