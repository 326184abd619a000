"""Every change of a hold is an event: the relay finds it by its database transaction, without a loss."""

import json
from typing import Any

import psycopg
import pytest

from ledger.messaging import holds as events
from ledger.messaging import outbox
from ledger.storage import sessions
from ledger.storage.sessions import Budget
from tests.support import damage, holds, kit, live, webhooks
from tests.support.holds import record_expired
from tests.support.kit import Database, Person
from tests.support.live import Bus, Detail

SETTINGS = "/api/v1/event-settings"
CREATE = """
    select create_hold('acme', new_id(), 'ann', 'USD', 1, null, null, 'order', null, null, null, 3600, null,
                       'request-1', clock_timestamp())
"""
FILL = """
    insert into holds (tenant_id, hold_id, wallet_id, owner_id, currency, amount, reason, expires_at, created_at,
                       created_by, request_id, status, ended_at, ended_xid, xid)
    select w.tenant_id, new_id(), w.wallet_id, w.owner_id, w.currency, 1, 'order', now(), now(), 'tester', 'request-1',
           'released', now(), -n, -n
    from wallets w, generate_series(1, 3000) n
    where w.owner_id = %s
    returning 1
"""
"""3,000 released holds of an owner. Their transaction ids are below all others, and each has its own."""


@pytest.fixture(autouse=True)
def _nothing_is_left_to_read(ann: str, bus: Bus) -> None:
    live.relay()
    bus.accepted.clear()


def changed(bus: Bus) -> list[Detail]:
    return bus.details_of("HoldChanged")


def states(bus: Bus, hold: Any) -> list[tuple[str, ...]]:
    """The states of a hold that were published."""
    return [holds.state(detail) for detail in changed(bus) if detail["hold_id"] == hold["hold_id"]]


def read(changes: int) -> list[int]:
    """Read so many changes at a time until there are no more. Returns the number of each time."""
    counts = []
    with sessions.connected_as("purser_relay"):
        for _ in range(100):
            count, has_more = events.read(Budget(lambda: 60.0), changes)
            counts.append(count)
            if not has_more:
                break
    return counts


def test_the_event_has_what_the_hold_has(service: Person, ann: str, bus: Bus) -> None:
    meta = {"rate": 1e22, "cart": 3, "items": [1, None, {"ü": -0.0}]}
    hold = holds.hold(service, ann, "30.50", to={"owner_id": "bob"}, external_reference="order-7", meta=meta)
    bare = holds.hold(service, ann, "1", to={"account": "house:fees"})

    assert live.relay()["hold_changes"] == 2

    first, second = sorted(changed(bus), key=lambda detail: detail["created_at"])
    assert len({first.pop("event_id"), second["event_id"]}) == 2
    assert first == {
        "version": 1,
        "tenant_id": "acme",
        "hold_id": hold["hold_id"],
        "status": "pending",
        "owner_id": ann,
        "wallet_id": hold["wallet_id"],
        "currency": "USD",
        "amount": "30.50",
        "captured": "0.00",
        "remaining": "30.50",
        "to": {"owner_id": "bob", "account": None},
        "reason": "order",
        "external_reference": "order-7",
        "meta": meta,
        "expires_at": hold["expires_at"],
        "created_at": hold["created_at"],
        "ended_at": None,
        "transaction_id": None,
        "capture_amount": None,
        "changed_at": hold["created_at"],
    }
    assert json.dumps(first["meta"]) == json.dumps(meta), "in the order and with the numbers of the request"
    assert second["hold_id"] == bare["hold_id"]
    assert (second["to"], second["external_reference"], second["meta"]) == (
        {"owner_id": None, "account": "house:fees"},
        None,
        None,
    )


