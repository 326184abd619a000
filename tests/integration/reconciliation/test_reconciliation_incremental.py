"""Incremental runs check every change since the last cut-off, whenever it was committed."""

from functools import partial
from itertools import count

import pytest

from ledger import posting
from ledger.reconciliation import checks
from tests.integration.posting.test_checkpoints import transaction
from tests.support import damage, holds, kit
from tests.support.damage import Sample, finding_counts, open_session, reconcile


def test_an_incremental_run_checks_only_the_changes_since_the_cut_off(sample: Sample) -> None:
    reconcile()
    kit.credit(kit.service(), "zoe", "1")
    kit.credit(kit.service(), "zoe", "1")

    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked, run.status) == (1, 2, "clean")


@pytest.mark.parametrize("damaged", ["amount", "balance_after"])
def test_a_late_committing_transaction_is_never_missed(sample: Sample, damaged: str) -> None:
    """The transaction is open during a run. It commits afterwards, with a lower xid than those that the run checked."""
    reconcile()
    with open_session(sample.database) as session:
        posting.post(session, [transaction(100, "late")])
        kit.credit(kit.service(), "zoe", "1")
        between = reconcile()
    assert between.transactions_checked <= 1
    assert between.status == "clean"
    damage.damage(
        sample.database,
        f"update entries set {damaged} = {damaged} + 1 where version = 1 and wallet_id = %s",
        sample.wallet("late"),
    )

    run = reconcile()

    assert run.status == "drift"
    assert {finding.wallet_id for finding in run.findings if finding.wallet_id} == {sample.wallet("late")}


def test_only_a_run_of_all_tenants_that_is_not_a_dry_run_moves_the_cut_off(sample: Sample) -> None:
    reconcile()
    kit.credit(kit.service(), "zoe", "1")

    others = [reconcile(dry_run=True), reconcile(tenant="acme"), reconcile(wallet=sample.wallet("zoe"))]

    assert [run.transactions_checked for run in others] == [1, 1, 3]
    assert reconcile().transactions_checked == 1
    assert reconcile().transactions_checked == 0


@pytest.mark.parametrize("cut", ["cut + 1000000", "cut - 2000001000"])
def test_a_stored_cut_off_in_the_future_or_too_old_is_refused_and_everything_is_checked(
    sample: Sample, cut: str
) -> None:
    reconcile()
    sample.database.rows(f"update reconciliation_runs set cut = {cut} returning 1")

    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked) == (sample.wallets, sample.transactions)


def test_new_transactions_are_checked_after_a_logical_restore_into_another_cluster(sample: Sample) -> None:
    reconcile()
    sample.database.rows("update xid_epochs set cut = cut returning 1")
    sample.database.rows("select begin_epoch()")
    kit.credit(kit.service(), "zoe", "1")

    run = reconcile()

    assert run.status == "clean"
    assert run.transactions_checked >= 1
    assert run.wallets_checked == sample.wallets, "rows that were restored are new to this cluster"


def test_a_cut_off_from_before_a_restore_hides_no_later_transaction(sample: Sample) -> None:
    """The stored cut-off is far ahead of the last entry. By the next run, the new cluster's xids have passed it."""
    reconcile()
    sample.database.rows("""
        update reconciliation_runs
        set cut = (select max(xid) from entries) + pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 20
        returning 1
    """)
    sample.database.rows("update xid_epochs set cut = cut returning 1")
    sample.database.rows("select begin_epoch()")
    kit.credit(kit.service(), "zoe", "1")
    for _ in range(40):
        sample.database.rows("select pg_current_xact_id()")

    assert reconcile().transactions_checked == 1


@pytest.mark.parametrize(
    "what",
    ["a gap", "a stray entry", "an entry of no wallet", "no transaction", "no subject", "a sum", "two currencies"],
)
def test_an_incremental_run_finds_errors_in_new_transactions(sample: Sample, what: str) -> None:
    reconcile()
    kit.credit(kit.service(), "new", "5")
    kit.credit(kit.service(), "new", "5")
    wallet = sample.wallet("new")
    second = sample.entry(2, wallet)["transaction_id"]
    statement, expected = {
        "a gap": ("update entries set version = 3 where wallet_id = %s and version = 2", {"version": 1}),
        "a stray entry": (
            "update wallets set version = 1, balance = 5 where wallet_id = %s",
            {"version": 1, "balance": 1},
        ),
        "an entry of no wallet": (
            "update entries set wallet_id = new_id() where wallet_id = %s and version = 2",
            {"wallet": 2, "sum": 2, "balance": 1, "version": 1},
        ),
        "a sum": (
            """
            update entries e set amount = e.amount + 1 from entries o
            where o.wallet_id = %s and o.version = 2 and e.transaction_id = o.transaction_id and e.version is null
            """,
            {"sum": 1},
        ),
        "two currencies": ("update wallets set currency = 'EUR' where wallet_id = %s", {"sum": 4}),
        "no transaction": ("delete from transactions where transaction_id = %s", {"transaction": 1}),
        "no subject": ("update transactions set kind = 'bet_void' where transaction_id = %s", {"subject": 1}),
    }[what]
    damage.damage(sample.database, statement, second if what.startswith("no ") else wallet)

    run = reconcile(dry_run=True)

    assert finding_counts(run) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update wallets set held = held + 1 where wallet_id = %s", {"held": 1}),
        ("update wallets set held_until = 'infinity' where wallet_id = %s", {"held_until": 1}),
        ("delete from hold_captures where %s is not null", {"subject": 1}),
    ],
)
def test_an_incremental_run_finds_errors_in_new_holds(sample: Sample, statement: str, expected: dict[str, int]) -> None:
    reconcile()
    service = kit.service()
    kit.credit(service, "new", "10", "USD")
    holds.capture(service, holds.hold(service, "new", "5"), amount="1", final=False)
    damage.damage(sample.database, statement, sample.wallet("new"))

    assert finding_counts(reconcile()) == expected


@pytest.mark.parametrize("seconds", [0.5, 2.0, 7.0])
def test_batches_of_any_size_cover_everything(sample: Sample, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Each batch has one wallet or transaction and takes the given time. A batch of new transactions covers one xid."""
    monkeypatch.setattr(checks, "clock", partial(next, count(0.0, seconds)))
    monkeypatch.setattr(checks, "_MIN_BATCH_ROWS", 1)
    monkeypatch.setattr(checks, "_XIDS_PER_BATCH", 1)
    monkeypatch.setattr(checks, "_ENTRIES_PER_SUM", 2)
    monkeypatch.setattr(checks, "_AWARDS_PER_BATCH", 1)
    monkeypatch.setattr(checks, "_FIRST_BATCH_ROWS", {"wallets": 1, "transactions": 1, "subjects": 1, "holds": 1})
    sample.database.rows("select make_checkpoints(clock_timestamp())")

    run = reconcile(full=True)
    kit.credit(kit.service(), "zoe", "1")
    new = reconcile()

    assert (run.status, run.wallets_checked, run.transactions_checked) == (
        "clean",
        sample.wallets,
        sample.transactions - 1,
    )
    assert (new.status, new.wallets_checked, new.transactions_checked) == ("clean", 1, 1)
