"""Approvals are decided once: two people at the same moment, on real connections."""

import pytest

from tests.support import approvals, billing, kit
from tests.support.approvals import approve, pending, reject, reverse, status_of
from tests.support.kit import Database, Person

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
