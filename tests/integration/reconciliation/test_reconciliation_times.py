"""Reconciliation finds stored times in the future, as from a server whose clock ran ahead."""

from typing import Any, Final

import pytest

from tests.support import kit
from tests.support.damage import Sample, damage, finding_counts, reconcile

AHEAD: Final = {
    "wallet": "update wallets set posted_at = clock_timestamp() + interval '1 hour' where wallet_id = %s",
    "transaction": "update transactions set posted_at = clock_timestamp() + interval '1 hour' where transaction_id = "
    "(select transaction_id from entries where wallet_id = %s order by version desc limit 1)",
    "entry": "update entries set posted_at = clock_timestamp() + interval '1 hour' where (wallet_id, version) = "
    "(select wallet_id, version from wallets where wallet_id = %s)",
}


@pytest.mark.parametrize("what", AHEAD)
@pytest.mark.parametrize(
    "which",
    [
        pytest.param({"full": True}, id="a full run"),
        pytest.param({}, id="an incremental run"),
        pytest.param({"wallet": None}, id="a run of one wallet"),
    ],
)
def test_a_time_in_the_future_is_found(sample: Sample, which: dict[str, Any], what: str) -> None:
    reconcile()
    kit.credit(kit.service(), "zoe", "1")
    zoe = sample.wallet("zoe")
    damage(sample.database, AHEAD[what], zoe)

    run = reconcile(**({"wallet": zoe} if "wallet" in which else which))

    assert (run.status, finding_counts(run)) == ("drift", {"future": 1})
    (finding,) = run.findings
    assert (finding.wallet_id == zoe, finding.transaction_id is None) == (what == "wallet",) * 2


def test_a_time_that_is_less_than_a_minute_ahead_is_no_finding(sample: Sample) -> None:
    reconcile()
    kit.credit(kit.service(), "zoe", "1")
    soon = AHEAD["wallet"].replace("1 hour", "30 s")
    damage(sample.database, soon, sample.wallet("zoe"))

    assert reconcile(full=True).status == "clean"
