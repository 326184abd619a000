"""The SQL function `post` refuses malformed input from every caller."""

import psycopg
import pytest

from tests.support import kit
from tests.support.kit import Database

ANN = "(1, 'person', 'ann', 'USD', 10.00, null, false)"
TREASURY = "(1, 'treasury', '', 'USD', -10.00, null, false)"


def post(database: Database, arguments: str) -> str | None:
    """Call `post` for one transaction as the application. Returns the SQLSTATE of a refusal, or None."""
    try:
        with (
            psycopg.connect(database.url, autocommit=True, prepare_threshold=None) as application,
            kit.announced(application),
        ):
            application.execute(
                f"""select post('acme', 'x', '[{{"kind": "manual_adjust"}}]', {arguments}, now())""".encode()
            )
    except psycopg.Error as refused:
        return refused.sqlstate
    return None


def entries(*rows: str) -> str:
    return f"array[{', '.join(rows)}]::posting_entry[]"


def written(database: Database) -> int:
    found: int = database.value("select (select count(*) from entries) + (select count(*) from transactions)")
    return found


def test_two_entries_are_posted_wherever_their_array_begins_and_whatever_its_dimensions(database: Database) -> None:
    array = entries(ANN, TREASURY)
    for same in (array, f"('[-7:-6]=' || {array}::text)::posting_entry[]", f"array[{array}]"):
        assert post(database, same) is None

    assert written(database) == 3 * (2 + 1)
    assert database.value("select balance from wallets where owner_id = 'ann'") == 3 * 1000
    database.assert_consistent()


@pytest.mark.parametrize(
    ("array", "refusal"),
    [
        pytest.param("null::posting_entry[]", "PL020", id="null"),
        pytest.param(entries(), "PL020", id="no entry"),
        pytest.param(entries(ANN), "PL020", id="one entry"),
        pytest.param(entries(ANN, TREASURY, "null"), "PL020", id="an entry that is null"),
        pytest.param(entries(ANN, TREASURY.replace("1", "2", 1)), "PL020", id="a transaction that is not in the call"),
        pytest.param(entries(ANN, TREASURY.replace("1", "0", 1)), "PL020", id="the transaction 0"),
        pytest.param(entries(ANN, TREASURY.replace("1", "null", 1)), "PL020", id="no transaction"),
        pytest.param(entries(ANN, TREASURY.replace("'treasury'", "null")), "23502", id="no kind of owner"),
        pytest.param(entries(ANN.replace("'ann'", "null"), TREASURY), "23502", id="no owner"),
        pytest.param(
            entries(ANN.replace("'USD'", "null"), TREASURY.replace("'USD'", "null")), "PL005", id="no currency"
        ),
        pytest.param(entries(ANN.replace("10.00", "null"), TREASURY), "PL010", id="no amount"),
        pytest.param(entries(ANN, TREASURY.replace("-10.00", "null")), "PL020", id="no amount for an open wallet"),
        pytest.param(
            entries(ANN, TREASURY.replace("USD", "COIN").replace("-10.00", "-1000")), "PL020", id="currencies"
        ),
        pytest.param(
            entries(ANN.replace("10.00", "-10.00").replace("false", "null"), TREASURY.replace("-10.00", "10.00")),
            "PL001",
            id="a debit without money that does not say whether it is an overdraft",
        ),
        pytest.param(
            entries(ANN, TREASURY, ANN.replace("10.00", "-10.00"), TREASURY.replace("-10.00", "10.00")),
            "PL020",
            id="a guarded wallet after an open one",
        ),
    ],
)
def test_malformed_entries_are_refused(database: Database, array: str, refusal: str) -> None:
    assert post(database, array) == refusal
    assert written(database) == 0


def test_a_currency_is_not_left_out_beside_several(database: Database) -> None:
    """It would be the first of the transaction, and not the customer's own."""
    customer = kit.new_customer(kit.agent(), balance="50.00")
    mixed = entries(
        ANN.replace("'ann', 'USD'", "'0', 'EUR'"), ANN.replace("'ann', 'USD', 10", f"'{customer}', null, -10")
    )

    before = written(database)
    assert post(database, mixed) == "PL020"
    assert written(database) == before


def test_the_call_of_the_previous_release_posts_the_same(database: Database) -> None:
    """It sends the members of the entries as arrays, until a deployment has replaced its code."""
    arrays = "'{1,1}', '{person,treasury}', '{ann,\"\"}', '{USD,USD}', '{10.00,-10.00}', '{null,null}', '{f,f}'"

    assert post(database, arrays) is None
    assert post(database, arrays.replace("{null,null}", "{agent-1,null}")) == "PL004"
    for other in ("{}", "{agent-1}", "[0:1]={agent-1,null}"):
        assert post(database, arrays.replace("{null,null}", other)) == "PL020"

    posted = "select array_agg(array[owner_kind, amount::text] order by entry_number) from entries join wallets"
    assert database.value(f"{posted} using (wallet_id)") == [["person", "1000"], ["treasury", "-1000"]]
    database.assert_consistent()
