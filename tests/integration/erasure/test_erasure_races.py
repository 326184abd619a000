"""An erasure and a write at the same moment, on real connections: no text is left behind."""

import json
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.storage import sessions
from local.postgres import SUPERUSER
from tests.support import approvals, billing, erasures, kit, webhooks
from tests.support.approvals import approve, pending
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session

RITA = billing.root()
TEXT = "Yolanda"


@pytest.fixture
def ann(service: Person, database: Database) -> str:
    """A person with an empty wallet in COIN."""
    kit.credit(service, "ann", "5")
    assert service.post("/api/v1/wallets/ann/debit", {"amount": "5", "reason": "manual_adjust"}).status == 201
    return "ann"


def credit(service: Person, currency: str = "COIN", amount: str = "5") -> Answer:
    body = {"amount": amount, "currency": currency, "reason": "manual_adjust", "meta": {"name": TEXT}}
    return service.post("/api/v1/wallets/ann/credit", body)


def while_waiting(
    database: Database, lock: str, call: Callable[[], Any], then: str = "select", role: str = SUPERUSER
) -> Any:
    """Hold a lock in a session of a database role, run `call` in a thread until it waits, then `then` in the session.

    lock, then: statements. Returns the result of `call`, which goes on after the session's commit.
    """
    results: list[Any] = []

    def waiting_call() -> None:
        results.append(call())
        sessions.disconnect()

    other = threading.Thread(target=waiting_call)
    url = database.admin_url if role == SUPERUSER else database.url_of(role)  # a pooler admits no superuser
    with closing(psycopg.connect(url, autocommit=True)) as session:
        session.execute("set search_path = ledger")
        with kit.announced(session, principal="service-1"):
            session.execute(lock.encode())
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
            session.execute(then.encode())
        other.join()
    return results[0]


POST = """
    select post('acme', 'request-1',
                '[{"kind": "manual_adjust", "meta": "{\\"name\\": \\"Yolanda\\"}"},
                  {"kind": "manual_adjust", "meta": "{\\"name\\": \\"Yolanda\\"}"}]',
                array[(1, 'person', 'ann', 'COIN', 1, null, false), (2, 'person', 'ann', 'COIN', -1, null, false),
                      (1, 'treasury', '', 'COIN', -1, null, false), (2, 'treasury', '', 'COIN', 1, null, false)
                ]::posting_entry[], now())
"""
OF_ANN = "select from wallets where owner_id = 'ann' for no key update"


def test_a_posting_that_waits_for_the_erasure_is_refused(service: Person, ann: str, database: Database) -> None:
    """The erasure holds the wallet's lock when the posting arrives."""
    waiting = pending(erasures.request(service, ann))

    answer = while_waiting(
        database,
        OF_ANN,
        lambda: credit(service),
        "update wallets set status = 'erased' where owner_id = 'ann'",
    )

    assert (answer.status, answer.code) == (409, "person_erased")
    assert erasures.rows_with(database, TEXT) == {}
    assert approvals.status_of(RITA, waiting) == "pending"


def test_an_erasure_that_waits_for_a_posting_erases_its_texts(service: Person, ann: str, database: Database) -> None:
    """The posting has the wallet's lock when the erasure arrives, and commits afterwards."""
    waiting = pending(erasures.request(service, ann))

    answer = while_waiting(database, POST, lambda: approve(RITA, waiting), role="purser_wallet")

    assert answer.status == 200, answer.text
    assert answer.json["result"]["erased"]["transactions"] == 2
    assert erasures.rows_with(database, TEXT) == {}
    database.assert_consistent()


