"""A hold has expired from its moment on, whoever asks and whatever the clock does afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.posting import transaction
from tests.support import holds, kit
from tests.support.holds import debit
from tests.support.kit import Database, Person


def recorded(database: Database) -> tuple[int, list[str]]:
    """What is recorded as held, and the recorded status of each hold."""
    statuses = [row["status"] for row in database.rows("select status::text from holds order by created_at")]
    return int(database.value("select held from wallets where owner_id = 'ann'")), statuses


def test_a_debit_may_take_what_has_expired_before_that_is_recorded(
    service: Person, ann: str, database: Database
) -> None:
    gone, pending = holds.hold(service, ann, "50"), holds.hold(service, ann, "20")
    holds.expire(database, gone)

    refused = debit(service, "80.01")
    assert (refused.code, refused.json["available"]) == ("insufficient_funds", "80.00")
    assert debit(service, "80").status == 201

    assert recorded(database) == (7000, ["pending", "pending"])
    assert holds.capture(service, pending).json["available_after"] == "0.00"
    database.assert_consistent()


def test_what_has_expired_of_one_wallet_is_not_available_in_another_one(
    service: Person, ann: str, database: Database
) -> None:
    kit.credit(service, "bob", "50", "USD")
    holds.expire(database, holds.hold(service, "bob", "50"), holds.hold(service, ann, "10"))
    holds.hold(service, ann, "100")

    refused = debit(service, "1")

    assert (refused.code, refused.json["available"]) == ("insufficient_funds", "0.00")


def test_a_hold_that_has_ended_does_not_expire(service: Person, ann: str, database: Database) -> None:
    captured, released, pending = (holds.hold(service, ann, "20") for _ in range(3))
    holds.capture(service, captured, amount="5")
    holds.release(service, released)
    holds.expire(database, captured, released)

    refused = debit(service, "75.01")

    assert (refused.code, refused.json["available"]) == ("insufficient_funds", "75.00")
    shown = [service.get(f"/api/v1/holds/{one['hold_id']}").json["status"] for one in (captured, released, pending)]
    assert shown == ["captured", "released", "pending"]


def test_a_hold_may_take_what_has_expired_before_that_is_recorded(
    service: Person, ann: str, database: Database
) -> None:
    gone = holds.hold(service, ann, "50")
    holds.expire(database, gone)

    kit.assert_problem(holds.ask(service, ann, "100.01"), 400, "insufficient_funds")
    assert holds.hold(service, ann, "100")["available_after"] == "0.00"
    database.assert_consistent()


def test_every_answer_says_what_is_available_without_what_has_expired(
    agent: Person, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, balance="50")
    gone, pending = holds.hold(service, bob, "30"), holds.hold(service, bob, "5")
    holds.expire(database, gone)

    assert agent.get(f"/api/v1/agent/clients/{bob}").json["available"] == "45.00"
    assert agent.get("/api/v1/agent/clients").json["totals"]["total_available"] == "45.00"
    assert kit.cashier(agent, "credit", bob, "1")["available"] == "46.00", "in one call"
    assert kit.cashier(agent, "debit", bob, "40")["available"] == "6.00", "in several statements"
    assert holds.hold(service, bob, "1")["available_after"] == "5.00"
    captured = holds.capture(service, pending, amount="1", final=False).json
    assert (captured["balance_after"], captured["available_after"]) == ("10.00", "5.00")
    assert holds.release(service, pending).json["available_after"] == "9.00"


def test_a_hold_that_has_expired_is_shown_as_expired(service: Person, ann: str, database: Database) -> None:
    gone, pending = holds.hold(service, ann, "50"), holds.hold(service, ann, "20")
    holds.expire(database, gone)

    def listed(status: str) -> list[str]:
        return [one["hold_id"] for one in service.get("/api/v1/holds", {"status": status}).json["items"]]

    shown = service.get(f"/api/v1/holds/{gone['hold_id']}").json
    assert (shown["status"], shown["remaining"], shown["ended_at"]) == ("expired", "0.00", shown["expires_at"])
    assert (listed("expired"), listed("pending")) == ([gone["hold_id"]], [pending["hold_id"]])


def test_a_hold_lasts_as_long_as_it_says(service: Person, ann: str, database: Database) -> None:
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    created = [
        holds.hold(service, ann, "1"),
        holds.hold(service, ann, "1", expires_in=60),
        holds.hold(service, ann, "1", expires_at=in_an_hour.isoformat()),
    ]

    lasts = database.rows("select extract(epoch from expires_at - created_at)::int as s from holds order by created_at")
    assert [row["s"] for row in lasts[:2]] == [7 * 24 * 3600, 60]
    assert datetime.fromisoformat(created[2]["expires_at"]) == in_an_hour


@pytest.mark.parametrize("taken_by", ["debit", "hold", "nobody"])
def test_what_has_expired_for_one_decision_has_for_every_later_one_even_if_the_clock_is_set_back(
    service: Person, ann: str, database: Database, taken_by: str
) -> None:
    gone = holds.hold(service, ann, "50")
    holds.expire(database, gone)
    if taken_by != "nobody":
        taken = debit(service, "100") if taken_by == "debit" else holds.ask(service, ann, "100")
        assert taken.status == 201, taken.text

    # As if the clock had been set back behind the end of the hold: only the wallet's own time is after it.
    database.rows(
        """
        with later as (
            update wallets set posted_at = clock_timestamp() + interval '20 s', held_until = '-infinity'
            where owner_id = 'ann' returning posted_at
        )
        update holds set expires_at = (select posted_at from later) where hold_id = %s returning hold_id
        """,
        gone["hold_id"],
    )

    for answer in (holds.capture(service, gone), holds.release(service, gone)):
        kit.assert_problem(answer, 409, "hold_expired")
    assert service.get(f"/api/v1/holds/{gone['hold_id']}").json["status"] == "expired"
    assert database.value("select min(balance) from wallets where owner_kind = 'person'") >= 0


def test_a_debit_that_takes_what_has_expired_moves_the_wallet_s_time_behind_it(
    service: Person, ann: str, database: Database
) -> None:
    gone = holds.hold(service, ann, "50")
    holds.expire(database, gone)

    debit(service, "100")

    assert database.value("select w.posted_at >= h.expires_at from wallets w join holds h using (tenant_id, wallet_id)")


@pytest.mark.parametrize("recipient", ["amy", "zed"])
def test_no_capture_has_a_time_after_the_end_of_its_hold(
    service: Person, ann: str, database: Database, recipient: str
) -> None:
    """The recipient's wallet, which is locked before or after ann's, got its time from a clock that was ahead."""
    kit.credit(service, recipient, "1", "USD")
    hold = holds.hold(service, ann, "30", to={"owner_id": recipient})
    database.rows(
        """
        with later as (
            update wallets set posted_at = clock_timestamp() + interval '55 s' where owner_id = %s returning posted_at
        )
        update holds set expires_at = (select posted_at - interval '5 s' from later) returning hold_id
        """,
        recipient,
    )

    assert holds.capture(service, hold).code == "unavailable"
    assert service.get(f"/api/v1/holds/{hold['hold_id']}").json["status"] == "pending"
    assert holds.capture(service, hold, to={"account": "house"}).status == 201
    database.assert_consistent()


def test_a_hold_whose_time_would_be_ahead_of_the_caller_s_clock_is_refused(
    service: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "clock", lambda: datetime.now(UTC) - timedelta(hours=1))

    assert holds.ask(service, ann, "1").code == "unavailable"
    assert database.value("select count(*) from holds") == 0
