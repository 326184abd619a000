"""The `sam` command of a workspace that deploys to the emulator: see Workspace.adapt.

Before `sam deploy` it adapts the built template (adapter.py). It also polls more often: SAM checks every
30 s whether a stack is deleted, but the emulator deletes one in a second.
"""

import math
import sys
from pathlib import Path
from typing import Any, Final

from botocore.waiter import Waiter
from samcli.cli.main import cli

from tests.prove import adapter

POLL_S: Final = 0.25
_wait = Waiter.wait


def run(database_port: int, authority: Path) -> None:
    """Run the command of sys.argv. database_port, authority: see adapter.adapted."""
    if "deploy" in sys.argv[1:2]:
        adapter.adapt(adapter.BUILT, database_port, authority)
    setattr(Waiter, "wait", _wait_with_short_delays)  # noqa: B010  (mypy refuses to assign to a method)
    cli(prog_name="sam")


def _wait_with_short_delays(waiter: Any, **arguments: Any) -> None:
    """A replacement of Waiter.wait with shorter delays and the same maximum waiting time."""
    given = arguments.get("WaiterConfig", {})
    delay_s = given.get("Delay", waiter.config.delay)
    attempts = given.get("MaxAttempts", waiter.config.max_attempts)
    arguments["WaiterConfig"] = {"Delay": POLL_S, "MaxAttempts": math.ceil(attempts * delay_s / POLL_S)}
    _wait(waiter, **arguments)
