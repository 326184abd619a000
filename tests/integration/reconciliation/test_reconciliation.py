"""Reconciliation: corrections, runs of one tenant or wallet, and events."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from ledger import reconciliation
from ledger.core import errors
from ledger.reconciliation import Order, runs
from ledger.storage.sessions import Budget
from tests.support import damage, kit
from tests.support.damage import Sample, drift, finding_counts, reconcile
from tests.support.kit import Database
from tests.support.tampering import apply_damage


def balance(sample: Sample, wallet_id: UUID | None = None) -> int:
    return int(sample.database.value("select balance from wallets where wallet_id = %s", wallet_id or sample.wallet()))


@pytest.mark.parametrize("full", [False, True])
def test_a_consistent_ledger_is_clean(sample: Sample, full: bool) -> None:
    reconcile()
    run = reconcile(full=full)

    assert (run.status, run.findings, run.open_findings, run.drifted, run.corrected) == ("clean", [], 0, 0, 0)
    assert run.full is full
    assert run.finished_at is not None
    assert run.started_at <= run.finished_at
    if full:
        assert (run.wallets_checked, run.transactions_checked) == (sample.wallets, sample.transactions)
    else:
        assert (run.wallets_checked, run.transactions_checked) == (0, 0), "nothing has changed since the previous run"


def test_the_summary_of_a_run_has_its_figures(sample: Sample) -> None:
    summary = runs.summary(reconcile())

    checked = (
        f"wallets checked: {sample.wallets}, drifted: 0, corrected: 0, transactions checked: {sample.transactions}"
    )
    assert summary.startswith(f"{checked}, findings: 0, took ")


def test_the_first_run_checks_everything(sample: Sample) -> None:
    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked) == (sample.wallets, sample.transactions)


def test_an_empty_ledger_is_clean(database: Database) -> None:
    run = reconcile(full=True)

    assert (run.status, run.wallets_checked, run.transactions_checked) == ("clean", 0, 0)


def test_an_empty_wallet_and_a_negative_balance_are_not_drift(sample: Sample) -> None:
    assert sample.database.value("select min(balance) from wallets where owner_kind = 'person'") < 0
    assert sample.database.value("select version from wallets where owner_id = 'empty'") == 0

    assert reconcile(full=True).status == "clean"


@pytest.mark.parametrize("full", [False, True])
def test_a_real_run_corrects_the_cached_balances_of_drifted_wallets_only(sample: Sample, full: bool) -> None:
    reconcile()
    before = sample.database.rows("select wallet_id, balance, version, status from wallets order by wallet_id")
    drift(sample)
    drift(sample, sample.wallet("zoe"), by=-3)
    drift(sample, sample.wallet("empty"), by=5)

    run = reconcile(full=full)

    assert (run.status, run.drifted, run.corrected, run.open_findings) == ("drift", 3, 3, 0)
    assert finding_counts(run) == {"balance": 3}
    (found,) = [finding for finding in run.findings if finding.wallet_id == sample.wallet()]
    assert (found.tenant_id, found.currency, found.corrected) == ("acme", "USD", True)
    assert found.expected is not None
    assert found.actual is not None
    assert float(found.actual) - float(found.expected) == 2
    assert sample.database.rows("select wallet_id, balance, version, status from wallets order by wallet_id") == before
    assert reconcile(full=True).status == "clean"
    sample.database.assert_consistent()


@pytest.mark.parametrize("full", [False, True])
def test_a_dry_run_writes_nothing_but_its_own_row(sample: Sample, full: bool) -> None:
    reconcile()
    drift(sample)
    before = damage.all_rows(sample.database)
    runs_before = sample.database.value("select count(*) from reconciliation_runs")

    run = reconcile(dry_run=True, full=full)

    assert (run.status, run.drifted, run.corrected, run.dry_run) == ("drift", 1, 0, True)
    assert [(finding.wallet_id, finding.corrected) for finding in run.findings] == [(sample.wallet(), False)]
    assert damage.all_rows(sample.database) == before
    assert sample.database.value("select count(*) from reconciliation_runs") == runs_before + 1
    assert reconcile().corrected == 1, "a dry run does not move the cut-off"


def test_a_corrected_balance_adds_no_transaction_to_the_ledger(sample: Sample) -> None:
    transactions = sample.transactions
    drift(sample)

    assert reconcile().corrected == 1

    assert sample.transactions == transactions


def test_an_event_that_waits_for_fourteen_minutes_is_not_overdue(sample: Sample) -> None:
    apply_damage(sample, "an event that nobody published")
    sample.database.rows("update outbox set created_at = clock_timestamp() - interval '14 minutes' returning 1")

    assert reconcile().status == "clean"


def test_a_run_corrects_a_drifted_balance_and_reports_the_transaction_that_was_posted_on_it(sample: Sample) -> None:
    reconcile()
    before = balance(sample)
    drift(sample)
    kit.cashier(kit.agent(), "credit", sample.ann, "1.00")

    run = reconcile()

    assert finding_counts(run) == {"balance": 1, "balance_after": 1}
    assert (run.drifted, run.corrected, run.open_findings) == (1, 1, 1)
    assert balance(sample) == before + 100


@pytest.mark.parametrize("what", ["an entry's amount", "a lost entry", "a wallet's version"])
def test_a_balance_is_not_corrected_if_its_entries_or_its_version_are_damaged_too(sample: Sample, what: str) -> None:
    apply_damage(sample, what)
    drift(sample)
    before = balance(sample)

    run = reconcile(full=True)

    assert (run.drifted, run.corrected) == (1, 0)
    assert balance(sample) == before


def test_a_balance_is_not_corrected_to_a_sum_outside_its_range(sample: Sample) -> None:
    huge = 9_007_199_254_740_991
    with damage.without_immutability(sample.database) as connection:
        connection.execute(
            "update entries set amount = amount + sign(amount) * %s where transaction_id = %s",
            (huge, sample.entry(1)["transaction_id"]),
        )

    run = reconcile(full=True)

    assert (run.drifted, run.corrected) == (1, 0)


def test_a_run_of_a_tenant_checks_that_tenant_only(sample: Sample) -> None:
    drift(sample)
    drift(sample, sample.wallet("zoe", "globex"))

    run = reconcile(tenant="globex")

    assert (run.wallets_checked, run.transactions_checked, run.drifted, run.corrected) == (1, 1, 1, 1)
    assert [finding.tenant_id for finding in run.findings] == ["globex"]
    again = reconcile()
    assert (again.drifted, again.wallets_checked) == (1, sample.wallets), (
        "a run of one tenant does not move the cut-off"
    )


def test_a_run_of_a_tenant_checks_its_checkpoints_only(sample: Sample) -> None:
    apply_damage(sample, "a checkpoint")

    assert reconcile(tenant="globex", full=True).status == "clean"
    assert finding_counts(reconcile(tenant="acme", full=True)) == {"checkpoint": 1}


def test_an_incremental_run_of_a_tenant_checks_that_tenant_s_changes_only(sample: Sample) -> None:
    reconcile()
    for tenant_id in ("acme", "globex"):
        kit.credit(kit.service(tenant_id), "zoe", "1")

    run = reconcile(tenant="globex")

    assert (run.wallets_checked, run.transactions_checked) == (1, 1)


def test_a_run_of_a_wallet_checks_all_transactions_of_that_wallet_and_no_others(sample: Sample) -> None:
    drift(sample)
    drift(sample, sample.wallet("zoe"))

    run = reconcile(wallet=sample.wallet())

    assert (run.wallets_checked, run.drifted, run.corrected) == (1, 1, 1)
    assert run.transactions_checked == sample.database.value(
        "select version from wallets where wallet_id = %s", sample.wallet()
    )
    assert reconcile(tenant="acme", wallet=sample.wallet()).status == "clean"
    assert reconcile().drifted == 1


@pytest.mark.parametrize("what", ["an entry's amount", "a lost transaction", "a transaction without a subject"])
def test_a_run_of_a_wallet_finds_errors_in_its_transactions(sample: Sample, what: str) -> None:
    apply_damage(sample, what)

    run = reconcile(wallet=sample.wallet(), dry_run=True)

    assert finding_counts(run).keys() >= {"an entry's amount": {"sum"}, "a lost transaction": {"transaction"}}.get(
        what, {"subject"}
    )


@pytest.mark.parametrize(("what", "found"), [("a checkpoint", "checkpoint"), ("a lost entry", "sum")])
def test_a_run_of_an_open_wallet_checks_all_transactions_of_that_wallet_and_no_others(
    sample: Sample, what: str, found: str
) -> None:
    apply_damage(sample, what)
    (house,) = sample.database.rows(
        "select wallet_id from wallets where tenant_id = 'acme' and owner_kind = 'house' and currency = 'USD'"
    )

    run = reconcile(wallet=house["wallet_id"])

    assert finding_counts(run).keys() >= {found}
    assert run.transactions_checked == sample.database.value(
        "select count(distinct transaction_id) from entries where wallet_id = %s", house["wallet_id"]
    )


@pytest.mark.parametrize("order", [{"tenant": "nobody"}, {"wallet": uuid4()}, {"tenant": "globex", "wallet": "ann"}])
def test_a_run_of_an_unknown_tenant_or_wallet_is_an_error_and_not_clean(sample: Sample, order: dict[str, Any]) -> None:
    if order.get("wallet") == "ann":
        order = {**order, "wallet": sample.wallet()}

    with pytest.raises(errors.NotFound):
        reconcile(**order)

    assert sample.database.value("select state from reconciliation_runs") == "error"


@pytest.mark.parametrize("order", [{}, {"wallet_id": "ann"}])
def test_a_run_that_runs_out_of_time_is_an_error(sample: Sample, order: dict[str, Any]) -> None:
    """An incremental run or a run of one wallet. test_reconciliation_parts has the full runs."""
    reconcile()
    kit.credit(kit.service(), "zoe", "1")
    remaining_s = iter([1.0, 0.0])

    with pytest.raises(reconciliation.OutOfTime):
        reconciliation.run(
            Order(wallet_id=sample.wallet() if order else None), Budget(lambda: next(remaining_s, 0.0)), by="tester"
        )

    assert damage.run_states(sample.database) == ["finished", "error"]
    assert reconcile().wallets_checked == 1, "the next run checks what the failed run did not finish"


def test_findings_contain_ids_and_amounts_and_no_names(sample: Sample, capfd: pytest.CaptureFixture[str]) -> None:
    for what in (
        *("an entry's amount", "a completed bet without its credit", "an event that nobody published"),
        *("a completed request without its credit", "a refund that does not name its reversal"),
        *("an invoiced request with a paid invoice", "an award without its coins"),
    ):
        apply_damage(sample, what)
    drift(sample)
    capfd.readouterr()

    answer = kit.handler("reconcile")({"full": True}, kit.context("reconcile"))

    output = "".join(capfd.readouterr())
    assert '"Drift":[1' in output.replace(" ", "")
    assert answer["status"] == "drift"
    events = sample.database.rows("select detail::text as detail from outbox")
    stored = sample.database.rows("select to_json(f)::text as row from reconciliation_findings f")
    all_output = output + json.dumps(answer) + str(events) + str(stored)
    names = [*damage.NAMES, *(row["username"] for row in sample.database.rows("select username from customers"))]
    assert [name for name in names if name in all_output] == []
    assert "description" not in all_output


def test_drift_publishes_an_event_for_each_tenant(sample: Sample) -> None:
    drift(sample)
    drift(sample, sample.wallet("zoe", "globex"))
    apply_damage(sample, "a transaction without a subject")

    run = reconcile(full=True)

    published = {
        row["tenant_id"]: row["detail"]
        for row in sample.database.rows("select * from outbox where detail_type = 'DriftDetected'")
    }
    assert published.keys() == {"acme", "globex"}
    assert published["acme"].keys() == {
        *("event_id", "version", "tenant_id", "run_id", "drifted", "corrected", "findings", "detected_at"),
    }
    assert (published["acme"]["drifted"], published["acme"]["corrected"], published["acme"]["findings"]) == (1, 1, 1)
    assert (published["globex"]["drifted"], published["globex"]["findings"]) == (1, 0)
    assert {detail["run_id"] for detail in published.values()} == {str(run.run_id)}


def test_a_dry_run_and_a_clean_run_publish_nothing(sample: Sample) -> None:
    reconcile()
    drift(sample)
    reconcile(dry_run=True)

    assert sample.database.rows("select * from outbox") == []


def test_a_run_stores_the_first_of_very_many_findings_and_counts_all(sample: Sample) -> None:
    damage.damage(
        sample.database,
        """
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at)
        select 'acme', new_id(), 'Any', '{}', clock_timestamp() - interval '1 day' from generate_series(1, 10100)
        """,
    )
    damage.damage(
        sample.database,
        """
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
        values ('acme', new_id(), 'credit', now(), 'nobody', 'none', false)
        """,
    )

    run = reconcile(full=True)

    assert run.open_findings == 10_101
    assert len(run.findings) == runs.MAX_SHOWN
    stored = sample.database.value("select count(*) from reconciliation_findings")
    assert 10_000 <= stored <= 10_101
    assert timedelta() <= (run.finished_at or run.started_at) - run.started_at
