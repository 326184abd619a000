"""Entries in the order of their times, and checkpoints that count each entry once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import psycopg
import pytest
from psycopg.rows import dict_row

from ledger import posting
from ledger.posting import Entry, Owner, Transaction
from ledger.storage.sessions import Origin, Session
from tests.support import kit
from tests.support.kit import Database, Person


def transaction(amount: int, owner: str = "ann") -> Transaction:
    entries = [
        Entry(Owner("person", owner, "COIN"), Decimal(amount)),
        Entry(Owner("house", "", "COIN"), Decimal(-amount)),
    ]
    return Transaction("manual_adjust", entries)


def post(*amounts: int) -> None:
    for amount in amounts:
        kit.in_session(partial(posting.post, transactions=[transaction(amount)]))


@contextmanager
def late_transaction(database: Database) -> Iterator[Session]:
    """A database transaction that commits at the end of the block."""
    with closing(
        psycopg.connect(database.url, autocommit=True, prepare_threshold=None, row_factory=dict_row)
    ) as connection:
        connection.execute("BEGIN")
        yield (session := Session(connection, Origin("acme", "tester", "request-1"), is_transaction=True))
        kit.end_session(session)


def assert_open_balances(database: Database, house: int) -> None:
    """Assert that the balance of each open wallet (checkpoint plus tail) is the sum of its entries."""
    rows = database.rows("""
        select w.owner_kind, open_balance(w.tenant_id, w.wallet_id) as balance,
               (select coalesce(sum(e.amount), 0) from entries e
                where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id) as of_entries
        from wallets w where w.owner_kind not in ('person', 'tenant')
    """)
    assert [row["balance"] for row in rows] == [row["of_entries"] for row in rows] == [house]


def checkpoint(database: Database) -> int:
    return int(database.value("select make_checkpoints(clock_timestamp())"))


def test_times_in_a_wallet_never_decrease_even_if_the_clock_is_set_back(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "10")
    (ahead,) = database.rows("""
        update wallets set posted_at = clock_timestamp() + interval '59 s' where owner_kind = 'person'
        returning posted_at
    """)

    for _ in range(2):
        kit.credit(service, "ann", "1")
    kit.credit(service, "zoe", "1")
    service.post("/api/v1/transfers", {"from_owner_id": "zoe", "to_owner_id": "ann", "amount": "1"})

    newest_first = service.get("/api/v1/wallets/ann/transactions").json["items"]
    times = [datetime.fromisoformat(item["created_at"]) for item in newest_first]
    assert times == sorted(times, reverse=True)
    assert all(time >= ahead["posted_at"] for time in times[:3])
    zoes_entries = service.get("/api/v1/wallets/zoe/transactions").json["items"]
    assert zoes_entries[0]["created_at"] == newest_first[0]["created_at"], "one transaction has one time"
    before = (ahead["posted_at"] - timedelta(microseconds=1)).isoformat()
    at = service.get("/api/v1/wallets/ann/balance", {"at": before}).json
    assert at["balance"] == "10"
    at = service.get("/api/v1/wallets/ann/balance", {"at": newest_first[0]["created_at"]}).json
    assert at["balance"] == "13"
    database.assert_consistent()


def test_the_balance_at_a_time_includes_all_transactions_of_that_microsecond(
    service: Person, database: Database
) -> None:
    transactions = [transaction(amount) for amount in (5, 2, 4)]
    (posted, *_) = kit.in_session(lambda session: posting.post(session, transactions))

    at = service.get("/api/v1/wallets/ann/balance", {"at": posted.posted_at.isoformat()}).json

    assert at["balance"] == "11"
    earlier = posted.posted_at - timedelta(microseconds=1)
    assert service.get("/api/v1/wallets/ann/balance", {"at": earlier.isoformat()}).json["balance"] == "0"


def test_an_open_wallet_has_the_same_balance_before_and_after_a_checkpoint(database: Database) -> None:
    post(10, -3)
    assert_open_balances(database, -7)

    assert checkpoint(database) == 1
    assert_open_balances(database, -7)
    assert database.value("select balance from checkpoints") == -7
    post(5)
    assert_open_balances(database, -12)
    assert checkpoint(database) == 1
    assert checkpoint(database) == 0, "there are no entries since the last cut-off"
    assert_open_balances(database, -12)
    assert database.value("select balance from checkpoints") == -12


def test_a_transaction_that_is_open_during_a_cut_off_is_counted_once(database: Database) -> None:
    post(10)

    with late_transaction(database) as session:
        posting.post(session, [transaction(100, "zoe")])
        post(1)  # commits first, with a higher xid
        checkpoint(database)
        assert_open_balances(database, -11)
    assert_open_balances(database, -111)

    checkpoint(database)
    assert_open_balances(database, -111)
    assert database.value("select balance from checkpoints") == -111


def test_what_is_posted_while_another_transaction_is_open_for_hours_is_counted(database: Database) -> None:
    post(10)
    with database.admin() as other, other.transaction():
        other.execute("select pg_current_xact_id()")
        post(5)
        with database.admin() as admin:
            admin.execute("alter table entries disable trigger immutable")
            admin.execute("update entries set posted_at = posted_at - interval '2 hours' where abs(amount) = 5")
        assert checkpoint(database) == 1
        assert checkpoint(database) == 0, "no entry after the cut-off is in a checkpoint"
        assert database.value("select balance from checkpoints") == -10
        assert_open_balances(database, -15)
    assert_open_balances(database, -15)
    checkpoint(database)
    assert_open_balances(database, -15)


def test_a_checkpoint_never_includes_a_transaction_that_is_rolled_back(database: Database) -> None:
    post(10)
    with late_transaction(database) as session:
        posting.post(session, [transaction(100, "zoe")])
        checkpoint(database)
        kit.end_session(session, "ROLLBACK")

    checkpoint(database)
    assert_open_balances(database, -10)


def restore(database: Database, cut: int = 0) -> None:
    """Simulate a logical restore: another cluster wrote the epoch's row, and its xids were far ahead."""
    database.rows("update xid_epochs set cut = cut + %s returning 1", cut)


