"""Runs requested over HTTP, and the acknowledgement of findings."""

from typing import Any

import pytest

from ledger.reconciliation import lock
from ledger.storage.sessions import Origin
from tests.support import billing, damage, live
from tests.support.damage import ROOT_USER, RUN_FIELDS, RUNS, Sample, deliver_run_requests, drift, reconcile
from tests.support.kit import Database, Person, assert_problem
from tests.support.live import Bus


def test_a_requested_run_has_the_status_running_until_the_consumer_has_finished_it(sample: Sample, bus: Bus) -> None:
    drift(sample)

    requested = ROOT_USER.post(RUNS, {"dry_run": True, "full": True})

    assert requested.status == 201
    assert requested.json.keys() == RUN_FIELDS
    assert (requested.json["status"], requested.json["finished_at"], requested.json["findings"]) == (
        "running",
        None,
        [],
    )
    assert (requested.json["dry_run"], requested.json["full"]) == (True, True)
    run_id = requested.json["run_id"]
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json == requested.json

    assert deliver_run_requests(bus) == []

    run = ROOT_USER.get(f"{RUNS}/{run_id}").json
    assert (run["status"], run["drifted"], run["corrected"]) == ("drift", 1, 0)
    assert run["finished_at"] is not None
    assert deliver_run_requests(bus) == [], "a redelivered event has no effect"
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json == run


def test_a_redelivered_request_repeats_a_killed_run(sample: Sample, bus: Bus) -> None:
    run_id = ROOT_USER.post(RUNS, {}).json["run_id"]
    with lock.held(Origin("", "x", "r"), damage.UNLIMITED) as session:
        session.rows("select * from begin_reconciliation(%s, 'x', false, false, null, null)", (run_id,))

    assert deliver_run_requests(bus) == []

    assert ROOT_USER.get(f"{RUNS}/{run_id}").json["status"] == "clean"


def test_a_requested_run_that_fails_is_retried(sample: Sample, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    ROOT_USER.post(RUNS, {})
    monkeypatch.setenv("RECONCILE_DATABASE_URL", "postgresql://purser_reconcile@/purser?host=/nowhere")

    assert deliver_run_requests(bus) == [0]


def test_runs_are_listed_newest_first(sample: Sample) -> None:
    ids = [ROOT_USER.post(RUNS, {"dry_run": True}, key=f"k{number}").json["run_id"] for number in range(3)]
    assert ROOT_USER.post(RUNS, {"dry_run": True}, key="k0").json["run_id"] == ids[0], (
        "a repeat with the same key requests no second run"
    )

    listing = ROOT_USER.get(RUNS, {"limit": 2}).json

    assert [run["run_id"] for run in listing["items"]] == [ids[2], ids[1]]
    assert (listing["total_count"], listing["limit"], listing["offset"], listing["has_more"]) == (3, 2, 0, True)
    assert listing["items"][0].keys() == RUN_FIELDS


def test_an_unknown_run_and_an_unknown_finding_are_not_found(sample: Sample) -> None:
    assert_problem(ROOT_USER.get(f"{RUNS}/{live.UNKNOWN}"), 404, "run_not_found")
    answer = ROOT_USER.post(f"/api/v1/reconciliation/findings/{live.UNKNOWN}/acknowledge", {"note": "Seen"})
    assert_problem(answer, 404, "finding_not_found")


def acknowledge(finding_id: str, note: str = "A known case", by: Person = ROOT_USER) -> Any:
    answer = by.post(f"/api/v1/reconciliation/findings/{finding_id}/acknowledge", {"note": note})
    assert answer.status == 200, answer.text
    return answer.json


def test_an_acknowledged_finding_is_still_listed_and_no_longer_counted(sample: Sample) -> None:
    damage.damage(sample.database, "update bets set stake = stake + 1 where bet_id = %s", sample.bets["won"])
    run = reconcile(full=True)
    (finding,) = run.findings

    acknowledged = acknowledge(str(finding.finding_id))

    assert (acknowledged["note"], acknowledged["acknowledged_by"]) == ("A known case", "root-1")
    seen = ROOT_USER.get(f"{RUNS}/{run.run_id}").json
    assert (seen["status"], seen["open_findings"], seen["findings"]) == ("clean", 0, [acknowledged])
    again = reconcile(full=True)
    assert (again.status, again.open_findings) == ("clean", 0), "a later run does not count the acknowledged finding"
    assert [found.note for found in again.findings] == ["A known case"]
    assert sample.database.value("select count(*) from outbox where detail_type = 'DriftDetected'") == 1


def test_a_finding_with_another_amount_counts_again(sample: Sample) -> None:
    for _ in range(2):
        damage.damage(sample.database, "update bets set stake = stake + 1 where bet_id = %s", sample.bets["won"])
        run = reconcile(full=True)
        assert (run.status, run.open_findings) == ("drift", 1)
        acknowledge(str(run.findings[0].finding_id))


def test_the_first_acknowledgement_of_a_finding_stays(sample: Sample) -> None:
    damage.damage(sample.database, "update bets set stake = stake + 1 where bet_id = %s", sample.bets["won"])
    (finding,) = reconcile(full=True).findings

    first, second = acknowledge(str(finding.finding_id)), acknowledge(str(finding.finding_id), "Something else")
    third = acknowledge(str(finding.finding_id), by=billing.root("root-2"))

    assert second == first
    assert third == first


def test_an_acknowledged_drift_is_no_longer_counted_in_its_run_and_is_new_in_the_next(sample: Sample) -> None:
    drift(sample)
    first = reconcile(dry_run=True)
    acknowledge(str(first.findings[0].finding_id))
    assert ROOT_USER.get(f"{RUNS}/{first.run_id}").json["status"] == "clean"

    assert reconcile().status == "drift"


@pytest.mark.parametrize("note", ["", " ", "x" * 513, "a\0b", None])
def test_a_note_is_text_of_1_to_512_characters(note: object, database: Database) -> None:
    answer = ROOT_USER.post(f"/api/v1/reconciliation/findings/{live.UNKNOWN}/acknowledge", {"note": note})

    assert (answer.status, answer.pointers) == (400, ["/note"])
