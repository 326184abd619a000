"""A full run that takes too long pauses, and its next part continues at the same place."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any, Final

import pytest

from ledger import reconciliation
from ledger.core import errors
from ledger.core.ids import new_id
from ledger.reconciliation import Order, ReconciliationRun, checks, lock, runner
from ledger.storage.failures import Transient
from ledger.storage.sessions import Budget, Session
from tests.support import damage, kit, live
from tests.support.damage import ROOT_USER, RUN_FIELDS, RUNS, Sample, deliver_run_requests, drift, reconcile, run_states
from tests.support.kit import Database
from tests.support.live import Bus
from tests.support.tampering import apply_damage

SPENT: Final = Budget(lambda: 0.0)
DAMAGE: Final = (
    *("a balance_after", "a gap in the versions", "a lost transaction", "a completed bet without its credit"),
    *("an award without its coins", "a checkpoint", "an event that nobody published"),
)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch has one row, and each sum of a checkpoint two entries."""
    for name in ("_MIN_BATCH_ROWS", "_MAX_BATCH_ROWS", "_AWARDS_PER_BATCH", "_CHECKPOINTS_PER_BATCH"):
        monkeypatch.setattr(checks, name, 1)
    monkeypatch.setattr(checks, "_FIRST_BATCH_ROWS", {"wallets": 1, "transactions": 1, "subjects": 1, "holds": 1})
    monkeypatch.setattr(checks, "_ENTRIES_PER_SUM", 2)


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part ends after its first batch, even if its function has time left."""
    monkeypatch.setattr(runner, "PART_S", 0.0)


def part(run_id: Any = None, **limits: Any) -> ReconciliationRun:
    """Carry out one batch of each lane of a full run."""
    return reconciliation.run(Order(full=True, **limits), SPENT, by="tester", run_id=run_id)


def parts(run_id: Any = None, **limits: Any) -> Iterator[ReconciliationRun]:
    """Each part of a full run, until it has ended."""
    while True:
        yield (run := part(run_id, **limits))
        if run.status != "running":
            return
        run_id = run.run_id


def figures(run: ReconciliationRun) -> dict[str, Any]:
    names = ("status", "wallets_checked", "transactions_checked", "drifted", "corrected", "open_findings")
    return {name: getattr(run, name) for name in names}


def found(run: ReconciliationRun) -> Counter[tuple[Any, ...]]:
    ids = (
        "kind",
        "tenant_id",
        "wallet_id",
        "transaction_id",
        "subject_id",
        "version",
        "expected",
        "actual",
        "corrected",
    )
    return Counter(tuple(getattr(finding, name) for name in ids) for finding in run.findings)


@pytest.mark.usefixtures("small_batches")
def test_a_run_in_many_parts_finds_what_a_run_in_one_part_finds(sample: Sample) -> None:
    sample.database.rows("select make_checkpoints(clock_timestamp())")
    for what in DAMAGE:
        apply_damage(sample, what)
    whole = reconcile(full=True, dry_run=True)

    *paused, last = parts(dry_run=True)

    assert len(paused) > sample.transactions
    assert {run.run_id for run in paused} == {last.run_id}
    assert figures(last) == figures(whole)
    assert found(last) == found(whole)
    assert set(Counter(finding.kind for finding in last.findings)) >= {"balance_after", "version", "transaction"}
    assert set(Counter(finding.kind for finding in last.findings)) >= {"posting", "award", "checkpoint", "outbox"}


@pytest.mark.usefixtures("small_batches")
def test_the_sum_of_a_checkpoint_over_several_parts_keeps_its_cut_off(sample: Sample) -> None:
    sample.database.rows("select make_checkpoints(clock_timestamp())")
    apply_damage(sample, "a checkpoint")
    unfinished = "select json_typeof(progress->'places'->'others'->2) from reconciliation_runs"
    paused = part()
    while sample.database.value(unfinished) != "object":
        paused = part(paused.run_id)
    kit.credit(kit.service(), "zoe", "1")
    sample.database.rows("select make_checkpoints(clock_timestamp())")

    run = reconciliation.run(Order(full=True), damage.UNLIMITED, by="tester", run_id=paused.run_id)

    assert damage.finding_counts(run) == {"checkpoint": 1}


@pytest.mark.usefixtures("small_batches")
def test_corrections_and_findings_add_up_over_the_parts_and_are_published_once(sample: Sample) -> None:
    drift(sample)
    drift(sample, sample.wallet("zoe", "globex"))
    apply_damage(sample, "a lost transaction")

    *_, last = parts()

    assert (last.drifted, last.corrected, last.wallets_checked) == (2, 2, sample.wallets)
    assert last.open_findings == sum(not finding.corrected for finding in last.findings) > 0
    published = sample.database.rows("""
        select tenant_id, (detail->>'drifted')::int as drifted, (detail->>'findings')::int as findings
        from outbox where detail_type = 'DriftDetected' order by 1
    """)
    assert published == [
        {"tenant_id": "acme", "drifted": 1, "findings": last.open_findings},
        {"tenant_id": "globex", "drifted": 1, "findings": 0},
    ]


def test_a_paused_run_has_the_status_running_and_its_figures_so_far_and_requests_its_next_part(sample: Sample) -> None:
    paused = part()

    assert (paused.status, paused.finished_at) == ("running", None)
    assert paused.model_dump().keys() == RUN_FIELDS
    assert paused.wallets_checked > 0
    assert ROOT_USER.get(f"{RUNS}/{paused.run_id}").json == paused.model_dump(mode="json")
    (request,) = sample.database.rows("select tenant_id, detail_type, detail from outbox")
    assert (request["tenant_id"], request["detail_type"]) == ("platform", "ReconciliationRequested")
    wanted = {"run_id": str(paused.run_id), "full": True, "dry_run": False, "tenant_id": "platform"}
    assert wanted.items() <= request["detail"].items()


@pytest.mark.usefixtures("short_parts")
def test_each_part_of_a_requested_run_requests_the_next_part_by_an_event(sample: Sample, bus: Bus) -> None:
    drift(sample)
    run_id = ROOT_USER.post(RUNS, {"full": True}).json["run_id"]
    states = []

    while (run := ROOT_USER.get(f"{RUNS}/{run_id}").json)["status"] == "running":
        states.append(run["wallets_checked"])
        assert deliver_run_requests(bus) == []
        live.make_due(sample.database)
        live.relay()
        bus.accepted[:] = [entry for entry in bus.accepted if entry["DetailType"] == "ReconciliationRequested"][-1:]

    assert len(states) > 2
    assert (run["status"], run["corrected"], run["wallets_checked"]) == ("drift", 1, sample.wallets)
    assert deliver_run_requests(bus) == [], "a late event has no effect"
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json == run


def test_a_part_ends_after_five_minutes(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_FIRST_BATCH_ROWS", {"wallets": 1, "transactions": 100_000, "subjects": 1, "holds": 1})
    monkeypatch.setattr(checks, "_MAX_BATCH_ROWS", 1)
    monkeypatch.setattr(runner, "clock", partial(next, count(0.0, runner.PART_S / 3)))

    run = reconcile(full=True)

    assert runner.PART_S == 300.0
    assert run.status == "running"
    assert 1 <= run.wallets_checked <= 3


@pytest.mark.usefixtures("short_parts")
def test_the_scheduled_function_continues_its_paused_run_and_makes_checkpoints_at_the_end(sample: Sample) -> None:
    schedule = partial(kit.handler("reconcile"), {"full": True}, kit.context("reconcile"))
    first = schedule()
    assert first["status"] == "running"
    assert first.keys() == RUN_FIELDS
    assert sample.database.rows("select from checkpoints") == []

    while (answer := schedule())["status"] == "running":
        assert answer["run_id"] == first["run_id"]

    assert (answer["run_id"], answer["status"]) == (first["run_id"], "clean")
    assert sample.database.rows("select from checkpoints") != []
    assert schedule()["run_id"] != first["run_id"], "the next scheduled call begins another run"


@pytest.mark.usefixtures("short_parts")
def test_the_scheduled_function_carries_out_the_next_part_of_the_given_run(sample: Sample) -> None:
    function, context = kit.handler("reconcile"), kit.context("reconcile")
    first = function({"full": True, "tenant_id": "globex"}, context)
    assert first["status"] == "running"

    while (answer := function({"run_id": first["run_id"]}, context))["status"] == "running":
        pass

    assert (answer["run_id"], answer["wallets_checked"], answer["transactions_checked"]) == (first["run_id"], 1, 1)
    assert function({"run_id": first["run_id"]}, context) == answer, "the run has ended"
    assert sample.database.rows("select from checkpoints") == [], "a run of one tenant makes no checkpoints"
    with pytest.raises(errors.RunNotFound):
        function({"run_id": str(new_id())}, context)


@pytest.mark.usefixtures("short_parts", "small_batches")
def test_the_command_carries_out_all_parts_and_releases_the_lock_between_them(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    between: list[str] = []

    def run_meanwhile(_seconds: float) -> None:
        if not between:
            between.append(reconciliation.run(Order(dry_run=True), damage.UNLIMITED, by="other").status)

    monkeypatch.setattr(lock, "sleep", run_meanwhile)

    run = reconciliation.run_to_end(Order(full=True), by="purser")

    assert between == ["running"]
    assert (run.status, run.wallets_checked, run.transactions_checked) == ("clean", sample.wallets, sample.transactions)


@pytest.mark.usefixtures("small_batches")
def test_a_transaction_posted_while_a_run_is_paused_is_checked_by_the_next_incremental_run(sample: Sample) -> None:
    """The paused run has already passed the transaction's place. Its cut-off was set in its first part."""
    paused = part()
    while paused.transactions_checked < sample.transactions or paused.wallets_checked < sample.wallets:
        paused = part(paused.run_id)
    kit.credit(kit.service(), "zoe", "1")
    zoe = sample.wallet("zoe")
    damage.damage(
        sample.database,
        "update entries set amount = amount + 1 where (wallet_id, version) = "
        "(select wallet_id, version from wallets where wallet_id = %s)",
        zoe,
    )
    *_, last = parts(paused.run_id)
    assert last.status == "clean"

    run = reconcile()

    assert run.status == "drift"
    assert zoe in {finding.wallet_id for finding in run.findings}


