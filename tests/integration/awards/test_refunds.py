"""The cancellation of a tournament refunds each entry fee once, to its payer."""

import secrets
from decimal import Decimal
from functools import partial
from typing import Any

import psycopg
import pytest

from ledger import posting
from ledger.awards import batches
from ledger.posting import Entry, Transaction, accounts
from tests.support import kit, live, tournaments
from tests.support.kit import Database, Person
from tests.support.tournaments import CANCELLED, CUP, cancelled, coins, deliver, pay_entry_fee


@pytest.fixture
def players(service: Person) -> list[str]:
    """Three players with 100 coins each."""
    names = ["ann", "bob", "cid"]
    for name in names:
        kit.credit(service, name, "100")
    return names


def refunds(database: Database) -> list[str]:
    """The ids of the refunded debits."""
    return [str(row["corrects"]) for row in database.rows("select corrects from transactions where kind = 'refund'")]


def test_every_entry_fee_of_the_tournament_is_refunded_once(
    service: Person, players: list[str], database: Database
) -> None:
    debits = [pay_entry_fee(service, player, "10") for player in players] + [pay_entry_fee(service, "ann", "7")]

    deliver(cancelled(), cancelled(), cancelled())

    assert coins(service, *players) == dict.fromkeys(players, 100)
    assert sorted(refunds(database)) == sorted(debits)
    last = tournaments.history(service, "bob")[-1]
    assert (last["reason"], last["amount"], last["idempotency_key"]) == ("refund", "10", f"refund_{debits[1]}")
    assert last["meta"] == {"tournament_id": CUP}
    database.assert_consistent()


def test_a_refund_has_the_currency_of_its_debit(service: Person, database: Database) -> None:
    kit.credit(service, "ann", "20.00", "USD")
    kit.credit(service, "ann", "20.000", "KWD")
    pay_entry_fee(service, "ann", "12.34", currency="USD")
    pay_entry_fee(service, "ann", "0.001", currency="KWD")

    deliver(cancelled())

    assert (kit.balance_of(service, "ann", "USD"), kit.balance_of(service, "ann", "KWD")) == ("20.00", "20.000")
    database.assert_consistent()


def test_a_debit_that_does_not_name_the_tournament_is_not_refunded(
    service: Person, players: list[str], database: Database
) -> None:
    others: list[Any] = [
        {},
        {"tournament_id": "another"},
        {"tournament_id": CUP + "x"},
        {"tournament_id": CUP.upper()},
        {"tournament_id": None},
        {"tournament_id": True},
        {"tournament_id": [CUP]},
        {"tournament_id": {"tournament_id": CUP}},
        {"deeper": {"tournament_id": CUP}},
        {"Tournament_id": CUP},
        # Too random to be compressed into an index entry. Without digits, of which some could look like a card number.
        {"tournament_id": secrets.token_hex(2000).translate(str.maketrans("0123456789", "ghijklmnop"))},
        {"tournament_id": "💰" * 900},
    ]
    for meta in others:
        pay_entry_fee(service, "ann", "1", meta)
    service.post("/api/v1/wallets/bob/debit", {"amount": "1", "reason": "entry_fee_debit"})
    service.post("/api/v1/wallets/bob/debit", {"amount": "1", "reason": "manual_adjust", "meta": cancelled()})

    deliver(cancelled())

    assert refunds(database) == []
    assert coins(service, "ann", "bob") == {"ann": 100 - len(others), "bob": 98}


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_an_entry_fee_whose_meta_cannot_be_stored_is_refused(service: Person, players: list[str], text: str) -> None:
    for meta in ({"tournament_id": text}, {"tournament_id": CUP, "note": text}, {text: CUP}):
        body = {"amount": "1", "reason": "entry_fee_debit", "meta": meta}
        assert service.post("/api/v1/wallets/ann/debit", body).status == 400

    assert coins(service, "ann") == {"ann": 100}


def test_a_tournament_id_in_meta_may_be_a_number(service: Person, players: list[str]) -> None:
    pay_entry_fee(service, "ann", "10", {"tournament_id": 42})

    deliver(cancelled("42"))

    assert coins(service, "ann") == {"ann": 100}


