"""POST /api/v1/batches: many operations in one request, all or none, or each for itself."""

import json
from datetime import timedelta

import pytest

from ledger.posting import transaction as posting
from tests.support import erasures, kit, live
from tests.support.batches import alone, credit, debit, independent, send, transaction, transfer
from tests.support.kit import Database, Person, assert_problem
from tests.support.live import Bus
from tests.support.rates import COST_S, RATE, Limits

PATH = "/api/v1/batches"
SPLIT = (
    {"owner_id": "ann", "currency": "USD", "amount": "-4.00"},
    {"owner_id": "bob", "currency": "USD", "amount": "3.00"},
    {"account": "house:fees", "currency": "USD", "amount": "1.00"},
)


@pytest.fixture
def ann(service: Person) -> str:
    """Who has 10.00 USD."""
    kit.credit(service, "ann", "10.00", "USD")
    return "ann"


def balances(service: Person, *owners: str) -> list[str]:
    return [kit.balance_of(service, owner, "USD") for owner in owners]


def transactions(database: Database) -> int:
    count: int = database.value("select count(*) from transactions")
    return count


def test_an_atomic_batch_does_everything_in_order(service: Person, ann: str, database: Database) -> None:
    """Each operation finds what those before it have left: bob has a wallet, and money to debit."""
    operations = (
        transfer("1", ann, "bob", "10.00"),
        debit("2", "bob", "8.00"),
        credit("3", ann, "4.00"),
        transaction("4", *SPLIT, description="Order 7", external_reference="order-7", meta={"items": 2}),
    )

    done = send(service, "atomic", *operations)

    assert done.status == 201
    results = done.json["results"]
    assert [(one["index"], one["key"], one["status"]) for one in results] == [
        (0, "1", 201),
        (1, "2", 201),
        (2, "3", 201),
        (3, "4", 201),
    ]
    bodies = [one["body"] for one in results]
    assert [bodies[0]["from_balance_after"], bodies[0]["to_balance_after"]] == ["0.00", "10.00"]
    assert [body["balance_after"] for body in bodies[1:3]] == ["2.00", "4.00"]
    assert [one["balance_after"] for one in bodies[3]["entries"]] == ["0.00", "5.00", None]
    seen = [service.get(f"/api/v1/transactions/{body['transaction_id']}").json for body in bodies]
    assert [one["kind"] for one in seen] == ["p2p_transfer", "custom", "custom", "custom"]
    assert [one["idempotency_key"] for one in seen] == ["1", "2", "3", "4"]
    assert (seen[3]["description"], seen[3]["meta"]) == ("Order 7", {"items": 2})
    times = [one["created_at"] for one in seen]
    assert times == sorted(set(times)), "each transaction has its own time"
    assert balances(service, "ann", "bob") == ["0.00", "5.00"]
    database.assert_consistent()


def test_the_first_refusal_of_an_atomic_batch_refuses_all_and_names_its_index(
    service: Person, ann: str, database: Database
) -> None:
    before = transactions(database)

    refused = send(service, "atomic", credit("1", "zoe"), debit("2", ann, "99.00"), debit("3", "nobody"))

    assert_problem(refused, 400, "insufficient_funds")
    assert (refused.json["index"], refused.json["available"]) == (1, "10.00")
    assert refused.json["detail"] == "Operation 1: Insufficient funds. Available: $10.00"
    assert transactions(database) == before
    assert not database.rows("select from wallets where owner_id = 'zoe'")
    assert send(service, "atomic", credit("1", "zoe"), debit("2", ann, "9.00")).status == 201, "no key was used"


def test_a_refusal_that_needs_no_database_comes_after_those_before_it(service: Person, ann: str) -> None:
    unbalanced = transaction("2", *SPLIT[:2])

    first = send(service, "atomic", debit("1", ann, "99.00"), unbalanced)
    second = send(service, "atomic", debit("1", ann, "9.00"), unbalanced)

    assert_problem(first, 400, "insufficient_funds")
    assert_problem(second, 400, "unbalanced")
    assert [first.json["index"], second.json["index"]] == [0, 1]
    assert balances(service, ann) == ["10.00"]


