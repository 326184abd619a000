"""The SQL function `post` refuses malformed input from every caller."""

from typing import Final

import psycopg
import pytest

from tests.support import kit
from tests.support.kit import Database

ARRAYS: Final = {
    "transaction_numbers": "{1,1}",
    "owner_kinds": "{person,treasury}",
    "owner_ids": '{ann,""}',
    "currencies": "{USD,USD}",
    "amounts": "{10.00,-10.00}",
    "required_agents": "{null,null}",
    "overdrafts": "{f,f}",
}
"""The arrays of a credit of 10.00 USD."""


def post(database: Database, **other: str | None) -> str | None:
    """Post the credit as the application, with some arrays replaced. Returns the SQLSTATE of a refusal, or None."""
    arrays = ARRAYS | other
    try:
        with (
            psycopg.connect(database.url, autocommit=True, prepare_threshold=None) as application,
            kit.announced(application),
        ):
            application.execute(
                """
                select post('acme', 'x', '[{"kind": "manual_adjust"}]', %s::int[], %s::text[], %s::text[],
                            %s::text[], %s::numeric[], %s::text[], %s::bool[], now())
                """,
                list(arrays.values()),
            )
    except psycopg.Error as refused:
        return refused.sqlstate
    return None


def assert_nothing_posted(database: Database) -> None:
    written = "select (select count(*) from entries) + (select count(*) from transactions)"
    assert database.value(written) == 0


def test_arrays_of_equal_length_that_begin_at_1_are_posted(database: Database) -> None:
    assert post(database) is None

    assert database.value("select count(*) from entries") == 2
    database.assert_consistent()


def test_two_currencies_are_refused_wherever_the_arrays_begin(database: Database) -> None:
    """Without a check of the bounds, `post` would pair numbers and currencies by position, but read them by index."""
    refused = post(database, transaction_numbers="[-1:2]={5,6,1,1}", currencies="{USD,COIN}", amounts="{10.00,-1000}")

    assert refused == "PL020"
    assert_nothing_posted(database)


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_that_does_not_begin_at_1_is_refused(database: Database, name: str) -> None:
    assert post(database, **{name: f"[0:1]={ARRAYS[name]}"}) == "PL020"
    assert_nothing_posted(database)


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_that_is_shorter_or_longer_than_the_others_is_refused(database: Database, name: str) -> None:
    first, second = ARRAYS[name].strip("{}").split(",")

    assert post(database, **{name: f"{{{first}}}"}) == "PL020"
    assert post(database, **{name: f"{{{first},{second},{second}}}"}) == "PL020"
    assert_nothing_posted(database)


@pytest.mark.parametrize("name", ARRAYS)
def test_a_two_dimensional_an_empty_and_a_null_array_are_refused(database: Database, name: str) -> None:
    assert post(database, **{name: f"{{{ARRAYS[name]}}}"}) == "PL020"
    assert post(database, **{name: "{}"}) == "PL020"
    assert post(database, **{name: None}) == "PL020"
    assert_nothing_posted(database)


def test_a_call_without_entries_is_refused(database: Database) -> None:
    assert post(database, **dict.fromkeys(ARRAYS, "{}")) == "PL020"


@pytest.mark.parametrize("numbers", ["{1,2}", "{0,1}", "{1,null}"])
def test_an_entry_whose_transaction_is_not_in_the_call_is_refused(database: Database, numbers: str) -> None:
    assert post(database, transaction_numbers=numbers) == "PL020"
    assert_nothing_posted(database)


@pytest.mark.parametrize("currencies", ["{USD,COIN}", "{COIN,USD}"])
def test_a_transaction_in_two_currencies_is_refused(database: Database, currencies: str) -> None:
    amounts = "{10.00,-1000}" if currencies == "{USD,COIN}" else "{1000,-10.00}"

    assert post(database, currencies=currencies, amounts=amounts) == "PL020"
    assert_nothing_posted(database)
