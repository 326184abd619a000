"""An erasure finds the stored answers about a person among those about others, whichever way each was stored."""

import hashlib
import re
from importlib import resources
from itertools import count
from typing import Any

import pytest

from tests.support import approvals, batches, erasures, holds, kit
from tests.support.kit import Database, Person
from tests.support.live import Bus

TEXT = "Yolanda"
META = {"name": TEXT}
NO_SUBJECTS = """
    select r.key from requests r where strpos(r.answer, %s) > 0 and not exists (
        select from answer_subjects s
        where (s.tenant_id, s.principal, s.key, s.part) = (r.tenant_id, r.principal, r.key, r.part))
"""
OF_CALLERS = "select subject from answer_subjects where subject !~ '^[0-9a-f]{8}-'"  # the ledger's ids are UUIDs


def close(agent: Person, service: Person, ann: str) -> None:
    """Take what is left from the wallet of a person without a pending hold or bet."""
    kit.cashier(agent, "debit", ann, kit.balance_of(service, ann, "USD"))


@pytest.mark.parametrize("keyed", [True, False], ids=["by a key", "without a key"])
def test_the_answer_of_each_write_is_erased(
    agent: Person, service: Person, database: Database, bus: Bus, keyed: bool
) -> None:
    ann = kit.new_customer(agent, balance="20.00")
    player = kit.customer(ann)
    kit.credit(service, "bob", "20.00", "USD")
    numbers = count()

    def ok(person: Person, path: str, body: object) -> Any:
        answer = person.post(path, body, key=f"key-{next(numbers)}" if keyed else None)
        assert answer.status in {200, 201}, answer.text
        return answer.json

    usd = {"currency": "USD", "amount": "1.00", "reason": "order", "meta": META}
    to_ann = {"owner_id": "bob", "to": {"owner_id": ann}} | usd
    ok(agent, "/api/v1/cashier/credit", {"customer_id": ann, "amount": "1.00", "description": "Cash", "meta": META})
    ok(service, f"/api/v1/wallets/{ann}/credit", usd | {"reason": "salary"})
    ok(service, "/api/v1/transfers", usd | {"from_owner_id": "bob", "to_owner_id": ann, "reason": "gift"})
    first, second = (
        ok(player, "/api/v1/bets", {"stake": "1.00", "description": f"{TEXT} {number}"})["bet_id"] for number in (1, 2)
    )
    ok(service, f"/api/v1/bets/{first}/settle", {"outcome": "lost", "meta": META})
    ok(service, f"/api/v1/bets/{second}/settle", {"outcome": "void", "meta": META})
    one, other, third = (ok(service, "/api/v1/holds", to_ann) for _ in range(3))
    ok(service, f"/api/v1/holds/{one['hold_id']}/release", {})
    done = batches.send(
        service,
        "atomic",
        batches.credit("b1", ann, meta=META),
        batches.transaction(
            "b2",
            {"owner_id": ann, "currency": "USD", "amount": "1.00"},
            {"owner_id": "bob", "currency": "USD", "amount": "-1.00"},
            description=TEXT,
        ),
        batches.hold("b3", "bob", to={"owner_id": ann}, meta=META),
        batches.capture("b4", other, to={"owner_id": "carl"}),  # has the texts of the hold, and goes elsewhere
        batches.release("b5", third),
    )
    assert done.status == 201, done.text
    holds.release(service, done.json["results"][2]["body"])
    erasures.relay_refused(bus)  # the events of captures have the texts of the hold too
    close(agent, service, ann)
    keys = {re.sub("^§.*", "generated", row["key"]) for row in database.rows(NO_SUBJECTS, TEXT)}
    assert keys >= {"b1", "b2", "b4"}, "in one call, with a transaction of this key"
    assert keys >= ({"key-0", "key-1", "key-2"} if keyed else {"generated"})
    assert len(erasures.rows_with(database, TEXT)["requests"]) == 17, "each of the writes above"

    erasures.erase(service, ann)

    assert erasures.rows_with(database, TEXT) == {}
    database.assert_consistent()


