"""Balances and statements by the time at which transactions happened, and entries that were posted later than that."""

import csv
import io
from datetime import datetime, timedelta
from importlib import resources
from itertools import accumulate
from typing import Any

import pytest

from ledger.wallets import statements
from tests.support import kit
from tests.support.batches import Operation, independent
from tests.support.kit import Database, Person, assert_problem

JANUARY = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
FIRST_MOMENT = "0001-01-01T00:00:00Z"

# The amounts in the order in which they are posted, and when they happened; None: when they are posted.
POSTED = (
    (100, None),
    (-1, "2026-01-31T12:00:00Z"),
    (2, "2026-01-15T09:00:00Z"),
    (-4, None),
    (8, "2026-01-31T12:00:00Z"),
    (16, "2025-12-31T23:59:59.999999Z"),
    (32, "2026-02-01T00:00:00Z"),
    (64, FIRST_MOMENT),
    (-128, None),
)


def read(reader: Person, what: str, **query: object) -> Any:
    answer = reader.get(f"/api/v1/wallets/ann/{what}", {"currency": "COIN"} | query)
    assert answer.status == 200, answer.text
    return answer.json


def played(amount: int, effective_at: str | None = None, owner_id: str = "ann") -> Operation:
    """The body of a transaction between a person and an account."""
    entries = [{"owner_id": owner_id, "amount": str(amount)}, {"account": "house:games", "amount": str(-amount)}]
    body = {"entries": [entry | {"currency": "COIN"} for entry in entries], "reason": "game_played"}
    return body if effective_at is None else body | {"effective_at": effective_at}


@pytest.fixture(params=["one by one", "in a batch"])
def entries(request: pytest.FixtureRequest, service: Person) -> Any:
    """POSTED, as ann's history has it, oldest first."""
    bodies = [played(amount, at) for amount, at in POSTED]
    if request.param == "in a batch":
        operations = [{"op": "transaction", "key": f"game-{number}"} | body for number, body in enumerate(bodies)]
        statuses = [status for status, _ in independent(service, *operations)]
    else:
        statuses = [service.post("/api/v1/transactions", body).status for body in bodies]
    assert statuses == [201] * len(bodies)
    return read(service, "transactions")["items"][::-1]


def happened(entries: Any) -> list[Any]:
    """The entries in the order in which they happened; those of one time in the order of the ledger."""
    return sorted(entries, key=lambda entry: datetime.fromisoformat(entry["effective_at"]))


def test_an_entry_shows_when_it_happened_and_whether_it_was_posted_later(entries: Any) -> None:
    assert [entry["is_late"] for entry in entries] == [at is not None for _, at in POSTED]
    assert [entry["effective_at"] for entry in entries] == [
        at or entry["created_at"] for (_, at), entry in zip(POSTED, entries, strict=True)
    ]


def test_the_balance_by_effective_is_what_had_happened_by_then_whenever_it_was_posted(
    service: Person, entries: Any
) -> None:
    for at in {entry[time] for entry in entries for time in ("effective_at", "created_at")}:
        moment = datetime.fromisoformat(at)
        before = moment - timedelta(microseconds=1) if moment.year > 1 else moment
        for asked in (moment, before):
            for by, time in (("effective", "effective_at"), ("posted", "created_at")):
                amounts = [int(entry["amount"]) for entry in entries if datetime.fromisoformat(entry[time]) <= asked]
                balance = read(service, "balance", at=asked.isoformat(), by=by)["balance"]
                assert int(balance) == sum(amounts), (by, asked)
    assert read(service, "balance", by="effective")["balance"] == entries[-1]["balance_after"]


def test_a_statement_by_effective_has_what_happened_in_its_period_in_the_order_in_which_it_happened(
    service: Person, entries: Any
) -> None:
    in_order = happened(entries)
    times = sorted({datetime.fromisoformat(entry["effective_at"]) for entry in entries})
    for begins in (None, *times):
        for ends in (None, *times):
            if begins is not None and ends is not None and begins > ends:
                continue
            bounds = {"date_from": begins, "date_to": ends}
            query = {name: moment.isoformat() for name, moment in bounds.items() if moment is not None}
            before = [one for one in in_order if begins and datetime.fromisoformat(one["effective_at"]) < begins]
            until = [one for one in in_order if not ends or datetime.fromisoformat(one["effective_at"]) < ends]
            running = list(accumulate((int(one["amount"]) for one in until), initial=0))

            statement = read(service, "statement", by="effective", **query)

            assert int(statement["opening_balance"]) == running[len(before)], query
            assert int(statement["closing_balance"]) == running[-1], query
            shown = [one | {"balance_after": str(after)} for one, after in zip(until, running[1:], strict=True)]
            assert statement["movements"] == shown[len(before) :], query


