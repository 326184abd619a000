"""The embedded server: one owner, two major versions, and a restart after any kind of end."""

import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from local import CannotStart, postgres

ROOT = Path(__file__).resolve().parents[3]
OWNER = """
import pathlib, sys
from local import postgres
server = postgres.start(pathlib.Path(sys.argv[1]))
print(server.url(postgres.SUPERUSER), flush=True)
sys.stdin.read()
"""


def processes_in(folder: Path) -> list[psutil.Process]:
    """Every Postgres process that works in `folder`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()).is_relative_to(folder):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def write(server: postgres.Server, number: int) -> None:
    with psycopg.connect(server.url(postgres.SUPERUSER)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def stored_numbers(server: postgres.Server) -> list[int]:
    with psycopg.connect(server.url(postgres.SUPERUSER)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY 1")]


@pytest.mark.parametrize("major", [16, 18])
def test_a_folder_keeps_its_data_and_its_major_version(tmp_path: Path, major: int) -> None:
    server = postgres.start(tmp_path / "kept", major)
    write(server, 1)
    server.stop()
    server.stop()

    again = postgres.start(tmp_path / "kept", 16 if major == 18 else 18)

    try:
        with psycopg.connect(again.url()) as connection:
            assert connection.info.server_version // 10_000 == again.major == major
            settings = "SELECT current_setting('fsync'), current_setting('TimeZone'), lower('É')"
            assert connection.execute(settings).fetchone() == ("on", "UTC", "é")
        assert stored_numbers(again) == [1]
    finally:
        again.stop()
    assert not processes_in(tmp_path)


def test_settings_are_passed_to_the_server(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / "set", settings={"max_connections": "17"})
    try:
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW max_connections").fetchone() == ("17",)
    finally:
        server.stop()


def test_other_users_cannot_enter_the_folder_of_the_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)  # too long for the path of a socket, which is then in another folder
    server = postgres.start(folder)
    try:
        write(server, 1)
        assert not server.socket_folder.is_relative_to(folder)
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not server.socket_folder.exists()


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / "one")
    try:
        with pytest.raises(CannotStart, match="in use"):
            postgres.start(tmp_path / "one")
        write(server, 1)
    finally:
        server.stop()


@pytest.mark.parametrize("with_its_server", [False, True], ids=["server left running", "server killed too"])
def test_no_commit_is_lost_if_the_owner_is_killed(tmp_path: Path, with_its_server: bool) -> None:
    folder = tmp_path / "killed"
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            OWNER,
            folder,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    with owner:
        assert owner.stdout
        url = owner.stdout.readline().strip()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        server_processes = processes_in(folder)
        owner.kill()
        owner.wait()
        if with_its_server:
            for process in server_processes:
                with suppress(psutil.NoSuchProcess):  # the death of one process may end the others
                    process.send_signal(signal.SIGKILL)

    server = postgres.start(folder)

    try:
        assert stored_numbers(server) == [7]
    finally:
        server.stop()
    assert server_processes
    assert not processes_in(folder)


def test_a_pid_file_that_names_another_program_is_ignored(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / "stale")
    write(server, 1)
    server.stop()
    (tmp_path / "stale" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    again = postgres.start(tmp_path / "stale")

    try:
        assert stored_numbers(again) == [1]
    finally:
        again.stop()


def test_a_server_starts_after_initdb_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    (folder / "initdb-abandoned").mkdir(parents=True)
    (folder / "initdb-abandoned" / "PG_VERSION").write_text("18\n")

    server = postgres.start(folder)

    server.stop()
    assert not (folder / "initdb-abandoned").exists()


def test_an_unusable_folder_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for folder in (tmp_path / "file", tmp_path / "no" / "parent", tmp_path / "file" / "below"):
        with pytest.raises(CannotStart, match="cannot be used"):
            postgres.start(folder)


def test_a_server_that_refuses_to_start_reports_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="max_connections"):
        postgres.start(tmp_path / "refuses", settings={"max_connections": "none"})

    postgres.start(tmp_path / "refuses").stop()


def test_a_temporary_server_leaves_nothing() -> None:
    with postgres.temporary() as server:
        folder = server.folder
        write(server, 1)

    assert not folder.exists()
    assert not processes_in(folder)
