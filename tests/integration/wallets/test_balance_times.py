"""A balance or statement of a time is final: a posting that commits later does not change it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg

from ledger.storage import sessions
from tests.support import kit
from tests.support.kit import Database, Person

LATER = "2999-01-01"


@contextmanager
def open_posting(database: Database, owner_id: str, amount: int) -> Iterator[None]:
    """A posting of the application that commits at the end of the block."""
    with closing(psycopg.connect(database.url)) as connection:
        connection.execute("select ledger.announce('acme', 'x')")
        connection.execute(
            """
            select ledger.post('acme', 'x', '[{"kind": "manual_adjust"}]', %s::ledger.posting_entry[],
                               clock_timestamp())
            """,
            (
                [
                    (1, "person", owner_id, "COIN", amount, None, False),
                    (1, "treasury", "", "COIN", -amount, None, False),
                ],
            ),
        )
        yield
        connection.commit()


def read(service: Person, owner_id: str, what: str = "balance", **query: object) -> Any:
    answer = service.get(f"/api/v1/wallets/{owner_id}/{what}", {"currency": "COIN"} | query)
    assert answer.status == 200, answer.text
    return answer.json


def test_a_balance_read_during_an_open_posting_is_the_same_when_read_again_for_its_time(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "10")

    with open_posting(database, "ann", 5):
        before = read(service, "ann")
        listed = service.get("/api/v1/wallets/ann").json["wallets"][0]

    for balance in (before, listed):
        assert (balance["balance"], balance["is_provisional"]) == ("10", False)
        now_only = {"held": None, "available": None}
        assert read(service, "ann", at=balance["at"]) == balance | now_only
    assert read(service, "ann")["balance"] == "15"


def test_the_balance_of_an_owner_without_a_wallet_is_zero_when_read_again_for_its_time(
    service: Person, database: Database
) -> None:
    with open_posting(database, "new", 5):
        before = read(service, "new")

    again = read(service, "new", at=before["at"])
    assert (again["balance"], again["at"]) == ("0", before["at"])


def test_the_time_of_a_balance_is_not_before_its_last_entry(service: Person, database: Database) -> None:
    kit.credit(service, "other", "1")

    with open_posting(database, "other", 5):
        kit.credit(service, "ann", "10")
        balance = read(service, "ann")

    (entry,) = read(service, "ann", "transactions")["items"]
    assert balance["balance"] == "10"
    assert balance["at"] == entry["created_at"]


def test_a_balance_at_a_time_is_provisional_while_a_posting_may_still_get_that_time(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "10")

    with open_posting(database, "ann", 5):
        now = database.value("select clock_timestamp()").isoformat()
        assert read(service, "ann", at=now)["is_provisional"]
        assert read(service, "ann", "statement", date_to=now)["is_provisional"]

    final = read(service, "ann", at=now)
    assert (final["balance"], final["is_provisional"]) == ("15", False)
    statement = read(service, "ann", "statement", date_to=now)
    assert (statement["closing_balance"], statement["is_provisional"]) == ("15", False)


def test_a_balance_or_statement_for_a_future_time_is_provisional(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")

    assert read(service, "ann", at=LATER)["is_provisional"]
    assert read(service, "ann", "statement", date_to=LATER)["is_provisional"]
    assert read(service, "ann", "statement")["is_provisional"]
    assert read(service, "nobody", at=LATER)["is_provisional"]


def test_two_postings_of_a_wallet_never_have_the_same_time(service: Person, database: Database) -> None:
    """The wallet's last time is ahead of the clock, so the next posting cannot use the clock's time."""
    kit.credit(service, "ann", "10")
    ahead = database.value("select clock_timestamp() + interval '1 s'")
    with database.admin() as admin:
        admin.execute("update wallets set posted_at = %s where owner_id = 'ann'", (ahead,))

    kit.credit(service, "ann", "1")
    before = read(service, "ann")
    kit.credit(service, "ann", "2")

    assert datetime.fromisoformat(before["at"]) == ahead + timedelta(microseconds=1)
    assert read(service, "ann", at=before["at"])["balance"] == "11"


def test_simultaneous_postings_never_change_the_balance_at_a_time(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "100")

    def transfers() -> None:
        for _ in range(20):
            body = {
                "from_owner_id": "ann",
                "to_owner_id": "zoe",
                "amount": 1,
                "currency": "COIN",
                "reason": "p2p_transfer",
            }
            assert service.post("/api/v1/transfers", body).status == 201
        sessions.disconnect()

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(transfers) for _ in range(3)]
        balances_read = []
        while not all(call.done() for call in running):
            balances_read += [(owner, read(service, owner)) for owner in ("ann", "zoe")]
        for call in running:
            call.result()

    again = [read(service, owner, at=balance["at"]) for owner, balance in balances_read]
    assert [balance["balance"] for balance in again] == [balance["balance"] for _, balance in balances_read]


def test_a_wallet_without_entries_has_an_empty_statement(agent: Person, service: Person) -> None:
    customer = kit.new_customer(agent)

    statement = read(service, customer, "statement", currency="USD", date_to="2026-01-01")

    assert (statement["movements"], statement["closing_balance"], statement["is_provisional"]) == ([], "0.00", False)
    assert read(service, customer, "statement", currency="USD")["is_provisional"]
    assert read(service, customer, currency="USD")["balance"] == "0.00"
