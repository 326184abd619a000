"""`sam local` as a process that ends when its standard input is closed, and therefore also if its parent is killed.

sam_local.py start-lambda --template ... : the arguments of `sam local`.
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
    # The parent process blocks signals; the block is inherited, and would keep them from this process.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    Thread(target=_end_with_standard_input, daemon=True).start()
    sys.argv[1:1] = ["local"]
    runpy.run_module("samcli", run_name="__main__", alter_sys=True)