def begin_epoch(database: Database) -> None:
    database.rows("select begin_epoch()")


@pytest.mark.parametrize("checkpointed", [False, True])
def test_after_a_logical_restore_the_checkpoints_are_rebuilt_and_stay_correct(
    database: Database, checkpointed: bool
) -> None:
    post(10, -3)
    if checkpointed:
        checkpoint(database)
    highest = database.value("select max(xid) from entries")
    restore(database, cut=1_000_000 if checkpointed else 0)

    begin_epoch(database)

    assert database.value("select count(*) from checkpoints") == 0
    assert database.value("select max(base) from xid_epochs") > highest
    assert_open_balances(database, -7)
    post(5)
    assert_open_balances(database, -12)
    checkpoint(database)
    post(1)
    assert_open_balances(database, -13)
    checkpoint(database)
    assert_open_balances(database, -13)


def test_a_new_epoch_begins_above_the_last_cut_off_even_if_there_are_no_entries(database: Database) -> None:
    restore(database, cut=1_000_000)
    begin_epoch(database)

    post(10)
    assert_open_balances(database, -10)
    checkpoint(database)
    assert_open_balances(database, -10)


def test_a_restore_into_an_earlier_cluster_begins_a_new_epoch(database: Database) -> None:
    post(10)
    restore(database)
    begin_epoch(database)
    post(5)
    # A third cluster, with xids far ahead, made the last cut-off.
    database.rows("update xid_epochs set cut = base + 1000000 where base > 0 returning 1")

    begin_epoch(database)

    assert_open_balances(database, -15)
    post(1)
    checkpoint(database)
    assert_open_balances(database, -16)


def test_a_cut_off_in_the_future_is_refused_and_rebuilt_by_the_next_migration(database: Database) -> None:
    post(10)
    checkpoint(database)
    database.rows(
        "update xid_epochs set cut = cut + 1000000, written_by = pg_current_xact_id()::text::bigint returning 1"
    )

    with pytest.raises(psycopg.errors.RaiseException, match="cut-off is in the future"):
        checkpoint(database)

    begin_epoch(database)
    post(5)
    assert_open_balances(database, -15)
    checkpoint(database)
    assert_open_balances(database, -15)


def test_beginning_an_epoch_twice_changes_nothing(database: Database) -> None:
    post(10)
    checkpoint(database)
    before = database.rows("select * from xid_epochs")

    begin_epoch(database)

    assert database.rows("select * from xid_epochs") == before
    assert database.value("select count(*) from checkpoints") == 1


def test_a_restored_epoch_is_recognised_even_if_no_cut_off_is_in_the_future(database: Database) -> None:
    """Simulate a restore from a cluster with lower xids than this one."""
    post(10)
    checkpoint(database)
    copied = database.rows("delete from xid_epochs returning written_by, base, cut, begun_at")[0]
    database.rows(
        "insert into xid_epochs (written_by, base, cut, begun_at) values (%s, %s, %s, %s) returning 1", *copied.values()
    )

    begin_epoch(database)

    assert database.value("select count(*) from xid_epochs") == 2
    assert_open_balances(database, -10)


def test_a_rewrite_of_the_epochs_table_by_its_own_cluster_begins_no_epoch(database: Database) -> None:
    post(10)
    checkpoint(database)
    with database.admin() as admin:
        admin.execute("vacuum (freeze, full) xid_epochs")
        admin.execute("cluster xid_epochs using xid_epochs_pkey")

    begin_epoch(database)

    assert database.value("select count(*) from xid_epochs") == 1
    assert_open_balances(database, -10)


def test_a_call_without_an_announcement_moves_no_cut_off(database: Database) -> None:
    """It would see no entry, and the next cut-off would leave them all out."""
    post(500)
    before = database.value("select cut from xid_epochs")

    with (
        closing(psycopg.connect(database.url_of("purser_reconcile"), autocommit=True)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="not every tenant was announced"),
    ):
        connection.execute("select ledger.make_checkpoints(clock_timestamp())")

    assert database.value("select cut from xid_epochs") == before
    checkpoint(database)
    assert_open_balances(database, -500)


@pytest.mark.parametrize("called_at", ["clock_timestamp() - interval '61 s'", "null"])
def test_no_checkpoint_is_made_if_the_database_s_clock_is_more_than_a_minute_ahead(
    database: Database, called_at: str
) -> None:
    post(10)

    with pytest.raises(psycopg.Error, match="the server's clock is ahead"):
        database.value(f"select make_checkpoints({called_at})")

    assert database.value("select count(*) from checkpoints") == 0