def test_each_change_is_an_event_with_the_hold_as_it_left_it(service: Person, ann: str, bus: Bus) -> None:
    """However many changes there were before the relay looks."""
    taken = holds.hold(service, ann, "30")
    captures = [
        holds.capture(service, taken, amount=amount, final=final).json
        for amount, final in (("10", False), ("5.50", False), ("2", True))
    ]
    left = holds.hold(service, ann, "20")
    part = holds.capture(service, left, amount="4", final=False).json
    released = holds.release(service, left).json

    assert live.relay()["hold_changes"] == 7

    assert sorted(states(bus, taken)) == sorted(
        [
            ("pending", "0.00", "30.00"),
            ("pending", "10.00", "20.00"),
            ("pending", "15.50", "14.50"),
            ("captured", "17.50", "0.00"),
        ]
    )
    assert sorted(states(bus, left)) == sorted(
        [("pending", "0.00", "20.00"), ("pending", "4.00", "16.00"), ("released", "4.00", "0.00")]
    )
    by_transaction = {detail["transaction_id"]: detail for detail in changed(bus) if detail["transaction_id"]}
    assert set(by_transaction) == {capture["transaction_id"] for capture in (*captures, part)}
    for capture in (*captures, part):
        detail = by_transaction[capture["transaction_id"]]
        posted_at = service.get(f"/api/v1/transactions/{capture['transaction_id']}").json["created_at"]
        assert detail["capture_amount"] == capture["capture_amount"]
        assert (detail["changed_at"], detail["ended_at"]) == (posted_at, capture["ended_at"])
    (end,) = (detail for detail in changed(bus) if detail["status"] == "released")
    assert (end["changed_at"], end["ended_at"]) == (released["ended_at"], released["ended_at"])
    assert (end["transaction_id"], end["capture_amount"]) == (None, None)


def test_an_expiry_is_an_event_once_it_is_recorded(service: Person, ann: str, bus: Bus, database: Database) -> None:
    gone = holds.hold(service, ann, "50")
    holds.capture(service, gone, amount="20", final=False)
    holds.expire(database, gone)
    live.relay()
    assert "expired" not in {detail["status"] for detail in changed(bus)}
    bus.accepted.clear()

    assert record_expired() == 1
    live.relay()
    live.relay()

    (detail,) = changed(bus)
    assert holds.state(detail) == ("expired", "20.00", "0.00")
    assert (detail["ended_at"], detail["changed_at"]) == (detail["expires_at"], detail["expires_at"])


@pytest.mark.session
def test_a_change_that_commits_after_later_ones_is_an_event(
    service: Person, ann: str, bus: Bus, database: Database
) -> None:
    kit.credit(service, "bob", "10", "USD")
    with psycopg.connect(database.admin_url) as late:
        late.execute("set search_path = ledger")
        late.execute("select announce('acme', 'tester')")
        late.execute(CREATE)
        later = holds.hold(service, "bob", "5")
        holds.release(service, later)
        assert live.relay()["hold_changes"] == 0
        late.commit()

    assert live.relay()["hold_changes"] == 3

    assert sorted(detail["owner_id"] for detail in changed(bus)) == ["ann", "bob", "bob"]


def test_changes_are_read_in_parts_and_those_of_one_database_transaction_together(
    service: Person, ann: str, bus: Bus, database: Database
) -> None:
    expired = [holds.hold(service, ann, "1") for _ in range(5)]
    live.relay()
    bus.accepted.clear()
    holds.expire(database, *expired)
    assert record_expired() == 5
    for _ in range(3):
        holds.capture(service, holds.hold(service, ann, "1"))

    counts = read(2)

    assert sum(counts) == 11
    assert max(counts) == 5
    assert sorted(counts)[-2] <= 2
    live.relay()
    assert sorted(detail["status"] for detail in changed(bus)) == ["captured"] * 3 + ["expired"] * 5 + ["pending"] * 3
    assert len({(detail["hold_id"], detail["status"]) for detail in changed(bus)}) == 11


