"""The AWS services that the ledger uses, on this machine: moto's server, and what the template puts into it."""

import os
import socket
import subprocess  # nosec B404 (moto's server, by this interpreter's path)
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from local import REGION, CannotStart
from local.wiring import Wiring

SERVICES = {"events": "EVENTBRIDGE", "sqs": "SQS", "sesv2": "SESV2"}
_WHERE = "aws"  # the file that says where they answer
# boto3 must find these and nothing else of the person whose machine this is.
_KEY = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}  # nosec B105 (moto takes any)
_NOT_OURS = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
_making = threading.Lock()


@dataclass
class Services:
    """The server's process. Everything in it is in memory and goes with it."""

    host: str
    _journal: Path
    _process: subprocess.Popen[str]
    _port: str = ""
    _stopped: threading.Event = field(default_factory=threading.Event)
    _starting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def endpoint(self) -> str:
        """Where it answers; waits until it does. Raises CannotStart."""
        return self.endpoint_at(self.host)

    def endpoint_at(self, host: str) -> str:
        """Where it answers to somebody who calls this machine by another name. Raises CannotStart."""
        if not self._port:
            assert self._process.stdout  # noqa: S101  (a pipe was asked for)
            self._port = self._process.stdout.readline().strip()
            if not self._port:
                raise CannotStart("The local AWS services did not start.")
        return f"http://{host}:{self._port}"

    def variables(self, host: str | None = None) -> dict[str, str]:
        """What makes boto3 come here, from a place where this machine's name is `host`."""
        endpoint = self.endpoint_at(host or self.host)
        return {f"AWS_ENDPOINT_URL_{name}": endpoint for name in SERVICES.values()}

    def serve_this_process(self) -> None:
        """Let every boto3 client of this process, those of the functions too, come here."""
        for name in _NOT_OURS:
            os.environ.pop(name, None)
        os.environ |= {name.upper(): value for name, value in _KEY.items()}
        os.environ |= self.variables()
        for name in ("no_proxy", "NO_PROXY"):
            os.environ[name] = ",".join(filter(None, [os.environ.get(name), self.host]))

    def client(self, service: str) -> Any:
        return client(self.endpoint, service)

    def say_where(self, folder: Path) -> Path:
        """For other processes: see `running`. The file; whoever stops this removes it."""
        file = folder / _WHERE
        file.write_text(self.endpoint, encoding="utf-8")
        return file

    def may_send_from(self, address: str) -> None:
        """As if its owner had followed the link that SES sends them."""
        with closing(self.client("sesv2")) as ses:
            ses.create_email_identity(EmailIdentity=address)

    def create(self, wiring: Wiring) -> None:
        with closing(self.client("sqs")) as sqs, closing(self.client("events")) as events:
            create(wiring, sqs, events)

    def keep(self, began_anew: Callable[[], None], given_up: Callable[[Exception], None]) -> None:
        """Start it anew, at its port, whenever it ends by itself.

        began_anew: gives it back what was in its memory. given_up: hears why it cannot be started any more.
        """
        threading.Thread(target=self._keep, args=(began_anew, given_up), name="services", daemon=True).start()

    def _keep(self, began_anew: Callable[[], None], given_up: Callable[[Exception], None]) -> None:
        while True:
            self._process.wait()
            try:
                with self._starting:
                    if self._stopped.is_set():
                        return
                    self._process.communicate()
                    self._process = _process(self._journal, self.host, self._port)
                if not cast("IO[str]", self._process.stdout).readline():
                    raise CannotStart("The local AWS services ended, and did not start again.")
                began_anew()
            except Exception as why:  # noqa: BLE001  (nobody else would hear of it)
                if not self._stopped.is_set():
                    given_up(why)
                return

    def stop(self) -> None:
        """At once: it holds nothing that lasts."""
        with self._starting:
            self._stopped.set()
            self._process.kill()
            self._process.communicate()


def start(journal: Path, host: str = "127.0.0.1") -> Services:
    """Begin to start it; it is ready when its endpoint is asked for. journal: keeps the mails that it takes."""
    return Services(host, journal, _process(journal, host, "0"))


def _process(journal: Path, host: str, port: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # nosec B603 (without a shell; nothing in it comes from outside)
        # -P: the folder of the file holds modules of ours, not of moto's.
        [sys.executable, "-P", Path(__file__).with_name("moto_server.py"), host, port, journal, *SERVICES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C at a terminal reaches us only
    )


def create(wiring: Wiring, sqs: Any, events: Any) -> None:
    """The template's bus, queues and rules. A queue that others redrive to has to be there before them."""
    for queue in sorted(wiring.queues, key=lambda queue: "RedrivePolicy" in queue.attributes):
        sqs.create_queue(QueueName=queue.name, Attributes=dict(queue.attributes))
    for bus in wiring.buses:
        events.create_event_bus(Name=bus)
    for rule in wiring.rules:
        events.put_rule(Name=rule.name, EventBusName=rule.bus, EventPattern=rule.pattern)
        targets: list[dict[str, Any]] = [{"Id": name, "Arn": arn} for name, arn in rule.targets.items()]
        for target in targets:
            if target["Id"] in rule.undelivered:
                target["DeadLetterConfig"] = {"Arn": rule.undelivered[target["Id"]]}
        events.put_targets(Rule=rule.name, EventBusName=rule.bus, Targets=targets)


def client(endpoint: str, service: str) -> Any:
    """A client that does not try again: what fails here is gone, not busy."""
    from botocore.config import Config  # noqa: PLC0415  (as below)

    with _making:
        return _session().client(
            service,
            endpoint_url=endpoint,
            **_KEY,
            # No proxy stands between this machine and itself.
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=50, proxies={}),
        )


@cache
def _session() -> Any:
    """One for all, since each reads anew what it knows of the services. It makes one client at a time."""
    import boto3  # noqa: PLC0415  (only here: the server is begun before anything is imported that takes long)

    return boto3.Session(region_name=REGION)


def running(folder: Path) -> str:
    """Where the services answer of the system that keeps its data in the folder. Raises CannotStart where none runs."""
    try:
        endpoint = (folder / _WHERE).read_text(encoding="utf-8")
        where = urlsplit(endpoint)
        with socket.create_connection((where.hostname, where.port), timeout=1):
            return endpoint
    except OSError as error:
        raise CannotStart(
            f"No local system runs with DATA={folder}; its queues are there only while it does."
        ) from error