def test_a_statement_by_posted_has_what_was_posted_in_its_period_with_late_entries_shown_as_such(
    service: Person, entries: Any
) -> None:
    query = {"date_from": entries[1]["created_at"], "date_to": entries[6]["created_at"]}

    statement = read(service, "statement", **query)

    assert statement["movements"] == entries[1:6]
    assert statement["by"] == "posted"
    assert read(service, "statement", by="posted", **query) == statement
    assert read(service, "statement", **JANUARY)["movements"] == []


def test_the_csv_of_a_statement_by_effective_has_both_times_of_each_entry(service: Person, entries: Any) -> None:
    answer = service.get(
        "/api/v1/wallets/ann/statement", {"currency": "COIN", "by": "effective", "format": "csv"} | JANUARY
    )

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [(row["amount"], row["effective_at"], row["is_late"]) for row in rows] == [
        ("2", "2026-01-15T09:00:00Z", "true"),
        ("-1", "2026-01-31T12:00:00Z", "true"),
        ("8", "2026-01-31T12:00:00Z", "true"),
    ]
    assert [row["created_at"] for row in rows] == [entries[number]["created_at"] for number in (2, 1, 4)]


def test_what_is_read_by_effective_is_provisional_since_a_late_entry_may_follow(service: Person) -> None:
    kit.credit(service, "ann", "1")
    asked = {"by": "effective"}

    assert read(service, "balance", at="2026-01-31", **asked)["is_provisional"]
    assert not read(service, "balance", at="2026-01-31")["is_provisional"]
    assert read(service, "balance", **asked)["is_provisional"]
    statement = read(service, "statement", **asked, **JANUARY)
    assert (statement["is_provisional"], statement["by"]) == (True, "effective")
    nobody = service.get("/api/v1/wallets/nobody/balance", {"currency": "USD", "at": "2026-01-31"} | asked).json
    assert (nobody["balance"], nobody["is_provisional"]) == ("0.00", True)
    assert service.get("/api/v1/wallets/nobody/statement", {"currency": "USD"} | asked | JANUARY).json["is_provisional"]


def test_late_entries_of_another_wallet_or_tenant_are_not_counted(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "1")
    kit.credit(service, "ann", "1.00", "USD")
    for caller, owner_id in ((service, "bob"), (kit.service("other"), "ann")):
        assert caller.post("/api/v1/transactions", played(5, "2026-01-15", owner_id)).status == 201

    balance = read(service, "balance", at="2026-01-31", by="effective")
    statement = read(service, "statement", by="effective", **JANUARY)

    assert (balance["balance"], statement["movements"], statement["closing_balance"]) == ("0", [], "0")
    database.assert_consistent()


def test_the_migration_adds_the_late_entries_of_before(entries: Any, database: Database) -> None:
    migration = resources.files("ledger") / "sql" / "migrations" / "0037_late_entries.sql"
    with database.admin() as admin, admin.transaction(force_rollback=True):
        late = "select * from late_entries order by effective_at, transaction_id, entry_number"
        posted = admin.execute(late).fetchall()
        admin.execute("drop table late_entries")
        admin.execute(migration.read_bytes())

        assert admin.execute(late).fetchall() == posted
        assert len(posted) == 2 * sum(at is not None for _, at in POSTED)


def test_more_entries_than_an_answer_takes_are_refused_by_effective_too(
    service: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in (played(5, "2026-01-15"), played(6, "2026-01-16"), played(7)):
        assert service.post("/api/v1/transactions", body).status == 201
    monkeypatch.setattr(statements, "MAX_ROWS", 2)

    query = {"currency": "COIN", "by": "effective"}
    assert_problem(service.get("/api/v1/wallets/ann/statement", query), 400, "answer_too_large")
    assert len(read(service, "statement", by="effective", **JANUARY)["movements"]) == 2


@pytest.mark.parametrize("path", ["", "/balance", "/statement"])
def test_balances_and_statements_go_by_posted_or_effective_and_nothing_else(service: Person, path: str) -> None:
    kit.credit(service, "ann", "1")

    statuses = [service.get(f"/api/v1/wallets/ann{path}", {"by": by}).status for by in ("posted", "effective")]
    refused = service.get(f"/api/v1/wallets/ann{path}", {"by": "created"})

    assert statuses == [200, 200]
    assert (refused.status, refused.pointers) == (400, ["by"])