def test_a_look_reads_the_changes_and_no_other_holds(service: Person, ann: str, database: Database) -> None:
    """However many holds there are, and whatever the statistics say."""
    database.rows(FILL, ann)
    with database.admin() as admin:
        admin.execute("analyze holds")
    hold = holds.hold(service, ann, "1")
    holds.capture(service, hold, amount="0.50", final=False)
    holds.release(service, hold)

    with database.admin() as admin, admin.transaction():
        (found,) = admin.execute("select read_hold_changes(1000) as found").fetchall()
        (counts,) = admin.execute(
            """
            select pg_stat_get_xact_tuples_returned('holds'::regclass) as rows,
                   pg_stat_get_xact_tuples_returned('holds_by_xid'::regclass)
                   + pg_stat_get_xact_tuples_returned('holds_by_ended_xid'::regclass) as entries
            """
        ).fetchall()

    assert len(found["found"]["changes"]) == 3
    assert counts["rows"] == 0
    assert counts["entries"] <= 20


@pytest.mark.session
def test_of_two_relays_that_read_at_once_one_has_the_events(
    service: Person, ann: str, bus: Bus, database: Database
) -> None:
    """The other one does not wait for it, as it does not for an erasure."""
    holds.hold(service, ann, "5")
    with database.admin() as holder, holder.transaction():
        (looked,) = holder.execute("select read_hold_changes(1000) as found").fetchall()
        assert live.relay()["hold_changes"] == 0

    assert len(looked["found"]["changes"]) == 1
    assert live.relay()["hold_changes"] == 0


def test_a_look_that_fails_before_its_commit_loses_and_doubles_no_event(
    service: Person, ann: str, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds.capture(service, holds.hold(service, ann, "5"))

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "emit", die)
        with pytest.raises(SystemExit):
            live.relay()
    sessions.disconnect()

    assert live.relay()["hold_changes"] == 2
    assert live.relay()["hold_changes"] == 0
    assert sorted(detail["status"] for detail in changed(bus)) == ["captured", "pending"]


def test_events_of_holds_wait_in_the_outbox_while_the_bus_is_down(service: Person, ann: str, bus: Bus) -> None:
    holds.hold(service, ann, "5")
    bus.down = True

    answer = live.relay()

    assert (answer["hold_changes"], answer["accepted"], answer["refused"] > 0) == (1, 0, True)


def test_changes_that_nobody_reads_count_as_waiting(service: Person, ann: str, database: Database) -> None:
    captured = holds.hold(service, ann, "5")
    holds.capture(service, captured)
    holds.release(service, holds.hold(service, ann, "5"))
    holds.expire(database, holds.hold(service, ann, "5"))
    assert record_expired() == 1
    database.rows(
        "update holds set created_at = created_at - interval '10 min' where hold_id = %s returning 1",
        captured["hold_id"],
    )
    with database.admin() as holder, holder.transaction():
        holder.execute("select from transaction_readers where reader = 'holds' for update")
        answer = live.relay()

    assert answer["waiting"] == 6
    assert 600 <= answer["oldest_seconds"] < 3600
    assert live.relay()["waiting"] == 0


def test_the_record_of_an_expiry_has_no_age(service: Person, ann: str, database: Database) -> None:
    """In a deployment without a proxy it is half a day later than the expiry."""
    gone = holds.hold(service, ann, "5")
    live.relay()
    holds.expire(database, gone, ago="10 min")
    assert record_expired() == 1
    with database.admin() as holder, holder.transaction():
        holder.execute("select from transaction_readers where reader = 'holds' for update")
        answer = live.relay()

    assert (answer["waiting"], answer["oldest_seconds"]) == (1, 0.0)


def test_a_damaged_end_of_a_hold_stops_no_event(service: Person, ann: str, bus: Bus, database: Database) -> None:
    """Reconciliation reports it."""
    damaged = holds.hold(service, ann, "5")
    holds.release(service, damaged)
    assert database.rows(
        "update holds set status = 'pending', ended_at = null where hold_id = %s returning 1", damaged["hold_id"]
    )
    other = holds.hold(service, ann, "5")

    assert live.relay()["hold_changes"] == 2

    assert (states(bus, damaged), states(bus, other)) == ([("pending", "0.00", "5.00")], [("pending", "0.00", "5.00")])


