"""Runs that overlap: a run waits for runs of its own scope only, and marks only killed runs as errors."""

import threading
from typing import Any, Final

import pytest

from ledger import reconciliation
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.reconciliation import Order, ReconciliationRun, checks, lock
from ledger.storage.sessions import Budget, Origin, Session
from tests.support import damage
from tests.support.damage import Sample, drift, reconcile, run_states

SPENT: Final = Budget(lambda: 0.0)


@pytest.mark.parametrize("scope", ["", "acme"])
def test_a_run_of_one_tenant_does_not_wait_for_runs_of_others(sample: Sample, scope: str) -> None:
    with lock.held(Origin("", "other", "r"), damage.UNLIMITED, scope=scope):
        run = reconcile(tenant="globex", full=True)

    assert (run.status, run.wallets_checked) == ("clean", 1)


def test_a_run_of_a_tenant_waits_for_another_run_of_that_tenant(sample: Sample) -> None:
    with (
        lock.held(Origin("", "other", "r"), damage.UNLIMITED, scope="globex"),
        pytest.raises(errors.Unavailable, match="Another reconciliation is under way"),
    ):
        reconciliation.run(Order(tenant_id="globex"), SPENT, by="tester")


def test_a_balance_that_a_run_of_its_tenant_corrected_meanwhile_is_no_finding(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The full run has found the drift before the tenant's run corrects it."""
    drift(sample)
    original = checks._findings
    inner: list[ReconciliationRun] = []
    corrected = threading.Event()

    def find_and_correct(session: Session, what: str, tenant_id: str, *ids: Any) -> list[Any]:
        rows = original(session, what, tenant_id, *ids)
        # Transactions are checked in another thread, which may be first or last.
        if what == "wallets" and rows and not corrected.is_set():
            corrected.set()
            inner.append(reconcile(tenant="acme", full=True))
        return rows

    monkeypatch.setattr(checks, "_findings", find_and_correct)

    outer = reconcile(full=True)

    assert inner[0].corrected == 1
    assert (outer.status, outer.drifted, outer.findings) == ("clean", 0, [])


def begin(tenant: str) -> Any:
    run_id = new_id()
    with lock.held(Origin("", "x", "r"), damage.UNLIMITED, scope=tenant) as session:
        session.rows("select * from begin_reconciliation(%s, 'x', false, false, %s, null)", (run_id, tenant))
    return run_id


def test_killed_runs_of_tenants_are_marked_as_errors_by_a_run_of_another_scope(sample: Sample) -> None:
    begin("globex")
    begin("acme")

    reconcile()

    assert run_states(sample.database) == ["error", "error", "finished"]


def test_a_run_under_way_is_not_marked_as_an_error_by_a_run_of_another_scope(sample: Sample) -> None:
    begin("globex")
    with lock.held(Origin("", "x", "r"), damage.UNLIMITED, scope="globex"):
        reconcile()

    assert run_states(sample.database) == ["running", "finished"]


def test_a_run_of_another_scope_that_ends_meanwhile_is_not_ended_again(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends between the moment at which it is found and the one at which its lock is tried."""
    run_id = begin("globex")
    real = lock.held_if_free

    def ended_before(session: Session, scope: str) -> Any:
        sample.database.rows("update reconciliation_runs set state = 'finished' where run_id = %s returning 1", run_id)
        return real(session, scope)

    monkeypatch.setattr(lock, "held_if_free", ended_before)

    reconcile(tenant="acme")

    assert run_states(sample.database) == ["finished", "finished"]
