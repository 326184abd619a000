"""docs/retention.md: how long each table keeps its rows, who removes them, and what an erasure changes in it."""

import re

from ledger.cashier import erasure
from ledger.storage import lifetimes
from tests.support.kit import ROOT, Database

PAGE = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip(" `"): [cell.strip() for cell in cells[1:]]
    for cells in (line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| `"))
}
"""By table: how long, who removes, what an erasure does."""


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def test_every_table_has_a_stated_retention(database: Database) -> None:
    tables = database.rows("""
        select c.relname as name from pg_class c
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    """)

    assert ROWS.keys() == {table["name"] for table in tables}
    assert all(len(cells) == 3 and all(cells) for cells in ROWS.values())


def test_the_tables_with_a_lifetime_are_those_that_the_relay_expires(database: Database) -> None:
    expired = {table for table, (_, removed_by, _) in ROWS.items() if "`expire`" in removed_by}

    assert expired == set(lifetimes.TABLES)
    assert expired == {row["table_name"] for row in database.rows("select table_name from lifetimes")}


def test_the_page_names_every_column_that_an_erasure_changes(database: Database) -> None:
    """The columns are those for which the role of erasures has a privilege. Other columns are not texts of a person."""
    granted = database.rows("""
        select c.relname as on_table, a.attname as name from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and a.attacl is not null
    """)
    expected: dict[str, set[str]] = {}
    for row in granted:
        expected.setdefault(row["on_table"], set()).add(row["name"])

    assert {table: names_in(erased) for table, (_, _, erased) in ROWS.items() if names_in(erased)} == expected


def test_every_text_column_is_erased_or_the_page_says_why_it_is_not(database: Database) -> None:
    """Texts that people write have no collation "C": they are not compared byte by byte. JSON has such texts too."""
    columns = database.rows("""
        select c.relname as on_table, a.attname as name from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_collation l on l.oid = a.attcollation and l.collname <> 'C'
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        union
        select c.relname, a.attname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'json'::regtype
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    """)
    erased = {(table, name) for table, (_, _, cell) in ROWS.items() for name in names_in(cell)}
    whole_rows = {table for table, (_, _, cell) in ROWS.items() if "deleted" in cell}
    section = PAGE.partition("## Texts that are kept")[2]
    kept = {(table, name) for table, name in re.findall(r"`(\w+)\.(\w+)`", section)}

    found = {(column["on_table"], column["name"]) for column in columns}
    assert {one for one in found - erased if one[0] not in whole_rows} == kept
    assert not kept & erased


def test_the_receipt_says_why_each_table_with_rows_about_a_person_keeps_them() -> None:
    about_a_person = {table for table, (_, _, erased) in ROWS.items() if not erased.startswith("no person")}
    soon_removed = {"contacts", "deliveries", "monitors", "outbox", "published"}

    assert erasure.KEPT.keys() == about_a_person - soon_removed
