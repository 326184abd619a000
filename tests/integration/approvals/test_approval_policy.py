"""Policies: from which amount an operation needs two people, and who changes that."""

import pytest

from tests.support import billing, kit
from tests.support.approvals import POLICY, adjust, approve, change_policy, pending, policy_of, reverse
from tests.support.kit import Database, Person, assert_problem

OLGA, OTTO = billing.operator("olga"), billing.operator("otto")
RITA, ROMAN = billing.root(), billing.root("roman")
NEVER = {
    "adjustment": None,
    "agent_credit": None,
    "coin_policy": None,
    "invoice_payment": None,
    "overdraft": None,
    "payment_method": None,
    "refund": None,
    "reversal": None,
}
DEFAULT = NEVER | {"adjustment": "0", "payment_method": "0", "refund": "0", "reversal": "0"}


@pytest.fixture
def two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")


@pytest.fixture(autouse=True)
def _database(database: Database) -> None:
    """Give every test a database."""


@pytest.mark.usefixtures("two_people")
def test_a_new_tenant_s_policy_is_null_except_for_reversals_refunds_adjustments_and_payment_methods() -> None:
    answer = OLGA.get(POLICY).json

    assert answer == {
        "tenant_id": "acme",
        "from": DEFAULT,
        "two_people": "on",
        "changed_by": None,
        "changed_at": None,
    }


def test_with_two_people_off_the_default_is_null_and_the_policy_shows_it() -> None:
    answer = OLGA.get(POLICY).json

    assert (answer["from"], answer["two_people"]) == (NEVER, "off")


@pytest.mark.parametrize(
    ("from_amount", "amount", "status"),
    [
        (None, "100.00", 201),
        ("0", "0.01", 202),
        ("10.00", "9.99", 201),
        ("10.00", "10.00", 202),
        ("10", "10.01", 202),
        ("10.00", "-10.00", 202),
        ("10.00", "-9.99", 201),
    ],
)
def test_two_people_are_needed_from_the_amount_of_the_policy_upwards(
    from_amount: str | None, amount: str, status: int
) -> None:
    adjust(RITA, "50.00")
    assert change_policy(OLGA, adjustment=from_amount).status == 200

    assert adjust(RITA, amount).status == status


def test_a_kind_that_is_left_out_stays_as_it_is() -> None:
    assert change_policy(OLGA, reversal="5").status == 200
    approval_id = pending(change_policy(OLGA, refund="7.50", reversal=None))
    assert approve(RITA, approval_id).status == 200

    assert policy_of(OLGA) == NEVER | {"refund": "7.50"}


def test_a_policy_that_is_off_is_changed_by_one_person() -> None:
    answer = change_policy(OLGA, overdraft="0", coin_policy=None)

    assert (answer.status, answer.json["from"]) == (200, NEVER | {"overdraft": "0"})
    assert (answer.json["changed_by"], answer.json["two_people"]) == ("olga", "off")


def test_a_policy_that_is_on_for_any_kind_is_changed_by_two_people() -> None:
    assert change_policy(OLGA, refund="0").status == 200

    answer = change_policy(OLGA, refund=None)

    assert (answer.status, answer.json["kind"], answer.json["subject"]) == (202, "approval_policy", "acme")
    assert (answer.json["amount"], answer.json["currency"]) == (None, None)
    assert policy_of(OLGA) == NEVER | {"refund": "0"}
    assert_problem(approve(OLGA, pending(answer)), 403, "self_approval")
    approved = approve(OTTO, pending(answer))
    assert (approved.status, approved.json["result"]["from"]) == (200, NEVER), approved.text
    assert approved.json["result"]["changed_by"] == "olga"


@pytest.mark.usefixtures("two_people")
def test_the_default_policy_is_changed_by_two_people() -> None:
    approval_id = pending(change_policy(OLGA, refund=None))

    assert policy_of(OLGA) == DEFAULT
    assert approve(OTTO, approval_id).status == 200
    assert policy_of(OLGA) == DEFAULT | {"refund": None}


ROOT_APPROVES = {"adjustment", "coin_policy", "overdraft", "reversal"}


@pytest.mark.parametrize("kind", NEVER)
@pytest.mark.parametrize("to", [None, "10.01"])
def test_a_policy_is_loosened_by_those_who_may_approve_the_kind(kind: str, to: str | None) -> None:
    assert change_policy(OLGA, **{kind: "10.00"}).status == 200
    approval_id = pending(change_policy(OLGA, **{kind: to}))

    answer = approve(OTTO, approval_id)

    if kind in ROOT_APPROVES:
        assert_problem(answer, 403, "forbidden")
        assert policy_of(OLGA) == NEVER | {kind: "10.00"}
        answer = approve(RITA, approval_id)
    assert answer.status == 200, answer.text
    assert policy_of(OLGA) == NEVER | {kind: to}


def test_one_kind_that_only_root_approves_is_enough() -> None:
    assert change_policy(OLGA, refund="1.00", reversal="1.00").status == 200

    both = pending(change_policy(OLGA, refund=None, reversal=None))
    stricter = pending(change_policy(OLGA, refund=None, reversal="0.99"))

    assert_problem(approve(OTTO, both), 403, "forbidden")
    assert approve(OTTO, stricter).status == 200


