"""The AWS services that the ledger uses, emulated by moto's server, and the template's resources in it."""

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
_ENDPOINT_FILE = "aws"  # contains the services' endpoint, for other processes
# boto3 must use these credentials and endpoints, and none of the developer's own settings.
_CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}  # nosec B105 (moto takes any)
_DEVELOPER_SETTINGS = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
_client_lock = threading.Lock()


@dataclass
class Services:
    """moto's server in a process of its own. It keeps everything in memory, and loses it when it ends."""

    host: str
    _folder: Path
    _process: subprocess.Popen[str]
    _port: str = ""
    _stopped: threading.Event = field(default_factory=threading.Event)
    _starting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def endpoint(self) -> str:
        """The server's URL; waits until it is ready. Raises CannotStart."""
        return self.endpoint_at(self.host)

    def endpoint_at(self, host: str) -> str:
        """The server's URL for a caller that reaches this machine at `host`. Raises CannotStart."""
        if not self._port:
            assert self._process.stdout  # noqa: S101  (Popen was called with PIPE)
            self._port = self._process.stdout.readline().strip()
            if not self._port:
                raise CannotStart("The local AWS services did not start.")
        return f"http://{host}:{self._port}"

    def variables(self, host: str | None = None) -> dict[str, str]:
        """Environment variables that make boto3 use this server, in a process that reaches this machine at `host`."""
        endpoint = self.endpoint_at(host or self.host)
        return {f"AWS_ENDPOINT_URL_{name}": endpoint for name in SERVICES.values()}

    def serve_this_process(self) -> None:
        """Make all boto3 clients of this process use this server, including those of the functions."""
        for name in _DEVELOPER_SETTINGS:
            os.environ.pop(name, None)
        os.environ |= {name.upper(): value for name, value in _CREDENTIALS.items()}
        os.environ |= self.variables()
        for name in ("no_proxy", "NO_PROXY"):
            os.environ[name] = ",".join(filter(None, [os.environ.get(name), self.host]))

    def client(self, service: str) -> Any:
        return client(self.endpoint, service)

    def write_endpoint(self, folder: Path) -> Path:
        """Write the endpoint to a file for other processes (see `running_endpoint`). The caller removes the file."""
        file = folder / _ENDPOINT_FILE
        file.write_text(self.endpoint, encoding="utf-8")
        return file

    def verify_sender(self, address: str) -> None:
        """Make SES accept mail from this address, as if its owner had followed the link that SES sends."""
        with closing(self.client("sesv2")) as ses:
            ses.create_email_identity(EmailIdentity=address)

    def create(self, wiring: Wiring) -> None:
        with closing(self.client("sqs")) as sqs, closing(self.client("events")) as events:
            create_resources(wiring, sqs, events)

    def restart_on_exit(self, on_restart: Callable[[], None], on_failure: Callable[[Exception], None]) -> None:
        """Restart the server, at the same port, whenever it ends by itself.

        on_restart: creates again what was in its memory. on_failure: called if it cannot be restarted.
        """
        threading.Thread(target=self._restart, args=(on_restart, on_failure), name="services", daemon=True).start()

    def _restart(self, on_restart: Callable[[], None], on_failure: Callable[[Exception], None]) -> None:
        while True:
            self._process.wait()
            try:
                with self._starting:
                    if self._stopped.is_set():
                        return
                    self._process.communicate()
                    self._process = _process(self._folder, self.host, self._port)
                if not cast("IO[str]", self._process.stdout).readline():
                    raise CannotStart("The local AWS services ended, and did not start again.")
                on_restart()
            except Exception as error:  # noqa: BLE001  (on_failure reports it)
                if not self._stopped.is_set():
                    on_failure(error)
                return

    def stop(self) -> None:
        """End it at once: it keeps nothing on disk."""
        with self._starting:
            self._stopped.set()
            self._process.kill()
            self._process.communicate()


def start(folder: Path, host: str = "127.0.0.1") -> Services:
    """Start the server without waiting for it; `endpoint` waits. folder: for its journals of e-mails and events."""
    return Services(host, folder, _process(folder, host, "0"))


def _process(folder: Path, host: str, port: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # nosec B603 (without a shell; nothing in it comes from outside)
        # -P: keeps this folder off sys.path, where its modules would shadow moto's imports.
        [sys.executable, "-P", Path(__file__).with_name("moto_server.py"), host, port, folder, *SERVICES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C at a terminal must reach only this process
    )


def create_resources(wiring: Wiring, sqs: Any, events: Any) -> None:
    """Create the template's bus, queues and rules. Dead-letter queues come first, since others name them."""
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
    """A client without retries: a failing local server does not recover within a retry."""
    from botocore.config import Config  # noqa: PLC0415  (as below)

    with _client_lock:
        return _session().client(
            service,
            endpoint_url=endpoint,
            **_CREDENTIALS,
            # The local server is never behind a proxy.
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=50, proxies={}),
        )


@cache
def _session() -> Any:
    """One session for all clients, since each session loads the service models again. Not thread-safe: _client_lock."""
    import boto3  # noqa: PLC0415  (slow, and the server is started before slow imports)

    return boto3.Session(region_name=REGION)


def running_endpoint(folder: Path) -> str:
    """The endpoint of the local system that runs with its data in this folder. Raises CannotStart if none runs."""
    try:
        endpoint = (folder / _ENDPOINT_FILE).read_text(encoding="utf-8")
        address = urlsplit(endpoint)
        with socket.create_connection((address.hostname, address.port), timeout=1):
            return endpoint
    except OSError as error:
        raise CannotStart(f"No local system runs with DATA={folder}; its queues exist only while it runs.") from error