def test_a_tenant_that_has_the_events_of_its_holds_off_has_none(service: Person, ann: str, bus: Bus) -> None:
    globex = kit.service("globex")
    kit.credit(globex, "gus", "10", "USD")
    off = service.put(SETTINGS, {"transactions": True, "holds": False})
    assert (off.status, off.json["holds"]) == (200, False)
    hold = holds.hold(service, ann, "5")
    holds.hold(globex, "gus", "5")

    assert live.relay()["hold_changes"] == 1
    assert {detail["tenant_id"] for detail in changed(bus)} == {"globex"}
    assert [detail["tenant_id"] for detail in bus.details_of("TransactionPosted")] == ["globex"]

    on = service.put(SETTINGS, {"transactions": False})
    assert (on.json["transactions"], on.json["holds"]) == (False, True)
    bus.accepted.clear()
    holds.capture(service, hold)
    live.relay()
    assert [holds.state(detail) for detail in bus.details] == [("captured", "5.00", "0.00")], "and of no transaction"


def test_what_a_tenant_without_events_changes_does_not_delay_the_others(
    service: Person, ann: str, bus: Bus, database: Database
) -> None:
    globex = kit.service("globex")
    assert globex.put(SETTINGS, {"transactions": True, "holds": False}).status == 200
    kit.credit(globex, "gus", "10", "USD")
    database.rows(FILL, "gus")
    database.rows("update transaction_readers set next_xid = -5000 where reader = 'holds' returning 1")
    holds.hold(service, ann, "5")

    assert live.relay()["hold_changes"] == 1

    assert [detail["tenant_id"] for detail in changed(bus)] == ["acme"]


def test_a_webhook_gets_the_changes_of_holds(service: Person, ann: str, bus: Bus, database: Database) -> None:
    webhooks.write()
    webhooks.create(service, "HoldChanged")
    hold = holds.hold(service, ann, "5")
    holds.release(service, hold)
    live.relay()

    webhooks.write()

    delivered = [row["detail"] for row in webhooks.rows(database)]
    assert sorted((detail["hold_id"], detail["status"]) for detail in delivered) == [
        (hold["hold_id"], "pending"),
        (hold["hold_id"], "released"),
    ]


@pytest.mark.parametrize("table", ["holds", "holds, ended", "hold_captures"])
def test_changes_of_holds_in_a_dump_are_below_every_later_change(
    service: Person, ann: str, bus: Bus, database: Database, table: str
) -> None:
    """As after a restore of a dump into a cluster with lower transaction ids: what was not read there is read here."""
    captured, released = holds.hold(service, ann, "5"), holds.hold(service, ann, "5")
    holds.capture(service, captured)
    holds.release(service, released)
    statements = {
        "holds": "update holds set xid = xid + 5000",
        "holds, ended": "update holds set ended_xid = ended_xid + 5000",
        "hold_captures": "update hold_captures set xid = xid + 5000",
    }
    with damage.without_immutability(database) as admin:
        admin.execute(statements[table].encode())
        admin.execute("set role purser_owner")
        admin.execute("update xid_epochs set written_by = 0")
        admin.execute("select begin_epoch()")
        admin.execute("reset role")
    sessions.disconnect()

    assert live.relay()["hold_changes"] == 4

    assert sorted(states(bus, captured)) == [("captured", "5.00", "0.00"), ("pending", "0.00", "5.00")]
    assert sorted(states(bus, released)) == [("pending", "0.00", "5.00"), ("released", "0.00", "0.00")]
    holds.hold(service, ann, "1")
    assert live.relay()["hold_changes"] == 1
