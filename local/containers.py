"""Functions in containers like Lambda's own, run by `sam local start-lambda`.

The containers run the output of `sam build` for this machine's processor, layer included, in the image of
tools/runtime_image.sh. SAM keeps one container for each function, so calls of the same function are made one at a time.
It passes only variables that the template names, so it gets the built template with the local values written into it.
"""

import asyncio
import json
import logging
import os
import platform
import secrets
import socket
import subprocess  # nosec B404 (SAM and Docker, on a developer's machine)
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from local import REGION, CannotStart, transform
from local.lambdas import ENVIRONMENTS, FunctionFailed, FunctionTimedOut
from local.template import Function

HOST = "host.docker.internal"  # this machine's name in a container
IMAGE = "localhost/lambda-python:3.13"
URL_VARIABLES = {
    "DatabaseUrl": "DATABASE_URL",
    "AdminDatabaseUrl": "ADMIN_DATABASE_URL",
    "ReconcileDatabaseUrl": "RECONCILE_DATABASE_URL",
}
"""The template's parameters for database addresses, and the variables that `make invoke` reads them from."""
BUILT = Path(__file__).resolve().parent.parent / ".aws-sam" / "containers"
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 180.0  # SAM stops one container after the other
_COLD_START_S = 60.0  # added to a function's timeout, since its container may have to be created first
_log = logging.getLogger(__name__)


def _environment_without_variables_of(functions: Mapping[str, Function]) -> dict[str, str]:
    """This process's environment without the functions' variables, which SAM would prefer to the template's values."""
    excluded = {name for function in functions.values() for name in function.environment}
    return {name: value for name, value in os.environ.items() if name not in excluded}


