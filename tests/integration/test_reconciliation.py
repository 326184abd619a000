"""Reconciliation: what it finds, what it corrects, and what it leaves to a human."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from ledger import errors, reconciliation
from ledger.db import Budget
from ledger.reconciliation import Order, runs
from tests import billing, damage, kit, live
from tests.damage import Books, kinds, reconcile
from tests.kit import Database


@pytest.fixture
def books(database: Database, bus: live.Bus) -> Books:
    return damage.kept(database)


def drift(books: Books, wallet_id: UUID | None = None, by: int = 200) -> None:
    damage.damage(
        books.database,
        "update wallets set balance = balance + %s where wallet_id = %s",
        by,
        wallet_id or books.wallet(),
    )


def balance(books: Books, wallet_id: UUID | None = None) -> int:
    return int(books.database.value("select balance from wallets where wallet_id = %s", wallet_id or books.wallet()))


@pytest.mark.parametrize("full", [False, True])
def test_a_ledger_that_is_sound_is_clean(books: Books, full: bool) -> None:
    reconcile()
    run = reconcile(full=full)

    assert (run.status, run.findings, run.open_findings, run.drifted, run.corrected) == ("clean", [], 0, 0, 0)
    assert run.full is full
    assert run.finished_at is not None
    assert run.started_at <= run.finished_at
    if full:
        assert (run.wallets_checked, run.transactions_checked) == (books.wallets, books.transactions)
    else:
        assert (run.wallets_checked, run.transactions_checked) == (0, 0), "nothing is new since the run before"


def test_the_first_run_looks_at_everything_since_nothing_was_looked_at_before(books: Books) -> None:
    run = reconcile()

    assert (run.wallets_checked, run.transactions_checked) == (books.wallets, books.transactions)


def test_an_empty_ledger_is_clean(database: Database) -> None:
    run = reconcile(full=True)

    assert (run.status, run.wallets_checked, run.transactions_checked) == ("clean", 0, 0)


def test_an_empty_wallet_and_a_negative_balance_are_no_drift(books: Books) -> None:
    assert books.database.value("select min(balance) from wallets where owner_kind = 'person'") < 0
    assert books.database.value("select version from wallets where owner_id = 'empty'") == 0

    assert reconcile(full=True).status == "clean"


@pytest.mark.parametrize("full", [False, True])
def test_a_real_run_corrects_a_cached_balance_and_only_of_the_wallets_that_drifted(books: Books, full: bool) -> None:
    reconcile()
    before = books.database.rows("select wallet_id, balance, version, status from wallets order by wallet_id")
    drift(books)
    drift(books, books.wallet("zoe"), by=-3)
    drift(books, books.wallet("empty"), by=5)

    run = reconcile(full=full)

    assert (run.status, run.drifted, run.corrected, run.open_findings) == ("drift", 3, 3, 0)
    assert kinds(run) == {"balance": 3}
    (ann,) = [finding for finding in run.findings if finding.wallet_id == books.wallet()]
    assert (ann.tenant_id, ann.currency, ann.corrected) == ("acme", "USD", True)
    assert ann.expected is not None
    assert ann.actual is not None
    assert float(ann.actual) - float(ann.expected) == 2
    assert books.database.rows("select wallet_id, balance, version, status from wallets order by wallet_id") == before
    assert reconcile(full=True).status == "clean"
    books.database.assert_sound()


@pytest.mark.parametrize("full", [False, True])
def test_a_dry_run_writes_nothing_but_its_own_row(books: Books, full: bool) -> None:
    reconcile()
    drift(books)
    before = damage.everything(books.database)
    runs = books.database.value("select count(*) from reconciliation_runs")

    run = reconcile(dry_run=True, full=full)

    assert (run.status, run.drifted, run.corrected, run.dry_run) == ("drift", 1, 0, True)
    assert [(finding.wallet_id, finding.corrected) for finding in run.findings] == [(books.wallet(), False)]
    assert damage.everything(books.database) == before
    assert books.database.value("select count(*) from reconciliation_runs") == runs + 1
    assert reconcile().corrected == 1, "a dry run leaves to the next one what it found"


def test_a_correction_is_no_movement_of_the_ledger(books: Books) -> None:
    transactions = books.transactions
    drift(books)

    assert reconcile().corrected == 1

    assert books.transactions == transactions


_GHOST = """
    insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
    values ('{}', new_id(), 'credit', now(), 'nobody', 'none', false)
