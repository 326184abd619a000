"""The trial balance, and the turnovers that it is read from."""

import csv
import io
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from ledger import posting
from ledger.books import trial_balance
from ledger.posting import Entry, Owner, Transaction
from tests.integration.approvals.test_approval_races import begun
from tests.integration.posting.test_checkpoints import begin_epoch, late_transaction, restore
from tests.support import billing, damage, kit
from tests.support.kit import Database, Person, assert_problem

BALANCE = "/api/v1/trial-balance"


def got(reader: Person, **query: object) -> Any:
    answer = reader.get(BALANCE, query)
    assert answer.status == 200, answer.text
    return answer.json


def lines(balance: Any) -> list[str]:
    """The rows and the totals, as in a table."""
    rows = [
        [row["kind"], row["category"], row["account"] or row["owner_id"], row["currency"], *amounts(row)]
        for row in balance["rows"]
    ]
    totals = [["total", total["currency"], *amounts(total)] for total in balance["totals"]]
    return [" ".join(name for name in line if name) for line in rows + totals]


def amounts(row: Any) -> list[str]:
    return [row["debits"], row["credits"], row["balance"]]


def add_turnovers(database: Database) -> bool:
    return bool(database.value("select add_turnovers()"))


def move(amount: int, owner_id: str, account: str = "fees") -> Transaction:
    entries = [
        Entry(Owner("person", owner_id, "USD"), Decimal(amount)),
        Entry(Owner("house", account, "USD"), Decimal(-amount)),
    ]
    return Transaction("manual_adjust", entries)


def post(*transactions: Transaction) -> None:
    kit.in_session(lambda session: posting.post(session, list(transactions)))


@pytest.fixture
def ann(service: Person, agent: Person) -> str:
    """A customer's id. Two currencies, and every kind of account."""
    customer_id = kit.new_customer(agent, "ann")
    kit.cashier(agent, "credit", customer_id, "20.00")
    kit.cashier(agent, "debit", customer_id, "5.00")
    for account, amount in [("house:fees", "3.00"), ("house:exchange", "1.00"), ("house:fees", "0.50")]:
        entries = [
            {"owner_id": customer_id, "currency": "USD", "amount": f"-{amount}"},
            {"account": account, "currency": "USD", "amount": amount},
        ]
        assert service.post("/api/v1/transactions", {"entries": entries, "reason": "fee"}).status == 201
    named = {"category": "revenue/fees", "currency": "USD"}
    assert service.put("/api/v1/accounts/house:fees", named).status == 200
    kit.credit(service, "bob", "7")
    billing.topped_up(billing.member(), billing.operator())
    return customer_id


@pytest.mark.parametrize("has_turnovers", [False, True])
def test_the_trial_balance_has_the_debits_and_credits_of_kinds_categories_or_accounts_and_is_zero(
    service: Person, database: Database, ann: str, has_turnovers: bool
) -> None:
    if has_turnovers:
        assert not add_turnovers(database)
    totals = ["total COIN 7 7 0", "total USD 79.50 79.50 0.00"]

    by_kind = got(service)

    assert by_kind.keys() == {"at", "by", "is_balanced", "is_provisional", "rows", "totals"}
    assert by_kind["is_balanced"] is True
    assert lines(by_kind) == [
        "house COIN 7 0 -7",
        "person COIN 0 7 7",
        "float USD 20.00 5.00 -15.00",
        "house USD 50.00 4.50 -45.50",
        "person USD 9.50 20.00 10.50",
        "tenant USD 0.00 50.00 50.00",
        *totals,
    ]
    assert lines(got(service, by="category")) == [
        "house COIN 7 0 -7",
        "person COIN 0 7 7",
        "float USD 20.00 5.00 -15.00",
        "house USD 50.00 1.00 -49.00",
        "house revenue/fees USD 0.00 3.50 3.50",
        "person USD 9.50 20.00 10.50",
        "tenant USD 0.00 50.00 50.00",
        *totals,
    ]
    by_account = got(service, by="account")
    assert lines(by_account) == [
        "house treasury COIN 7 0 -7",
        "person bob COIN 0 7 7",
        "float agent:agent-1 USD 20.00 5.00 -15.00",
        "house bank USD 50.00 0.00 -50.00",
        "house house:exchange USD 0.00 1.00 1.00",
        "house revenue/fees house:fees USD 0.00 3.50 3.50",
        f"person {ann} USD 9.50 20.00 10.50",
        "tenant tenant:acme USD 0.00 50.00 50.00",
        *totals,
    ]
    wallets = {row["wallet_id"]: row["currency"] for row in by_account["rows"]}
    listed = service.get("/api/v1/accounts").json["items"]
    assert wallets == {item["wallet_id"]: item["currency"] for item in listed}
    assert lines(got(service, currency="COIN")) == [*lines(by_kind)[:2], totals[0]]
    assert got(service, currency="EUR") | {"at": None} == by_kind | {"at": None, "rows": [], "totals": []}


