"""How a command ends, and what it shows until then."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import click

CLEAN: Final = 0
FOUND: Final = 1
UNFINISHED: Final = 2

type Progress = Callable[[int, int], None]
"""Told what is done, and of how much."""


class CannotFinish(Exception):
    """Why a command could not do what it should, in a sentence."""


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A bar on a terminal, from the first that is done; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    with ExitStack() as shown:
        bar: Any = click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True)

        def told(done: int, of: int) -> None:
            if done and not bar.pos:
                shown.enter_context(bar)
            bar.length = max(of, done)
            bar.update(done - bar.pos)

        yield told
        bar.length = bar.pos  # of how many there are, whoever told had only a guess
        if bar.pos:
            bar.finish()
            bar.render_progress()


@contextmanager
def asking_aws() -> Iterator[None]:
    """What AWS refuses, or an AWS that does not answer, is a sentence. Raises CannotFinish."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (not for a command that asks nobody)

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise CannotFinish(f"AWS says: {error}") from error
