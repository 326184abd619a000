"""Purser on one machine: embedded Postgres, a development issuer and a gateway that reads the template.

Nothing here is deployed. What runs behind the gateway is the deployed code itself.
"""

import signal

REGION = "eu-central-1"  # where this machine says that it is

# What ends `run`. A blocked signal is pending even where it is ignored, so nohup's wish has to be looked up.
STOP = (signal.SIGINT, signal.SIGTERM, *([] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]))


class CannotStart(Exception):
    """Why the local system cannot start: one line for the person at the terminal."""
