"""The system under chaos: Postgres, the emulated bus and queues, several processes of functions behind proxies, and the
receivers of webhooks.
"""

import json
import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from ledger.storage import migration
from local import aws, postgres, servers, template
from local.aws import Services
from local.identity import AUDIENCE, ISSUER, Issuer, TokenRequest
from local.postgres import SUPERUSER, Server
from local.processes import HOST, listen
from local.system import DATABASE, RECONCILIATION_ROLE, SENDER
from tests.chaos import batch_proxy, worker
from tests.chaos.batch_proxy import BatchRules
from tests.chaos.history import Caller
from tests.chaos.proxy import Loop, Proxy, Rules
from tests.chaos.receivers import Receiver
from tests.support.kit import ROOT
from tests.support.local_system import free_port

PROCESSES = 2
# Each process of functions is forked from a process that has imported everything, so that it starts fast.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.chaos.warm"])
CONSUMER = "ChaosConsumer"
_CONSUMED = {
    "source": ["purser"],
    "detail-type": ["CashOutRecorded", "TopupCompleted", "TopupInvoiced", "LowBalance"],
}
"""Without the event of each transaction: the emulated queue needs a second for a call if it has 5,000 messages."""
TOKEN_LIFETIME_S = 86_400
_VISIBILITY_TIMEOUT_S = 10
"""The visibility timeout of all queues. It is short, so that messages of a killed process are soon redelivered."""
# Only processes are killed, never the machine. The kernel keeps what a killed process wrote, even without fsync.
_POSTGRES_SETTINGS = {"max_connections": "300", "fsync": "off"}


@dataclass
class Process:
    """A process of functions. proxy: the proxy between its functions and Postgres."""

    number: int
    proxy: Proxy
    settings: worker.Settings
    _process: ForkServerProcess | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.settings.port}"

    def start(self) -> None:
        """Start the process unless it runs, and wait until it is ready."""
        with self._lock:
            if self._process is not None and self._process.is_alive():
                return
            ready, sender = _FORKS.Pipe(duplex=False)
            self._process = _FORKS.Process(target=worker.run, args=(self.settings, sender), daemon=True)
            self._process.start()
            sender.close()
            with ready:
                ready.recv()  # raises EOFError if the process ends first

    def kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def set_clock(self, ahead_s: float) -> None:
        """Set the functions' clock ahead of the true time, or behind it if negative.

        A process that does not answer keeps its clock.
        """
        with suppress(httpx.HTTPError):
            httpx.post(f"{self.url}/chaos/clock", json={"ahead_s": ahead_s}, timeout=2)

    def run_schedule(self, function: str, timeout_s: float = 10.0) -> Any:
        """Run a scheduled function. Returns its result, or None if it failed."""
        with suppress(httpx.HTTPError):
            answer = httpx.post(f"{self.url}/local/schedules/{function}", timeout=timeout_s)
            return answer.json() if answer.is_success else None
        return None

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None and self._process.pid is not None:
                os.kill(self._process.pid, number)


