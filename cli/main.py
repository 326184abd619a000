"""purser: the command for operators, for a deployed stack or for the local system in the folder DATA."""

import traceback
from pathlib import Path

import click

from cli.clients import clients
from cli.dlq import dlq
from cli.health import health
from cli.outcome import UNFINISHED, CannotFinish
from cli.pause import pause, resume
from cli.reconcile import reconcile
from cli.replay import replay
from cli.token import token
from cli.users import users
from ledger.core import errors
from local import CannotStart


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="purser")
def purser() -> None:
    """Purser, a wallet ledger.

    By default a command works on the local system whose folder DATA names; with --stack, on that deployed stack, with
    the AWS credentials and region that the AWS CLI would use. reconcile also takes a DATABASE_URL. users, clients,
    replay, pause and resume need --stack; health and token need it too, or the local system at PORT.

    Exit: 0 all is well, 1 something was found, 2 could not finish.
    """


for command in (reconcile, dlq, replay, users, token, clients, pause, resume, health):
    purser.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status. Each error is printed in one line and ends with 2, as 1 means "found"."""
    try:
        return int(purser.main(arguments, prog_name="purser", standalone_mode=False) or 0)
    except click.ClickException as usage:
        usage.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("purser: interrupted", err=True)
    except (CannotFinish, CannotStart) as failed:
        click.echo(f"purser: {failed}", err=True)
    except errors.Refusal as refusal:
        click.echo(f"purser: {refusal.detail}", err=True)
    except Exception as unexpected:  # noqa: BLE001  (a traceback would end with 1, which means "found")
        frame = traceback.extract_tb(unexpected.__traceback__)[-1]
        name = f"{type(unexpected).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
        click.echo(f"purser: Unexpected error: {name}.", err=True)
    return UNFINISHED
