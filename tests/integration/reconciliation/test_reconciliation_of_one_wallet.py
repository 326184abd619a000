"""A run of one wallet finds errors in the transactions of that wallet."""

from tests.support import kit
from tests.support.damage import Sample, damage, finding_counts, reconcile


def test_a_run_of_one_wallet_finds_a_transaction_in_two_currencies(sample: Sample) -> None:
    kit.credit(kit.service(), "zoe", "1")
    zoe = sample.wallet("zoe")
    entries = sample.database.value("select count(*) from entries where wallet_id = %s", zoe)
    damage(sample.database, "update wallets set currency = 'JPY' where wallet_id = %s", zoe)

    run = reconcile(wallet=zoe)

    assert run.status == "drift"
    assert finding_counts(run) == {"sum": 2 * entries}
    assert {finding.currency for finding in run.findings} == {"COIN", "JPY"}
