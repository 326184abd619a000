"""After an erasure, no row, answer, export or stored answer has a text about the person; the ledger is as before."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.support import approvals, billing, erasures, kit
from tests.support.approvals import approve, pending
from tests.support.damage import finding_counts, reconcile
from tests.support.erasures import MARKER, Marked
from tests.support.kit import Database
from tests.support.live import Bus

FACTS = """
    select json_build_object(
        'entries', (select json_agg(e order by e.transaction_id, e.entry_number) from entries e),
        'balances', (select json_agg(json_build_array(w.wallet_id, w.balance, w.version, w.posted_at)
                                     order by w.wallet_id) from wallets w),
        'transactions', (select json_agg(json_build_array(t.transaction_id, t.kind, t.posted_at, t.posted_by,
                                                          t.request_id, t.corrects) order by t.transaction_id)
                         from transactions t),
        'bets', (select json_agg(json_build_array(b.bet_id, b.stake, b.odds, b.status, b.payout, b.cash_out_amount)
                                 order by b.bet_id) from bets b),
        'settlements', (select json_agg(json_build_array(s.settlement_id, s.figures::jsonb #- '{figures,username}')
                                        order by s.settlement_id) from settlements s))::text
"""


@pytest.fixture
def person(database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Marked:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    return erasures.marked_person(database, bus)


@pytest.fixture
def receipt(person: Marked, database: Database) -> Any:
    """The receipt of the erasure, whose reason and note have the marker too."""
    waiting = pending(erasures.request(kit.service(), person.owner_id, f"{MARKER} asked for it", key=f"{MARKER}-erase"))
    approved = approve(billing.root(), waiting, f"{MARKER} showed a passport", key=f"{MARKER}-approve")
    assert approved.status == 200, approved.text
    assert MARKER not in approved.text
    return approved.json["result"]


def test_the_marker_is_in_every_table_that_an_erasure_changes(person: Marked, database: Database) -> None:
    assert erasures.rows_with(database, MARKER).keys() == {
        "answer_subjects",
        "approvals",
        "bets",
        "contacts",
        "customers",
        "deliveries",
        "holds",
        "mails",
        "outbox",
        "payments",
        "reconciliation_findings",
        "requests",
        "settlements",
        "topup_requests",
        "transactions",
    }
    read = [name for name, answer in erasures.reads(person) if MARKER in answer.text]
    assert len(read) > 30


def test_no_row_has_a_text_about_an_erased_person(person: Marked, receipt: Any, database: Database) -> None:
    found = erasures.rows_with(database, MARKER)

    # The key of a request is its name. It goes with the stored answer, after KeyDays.
    assert found.keys() == {"answer_subjects", "requests"}
    for row in found["answer_subjects"] + found["requests"]:
        stored = json.loads(row)
        assert stored.pop("key").startswith(MARKER)
        assert MARKER not in str(stored)


def test_no_answer_and_no_export_has_a_text_about_an_erased_person(
    person: Marked, receipt: Any, database: Database
) -> None:
    answers = dict(erasures.reads(person))

    assert [name for name, answer in answers.items() if MARKER.lower() in answer.text.lower()] == []
    assert sum(answer.status == 200 for answer in answers.values()) > 60
    assert sum("csv" in name and answer.status == 200 for name, answer in answers.items()) > 3


def test_a_repeated_request_gets_its_answer_without_the_texts(person: Marked, receipt: Any, database: Database) -> None:
    for caller, path, body, key, before in person.stored:
        again = caller.post(path, body, key=key)

        assert (again.status, again.headers["idempotency-replayed"]) == (before.status, "true"), path
        # The names of requests are kept until they are erased by time, but an answer does not show them either.
        assert MARKER not in again.text, again.text
        assert json.loads(again.text).keys() == before.json.keys()


def test_the_stored_answer_of_an_import_keeps_the_other_customers(
    person: Marked, receipt: Any, database: Database
) -> None:
    caller, path, body, key, _before = person.stored[0]

    again = caller.post(path, body, key=key).text

    assert "neighbour" in again
    assert database.value("select count(*) from customers where username = 'neighbour'") == 1


def test_entries_balances_and_times_are_as_before(person: Marked, database: Database) -> None:
    before = database.value(FACTS)

    erasures.erase(kit.service(), person.owner_id)

    assert database.value(FACTS) == before
    database.assert_consistent()


def test_a_reconciliation_of_everything_finds_nothing_after_an_erasure(
    person: Marked, receipt: Any, database: Database
) -> None:
    run = reconcile(full=True)

    assert (run.status, finding_counts(run)) == ("clean", {})


def test_equal_texts_have_different_marks(person: Marked, receipt: Any, database: Database) -> None:
    marks = Counter(
        row["mark"]
        for row in database.rows(r"""
            select unnest(array[description, external_reference, meta ->> 'erased']) as mark from transactions
            union all select unnest(array[description, meta ->> 'erased', outcome_meta ->> 'erased']) from bets
            union all select unnest(array[note, meta ->> 'erased']) from settlements
        """)
        if row["mark"] and row["mark"].startswith("erased:")
    )

    assert len(marks) >= 20
    assert set(marks.values()) == {1}


def test_an_erased_approval_has_no_authentication_code_and_keeps_its_decision(
    person: Marked, receipt: Any, database: Database
) -> None:
    assert database.value("select mac is null from approvals where approval_id = %s", person.reversal_id)
    assert approvals.status_of(billing.root(), person.reversal_id) == "approved"