def test_each_operation_of_an_independent_batch_ends_for_itself(service: Person, ann: str, database: Database) -> None:
    done = independent(
        service,
        debit("1", ann, "99.00"),
        debit("2", ann, "9.00"),
        transfer("3", ann, "zoe", "2.00"),
        transaction("4", *SPLIT[:2]),
        credit("5", "bob", "-1"),
        credit("6", "bob", "1.00"),
    )

    assert [status for status, _ in done] == [400, 201, 400, 400, 400, 201]
    assert [body["code"] for status, body in done if status == 400] == [
        *("insufficient_funds", "insufficient_funds", "unbalanced", "invalid_amount")
    ]
    assert done[4][1]["errors"][0]["pointer"] == "/amount"
    assert balances(service, ann, "bob") == ["1.00", "1.00"]
    assert not database.rows("select from wallets where owner_id = 'zoe'"), "a refused operation creates no wallet"
    database.assert_consistent()


def test_a_repeated_batch_has_one_effect_and_the_same_answer(service: Person, ann: str, database: Database) -> None:
    operations = (debit("1", ann, "6.00"), transfer("2", ann, "bob", "4.00"))

    first, second = (send(service, "atomic", *operations) for _ in range(2))

    assert (second.status, second.text) == (first.status, first.text)
    assert ["idempotency-replayed" in answer.headers for answer in (first, second)] == [False, True]
    third = send(service, "independent", *operations, debit("3", ann))
    assert third.json["results"][:2] == first.json["results"]
    assert (third.json["results"][2]["status"], "idempotency-replayed" in third.headers) == (400, False)
    assert balances(service, ann, "bob") == ["0.00", "4.00"]
    database.assert_consistent()


@pytest.mark.parametrize("operation", [credit("k", "ann"), debit("k", "ann"), transfer("k", "ann", "bob")])
@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_a_key_is_used_once_whether_in_a_batch_or_alone(
    service: Person, ann: str, mode: str, operation: dict[str, object]
) -> None:
    in_batch = send(service, mode, operation).json["results"][0]
    by_itself = alone(service, operation)
    other = alone(service, operation | {"key": "other"})
    repeated = send(service, mode, operation | {"key": "other"}).json["results"][0]

    assert (by_itself.status, by_itself.json) == (in_batch["status"], in_batch["body"])
    assert by_itself.headers["idempotency-replayed"] == "true"
    assert (repeated["status"], repeated["body"]) == (other.status, other.json)


def test_a_key_that_was_used_for_another_operation_is_a_conflict(service: Person, ann: str) -> None:
    alone(service, debit("k", ann, "1.00"))

    ((status, body), (other, _)) = independent(service, debit("k", ann, "2.00"), debit("l", ann, "2.00"))
    refused = send(service, "atomic", debit("m", ann, "2.00"), debit("k", ann, "2.00"))

    assert (status, body["code"], other) == (422, "idempotency_conflict", 201)
    assert_problem(refused, 422, "idempotency_conflict")
    assert refused.json["index"] == 1
    assert balances(service, ann) == ["7.00"]


def test_an_operation_that_is_refused_for_itself_does_not_reach_its_key(service: Person, ann: str) -> None:
    alone(service, debit("k", ann, "1.00"))
    to_oneself = transfer("k", ann, ann)

    ((status, body),) = independent(service, to_oneself)

    assert (status, body["code"]) == (400, "invalid_wallet")
    assert_problem(send(service, "atomic", to_oneself), 400, "invalid_wallet")


def test_a_refused_operation_may_be_sent_again_with_its_key(service: Person, ann: str) -> None:
    batch = (debit("1", ann, "12.00"), credit("2", ann, "2.00"))

    assert [status for status, _ in independent(service, *batch)] == [400, 201]
    assert [status for status, _ in independent(service, *batch)] == [201, 201]
    assert balances(service, ann) == ["0.00"]


def test_an_operation_that_was_answered_is_repeated_even_if_it_would_be_refused_now(service: Person, ann: str) -> None:
    """Without a currency it could not be planned any more: the owner has two now."""
    operation = debit("1", ann, "1.00", None)
    first = send(service, "independent", operation)
    kit.credit(service, ann, "1", "COIN")

    assert send(service, "independent", operation).text == first.text
    assert send(service, "atomic", operation).json == first.json


def test_the_batch_s_own_key_is_none_of_its_operations_keys(service: Person, ann: str) -> None:
    refused = send(service, "atomic", debit("1", ann), debit("2", ann), key="2")

    assert_problem(refused, 400, "invalid_request")
    assert refused.pointers == ["Idempotency-Key"]
    assert balances(service, ann) == ["10.00"]


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_the_batch_s_own_key_belongs_to_one_batch(service: Person, ann: str, mode: str) -> None:
    first = send(service, mode, debit("1", ann, "1.00"), key="b")
    again = send(service, mode, debit("1", ann, "1.00"), key="b")
    others = (
        send(service, mode, debit("2", ann, "1.00"), key="b"),
        send(service, "atomic" if mode == "independent" else "independent", debit("1", ann, "1.00"), key="b"),
        alone(service, debit("b", ann, "1.00")),
    )

    assert (again.text, again.headers["idempotency-replayed"]) == (first.text, "true")
    for other in others:
        assert_problem(other, 422, "idempotency_conflict")
    assert "index" not in others[0].json
    assert balances(service, ann) == ["9.00"]


