"""AWS's services as moto serves them: a process of its own, so that its work is not taken from the functions' time.

moto_server.py <address to listen at> <port, 0 for any> <journal of the mails that it takes> <service> ...

Says its port in one line, and lives as long as its standard input: whoever started it may be killed outright.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local.mail import recorded

if __name__ == "__main__":
    host, port, journal, *services = sys.argv[1:]
    application = recorded(DomainDispatcherApplication(create_backend_app), Path(journal))
    server = make_server(host, int(port), application, threaded=True, request_handler=MotoRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    for service in services:  # imported here and now, not by the first call
        import_module(f"moto.{service}.responses")
    print(server.port, flush=True)
    sys.stdin.read()
    os._exit(0)
