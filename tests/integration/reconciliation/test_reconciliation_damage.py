"""Every kind of damage to a ledger is found and named."""

import pytest

from tests.support import billing, damage
from tests.support.damage import Sample, finding_counts, reconcile
from tests.support.tampering import NOT_REPAIRED, apply_damage


@pytest.mark.parametrize("what", NOT_REPAIRED)
def test_damage_that_a_person_must_judge_is_reported_and_never_repaired(sample: Sample, what: str) -> None:
    expected = apply_damage(sample, what)
    before = damage.all_rows(sample.database)

    run = reconcile(full=True)

    assert finding_counts(run) == expected
    assert (run.status, run.corrected) == ("drift", 0)
    assert run.open_findings == sum(expected.values()) - expected.get("balance", 0)
    after = damage.all_rows(sample.database)
    assert {name: rows for name, rows in after.items() if name != "outbox"} == {
        name: rows for name, rows in before.items() if name != "outbox"
    }


def test_a_finding_names_the_entry_that_is_wrong(sample: Sample) -> None:
    apply_damage(sample, "a balance_after")
    entry = sample.entry(2)

    (found,) = [finding for finding in reconcile(full=True).findings if finding.version == 2]

    assert (found.kind, found.version, found.wallet_id) == ("balance_after", 2, sample.wallet())
    assert (found.transaction_id, found.actual, found.expected) == (entry["transaction_id"], "0.05", "90.00")


def test_a_gap_is_reported_with_the_missing_version(sample: Sample) -> None:
    apply_damage(sample, "a lost entry")

    (gap,) = [finding for finding in reconcile(full=True).findings if finding.kind == "version"]

    assert gap.version == 3


def test_a_skipped_version_is_found_although_the_amounts_are_right(sample: Sample) -> None:
    wallet = sample.wallet()
    newest = sample.database.value("select version from wallets where wallet_id = %s", wallet)
    for table in ("entries", "wallets"):
        statement = f"update {table} set version = version + 1 where wallet_id = %s and version = %s"
        damage.damage(sample.database, statement, wallet, newest)

    (found,) = reconcile(full=True).findings

    assert (found.kind, found.wallet_id, found.version) == ("version", wallet, newest)


@pytest.mark.parametrize("what", ["a completed request without its credit", "a paid request with the status invoiced"])
def test_a_finding_of_a_top_up_names_its_request_its_credit_and_its_wallet(sample: Sample, what: str) -> None:
    apply_damage(sample, what)

    found = {finding.kind: finding for finding in reconcile(full=True).findings}

    assert str(found["posting"].subject_id) == sample.topups["completed"]
    assert (found["posting"].transaction_id, found["posting"].expected, found["posting"].actual) == (
        None,
        "50.00",
        None,
    )
    assert found["posting"].wallet_id == sample.wallet("acme")
    credit = sample.database.value(
        "select transaction_id from transactions where kind = 'topup' and external_reference = %s",
        sample.topups["completed"],
    )
    assert found["subject"].transaction_id == credit
    if "invoiced" in found:
        assert str(found["invoiced"].subject_id) == sample.topups["completed"]


def test_a_finding_of_a_refund_names_its_payment(sample: Sample) -> None:
    apply_damage(sample, "a refund without its reversal")

    (found,) = reconcile(full=True).findings

    paid = "select payment_id from payments join invoices using (tenant_id, invoice_id) where request_id = %s"
    assert found.subject_id == sample.database.value(paid, sample.topups["completed"])
    assert (found.transaction_id, found.expected) == (None, "-50.00")


def test_a_finding_of_an_award_without_its_coins_names_its_owner_s_wallet(sample: Sample) -> None:
    apply_damage(sample, "an award without its coins")

    (found,) = reconcile(full=True).findings

    assert (found.wallet_id, found.currency) == (sample.wallet("p1"), "COIN")
    assert (found.transaction_id, found.expected, found.actual) == (None, "100", None)


def test_a_wrongly_invoiced_request_is_found_by_an_incremental_run_too(sample: Sample) -> None:
    reconcile()
    apply_damage(sample, "an invoiced request with a paid invoice")

    assert finding_counts(reconcile()) == {"invoiced": 1}
    assert reconcile(tenant="globex").status == "clean"


def test_a_credit_without_its_request_is_found_by_an_incremental_run_too(sample: Sample) -> None:
    reconcile()
    billing.topped_up(billing.member(), billing.operator())
    damage.damage(
        sample.database,
        "update transactions set external_reference = new_id() where kind = 'topup' and external_reference not in"
        " (%s, %s)",
        sample.topups["completed"],
        sample.topups["refunded"],
    )

    assert finding_counts(reconcile()) == {"subject": 1}


def test_a_balance_is_corrected_to_the_sum_if_both_entries_of_a_transaction_were_changed(sample: Sample) -> None:
    """The run only reports that balance_after of the entries differs from the sum of their amounts."""
    expected = apply_damage(sample, "both entries of a transaction")

    run = reconcile(full=True)

    assert finding_counts(run) == expected
    assert run.corrected == 1