"""
_OF_REQUEST = "invoice_id = (select invoice_id from invoices where request_id = %({})s)"
_WON = "(registration_id, award, owner_id) = ('r1', 'place_1', 'p1')"
DAMAGE: dict[str, tuple[str, dict[str, int]]] = {
    "an entry's amount": (
        "update entries set amount = amount + 1 where wallet_id = %(ann)s and version = 2",
        {"balance": 1, "balance_after": 1, "sum": 1, "posting": 1},
    ),
    "both entries of a transaction": (
        "update entries set amount = amount + sign(amount) where transaction_id = %(first)s",
        {"balance": 1, "balance_after": 1, "checkpoint": 1},
    ),
    "a balance_after": (
        "update entries set balance_after = 5 where wallet_id = %(ann)s and version = 2",
        {"balance_after": 2},
    ),
    "a hole in the versions": ("update entries set version = version + 1 where wallet_id = %(yan)s", {"version": 1}),
    "a lost entry": (
        "delete from entries where wallet_id = %(ann)s and version = 3",
        {"balance": 1, "version": 1, "balance_after": 1, "sum": 1, "entries": 1, "posting": 1},
    ),
    "a lost newest entry": (
        "delete from entries where wallet_id = %(yan)s",
        {"balance": 1, "version": 1, "sum": 1, "entries": 1},
    ),
    "a wallet's version": ("update wallets set version = version + 1 where wallet_id = %(ann)s", {"version": 1}),
    "a lost transaction": ("delete from transactions where transaction_id = %(first)s", {"transaction": 1}),
    "a transaction without entries": (_GHOST.format("acme"), {"entries": 1}),
    "a tenant that nobody knows": (_GHOST.format("ghost"), {"entries": 1}),
    "an entry of no wallet": (
        "update entries set wallet_id = new_id() where transaction_id = %(first)s and version is null",
        {"wallet": 1, "sum": 2, "checkpoint": 1},
    ),
    "an entry of no guarded wallet": (
        "update entries set wallet_id = new_id() where wallet_id = %(far)s",
        {"wallet": 2, "sum": 2, "balance": 1, "version": 1},
    ),
    "a currency that is another": ("update wallets set currency = 'EUR' where wallet_id = %(yan)s", {"sum": 2}),
    "a completed bet without its credit": (
        "update bets set outcome_transaction_id = null where bet_id = %(bet)s",
        {"posting": 1, "subject": 1},
    ),
    "a stake of another amount": ("update bets set stake = stake + 1 where bet_id = %(bet)s", {"posting": 1}),
    "a transaction without a subject": (
        "update transactions set kind = 'bet_payout' where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a transaction of a subject that is no id": (
        "update transactions set kind = 'bet_payout', external_reference = 'x' where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a completed request without its credit": (
        "update topup_requests set transaction_id = null where request_id = %(completed)s",
        {"posting": 1, "subject": 1},
    ),
    "a completed request that nobody paid": (
        f"update payments set status = 'failed' where {_OF_REQUEST.format('completed')}",
        {"posting": 1, "subject": 1},
    ),
    "a completed request of another amount": (
        "update topup_requests set amount = amount + 1 where request_id = %(completed)s",
        {"posting": 1, "subject": 1},
    ),
    "a credit without its request": (
        "update transactions set kind = 'topup', external_reference = new_id() where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a payment that names another credit": (
        f"update payments set transaction_id = new_id() where {_OF_REQUEST.format('completed')}",
        {"posting": 1, "subject": 1},
    ),
    "a payment that succeeded and whose request is not completed": (
        f"update payments set status = 'succeeded' where {_OF_REQUEST.format('submitted')}",
        {"posting": 1},
    ),
    "a refund without its reversal": (
        f"update payments set status = 'refunded' where {_OF_REQUEST.format('completed')}",
        {"posting": 1},
    ),
    "a refund that does not name its reversal": (
        f"update payments set refund_transaction_id = null where {_OF_REQUEST.format('refunded')}",
        {"posting": 1, "subject": 1},
    ),
    "a reversal that takes back another credit": (
        "update transactions set corrects = new_id() where kind = 'topup_refund'",
        {"posting": 1, "subject": 1},
    ),
    "a reversal without its refund": (
        f"update payments set status = 'succeeded' where {_OF_REQUEST.format('refunded')}",
        {"subject": 1},
    ),
    "an invoiced request with a paid invoice": (
        "update invoices set status = 'paid' where request_id = %(invoiced)s",
        {"invoiced": 1},
    ),
    "a paid request that stands invoiced": (
        "update topup_requests set status = 'invoiced' where request_id = %(completed)s",
        {"invoiced": 1, "posting": 1, "subject": 1},
    ),
    "an award without its coins": (f"update awards set transaction_id = null where {_WON}", {"award": 1}),
    "an award of another amount": (f"update awards set amount = amount + 1 where {_WON}", {"award": 1}),
    "an award of nothing that names coins": (f"update awards set amount = 0 where {_WON}", {"award": 1}),
    "an award that names another registration's": (
        """
        update awards a set transaction_id = o.transaction_id from awards o
        where (a.registration_id, a.award, a.owner_id) = ('r1', 'participation', 'p1')
            and (o.registration_id, o.award, o.owner_id) = ('r5', 'participation', 'p1')
        """,
        {"award": 1},
    ),
    "an award of an owner without a wallet": (f"update awards set owner_id = 'nobody' where {_WON}", {"award": 1}),
    "an event that nobody published": (
        """
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at)
        values ('acme', new_id(), 'Any', '{}', clock_timestamp() - interval '16 minutes')
        """,
        {"outbox": 1},
    ),
    "a checkpoint": (
        """
        update checkpoints c set balance = c.balance + 1
        from wallets w where w.wallet_id = c.wallet_id and w.owner_kind = 'house'
        """,
        {"checkpoint": 1},
    ),
    "a checkpoint that is gone": (
        "delete from checkpoints c using wallets w where w.wallet_id = c.wallet_id and w.owner_kind = 'house'",
        {"checkpoint": 1},
    ),
}
"""Damage of each kind, and what a full run has to make of it."""
JUDGED = [what for what in DAMAGE if what != "both entries of a transaction"]


def tampered(books: Books, what: str) -> dict[str, int]:
    books.database.rows("select make_checkpoints()")
    statement, expected = DAMAGE[what]
    with damage.unguarded(books.database) as connection:
        hit = connection.execute(
            statement.encode(),
            {
                "ann": books.wallet(),
                "yan": books.wallet("yan"),
                "far": books.wallet("zoe", "globex"),
                "first": books.entry(1)["transaction_id"],
                "bet": books.bets["cashed_out"],
                **books.topups,
            },
        )
        assert hit.rowcount > 0
    return expected


@pytest.mark.parametrize("what", JUDGED)
def test_what_a_human_must_judge_is_named_and_never_repaired(books: Books, what: str) -> None:
    expected = tampered(books, what)
    before = damage.everything(books.database)

    run = reconcile(full=True)

    assert kinds(run) == expected
    assert (run.status, run.corrected) == ("drift", 0)
    assert run.open_findings == sum(expected.values()) - expected.get("balance", 0)
    after = damage.everything(books.database)
    assert {name: rows for name, rows in after.items() if name != "outbox"} == {
        name: rows for name, rows in before.items() if name != "outbox"
    }


def test_a_finding_names_the_entry_that_is_wrong(books: Books) -> None:
    tampered(books, "a balance_after")
    second = books.entry(2)

    (first,) = [finding for finding in reconcile(full=True).findings if finding.version == 2]

    assert (first.kind, first.version, first.wallet_id) == ("balance_after", 2, books.wallet())
    assert (first.transaction_id, first.actual, first.expected) == (second["transaction_id"], "0.05", "90.00")


def test_a_hole_is_named_by_the_version_that_is_missing(books: Books) -> None:
    tampered(books, "a lost entry")

    (hole,) = [finding for finding in reconcile(full=True).findings if finding.kind == "version"]

    assert hole.version == 3


@pytest.mark.parametrize("what", ["a completed request without its credit", "a paid request that stands invoiced"])
def test_a_top_up_is_named_by_its_request_its_credit_and_its_wallet(books: Books, what: str) -> None:
    tampered(books, what)

    found = {finding.kind: finding for finding in reconcile(full=True).findings}

    assert str(found["posting"].subject_id) == books.topups["completed"]
    assert (found["posting"].transaction_id, found["posting"].expected, found["posting"].actual) == (
        None,
        "50.00",
        None,
    )
    assert found["posting"].wallet_id == books.wallet("acme")
    credit = books.database.value(
        "select transaction_id from transactions where kind = 'topup' and external_reference = %s",
        books.topups["completed"],
    )
    assert found["subject"].transaction_id == credit
    if "invoiced" in found:
        assert str(found["invoiced"].subject_id) == books.topups["completed"]


def test_a_refund_is_named_by_its_payment(books: Books) -> None:
    tampered(books, "a refund without its reversal")

    (found,) = reconcile(full=True).findings

    paid = "select payment_id from payments join invoices using (tenant_id, invoice_id) where request_id = %s"
    assert found.subject_id == books.database.value(paid, books.topups["completed"])
    assert (found.transaction_id, found.expected) == (None, "-50.00")


def test_an_award_without_its_coins_is_named_by_its_owner_s_wallet(books: Books) -> None:
    tampered(books, "an award without its coins")

    (found,) = reconcile(full=True).findings

    assert (found.wallet_id, found.currency) == (books.wallet("p1"), "COIN")
    assert (found.transaction_id, found.expected, found.actual) == (None, "100", None)


def test_a_request_that_stands_invoiced_is_found_by_an_incremental_run_too(books: Books) -> None:
    reconcile()
    tampered(books, "an invoiced request with a paid invoice")

    assert kinds(reconcile()) == {"invoiced": 1}
    assert reconcile(tenant="globex").status == "clean"


def test_a_credit_without_its_request_is_found_by_an_incremental_run_too(books: Books) -> None:
    reconcile()
    billing.topped_up(billing.member(), billing.operator())
    damage.damage(
        books.database,
        "update transactions set external_reference = new_id() where kind = 'topup' and external_reference not in"
        " (%s, %s)",
        books.topups["completed"],
        books.topups["refunded"],
    )

    assert kinds(reconcile()) == {"subject": 1}


def test_a_balance_that_both_entries_of_a_transaction_contradict_follows_them(books: Books) -> None:
    """The amounts are the ledger; that an entry's balance_after says otherwise is for a human."""
    expected = tampered(books, "both entries of a transaction")

    run = reconcile(full=True)

    assert kinds(run) == expected
    assert run.corrected == 1