def test_each_operation_has_a_key_of_its_own(service: Person, ann: str) -> None:
    refused = send(service, "independent", debit("1", ann), credit("1", ann))

    assert_problem(refused, 400, "invalid_request")
    assert "Each operation has a key of its own." in refused.json["detail"]


@pytest.mark.parametrize(
    ("mode", "operations", "pointer"),
    [
        ("some", [credit("1", "ann")], "/mode"),
        ("atomic", [], "/operations"),
        ("atomic", [credit(str(n), "ann") for n in range(1_001)], "/operations"),
        ("independent", [{"op": "pay", "key": "1"}], "/operations/0"),
        ("independent", [{"op": ["credit"], "key": "1"}], "/operations/0"),
        ("independent", ["credit"], "/operations/0"),
        ("independent", [credit("1", "ann"), credit("", "ann")], "/operations/1/key"),
        ("independent", [credit("1", "ann") | {"key": "é"}], "/operations/0/key"),
        ("independent", [{"op": "credit"}], "/operations/0/key"),
        ("atomic", [credit("1", "ann"), credit("2", "ann", "0")], "/operations/1/amount"),
        ("atomic", [credit("1", "a b")], "/operations/0/owner_id"),
        ("atomic", [transaction("1", SPLIT[0], SPLIT[1] | {"amount": "x"})], "/operations/0/entries/1/amount"),
        ("atomic", [transaction("1", *SPLIT, dry_run=True)], "/operations/0/dry_run"),
        ("atomic", [credit("1", "ann", to="bob")], "/operations/0/to"),
    ],
)
def test_what_is_not_valid_is_named(
    service: Person, ann: str, mode: str, operations: list[object], pointer: str
) -> None:
    answer = service.post(PATH, {"mode": mode, "operations": operations})

    assert answer.status == 400
    assert pointer in answer.pointers
    assert balances(service, ann) == ["10.00"]


@pytest.mark.parametrize("number", ["1e9999999", "1e-9999999", "1e1000"])
def test_a_number_that_is_far_too_large_refuses_its_own_operation(service: Person, ann: str, number: str) -> None:
    batch = json.dumps({"mode": "independent", "operations": [debit("1", ann), credit("2", ann, "0.5")]})

    answer = service.post(PATH, batch.replace('"0.5"', number))

    assert [one["status"] for one in answer.json["results"]] == [201, 400]


