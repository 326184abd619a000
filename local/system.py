"""The local system: what starts in which order after its processes, and how it ends."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ledger.storage import migration
from local import REGION, STOP, CannotStart, containers, key_files, pages, passed_events, servers, template
from local.administrator import ADMINISTRATOR
from local.app import application
from local.aws import Services
from local.bus import JOURNAL, Bus
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


class Interrupted(Exception):
    """A signal asked to stop during the start."""


@dataclass(frozen=True)
class _Prepared:
    """What is ready before the functions are.

    log: for the functions' output. urls: database addresses by the template's parameters. database_url: of the
    administrator, in Purser's database.
    """

    deployed: Template
    log: Path
    urls: Mapping[str, str]
    database_url: str


def run(processes: Processes, *, builds_pages: bool) -> None:
    """Start the rest of the system, print its address, and serve until a signal asks to stop.

    The signals of STOP must be blocked. This function waits for them and has no handlers, so they interrupt nothing,
    and a second signal during the shutdown has no effect.

    builds_pages: build the console and the documentation meanwhile; not with functions in containers.
    Raises CannotStart, Interrupted.
    """
    with ExitStack() as resources:
        home, services, listener = processes.home, processes.services, processes.listener
        prepared = _prepare(processes, resources)
        deployed, log, database = prepared.deployed, prepared.log, prepared.database_url
        issuer = Issuer.load_or_create(home)
        bus = Bus(services.client("events"), deployed.wiring.buses, home / JOURNAL)
        bus.forget()
        lambdas: Invoker
        http = None
        if processes.in_containers:
            lambdas = _containers(deployed, services, home, log, resources)
            _write_addresses(home / "addresses", prepared.urls, resources)
        else:
            shared = servers.reserved(deployed)
            settings = servers.Settings(deployed, shared, home, log, services.endpoint, database, builds_pages)
            http = servers.Servers(settings, listener, _stop_with_error)
            resources.callback(http.end)
            lambdas = Lambdas(deployed.functions, reserved=shared)
        _progress(
            f"{len(deployed.functions)} functions "
            f"{'run in containers' if processes.in_containers else 'are loaded'}; their log is {log}"
        )

        def resend_events() -> None:
            _resend_published_events(database)
            bus.resend()

        def recreate_services() -> None:
            _create_services(services, deployed)
            resend_events()
            _say("The bus and its queues ended unexpectedly and were created again")

        resend_events()
        services.restart_on_exit(recreate_services, _stop_with_error)
        if http is None:
            more = servers.local_routes(bus, lambdas, deployed, home, database)
            app = application(Gateway(deployed.routes, lambdas, issuer.keys), issuer, more)
            resources.enter_context(servers.serving(app, listener))
        else:
            http.serve()
        resources.enter_context(Deliveries(deployed.wiring, lambdas, services.client("sqs")).running_in_thread())
        if not builds_pages and (missing := pages.missing()):
            _progress(missing)
        _report_ready(listener)
        if http is not None and builds_pages:
            resources.enter_context(pages.building(_say, http.pages_are_built))
        signal.sigwait(STOP)


def _prepare(processes: Processes, resources: ExitStack) -> _Prepared:
    """Everything that the functions need. Raises CannotStart, Interrupted."""
    home, server, services = processes.home, processes.server, processes.services
    _progress(f"Postgres {server.major} is running")
    log = home / "functions.log"
    _redirect_output(log)
    _migrate(server.url())
    _progress("The schema is up to date")
    urls = _database_urls(server, processes.in_containers)
    deployed = template.read(_ROOT / "template.yaml", _parameters(home, processes.listener) | urls)
    if not processes.in_containers:
        os.environ |= environment(deployed)
    (home / passed_events.JOURNAL).unlink(missing_ok=True)
    services.serve_this_process()
    resources.callback(services.write_endpoint(home).unlink, missing_ok=True)
    _create_services(services, deployed)
    _progress("The bus and its queues are created")
    return _Prepared(deployed, log, urls, server.url(dbname=DATABASE))


def _create_services(services: Services, deployed: Template) -> None:
    services.create(deployed.wiring)
    services.verify_sender(SENDER)


def _parameters(home: Path, listener: socket.socket) -> dict[str, str]:
    """The template's parameters, without database addresses."""
    return {
        "Issuer": ISSUER,
        "Audience": AUDIENCE,
        "ApiId": API_ID,
        "Pipeline": os.environ.get("PIPELINE") or "on",
        "MailFrom": SENDER,
        # There is one persona for each role. A tenant's own policy can ask for two people.
        "TwoPeople": "off",
        # A load test is often one caller.
        "RequestRateOfPrincipal": "0",
        "RequestRateOfTenant": "0",
        "LocalErasureKey": key_files.load_or_create(home / "erasure-key"),
        "LocalApprovalKey": key_files.load_or_create(home / "approval-key"),
        "ConsoleUrl": f"http://{HOST}:{listener.getsockname()[1]}",
    }


def _report_ready(listener: socket.socket) -> None:
    """Enable garbage collection, which was disabled during the start (see __main__), and report the address."""
    gc.freeze()
    gc.enable()
    _progress(f"Purser is ready: http://{HOST}:{listener.getsockname()[1]}")


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


def _containers(deployed: Template, services: Services, home: Path, log: Path, resources: ExitStack) -> Containers:
    written = home / "containers.json"
    containers.write_template(written, deployed.functions, services.variables(containers.HOST))
    written.chmod(0o600)  # it contains the database's password
    started = Containers(deployed.functions, written, log)
    resources.callback(started.stop)
    return started


def _write_addresses(file: Path, urls: Mapping[str, str], resources: ExitStack) -> None:
    containers.write_addresses(file, urls)
    resources.callback(file.unlink, missing_ok=True)
    _progress(f"The database's addresses for make invoke are in {file}")


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


def _say(line: str) -> None:
    print(line, file=sys.__stdout__, flush=True)  # sys.stdout is the functions' log


def _progress(line: str) -> None:
    _say(line)
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
    log.write_text("", encoding="utf-8")
    sys.stdout = log.open("a", encoding="utf-8", buffering=1)  # processes that serve HTTP write to it too


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