def test_an_event_of_fourteen_minutes_is_none_that_waits_too_long(books: Books) -> None:
    tampered(books, "an event that nobody published")
    books.database.rows("update outbox set created_at = clock_timestamp() - interval '14 minutes' returning 1")

    assert reconcile().status == "clean"


def test_a_posting_on_a_balance_that_drifted_is_named_and_the_sum_corrects_the_balance(books: Books) -> None:
    reconcile()
    before = balance(books)
    drift(books)
    kit.at_the_desk(kit.agent(), "credit", books.ann, "1.00")

    run = reconcile()

    assert kinds(run) == {"balance": 1, "balance_after": 1}
    assert (run.drifted, run.corrected, run.open_findings) == (1, 1, 1)
    assert balance(books) == before + 100


@pytest.mark.parametrize("what", ["an entry's amount", "a lost entry", "a wallet's version"])
def test_a_balance_is_not_corrected_by_a_sum_that_may_itself_be_wrong(books: Books, what: str) -> None:
    tampered(books, what)
    drift(books)
    before = balance(books)

    run = reconcile(full=True)

    assert (run.drifted, run.corrected) == (1, 0)
    assert balance(books) == before


def test_a_sum_beyond_what_a_balance_may_be_corrects_nothing(books: Books) -> None:
    huge = 9_007_199_254_740_991
    with damage.unguarded(books.database) as connection:
        connection.execute(
            "update entries set amount = amount + sign(amount) * %s where transaction_id = %s",
            (huge, books.entry(1)["transaction_id"]),
        )

    run = reconcile(full=True)

    assert (run.drifted, run.corrected) == (1, 0)


