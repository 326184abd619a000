"""Functions in local containers: the database addresses for `make invoke`, and what SAM answers for a function."""

from pathlib import Path

import httpx
import pytest

from local import containers
from local.containers import NoResponse
from local.template import Function

FUNCTION = Function("wallets_get", "WalletsGetFunction", Path(), "app", "handler", {}, 29, 512, None)


def test_the_addresses_for_make_invoke_are_in_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    file = tmp_path / "addresses"

    containers.write_addresses(file, {parameter: f"postgresql://{parameter}" for parameter in containers.URL_VARIABLES})

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8").split() == [
        "DATABASE_URL=postgresql://DatabaseUrl",
        "ADMIN_DATABASE_URL=postgresql://AdminDatabaseUrl",
        "RECONCILE_DATABASE_URL=postgresql://ReconcileDatabaseUrl",
    ]


def test_an_empty_answer_of_sam_is_no_response_of_the_function() -> None:
    assert containers.result_of(httpx.Response(200, json={"statusCode": 204}), FUNCTION) == {"statusCode": 204}
    with pytest.raises(NoResponse):
        containers.result_of(httpx.Response(200), FUNCTION)
