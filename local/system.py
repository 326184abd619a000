"""The local system: what starts in which order after its processes, and how it ends."""

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
from local import REGION, STOP, CannotStart, containers, controls, key_files, passed_events, personas, template
from local.administrator import ADMINISTRATOR
from local.app import application
from local.aws import Services
from local.bus import Bus
from local.containers import Containers
from local.deliveries import Deliveries
from local.gateway import Gateway
from local.identity import AUDIENCE, ISSUER, Issuer
from local.lambdas import ROLE_VARIABLE, Invoker, Lambdas
from local.payload import API_ID
from local.postgres import Server
from local.processes import HOST, Processes
from local.template import Function, Template

DATABASE = "purser"
SENDER = "billing@purser.example"
RECONCILIATION_ROLE = "purser_reconcile"
_ROOT = Path(__file__).resolve().parent.parent
_SHUTDOWN_TIMEOUT_S = 3  # running requests may finish within this time


class Interrupted(Exception):
    """A signal asked to stop during the start."""


def run(processes: Processes) -> None:
    """Start the rest of the system, print its address, and serve until a signal asks to stop.

    The signals of STOP must be blocked. This function waits for them and has no handlers, so they interrupt nothing,
    and a second signal during the shutdown has no effect.

    Raises CannotStart, Interrupted.
    """
    with ExitStack() as resources:
        home, services, in_containers = processes.home, processes.services, processes.in_containers
        listener, server = processes.listener, processes.server
        _progress(f"Postgres {server.major} is running")
        log = home / "functions.log"
        _redirect_output(log)
        _migrate(server.url())
        _progress("The schema is up to date")
        urls = _database_urls(server, in_containers)
        deployed = template.read(
            _ROOT / "template.yaml",
            {
                "Issuer": ISSUER,
                "Audience": AUDIENCE,
                "ApiId": API_ID,
                **urls,
                "Pipeline": os.environ.get("PIPELINE") or "on",
                "MailFrom": SENDER,
                # There is one persona for each role. A tenant's own policy can ask for two people.
                "TwoPeople": "off",
                "LocalErasureKey": key_files.load_or_create(home / "erasure-key"),
                "LocalApprovalKey": key_files.load_or_create(home / "approval-key"),
                "ConsoleUrl": f"http://{HOST}:{listener.getsockname()[1]}",
            },
        )
        if not in_containers:
            os.environ |= environment(deployed)
        (home / passed_events.JOURNAL).unlink(missing_ok=True)
        services.serve_this_process()
        services.create(deployed.wiring)
        resources.callback(services.write_endpoint(home).unlink, missing_ok=True)
        services.verify_sender(SENDER)
        _progress("The bus and its queues are created")
        issuer = Issuer.load_or_create(home)
        lambdas: Invoker
        if in_containers:
            lambdas = contained = _containers(deployed, services, home, log)
            resources.callback(contained.stop)
            addresses = home / "addresses"
            containers.write_addresses(addresses, urls)
            resources.callback(addresses.unlink, missing_ok=True)
            _progress(f"The database's addresses for make invoke are in {addresses}")
        else:
            lambdas = Lambdas(deployed.functions)
            _report_missing_console()
        _progress(
            f"{len(deployed.functions)} functions "
            f"{'run in containers' if in_containers else 'are loaded'}; their log is {log}"
        )
        gateway = Gateway(deployed.routes, lambdas, issuer.keys)
        bus = Bus(services.client("events"), deployed.wiring.buses, home / "events.jsonl")
        deliveries = Deliveries(deployed.wiring, lambdas, services.client("sqs"))

        def resend_events() -> None:
            _resend_published_events(server.url(dbname=DATABASE))
            bus.resend()

        def recreate_services() -> None:
            services.create(deployed.wiring)
            services.verify_sender(SENDER)
            resend_events()
            print("The bus and its queues ended unexpectedly and were created again", file=sys.__stdout__, flush=True)

        resend_events()
        services.restart_on_exit(recreate_services, _stop_with_error)
        more = [
            *controls.routes(bus, lambdas, deployed.wiring, home),
            personas.route(server.url(dbname=DATABASE)),
        ]
        app = application(gateway, issuer, more, deliveries.lifespan)
        resources.enter_context(serving(app, listener))
        _report_ready(listener)
        signal.sigwait(STOP)