def test_only_a_tenant(books: Books) -> None:
    drift(books)
    drift(books, books.wallet("zoe", "globex"))

    run = reconcile(tenant="globex")

    assert (run.wallets_checked, run.transactions_checked, run.drifted, run.corrected) == (1, 1, 1, 1)
    assert [finding.tenant_id for finding in run.findings] == ["globex"]
    again = reconcile()
    assert (again.drifted, again.wallets_checked) == (1, books.wallets), "it was no run of everything"


def test_only_a_tenant_s_checkpoints(books: Books) -> None:
    tampered(books, "a checkpoint")

    assert reconcile(tenant="globex", full=True).status == "clean"
    assert kinds(reconcile(tenant="acme", full=True)) == {"checkpoint": 1}


def test_only_a_tenant_and_what_is_new_there(books: Books) -> None:
    reconcile()
    for tenant_id in ("acme", "globex"):
        kit.put(kit.service(tenant_id), "zoe", "1")

    run = reconcile(tenant="globex")

    assert (run.wallets_checked, run.transactions_checked) == (1, 1)


def test_only_a_wallet_and_all_of_it(books: Books) -> None:
    drift(books)
    drift(books, books.wallet("zoe"))

    run = reconcile(wallet=books.wallet())

    assert (run.wallets_checked, run.drifted, run.corrected) == (1, 1, 1)
    assert run.transactions_checked == books.database.value(
        "select version from wallets where wallet_id = %s", books.wallet()
    )
    assert reconcile(tenant="acme", wallet=books.wallet()).status == "clean"
    assert reconcile().drifted == 1