def test_whom_an_answer_is_about_is_not_looked_for_in_an_object_of_the_caller(
    service: Person, database: Database
) -> None:
    """It may have a person's name as an id, hundreds of ids, and ids that are longer than an entry of an index."""
    long = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(50))  # which compresses badly
    meta = {"owner_id": long, "user_id": TEXT, "of": [{"user_id": str(number)} for number in range(9)]}
    kit.credit(service, "ann", "2.00", "USD")
    hold = holds.hold(service, "ann", "1.00", to={"owner_id": "bob"}, meta=meta)
    released = holds.release(service, hold)
    assert released.status == 200, released.text
    hold = holds.hold(service, "ann", "1.00", to={"owner_id": "bob"}, meta=meta)
    assert batches.send(service, "atomic", batches.release("1", hold)).status == 201

    subjects = {row["subject"] for row in database.rows(OF_CALLERS)}

    assert subjects == {"ann", "bob"}


def test_an_erasure_reads_the_answers_about_the_person_and_no_others(
    agent: Person, service: Person, database: Database
) -> None:
    ann = kit.new_customer(agent, "ann", balance="20.00")
    bob = kit.new_customer(agent, "bob", account_type="credit", credit_limit="50.00")
    close(agent, service, ann)
    for number in range(10):
        kit.cashier(agent, "credit", bob, "1.00", description=f"Number {number}")  # in one call
        body = {"credit_limit": f"{number + 1}.00"}
        assert agent.patch(f"/api/v1/agent/clients/{bob}", body).status == 200
    waiting = approvals.pending(erasures.request(service, ann))

    with database.admin() as admin:
        admin.execute("begin")
        admin.execute("set local enable_seqscan = off")  # which a planner may prefer for so few rows
        admin.execute("select announce('acme', 'rita')")
        admin.execute("select decide_approval('acme', %s, 'rita', 'approved', null, 'request-1')", (waiting,))
        admin.execute("select erasure.erase_person('acme', %s, 'platform', 'request-1', 'x', 'y')", (ann,))
        read = admin.execute("""
            select sum(seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables
            where relname ~ '^(requests|answer_subjects)_[012]$'
        """).fetchone()
        admin.execute("rollback")

    assert read
    assert read["rows"] < 20, "of more than 20 about bob"


def test_answers_under_keys_that_the_release_before_generated_are_erased(
    agent: Person, service: Person, database: Database
) -> None:
    """Its functions run until the deployment ends, and their keys do not name the request."""
    ann, bob = (kit.new_customer(agent, name, balance="20.00") for name in ("ann", "bob"))
    kit.cashier(agent, "debit", ann, "20.00", external_reference=TEXT)
    gift = {"to_owner_id": ann, "currency": "USD", "amount": "1.00", "reason": "p2p_transfer", "meta": META}
    sent = kit.customer(bob).post("/api/v1/transfers", gift)
    assert sent.status == 201, sent.text
    assert ann not in sent.text
    close(agent, service, ann)
    with database.admin() as admin:
        renamed = admin.execute("update requests set key = '§' || right(key, 32) where strpos(answer, %s) > 0", (TEXT,))
        assert renamed.rowcount == 2

    erasures.erase(service, ann)

    assert erasures.rows_with(database, TEXT) == {}


def test_an_answer_that_the_release_before_stored_is_erased(agent: Person, service: Person, database: Database) -> None:
    """Without subjects, by a request that left no key. The migration says which partitions have such answers."""
    ann = kit.new_customer(agent, TEXT, balance="20.00")
    close(agent, service, ann)
    migration = resources.files("ledger") / "sql" / "migrations" / "0045_answer_subjects.sql"
    of_requests = "where table_name = 'requests'"
    with database.admin() as admin:
        with admin.transaction(force_rollback=True):
            admin.execute("drop table answer_subjects")
            admin.execute("alter table lifetimes drop column parts_to_search")
            admin.execute(migration.read_bytes())
            migrated = admin.execute(f"select parts_to_search as parts from lifetimes {of_requests}").fetchone()
        assert migrated == {"parts": [0]}
        admin.execute("delete from answer_subjects")
        admin.execute(f"update lifetimes set parts_to_search = '{{0}}' {of_requests}")

    erasures.erase(service, ann)

    assert erasures.rows_with(database, TEXT) == {}
