"""Functions in local containers: the database addresses for `make invoke`."""

from pathlib import Path

from local import containers


def test_the_addresses_for_make_invoke_are_in_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    file = tmp_path / "addresses"

    containers.write_addresses(file, {parameter: f"postgresql://{parameter}" for parameter in containers.URL_VARIABLES})

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8").split() == [
        "DATABASE_URL=postgresql://DatabaseUrl",
        "ADMIN_DATABASE_URL=postgresql://AdminDatabaseUrl",
        "RECONCILE_DATABASE_URL=postgresql://ReconcileDatabaseUrl",
    ]
