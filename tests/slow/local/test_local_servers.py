"""The processes that serve HTTP, and the pages that are built while they serve."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from local import STOP, pages, servers, template
from local.processes import listen
from local.servers import Servers, Settings
from tests.support.local_system import all_have_ended
from tests.support.waiting import HANG_S, eventually

RESERVED = 2
FUNCTION = """
  {name}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/{folder}/
      Handler: app.handler
      Runtime: python3.13
      Timeout: 900
      MemorySize: 256
      {more}
      Events:
        Route: {{Type: HttpApi, Properties: {{ApiId: !Ref Api, Method: GET, Path: /{folder}}}}}
"""
TEMPLATE = f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {{Type: AWS::Serverless::HttpApi}}
{FUNCTION.format(name="Waits", folder="waits", more=f"ReservedConcurrentExecutions: {RESERVED}")}
{FUNCTION.format(name="Process", folder="process", more="")}
{FUNCTION.format(name="Console", folder="console", more="")}
"""
WAITS = """
import os, time
def handler(event, context):
    folder = os.environ["TEST_FOLDER"]
    open(f"{folder}/{time.monotonic_ns()}.entered", "x").close()
    while not os.path.exists(f"{folder}/release"):
        time.sleep(0.01)
    return "done"
"""
PROCESS = """
import os
def handler(event, context):
    print("called")
    return str(os.getpid())
"""
CONSOLE = """
import os
found = os.path.exists(os.environ["TEST_FOLDER"] + "/index.html")
def handler(event, context):
    return {"statusCode": 200 if found else 404}
"""


@dataclass
class Started:
    servers: Servers
    base_url: str
    folder: Path
    failures: list[Exception]
    failed: threading.Event

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Over a connection of its own."""
        return httpx.get(f"{self.base_url}/{path}", headers=headers, timeout=HANG_S)

    def processes(self) -> set[int]:
        """Those that answered one of several calls."""
        return {int(self.get("process").text) for _ in range(20)}


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    for name, code in {"waits": WAITS, "process": PROCESS, "console": CONSOLE}.items():
        (tmp_path / "functions" / name).mkdir(parents=True)
        (tmp_path / "functions" / name / "app.py").write_text(code)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    monkeypatch.setenv("TEST_FOLDER", str(tmp_path))
    deployed = template.read(tmp_path / "template.yaml", {})
    shared = servers.reserved(deployed)
    settings = Settings(deployed, shared, tmp_path, tmp_path / "functions.log", "http://127.0.0.1:9", "", True)
    failures: list[Exception] = []
    failed = threading.Event()

    def fail(error: Exception) -> None:
        failures.append(error)
        failed.set()

    with listen(0) as listener:
        running = Servers(settings, listener, fail)
        try:
            running.serve()
            yield Started(running, f"http://127.0.0.1:{listener.getsockname()[1]}", tmp_path, failures, failed)
        finally:
            (tmp_path / "release").touch()
            running.end()


def test_processes_share_the_port_the_reserved_concurrency_and_the_log_and_end_with_the_system(
    started: Started,
) -> None:
    serving = psutil.Process().children(recursive=True)
    assert started.processes() <= {process.pid for process in serving} - {os.getpid()}
    assert set((started.folder / "functions.log").read_text().splitlines()) == {"called"}

    with ThreadPoolExecutor(RESERVED) as callers:
        running = [callers.submit(started.get, "waits") for _ in range(RESERVED)]
        assert eventually(lambda: len(list(started.folder.glob("*.entered"))) == RESERVED)
        refused = {started.get("waits").status_code for _ in range(10)}  # in whichever process
        ending = threading.Thread(target=started.servers.end)
        (started.folder / "release").touch()
        ending.start()

    assert refused == {503}
    assert [one.result().text for one in running] == ["done"] * RESERVED, "a running request is finished"
    ending.join()
    assert started.failures == []


def test_a_page_that_is_being_built_is_a_503_until_it_is_built(started: Started) -> None:
    program, browser = started.get("console"), started.get("console", accept="text/html,*/*;q=0.8")

    assert (program.status_code, program.json()["code"]) == (503, "unavailable")
    assert (browser.status_code, browser.headers["refresh"]) == (503, "2")
    assert "are being built" in browser.text

    (started.folder / "index.html").touch()
    started.servers.pages_are_built()

    assert eventually(lambda: {started.get("console").status_code for _ in range(10)} == {200})


def test_a_process_that_ends_by_itself_is_reported(started: Started) -> None:
    os.kill(int(started.get("process").text), signal.SIGKILL)

    assert started.failed.wait(HANG_S)
    assert [str(error) for error in started.failures] == ["A process that serves HTTP ended."]


def test_a_build_reports_what_it_says_and_what_it_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    console = tmp_path / "index.html"
    monkeypatch.setattr(pages, "_CONSOLE", console)
    monkeypatch.setattr(pages, "_BUILT", {"console": console})
    lines: list[str] = []
    ended = threading.Event()

    with pages.building(lines.append, ended.set, ("sh", "-c", f"echo npm ci; touch {console}")):
        assert ended.wait(HANG_S)
        assert eventually(lambda: len(lines) == 3)

    assert lines == ["The console and the documentation are being built", "npm ci", "The console is built"]


def test_the_end_of_the_system_ends_a_build_with_what_it_started(tmp_path: Path) -> None:
    lines: list[str] = []
    finished = tmp_path / "finished"
    program = f"import time; print('begun', flush=True); time.sleep(60); open('{finished}', 'w')"
    command = ("sh", "-c", f'{sys.executable} -c "{program}" & wait')
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # as the running system
    try:
        with pages.building(lines.append, lambda: lines.append("built"), command):
            assert eventually(lambda: "begun" in lines)
            children = psutil.Process().children(recursive=True)
            building = [child for child in children if str(finished) in " ".join(child.cmdline())]
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    assert len(building) == 2
    assert eventually(lambda: all_have_ended(building))
    assert "built" not in lines
    assert not finished.exists()