def test_an_entry_fee_with_the_longest_tournament_id_is_refunded(
    service: Person, players: list[str], database: Database
) -> None:
    longest = "x" * 128
    pay_entry_fee(service, "ann", "10", {"tournament_id": longest})
    pay_entry_fee(service, "bob", "10", {"tournament_id": longest + "x"})

    deliver(cancelled(longest))

    assert coins(service, "ann", "bob") == {"ann": 100, "bob": 90}


def test_only_a_debit_from_a_person_to_the_treasury_is_refunded(
    service: Person, players: list[str], database: Database
) -> None:
    meta = {"tournament_id": CUP}
    sent = {"to_owner_id": "bob", "amount": "60", "reason": "entry_fee_debit", "meta": meta}
    assert service.post("/api/v1/transfers", sent | {"from_owner_id": "ann"}).status == 201
    credit = {"amount": "5", "reason": "entry_fee_debit", "meta": meta}
    assert service.post("/api/v1/wallets/cid/credit", credit).status == 201

    deliver(cancelled())

    assert coins(service, *players) == {"ann": 40, "bob": 160, "cid": 105}
    assert refunds(database) == []


def test_a_debit_of_a_tenant_s_wallet_is_not_refunded(service: Person, database: Database) -> None:
    """No function posts an entry fee to such a wallet. A person may have the tenant's id as owner id."""
    kit.credit(service, "acme", "100")
    wallet, treasury = accounts.tenant("acme", "COIN"), accounts.treasury("COIN")
    meta = {"tournament_id": CUP}
    transactions = [
        Transaction("manual_adjust", [Entry(wallet, Decimal(10)), Entry(treasury, Decimal(-10))]),
        Transaction("entry_fee_debit", [Entry(wallet, Decimal(-10)), Entry(treasury, Decimal(10))], meta=meta),
    ]
    kit.in_session(partial(posting.post, transactions=transactions))

    deliver(cancelled())

    assert refunds(database) == []
    assert coins(service, "acme") == {"acme": 100}


def test_an_entry_fee_paid_after_a_cancellation_is_refunded_by_the_next_one(
    service: Person, players: list[str], database: Database
) -> None:
    pay_entry_fee(service, "ann")
    deliver(cancelled())

    pay_entry_fee(service, "bob")
    deliver(cancelled())

    assert coins(service, *players) == dict.fromkeys(players, 100)
    assert len(refunds(database)) == 2
    database.assert_consistent()


def test_a_reversed_entry_fee_is_not_refunded(service: Person, players: list[str], database: Database) -> None:
    debit = pay_entry_fee(service, "ann")
    reverse(service, debit)

    deliver(cancelled())

    assert refunds(database) == []
    assert coins(service, "ann") == {"ann": 100}
    assert database.value("select count(*) from transactions where corrects is not null") == 1


def reverse(service: Person, transaction_id: str) -> str:
    """Reverse a transaction and return the id of the reversal."""
    answer = service.post(f"/api/v1/transactions/{transaction_id}/reverse", {"reason": "A mistake"})
    assert answer.status == 201, answer.text
    return str(answer.json["transaction_id"])


def test_a_reversed_refund_is_not_repeated(service: Person, players: list[str], database: Database) -> None:
    """The reversal was a decision of the service, so it is not undone."""
    debit = pay_entry_fee(service, "ann")
    deliver(cancelled())
    (refund,) = database.rows("select transaction_id from transactions where corrects = %s", debit)
    reverse(service, str(refund["transaction_id"]))

    deliver(cancelled())

    assert coins(service, "ann") == {"ann": 90}
    database.assert_consistent()


def correct(database: Database, debit: str) -> None:
    """Insert a correction directly, without any check of the application."""
    with database.admin() as admin:
        admin.execute(
            """
            insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override,
                                      corrects)
            values ('acme', new_id(), 'correction', now(), 'auditor', 'r', false, %s)
            """,
            (debit,),
        )


def test_the_database_refuses_a_second_refund_of_a_debit(
    service: Person, players: list[str], database: Database
) -> None:
    debit = pay_entry_fee(service, "ann")
    deliver(cancelled())

    with pytest.raises(psycopg.errors.UniqueViolation):
        correct(database, debit)


