"""Functions in containers like Lambda's own, as `sam local start-lambda` runs them: the second way to call them.

What runs is what `sam build` made of the template for this machine's processor, layer included, in the image of
tools/runtime_image.sh. SAM keeps one container for each function, so calls of one function wait for each other. It
passes only variables on that the template names, so the template it reads is the built one with this machine's values.
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
from collections.abc import Mapping, Sequence
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

HOST = "host.docker.internal"  # this machine, as a container calls it
IMAGE = "localhost/lambda-python:3.13"
URL_VARIABLES = {
    "DatabaseUrl": "DATABASE_URL",
    "AdminDatabaseUrl": "ADMIN_DATABASE_URL",
    "ReconcileDatabaseUrl": "RECONCILE_DATABASE_URL",
}
"""The template's parameters that say where the database is, and the variables that `make invoke` takes them from."""
BUILT = Path(__file__).resolve().parent.parent / ".aws-sam" / "containers"
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
_READY_WITHIN = 60.0
_STOPPED_WITHIN = 180.0  # it stops one container after the other
_COLD = 60.0  # seconds beyond its own time that a function may take, where its container has to be made first
_log = logging.getLogger(__name__)


def _without_the_functions_own(functions: Mapping[str, Function]) -> dict[str, str]:
    """This process's environment; SAM would take a variable of it before the template's value."""
    theirs = {name for function in functions.values() for name in function.environment}
    return {name: value for name, value in os.environ.items() if name not in theirs}


class Containers:
    """Every function of the template, ready to be called by name. log: what SAM and the functions write."""

    def __init__(self, functions: Mapping[str, Function], template: Path, log: Path):
        self._functions = functions
        self._threads = ThreadPoolExecutor(ENVIRONMENTS, thread_name_prefix="container")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        # -P: the folder of the file holds modules of ours, not of SAM's.
        command = [sys.executable, "-P", str(Path(__file__).with_name("sam_local.py")), "start-lambda"]
        command += [*options(template), "--port", str(port), "--warm-containers", "LAZY", "--no-watch"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # nosec B603 (without a shell; nothing in it comes from outside)
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=_without_the_functions_own(functions),
                start_new_session=True,  # Ctrl-C at a terminal reaches us only
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
        deadline = time.monotonic() + _READY_WITHIN
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        raise CannotStart(f"SAM does not start its containers; {log} says why.")

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """Call a function, and answer what it answered. Raises FunctionFailed, FunctionTimedOut."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.call, name, event)

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """The same for a caller who has a thread of their own."""
        function = self._functions[name]
        try:
            response = self._client.post(
                f"{function.logical_id}/invocations",
                content=json.dumps(event),
                headers={"content-type": "application/json"},
                timeout=function.timeout + _COLD,
            )
            return answered(response, function)
        except httpx.TimeoutException as error:
            raise FunctionTimedOut from error
        except httpx.HTTPError as error:
            _log.error("%s cannot be called: %s", name, type(error).__name__)
            raise FunctionFailed from error

    def stop(self) -> None:
        """End SAM, which removes its containers; calls that are under way fail."""
        try:
            # Closes its standard input, which ends it. A signal beside that would interrupt its removing of containers.
            self._process.communicate(timeout=_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._threads.shutdown(cancel_futures=True)
        self._client.close()


def answered(response: httpx.Response, function: Function) -> Any:
    """What a function answered. SAM says 200 also where it raised or ran out of time, and then shows what happened.

    Its header says only of some failures that they are one, so what its body has is looked at, too.
    Raises FunctionFailed, FunctionTimedOut.
    """
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
    """What every command of `sam local` is told, so that its containers are like Lambda's and find this machine."""
    image = ["--invoke-image", IMAGE, "--skip-pull-image"]
    return ["--template", str(template), *image, "--add-host", f"{HOST}:host-gateway", "--region", REGION]


def write_template(
    into: Path, functions: Mapping[str, Function], more: Mapping[str, str], layers: Mapping[str, Path] | None = None
) -> None:
    """The built template, with every function's variables and `more` of them, for this machine's processor.

    layers: folders that stand in every container under /opt, by the names of their layers.
    Raises CannotStart where nothing is built.
    """
    try:
        template = transform.parsed((BUILT / "template.yaml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CannotStart("Nothing is built to run in containers: make containers does it.") from error
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
    """This machine's processor, as Lambda names it. Raises CannotStart."""
    machine = platform.machine().lower()
    if machine not in _ARCHITECTURES:
        raise CannotStart(f"Lambda has no processor like this machine's, {machine}.")
    return _ARCHITECTURES[machine]


def address() -> str:
    """Where this machine has to listen for containers: on the bridge to them, or, where Docker has a machine of its
    own, at home, where that one leads to. Raises CannotStart."""
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
        asked = subprocess.run(  # nosec B603 (without a shell; the command stands above)
            command, capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(f"Docker does not answer, or has no {IMAGE}: make image does it.") from error
    (gateway,) = (line.split()[0] for line in asked.stdout.splitlines() if line.endswith(HOST))
    try:
        socket.create_server((gateway, 0)).close()
    except OSError:
        return "127.0.0.1"
    return gateway


def postgres_settings(home: Path, listen_at: str) -> dict[str, str]:
    """What lets containers into Postgres, by password; on this machine its socket's folder keeps others out."""
    home.mkdir(mode=0o700, exist_ok=True)
    hba = home / "pg_hba.conf"
    hba.write_text("local all all trust\nhost all all all scram-sha-256\n", encoding="ascii")
    return {"listen_addresses": listen_at, "hba_file": str(hba)}


def give_password(admin_url: str, roles: Sequence[str]) -> str:
    """A new one, which these roles have from now on."""
    password = secrets.token_urlsafe(24)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for role in roles:
            admin.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), password))
    return password


def database_url(role: str, password: str, dbname: str, port: int = 5432) -> str:
    """What a container connects to."""
    return f"postgresql://{role}:{password}@{HOST}:{port}/{dbname}"
