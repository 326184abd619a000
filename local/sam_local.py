"""`sam local` as a process of its own, which ends when it is told to, and when whoever started it was killed outright.

sam_local.py start-lambda --template ... : the arguments of `sam local`. It lives as long as its standard input.
"""

import os
import runpy
import signal
import sys
from threading import Thread


def _end_with_standard_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    # What started it waits for its signals and has them blocked; a blocked one is inherited, and would never arrive.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    Thread(target=_end_with_standard_input, daemon=True).start()
    sys.argv[1:1] = ["local"]
    runpy.run_module("samcli", run_name="__main__", alter_sys=True)
