"""The whole local system as a process: start, end and restart."""

import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from local import containers, processes
from local.__main__ import main
from local.processes import listen
from tests.support.kit import ROOT
from tests.support.local_system import (
    Running,
    all_have_ended,
    environment,
    free_port,
    run,
    start_process,
    start_system,
)
from tests.support.waiting import HANG_S, eventually

Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    """A function that starts systems. They are ended after the test."""
    all_started: list[Running] = []

    def start(folder: Path | None = None, port: int | None = None, **more: str) -> Running:
        all_started.append(start_system(port or free_port(), folder, **more))
        return all_started[-1]

    yield start
    for running in all_started:
        running.process.terminate()
        try:
            running.process.communicate(timeout=HANG_S)
        except subprocess.TimeoutExpired:
            for process in running.process_tree():
                process.kill()
            running.process.kill()
            running.process.communicate()
            raise


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("system") / "kept"


@pytest.fixture(scope="module")
def system(folder: Path) -> Iterator[Running]:
    """A system for the tests that do not end it."""
    running = start_system(free_port(), folder)
    yield running
    running.process.terminate()
    assert running.ended() == (0, "")


def test_the_local_system_prints_its_steps_and_its_address(system: Running) -> None:
    running = system

    assert len(running.output) >= 4
    assert httpx.get(f"{running.base_url}/healthz", timeout=HANG_S).status_code == 200
    assert httpx.get(f"{running.base_url}/api/v1/agent/clients", timeout=HANG_S).json() == {"message": "Unauthorized"}


def test_the_local_system_stops_cleanly_with_an_open_connection(start: Start) -> None:
    temporary = set(Path(tempfile.gettempdir()).glob("purser-*"))
    running = start()
    processes = running.process_tree()
    with httpx.Client(base_url=running.base_url, timeout=HANG_S) as client:
        assert client.get("/healthz").status_code == 200

        running.process.send_signal(signal.SIGTERM)

        assert running.ended() == (0, "")
    assert processes
    assert eventually(lambda: all_have_ended(processes))
    assert not running.home.exists()
    assert running.home not in temporary


def test_the_local_system_stops_cleanly_by_control_c_and_ignores_further_signals(start: Start, tmp_path: Path) -> None:
    running = start(tmp_path / "kept")
    processes = running.process_tree()

    for sent_signal in (signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        running.process.send_signal(sent_signal)

    assert running.ended() == (0, "")
    assert running.rest == ["Purser has ended"]
    assert eventually(lambda: all_have_ended(processes))
    assert not (tmp_path / "kept" / "postgres" / "postmaster.pid").exists(), "Postgres was stopped, not killed"


@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)], ids=["once", "twice"])
def test_signals_during_the_start_stop_the_local_system(tmp_path: Path, signals: tuple[signal.Signals, ...]) -> None:
    with start_process(free_port(), tmp_path / "kept") as process:
        assert process.stdout
        process.stdout.readline()
        processes = psutil.Process(process.pid).children(recursive=True)

        for sent_signal in signals:
            process.send_signal(sent_signal)

        output, errors = process.communicate(timeout=HANG_S)
    assert (process.returncode, errors) == (0, "")
    assert output.splitlines()[-1] == "Purser has ended"
    assert processes
    assert eventually(lambda: all_have_ended(processes))


def test_a_port_in_use_is_a_one_line_error_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        refused = run("run", port, tmp_path / "kept")

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [f"Port {port} cannot be used: Address already in use."]
    assert not (tmp_path / "kept").exists()


def test_an_answer_on_a_kept_alive_connection_does_not_wait_for_an_acknowledgement() -> None:
    with listen(0) as listener, socket.create_connection(listener.getsockname()):
        answering, _ = listener.accept()
        with answering:
            assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_folder_in_use_is_a_one_line_error(system: Running, folder: Path) -> None:
    refused = run("run", free_port(), folder)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [f"The folder {folder} is in use by another running Purser."]
    assert httpx.get(f"{system.base_url}/healthz", timeout=HANG_S).status_code == 200