def test_the_policy_when_it_is_approved_decides_who_may_approve_its_change() -> None:
    assert change_policy(OLGA, reversal="1.00").status == 200
    stricter = pending(change_policy(OLGA, reversal="0.50"))
    assert approve(RITA, pending(change_policy(OLGA, reversal="0.10"))).status == 200

    assert_problem(approve(OTTO, stricter), 403, "forbidden")


def test_null_is_not_stored_while_it_is_the_default_and_so_does_not_outlast_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert change_policy(OLGA, adjustment=None, reversal=None).status == 200

    monkeypatch.setenv("TWO_PEOPLE", "on")

    assert policy_of(OLGA) == DEFAULT


def test_two_operators_do_not_loosen_what_would_be_the_default_with_two_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    waiting = pending(change_policy(OLGA, adjustment="1.00"))
    monkeypatch.setenv("TWO_PEOPLE", "off")
    assert change_policy(OLGA, refund="0").status == 200

    assert_problem(approve(OTTO, waiting), 403, "forbidden")
    assert_problem(approve(OTTO, pending(change_policy(OLGA, reversal="1.00"))), 403, "forbidden")


@pytest.mark.usefixtures("two_people")
def test_two_operators_do_not_turn_off_what_they_may_not_approve(service: Person) -> None:
    """The sequence of a review: afterwards root alone adjusted 1,000,000.00, and a machine alone reversed."""
    approval_id = pending(change_policy(OLGA, adjustment=None, reversal=None))

    assert_problem(approve(OTTO, approval_id), 403, "forbidden")

    assert adjust(RITA, "1000000.00").status == 202
    assert reverse(service, kit.credit(service, "ann", "5")["transaction_id"]).status == 202


def test_every_change_of_a_policy_is_kept(database: Database) -> None:
    assert change_policy(OLGA, coin_policy=None).status == 200, "nothing is changed"
    assert change_policy(OLGA, refund="2").status == 200
    assert approve(OTTO, pending(change_policy(OLGA, refund=None))).status == 200
    assert change_policy(OLGA, refund="1").status == 200

    kept = database.rows("select kind, change_no, from_amount::text, changed_by from approval_policies order by 2")

    assert [tuple(row.values()) for row in kept] == [
        ("refund", 1, "2", "olga"),
        ("refund", 2, None, "olga"),
        ("refund", 3, "1", "olga"),
    ]


def test_a_policy_belongs_to_one_tenant_and_root_names_it(service: Person) -> None:
    answer = RITA.put(POLICY, {"from": {"reversal": "0"}}, query={"tenant_id": "acme"})
    assert (answer.status, answer.json["tenant_id"]) == (200, "acme")

    assert policy_of(OLGA)["reversal"] == "0"
    assert policy_of(billing.operator(tenant_id="globex"))["reversal"] is None
    assert reverse(service, kit.credit(service, "ann", "5")["transaction_id"]).status == 202
    other = kit.service("globex")
    assert reverse(other, kit.credit(other, "ann", "5")["transaction_id"]).status == 201
    assert_problem(OLGA.put(POLICY, {"from": {"reversal": None}}, query={"tenant_id": "globex"}), 403, "forbidden")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/from"),
        ({"from": {}}, "/from"),
        ({"from": None}, "/from"),
        ({"from": {"bonus": "0"}}, "/from/bonus/[key]"),
        ({"from": {"approval_policy": "0"}}, "/from/approval_policy/[key]"),
        ({"from": {"reversal": "-1"}}, "/from/reversal"),
        ({"from": {"reversal": "1,000"}}, "/from/reversal"),
        ({"from": {"reversal": True}}, "/from/reversal"),
        ({"from": {"reversal": "0"}, "to": {}}, "/to"),
    ],
)
def test_an_invalid_policy_is_refused(body: object, pointer: str) -> None:
    answer = OLGA.put(POLICY, body)

    assert (answer.status, answer.pointers) == (400, [pointer])


def test_the_same_key_with_another_policy_is_a_conflict() -> None:
    assert OLGA.put(POLICY, {"from": {"reversal": None}}, key="k").status == 200

    assert_problem(OLGA.put(POLICY, {"from": {"refund": None}}, key="k"), 422, "idempotency_conflict")


def test_of_two_simultaneous_changes_the_second_sees_the_policy_of_the_first() -> None:
    """The first change turns the policy on, so that the other needs a second person, whichever comes first."""
    answers = kit.simultaneously(
        lambda: change_policy(OLGA, reversal="0").status,
        lambda: change_policy(OTTO, refund="0").status,
    )

    assert sorted(map(str, answers)) == ["200", "202"]


def test_turning_a_policy_on_does_not_touch_what_was_done_before(service: Person) -> None:
    transaction_id = kit.credit(service, "ann", "5")["transaction_id"]
    first = reverse(service, transaction_id, key="k")
    assert first.status == 201
    assert change_policy(OLGA, reversal="0").status == 200

    assert reverse(service, transaction_id, key="k").text == first.text
