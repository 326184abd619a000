"""Every kind of damage to a ledger is found and named."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.reconciliation import checks
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


RANDOM_DAMAGE = [
    "update wallets set balance = balance + {n} where wallet_id = {wallet}",
    "update wallets set version = version + {n} where wallet_id = {wallet}",
    "update entries set amount = amount + {n} where {entry} and amount + {n} <> 0",
    "update entries set balance_after = balance_after + {n} where {entry} and version is not null",
    "update entries set version = version + {n} + 1000 where {entry} and version is not null",
    "update entries set wallet_id = new_id() where {entry}",
    "delete from entries where {entry}",
    "delete from transactions where transaction_id = {transaction}",
    "update bets set stake = stake + {n} where bet_id = {bet}",
    "update bets set stake_transaction_id = new_id() where bet_id = {bet}",
    "update topup_requests set transaction_id = new_id() where request_id = {topup}",
    "update topup_requests set amount = amount + {n} where request_id = {topup}",
    "update topup_requests set status = 'pending' where request_id = {topup}",
    "update payments set transaction_id = new_id() where payment_id = {payment}",
    "update payments set status = 'failed' where payment_id = {payment}",
    "update awards set amount = amount + {n} where {award}",
    "update awards set transaction_id = new_id() where {award}",
]


@given(
    choice=st.sampled_from(RANDOM_DAMAGE),
    number=st.integers(1, 1_000),
    place=st.integers(0, 1_000),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_damage_is_always_found(sample: Sample, choice: str, number: int, place: int) -> None:
    def one_of(query: str) -> str:
        rows = sample.database.rows(query)
        return f"'{rows[place % len(rows)]['id']}'"

    entry = one_of("select transaction_id || ' ' || entry_number as id from entries order by 1").strip("'").split(" ")
    statement = choice.format(
        n=number,
        wallet=one_of("select wallet_id as id from wallets where owner_kind = 'person' order by 1"),
        transaction=one_of("select transaction_id as id from transactions order by 1"),
        bet=one_of("select bet_id as id from bets order by 1"),
        topup=one_of("select request_id as id from topup_requests where status = 'completed' order by 1"),
        payment=one_of("select payment_id as id from payments where transaction_id is not null order by 1"),
        award=f"transaction_id = {one_of('select transaction_id as id from awards where amount > 0 order by 1')}",
        entry=f"(transaction_id, entry_number) = ('{entry[0]}'::uuid, {entry[1]})",
    )
    with damage.without_immutability(sample.database) as connection:
        connection.execute("begin")
        changed_rows = connection.execute(statement.encode()).rowcount
        found = [
            *connection.execute("select * from reconcile_wallets('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)),
            *connection.execute(
                "select * from reconcile_transactions('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute(
                "select * from reconcile_subjects('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute("select * from reconcile_awards('acme', '', null)"),
            *connection.execute(
                "select * from reconcile_wallets('globex', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute(
                "select * from reconcile_transactions('globex', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
        ]
        connection.execute("rollback")

    assert bool(found) == bool(changed_rows), statement
