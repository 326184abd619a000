"""Runs MiniStack, an AWS emulator by other authors, with IAM enforced, and adds two things that it lacks: databases
(database.py) and public host names.

A proxy (`HTTPS_PROXY`) connects AWS's host names to the emulator. So the tests can open each address exactly as the
stack prints it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import certifi
import httpx
import psutil
import trustme

from tests.prove.database import Databases
from tests.prove.listeners import Listener, TlsHosts
from tests.support import tls
from tests.support.kit import ROOT

REGION = "eu-central-1"
ACCOUNT = "123456789012"
ROOT_KEY, ROOT_SECRET = "test", "test"
PYTHON = ROOT / ".venv/prove/bin/python"
START_TIMEOUT_S = 600
AWS_NAMES = (".amazonaws.com", ".amazoncognito.com", ".api.aws")


@dataclass(frozen=True)
class Emulator:
    """A running emulator. port: the HTTP port. secure_port: the HTTPS port, which SAM needs for its bucket. folder: for
    files of the tests. log: the output of the emulator and its functions."""

    pid: int
    port: int
    folder: Path
    authority: Path
    all_authorities: Path
    secure_port: int
    proxy_port: int
    databases: Databases
    log: Path

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, key: str = ROOT_KEY, secret: str = ROOT_SECRET) -> dict[str, str]:
        """The environment variables of a shell that works with this account."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        proxy = f"http://127.0.0.1:{self.proxy_port}"
        return kept | {
            "AWS_ENDPOINT_URL": f"https://127.0.0.1:{self.secure_port}",
            "AWS_CA_BUNDLE": str(self.authority),
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_PAGER": "",
            "SAM_CLI_POLL_DELAY": "0.25",
            **dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), proxy),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1"),
            "SSL_CERT_FILE": str(self.all_authorities),
            "CURL_CA_BUNDLE": str(self.all_authorities),
            "REQUESTS_CA_BUNDLE": str(self.all_authorities),
        }

    def end_environments(self, function: str) -> None:
        """End the processes of a function, as Lambda ends idle environments. The emulator would keep one running."""
        for process in psutil.Process(self.pid).children():
            with contextlib.suppress(psutil.Error):
                if f"ministack-lambda-{function}-" in process.cwd():
                    process.kill()

    def create_role(self, name: str, trust: str, policy: str) -> str:
        """A role, as the operator's guide creates it. Returns its ARN. policy: the role's only one. Both are JSON."""
        iam = self.client("iam")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="purser", PolicyDocument=policy)
        return str(role["Arn"])

    def assume(self, name: str, policy: str) -> dict[str, str]:
        """Credentials of a new role. policy: the role's only policy, as JSON."""
        root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
        statement = {"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"}
        role = self.create_role(name, json.dumps({"Version": "2012-10-17", "Statement": [statement]}), policy)
        assumed = self.client("sts").assume_role(RoleArn=role, RoleSessionName="proof")["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": assumed["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": assumed["SecretAccessKey"],
            "AWS_SESSION_TOKEN": assumed["SessionToken"],
        }

    @cache  # noqa: B019  (one emulator in a session)
    def client(self, service: str) -> Any:
        session: Any = boto3.Session(ROOT_KEY, ROOT_SECRET, region_name=REGION)
        return session.client(service, endpoint_url=self.endpoint)


@contextmanager
def running(folder: Path) -> Iterator[Emulator]:
    """Run the emulator during the block. folder: its path must be short, since it is part of a socket's path."""
    authority = trustme.CA()
    authority_file = folder / "authority.pem"
    authority_file.write_bytes(authority.cert_pem.bytes())
    # For programs that also install packages. boto3 would read the whole bundle for each connection.
    all_authorities_file = folder / "all-authorities.pem"
    all_authorities_file.write_bytes(authority.cert_pem.bytes() + Path(certifi.where()).read_bytes())
    check_socket, log, port = folder / "iam.sock", folder / "emulator.log", _free_port()
    settings = {
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
        "IAM_CHECK_SOCKET": str(check_socket),
        "TMPDIR": str(folder),
        "LAMBDA_EXECUTOR": "local",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [PYTHON, Path(__file__).with_name("launcher.py")],
            env=kept | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )
    endpoint = f"http://127.0.0.1:{port}"
    rds = boto3.Session(ROOT_KEY, ROOT_SECRET, region_name=REGION).client("rds", endpoint_url=endpoint)
    databases = Databases(authority, folder, check_socket, lambda: rds.describe_db_clusters()["DBClusters"])
    names = TlsHosts(authority)
    secure = Listener(lambda client: _serve_https(client, names, port))
    proxy = Listener(lambda client: _serve_proxied(client, names, port))
    try:
        _wait_until_healthy(process, endpoint, log)
        yield Emulator(
            pid=process.pid,
            port=port,
            secure_port=secure.port,
            proxy_port=proxy.port,
            folder=folder,
            authority=authority_file,
            all_authorities=all_authorities_file,
            databases=databases,
            log=log,
        )
    finally:
        secure.close()
        proxy.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        databases.close()


def _wait_until_healthy(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{endpoint}/_ministack/health").status_code == 200:
                return
        time.sleep(0.1)


def _serve_https(client: socket.socket, names: TlsHosts, port: int) -> None:
    connection, _ = names.accept(client)
    with connection:
        _pass_request(connection, _read_head(connection), None, port)


def _serve_proxied(client: socket.socket, names: TlsHosts, port: int) -> None:
    """Serve one request to the proxy: a plain one, or a CONNECT. Requests to AWS's names go to the emulator."""
    head = _read_head(client)
    method, target, _ = head.split(b" ", 2)
    if method != b"CONNECT":
        parts = urlsplit(target.decode())
        _pass_request(client, head.replace(f"{parts.scheme}://{parts.netloc}".encode(), b"", 1), parts.netloc, port)
        return
    host, _, to_port = target.decode().rpartition(":")
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    if not host.endswith(AWS_NAMES):
        with socket.create_connection((host, int(to_port))) as other:
            tls.pass_on(client, other)
        return
    connection, _ = names.accept(client)
    with connection:
        _pass_request(connection, _read_head(connection), host, port)


def _pass_request(client: socket.socket, head: bytes, host: str | None, port: int) -> None:
    """Send a request to the emulator, which has other host names for APIs. The connection ends after the answer.

    host: the host name in a request to the proxy. None if the request is to the emulator itself: its Host header is
    signed, so it is not changed.
    """
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    lines = [line for line in lines if not line.lower().startswith((b"connection:", b"proxy-"))]
    lines += [b"Connection: close", b"X-Forwarded-Proto: https"]
    if host is not None:
        known_as = f"{host.split('.')[0]}.execute-api.localhost:{port}" if ".execute-api." in host else host
        lines = [line for line in lines if not line.lower().startswith(b"host:")] + [f"Host: {known_as}".encode()]
    with socket.create_connection(("127.0.0.1", port)) as server:
        server.sendall(b"\r\n".join([first, *lines]) + b"\r\n\r\n")
        tls.pass_on(client, server)


def _read_head(client: socket.socket) -> bytes:
    """The head of a request. It is read byte by byte, so that nothing after it is consumed."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += tls.exactly(client, 1)
    return head


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
