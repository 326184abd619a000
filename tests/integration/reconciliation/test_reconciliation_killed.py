"""Runs that are killed, interrupted or out of time."""

from uuid import uuid4

import psycopg
import pytest

from ledger import reconciliation
from ledger.core import errors
from ledger.reconciliation import Order, checks, lock
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget, Origin, Session
from tests.support import damage, kit
from tests.support.damage import ROOT_USER, RUNS, Sample, deliver_run_requests, drift, reconcile, run_states
from tests.support.kit import Database
from tests.support.live import Bus

pytestmark = pytest.mark.session


def test_a_run_that_waits_too_long_for_another_is_an_error(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(lock, "sleep", slept.append)
    remaining_s = iter([1.0, 0.0])
    with (
        lock.held(Origin("", "first", "r"), damage.UNLIMITED),
        pytest.raises(errors.Unavailable, match="Another reconciliation is under way"),
    ):
        reconciliation.run(Order(), Budget(lambda: next(remaining_s)), by="second")

    assert len(slept) == 1
    assert reconcile().status == "clean"


def test_a_killed_run_is_marked_as_an_error_by_the_next_run(sample: Sample) -> None:
    killed = uuid4()
    with lock.held(Origin("", "x", "r"), damage.UNLIMITED) as session:
        session.rows("select * from begin_reconciliation(%s, 'x', false, false, null, null)", (killed,))
    assert run_states(sample.database) == ["running"]

    reconcile()

    assert run_states(sample.database) == ["error", "finished"]


def test_a_requested_run_whose_message_was_lost_is_an_error_after_an_hour(sample: Sample) -> None:
    run_id = ROOT_USER.post(RUNS, {}).json["run_id"]
    reconcile()
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json["status"] == "running", "its message may still be in the queue"
    sample.database.rows(
        """
        update reconciliation_runs set requested_at = requested_at - interval '61 minutes' where run_id = %s returning 1
        """,
        run_id,
    )

    reconcile()

    assert ROOT_USER.get(f"{RUNS}/{run_id}").json["status"] == "error"


def test_a_run_that_fails_halfway_is_an_error(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checks, "_subjects", fail)
    with pytest.raises(RuntimeError):
        reconcile(full=True)

    assert run_states(sample.database) == ["error"]


def test_a_run_that_loses_its_database_is_marked_as_an_error_by_the_next_run(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_subjects", lose_connection)
    with pytest.raises(Transient):
        reconcile(full=True)

    assert run_states(sample.database) == ["running"]
    monkeypatch.undo()


def published_figures(database: Database) -> list[tuple[int, int, int]]:
    """The fields drifted, corrected and findings of each DriftDetected event."""
    rows = database.rows("select detail from outbox where detail_type = 'DriftDetected' order by created_at")
    return [tuple(row["detail"][name] for name in ("drifted", "corrected", "findings")) for row in rows]


def lose_connection(session: Session, *_: object) -> None:
    session.rows("select pg_terminate_backend(pg_backend_pid())")


def test_the_next_run_publishes_the_corrections_of_a_killed_run(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run does not find the drift, because the killed run has corrected it."""
    drift(sample)
    damage.damage(
        sample.database, "delete from transactions where transaction_id = %s", sample.entry(1)["transaction_id"]
    )
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", lose_connection)
        with pytest.raises(Transient):
            reconcile(full=True)
    assert published_figures(sample.database) == []

    reconcile()

    assert published_figures(sample.database) == [(1, 1, 1), (0, 0, 1)], (
        "the next run finds the uncorrected damage again"
    )
    (killed,) = [run for run in ROOT_USER.get(RUNS).json["items"] if run["status"] == "error"]
    assert (killed["drifted"], killed["corrected"], killed["open_findings"]) == (1, 1, 1)
    assert [(finding["kind"], finding["corrected"]) for finding in killed["findings"]] == [
        ("balance", True),
        ("transaction", False),
    ]


def test_a_killed_run_whose_request_is_redelivered_still_counts_its_corrections(
    sample: Sample, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = ROOT_USER.post(RUNS, {"full": True}).json["run_id"]
    drift(sample)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", lose_connection)
        assert deliver_run_requests(bus) == [0]

    assert deliver_run_requests(bus) == []

    run = ROOT_USER.get(f"{RUNS}/{run_id}").json
    assert (run["status"], run["drifted"], run["corrected"], run["open_findings"]) == ("drift", 1, 1, 0)
    assert [finding["corrected"] for finding in run["findings"]] == [True]
    assert published_figures(sample.database) == [(1, 1, 0)]


def interrupt(session: Session, *_: object) -> None:
    """Simulate control-C between sending a statement and receiving its answer."""
    session._connection.pgconn.send_query(b"select pg_sleep(600)")
    raise KeyboardInterrupt


def test_an_interrupted_run_ends_immediately_and_its_corrections_are_published(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    drift(sample)
    monkeypatch.setattr(checks, "_subjects", interrupt)

    with pytest.raises(KeyboardInterrupt):
        reconcile(full=True)

    assert run_states(sample.database) == ["error"]
    assert published_figures(sample.database) == [(1, 1, 0)]


def test_a_cancellation_that_comes_before_the_statement_begins_is_repeated(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postgres ignores a request to cancel while no statement is running."""
    cancel = psycopg.Connection.cancel_safe
    attempts: list[None] = []

    def ignored_at_first(connection: psycopg.Connection[object]) -> None:
        attempts.append(None)
        if len(attempts) > 1:
            cancel(connection)

    monkeypatch.setattr(psycopg.Connection, "cancel_safe", ignored_at_first)
    monkeypatch.setattr(checks, "_subjects", interrupt)

    with pytest.raises(KeyboardInterrupt):
        reconcile(full=True)

    assert run_states(sample.database) == ["error"]


def test_a_killed_dry_run_publishes_nothing(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    drift(sample)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", lose_connection)
        with pytest.raises(Transient):
            reconcile(full=True, dry_run=True)

    assert reconcile(dry_run=True).drifted == 1

    assert published_figures(sample.database) == []
    assert run_states(sample.database) == ["error", "finished"]


def test_a_run_that_could_not_finish_publishes_its_findings(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    drift(sample)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", fail)
        with pytest.raises(RuntimeError):
            reconcile(full=True)

    assert published_figures(sample.database) == [(1, 1, 0)]
    assert reconcile().status == "clean"


def test_a_correction_and_its_finding_are_stored_together_or_not_at_all(sample: Sample) -> None:
    drift(sample)
    with sample.database.admin() as admin:
        admin.execute("create function fail() returns trigger language plpgsql as $$ begin return 1 / 0; end $$")
        admin.execute("create trigger fail before insert on reconciliation_findings execute function fail()")
        with pytest.raises(psycopg.errors.DivisionByZero):
            reconcile()
        admin.execute("drop trigger fail on reconciliation_findings")

    assert reconcile().corrected == 1, "the failed run changed nothing"


def test_a_run_without_a_database_raises_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://purser_reconcile@/purser?host=/nowhere"

    with pytest.raises(errors.Unavailable):
        reconciliation.run(Order(), damage.UNLIMITED, by="x", url=url)


def test_the_scheduled_function_fails_if_its_run_could_not_finish(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECONCILE_DATABASE_URL", "postgresql://purser_reconcile@/purser?host=/nowhere")

    with pytest.raises(errors.Unavailable):
        kit.handler("reconcile")({}, kit.context("reconcile"))
