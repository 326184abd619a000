"""Approvals are decided once: two people at the same moment, on real connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from ledger.storage import sessions
from tests.support import approvals, billing, kit, tournaments
from tests.support.approvals import approve, change_policy, pending, reject, reverse, status_of
from tests.support.kit import Database, Person, assert_problem

pytestmark = pytest.mark.session

RITA, ROMAN = billing.root(), billing.root("roman")


@pytest.fixture
def approval_id(service: Person, database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """The approval of a reversal of 5 coins of ann."""
    monkeypatch.setenv("TWO_PEOPLE", "on")
    return pending(reverse(service, kit.credit(service, "ann", "5")["transaction_id"]))


def test_of_two_simultaneous_approvers_one_executes_the_operation(
    service: Person, database: Database, approval_id: str
) -> None:
    answers = kit.simultaneously(
        *[lambda person=person: approve(person, approval_id).status for person in (RITA, ROMAN, RITA, ROMAN)]
    )

    assert sorted(map(str, answers)) == ["200", "409", "409", "409"]
    assert kit.balance_of(service, "ann") == "0"
    assert database.value("select count(*) from transactions where kind = 'reversal'") == 1
    database.assert_consistent()


def test_of_simultaneous_approval_and_rejection_one_decides(
    service: Person, database: Database, approval_id: str
) -> None:
    answers = kit.simultaneously(lambda: approve(RITA, approval_id).status, lambda: reject(ROMAN, approval_id).status)

    assert sorted(map(str, answers)) == ["200", "409"]
    is_approved = answers[0] == 200
    assert status_of(service, approval_id) == ("approved" if is_approved else "rejected")
    assert kit.balance_of(service, "ann") == ("0" if is_approved else "5")
    database.assert_consistent()


def test_two_approvals_with_one_key_at_the_same_moment_execute_once_and_get_equal_answers(
    service: Person, database: Database, approval_id: str
) -> None:
    answers = kit.simultaneously(*[lambda: approve(RITA, approval_id, key="k").text] * 2)

    assert answers[0] == answers[1]
    assert database.value("select count(*) from transactions where kind = 'reversal'") == 1


def test_two_approvals_of_one_reversal_at_the_same_moment_reverse_it_once(
    service: Person, database: Database, approval_id: str
) -> None:
    subject = service.get(f"{approvals.APPROVALS}/{approval_id}").json["subject"]
    other = pending(reverse(service, subject))

    answers = kit.simultaneously(lambda: approve(RITA, approval_id).status, lambda: approve(ROMAN, other).status)

    assert sorted(map(str, answers)) == ["200", "409"]
    assert kit.balance_of(service, "ann") == "0"
    database.assert_consistent()


@contextmanager
def held_invoice(database: Database, invoice_id: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """A session that holds the lock of an invoice, and commits at the end of the block."""
    with database.admin() as connection, connection.transaction():
        connection.execute("select from invoices where invoice_id = %s for no key update", (invoice_id,))
        yield connection


def begun[T](database: Database, holder: psycopg.Connection[Any], call: Callable[[], T]) -> Callable[[], T]:
    """Begin a call in a thread, and wait until it waits for the holder's lock. Returns a function that awaits it."""

    def answer() -> T:
        try:
            return call()
        finally:
            sessions.disconnect()

    pool = ThreadPoolExecutor(1)
    running = pool.submit(answer)
    while not database.rows(
        "select from pg_stat_activity where %s = any (pg_blocking_pids(pid))", holder.info.backend_pid
    ):
        assert not running.done(), running.result()
    pool.shutdown(wait=False)
    return running.result


def test_whoever_submits_a_payment_while_they_approve_its_invoice_payment_is_refused(database: Database) -> None:
    olga, otto = billing.operator("olga"), billing.operator("otto")
    invoice_id = billing.issued(billing.operator("issuer"))
    assert change_policy(olga, invoice_payment="0").status == 200
    approval_id = pending(billing.pay(olga, invoice_id, reference="TR-1"))

    with held_invoice(database, invoice_id) as holder:
        answer = begun(database, holder, lambda: approve(otto, approval_id))
        holder.execute(
            "select submit_payment('acme', %s, 'otto', null, 'bank_transfer', 'TR-1', 'tr1', null)", (invoice_id,)
        )

    assert_problem(answer(), 403, "self_approval")
    assert billing.ok(olga.get(f"{billing.INVOICES}/{invoice_id}"))["status"] == "issued"


def test_whoever_submits_a_payment_with_a_login_s_first_write_while_another_one_approves_is_refused(
    database: Database,
) -> None:
    """The login is recorded while the approval waits for the invoice."""
    olga, otto = billing.operator("olga"), Person("otto", ("billing.manage",), customer_id="ott")
    invoice_id = billing.issued(billing.operator("issuer"))
    assert change_policy(olga, invoice_payment="0").status == 200
    approval_id = pending(billing.pay(olga, invoice_id, reference="TR-1"))

    with held_invoice(database, invoice_id) as holder:
        answer = begun(database, holder, lambda: approve(otto, approval_id))
        holder.execute("select claim('acme', 'desk-login', 'k', '', 'ott')")
        holder.execute(
            "select submit_payment('acme', %s, 'desk-login', null, 'bank_transfer', 'TR-1', 'tr1', null)", (invoice_id,)
        )

    assert_problem(answer(), 403, "self_approval")


def test_whoever_approves_a_payment_while_they_approve_its_refund_is_refused(database: Database) -> None:
    olga, otto = billing.operator("olga"), billing.operator("otto")
    invoice_id = billing.issued(billing.operator("issuer"))
    payment_id = billing.submitted(billing.member(), invoice_id)
    assert change_policy(olga, refund="0").status == 200
    approval_id = pending(billing.decide(olga, payment_id, "refund"))

    with held_invoice(database, invoice_id) as holder:
        answer = begun(database, holder, lambda: approve(otto, approval_id))
        holder.execute("select approve_payment('acme', %s, 'otto', null)", (payment_id,))

    assert_problem(answer(), 403, "self_approval")
    assert billing.ok(olga.get(f"{billing.PAYMENTS}/{payment_id}"))["status"] == "succeeded"


def test_a_coin_policy_that_is_set_while_an_award_is_paid_needs_two_people(service: Person, database: Database) -> None:
    assert change_policy(billing.operator(), coin_policy="0").status == 200

    with database.admin() as holder, holder.transaction():
        holder.execute("""
            select claim_awards('acme', 'winter-cup', '{r1}', '{participation}', '{participation}', '{ann}',
                                '{"participation": 5}')
        """)
        answer = begun(database, holder, lambda: tournaments.policy(service, {"winner": 500}))

    assert answer().status == 202


def test_an_award_that_is_paid_while_a_coin_policy_is_set_is_paid_by_the_new_policy(
    service: Person, database: Database
) -> None:
    with database.admin() as holder, holder.transaction():
        holder.execute("select set_coin_policy('acme', 'winter-cup', 7, 20, 40, 80, 'service-1', 'request-1')")
        delivered = begun(database, holder, lambda: tournaments.deliver(tournaments.confirmed("r1", "ann")))

    delivered()
    assert kit.balance_of(service, "ann") == "7"