def test_a_folder_with_files_of_somebody_else_is_refused_and_left_unchanged(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada", encoding="utf-8")

    refused = run("run", free_port(), tmp_path)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"The folder {tmp_path} has files of somebody else; name an empty folder, or one that is new."
    ]
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("in_containers", [False, True])
def test_the_paths_of_a_relative_folder_are_absolute_for_other_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_containers: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(containers, "address", lambda: "127.0.0.1")  # without Docker

    with processes.start(0, Path("kept"), 18, in_containers) as running:
        assert running.home == tmp_path / "kept"
        assert running.server.folder == tmp_path / "kept"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"DATA": "no/parent"}, "no/parent cannot be used"),
        ({"DATA": "pyproject.toml"}, "pyproject.toml cannot be used"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "99999"}, "PORT"),
        ({"PG": "17"}, "Postgres 17"),
        ({"PG": "latest"}, "PG"),
    ],
)
def test_an_invalid_setting_is_a_one_line_error(
    setting: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (environment(free_port(), None) | setting).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        code = main(["run"])
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    output = capsys.readouterr()
    (line,) = output.err.splitlines()
    assert (code, output.out) == (1, "")
    assert message in line


def test_a_killed_local_system_restarts_with_its_data(start: Start, tmp_path: Path) -> None:
    port = free_port()
    killed = start(tmp_path / "kept", port, PG="18")
    bearer = {"Authorization": f"Bearer {killed.token(roles=['agent'])}"}
    customer = {"username": "alice", "account_type": "postup"}
    created = httpx.post(f"{killed.base_url}/api/v1/agent/clients", json=customer, headers=bearer, timeout=HANG_S)
    assert created.status_code == 201, created.text
    processes = killed.process_tree()
    killed.process.kill()
    killed.process.wait()

    running = start(tmp_path / "kept", port, PG="16")

    assert running.output[0] == "Postgres 18 is running", "a folder keeps the major version that it was created with"
    url = f"{running.base_url}/api/v1/agent/clients/{created.json()['customer_id']}"
    assert httpx.get(url, headers=bearer, timeout=HANG_S).json()["username"] == "alice", (
        "the token issued before the restart is still valid"
    )
    assert eventually(lambda: all_have_ended(processes))
    running.process.send_signal(signal.SIGTERM)
    assert running.ended() == (0, "")


def test_the_demo_loads_its_data_once_and_continues_with_live_bets_on_request(system: Running) -> None:
    running = system
    port = int(running.base_url.rsplit(":", 1)[1])

    first, second = run("demo", port), run("demo", port)

    assert (first.returncode, first.stderr) == (second.returncode, second.stderr) == (0, "")
    assert "The demo data exists already." not in first.stdout
    assert "The demo data exists already." in second.stdout
    customers = {
        "agent-ada": ["alice", "bruno", "chen", "farah", "goran", "hana", "ivo", "joana", "kofi", "lena"],
        "agent-ben": ["dora", "emil"],
    }
    for agent, names in customers.items():
        bearer = running.token(sub=agent, tenant_id="demo", roles=["agent"])
        clients = httpx.get(
            f"{running.base_url}/api/v1/agent/clients", headers={"Authorization": bearer}, timeout=HANG_S
        ).json()
        assert [client["username"] for client in clients["items"]] == names

    command = [sys.executable, "-m", "local", "demo"]
    with subprocess.Popen(command, env=environment(port, None, LIVE="1"), cwd=ROOT, stdout=subprocess.PIPE) as live:
        assert live.stdout
        assert any(b" in, " in line for line in live.stdout), "a bet was placed and cashed out"
        live.send_signal(signal.SIGINT)
        assert live.wait(HANG_S) == 0


def test_the_demo_without_a_running_system_is_a_one_line_error() -> None:
    port = free_port()

    refused = run("demo", port)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"Nothing answers at http://127.0.0.1:{port}; start it with: make run (another port: PORT=)"
    ]
