"""The settings of autovacuum for each table; docs/performance.md has the measurements."""

import pytest

from tests.support.kit import Database

ONLY_TRUNCATED = [f"{table}_{part}" for table in ("requests", "answer_subjects", "inbox", "feed") for part in range(3)]


def settings(database: Database, table: str) -> dict[str, str]:
    options = database.value("select reloptions from pg_class where oid = %s::regclass", f"ledger.{table}")
    return dict(option.split("=") for option in options or [])


@pytest.mark.parametrize("table", ONLY_TRUNCATED)
def test_inserts_cause_no_vacuum_of_tables_that_are_only_truncated(database: Database, table: str) -> None:
    assert settings(database, table) == {"autovacuum_vacuum_insert_threshold": "-1"}


def test_no_table_turns_autovacuum_off(database: Database) -> None:
    """Autovacuum also freezes old rows, and counts the rows for the planner."""
    found = database.rows("""
        select relname from pg_class
        where relnamespace = 'ledger'::regnamespace and 'autovacuum_enabled=false' = any (reloptions)
    """)

    assert found == []


def test_entries_are_vacuumed_after_two_percent_of_new_rows_so_that_totals_read_only_the_index(
    database: Database,
) -> None:
    assert settings(database, "entries") == {"autovacuum_vacuum_insert_scale_factor": "0.02"}
