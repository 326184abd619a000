"""How a command ends (exit status, errors) and reports its progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import click

CLEAN: Final = 0
FOUND: Final = 1
UNFINISHED: Final = 2

type Progress = Callable[[int, int], None]
"""Called with the number of rows that are done, and the estimated total."""


class CannotFinish(Exception):
    """The reason why a command could not finish, in one sentence."""


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal, shown once something is done; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    with ExitStack() as shown:
        bar: Any = click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True)

        def report(done: int, of: int) -> None:
            if done and not bar.pos:
                shown.enter_context(bar)
            bar.length = max(of, done)
            bar.update(done - bar.pos)

        yield report
        bar.length = bar.pos  # the total was an estimate
        if bar.pos:
            bar.finish()
            bar.render_progress()


@contextmanager
def aws_errors_in_one_line() -> Iterator[None]:
    """Turn AWS's refusals and connection errors into CannotFinish."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (slow; not every command calls AWS)

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise CannotFinish(f"AWS error: {error}") from error
