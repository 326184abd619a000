"""The whole system on this machine: what starts in which order beside its processes, and how it ends."""

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import uvicorn

from ledger.storage import migration
from local import REGION, STOP, CannotStart, containers, controls, personas, template
from local.administrator import ADMINISTRATOR
from local.app import application
from local.aws import Services
from local.bus import Bus
from local.containers import Containers
from local.deliveries import Deliveries
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer
from local.lambdas import Invokes, Lambdas
from local.postgres import Server
from local.processes import HOST, Processes
from local.template import Function, Template

DATABASE = "purser"
APPLICATION_ROLE = "purser_app"
SENDER = "billing@purser.example"
RECONCILIATION_ROLE = "purser_reconcile"
_ROOT = Path(__file__).resolve().parent.parent
_FINISH_WITHIN = 3  # seconds that requests under way get at the end


class Interrupted(Exception):
    """Asked to stop while starting."""


def run(processes: Processes) -> None:
    """Start everything else, say where it is, and serve until a signal asks to stop.

    The signals of STOP have to be blocked: they are waited for here, never handled, so that they interrupt nothing,
    and one that comes while stopping finds nobody who listens.

    Raises CannotStart, Interrupted.
    """
    with ExitStack() as resources:
        home, services, in_containers = processes.home, processes.services, processes.in_containers
        listener, server = processes.listener, processes.server
        _progress(f"Postgres {server.major} is running")
        log = home / "functions.log"
        _functions_write_to(log)
        _migrate(server.url())
        _progress("The schema is up to date")
        urls = _database_urls(server, in_containers)
        deployed = template.read(
            _ROOT / "template.yaml",
            {
                "Issuer": ISSUER,
                "Audience": AUDIENCE,
                **urls,
                "Pipeline": os.environ.get("PIPELINE") or "on",
                "MailFrom": SENDER,
                "ConsoleUrl": f"http://{HOST}:{listener.getsockname()[1]}",
            },
        )
        if not in_containers:
            os.environ |= environment(deployed)
        services.serve_this_process()
        services.create(deployed.wiring)
        resources.callback(services.say_where(home).unlink, missing_ok=True)
        services.may_send_from(SENDER)
        _progress("The bus and its queues are there")
        issuer = Issuer.kept_in(home)
        lambdas: Invokes
        if in_containers:
            lambdas = contained = _containers(deployed, services, home, log)
            resources.callback(contained.stop)
            for parameter, variable in containers.URL_VARIABLES.items():
                _progress(f"For make invoke: {variable}={urls[parameter]}")
        else:
            lambdas = Lambdas(deployed.functions)
            _say_whether_there_is_a_console()
        _progress(
            f"{len(deployed.functions)} functions "
            f"{'run in containers' if in_containers else 'are loaded'}; they log to {log}"
        )
        gateway = Gateway(deployed.routes, lambdas, issuer.keys)
        bus = Bus(services.client("events"), deployed.wiring.buses, home / "events.jsonl")
        deliveries = Deliveries(deployed.wiring, lambdas, services.client("sqs"))

        def send_again() -> None:
            _send_again(server.url(dbname=DATABASE))
            bus.send_again()

        def with_a_new_bus() -> None:
            services.create(deployed.wiring)
            services.may_send_from(SENDER)
            send_again()
            print("The bus and its queues had ended, and are there again", file=sys.__stdout__, flush=True)

        send_again()
        services.keep(with_a_new_bus, _stop_because)
        more = [
            *controls.routes(bus, lambdas, deployed.wiring, processes.mails),
            personas.route(server.url(dbname=DATABASE)),
        ]
        app = application(gateway, issuer, _ROOT / "docs" / "openapi.json", more, deliveries.lifespan)
        resources.enter_context(serving(app, listener))
        _ready(listener)
        signal.sigwait(STOP)


def _ready(listener: socket.socket) -> None:
    """From here on what is made may go; until here it was kept, see __main__."""
    gc.freeze()
    gc.enable()
    _progress(f"Purser is ready: http://{HOST}:{listener.getsockname()[1]}")


def _say_whether_there_is_a_console() -> None:
    if not (_ROOT / "functions" / "console" / "dist" / "index.html").exists():
        _progress("The console is not built, which takes npm with Node.js 20.19 or newer; the API does without it")


def _database_urls(server: Server, in_containers: bool) -> dict[str, str]:
    """The template's parameters that say where the database is."""
    if not in_containers:
        return {
            "DatabaseUrl": server.url(APPLICATION_ROLE, DATABASE),
            "AdminDatabaseUrl": server.url(),
            "ReconcileDatabaseUrl": server.url(RECONCILIATION_ROLE, DATABASE),
        }
    password = containers.give_password(server.url(), [APPLICATION_ROLE, RECONCILIATION_ROLE, ADMINISTRATOR])
    return {
        "DatabaseUrl": containers.database_url(APPLICATION_ROLE, password, DATABASE),
        "AdminDatabaseUrl": containers.database_url(ADMINISTRATOR, password, "postgres"),
        "ReconcileDatabaseUrl": containers.database_url(RECONCILIATION_ROLE, password, DATABASE),
    }


def _containers(deployed: Template, services: Services, home: Path, log: Path) -> Containers:
    written = home / "containers.json"
    containers.write_template(written, deployed.functions, services.variables(containers.HOST))
    written.chmod(0o600)  # the database's password stands in it
    return Containers(deployed.functions, written, log)


def environment(deployed: Template) -> dict[str, str]:
    """The variables of every function, which share one process here.

    Raises CannotStart where two functions want different values of one, since neither could be right for both.
    """
    together: dict[str, tuple[str, Function]] = {}
    for function in deployed.functions.values():
        for name, value in function.environment.items():
            if name in together and together[name][0] != value:
                other = together[name][1]
                raise CannotStart(f"{function.name} and {other.name} want different values of {name}.")
            together[name] = (value, function)
    return {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION} | {name: value for name, (value, _) in together.items()}


def _progress(line: str) -> None:
    print(line, file=sys.__stdout__, flush=True)
    if signal.sigpending() & set(STOP):
        raise Interrupted


def _stop_because(why: Exception) -> None:
    """Say it in one line, and stop as a signal would have it."""
    print(f"Purser stops: {' '.join(str(why).split())}", file=sys.__stderr__, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


def _functions_write_to(log: Path) -> None:
    """What functions print goes to a file, as it goes to CloudWatch: a terminal nobody reads must not block them.

    It stays open to the end of the process: a call may outlast everything else here, and still write.
    """
    sys.stdout = log.open("w", encoding="utf-8", buffering=1)


def _migrate(admin_url: str) -> None:
    try:
        migration.migrate(admin_url)
    except migration.NewerDatabase as error:
        raise CannotStart(str(error)) from error
    except psycopg.Error as error:
        raise CannotStart(f"The schema cannot be brought up to date: {' '.join(str(error).split())}") from error


def _send_again(database_url: str) -> None:
    """What the bus of the last run had accepted may not have been consumed, and died with it.

    Consumers drop what they know. Rows are kept for as long as `published` keeps them. Those that still wait are due:
    whoever wrote or leased them is gone.
    """
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update ledger.outbox set due_at = clock_timestamp()")
        connection.execute("select ledger.send_again('-infinity')")


@contextmanager
def serving(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serve in a thread: there uvicorn leaves signals alone, which it would take and raise again otherwise."""
    configuration = uvicorn.Config(
        app,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_FINISH_WITHIN,
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