def test_an_erasure_erases_the_texts_of_a_hold_for_the_person_that_is_created_while_it_waits(
    service: Person, ann: str, database: Database
) -> None:
    """The erasure has locked the holds about the person, and waits for a wallet. It begins again: it would lock the new
    hold after the wallet, and a capture locks them the other way round."""
    kit.credit(service, "bob", "5")
    waiting = pending(erasures.request(service, ann))
    hold = f"""
        select create_hold('acme', new_id(), 'bob', 'COIN', 1, 'person', 'ann', 'order', '{TEXT}', null, null, 60, null,
                           'request-1', clock_timestamp())
    """

    answer = while_waiting(database, OF_ANN, lambda: approve(RITA, waiting), hold)

    assert answer.status == 200, answer.text
    assert answer.json["result"]["erased"]["holds"] == 1
    assert erasures.rows_with(database, TEXT) == {}


@pytest.mark.parametrize("attempt", range(5))
def test_simultaneous_credits_and_an_erasure_leave_no_text(
    service: Person, ann: str, database: Database, attempt: int
) -> None:
    """A credit comes first, and the account is not closed, or the erasure does, and the credits are refused."""
    waiting = pending(erasures.request(service, ann))

    answers = kit.simultaneously(
        lambda: approve(RITA, waiting).status,
        lambda: credit(service).status,
        lambda: credit(service, "USD", "1.00").status,
    )

    erased = answers[0] == 200
    assert sorted(map(str, answers)) == (["200", "409", "409"] if erased else ["201", "201", "409"]), answers
    assert (erasures.rows_with(database, TEXT) == {}) is erased
    database.assert_consistent()


def test_of_two_simultaneous_erasures_both_end_and_one_is_refused(
    service: Person, ann: str, database: Database
) -> None:
    waiting = [pending(erasures.request(service, ann, f"{TEXT} {number}")) for number in range(2)]

    answers = kit.simultaneously(*[lambda one=one: approve(RITA, one).status for one in waiting])

    assert sorted(map(str, answers)) == ["200", "409"]
    assert erasures.rows_with(database, TEXT) == {}
    assert database.value("select count(*) from erasures") == 1


def test_a_request_of_an_overdraft_that_waits_for_the_erasure_is_refused(
    service: Person, ann: str, database: Database
) -> None:
    assert approvals.change_policy(billing.operator(), overdraft="0").status == 200
    body = {"currency": "COIN", "allow_overdraft": True}

    answer = while_waiting(
        database,
        "select pg_advisory_xact_lock(hashtextextended('erasure of acme' || E'\\n' || 'ann', 0))",
        lambda: service.patch("/api/v1/wallets/ann", body),
        "insert into erasures (tenant_id, erasure_id, owner_id, approval_id, erased)"
        " values ('acme', new_id(), 'ann', new_id(), '{}')",
    )

    assert (answer.status, answer.code) == (409, "person_erased")
    assert database.value("select count(*) from approvals where kind = 'overdraft'") == 0


def erasure_by_hand(approval_id: str, owner_id: str) -> str:
    """The statements by which an approval erases a person."""
    return f"""
        select decide_approval('acme', '{approval_id}', 'rita', 'approved', null, 'request-1');
        select erasure.erase_person('acme', '{owner_id}', 'platform', 'request-1', 'x', 'y')
    """


def test_two_simultaneous_erasures_both_erase_their_texts_in_one_stored_answer(
    service: Person, agent: Person, database: Database
) -> None:
    """The stored answer of an import has both usernames. The second erasure waits for the first one's row."""
    rows = [{"username": f"{TEXT} {number}", "account_type": "postup"} for number in (1, 2)]
    imported = agent.post("/api/v1/agent/clients/import", {"rows": rows}, key="import")
    first, second = (customer["customer_id"] for customer in imported.json["customers"])
    waiting = pending(erasures.request(service, first))
    other = pending(erasures.request(service, second))

    answer = while_waiting(
        database, erasure_by_hand(waiting, first), lambda: approve(RITA, other), role="purser_approvals"
    )

    assert answer.status == 200, answer.text
    assert erasures.rows_with(database, TEXT) == {}