class Containers:
    """All functions of the template, called by name. log: the file for the output of SAM and the functions."""

    def __init__(self, functions: Mapping[str, Function], template: Path, log: Path):
        self._functions = functions
        self._threads = ThreadPoolExecutor(ENVIRONMENTS, thread_name_prefix="container")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        # -P: keeps this folder off sys.path, where its modules would shadow SAM's imports.
        command = [sys.executable, "-P", str(Path(__file__).with_name("sam_local.py")), "start-lambda"]
        command += [*options(template), "--port", str(port), "--warm-containers", "LAZY", "--no-watch"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # nosec B603 (without a shell; nothing in it comes from outside)
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=_environment_without_variables_of(functions),
                start_new_session=True,  # Ctrl-C at a terminal must reach only this process
            )
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/2015-03-31/functions/",
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )
        try:
            self._wait(port, log)
        except BaseException:
            self.stop()
            raise

    def _wait(self, port: int, log: Path) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        raise CannotStart(f"SAM did not start its containers; see {log}.")

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """Call a function and return its answer. Raises FunctionFailed, FunctionTimedOut."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.call, name, event)

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """The same, blocking the caller's thread."""
        function = self._functions[name]
        try:
            response = self._client.post(
                f"{function.logical_id}/invocations",
                content=json.dumps(event),
                headers={"content-type": "application/json"},
                timeout=function.timeout + _COLD_START_S,
            )
            return result_of(response, function)
        except httpx.TimeoutException as error:
            raise FunctionTimedOut from error
        except httpx.HTTPError as error:
            _log.error("%s could not be called: %s", name, type(error).__name__)
            raise FunctionFailed from error

    def stop(self) -> None:
        """End SAM, which removes its containers. Calls that are running fail."""
        try:
            # Closing its standard input ends it. A signal as well would interrupt the removal of its containers.
            self._process.communicate(timeout=_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._threads.shutdown(cancel_futures=True)
        self._client.close()


class NoResponse(FunctionFailed):
    """SAM got no response from a function's container. SAM asks three times within 0.7 s after the container's port is
    open, which Docker's proxy opens before anything listens behind it; a loaded machine may need longer."""


def result_of(response: httpx.Response, function: Function) -> Any:
    """A function's answer. SAM also answers 200 if the function raised or timed out, with the error as the body.

    The error header is missing for some failures, so the body is examined too.
    Raises FunctionFailed, NoResponse, FunctionTimedOut.
    """
    if not response.content:
        _log.error("%s gave no response", function.name)
        raise NoResponse
    if response.text == f"Task timed out after {function.timeout:.2f} seconds":
        _log.error("%s did not answer within %d s", function.name, function.timeout)
        raise FunctionTimedOut
    try:
        answer = response.json()
    except ValueError:
        answer = None
        failed = True
    else:
        failed = isinstance(answer, dict) and {"errorType", "errorMessage"} <= answer.keys()
    if failed or response.status_code != 200 or "x-amz-function-error" in response.headers:
        _log.error("%s failed: %s", function.name, response.text)
        raise FunctionFailed
    return answer


def options(template: Path) -> list[str]:
    """Options of every `sam local` command that make its containers like Lambda's and let them reach this machine."""
    image = ["--invoke-image", IMAGE, "--skip-pull-image"]
    return ["--template", str(template), *image, "--add-host", f"{HOST}:host-gateway", "--region", REGION]


def write_addresses(into: Path, urls: Mapping[str, str]) -> None:
    """Write the database addresses as arguments of `make invoke`, a line each. They contain the database's password, so
    only the file's owner may read it.

    urls: addresses by the template's parameters.
    """
    into.touch(0o600)
    lines = [f"{variable}={urls[parameter]}\n" for parameter, variable in URL_VARIABLES.items()]
    into.write_text("".join(lines), encoding="utf-8")


def write_template(
    into: Path, functions: Mapping[str, Function], more: Mapping[str, str], layers: Mapping[str, Path] | None = None
) -> None:
    """Write the built template with every function's variables, and `more` variables, for this machine's processor.

    layers: folders that become layers of every function, by the layers' names.
    Raises CannotStart if nothing is built.
    """
    try:
        template = transform.parsed((BUILT / "template.yaml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CannotStart("Nothing is built for containers; run: make containers") from error
    template["Parameters"]["Architecture"]["Default"] = architecture()
    resources = template["Resources"]
    for resource in resources.values():
        if uri := _CODE.get(resource["Type"]):
            resource["Properties"][uri] = str(BUILT / resource["Properties"][uri])
    for name, folder in (layers or {}).items():
        resources[name] = {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": str(folder)}}
        template["Globals"]["Function"]["Layers"].append({"Ref": name})
    for function in functions.values():
        properties = resources[function.logical_id]["Properties"]
        properties["Environment"] = {"Variables": {**function.environment, **more}}
    into.write_text(json.dumps(template), encoding="utf-8")


def architecture() -> str:
    """This machine's processor, by Lambda's name for it. Raises CannotStart."""
    machine = platform.machine().lower()
    if machine not in _ARCHITECTURES:
        raise CannotStart(f"Lambda does not support this machine's processor, {machine}.")
    return _ARCHITECTURES[machine]


def address() -> str:
    """The address at which containers reach this machine: that of Docker's bridge, or 127.0.0.1 where Docker runs in a
    virtual machine that forwards to it. Raises CannotStart."""
    command = [
        "docker",
        "run",
        "--rm",
        "--add-host",
        f"{HOST}:host-gateway",
        "--entrypoint",
        "cat",
        IMAGE,
        "/etc/hosts",
    ]
    try:
        result = subprocess.run(  # nosec B603 (without a shell; the command is above)
            command, capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(f"Docker does not answer, or has no image {IMAGE}; run: make image") from error
    (gateway,) = (line.split()[0] for line in result.stdout.splitlines() if line.endswith(HOST))
    try:
        socket.create_server((gateway, 0)).close()
    except OSError:
        return "127.0.0.1"
    return gateway


def postgres_settings(home: Path, listen_at: str) -> dict[str, str]:
    """Postgres settings that let containers connect by password. Locally the socket's folder protects the database."""
    home.mkdir(mode=0o700, exist_ok=True)
    hba = home / "pg_hba.conf"
    hba.write_text("local all all trust\nhost all all all scram-sha-256\n", encoding="ascii")
    return {"listen_addresses": listen_at, "hba_file": str(hba)}


def set_password(admin_url: str) -> str:
    """Give all of Purser's logins, the administrator included, one new random password, and return it."""
    password = secrets.token_urlsafe(24)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        logins = r"select rolname from pg_roles where rolname like 'purser\_%' and rolcanlogin"
        for (role,) in admin.execute(logins).fetchall():
            admin.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), password))
    return password


def database_url(role: str, password: str, dbname: str, port: int = 5432) -> str:
    """The URL at which a container connects to the database. role: empty if the function's variable names it."""
    return f"postgresql://{role}:{password}@{HOST}:{port}/{dbname}"