def test_as_csv_the_totals_are_the_last_rows(service: Person, ann: str) -> None:
    answer = service.get(BALANCE, {"format": "csv", "by": "account", "currency": "USD"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="trial-balance.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    balance = got(service, by="account", currency="USD")
    nothing = dict.fromkeys(balance["rows"][0], "") | {"kind": "total"}
    assert rows == [
        {name: value or "" for name, value in row.items()}
        for row in [*balance["rows"], *(nothing | total for total in balance["totals"])]
    ]
    assert rows[-1]["balance"] == "0.00"


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


TIMES = [day(1, 4), day(1, 11), day(2, 6), day(1, 23, 59), day(3, 10), day(2, 20), day(3, 9), day(4, 0)]
"""When transactions were posted, in the order in which they were committed. The clock was set back three times."""


def post_at(database: Database, time: datetime, transaction: Transaction) -> None:
    post(transaction)
    damage.damage(database, "update entries set posted_at = %s where xid = (select max(xid) from entries)", time)


def by_entries(database: Database, at: datetime) -> dict[str, tuple[int, int]]:
    """The debits and the credits of each account in USD, in cents, by the entries alone."""
    rows = database.rows(
        """
        select w.owner_id, coalesce(-sum(e.amount) filter (where e.amount < 0), 0) as debits,
               coalesce(sum(e.amount) filter (where e.amount > 0), 0) as credits
        from entries e join wallets w using (tenant_id, wallet_id)
        where e.posted_at <= %s group by w.owner_id
        """,
        at,
    )
    return {row["owner_id"]: (int(row["debits"]), int(row["credits"])) for row in rows}


def cents(row: Any) -> tuple[int, int]:
    return int(Decimal(row["debits"]) * 100), int(Decimal(row["credits"]) * 100)


def assert_right_at(service: Person, database: Database, at: datetime) -> None:
    """Assert that at this time the trial balance is what the entries say, by each grouping."""
    expected = by_entries(database, at)
    total = tuple(sum(column) for column in zip(*expected.values(), strict=True)) or (0, 0)
    for by in ("kind", "category", "account"):
        balance = got(service, by=by, at=at.isoformat())
        assert sum(cents(row)[0] for row in balance["rows"]) == total[0], (by, at)
        assert [cents(row) for row in balance["totals"]] == [total] * bool(expected), (by, at)
        assert balance["is_balanced"], (by, at)
        assert balance["at"] == at.isoformat().replace("+00:00", "Z")
        if by == "account":
            names = {(row["owner_id"] or row["account"]).removeprefix("house:"): cents(row) for row in balance["rows"]}
            assert names == expected, at


@pytest.mark.parametrize("added_after", [set(), {0}, {2}, {3, 5}, {0, 1, 2, 3, 4, 5, 6, 7}])
def test_at_any_time_the_trial_balance_is_what_the_entries_say_wherever_the_cut_off_is(
    service: Person, database: Database, added_after: set[int]
) -> None:
    for number, time in enumerate(TIMES):
        owner_id, account = ("ann", "fees") if number % 3 else ("bob", "exchange")
        post_at(database, time, move(-number if number == 5 else number + 10, owner_id, account))
        if number in added_after:
            assert not add_turnovers(database)

    for time in TIMES:
        for at in (time - timedelta(microseconds=1), time):
            assert_right_at(service, database, at)
    assert_right_at(service, database, day(1, 0))
    assert_right_at(service, database, day(1, 23, 30))
    assert_right_at(service, database, day(31, 0))


def test_a_transaction_that_is_open_while_turnovers_are_added_counts_once(service: Person, database: Database) -> None:
    post(move(10, "ann"))
    with late_transaction(database) as session:
        posting.post(session, [move(100, "zoe")])
        post(move(1, "bob"))  # commits first, with a higher xid
        assert not add_turnovers(database)
        assert lines(got(service))[-1] == "total USD 11.00 11.00 0.00"
    assert lines(got(service))[-1] == "total USD 111.00 111.00 0.00"

    add_turnovers(database)

    assert lines(got(service, by="account"))[-1] == "total USD 111.00 111.00 0.00"
    assert database.value("select sum(credits) from turnovers_of_wallets") == 111_00
    assert database.value("select sum(credits) from turnovers_of_kinds") == 111_00


def test_two_simultaneous_calls_add_turnovers_once(database: Database) -> None:
    post(move(10, "ann"))

    with database.admin() as first:
        with first.transaction():
            first.execute("select add_turnovers()")
            second = begun(database, first, lambda: add_turnovers(database))
        second()

    assert database.value("select sum(credits) from turnovers_of_wallets") == 10_00


def test_turnovers_are_added_in_steps_and_a_trial_balance_between_two_of_them_is_right(
    service: Person, database: Database
) -> None:
    post(move(10, "ann"))
    damage.damage(database, "update entries set xid = xid - 250000")
    post(move(1, "ann"))

    steps = 1
    while add_turnovers(database):
        steps += 1
        assert_right_at(service, database, day(31, 0) + timedelta(days=100_000))

    assert steps == 3
    assert database.value("select array_agg(credits order by credits) from turnovers_of_kinds") == [0, 11_00]
    assert_right_at(service, database, day(31, 0) + timedelta(days=100_000))


def test_after_a_logical_restore_the_turnovers_are_added_from_zero(service: Person, database: Database) -> None:
    post(move(10, "ann"))
    add_turnovers(database)
    restore(database, cut=1_000_000)

    begin_epoch(database)

    assert database.value("select count(*) from turnovers_of_wallets") == 0
    assert database.value("select count(*) from turnovers_of_kinds") == 0
    assert lines(got(service))[-1] == "total USD 10.00 10.00 0.00"
    post(move(1, "ann"))
    while add_turnovers(database):
        pass
    assert lines(got(service))[-1] == "total USD 11.00 11.00 0.00"
    assert database.value("select sum(credits) from turnovers_of_wallets") == 11_00


def test_turnovers_up_to_a_cut_off_in_the_future_are_refused_and_added_again_after_the_next_migration(
    service: Person, database: Database
) -> None:
    post(move(10, "ann"))
    add_turnovers(database)
    database.rows(
        "update xid_epochs set turnovers_cut = turnovers_cut + 1000000, written_by = pg_current_xact_id()::text::bigint"
        " returning 1"
    )

    with pytest.raises(psycopg.errors.RaiseException, match="cut-off is in the future"):
        add_turnovers(database)

    begin_epoch(database)
    post(move(1, "ann"))
    assert lines(got(service))[-1] == "total USD 11.00 11.00 0.00"


def test_a_call_without_an_announcement_adds_no_turnovers(database: Database) -> None:
    post(move(10, "ann"))

    with (
        closing(psycopg.connect(database.url_of("purser_reconcile"), autocommit=True)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="not every tenant was announced"),
    ):
        connection.execute("select ledger.add_turnovers()")

    assert database.value("select turnovers_cut from xid_epochs") == 0


def test_a_ledger_that_was_tampered_with_is_not_balanced(service: Person, database: Database) -> None:
    post(move(10, "ann"))
    damage.damage(database, "update entries set amount = amount + 3 where version is not null")

    balance = got(service)

    assert balance["is_balanced"] is False
    assert lines(balance)[-1] == "total USD 10.00 10.03 0.03"


def test_a_trial_balance_of_the_future_or_during_a_posting_is_provisional(service: Person, database: Database) -> None:
    post(move(10, "ann"))
    past = datetime.now(UTC).isoformat()
    assert got(service, at=past)["is_provisional"] is False
    assert got(service)["is_provisional"] is False
    assert got(service, at="2999-01-01T00:00:00Z")["is_provisional"] is True

    with late_transaction(database) as session:
        posting.post(session, [move(100, "zoe")])
        assert got(service)["is_provisional"] is True
        assert got(service, at=past)["is_provisional"] is False


def test_too_many_accounts_are_not_listed_one_by_one(service: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.credit(service, "ann", "1.00", "USD")
    kit.credit(service, "bob", "1")
    monkeypatch.setattr(trial_balance, "MAX_ROWS", 3)

    assert_problem(service.get(BALANCE, {"by": "account"}), 400, "answer_too_large")
    assert len(got(service, by="account", currency="USD")["rows"]) == 2
    assert len(got(service, by="category")["rows"]) == 4


def test_another_tenant_s_accounts_are_not_in_it(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "1.00", "USD")
    kit.credit(kit.service(tenant_id="globex"), "ann", "5.00", "USD")
    for _ in range(2):
        assert lines(got(service))[-1] == "total USD 1.00 1.00 0.00"
        assert lines(got(billing.root(), tenant_id="globex", by="account"))[-1] == "total USD 5.00 5.00 0.00"
        add_turnovers(database)
