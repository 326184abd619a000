"""Reconciliation runs: one at a time, during postings, and scheduled."""

import threading
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from ledger import posting, reconciliation
from ledger.storage.sessions import Budget
from tests.support import damage, kit
from tests.support.damage import ROOT_USER, RUN_FIELDS, RUNS, Sample, drift, open_session, reconcile, run_states


def test_a_correction_waits_for_the_wallet_s_lock_and_includes_the_transaction_that_held_it(sample: Sample) -> None:
    drift(sample)
    with open_session(sample.database) as session:
        posting.post(
            session,
            [
                posting.Transaction(
                    "manual_adjust",
                    [
                        posting.Entry(posting.Owner("person", sample.ann, "USD"), Decimal("1.00")),
                        posting.Entry(posting.Owner("house", "", "USD"), Decimal("-1.00")),
                    ],
                )
            ],
        )
        run: list[Any] = []
        thread = threading.Thread(target=lambda: run.append(reconcile()))
        thread.start()
        while not sample.database.value(
            "select count(*) from pg_stat_activity where usename = 'purser_reconcile' and wait_event_type = 'Lock'"
        ):
            pass
    thread.join()

    assert (run[0].drifted, run[0].corrected) == (1, 1)
    assert (
        sample.database.rows(
            "select 1 from wallets w where wallet_id = %s and balance <> (select sum(amount) from entries e"
            " where e.wallet_id = w.wallet_id)",
            sample.wallet(),
        )
        == []
    )


def test_two_simultaneous_runs_work_one_after_the_other_and_count_each_wallet_once(sample: Sample) -> None:
    drift(sample)

    both = kit.simultaneously(reconcile, reconcile)

    assert all(isinstance(run, reconciliation.ReconciliationRun) for run in both)
    assert sorted(run.corrected for run in both if isinstance(run, reconciliation.ReconciliationRun)) == [0, 1]


def test_the_scheduled_function_returns_its_finished_run_in_the_same_shape(sample: Sample) -> None:
    answer = kit.handler("reconcile")({}, kit.context("reconcile"))

    assert answer.keys() == RUN_FIELDS
    assert answer["status"] == "clean"
    assert ROOT_USER.get(f"{RUNS}/{answer['run_id']}").json == answer


def checkpoint_balances(sample: Sample) -> dict[str, int]:
    """The balances of the open wallets' checkpoints."""
    rows = sample.database.rows("""
        select w.owner_kind || w.currency as name, c.balance from checkpoints c
        join wallets w on w.tenant_id = c.tenant_id and w.wallet_id = c.wallet_id
        where w.tenant_id = 'acme'
    """)
    return {row["name"]: int(row["balance"]) for row in rows}


@pytest.mark.parametrize("order", [{}, {"full": True}])
def test_the_scheduled_function_makes_the_checkpoints_of_open_wallets_and_adds_the_turnovers_after_its_run(
    sample: Sample, order: dict[str, bool]
) -> None:
    assert checkpoint_balances(sample) == {}
    added = "select sum(credits) from turnovers_of_wallets where tenant_id = 'acme'"

    assert kit.handler("reconcile")(order, kit.context("reconcile"))["status"] == "clean"

    checkpointed = checkpoint_balances(sample)
    assert checkpointed.keys() >= {"agentUSD", "bankUSD", "houseUSD", "treasuryCOIN"}
    summed = sample.database.rows("""
        select w.owner_kind || w.currency as name, sum(e.amount)::bigint as sum from entries e
        join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where w.tenant_id = 'acme' and e.version is null group by 1
    """)
    assert checkpointed == {row["name"]: row["sum"] for row in summed}
    of_entries = sample.database.value("select sum(amount) from entries where tenant_id = 'acme' and amount > 0")
    assert sample.database.value(added) == of_entries
    kit.credit(kit.service(), "zoe", "3")
    assert kit.handler("reconcile")(order, kit.context("reconcile"))["status"] == "clean"
    assert checkpoint_balances(sample)["treasuryCOIN"] == checkpointed["treasuryCOIN"] - 3, (
        "entries after the last cut-off are added"
    )
    assert sample.database.value(added) == of_entries + 3


@pytest.mark.parametrize(("remaining_s", "are_all_added"), [(60.0, True), (5.0, False)])
def test_turnovers_are_added_step_by_step_until_the_time_is_up(
    sample: Sample, remaining_s: float, are_all_added: bool
) -> None:
    kit.handler("reconcile")({}, kit.context("reconcile"))
    damage.damage(sample.database, "update entries set xid = xid - 250000")
    damage.damage(sample.database, "update xid_epochs set turnovers_cut = 0")

    reconciliation.scheduled(Budget(lambda: remaining_s), reconciliation.Invocation())

    added = "select x.turnovers_cut - (select min(e.xid) from entries e) from xid_epochs x"
    assert (sample.database.value(added) > 100_000) is are_all_added, "a step has 100,000 database transactions"


def test_the_next_full_run_checks_the_checkpoints_that_the_scheduled_function_made(sample: Sample) -> None:
    kit.handler("reconcile")({}, kit.context("reconcile"))
    damage.damage(
        sample.database,
        "update checkpoints c set balance = c.balance + 1 from wallets w"
        " where w.wallet_id = c.wallet_id and w.owner_kind = 'bank'",
    )

    answer = kit.handler("reconcile")({"full": True}, kit.context("reconcile"))

    assert [(finding["kind"], finding["wallet_id"]) for finding in answer["findings"]] == [
        (
            "checkpoint",
            str(sample.database.value("select wallet_id from wallets where owner_kind = 'bank' and currency = 'USD'")),
        )
    ]


def test_a_scheduled_dry_run_makes_no_checkpoints(sample: Sample) -> None:
    kit.handler("reconcile")({"dry_run": True}, kit.context("reconcile"))

    assert checkpoint_balances(sample) == {}


def test_the_scheduled_function_fails_after_its_run_if_the_cut_off_is_in_the_future(sample: Sample) -> None:
    sample.database.rows("update xid_epochs set cut = 1000000000000 returning 1")

    with pytest.raises(psycopg.Error, match="cut-off is in the future"):
        kit.handler("reconcile")({}, kit.context("reconcile"))

    assert run_states(sample.database) == ["finished"]