class System:
    """The running system with all its parts. home: the folder of its files.

    receiver: the nemesis breaks it. refusing: a receiver that answers 500 to every request.
    """

    def __init__(self, home: Path, server: Server, services: Services, major: int) -> None:
        self.home = home
        self.services = services
        self.processes: list[Process] = []
        self.bus = batch_proxy.bus(services.endpoint)
        self.queues = batch_proxy.queues(services.endpoint)
        self.loop = Loop()
        self.receiver, self.refusing = Receiver(), Receiver(behaviour="refuses")
        for receiver in (self.receiver, self.refusing):
            self.loop.start(receiver.serve())
        self._issuer = Issuer.load_or_create(home)
        self._server = server
        self._major = major
        self._starting = threading.Lock()

    def token(self, caller: Caller) -> str:
        claims = asdict(caller) | {"roles": list(caller.roles), "expires_in": TOKEN_LIFETIME_S}
        return self._issuer.token(TokenRequest(**claims))

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as the superuser, without any proxy. Raises psycopg.Error."""
        url = self._server.url(SUPERUSER, DATABASE)
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def kill_postgres(self) -> None:
        """Kill the postmaster and its children."""
        with self._starting:
            for backend in self.postgres_processes():
                with suppress(psutil.NoSuchProcess):
                    backend.kill()
            self._server._process.wait()
            self._server.stop()

    def start_postgres(self) -> None:
        with self._starting:
            if self._server._process.poll() is not None:
                self._server = postgres.start(self.home, self._major, _POSTGRES_SETTINGS)

    def postgres_processes(self) -> list[psutil.Process]:
        """The postmaster and its children."""
        with suppress(psutil.NoSuchProcess):
            postmaster = psutil.Process(self._server._process.pid)
            return [postmaster, *postmaster.children()]
        return []

    def heal(self) -> None:
        """End every fault, and start every process that was killed."""
        for backend in self.postgres_processes():
            with suppress(psutil.NoSuchProcess):
                backend.resume()
        self.start_postgres()
        _until_writable(self)
        for proxy in (self.bus, self.queues):
            proxy.rules = BatchRules(chooser=proxy.rules.chooser)
        self.receiver.behaviour = "answers"
        for process in self.processes:
            process.proxy.rules = Rules()
            process.resume()
            process.start()
            process.set_clock(0)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        self.loop.stop()
        self._server.stop()


def _until_writable(system: System) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            system.sql("alter system reset default_transaction_read_only")
            system.sql("select pg_reload_conf()")
            if system.sql("show default_transaction_read_only") == [("off",)]:
                return
        except psycopg.Error:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


@contextmanager
def started(major: int, pipelined: bool, logs: Path, processes: int = PROCESSES) -> Iterator[System]:
    """Start the system with an empty database, and remove it at the end. Its logs are copied to the folder `logs`."""
    with ExitStack() as resources:
        home = resources.enter_context(postgres.temporary_folder())
        resources.callback(_keep_logs, home, logs)
        services = aws.start(home)
        resources.callback(services.stop)
        server = postgres.start(home, major, _POSTGRES_SETTINGS)
        migration.migrate(server.url())
        system = System(home, server, services, major)
        resources.callback(system.stop)
        _create_queues(system, resources)
        listener = resources.enter_context(listen(0))
        resources.enter_context(servers.serving(batch_proxy.app(system.bus, system.queues), listener))
        for number in range(processes):
            proxies = f"http://{HOST}:{listener.getsockname()[1]}"
            system.processes.append(_process(system, number, pipelined, proxies))
        starts = [threading.Thread(target=process.start) for process in system.processes]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        yield system


def _keep_logs(home: Path, logs: Path) -> None:
    for log in home.glob("*.log"):
        shutil.copyfile(log, logs / log.name)


def _create_queues(system: System, resources: ExitStack) -> None:
    """Create the template's bus and queues, and a queue that receives events of the ledger."""
    parameters = {"Issuer": ISSUER, "Audience": AUDIENCE, "MailFrom": SENDER, "ConsoleUrl": f"http://{HOST}"} | _urls(
        system, 0
    )
    wiring = template.read(ROOT / "template.yaml", parameters).wiring
    shorter = {"VisibilityTimeout": str(_VISIBILITY_TIMEOUT_S)}
    queues = tuple(replace(queue, attributes={**queue.attributes, **shorter}) for queue in wiring.queues)
    system.services.serve_this_process()
    system.services.create(replace(wiring, queues=queues))
    resources.callback(system.services.write_endpoint(system.home).unlink, missing_ok=True)
    system.services.verify_sender(SENDER)
    sqs, events = system.services.client("sqs"), system.services.client("events")
    queue = sqs.create_queue(QueueName=CONSUMER)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    (bus,) = wiring.buses
    events.put_rule(Name=CONSUMER, EventBusName=bus, EventPattern=json.dumps(_CONSUMED))
    events.put_targets(Rule=CONSUMER, EventBusName=bus, Targets=[{"Id": CONSUMER, "Arn": arn}])


def _urls(system: System, port: int) -> dict[str, str]:
    proxied = f"postgresql://{HOST}:{port}/{DATABASE}?sslmode=disable&gssencmode=disable"
    server = system._server
    return {
        "DatabaseUrl": proxied,
        "AdminDatabaseUrl": server.url(),
        "ReconcileDatabaseUrl": server.url(RECONCILIATION_ROLE, DATABASE),
    }


def _process(system: System, number: int, pipelined: bool, proxies: str) -> Process:
    proxy = system.loop.proxy(f"{system._server.socket_folder}/.s.PGSQL.5432")
    port = free_port()
    parameters = _urls(system, proxy.port) | {
        "TwoPeople": "off",  # one person decides: the clients' reversals and adjustments are executed at once
        "Pipeline": "on" if pipelined else "off",
        # No limit: few callers send as many requests as they can.
        "RequestRateOfPrincipal": "0",
        "RequestRateOfTenant": "0",
        "MailFrom": SENDER,
        "ConsoleUrl": f"http://{HOST}:{port}",
    }
    bus, queues = f"{proxies}/bus/{number}/", f"{proxies}/queues/{number}/"
    endpoints = {"AWS_ENDPOINT_URL_EVENTBRIDGE": bus, "AWS_ENDPOINT_URL_SQS": queues}
    settings = worker.Settings(
        home=system.home,
        port=port,
        parameters=parameters,
        variables=system.services.variables() | endpoints,
        services=system.services.endpoint,
        bus=bus,
        log=system.home / f"functions-{number}.log",
    )
    return Process(number, proxy, settings)