def test_what_an_incremental_run_checked_between_two_parts_is_not_checked_again(sample: Sample) -> None:
    reconcile()
    paused = part()
    kit.credit(kit.service(), "zoe", "1")
    assert reconcile().transactions_checked == 1

    *_, last = parts(paused.run_id)

    assert last.status == "clean"
    assert reconcile().transactions_checked == 0


def lose_connection(session: Session, *_: object) -> None:
    session.rows("select pg_terminate_backend(pg_backend_pid())")


def test_a_run_that_is_killed_in_a_later_part_is_an_error_and_its_corrections_are_published(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    drift(sample)
    paused = part()
    assert paused.corrected == 1
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", lose_connection)
        with pytest.raises(Transient):
            reconciliation.run(Order(full=True), damage.UNLIMITED, by="tester", run_id=paused.run_id)

    reconcile()

    assert run_states(sample.database) == ["error", "finished"]
    killed = ROOT_USER.get(f"{RUNS}/{paused.run_id}").json
    assert (killed["status"], killed["drifted"], killed["corrected"]) == ("error", 1, 1)
    published = sample.database.rows("select detail from outbox where detail_type = 'DriftDetected'")
    assert [(row["detail"]["drifted"], row["detail"]["corrected"]) for row in published] == [(1, 1)]


def test_a_run_that_was_killed_in_a_later_part_starts_again_if_its_request_is_redelivered(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    drift(sample)
    apply_damage(sample, "a lost transaction")
    paused = part()
    with monkeypatch.context() as patch:
        patch.setattr(checks, "_subjects", lose_connection)
        with pytest.raises(Transient):
            reconciliation.run(Order(full=True), damage.UNLIMITED, by="tester", run_id=paused.run_id)

    run = reconciliation.run(Order(full=True), damage.UNLIMITED, by="tester", run_id=paused.run_id)

    assert (run.drifted, run.corrected, run.wallets_checked) == (1, 1, sample.wallets)
    assert max(found(run).values()) == 1
    assert run.open_findings == len(run.findings) - 1


def test_a_paused_run_becomes_an_error_only_if_it_is_not_continued_for_a_day(sample: Sample) -> None:
    paused = part()
    reconcile()
    assert run_states(sample.database) == ["running", "finished"]
    sample.database.rows(
        "update reconciliation_runs set paused_at = paused_at - interval '25 hours' where run_id = %s returning 1",
        paused.run_id,
    )

    reconcile()

    assert run_states(sample.database) == ["error", "finished", "finished"]


def test_a_failure_of_the_second_lane_ends_the_run(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checks, "_transactions", fail)

    with pytest.raises(RuntimeError):
        reconcile(full=True)

    assert run_states(sample.database) == ["error"]


@pytest.mark.usefixtures("new_database")
def test_a_run_reads_overdue_events_in_the_order_in_which_they_are_due_up_to_a_limit(database: Database) -> None:
    with database.admin() as admin:
        admin.execute("""
            insert into outbox (tenant_id, event_id, detail_type, detail, created_at, due_at)
            select 'tenant-' || n % 3, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Any', '{}',
                   now() - interval '1 day', now() + n * interval '1 ms'
            from generate_series(1, 100000) n
        """)
        admin.execute(kit.READ_EVERY_ROW)
        admin.execute("analyze outbox")
        admin.execute("begin")
        events = admin.execute("select subject_id from overdue(null, %s)", (checks.MAX_OVERDUE,)).fetchall()
        of_tenant = admin.execute("select distinct tenant_id from overdue('tenant-1', 10)").fetchall()
        (read,) = admin.execute("""
            select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relid = 'outbox'::regclass
        """).fetchall()

    assert len(events) == checks.MAX_OVERDUE
    assert max(int(str(row["subject_id"])[-12:]) for row in events) == checks.MAX_OVERDUE
    assert of_tenant == [{"tenant_id": "tenant-1"}]
    assert read["rows"] <= checks.MAX_OVERDUE + 1_000
