"""One Postgres for each worker, one database for each test, cloned from a migrated template."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from ledger import db, events
from local import lambdas, postgres
from local.postgres import Server
from tests import kit
from tests.kit import ROOT, Database, Person
from tests.live import Bus

os.environ |= {
    "POWERTOOLS_SERVICE_NAME": "purser",
    "POWERTOOLS_METRICS_NAMESPACE": "Purser",
    "AWS_REGION": "eu-central-1",
}

migrate = lambdas.load_module(ROOT / "functions" / "migrate" / "app.py", "functions.migrate.app").migrate
_numbers = count(1)
_TEMPLATE = "template_purser"
# A crash of the machine loses nothing that a test would miss.
_IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The Postgres of this worker; PG chooses the major."""
    with postgres.temporary(int(os.environ.get("PG", "18")), _IN_A_HURRY) as running:
        migrate(running.url(), _TEMPLATE)
        yield running


@pytest.fixture(scope="session")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application connects: with POOLED=1 PgBouncer in transaction mode, else Postgres itself."""
    if not os.environ.get("POOLED"):
        yield str(server.socket_folder)
        return
    folder = tmp_path_factory.mktemp("pooler")
    process = _pooler(server, folder)
    yield str(folder)
    process.terminate()
    process.wait()


@pytest.fixture
def database(server: Server, front: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A fresh database, which the application finds in DATABASE_URL."""
    name = f"purser_{next(_numbers)}"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{_TEMPLATE}" strategy file_copy'.encode())
        url = f"postgresql://purser_app@/{name}?host={front}"
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("RECONCILE_DATABASE_URL", server.url("purser_reconcile", name))
        yield Database(url, server.url(dbname=name))
        db.disconnect()
        admin.execute(f'drop database "{name}" with (force)'.encode())


@pytest.fixture
def agent(database: Database) -> Person:
    return kit.agent()


@pytest.fixture
def other_agent(database: Database) -> Person:
    return kit.agent("agent-2")


@pytest.fixture
def service(database: Database) -> Person:
    return kit.service()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    """The bus that the application publishes to."""
    stands_in = Bus()
    monkeypatch.setenv("EVENT_BUS", "purser")
    monkeypatch.setattr(events, "_client", lambda _within: stands_in)
    return stands_in


def _pooler(server: Server, folder: Path) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addr": "",
        "unix_socket_dir": folder,
        "listen_port": 5432,
        "auth_type": "any",
        "pool_mode": "transaction",
        "max_client_conn": 500,
        "default_pool_size": 20,
        "server_round_robin": 1,  # a statement that relies on its session soon meets another one
        "logfile": folder / "log",
        "pidfile": folder / "pid",
    }
    configuration = folder / "pgbouncer.ini"
    lines = [f"{name} = {value}" for name, value in settings.items()]
    configuration.write_text(
        f"[databases]\n* = host={server.socket_folder} user=purser_app\n[pgbouncer]\n" + "\n".join(lines) + "\n"
    )
    command = ["pgbouncer", "-q", str(configuration)]
    if server.system_user:  # it refuses to run as root
        folder.chmod(0o777)
        for parent in folder.parents:
            parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(configuration, server.system_user)
        command[1:1] = ["-u", server.system_user]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 20
    while not (folder / ".s.PGSQL.5432").exists():
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.02)
    return process
