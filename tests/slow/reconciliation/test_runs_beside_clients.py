"""Reconciliation runs beside clients that post."""

import threading
from functools import partial

import pytest

from ledger import reconciliation
from ledger.reconciliation import checks
from tests.support import kit, live
from tests.support.damage import Sample, reconcile


def test_no_false_finding_while_eight_clients_post(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_FIRST_BATCH_ROWS", {"wallets": 2, "transactions": 3, "subjects": 2, "holds": 1})
    monkeypatch.setattr(checks, "_MAX_BATCH_ROWS", 3)
    agent, service = kit.agent(), kit.service()
    done = threading.Event()

    def client(number: int) -> int:
        person = kit.customer(sample.ann)
        for step in range(12):
            kit.credit(service, f"p{number}", "3")
            service.post(
                "/api/v1/transfers",
                {"from_owner_id": f"p{number}", "to_owner_id": "zoe", "amount": "1", "currency": "COIN"},
            )
            kit.cashier(agent, "credit", sample.ann, "20.00")
            if step % 4 == 0:
                live.settle(service, live.place(person, "1.00"), "won", "2.00")
        return 0

    def auditor() -> list[reconciliation.ReconciliationRun]:
        found: list[reconciliation.ReconciliationRun] = []
        while not done.is_set() or not found:
            found += [reconcile(full=True), reconcile(), reconcile(full=True, dry_run=True)]
        return found

    def clients() -> list[int | Exception]:
        try:
            return kit.simultaneously(*[partial(client, number) for number in range(8)])
        finally:
            done.set()

    posted, audited = kit.simultaneously(clients, auditor)

    assert posted == [0] * 8
    assert isinstance(audited, list)
    assert {run.status for run in audited} == {"clean"}, [run.findings for run in audited if run.findings]
    assert reconcile(full=True).status == "clean"
    sample.database.assert_consistent()