def test_a_batch_lists_as_many_problems_as_a_single_request(service: Person, ann: str) -> None:
    """Otherwise Lambda could not return the answer of what was done."""
    unknown = {str(number): 0 for number in range(500)}

    done = independent(service, debit("0", ann), *(debit(str(number), ann) | unknown for number in range(1, 20)))

    assert [status for status, _ in done] == [201] + [400] * 19
    assert sum(len(body.get("errors", [])) for _, body in done) == 19 * (1_000 // 20)


def test_the_places_in_a_refusal_of_an_atomic_batch_are_places_in_its_body(service: Person, ann: str) -> None:
    twice = transaction("2", SPLIT[0], SPLIT[0] | {"amount": "4.00"})

    refused = send(service, "atomic", credit("1", ann), twice)

    assert_problem(refused, 400, "invalid_wallet")
    assert refused.pointers == ["/operations/1/entries/1/owner_id"]


@pytest.mark.parametrize("role", ["agent", "customer", "auditor"])
def test_only_systems_send_batches(role: str, ann: str) -> None:
    assert_problem(send(Person("x", (role,)), "atomic", credit("1", ann)), 403, "forbidden")


def test_a_tournament_platform_moves_coins_in_a_batch_too(service: Person, ann: str) -> None:
    platform = Person("cups", ("tournaments",))

    done = independent(platform, credit("1", ann, "5", "COIN"), credit("2", ann), transaction("3", *SPLIT))
    refused = send(platform, "atomic", credit("4", ann, "5", "COIN"), debit("5", ann))

    assert [status for status, _ in done] == [201, 403, 403]
    assert_problem(refused, 403, "forbidden")
    assert refused.json["index"] == 1


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_a_left_out_currency_is_that_of_the_only_wallet_which_the_batch_may_have_created(
    service: Person, ann: str, mode: str
) -> None:
    """zoe has none before, and ann a second one after the second operation."""
    operations = (
        debit("1", ann, "1.00", None),
        credit("2", "zoe", "3", "COIN"),
        debit("3", "zoe", "1", None),
        transfer("4", "zoe", "bob", "1", None),
        credit("5", ann, "1", "COIN"),
    )

    done = send(service, mode, *operations).json["results"]
    refused = send(service, mode, debit("6", ann, "1", None), debit("7", "nobody", "1", None))

    assert [one["status"] for one in done] == [201] * 5
    assert [kit.balance_of(service, owner) for owner in ("zoe", "bob", "ann")] == ["1", "1", "1"]
    if mode == "atomic":
        assert_problem(refused, 400, "currency_required")
        assert refused.pointers == ["/operations/0/currency"]
    else:
        assert [one["body"]["code"] for one in refused.json["results"]] == ["currency_required"] * 2


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_a_wallet_that_an_earlier_operation_creates_makes_the_currency_ambiguous(
    service: Person, ann: str, mode: str
) -> None:
    answer = send(service, mode, credit("1", ann, "1", "COIN"), debit("2", ann, "1", None))

    if mode == "atomic":
        assert_problem(answer, 400, "currency_required")
        assert answer.json["index"] == 1
    else:
        assert [one["status"] for one in answer.json["results"]] == [201, 400]


def test_the_first_wallet_in_a_currency_of_a_frozen_customer_is_frozen(service: Person, agent: Person) -> None:
    customer = kit.new_customer(agent, balance="5.00")
    agent.patch(f"/api/v1/agent/clients/{customer}", {"status": "frozen"})

    done = independent(service, credit("1", customer, "5", "COIN"), debit("2", customer, "1", "COIN"))

    assert [status for status, _ in done] == [201, 409]
    assert done[1][1]["code"] == "wallet_frozen"


def test_nothing_is_posted_for_an_erased_person(
    service: Person, agent: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    customer = kit.new_customer(agent)
    erasures.erase(service, customer)

    done = independent(service, credit("1", customer), credit("2", customer, "5", "COIN"), credit("3", "ann"))

    assert [(status, body.get("code")) for status, body in done] == [
        *((409, "person_erased"), (409, "person_erased"), (201, None))
    ]
    assert_problem(send(service, "atomic", credit("4", customer, "5", "COIN")), 409, "person_erased")
    database.assert_consistent()


def test_each_operation_s_transaction_is_an_event(service: Person, ann: str, bus: Bus) -> None:
    live.relay()
    before = len(bus.accepted)

    done = independent(service, debit("1", ann), debit("2", ann, "99.00"), transfer("3", ann, "bob"))

    live.relay()
    ids = [json.loads(entry["Detail"])["transaction_id"] for entry in bus.accepted[before:]]
    assert sorted(ids) == sorted(body["transaction_id"] for status, body in done if status == 201)


def test_a_batch_counts_as_its_operations_for_the_rate_limits(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is admitted as one request, whatever the burst, and those after it wait for all of it."""
    limits = Limits(database, monkeypatch)
    limits.limit("principal", RATE, 5)
    operations = [credit(str(number), "ann") for number in range(8)]

    assert send(service, "atomic", *operations).status == 201
    refused = send(service, "atomic", credit("9", "ann"))
    assert_problem(refused, 429, "too_many_requests")
    assert refused.headers["retry-after"] == str(4 * COST_S)
    limits.let_pass(4 * COST_S)
    assert send(service, "atomic", credit("9", "ann")).status == 201


def test_a_transaction_of_a_batch_may_have_happened_before_and_not_afterwards(service: Person, ann: str) -> None:
    kit.credit(service, ann, "2.00", "USD")
    now = posting.clock()
    times = [(now + timedelta(minutes=minutes)).isoformat() for minutes in (-10, 0.5, 5)]

    done = independent(
        service,
        *(transaction(str(number), *SPLIT[:2], SPLIT[2], effective_at=time) for number, time in enumerate(times)),
    )

    assert [status for status, _ in done] == [201, 201, 400]
    assert done[0][1]["effective_at"] < done[0][1]["created_at"]
    assert done[1][1]["effective_at"] == done[1][1]["created_at"]
    assert done[2][1]["errors"][0]["pointer"] == "/effective_at"


def test_a_clock_that_is_far_behind_refuses_each_operation(
    service: Person, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = posting.clock()
    monkeypatch.setattr(posting, "clock", lambda: now - timedelta(hours=1))

    ((status, body),) = independent(service, debit("1", ann))

    assert (status, body["code"]) == (503, "unavailable")
    assert balances(service, ann) == ["10.00"]
