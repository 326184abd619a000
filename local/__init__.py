"""The local system: Purser on a developer's machine, with Postgres, emulated AWS services
and a gateway that reads the template.

Nothing here is deployed. The functions behind the gateway are the deployed code itself.
"""

import signal

REGION = "eu-central-1"  # the AWS region and account that the local system pretends to be in
ACCOUNT = "123456789012"

# The signals that end `run`. SIGHUP is left out where it is ignored, as under nohup: a blocked signal becomes pending
# even if it is ignored.
STOP = (signal.SIGINT, signal.SIGTERM, *([] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]))


class CannotStart(Exception):
    """The reason why the local system cannot start, in one line for the terminal."""
