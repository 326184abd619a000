"""Runs of a reconciliation: one at a time, incremental between cuts, asked for over HTTP, judged by people."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from ledger import errors, posting, reconciliation
from ledger.db import Budget, Origin, Transaction, Transient
from ledger.reconciliation import Order, checks, turn
from tests import damage, kit, live
from tests.damage import Books, kinds, reconcile
from tests.integration.test_books import movement
from tests.kit import Database, Person, assert_problem
from tests.live import Bus

ROOT_USER = Person("root-1", ("root",))
RUNS = "/api/v1/reconciliation/runs"
SHAPE = {
    *("run_id", "dry_run", "full", "status", "wallets_checked", "drifted", "corrected", "transactions_checked"),
    *("findings", "open_findings", "started_at", "finished_at"),
}


@pytest.fixture
def books(database: Database, bus: Bus) -> Books:
    return damage.kept(database)


def drift(books: Books) -> None:
    damage.damage(books.database, "update wallets set balance = balance + 200 where wallet_id = %s", books.wallet())


def states(database: Database) -> list[str]:
    return [row["state"] for row in database.rows("select state from reconciliation_runs order by requested_at")]


@contextmanager
def held(database: Database) -> Iterator[Transaction]:
    """A transaction that commits only at the end."""
    with closing(
        psycopg.connect(database.url, autocommit=True, prepare_threshold=None, row_factory=dict_row)
    ) as connection:
        connection.execute("BEGIN")
        yield Transaction(connection, Origin("acme", "tester", "request-1"))
        connection.execute("COMMIT")


# ---- incremental ---------------------------------------------------------------------------------------------------


def test_an_incremental_run_looks_at_what_is_new_and_at_nothing_else(books: Books) -> None:
    reconcile()
    kit.put(kit.service(), "zoe", "1")
    kit.put(kit.service(), "zoe", "1")

    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked, run.status) == (1, 2, "clean")


@pytest.mark.parametrize("damaged", ["amount", "balance_after"])
def test_a_late_committing_transaction_is_never_missed(books: Books, damaged: str) -> None:
    """Held open across a cut, and committed after it, with an xid below those that the cut run has seen."""
    reconcile()
    with held(books.database) as tx:
        posting.post(tx, [movement(100, "late")])
        kit.put(kit.service(), "zoe", "1")
        between = reconcile()
    assert between.transactions_checked <= 1
    assert between.status == "clean"
    damage.damage(
        books.database,
        f"update entries set {damaged} = {damaged} + 1 where version = 1 and wallet_id = %s",
        books.wallet("late"),
    )

    run = reconcile()

    assert run.status == "drift"
    assert {finding.wallet_id for finding in run.findings if finding.wallet_id} == {books.wallet("late")}


def test_a_real_run_of_everything_moves_the_cut_and_no_other_does(books: Books) -> None:
    reconcile()
    kit.put(kit.service(), "zoe", "1")

    others = [reconcile(dry_run=True), reconcile(tenant="acme"), reconcile(wallet=books.wallet("zoe"))]

    assert [run.transactions_checked for run in others] == [1, 1, 3]
    assert reconcile().transactions_checked == 1
    assert reconcile().transactions_checked == 0


@pytest.mark.parametrize("cut", ["cut + 1000000", "cut - 2000001000"])
def test_a_stored_cut_ahead_of_the_present_or_too_old_is_refused_and_everything_looked_at(
    books: Books, cut: str
) -> None:
    reconcile()
    books.database.rows(f"update reconciliation_runs set cut = {cut} returning 1")

    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked) == (books.wallets, books.transactions)


def test_after_a_logical_restore_into_another_cluster_everything_new_is_seen(books: Books) -> None:
    reconcile()
    books.database.rows("update xid_epochs set cluster_id = cluster_id + 1 returning 1")
    books.database.rows("select begin_epoch()")
    kit.put(kit.service(), "zoe", "1")

    run = reconcile()

    assert run.status == "clean"
    assert run.transactions_checked >= 1
    assert run.wallets_checked == books.wallets, "rows that were restored are new to this cluster"


@pytest.mark.parametrize("what", ["a hole", "a stray entry", "an entry of no wallet", "no transaction", "no subject"])
def test_an_incremental_run_finds_what_is_wrong_among_the_new(books: Books, what: str) -> None:
    reconcile()
    kit.put(kit.service(), "new", "5")
    kit.put(kit.service(), "new", "5")
    wallet = books.wallet("new")
    second = books.entry(2, wallet)["transaction_id"]
    statement, expected = {
        "a hole": ("update entries set version = 3 where wallet_id = %s and version = 2", {"version": 1}),
        "a stray entry": (
            "update wallets set version = 1, balance = 5 where wallet_id = %s",
            {"version": 1, "balance": 1},
        ),
        "an entry of no wallet": (
            "update entries set wallet_id = new_id() where wallet_id = %s and version = 2",
            {"wallet": 2, "sum": 2, "balance": 1, "version": 1},
        ),
        "no transaction": ("delete from transactions where transaction_id = %s", {"transaction": 1}),
        "no subject": ("update transactions set kind = 'bet_void' where transaction_id = %s", {"subject": 1}),
    }[what]
    damage.damage(books.database, statement, second if what.startswith("no ") else wallet)

    run = reconcile(dry_run=True)

    assert kinds(run) == expected


@pytest.mark.parametrize("seconds", [0.5, 2.0, 7.0])
def test_batches_of_any_size_cover_everything(books: Books, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """One wallet or transaction each, however slow or quick they are; and cuts one by one."""
    monkeypatch.setattr(checks, "clock", partial(next, count(0.0, seconds)))
    monkeypatch.setattr(checks, "_SMALLEST", 1)
    monkeypatch.setattr(checks, "_XIDS", 1)
    monkeypatch.setattr(checks, "_OF_A_BOOK", 2)
    monkeypatch.setattr(checks, "_AWARDS", 1)
    monkeypatch.setattr(checks, "_BATCHES", {"wallets": 1, "transactions": 1, "subjects": 1})
    books.database.rows("select make_checkpoints()")

    run = reconcile(full=True)
    kit.put(kit.service(), "zoe", "1")
    new = reconcile()

    assert (run.status, run.wallets_checked, run.transactions_checked) == (
        "clean",
        books.wallets,
        books.transactions - 1,
    )
    assert (new.status, new.wallets_checked, new.transactions_checked) == ("clean", 1, 1)


# ---- at the same time ----------------------------------------------------------------------------------------------


def test_no_false_finding_while_eight_clients_post(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_BATCHES", {"wallets": 2, "transactions": 3, "subjects": 2})
    monkeypatch.setattr(checks, "_LARGEST", 3)
    agent, service = kit.agent(), kit.service()
    done = threading.Event()

    def client(number: int) -> int:
        person = kit.customer(books.ann)
        for turn_ in range(12):
            kit.put(service, f"p{number}", "3")
            service.post("/api/v1/transfers", {"from_owner_id": f"p{number}", "to_owner_id": "zoe", "amount": "1"})
            kit.at_the_desk(agent, "credit", books.ann, "20.00")
            if turn_ % 4 == 0:
                live.settle(service, live.place(person, "1.00"), "won", "2.00")
        return 0

    def auditor() -> list[reconciliation.Run]:
        found: list[reconciliation.Run] = []
        while not done.is_set() or not found:
            found += [reconcile(full=True), reconcile(), reconcile(full=True, dry_run=True)]
        return found

    def clients() -> list[int | Exception]:
        try:
            return kit.at_once(*[partial(client, number) for number in range(8)])
        finally:
            done.set()

    posted, audited = kit.at_once(clients, auditor)

    assert posted == [0] * 8
    assert isinstance(audited, list)
    assert {run.status for run in audited} == {"clean"}, [run.findings for run in audited if run.findings]
    assert reconcile(full=True).status == "clean"
    books.database.assert_sound()


def test_a_posting_that_holds_the_wallet_is_in_the_correction_that_waited_for_it(books: Books) -> None:
    drift(books)
    with held(books.database) as tx:
        posting.post(
            tx,
            [
                posting.Movement(
                    "credit",
                    [
                        posting.Leg(posting.Owner("person", books.ann, "USD"), Decimal("1.00")),
                        posting.Leg(posting.Owner("house", "", "USD"), Decimal("-1.00")),
                    ],
                )
            ],
        )
        run: list[Any] = []
        thread = threading.Thread(target=lambda: run.append(reconcile()))
        thread.start()
        while not books.database.value(
            "select count(*) from pg_stat_activity where usename = 'purser_reconcile' and wait_event_type = 'Lock'"
        ):
            pass
    thread.join()

    assert (run[0].drifted, run[0].corrected) == (1, 1)
    assert (
        books.database.rows(
            "select 1 from wallets w where wallet_id = %s and balance <> (select sum(amount) from entries e"
            " where e.wallet_id = w.wallet_id)",
            books.wallet(),
        )
        == []
    )


def test_two_runs_at_once_take_turns_and_count_each_wallet_once(books: Books) -> None:
    drift(books)

    both = kit.at_once(reconcile, reconcile)

    assert all(isinstance(run, reconciliation.Run) for run in both)
    assert sorted(run.corrected for run in both if isinstance(run, reconciliation.Run)) == [0, 1]


def test_a_run_that_waits_for_another_too_long_could_not_finish(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(turn, "sleep", slept.append)
    left = iter([1.0, 0.0])
    with (
        turn.taken(Origin("", "first", "r"), damage.PATIENT),
        pytest.raises(errors.Unavailable, match="Another reconciliation is under way"),
    ):
        reconciliation.carry_out(Order(), Budget(lambda: next(left)), by="second")

    assert len(slept) == 1
    assert reconcile().status == "clean"


def test_a_killed_run_is_an_error_by_the_next_one_and_never_runs_for_ever(books: Books) -> None:
    killed = uuid4()
    with turn.taken(Origin("", "x", "r"), damage.PATIENT) as session:
        session.rows("select * from begin_reconciliation(%s, 'x', false, false, null, null)", (killed,))
    assert states(books.database) == ["running"]

    reconcile()

    assert states(books.database) == ["error", "finished"]


def test_a_run_whose_order_was_lost_is_an_error_after_an_hour(books: Books) -> None:
    asked = ROOT_USER.post(RUNS, {}).json["run_id"]
    reconcile()
    assert ROOT_USER.get(f"{RUNS}/{asked}").json["status"] == "running", "it waits in its queue"
    books.database.rows(
        """
        update reconciliation_runs set requested_at = requested_at - interval '61 minutes' where run_id = %s returning 1
        """,
        asked,
    )

    reconcile()

    assert ROOT_USER.get(f"{RUNS}/{asked}").json["status"] == "error"


def test_a_run_that_fails_halfway_is_an_error(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checks, "_subjects", broken)
    with pytest.raises(RuntimeError):
        reconcile(full=True)

    assert states(books.database) == ["error"]


def test_a_run_that_loses_its_database_leaves_it_to_the_next_to_say_so(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(session: Transaction, *_: object) -> None:
        session.rows("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(checks, "_subjects", lost)
    with pytest.raises(Transient):
        reconcile(full=True)

    assert states(books.database) == ["running"]
    monkeypatch.undo()


def test_without_a_database_a_run_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://purser_reconcile@/purser?host=/nowhere"

    with pytest.raises(errors.Unavailable):
        reconciliation.carry_out(Order(), damage.PATIENT, by="x", url=url)


def test_the_scheduled_function_fails_where_it_could_not_finish(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECONCILE_DATABASE_URL", "postgresql://purser_reconcile@/purser?host=/nowhere")

    with pytest.raises(errors.Unavailable):
        kit.handler("reconcile")({}, kit.context("reconcile"))


# ---- over HTTP -----------------------------------------------------------------------------------------------------


def delivered(bus: Bus) -> list[int]:
    details = [
        detail
        for entry, detail in zip(bus.accepted, bus.details, strict=True)
        if entry["DetailType"] == "ReconciliationRequested"
    ]
    return live.deliver("reconciliation_requested", live.messages(*details))


def test_a_run_that_is_asked_for_is_running_until_it_is_carried_out_behind_the_queue(books: Books, bus: Bus) -> None:
    drift(books)

    asked = ROOT_USER.post(RUNS, {"dry_run": True, "full": True})

    assert asked.status == 201
    assert asked.json.keys() == SHAPE
    assert (asked.json["status"], asked.json["finished_at"], asked.json["findings"]) == ("running", None, [])
    assert (asked.json["dry_run"], asked.json["full"]) == (True, True)
    run_id = asked.json["run_id"]
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json == asked.json

    assert delivered(bus) == []

    run = ROOT_USER.get(f"{RUNS}/{run_id}").json
    assert (run["status"], run["drifted"], run["corrected"]) == ("drift", 1, 0)
    assert run["finished_at"] is not None
    assert delivered(bus) == [], "the event comes again, and there is nothing left to do"
    assert ROOT_USER.get(f"{RUNS}/{run_id}").json == run


def test_an_order_that_comes_again_because_its_run_was_killed_is_carried_out_anew(books: Books, bus: Bus) -> None:
    run_id = ROOT_USER.post(RUNS, {}).json["run_id"]
    with turn.taken(Origin("", "x", "r"), damage.PATIENT) as session:
        session.rows("select * from begin_reconciliation(%s, 'x', false, false, null, null)", (run_id,))

    assert delivered(bus) == []

    assert ROOT_USER.get(f"{RUNS}/{run_id}").json["status"] == "clean"


def test_an_order_that_fails_comes_again(books: Books, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    ROOT_USER.post(RUNS, {})
    monkeypatch.setenv("RECONCILE_DATABASE_URL", "postgresql://purser_reconcile@/purser?host=/nowhere")

    assert delivered(bus) == [0]


def test_runs_are_listed_newest_first(books: Books) -> None:
    ids = [ROOT_USER.post(RUNS, {"dry_run": True}, key=f"k{number}").json["run_id"] for number in range(3)]
    assert ROOT_USER.post(RUNS, {"dry_run": True}, key="k0").json["run_id"] == ids[0], "a key asks once"

    listing = ROOT_USER.get(RUNS, {"limit": 2}).json

    assert [run["run_id"] for run in listing["items"]] == [ids[2], ids[1]]
    assert (listing["total_count"], listing["limit"], listing["offset"], listing["has_more"]) == (3, 2, 0, True)
    assert listing["items"][0].keys() == SHAPE


def test_the_scheduled_function_answers_its_finished_run_in_the_same_shape(books: Books) -> None:
    answer = kit.handler("reconcile")({}, kit.context("reconcile"))

    assert answer.keys() == SHAPE
    assert answer["status"] == "clean"
    assert ROOT_USER.get(f"{RUNS}/{answer['run_id']}").json == answer


def balances(books: Books) -> dict[str, int]:
    """Of the open wallets, as their checkpoints have them."""
    rows = books.database.rows("""
        select w.owner_kind || w.currency as name, c.balance from checkpoints c
        join wallets w on w.tenant_id = c.tenant_id and w.wallet_id = c.wallet_id
        where w.tenant_id = 'acme'
    """)
    return {row["name"]: int(row["balance"]) for row in rows}


@pytest.mark.parametrize("order", [{}, {"full": True}])
def test_the_scheduled_function_closes_the_books_of_the_open_wallets_after_its_run(
    books: Books, order: dict[str, bool]
) -> None:
    assert balances(books) == {}

    assert kit.handler("reconcile")(order, kit.context("reconcile"))["status"] == "clean"

    closed = balances(books)
    assert closed.keys() >= {"agentUSD", "bankUSD", "houseUSD", "treasuryCOIN"}
    summed = books.database.rows("""
        select w.owner_kind || w.currency as name, sum(e.amount)::bigint as sum from entries e
        join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where w.tenant_id = 'acme' and e.version is null group by 1
    """)
    assert closed == {row["name"]: row["sum"] for row in summed}
    kit.put(kit.service(), "zoe", "3")
    assert kit.handler("reconcile")(order, kit.context("reconcile"))["status"] == "clean"
    assert balances(books)["treasuryCOIN"] == closed["treasuryCOIN"] - 3, "what came since is added"


def test_the_books_that_the_schedule_closed_are_reconciled_by_the_next_full_run(books: Books) -> None:
    kit.handler("reconcile")({}, kit.context("reconcile"))
    damage.damage(
        books.database,
        "update checkpoints c set balance = c.balance + 1 from wallets w"
        " where w.wallet_id = c.wallet_id and w.owner_kind = 'bank'",
    )

    answer = kit.handler("reconcile")({"full": True}, kit.context("reconcile"))

    assert [(finding["kind"], finding["wallet_id"]) for finding in answer["findings"]] == [
        (
            "checkpoint",
            str(books.database.value("select wallet_id from wallets where owner_kind = 'bank' and currency = 'USD'")),
        )
    ]


def test_a_dry_run_by_the_schedule_closes_nothing(books: Books) -> None:
    kit.handler("reconcile")({"dry_run": True}, kit.context("reconcile"))

    assert balances(books) == {}


def test_a_cut_ahead_of_the_present_fails_the_schedule_after_its_run(books: Books) -> None:
    books.database.rows("update xid_epochs set cut = 1000000000000 returning 1")

    with pytest.raises(psycopg.Error, match="cut is ahead of the present"):
        kit.handler("reconcile")({}, kit.context("reconcile"))

    assert states(books.database) == ["finished"]


def test_an_unknown_run_and_an_unknown_finding_are_not_found(books: Books) -> None:
    assert_problem(ROOT_USER.get(f"{RUNS}/{live.UNKNOWN}"), 404, "run_not_found")
    answer = ROOT_USER.post(f"/api/v1/reconciliation/findings/{live.UNKNOWN}/acknowledge", {"note": "Seen"})
    assert_problem(answer, 404, "finding_not_found")


def judge(finding_id: str, note: str = "A known case") -> Any:
    answer = ROOT_USER.post(f"/api/v1/reconciliation/findings/{finding_id}/acknowledge", {"note": note})
    assert answer.status == 200, answer.text
    return answer.json


def test_an_acknowledged_finding_is_listed_still_and_counts_no_more(books: Books) -> None:
    damage.damage(books.database, "update bets set stake = stake + 1 where bet_id = %s", books.bets["won"])
    run = reconcile(full=True)
    (finding,) = run.findings

    judged = judge(str(finding.finding_id))

    assert (judged["note"], judged["acknowledged_by"]) == ("A known case", "root-1")
    seen = ROOT_USER.get(f"{RUNS}/{run.run_id}").json
    assert (seen["status"], seen["open_findings"], seen["findings"]) == ("clean", 0, [judged])
    again = reconcile(full=True)
    assert (again.status, again.open_findings) == ("clean", 0), "a later run finds the same, and it is judged already"
    assert [found.note for found in again.findings] == ["A known case"]
    assert books.database.value("select count(*) from outbox where detail_type = 'DriftDetected'") == 1


def test_a_finding_that_is_another_by_its_amount_counts_again(books: Books) -> None:
    for _ in range(2):
        damage.damage(books.database, "update bets set stake = stake + 1 where bet_id = %s", books.bets["won"])
        run = reconcile(full=True)
        assert (run.status, run.open_findings) == ("drift", 1)
        judge(str(run.findings[0].finding_id))


def test_the_first_judgement_stays(books: Books) -> None:
    damage.damage(books.database, "update bets set stake = stake + 1 where bet_id = %s", books.bets["won"])
    (finding,) = reconcile(full=True).findings

    first, second = judge(str(finding.finding_id)), judge(str(finding.finding_id), "Something else")

    assert second == first


def test_an_acknowledged_drift_counts_no_more_in_its_run_and_is_news_in_the_next(books: Books) -> None:
    drift(books)
    first = reconcile(dry_run=True)
    judge(str(first.findings[0].finding_id))
    assert ROOT_USER.get(f"{RUNS}/{first.run_id}").json["status"] == "clean"

    assert reconcile().status == "drift"


@pytest.mark.parametrize("note", ["", " ", "x" * 513, "a\0b", None])
def test_a_note_is_text_of_1_to_512_characters(note: object, database: Database) -> None:
    answer = ROOT_USER.post(f"/api/v1/reconciliation/findings/{live.UNKNOWN}/acknowledge", {"note": note})

    assert (answer.status, answer.pointers) == (400, ["/note"])


# ---- random damage -------------------------------------------------------------------------------------------------

DAMAGE = [
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
    choice=st.sampled_from(DAMAGE),
    number=st.integers(1, 1_000),
    place=st.integers(0, 1_000),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_damage_is_always_found(books: Books, choice: str, number: int, place: int) -> None:
    def some(query: str) -> str:
        rows = books.database.rows(query)
        return f"'{rows[place % len(rows)]['id']}'"

    entry = some("select transaction_id || ' ' || leg as id from entries order by 1").strip("'").split(" ")
    statement = choice.format(
        n=number,
        wallet=some("select wallet_id as id from wallets where owner_kind = 'person' order by 1"),
        transaction=some("select transaction_id as id from transactions order by 1"),
        bet=some("select bet_id as id from bets order by 1"),
        topup=some("select request_id as id from topup_requests where status = 'completed' order by 1"),
        payment=some("select payment_id as id from payments where transaction_id is not null order by 1"),
        award=f"transaction_id = {some('select transaction_id as id from awards where amount > 0 order by 1')}",
        entry=f"(transaction_id, leg) = ('{entry[0]}'::uuid, {entry[1]})",
    )
    with damage.unguarded(books.database) as connection:
        connection.execute("begin")
        hit = connection.execute(statement.encode()).rowcount
        found = [
            *connection.execute("select * from reconcile_wallets('acme', %s, %s)", (checks._FIRST, checks._LAST)),
            *connection.execute("select * from reconcile_transactions('acme', %s, %s)", (checks._FIRST, checks._LAST)),
            *connection.execute("select * from reconcile_subjects('acme', %s, %s)", (checks._FIRST, checks._LAST)),
            *connection.execute("select * from reconcile_awards('acme', '', null)"),
            *connection.execute("select * from reconcile_wallets('globex', %s, %s)", (checks._FIRST, checks._LAST)),
            *connection.execute(
                "select * from reconcile_transactions('globex', %s, %s)", (checks._FIRST, checks._LAST)
            ),
        ]
        connection.execute("rollback")

    assert bool(found) == bool(hit), statement