@pytest.mark.parametrize("what", ["an entry's amount", "a lost transaction", "a transaction without a subject"])
def test_only_a_wallet_finds_what_is_wrong_with_its_transactions(books: Books, what: str) -> None:
    tampered(books, what)

    run = reconcile(wallet=books.wallet(), dry_run=True)

    assert kinds(run).keys() >= {"an entry's amount": {"sum"}, "a lost transaction": {"transaction"}}.get(
        what, {"subject"}
    )


@pytest.mark.parametrize("order", [{"tenant": "nobody"}, {"wallet": uuid4()}, {"tenant": "globex", "wallet": "ann"}])
def test_what_does_not_exist_is_an_error_and_not_clean(books: Books, order: dict[str, Any]) -> None:
    if order.get("wallet") == "ann":
        order = {**order, "wallet": books.wallet()}

    with pytest.raises(errors.NotFound):
        reconcile(**order)

    assert books.database.value("select state from reconciliation_runs") == "error"


def test_out_of_time_a_run_is_an_error(books: Books) -> None:
    left = iter([1.0, 0.0])

    with pytest.raises(reconciliation.OutOfTime):
        reconciliation.carry_out(Order(), Budget(lambda: next(left, 0.0)), by="tester")

    assert books.database.value("select state from reconciliation_runs") == "error"
    assert reconcile().wallets_checked == books.wallets, "what was not finished is looked at again"


def test_findings_carry_ids_and_amounts_and_no_names(books: Books, capfd: pytest.CaptureFixture[str]) -> None:
    for what in (
        *("an entry's amount", "a completed bet without its credit", "an event that nobody published"),
        *("a completed request without its credit", "a refund that does not name its reversal"),
        *("an invoiced request with a paid invoice", "an award without its coins"),
    ):
        tampered(books, what)
    drift(books)
    capfd.readouterr()

    answer = kit.handler("reconcile")({"full": True}, kit.context("reconcile"))

    told = "".join(capfd.readouterr())
    assert '"Drift":[1' in told.replace(" ", "")
    assert answer["status"] == "drift"
    events = books.database.rows("select detail::text as detail from outbox")
    stored = books.database.rows("select to_json(f)::text as row from reconciliation_findings f")
    everything = told + json.dumps(answer) + str(events) + str(stored)
    names = [*damage.NAMES, *(row["username"] for row in books.database.rows("select username from customers"))]
    assert [name for name in names if name in everything] == []
    assert "description" not in everything


def test_drift_publishes_an_event_for_each_tenant(books: Books) -> None:
    drift(books)
    drift(books, books.wallet("zoe", "globex"))
    tampered(books, "a transaction without a subject")

    run = reconcile(full=True)

    told = {
        row["tenant_id"]: row["detail"]
        for row in books.database.rows("select * from outbox where detail_type = 'DriftDetected'")
    }
    assert told.keys() == {"acme", "globex"}
    assert told["acme"].keys() == {
        *("event_id", "version", "tenant_id", "run_id", "drifted", "corrected", "findings", "detected_at"),
    }
    assert (told["acme"]["drifted"], told["acme"]["corrected"], told["acme"]["findings"]) == (1, 1, 1)
    assert (told["globex"]["drifted"], told["globex"]["findings"]) == (1, 0)
    assert {detail["run_id"] for detail in told.values()} == {str(run.run_id)}


def test_a_dry_run_and_a_clean_one_publish_nothing(books: Books) -> None:
    reconcile()
    drift(books)
    reconcile(dry_run=True)

    assert books.database.rows("select * from outbox") == []


def test_a_run_keeps_the_first_of_very_many_findings_and_counts_all(books: Books) -> None:
    damage.damage(
        books.database,
        """
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at)
        select 'acme', new_id(), 'Any', '{}', clock_timestamp() - interval '1 day' from generate_series(1, 10100)
        """,
    )
    damage.damage(
        books.database,
        """
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
        values ('acme', new_id(), 'credit', now(), 'nobody', 'none', false)
        """,
    )

    run = reconcile(full=True)

    assert run.open_findings == 10_101
    assert len(run.findings) == runs.MAX_SHOWN
    stored = books.database.value("select count(*) from reconciliation_findings")
    assert 10_000 <= stored <= 10_101
    assert timedelta() <= (run.finished_at or run.started_at) - run.started_at
