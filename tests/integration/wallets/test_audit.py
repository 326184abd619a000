"""Audit: the view of a transaction, and reversals."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import uuid4

import pytest

from ledger import posting
from ledger.core.errors import AlreadyReversed
from ledger.posting.kinds import KINDS, is_reversible
from ledger.storage import sessions
from tests.support import billing, kit, live, tournaments
from tests.support.damage import Sample, reconcile
from tests.support.kit import Answer, Database, Person, assert_problem

ROOT_USER = billing.root("root-1")
SHAPE = {
    *("transaction_id", "kind", "reason", "created_at", "effective_at", "posted_by", "approved_by", "request_id"),
    *("idempotency_key", "description", "external_reference", "meta", "corrects", "corrected_by", "entries"),
}


def view(reader: Person, transaction_id: str) -> Answer:
    return reader.get(f"/api/v1/transactions/{transaction_id}", tenant_chosen_by(reader))


def reverse(by: Person, transaction_id: str, reason: str = "A mistake", key: str | None = None) -> Answer:
    path = f"/api/v1/transactions/{transaction_id}/reverse"
    return by.call("POST", path, {"reason": reason}, key=key, query=tenant_chosen_by(by))


def tenant_chosen_by(person: Person) -> dict[str, str]:
    """The query in which root names the tenant of the other people here."""
    return {"tenant_id": "acme"} if "root" in person.roles else {}


def test_a_transaction_shows_what_was_posted_by_whom_and_why(agent: Person, service: Person) -> None:
    ann = kit.new_customer(agent)
    answer = agent.post(
        "/api/v1/cashier/credit", {"customer_id": ann, "amount": "5.00", "description": "Cash"}, key="till-1"
    )

    seen = view(service, answer.json["transaction_id"]).json

    assert seen.keys() == SHAPE
    assert (seen["transaction_id"], seen["kind"]) == (answer.json["transaction_id"], "credit")
    assert (seen["posted_by"], seen["request_id"]) == ("agent-1", answer.headers["x-request-id"])
    assert (seen["idempotency_key"], seen["description"]) == ("till-1", "Cash")
    assert (seen["corrects"], seen["corrected_by"], seen["created_at"]) == (None, None, answer.json["timestamp"])
    customer_entry, float_entry = seen["entries"]
    assert customer_entry.keys() == {"id", "wallet_id", "owner_id", "account", "currency", "amount", "balance_after"}
    assert (
        customer_entry["owner_id"],
        customer_entry["currency"],
        customer_entry["amount"],
        customer_entry["balance_after"],
    ) == (ann, "USD", "5.00", "5.00")
    assert (float_entry["owner_id"], float_entry["account"], float_entry["amount"], float_entry["balance_after"]) == (
        None,
        "agent:agent-1",
        "-5.00",
        None,
    )


def test_the_entries_of_a_transaction_have_the_ids_of_the_history(service: Person) -> None:
    moved = kit.credit(service, "ann", "5")

    seen = view(service, moved["transaction_id"]).json["entries"]

    history = service.get("/api/v1/wallets/ann/transactions", {"currency": "COIN"}).json["items"]
    assert seen[0]["id"] == history[0]["id"]


def test_an_agent_sees_the_transactions_of_their_own_customers(agent: Person, other_agent: Person) -> None:
    ann = kit.new_customer(agent)
    transaction_id = kit.cashier(agent, "credit", ann, "5.00")["transaction_id"]

    assert view(agent, transaction_id).status == 200
    assert_problem(view(other_agent, transaction_id), 403, "not_your_customer")


def test_an_agent_sees_the_transactions_in_every_wallet_of_an_own_customer(
    agent: Person, other_agent: Person, service: Person
) -> None:
    ann = kit.new_customer(agent)
    coins = kit.credit(service, ann, "5", "COIN")["transaction_id"]

    assert [entry["balance_after"] for entry in view(agent, coins).json["entries"]] == ["5", None]
    assert_problem(view(other_agent, coins), 403, "not_your_customer")


def test_an_agent_sees_the_amounts_but_not_the_balances_of_another_agent_s_customer(
    agent: Person, other_agent: Person, service: Person
) -> None:
    ann, bob = kit.new_customer(agent, "ann", balance="9.00"), kit.new_customer(other_agent, "bob", balance="70.00")
    sent = service.post(
        "/api/v1/transfers", {"from_owner_id": ann, "to_owner_id": bob, "amount": "4.00", "currency": "USD"}
    ).json

    seen = {entry["owner_id"]: entry for entry in view(agent, sent["transaction_id"]).json["entries"]}

    assert (seen[ann]["amount"], seen[ann]["balance_after"]) == ("-4.00", "5.00")
    assert (seen[bob]["amount"], seen[bob]["balance_after"]) == ("4.00", None)


@pytest.mark.parametrize(
    "reader",
    [kit.agent(), kit.service(), Person("dora", ("auditor",)), ROOT_USER],
    ids=["agent", "service", "auditor", "root in a tenant"],
)
def test_a_transaction_of_another_tenant_is_not_found(reader: Person, database: Database) -> None:
    foreign = kit.credit(kit.service("globex"), "ann", "5")["transaction_id"]

    assert_problem(view(reader, foreign), 404, "transaction_not_found")
    assert_problem(view(reader, str(uuid4())), 404, "transaction_not_found")
    if not {"agent", "auditor"}.intersection(reader.roles):
        assert_problem(reverse(reader, foreign), 404, "transaction_not_found")


@pytest.mark.parametrize("by", [kit.service(), ROOT_USER], ids=["service", "root"])
def test_a_reversal_is_a_new_transaction_with_opposite_entries(by: Person, database: Database) -> None:
    agent = kit.agent()
    ann = kit.new_customer(agent, balance="20.00")
    debit = kit.cashier(agent, "debit", ann, "5.00")["transaction_id"]

    answer = reverse(by, debit, "Counted twice", key="k")

    assert answer.status == 201
    reversal = answer.json
    assert reversal.keys() == SHAPE
    assert (reversal["kind"], reversal["corrects"], reversal["corrected_by"]) == ("reversal", debit, None)
    assert (reversal["description"], reversal["posted_by"], reversal["idempotency_key"]) == (
        "Counted twice",
        by.sub,
        "k",
    )
    before = view(by, debit).json
    assert before["corrected_by"] == reversal["transaction_id"]
    assert [(entry["wallet_id"], entry["amount"]) for entry in reversal["entries"]] == [
        (entry["wallet_id"], opposite(entry["amount"])) for entry in before["entries"]
    ]
    assert kit.balance_of(kit.service(), ann, "USD") == "20.00"
    assert reverse(by, debit, "Counted twice", key="k").text == answer.text, "the same key reverses it once"
    assert reconcile(full=True).status == "clean"
    database.assert_consistent()


def opposite(amount: str) -> str:
    return amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"


def posted(kind: str, agent: Person, service: Person) -> str:
    """Post a transaction of this kind, which has no reversal of its own. Returns its id."""
    if kind in {"credit", "debit", "opening_balance"}:
        if kind == "opening_balance":
            row = {"username": "ann", "account_type": "postup", "opening_balance": "5.00"}
            assert agent.post("/api/v1/agent/clients/import", {"rows": [row]}).status == 201
            return str(agent.get("/api/v1/agent/transactions").json["items"][0]["transaction_id"])
        return str(kit.cashier(agent, kind, kit.new_customer(agent, balance="9.00"), "5.00")["transaction_id"])
    if kind == "p2p_transfer":
        kit.credit(service, "ann", "5")
        body = {"from_owner_id": "ann", "to_owner_id": "bob", "amount": "5", "currency": "COIN"}
        return str(service.post("/api/v1/transfers", body).json["transaction_id"])
    body = {"amount": "5", "currency": "COIN", "reason": kind}
    return str(service.post("/api/v1/wallets/ann/credit", body).json["transaction_id"])


@pytest.mark.parametrize("kind", ["credit", "debit", "opening_balance", "p2p_transfer", "manual_adjust", "winner"])
def test_a_transaction_without_a_subject_can_be_reversed(
    kind: str, agent: Person, service: Person, database: Database
) -> None:
    transaction_id = posted(kind, agent, service)

    assert reverse(service, transaction_id).status == 201

    database.assert_consistent()
    assert reconcile(full=True).status == "clean"


def test_a_second_reversal_is_refused_and_names_the_first(service: Person, database: Database) -> None:
    moved = kit.credit(service, "ann", "5")["transaction_id"]
    first = reverse(service, moved).json["transaction_id"]

    again = reverse(service, moved)

    assert_problem(again, 409, "already_reversed")
    assert again.json["corrected_by"] == first
    assert kit.balance_of(service, "ann") == "0"


def test_one_of_several_simultaneous_reversals_succeeds(service: Person, database: Database) -> None:
    moved = kit.credit(service, "ann", "5")["transaction_id"]

    answers = kit.simultaneously(*[lambda: reverse(service, moved).status] * 4)

    assert sorted(map(str, answers)) == ["201", "409", "409", "409"]
    assert kit.balance_of(service, "ann") == "0"
    database.assert_consistent()


def test_the_database_refuses_a_second_correction_of_a_transaction(service: Person, database: Database) -> None:
    moved = kit.credit(service, "ann", "5")["transaction_id"]
    entries = [
        posting.Entry(posting.Owner("person", "ann", "COIN"), Decimal(-1)),
        posting.Entry(posting.Owner("treasury", "", "COIN"), Decimal(1)),
    ]
    transaction = posting.Transaction("reversal", entries, corrects=moved)
    kit.in_session(lambda session: posting.post(session, [transaction]))

    with pytest.raises(AlreadyReversed):
        kit.in_session(lambda session: posting.post(session, [transaction]))

    assert kit.balance_of(service, "ann") == "4"


@pytest.fixture
def sample(sample: Sample) -> Sample:
    """The sample ledger, with a transaction of every kind."""
    agent, service = kit.agent(), kit.service()
    for number, what in enumerate(("withdrawal", "debit_adjustment", "deposit", "credit_adjustment")):
        direction = "credit" if what in {"deposit", "credit_adjustment"} else "debit"
        kit.cashier(agent, direction, sample.ann, f"{number + 1}.00", transaction_type=what)
    kit.cashier(agent, "credit", sample.ann, "500.00")  # so that no floor prevents a reversal, in any order
    kit.credit(service, "zoe", "500")
    row = {"username": "zed", "account_type": "postup", "opening_balance": "5.00"}
    assert agent.post("/api/v1/agent/clients/import", {"rows": [row]}).status == 201
    for what, reason in (("credit", "correction"), ("debit", "entry_fee_debit"), ("debit", "a_word_of_our_own")):
        assert (
            service.post(f"/api/v1/wallets/zoe/{what}", {"amount": "5", "currency": "COIN", "reason": reason}).status
            == 201
        )
    carl = live.bettor(agent, "carl")
    assert agent.post("/api/v1/agent/settlements", {"customer_id": live.owner(carl), "method": "zero"}).status == 201
    assert reverse(service, kit.credit(service, "zoe", "5")["transaction_id"]).status == 201
    return sample


REVERSIBLE = {name for name in KINDS if is_reversible(name)}


def test_a_kind_with_its_own_reversal_refuses_the_general_one(sample: Sample) -> None:
    posted = sample.database.rows("""
        select t.kind, min(t.transaction_id::text) as transaction_id from transactions t
        where not exists (select from transactions r where r.corrects = t.transaction_id)
        group by t.kind
    """)
    assert {row["kind"] for row in posted} == set(KINDS)

    answers = {row["kind"]: reverse(kit.service(), row["transaction_id"]) for row in posted}

    assert {kind for kind, answer in answers.items() if answer.status == 201} == REVERSIBLE
    for kind in KINDS.keys() - REVERSIBLE:
        assert_problem(answers[kind], 409, "has_its_own_reversal")
    sample.database.assert_consistent()
    assert reconcile(full=True).status == "clean"


def test_a_transaction_of_a_prepaid_wallet_refuses_the_general_reversal(service: Person, database: Database) -> None:
    entries = [
        posting.Entry(posting.Owner("tenant", "acme", "USD"), Decimal(5)),
        posting.Entry(posting.Owner("bank", "", "USD"), Decimal(-5)),
    ]
    (done,) = kit.in_session(lambda session: posting.post(session, [posting.Transaction("refund", entries)]))

    assert_problem(reverse(service, str(done.transaction_id)), 409, "has_its_own_reversal")


def test_a_reversal_below_the_floor_is_refused(service: Person, database: Database) -> None:
    moved = kit.credit(service, "ann", "5")["transaction_id"]
    assert (
        service.post("/api/v1/wallets/ann/debit", {"amount": "1", "currency": "COIN", "reason": "correction"}).status
        == 201
    )

    refused = reverse(service, moved)

    assert_problem(refused, 400, "insufficient_funds")
    assert kit.balance_of(service, "ann") == "4"
    kit.credit(service, "ann", "1")
    assert reverse(service, moved).status == 201, "the refused reversal had no effect"


def test_an_award_can_be_reversed_unless_its_coins_are_spent_and_is_not_paid_again(
    service: Person, database: Database
) -> None:
    tournaments.deliver(tournaments.confirmed("r1", "ann"))
    (award,) = tournaments.history(service, "ann")
    assert (
        service.post("/api/v1/wallets/ann/debit", {"amount": "5", "currency": "COIN", "reason": "correction"}).status
        == 201
    )
    assert_problem(reverse(service, award["transaction_id"]), 400, "insufficient_funds")
    kit.credit(service, "ann", "5")

    assert reverse(service, award["transaction_id"]).status == 201

    tournaments.deliver(tournaments.confirmed("r1", "ann"))
    assert kit.balance_of(service, "ann") == "0"
    assert reconcile(full=True).status == "clean", "a reversed award still counts as paid"
    database.assert_consistent()


def test_a_reversal_does_not_debit_a_frozen_wallet(agent: Person, service: Person) -> None:
    ann = kit.new_customer(agent)
    paid_in = kit.cashier(agent, "credit", ann, "5.00")["transaction_id"]
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})

    assert_problem(reverse(service, paid_in), 409, "wallet_frozen")


def test_a_settlement_counts_a_reversal_as_other(agent: Person, service: Person) -> None:
    ann = kit.new_customer(agent, balance="20.00")
    reverse(service, kit.cashier(agent, "debit", ann, "5.00")["transaction_id"])

    (figures,) = agent.get("/api/v1/agent/settlement/preview").json["customers"]

    assert (figures["cashier_debits"], figures["other"], figures["closing_balance"]) == ("5.00", "5.00", "20.00")


@pytest.mark.parametrize("reason", ["", "x" * 501, None])
def test_the_reason_of_a_reversal_is_validated_like_a_description(reason: object, service: Person) -> None:
    answer = service.post(f"/api/v1/transactions/{uuid4()}/reverse", {"reason": reason})

    assert (answer.status, answer.pointers) == (400, ["/reason"])


@pytest.mark.parametrize("first", ["reversal", "refund"])
def test_a_simultaneous_reversal_and_refund_of_a_debit_return_the_amount_once(
    first: str, service: Person, database: Database
) -> None:
    """The second call waits for the debit's row and finds it corrected. Its message is not retried."""
    kit.credit(service, "ann", "10")
    debit = tournaments.pay_entry_fee(service, "ann")
    calls: dict[str, Callable[[], object]] = {
        "reversal": lambda: reverse(service, debit).status,
        "refund": lambda: tournaments.deliver(tournaments.cancelled()),
    }
    second = "refund" if first == "reversal" else "reversal"
    with database.admin() as admin, ThreadPoolExecutor(2) as pool:
        # Each call waits for ann's wallet or for the other call. Only one can lock the debit.
        admin.execute("begin")
        admin.execute("select from wallets where owner_id = 'ann' for update")
        begun = []
        for number, name in enumerate((first, second), 1):
            begun.append(pool.submit(call_and_disconnect, calls[name]))
            while waiting_sessions(database) < number:
                pass
        admin.execute("commit")
        outcomes = {name: call.result() for name, call in zip((first, second), begun, strict=True)}

    assert outcomes == {"reversal": 201 if first == "reversal" else 409, "refund": None}
    assert kit.balance_of(service, "ann") == "10"
    database.assert_consistent()


def call_and_disconnect[T](call: Callable[[], T]) -> T:
    try:
        return call()
    finally:
        sessions.disconnect()


def waiting_sessions(database: Database) -> int:
    return int(database.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"))
