"""moto's emulators of AWS services, as a process of their own, so that they do not slow down the functions.

moto_server.py <address to listen on> <port, 0 for any> <folder for journals> <service> ...

Prints its port as one line. It ends when its standard input is closed, and therefore also if its parent is killed.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local import mail, passed_events

if __name__ == "__main__":
    host, port, folder, *services = sys.argv[1:]
    application = mail.with_journal(DomainDispatcherApplication(create_backend_app), Path(folder, mail.JOURNAL))
    application = passed_events.with_journal(application, Path(folder, passed_events.JOURNAL))
    server = make_server(host, int(port), application, threaded=True, request_handler=MotoRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    for service in services:  # imported now, so that the first call is not slow
        import_module(f"moto.{service}.responses")
    print(server.port, flush=True)
    sys.stdin.read()
    os._exit(0)
