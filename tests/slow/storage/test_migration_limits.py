"""A migration that waits or runs too long ends with a reason and leaves the schema as it was."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.edge import cloudformation
from ledger.storage import migration
from local.postgres import SUPERUSER, Server
from tests.support import kit
from tests.support.kit import ROOT, Database
from tests.support.stack import deployed
from tests.support.waiting import HANG_S, eventually

MIGRATIONS = ROOT / "layers/ledger/ledger/sql/migrations"
SLOW = "create table notes (note text); select pg_sleep(600)"
ALTERING = "create table notes (note text); alter table wallets add column note text"
DEADLOCKING = """
    create table notes (note text);
    do $$
    begin
        while exists (select from pg_locks where pid = {pid} and relation = 'approvals'::regclass)
            and not exists (select from pg_locks where pid = {pid} and not granted)
        loop
            perform pg_sleep(0.02);
        end loop;
    end
    $$;
    alter table approvals add column note text
"""
LOCKING = """
    select count(*) from pg_locks
    where database = (select oid from pg_database where datname = current_database())
        and relation = 'requests_0'::regclass and mode = 'AccessExclusiveLock' and granted
"""
WAITING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


@pytest.fixture
def migrated(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database at this release, under the name that the migration function uses."""
    monkeypatch.setenv("ADMIN_DATABASE_URL", server.url())
    migration.migrate(server.url())
    yield Database(server.url(kit.DEFAULT_ROLE, migration.DATABASE), server.url(SUPERUSER, migration.DATABASE))
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        admin.execute(f'drop database "{migration.DATABASE}" with (force)'.encode())


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that adds a file to the migrations of this release."""

    def added(text: str) -> Path:
        for script in MIGRATIONS.iterdir():
            (tmp_path / script.name).write_bytes(script.read_bytes())
        (tmp_path / "9000_notes.sql").write_text(text, encoding="utf-8")
        monkeypatch.setattr(migration, "_MIGRATIONS", tmp_path)
        return tmp_path

    return added


def assert_unchanged(database: Database) -> None:
    assert database.value("select to_regclass('ledger.notes')") is None
    assert database.value("select count(*) from schema_migrations where name = '9000_notes'") == 0


def test_a_migration_fails_if_another_session_locks_its_table(
    server: Server, migrated: Database, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ALTERING)
    with migrated.admin() as other, other.transaction(), monkeypatch.context() as patch:
        patch.setattr(migration, "LOCK_TIMEOUT_S", 0.05)
        other.execute("select from wallets")

        with pytest.raises(psycopg.errors.LockNotAvailable) as raised:
            migration.migrate(server.url())

    assert raised.value.sqlstate == "55P03"
    assert_unchanged(migrated)
    assert migration.migrate(server.url()).after == "9000_notes", "the migration succeeds later"


@pytest.mark.parametrize(
    "begun",
    [
        "lock table requests_1 in access share mode",  # a write that looks its key up
        "select from lifetimes where table_name = 'requests' for update",  # the relay that removes expired keys
    ],
)
def test_a_migration_waits_for_what_has_begun_before_it_locks_what_this_needs(
    server: Server, migrated: Database, monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    """Also a migration that only replaces functions and triggers."""
    monkeypatch.setattr(migration, "LOCK_TIMEOUT_S", HANG_S)
    with migrated.admin() as admin:
        admin.execute("update lifetimes set part = 1 where table_name = 'requests'")

    with ThreadPoolExecutor() as threads, migrated.admin() as other, other.transaction():
        other.execute(begun.encode())
        upgrade = threads.submit(migration.migrate, server.url())
        assert eventually(lambda: migrated.value(WAITING) == 1 or upgrade.done())
        assert not upgrade.done()
        for table in ("requests_0", "requests_2", "wallets", "entries", "transactions", "outbox", "requests"):
            other.execute(f"lock table {table} in row exclusive mode nowait".encode())

    assert upgrade.result().before == upgrade.result().after


def test_a_migration_that_deadlocks_with_a_request_begins_again(
    server: Server, migrated: Database, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "LOCK_TIMEOUT_S", HANG_S)
    with ThreadPoolExecutor() as threads, migrated.admin() as request, request.transaction():
        request.execute("set local deadlock_timeout = '1h'")  # so that PostgreSQL ends the migration
        request.execute("select from approvals")
        add(DEADLOCKING.format(pid=request.info.backend_pid))
        upgrade = threads.submit(migration.migrate, server.url())
        assert eventually(lambda: migrated.value(LOCKING) == 1 or upgrade.done())
        request.execute("select from requests_0")

    assert upgrade.result().after == "9000_notes"


def test_a_migration_that_waits_too_long_for_another_one_is_an_error(
    server: Server, migrated: Database, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "TURN_TIMEOUT_S", 0.05)
    add(ALTERING)
    with psycopg.connect(server.url(), autocommit=True) as first:
        first.execute("select pg_advisory_lock(%s)", (migration._LOCK_KEY,))

        with pytest.raises(
            migration.AnotherMigration, match=r"Another migration .* within 0\.05 s\. Try again later\."
        ):
            migration.migrate(server.url())

    assert_unchanged(migrated)


def test_a_migration_that_takes_too_long_is_rolled_back_and_names_the_reason(
    server: Server, migrated: Database, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "TIMEOUT_S", 2)
    add(SLOW)

    with pytest.raises(migration.OutOfTime, match=r"did not end within 2 s\. The schema is as it was\."):
        migration.migrate(server.url())

    assert_unchanged(migrated)


def test_the_database_session_of_a_killed_migration_ends_too(server: Server, migrated: Database, add: Any) -> None:
    folder = add(SLOW)
    program = (
        "import sys, pathlib; from ledger.storage import migration; migration.CLIENT_CHECK_S = 0.05;"
        "migration._MIGRATIONS = pathlib.Path(sys.argv[1]); migration.migrate(sys.argv[2])"
    )
    sleeping = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
    path = os.pathsep.join([str(ROOT / "layers/ledger"), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder), server.url()], env={**os.environ, "PYTHONPATH": path}
    ) as function:
        began = eventually(lambda: migrated.value(sleeping) == 1)
        function.kill()

    assert began
    assert eventually(lambda: migrated.value(sleeping) == 0)
    assert_unchanged(migrated)


def test_each_migration_session_sets_its_limits_on_the_server(server: Server, migrated: Database) -> None:
    names = ["client_connection_check_interval", "lock_timeout", "statement_timeout"]
    with migration._session(server.url(), time.monotonic() + 60) as connection:
        rows = connection.execute("select name, setting::int from pg_settings where name = any (%s)", (names,))
        assert dict(rows.fetchall()) == dict(
            zip(
                names,
                (1000 * s for s in (migration.CLIENT_CHECK_S, migration.LOCK_TIMEOUT_S, migration.TIMEOUT_S)),
                strict=True,
            )
        )


def test_a_migration_ends_early_enough_for_its_function_to_answer() -> None:
    """The function has time for every attempt to answer before Lambda ends it."""
    timeout_s = deployed()["MigrateFunction"]["Properties"]["Timeout"]
    longest_answer_s = cloudformation.ATTEMPTS * cloudformation.ANSWER_TIMEOUT_S

    assert migration.TURN_TIMEOUT_S < migration.TIMEOUT_S
    assert migration.TIMEOUT_S + longest_answer_s < timeout_s


@pytest.mark.parametrize("error", [migration.AnotherMigration, migration.OutOfTime, migration.NewerDatabase])
def test_the_stack_s_events_show_why_a_migration_ended(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = []
    monkeypatch.setattr(cloudformation, "_answer", lambda _event, outcome, _resource: answers.append(outcome))

    def fail(_url: str, **_named: object) -> migration.Migrated:
        raise error("One sentence.")

    monkeypatch.setattr(migration, "migrate", fail)
    monkeypatch.setenv("ADMIN_DATABASE_URL", "postgresql://")
    event = {"ResponseURL": "https://x", "RequestType": "Create", "ResourceProperties": {"Layer": "arn:1"}}
    kit.handler("migrate")(event, kit.context("migrate"))

    assert answers == [{"Status": "FAILED", "Reason": "One sentence.", "Data": {}}]
