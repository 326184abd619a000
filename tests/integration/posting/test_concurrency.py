"""Concurrent postings: nothing is paid twice, no version is missing, nothing waits needlessly or deadlocks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from functools import partial
from itertools import count

import psycopg
import pytest
from psycopg.rows import dict_row

from ledger import posting
from ledger.posting import Entry, Owner, Transaction
from ledger.storage import sessions
from ledger.storage.failures import Transient
from ledger.storage.sessions import Origin, Session
from tests.support import kit
from tests.support.kit import Answer, Database, Person

pytestmark = pytest.mark.session


@pytest.fixture
def retries(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that each retry would have waited; empty without a retry."""
    waits: list[float] = []
    monkeypatch.setattr(sessions, "sleep", waits.append)
    return waits


@contextmanager
def open_transaction(
    database: Database, tenant_id: str = "acme", *, principal: str = "tester", role: str | None = None
) -> Iterator[Session]:
    """A connection that stays open and has a short lock timeout. role: None for the test's own."""
    url = database.url_of(role) if role else database.url
    with closing(psycopg.connect(url, autocommit=True, prepare_threshold=None, row_factory=dict_row)) as connection:
        connection.execute("BEGIN")
        connection.execute("SET LOCAL lock_timeout = '50ms'")
        origin = Origin(tenant_id, principal, "request-1")
        yield (session := Session(connection, origin, is_transaction=True))
        kit.end_session(session)


def person(owner_id: str, amount: int) -> Entry:
    return Entry(Owner("person", owner_id, "COIN"), Decimal(amount))


def house(amount: int) -> Entry:
    return Entry(Owner("house", "", "COIN"), Decimal(amount))


def statuses(outcomes: list[Answer | Exception]) -> list[int]:
    assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    return sorted(outcome.status for outcome in outcomes if isinstance(outcome, Answer))


def repeated(number: int, call: Callable[[], Answer]) -> Callable[[], Answer]:
    """A function that makes the call several times in sequence and returns the last answer."""

    def calls() -> Answer:
        for _ in range(number - 1):
            assert call().status == 201
        return call()

    return calls


def test_two_simultaneous_debits_of_the_whole_balance_pay_out_once(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="100.00")
    body = {"customer_id": ann, "amount": "100.00", "description": "Everything"}

    outcomes = kit.simultaneously(*[lambda: agent.post("/api/v1/cashier/debit", body)] * 2)

    assert statuses(outcomes) == [201, 400]
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Answer) and outcome.status == 400] == [
        "insufficient_funds"
    ]
    assert kit.balance_of(agent, ann, "USD") == "0.00"
    database.assert_consistent()


def test_eight_clients_at_one_limit_debit_exactly_what_is_available(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, account_type="credit", credit_limit="50.00")
    body = {"customer_id": ann, "amount": "10.00", "description": "Cash"}

    outcomes = kit.simultaneously(*[lambda: agent.post("/api/v1/cashier/debit", body)] * 8)

    assert statuses(outcomes) == [201] * 5 + [400] * 3
    assert kit.balance_of(agent, ann, "USD") == "-50.00"
    database.assert_consistent()


def test_versions_have_no_gaps_under_eight_concurrent_clients(
    service: Person, database: Database, retries: list[float]
) -> None:
    kit.credit(service, "ann", "1000")
    body = {"amount": "1", "currency": "COIN", "reason": "manual_adjust"}
    client = repeated(6, lambda: service.post("/api/v1/wallets/ann/debit", body))

    assert statuses(kit.simultaneously(*[client] * 8)) == [201] * 8

    rows = database.rows("""
        select version, balance_after, posted_at from entries where version is not null order by version
    """)
    assert [row["version"] for row in rows] == list(range(1, 50))
    assert [row["balance_after"] for row in rows] == [1000 - n for n in range(49)]
    assert [row["posted_at"] for row in rows] == sorted(row["posted_at"] for row in rows)
    assert retries == [], "waiting for a wallet's lock is no reason for a retry"
    database.assert_consistent()


