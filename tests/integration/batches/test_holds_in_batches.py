"""Operations of batches that create, capture and release holds."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.integration.batches.test_kernel_of_batches import in_a_thread, waits
from tests.support import erasures, holds, kit, live
from tests.support.batches import alone, capture, credit, debit, hold, independent, release, send, transfer
from tests.support.holds import state
from tests.support.kit import Database, Person, assert_problem
from tests.support.live import Bus
from tests.support.waiting import eventually


@pytest.fixture
def ann(service: Person) -> str:
    """Who has 100.00 USD."""
    kit.credit(service, "ann", "100.00", "USD")
    return "ann"


def test_a_batch_creates_captures_and_releases_holds(
    service: Person, ann: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    meta = {"%s": "%1$s", "cart": [1.5, None]}
    taken = holds.hold(service, ann, "30.00", to={"owner_id": "bob"}, external_reference='100 % "é"', meta=meta)
    left = holds.hold(service, ann, "20.00")

    done = send(
        service,
        "atomic",
        capture("1", taken, amount="10.00", final=False),
        hold("2", ann, "50.00", to={"account": "house:fees"}, expires_in=60, meta=meta, external_reference="order-8"),
        capture("3", taken, amount="5.00", to={"account": "bank"}, meta={"last": True}),
        release("4", left),
    )

    assert done.status == 201
    assert '"Postings":2}' in capsys.readouterr().out.splitlines()[-1], "a hold and a release post nothing"
    assert [one["status"] for one in done.json["results"]] == [201, 201, 201, 200]
    first, new, last, released = (one["body"] for one in done.json["results"])
    assert [state(one) for one in (first, new, last, released)] == [
        ("pending", "10.00", "20.00"),
        ("pending", "0.00", "50.00"),
        ("captured", "15.00", "0.00"),
        ("released", "0.00", "0.00"),
    ]
    assert [one["available_after"] for one in (first, new, last, released)] == ["50.00", "0.00", "15.00", "35.00"]
    assert [(one["balance_after"], one["held_after"]) for one in (first, last)] == [
        ("90.00", "40.00"),
        ("85.00", "70.00"),
    ]
    for answer in (new, released, last):
        seen = service.get(f"/api/v1/holds/{answer['hold_id']}").json
        assert seen == {name: answer[name] for name in seen if name != "captures"} | {"captures": seen["captures"]}
    assert (first["external_reference"], first["meta"], first["idempotency_key"]) == ('100 % "é"', meta, None)
    assert (new["external_reference"], new["meta"], new["idempotency_key"]) == ("order-8", meta, "2")
    posted = [service.get(f"/api/v1/transactions/{one['transaction_id']}").json for one in (first, last)]
    assert [(one["kind"], one["reason"], one["external_reference"], one["meta"]) for one in posted] == [
        ("hold_capture", "order", '100 % "é"', meta),
        ("hold_capture", "order", '100 % "é"', {"last": True}),
    ]
    assert posted[1]["created_at"] == last["ended_at"]
    assert not database.value("select bool_or(is_override) from transactions"), "a hold has what its capture takes"
    assert kit.balance_of(service, "bob", "USD") == "10.00"
    database.assert_consistent()


def test_what_is_held_in_a_batch_is_not_available_to_the_operations_after_it(service: Person, ann: str) -> None:
    kept = holds.hold(service, ann, "40.00")

    done = independent(
        service,
        hold("1", ann, "50.00"),
        debit("2", ann, "10.01"),
        release("3", kept),
        debit("4", ann, "50.00"),
        hold("5", ann, "0.01"),
    )

    assert [status for status, _ in done] == [201, 400, 200, 201, 400]
    assert [body.get("available") for status, body in done if status == 400] == ["10.00", "0.00"]


def test_a_hold_ends_once_in_a_batch_too(service: Person, ann: str, database: Database) -> None:
    one, other, gone = (holds.hold(service, ann, "10.00") for _ in range(3))
    holds.expire(database, gone)

    done = independent(
        service,
        capture("1", one),
        release("2", one),
        release("3", other),
        capture("4", other),
        capture("5", gone),
        release("6", gone),
        release("7", {"hold_id": "00000000-0000-7000-8000-000000000000"}),
    )

    assert [body.get("code", status) for status, body in done] == [
        *(201, "hold_captured", 200, "hold_released", "hold_expired", "hold_expired", "hold_not_found")
    ]
    database.assert_consistent()


def test_a_hold_that_expires_while_the_batch_runs_is_counted_once_and_ends(
    service: Person, ann: str, database: Database
) -> None:
    """By the time of a wallet, which is ahead of the clock. What was captured before is not available either."""
    taken = holds.hold(service, ann, "60.00")
    kit.credit(service, "bob", "1.00", "USD")
    database.rows(
        """
        with later as (
            update wallets set posted_at = clock_timestamp() + interval '50 s' where owner_id = 'bob'
            returning posted_at
        ), sooner as (
            update holds set expires_at = (select posted_at - interval '5 s' from later) returning expires_at
        )
        update wallets set held_until = (select expires_at from sooner) where owner_id = 'ann' returning wallet_id
        """
    )

    done = independent(
        service,
        capture("1", taken, amount="10.00", final=False),
        capture("2", taken, amount="10.00", final=False, to={"owner_id": "bob"}),
        debit("3", ann, "40.01"),
        transfer("4", ann, "bob", "1.00"),
        debit("5", ann, "89.01"),
        capture("6", taken),
        release("7", taken),
        debit("8", ann, "89.00"),
    )

    assert [body.get("code", status) for status, body in done] == [
        *(201, "unavailable", "insufficient_funds", 201, "insufficient_funds", "hold_expired", "hold_expired", 201)
    ]
    assert [body["available"] for _, body in done if "available" in body] == ["40.00", "89.00", "0.00"]
    database.assert_consistent()


def test_the_refusal_of_a_hold_comes_before_that_of_the_recipient_as_it_does_alone(
    service: Person, ann: str, database: Database
) -> None:
    one, other = holds.hold(service, ann, "10.00"), holds.hold(service, ann, "10.00")
    to_herself = {"to": {"owner_id": ann}}

    done = independent(service, capture("1", one), capture("2", one, **to_herself), capture("3", other, **to_herself))
    refused = send(service, "atomic", release("4", other), capture("5", other, **to_herself))

    assert [body.get("code", status) for status, body in done] == [201, "hold_captured", "invalid_wallet"]
    assert_problem(refused, 409, "hold_released")
    assert refused.json["index"] == 1
    assert service.get(f"/api/v1/holds/{other['hold_id']}").json["status"] == "pending"
    database.assert_consistent()


def test_a_key_of_a_hold_is_used_once_whether_in_a_batch_or_alone(
    service: Person, ann: str, database: Database
) -> None:
    taken, left = holds.hold(service, ann, "10.00"), holds.hold(service, ann, "10.00")
    operations = hold("1", ann), capture("2", taken), release("3", left)
    first = alone(service, operations[0])

    done = independent(service, *operations)
    again = independent(service, *operations)
    repeated = [alone(service, one) for one in operations]

    assert done[0] == (201, first.json)
    assert done == again == [(one.status, one.json) for one in repeated]
    assert [one.headers.get("idempotency-replayed") for one in repeated] == ["true"] * 3
    assert database.value("select count(*) from holds") == 3
    database.assert_consistent()


def test_a_capture_from_a_frozen_wallet_sets_the_freeze_aside_only_if_it_says_so(
    agent: Person, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, balance="50.00")
    kept = holds.hold(service, bob, "20.00")
    agent.patch(f"/api/v1/agent/clients/{bob}", {"status": "frozen"})

    done = independent(
        service, hold("1", bob, "1.00"), capture("2", kept), capture("3", kept, allow_frozen=True, amount="5.00")
    )

    assert [body.get("code", status) for status, body in done] == ["wallet_frozen", "wallet_frozen", 201]
    overridden = "select is_override and overdraft = 0 from transactions where kind = 'hold_capture'"
    assert database.value(overridden) is True
    database.assert_consistent()


def test_a_tournament_platform_holds_and_releases_coins_only(service: Person, ann: str) -> None:
    platform = Person("games", ("tournaments",))
    kit.credit(service, ann, "10")
    coins, dollars = holds.hold(service, ann, "1", currency="COIN"), holds.hold(service, ann, "1")

    done = independent(
        platform,
        hold("1", ann, "1", "COIN"),
        release("2", coins),
        hold("3", ann, "1"),
        release("4", dollars),
        capture("5", dollars),
        capture("6", coins, allow_frozen=True),
    )

    assert [status for status, _ in done] == [201, 200, 403, 403, 403, 403]


def test_nothing_is_held_for_an_erased_person_and_no_text_is_stored(
    service: Person, agent: Person, ann: str, database: Database
) -> None:
    kit.credit(service, "bob", "5.00", "USD")
    independent(service, debit("0", "bob", "5.00"))
    erasures.erase(service, "bob")

    done = independent(
        service, hold("1", ann, to={"owner_id": "bob"}, external_reference="Yolanda"), hold("2", "bob", "1.00")
    )

    assert [(status, body["code"]) for status, body in done] == [(409, "person_erased"), (409, "person_erased")]
    assert erasures.rows_with(database, "Yolanda") == {}


def test_a_text_of_a_hold_that_was_erased_meanwhile_is_not_stored_again(
    service: Person, ann: str, database: Database
) -> None:
    """The batch has looked at the hold, and waits for its lock, when bob, who should get it, is erased."""
    kit.credit(service, "bob", "5.00", "USD")
    independent(service, debit("0", "bob", "5.00"))
    kept = holds.hold(
        service, ann, "10.00", to={"owner_id": "bob"}, external_reference="Yolanda", meta={"n": "Yolanda"}
    )

    with ThreadPoolExecutor(1) as pool, database.admin() as admin:
        with admin.transaction():
            admin.execute("update ledger.holds set external_reference = 'erased', meta = '{\"erased\": \"yes\"}'")
            sent = pool.submit(in_a_thread, partial(send, service, "independent", release("1", kept)))
            assert eventually(partial(waits, database, 1))
        (result,) = sent.result().json["results"]

    assert result["status"] == 200
    assert (result["body"]["external_reference"], result["body"]["meta"]) == ("erased", {"erased": "yes"})


def test_two_batches_over_the_same_holds_in_opposite_orders_do_not_deadlock(
    service: Person, ann: str, database: Database
) -> None:
    """Both wait for the first hold in the order of their ids. If each locked its holds in the order of its operations,
    the second batch would have the other hold by then."""
    one, other = sorted((holds.hold(service, ann, "10.00") for _ in range(2)), key=lambda hold: hold["hold_id"])
    there = [release("1", one), release("2", other)]
    back = [release("3", other), release("4", one)]

    with ThreadPoolExecutor(2) as pool, database.admin() as admin:
        with admin.transaction():
            admin.execute("select from ledger.holds where hold_id = %s for no key update", (one["hold_id"],))
            running = [pool.submit(in_a_thread, partial(send, service, "independent", *each)) for each in (there, back)]
            assert eventually(partial(waits, database, 2))
            free = admin.execute("select from ledger.holds for no key update skip locked").fetchall()
            query = "select from ledger.wallets where owner_id = 'ann' for no key update skip locked"
            assert admin.execute(query).fetchall(), "which a single capture locks after the hold"
        ends = [end["status"] for answer in running for end in answer.result().json["results"]]

    assert len(free) == 2, "neither has another hold yet"
    assert sorted(ends) == [200, 200, 409, 409]
    database.assert_consistent()


def test_each_change_of_a_hold_is_an_event_in_their_order(service: Person, ann: str, bus: Bus) -> None:
    kept = holds.hold(service, ann, "10.00")
    live.relay()
    before = len(bus.details_of("HoldChanged"))

    parts = (capture(f"{number}", kept, amount="4.00", final=False) for number in range(2))
    independent(service, hold("new", ann), *parts, release("end", kept))

    assert live.relay()["hold_changes"] == 4
    changes = [one for one in bus.details_of("HoldChanged")[before:] if one["hold_id"] == kept["hold_id"]]
    assert [state(one) for one in changes] == [
        ("pending", "4.00", "6.00"),
        ("pending", "8.00", "2.00"),
        ("released", "8.00", "0.00"),
    ]


def test_a_batch_whose_answer_would_be_too_large_is_refused_before_anything_is_done(
    service: Person, ann: str, database: Database
) -> None:
    """An answer has the texts of the hold, which a capture or a release does not send."""
    created = independent(service, *(hold(f"{number}", ann, "0.10") for number in range(600)))
    operations = [release(f"end {number}", body) for number, (_, body) in enumerate(created)]
    fill = "update holds set meta = json_build_object('a', repeat('é', %s)) returning hold_id"
    database.rows(fill, 2_000)

    for mode in ("atomic", "independent"):
        assert_problem(send(service, mode, *operations), 400, "answer_too_large")

    assert database.value("select count(*) from holds where status = 'pending'") == 600
    database.rows(fill, 600)
    assert send(service, "atomic", *operations).status == 201


def test_an_operation_without_its_fields_is_named(service: Person, ann: str) -> None:
    refused = send(service, "atomic", credit("1", ann), {"op": "release", "key": "2"}, {"op": "capture", "key": "3"})

    assert refused.status == 400
    assert [one["pointer"] for one in refused.json["errors"]] == ["/operations/1/hold_id", "/operations/2/hold_id"]
