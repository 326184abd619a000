"""AWS's services as moto serves them: a process of its own, so that its work is not taken from the functions' time.

Says its port in one line, and lives as long as its standard input: whoever started it may be killed outright.
"""

import os
import sys
from importlib import import_module

from moto.server import ThreadedMotoServer

if __name__ == "__main__":
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    for service in sys.argv[1:]:  # imported here and now, not by the first call
        import_module(f"moto.{service}.responses")
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()
    os._exit(0)