def test_opposite_transfers_never_deadlock(service: Person, database: Database, retries: list[float]) -> None:
    for owner in ("ann", "zoe"):
        kit.credit(service, owner, "100")

    def send(sender: str, receiver: str) -> Answer:
        return service.post(
            "/api/v1/transfers", {"from_owner_id": sender, "to_owner_id": receiver, "amount": "1", "currency": "COIN"}
        )

    clients = [repeated(8, partial(send, *pair)) for pair in [("ann", "zoe"), ("zoe", "ann")] * 4]

    assert statuses(kit.simultaneously(*clients)) == [201] * 8
    assert retries == []
    assert [kit.balance_of(service, owner) for owner in ("ann", "zoe")] == ["100", "100"]
    database.assert_consistent()


def test_postings_that_name_the_same_wallets_in_opposite_orders_never_deadlock(
    service: Person, database: Database, retries: list[float]
) -> None:
    owners = [f"owner-{n}" for n in range(6)]
    for owner in owners:
        kit.credit(service, owner, "100")

    def batch(order: list[str]) -> None:
        for _ in range(5):
            transactions = [Transaction("manual_adjust", [person(owner, -1), house(1)]) for owner in order]
            kit.in_session(lambda session: posting.post(session, transactions))  # noqa: B023  (it runs before the next iteration)

    outcomes = kit.simultaneously(*[partial(batch, owners), partial(batch, owners[::-1])] * 3)

    assert outcomes == [None] * 6
    assert retries == []
    assert {kit.balance_of(service, owner) for owner in owners} == {"70"}
    database.assert_consistent()


def test_simultaneous_first_credits_create_one_wallet(service: Person, database: Database) -> None:
    body = {"amount": "5", "currency": "COIN", "reason": "participation"}

    outcomes = kit.simultaneously(*[lambda: service.post("/api/v1/wallets/ann/credit", body)] * 4)

    assert statuses(outcomes) == [201] * 4
    assert len({outcome.json["wallet_id"] for outcome in outcomes if isinstance(outcome, Answer)}) == 1
    assert database.value("select count(*) from wallets where owner_kind = 'person'") == 1
    assert database.value("select count(*) from wallets where owner_kind = 'treasury'") == 1
    assert database.value("select count(*) from tenants") == 1
    assert kit.balance_of(service, "ann") == "20"
    database.assert_consistent()


def test_first_transfers_between_new_owners_in_opposite_orders_create_one_wallet_each(
    service: Person, database: Database
) -> None:
    kit.credit(service, "ann", "100")
    kit.credit(service, "zoe", "100")
    numbers = count()

    def send(sender: str) -> Answer:
        body = {"from_owner_id": sender, "to_owner_id": f"new-{next(numbers) % 2}", "amount": "1", "currency": "COIN"}
        return service.post("/api/v1/transfers", body)

    assert statuses(kit.simultaneously(*[partial(send, owner) for owner in ("ann", "zoe")] * 4)) == [201] * 8
    assert database.value("select count(*) from wallets where owner_id like 'new-%%'") == 2
    database.assert_consistent()


def test_only_one_of_two_simultaneous_customers_with_the_same_username_is_created(
    agent: Person, other_agent: Person, database: Database
) -> None:
    def create(agent: Person, name: str) -> Answer:
        return agent.post("/api/v1/agent/clients", {"username": name, "account_type": "postup"})

    outcomes = kit.simultaneously(partial(create, agent, "Ann"), partial(create, other_agent, "ANN"))

    assert statuses(outcomes) == [201, 409]
    assert database.value("select count(*) from customers") == 1
    assert database.value("select count(*) from wallets") == 1


def test_two_imports_of_the_same_names_in_opposite_orders_do_not_deadlock(agent: Person, retries: list[float]) -> None:
    rows = [{"username": f"customer-{n}", "account_type": "postup", "opening_balance": "1"} for n in range(40)]

    def send(order: list[dict[str, str]]) -> Answer:
        return agent.post("/api/v1/agent/clients/import", {"rows": order})

    outcomes = kit.simultaneously(partial(send, rows), partial(send, rows[::-1]))

    assert statuses(outcomes) == [201, 400]
    assert retries == []
    assert agent.get("/api/v1/agent/clients").json["totals"]["total_balance"] == "40.00"