def test_two_simultaneous_erasures_both_erase_their_texts_in_one_event(service: Person, database: Database) -> None:
    """No event of today has texts about two people. One that had would lose both of them."""
    for owner_id in ("ann", "bob"):
        kit.credit(service, owner_id, "5")
        assert (
            service.post(f"/api/v1/wallets/{owner_id}/debit", {"amount": "5", "reason": "manual_adjust"}).status == 201
        )
    people = json.dumps([{"owner_id": owner_id, "name": TEXT} for owner_id in ("ann", "bob")])
    with database.admin() as connection:
        for table in ("outbox", "published"):
            statement = f"insert into {table} (tenant_id, event_id, detail_type, detail, created_at)"
            connection.execute(f"{statement} values ('acme', new_id(), 'Test', %s, now())".encode(), (people,))
    waiting = pending(erasures.request(service, "ann"))
    other = pending(erasures.request(service, "bob"))

    answer = while_waiting(
        database, erasure_by_hand(waiting, "ann"), lambda: approve(RITA, other), role="purser_approvals"
    )

    assert answer.status == 200, answer.text
    assert erasures.rows_with(database, TEXT) == {}


def test_an_erasure_waits_for_deliveries_that_are_written_from_texts_it_erases(
    service: Person, ann: str, database: Database
) -> None:
    webhook = webhooks.create(service)["webhook_id"]
    detail = json.dumps({"owner_id": ann, "name": TEXT})
    waiting = pending(erasures.request(service, ann))

    answer = while_waiting(
        database,
        f"""
        select announce(null, 'tester');
        select leased_until from lease_transactions('webhooks', 1000, 60);
        insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at)
        values ('acme', new_id(), '{webhook}', new_id(), 'Test', '{detail}', now(), now());
        """,
        lambda: approve(RITA, waiting),
    )

    assert answer.status == 200, answer.text
    assert answer.json["result"]["erased"]["deliveries"] == 1
    assert erasures.rows_with(database, TEXT) == {}


def test_an_erasure_waits_for_events_of_holds_that_are_made_of_texts_it_erases(
    service: Person, ann: str, database: Database
) -> None:
    detail = json.dumps({"owner_id": ann, "external_reference": TEXT})
    event = json.dumps([{"event_id": str(uuid4()), "type": "HoldChanged", "detail": json.loads(detail)}])
    waiting = pending(erasures.request(service, ann))

    answer = while_waiting(
        database,
        f"""
        select announce(null, 'tester');
        select read_hold_changes(1000);
        select emit('acme', '{event}'::json);
        """,
        lambda: approve(RITA, waiting),
    )

    assert answer.status == 200, answer.text
    assert answer.json["result"]["erased"]["outbox"] == 1
    assert erasures.rows_with(database, TEXT) == {}


def test_an_erasure_waits_for_webhooks_before_it_locks_their_deliveries(
    service: Person, ann: str, database: Database
) -> None:
    """A result changes its delivery and then those that are leased next, and has the webhooks locked before."""
    webhook = webhooks.create(service)["webhook_id"]
    credited = credit(service)
    assert credited.status == 201
    assert service.post("/api/v1/wallets/ann/debit", {"amount": "5", "reason": "manual_adjust"}).status == 201
    webhooks.write()
    waiting = pending(erasures.request(service, ann))

    answer = while_waiting(
        database,
        f"select from webhooks where webhook_id = '{webhook}' for no key update",
        lambda: approve(RITA, waiting),
        f"""
        select from deliveries where webhook_id = '{webhook}' for no key update nowait;
        select 1 / count(*) from deliveries where strpos(detail::text, '{TEXT}') > 0; -- it waits
        """,
    )

    assert answer.status == 200, answer.text
    assert erasures.rows_with(database, TEXT) == {}


def test_the_second_of_two_erasures_of_a_person_locks_nothing_before_its_turn(
    service: Person, ann: str, database: Database
) -> None:
    """An erasure locks all approvals about its person. With its own one locked first, two could deadlock."""
    first, second = (pending(erasures.request(service, ann)) for _ in range(2))

    answer = while_waiting(
        database,
        f"select hold_approval('acme', '{second}')",
        lambda: approve(RITA, first),
        f"select from approvals where approval_id = '{first}' for no key update nowait",
    )

    assert answer.status == 200, answer.text