def _report_ready(listener: socket.socket) -> None:
    """Enable garbage collection, which was disabled during the start (see __main__), and report the address."""
    gc.freeze()
    gc.enable()
    _progress(f"Purser is ready: http://{HOST}:{listener.getsockname()[1]}")


def _report_missing_console() -> None:
    if not (_ROOT / "functions" / "console" / "dist" / "index.html").exists():
        _progress("The console is not built (that needs npm with Node.js 20.19 or newer); the API works without it")


def _database_urls(server: Server, in_containers: bool) -> dict[str, str]:
    """The template's parameters for database addresses."""
    if not in_containers:
        return {
            "DatabaseUrl": server.url("", DATABASE),  # the user is each function's role
            "AdminDatabaseUrl": server.url(),
            "ReconcileDatabaseUrl": server.url(RECONCILIATION_ROLE, DATABASE),
        }
    password = containers.set_password(server.url())
    return {
        "DatabaseUrl": containers.database_url("", password, DATABASE),
        "AdminDatabaseUrl": containers.database_url(ADMINISTRATOR, password, "postgres"),
        "ReconcileDatabaseUrl": containers.database_url(RECONCILIATION_ROLE, password, DATABASE),
    }


def _containers(deployed: Template, services: Services, home: Path, log: Path) -> Containers:
    written = home / "containers.json"
    containers.write_template(written, deployed.functions, services.variables(containers.HOST))
    written.chmod(0o600)  # it contains the database's password
    return Containers(deployed.functions, written, log)


def environment(deployed: Template) -> dict[str, str]:
    """The environment variables of all functions, which share one process here. Each call has its function's role.

    Raises CannotStart if two functions have different values of one variable.
    """
    merged: dict[str, tuple[str, Function]] = {}
    for function in deployed.functions.values():
        for name, value in function.environment.items():
            if name == ROLE_VARIABLE:
                continue
            if name in merged and merged[name][0] != value:
                other = merged[name][1]
                raise CannotStart(f"{function.name} and {other.name} have different values of {name}.")
            merged[name] = (value, function)
    return {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION} | {name: value for name, (value, _) in merged.items()}


def _progress(line: str) -> None:
    print(line, file=sys.__stdout__, flush=True)
    if signal.sigpending() & set(STOP):
        raise Interrupted


def _stop_with_error(error: Exception) -> None:
    """Print the error in one line, and stop as after a signal."""
    print(f"Purser stops: {' '.join(str(error).split())}", file=sys.__stderr__, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


def _redirect_output(log: Path) -> None:
    """Send what functions print to a file, as Lambda sends it to CloudWatch; a blocked terminal must not block them.

    The file stays open until the process ends, since a call may outlast the rest of the system and still write.
    """
    sys.stdout = log.open("w", encoding="utf-8", buffering=1)


def _migrate(admin_url: str) -> None:
    try:
        migration.migrate(admin_url)
    except migration.CannotMigrate as error:
        raise CannotStart(str(error)) from error
    except psycopg.Error as error:
        raise CannotStart(f"The schema cannot be brought up to date: {' '.join(str(error).split())}") from error


def _resend_published_events(database_url: str) -> None:
    """Publish the events again that the last run's bus had accepted and may have lost; it was in memory.

    Consumers drop events that they have processed. All outbox rows become due: whoever leased them is gone.
    """
    with psycopg.connect(database_url, autocommit=True, options="-c purser.every_tenant=on") as connection:
        connection.execute("update ledger.outbox set due_at = clock_timestamp()")
        connection.execute("select ledger.send_again('-infinity')")


@contextmanager
def serving(app: Any, listener: socket.socket) -> Iterator[None]:
    """Serve in a thread: uvicorn leaves signals alone there, while in the main thread it would handle them."""
    configuration = uvicorn.Config(
        app,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT_S,
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
