"""Posting: what the ledger accepts, what it refuses, and what it stores."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger import posting, wallets
from ledger.core import errors
from ledger.messaging.events import Published
from ledger.posting import Entry, Owner, PostedTransaction, Transaction
from ledger.storage.sessions import Session
from tests.support import kit
from tests.support.kit import Database, Person

TREASURY = Owner("treasury", "", "USD")


def person(owner_id: str, currency: str = "USD") -> Owner:
    return Owner("person", owner_id, currency)


def entries(*pairs: tuple[Owner, str]) -> list[Entry]:
    return [Entry(owner, Decimal(amount)) for owner, amount in pairs]


def transaction(*pairs: tuple[Owner, str], **more: Any) -> Transaction:
    return Transaction("manual_adjust", entries(*pairs), **more)


def credit(owner_id: str, amount: str) -> Transaction:
    return transaction((person(owner_id), amount), (TREASURY, f"-{amount}"))


def debit(owner_id: str, amount: str) -> Transaction:
    return transaction((person(owner_id), f"-{amount}"), (TREASURY, amount))


def post(*transactions: Transaction) -> list[PostedTransaction]:
    return kit.in_session(lambda session: posting.post(session, transactions))


def balances(database: Database) -> dict[str, int]:
    rows = database.rows("select owner_id, balance from wallets where owner_kind = 'person' order by owner_id")
    return {row["owner_id"]: row["balance"] for row in rows}


def test_a_posting_returns_its_entries_in_the_given_order(database: Database) -> None:
    post(credit("zoe", "10.00"))

    (posted,) = post(transaction((person("ann"), "4.00"), (TREASURY, "1.00"), (person("zoe"), "-5.00")))

    ann, treasury, zoe = posted.entries
    assert [str(entry.amount) for entry in posted.entries] == ["4.00", "1.00", "-5.00"]
    assert (str(ann.balance_before), str(ann.balance_after)) == ("0.00", "4.00")
    assert (str(zoe.balance_before), str(zoe.balance_after)) == ("10.00", "5.00")
    assert treasury.balance_before is treasury.balance_after is treasury.available is None
    assert len({entry.entry_id for entry in posted.entries}) == 3
    database.assert_consistent()


def test_a_transaction_is_stored_as_it_was_given(database: Database) -> None:
    (first,) = post(credit("ann", "1.00"))

    (posted,) = post(
        transaction(
            (person("ann"), "-1.00"),
            (TREASURY, "1.00"),
            description="Taken back",
            external_reference="ref-1",
            idempotency_key="key-1",
            meta={"ratio": 0.1, "name": "Zoë"},
            corrects=first.transaction_id,
        )
    )

    (stored,) = database.rows("select * from transactions where transaction_id = %s", posted.transaction_id)
    assert (stored["kind"], stored["description"], stored["external_reference"]) == (
        "manual_adjust",
        "Taken back",
        "ref-1",
    )
    assert (stored["idempotency_key"], stored["posted_by"], stored["request_id"]) == ("key-1", "tester", "request-1")
    assert stored["meta"] == {"ratio": 0.1, "name": "Zoë"}
    assert stored["corrects"] == first.transaction_id
    assert stored["posted_at"] == posted.posted_at


def test_a_transaction_can_be_corrected_only_once(database: Database) -> None:
    (first,) = post(credit("ann", "2.00"))
    correction = transaction((person("ann"), "-1.00"), (TREASURY, "1.00"), corrects=first.transaction_id)
    post(correction)

    with pytest.raises(errors.AlreadyReversed):
        post(correction)

    assert balances(database) == {"ann": 100}


def test_events_are_emitted_with_their_transaction(database: Database) -> None:
    class Paid(Published):
        TYPE = "Paid"

    event = Paid(tenant_id="acme", event_id=UUID("01890000-0000-7000-8000-000000000001"))

    post(transaction((person("ann"), "1.00"), (TREASURY, "-1.00"), events=[event]), credit("zoe", "1.00"))

    (row,) = database.rows("select tenant_id, event_id::text as event_id, detail_type, detail from outbox")
    assert row == {
        "tenant_id": "acme",
        "event_id": "01890000-0000-7000-8000-000000000001",
        "detail_type": "Paid",
        "detail": {"tenant_id": "acme", "event_id": "01890000-0000-7000-8000-000000000001", "version": 1},
    }


@pytest.mark.parametrize(
    ("wrong", "sqlstate"),
    [
        pytest.param([(person("ann"), "5"), (TREASURY, "-4")], "PL020", id="a positive sum"),
        pytest.param([(person("ann"), "4"), (TREASURY, "-5")], "PL020", id="a negative sum"),
        pytest.param([(person("ann"), "5")], "PL020", id="one entry"),
        pytest.param([(TREASURY, "5"), (Owner("house", "", "USD"), "-4")], "PL020", id="open wallets, not zero"),
        pytest.param([(person("ann"), "5"), (Owner("treasury", "", "EUR"), "-5")], "PL020", id="two currencies"),
        pytest.param([(person("ann"), "5"), (TREASURY, "0"), (TREASURY, "-5")], "PL020", id="an open entry of zero"),
    ],
)
def test_a_malformed_transaction_is_a_programming_error(
    database: Database, wrong: list[tuple[Owner, str]], sqlstate: str
) -> None:
    post(credit("ann", "10.00"))

    with pytest.raises(psycopg.Error) as refused:
        post(transaction(*wrong))

    assert refused.value.sqlstate == sqlstate
    assert balances(database) == {"ann": 1000}
    database.assert_consistent()


def test_a_transaction_without_entries_is_refused_with_all_others_of_its_posting(database: Database) -> None:
    with pytest.raises(psycopg.Error) as refused:
        post(credit("ann", "10.00"), transaction())

    assert refused.value.sqlstate == "PL020"
    assert database.value("select count(*) from transactions") == 0


def test_a_person_who_is_no_customer_has_no_currency_of_their_own(database: Database) -> None:
    post(credit("ann", "10.00"))

    with pytest.raises(errors.CustomerNotFound):
        post(transaction((Owner("person", "ann"), "-1.00"), (Owner("house", ""), "1.00")))

    assert balances(database) == {"ann": 1000}


def test_a_transaction_with_a_guarded_wallet_twice_is_a_programming_error(database: Database) -> None:
    post(credit("ann", "10.00"))

    with pytest.raises(ValueError, match="twice"):
        post(transaction((person("ann"), "5"), (TREASURY, "0.01"), (person("ann"), "-5.01")))

    assert balances(database) == {"ann": 1000}


def test_a_posting_is_refused_if_an_entry_of_an_open_wallet_is_before_one_of_a_guarded_wallet(
    database: Database,
) -> None:
    post(credit("ann", "10.00"))

    with pytest.raises(psycopg.Error) as refused, database.admin() as admin:
        admin.execute("""
            select post('acme', 'x', '[{"kind": "manual_adjust"}]', array[
                (1, 'treasury', '', 'USD', -1, null, false), (1, 'person', 'ann', 'USD', 1, null, false)
            ]::posting_entry[], now())
        """)

    assert refused.value.sqlstate == "PL020"
    assert balances(database) == {"ann": 1000}


@pytest.mark.parametrize("ahead", ["ann", "zoe"])
def test_all_wallets_of_a_transaction_get_one_time_that_is_after_all_their_earlier_times(
    database: Database, ahead: str
) -> None:
    post(credit("ann", "10.00"), credit("zoe", "10.00"))
    ahead_until = database.value(
        "update wallets set posted_at = clock_timestamp() + interval '59 s' where owner_id = %s returning posted_at",
        ahead,
    )

    (posted,) = post(transaction((person("ann"), "-1.00"), (person("zoe"), "-1.00"), (TREASURY, "2.00")))
    (later,) = post(transaction((person("ann"), "-1.00"), (person("bob"), "1.00")))

    latest = database.value("select posted_at from wallets where owner_id = 'zoe'")
    assert latest == posted.posted_at > ahead_until
    assert later.posted_at == posted.posted_at + timedelta(microseconds=1)
    times = database.rows("select distinct posted_at from entries where transaction_id = %s", posted.transaction_id)
    assert [row["posted_at"] for row in times] == [latest]


def test_a_posting_leaves_the_rows_of_open_wallets_as_they_are(database: Database) -> None:
    """A row that every posting changed would be a queue."""
    post(credit("ann", "10.00"), credit("zoe", "10.00"))
    database.value(
        "update wallets set posted_at = clock_timestamp() + interval '30 s' where owner_id = 'zoe' returning version"
    )
    row = "select xmin::text, ctid::text from wallets where owner_kind = 'treasury'"
    before = database.rows(row)

    post(transaction((person("ann"), "-1.00"), (person("zoe"), "-1.00"), (TREASURY, "2.00")))

    assert database.rows(row) == before


@pytest.mark.parametrize("transactions", [1, 7])
def test_an_entrys_id_is_the_same_in_python_as_in_sql(database: Database, transactions: int) -> None:
    posted = post(*[transaction((person("zoe"), "2.00"), (person("ann"), "1.00"), (TREASURY, "-3.00"))] * transactions)

    derived = database.rows("select entry_id(transaction_id, entry_number) as id, amount from entries")
    assert {(str(row["id"]), row["amount"]) for row in derived} == {
        (str(entry.entry_id), entry.amount.minor) for one in posted for entry in one.entries
    }


@pytest.mark.parametrize("amount", ["0", "0.00", "0.001", "90071992547409.92"])
def test_an_entry_of_zero_or_with_too_many_decimals_is_refused(database: Database, amount: str) -> None:
    with pytest.raises(errors.InvalidAmount):
        post(credit("ann", amount))

    assert database.value("select count(*) from entries") == 0


@pytest.mark.parametrize("sign", [1, -1])
def test_a_balance_outside_the_range_of_json_is_refused(database: Database, sign: int) -> None:
    greatest = "90071992547409.91"
    kit.in_session(lambda session: wallets.set_overdraft(session, "ann", overdraft()))
    move: Callable[[str, str], Transaction] = credit if sign > 0 else debit
    post(move("ann", greatest))

    with pytest.raises(errors.BalanceOutOfRange):
        post(move("ann", "0.01"))

    assert balances(database) == {"ann": sign * 9007199254740991}


def overdraft() -> wallets.WalletUpdate:
    return wallets.WalletUpdate(currency="USD", allow_overdraft=True)


def test_a_debit_of_an_owner_without_a_wallet_is_insufficient_funds_and_creates_no_wallet(database: Database) -> None:
    with pytest.raises(errors.InsufficientFunds, match=r"Available: \$0\.00"):
        post(debit("nobody", "1.00"))

    assert balances(database) == {}


def test_only_the_transaction_that_used_an_overdraft_is_an_override(database: Database) -> None:
    post(credit("zoe", "10.00"))
    overdrawn = Transaction(
        "manual_adjust",
        [Entry(person("ann"), Decimal("-5.00"), overdraft=True), Entry(TREASURY, Decimal("5.00"))],
    )

    posted = post(debit("zoe", "1.00"), overdrawn)

    assert [one.is_override for one in posted] == [False, True]
    of_one = "select is_override from transactions where transaction_id = %s"
    assert [database.value(of_one, one.transaction_id) for one in posted] == [False, True]


@pytest.mark.parametrize("currency", [None, "USD"])
def test_a_posting_does_not_create_a_missing_customer(database: Database, currency: str | None) -> None:
    nobody = Owner("person", "nobody", currency, required_agent="agent-1")

    with pytest.raises(errors.CustomerNotFound):
        post(transaction((nobody, "1.00"), (Owner("agent", "agent-1", currency), "-1.00")))

    assert database.value("select count(*) from wallets") == 0


def test_a_wallet_without_an_agent_does_not_belong_to_a_customer(database: Database) -> None:
    post(credit("ann", "5.00"))

    with pytest.raises(errors.NotYourCustomer):
        post(transaction((Owner("person", "ann", "USD", required_agent="agent-1"), "1.00"), (TREASURY, "-1.00")))


def test_a_frozen_wallet_refuses_debits_and_accepts_credits(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})

    with pytest.raises(errors.WalletFrozen):
        post(debit(ann, "0.01"))

    assert str(post(credit(ann, "1.00"))[0].entries[0].balance_after) == "11.00"
    database.assert_consistent()


def test_a_wallet_below_its_floor_accepts_credits(agent: Person) -> None:
    ann = kit.new_customer(agent)
    kit.cashier(agent, "debit", ann, "20.00", allow_overdraft=True)

    assert str(post(credit(ann, "5.00"))[0].entries[0].balance_after) == "-15.00"
    with pytest.raises(errors.InsufficientFunds):
        post(debit(ann, "0.01"))


def test_transactions_of_one_posting_on_one_wallet_are_applied_in_order(database: Database) -> None:
    post(credit("ann", "1.00"))

    posted = post(credit("ann", "10.00"), debit("ann", "11.00"), credit("ann", "3.00"))

    assert [str(one.entries[0].balance_after) for one in posted] == ["11.00", "0.00", "3.00"]
    assert [str(one.entries[0].balance_before) for one in posted] == ["1.00", "11.00", "0.00"]
    assert len({one.transaction_id for one in posted}) == 3
    database.assert_consistent()


def test_a_posting_is_refused_as_a_whole_if_one_of_its_transactions_goes_below_the_floor(database: Database) -> None:
    post(credit("ann", "1.00"))

    with pytest.raises(errors.InsufficientFunds) as refused:
        post(credit("zoe", "5.00"), debit("ann", "2.00"), credit("ann", "2.00"))

    assert refused.value.members == {"available": "1.00", "balance": "1.00", "held": "0.00", "currency": "USD"}
    assert balances(database) == {"ann": 100}
    database.assert_consistent()


def test_a_posting_creates_the_wallets_that_it_credits_and_then_debits(database: Database) -> None:
    post(credit("ann", "5.00"), transaction((person("ann"), "-2.00"), (person("zoe"), "2.00")))

    assert balances(database) == {"ann": 300, "zoe": 200}
    database.assert_consistent()


def test_a_refused_posting_rolls_back_the_whole_database_transaction(database: Database) -> None:
    def work(session: Session) -> None:
        posting.post(session, [credit("ann", "5.00")])
        posting.post(session, [debit("zoe", "5.00")])

    with pytest.raises(errors.InsufficientFunds):
        kit.in_session(work)

    assert database.value("select count(*) from wallets") == 0


@pytest.mark.usefixtures("without_policies")
def test_the_same_owner_in_another_tenant_has_another_wallet(database: Database) -> None:
    post(credit("ann", "5.00"))

    with pytest.raises(errors.InsufficientFunds):
        kit.in_session(lambda session: posting.post(session, [debit("ann", "1.00")]), tenant_id="other")


def test_open_wallets_have_no_floor_and_no_cached_balance(database: Database) -> None:
    post(credit("ann", "5.00"), transaction((Owner("house", "", "USD"), "-7.00"), (Owner("bank", "", "USD"), "7.00")))

    rows = database.rows("""
        select owner_kind, balance, version, open_balance(tenant_id, wallet_id) as owed
        from wallets where owner_kind <> 'person' order by owner_kind
    """)
    assert [(row["owner_kind"], row["owed"]) for row in rows] == [("bank", 700), ("house", -700), ("treasury", -500)]
    assert {(row["balance"], row["version"]) for row in rows} == {(0, 0)}


def test_every_cached_balance_is_the_sum_of_its_entries(database: Database) -> None:
    for amount in ("5.00", "2.50", "0.01"):
        post(credit("ann", amount), credit("zoe", amount))
    post(transaction((person("ann"), "-3.00"), (person("zoe"), "3.00")))

    recalculated = database.rows("""
        select w.owner_id, sum(e.amount) as balance from wallets w join entries e using (tenant_id, wallet_id)
        where w.owner_kind = 'person' group by w.owner_id order by w.owner_id
    """)
    assert {row["owner_id"]: row["balance"] for row in recalculated} == balances(database) == {"ann": 451, "zoe": 1051}
