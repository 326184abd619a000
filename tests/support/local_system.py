"""The local system as a process: start it, wait for it, and call it as an agent."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import httpx
import psutil

from tests.support import secrecy
from tests.support.kit import ROOT
from tests.support.waiting import HANG_S

STREAM = "/api/v1/agent/cash-out/stream"


@dataclass
class Running:
    """A process `python -m local run`, its output lines up to its address, and its folder.

    rest: the lines after the address, once the process has ended.
    """

    process: subprocess.Popen[str]
    output: list[str]
    home: Path
    rest: list[str] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return self.output[-1].removeprefix("Purser is ready: ")

    def process_tree(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def ended(self) -> tuple[int, str]:
        """Wait for the end of the process. Returns its exit status and standard error."""
        output, errors = self.process.communicate(timeout=HANG_S)
        self.rest += output.splitlines()
        leaks = list(secrecy.leaks("\n".join([*self.output, *self.rest, errors])))
        assert leaks == [], leaks  # pytest shows no values for assertions outside of test modules
        return self.process.returncode, errors

    def token(self, **claims: Any) -> str:
        answer = httpx.post(
            f"{self.base_url}/local/token", json={"sub": "ada", "tenant_id": "acme"} | claims, timeout=HANG_S
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])


def environment(port: int, folder: Path | None, **more: str) -> dict[str, str]:
    return os.environ | {"PORT": str(port), "DATA": str(folder or ""), "PG": ""} | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def start_process(port: int, folder: Path | None, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "local", "run"],
        env=environment(port, folder, **more),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def start_system(port: int, folder: Path | None, **more: str) -> Running:
    process = start_process(port, folder, **more)
    assert process.stdout
    output: list[str] = []
    while line := process.stdout.readline():
        output.append(line.rstrip("\n"))
        if output[-1].startswith("Purser is ready: "):
            opened = [Path(file.path) for file in psutil.Process(process.pid).open_files()]
            (home,) = {file.parent for file in opened if file.name == "functions.log"}
            secrecy.watch_system(home)
            return Running(process, output, home)
    raise AssertionError(f"the local system did not become ready: {output} {process.communicate()[1]}")


def run(command: str, port: int, folder: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", command],
        env=environment(port, folder, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_S,
    )


def all_have_ended(processes: list[psutil.Process]) -> bool:
    return all(has_ended(process) for process in processes)


def has_ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # ended between the two calls
        return True


@dataclass
class LocalAgent:
    """An agent on a running system, with a customer who bets and a trading system."""

    running: Running
    sub: str = "ada"
    customer_id: str = ""

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.running.base_url, timeout=HANG_S)
        self.agent = {"Authorization": f"Bearer {self.running.token(sub=self.sub, roles=['agent'])}"}
        self.trading = {"Authorization": f"Bearer {self.running.token(sub='trading', roles=['service'])}"}

    def open(self) -> None:
        """Create the customer with a balance."""
        self.customer_id = self.call("POST", "clients", {"username": self.sub, "account_type": "postup"})["customer_id"]
        paid_in = {"customer_id": self.customer_id, "amount": "1000.00", "description": "Cash paid in by a customer"}
        secrecy.record(paid_in)
        answer = self.http.post("/api/v1/cashier/credit", json=paid_in, headers=self.agent)
        assert answer.status_code == 201, answer.text

    def call(self, method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, f"/api/v1/agent/{path}", json=body, headers=self.agent)
        assert answer.is_success, answer.text
        return answer.json()

    def bet(self) -> str:
        customer = self.running.token(sub="ann", roles=["customer"], customer_id=self.customer_id)
        body = {"stake": "10.00", "description": "A wins"}
        answer = self.http.post("/api/v1/bets", json=body, headers={"Authorization": f"Bearer {customer}"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["bet_id"])

    def cash_out(self, bet_id: str) -> str:
        body = {"cash_out_amount": "12.50"}
        answer = self.http.post(f"/api/v1/bets/{bet_id}/cash-out", json=body, headers=self.trading)
        assert answer.status_code == 200, answer.text
        return bet_id

    def trigger(self, bet_id: object) -> str:
        detail = {"tenant_id": "acme", "bet_id": bet_id, "cash_out_amount": "11.00", "trigger_reason": "stop"}
        event = {"source": "trading", "detail-type": "CashOutTriggered", "detail": detail}
        answer = self.http.post("/local/events", json=event)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["event_id"])

    def feed(self) -> list[tuple[int, str]]:
        """The sequence number and bet id of every frame so far."""
        answer = self.http.get(STREAM, headers=self.agent | {"Last-Event-ID": "0"})
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.text.splitlines()
        frames = [index for index, line in enumerate(lines) if line == "event: cash_out"]
        return [(int(lines[index - 1].removeprefix("id: ")), lines[index + 1].split('"')[3]) for index in frames]

    def services(self) -> psutil.Process:
        """The process of the emulated AWS services."""
        children = psutil.Process(self.running.process.pid).children()  # Postgres starts and ends others
        (server,) = [child for child in children if "moto_server" in " ".join(child.cmdline())]
        return server

    def sqs(self) -> Any:
        (port,) = {one.laddr.port for one in self.services().net_connections("tcp") if one.status == psutil.CONN_LISTEN}
        session: Any = boto3.Session("local", "local", region_name="eu-central-1")
        return session.client("sqs", endpoint_url=f"http://127.0.0.1:{port}")