def test_tournaments_of_two_tenants_with_the_same_id_are_separate(service: Person, players: list[str]) -> None:
    other = kit.service("globex")
    kit.credit(other, "ann", "100")
    pay_entry_fee(service, "ann")
    pay_entry_fee(other, "ann")

    deliver(cancelled(tenant_id="globex"))

    assert coins(service, "ann") == {"ann": 90}
    assert coins(other, "ann") == {"ann": 100}


def test_a_refund_is_credited_to_a_frozen_wallet(agent: Person, service: Person) -> None:
    ann = kit.new_customer(agent, currency="COIN", balance="100")
    pay_entry_fee(service, ann)
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})

    deliver(cancelled())

    assert coins(service, ann) == {ann: 100}


def test_simultaneous_cancellations_refund_each_fee_once(
    service: Person, players: list[str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 3)
    for _ in range(5):
        for player in players:
            pay_entry_fee(service, player, "1")

    assert kit.simultaneously(*[lambda: deliver(cancelled())] * 4) == [None] * 4

    assert coins(service, *players) == dict.fromkeys(players, 100)
    assert len(refunds(database)) == 15
    database.assert_consistent()


def test_fees_that_are_paid_during_refunds_are_each_refunded_once(
    service: Person, players: list[str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    for player in players:
        pay_entry_fee(service, player, "1")

    def pay_fees() -> None:
        for _ in range(5):
            for player in players:
                pay_entry_fee(service, player, "1")

    outcomes = kit.simultaneously(pay_fees, *[lambda: deliver(cancelled())] * 2)
    assert outcomes == [None] * 3
    deliver(cancelled())

    assert coins(service, *players) == dict.fromkeys(players, 100)
    assert len(refunds(database)) == 18
    database.assert_consistent()


def test_a_cancellation_that_fails_halfway_resumes(
    service: Person, players: list[str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    for _ in range(3):
        for player in players:
            pay_entry_fee(service, player, "1")
    with database.admin() as admin:
        admin.execute(
            "create function break() returns trigger language plpgsql security definer set search_path = ledger as "
            "$$ begin if (select count(*) from transactions where kind = 'refund') >= 5 then raise exception 'broken'; "
            "end if; return null; end $$"
        )
        admin.execute(
            "create trigger break after insert on transactions for each row when (new.kind = 'refund') "
            "execute function break()"
        )
        assert live.deliver(CANCELLED, live.messages(cancelled())) == [0]
        admin.execute("drop trigger break on transactions")
    assert len(refunds(database)) == 4, "the batches before the error are committed"

    deliver(cancelled())

    assert coins(service, *players) == dict.fromkeys(players, 100)
    assert len(refunds(database)) == 9
    database.assert_consistent()


def test_a_refund_that_fails_is_retried_and_prevents_no_other_refund(
    service: Person, players: list[str], database: Database
) -> None:
    for player in players:
        pay_entry_fee(service, player)
    kit.credit(service, "bob", str(9_007_199_254_740_991 - 90))

    assert live.deliver(CANCELLED, live.messages(cancelled())) == [0]
    assert coins(service, "ann", "cid") == {"ann": 100, "cid": 100}

    assert service.post("/api/v1/wallets/bob/debit", {"amount": "50", "reason": "manual_adjust"}).status == 201
    deliver(cancelled())
    assert len(refunds(database)) == 3
    database.assert_consistent()


@pytest.mark.usefixtures("new_database")
def test_the_query_for_entry_fees_uses_its_index_even_if_the_table_is_empty(
    service: Person, database: Database
) -> None:
    source = kit.ROOT / "layers/ledger/ledger/sql/functions/awards/awards.sql"
    query = source.read_text().split("for v_debit in\n")[1].split("loop")[0]
    for name, value in {"p_tenant": "'acme'", "p_tournament": "'cup'", "p_after": "null::uuid"}.items():
        query = query.replace(name, value)
    with psycopg.connect(database.url) as connection:
        plan = "\n".join(row[0] for row in connection.execute(f"explain {query}".encode()))

    assert "Index Only Scan using transactions_of_tournaments" in plan
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert all(column in condition for column in ("tenant_id", "tournament_id", "transaction_id"))
    filters = [line for line in plan.splitlines() if "Filter" in line]
    assert len(filters) == 1
    assert filters[0].strip().startswith("Filter: ((tenant_id = current_setting("), "the policy's"
    assert "Sort" not in plan
