"""PgBouncer in transaction mode, the closest local equivalent of RDS Proxy."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from local.postgres import SUPERUSER, Server
from tests.support.waiting import eventually


@contextmanager
def running(
    server: Server, folder: Path, settings: Mapping[str, object] | None = None, in_session_mode: Sequence[str] = ()
) -> Iterator[Path]:
    """Run PgBouncer in front of a server during the block. Yields the folder of its socket.

    settings: overrides for pgbouncer.ini. in_session_mode: roles with a session for each connection, such as those
    that use direct sessions in a deployment.
    """
    chosen = {
        "listen_addr": "",
        "unix_socket_dir": folder,
        "listen_port": 5432,
        "auth_type": "trust",
        "auth_file": folder / "users",
        "admin_users": SUPERUSER,
        "pool_mode": "transaction",
        "max_client_conn": 500,
        "default_pool_size": 20,
        "server_round_robin": 1,  # the next statement gets another session, so a test that relies on one session fails
        "logfile": folder / "log",
        "pidfile": folder / "pid",
        **(settings or {}),
    }
    configuration = folder / "pgbouncer.ini"
    if "auth_file" not in (settings or {}):
        users = [SUPERUSER, *logins(server)]
        (folder / "users").write_text("".join(f'"{user}" ""\n' for user in users), encoding="ascii")
    lines = ["[databases]", f"* = host={server.socket_folder}", "[users]"]
    lines += [f"{role} = pool_mode=session" for role in in_session_mode]
    lines += ["[pgbouncer]", *(f"{name} = {value}" for name, value in chosen.items())]
    configuration.write_text("\n".join(lines) + "\n")
    command = ["pgbouncer", "-q", str(configuration)]
    if server.system_user:  # PgBouncer refuses to run as root
        folder.chmod(0o777)
        for parent in folder.parents:
            parent.chmod(parent.stat().st_mode | 0o011)
        for file in folder.iterdir():
            shutil.chown(file, server.system_user)
        command[1:1] = ["-u", server.system_user]
    process = subprocess.Popen(command)
    try:
        socket = folder / f".s.PGSQL.{chosen['listen_port']}"
        assert eventually(lambda: socket.exists() or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        yield folder
    finally:
        process.terminate()
        process.wait()


def end_sessions(folder: str, database: str) -> None:
    """Let a running PgBouncer end all its sessions with a database, and those of its clients."""
    with psycopg.connect(host=folder, dbname="pgbouncer", user=SUPERUSER, autocommit=True) as console:
        console.execute(f'kill "{database}"'.encode())
        console.execute(f'resume "{database}"'.encode())


def logins(server: Server) -> list[str]:
    """Purser's logins, which PgBouncer must know."""
    with psycopg.connect(server.url(SUPERUSER)) as admin:
        found = admin.execute(r"select rolname from pg_roles where rolname like 'purser\_%' and rolcanlogin").fetchall()
    return [name for (name,) in found]