def test_a_lock_on_one_guarded_wallet_delays_no_posting_on_another(service: Person, database: Database) -> None:
    for owner in ("ann", "zoe"):
        kit.credit(service, owner, "10")
    kit.in_session(lambda session: posting.post(session, [Transaction("manual_adjust", [person("ann", 1), house(-1)])]))

    with open_transaction(database) as first:
        posting.post(first, [Transaction("manual_adjust", [person("ann", -1), house(1)])])
        with open_transaction(database) as second:
            posting.post(second, [Transaction("manual_adjust", [person("zoe", -1), house(1)])])
        with open_transaction(database) as third, pytest.raises(Transient) as waited:
            posting.post(third, [Transaction("manual_adjust", [person("ann", -1), house(1)])])

    assert waited.value.reason == "55P03", "a posting on the same wallet waits for the lock"
    assert [kit.balance_of(service, owner) for owner in ("ann", "zoe")] == ["10", "9"]
    database.assert_consistent()


def test_no_posting_waits_for_an_open_wallet(service: Person, database: Database) -> None:
    owners = ["ann", "bob", "zoe"]
    for owner in owners:
        kit.credit(service, owner, "10")
    kit.in_session(lambda session: posting.post(session, [Transaction("manual_adjust", [person("ann", -1), house(1)])]))

    with ExitStack() as contexts:
        for owner in owners:
            session = contexts.enter_context(open_transaction(database))
            posting.post(session, [Transaction("manual_adjust", [person(owner, -1), house(1)])])
        only_open = contexts.enter_context(open_transaction(database))
        posting.post(
            only_open, [Transaction("manual_adjust", [house(-1), Entry(Owner("treasury", "", "COIN"), Decimal(1))])]
        )

    assert database.value("select open_balance(tenant_id, wallet_id) from wallets where owner_kind = 'house'") == 3
    database.assert_consistent()


def test_terms_are_changed_under_the_same_lock_as_balances(agent: Person, database: Database) -> None:
    ann = kit.new_customer(agent, balance="10.00")
    entry = Entry(Owner("person", ann, required_agent=agent.sub), Decimal(-1))

    with open_transaction(database, role="purser_desk") as posting_session:
        posting.post(posting_session, [Transaction("debit", [entry, Entry(Owner("agent", agent.sub), Decimal(1))])])
        with open_transaction(database, role="purser_desk") as changing_session, pytest.raises(Transient) as waited:
            changing_session.rows(
                "select change_account('acme', %s, %s, null, null, 'frozen', 'request-1')", (agent.sub, ann)
            )

    assert waited.value.reason == "55P03"


def test_the_sum_is_conserved_while_eight_clients_transfer(service: Person, database: Database) -> None:
    owners = [f"owner-{n}" for n in range(4)]
    for owner in owners:
        kit.credit(service, owner, "5")

    def send(start: int) -> None:
        for step in range(10):
            sender, receiver = owners[(start + step) % 4], owners[(start + 3 * step + 1) % 4]
            body = {"from_owner_id": sender, "to_owner_id": receiver, "amount": str(1 + step % 3)}
            assert service.post("/api/v1/transfers", body).status in {201, 400}

    assert kit.simultaneously(*[partial(send, n) for n in range(8)]) == [None] * 8
    assert sum(int(kit.balance_of(service, owner)) for owner in owners) == 20
    database.assert_consistent()


def test_balances_recalculated_during_postings_are_consistent(service: Person, database: Database) -> None:
    owners = [f"owner-{n}" for n in range(3)]
    for owner in owners:
        kit.credit(service, owner, "100")

    def send(start: int) -> None:
        for step in range(20):
            body = {"from_owner_id": owners[(start + step) % 3], "to_owner_id": owners[(start + step + 1) % 3]}
            assert service.post("/api/v1/transfers", body | {"amount": "1", "currency": "COIN"}).status == 201

    def recalculate() -> None:
        while database.value("select count(*) from transactions") < 3 + 40:
            database.assert_consistent()

    assert kit.simultaneously(partial(send, 0), partial(send, 1), recalculate, recalculate) == [None] * 4
