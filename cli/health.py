"""purser health: whether a system answers."""

from typing import Final

import click

from cli import local_system
from cli.outcome import CLEAN, FOUND, CannotFinish, aws_errors_in_one_line
from cli.stack import Stack

TIMEOUT_S: Final = 35.0
"""Longer than an HTTP API waits for a function, which may wait for a database to wake up."""


@click.command(short_help="Check that the API and the database answer.")
@click.option("--stack", metavar="NAME", help="The deployed stack, instead of the local system at PORT.")
def health(stack: str | None) -> int:
    """Call /healthz of the API, which answers 200 if the database answers too.

    Exit: 0 it answers 200, 1 it answers anything else, 2 it does not answer.
    """
    import httpx  # noqa: PLC0415  (a tenth of a second that other commands do not need)

    with aws_errors_in_one_line():
        base = local_system.address() if stack is None else Stack(stack).outputs["ApiUrl"]
    url = f"{base}/healthz"
    try:
        status = httpx.get(url, timeout=TIMEOUT_S).status_code
    except httpx.HTTPError as error:
        raise CannotFinish(f"Nothing answers at {url} ({type(error).__name__}).") from error
    click.echo(f"{url} answers {status}")
    return CLEAN if status == httpx.codes.OK else FOUND
