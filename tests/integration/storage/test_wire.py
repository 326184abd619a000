"""Traffic with the database: few round trips, and nothing that pins a proxied connection to one backend."""

import os
import re
from collections.abc import Callable, Iterator

import pytest

from ledger.edge.http import rates
from ledger.storage import sessions
from tests.support import batches, billing, kit
from tests.support.approvals import change_policy
from tests.support.kit import Answer, Database, Person
from tests.support.pinning import MAX_STATEMENT_BYTES
from tests.support.wire import Tap

pytestmark = pytest.mark.session

PIPELINED = os.environ.get("PIPELINE", "on") == "on"
PINNING = re.compile(
    rb"(?i)\b(set|reset|discard|deallocate|prepare|listen|declare|nextval|pg_advisory_lock|temp|temporary)\b"
)


@pytest.fixture
def tap(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:
    line = Tap(database.url)
    monkeypatch.setenv("DATABASE_URL", line.url)
    yield line
    sessions.disconnect()
    line.close()


def debit(agent: Person, customer_id: str, amount: str, key: str | None = None) -> Answer:
    return agent.post(
        "/api/v1/cashier/debit", {"customer_id": customer_id, "amount": amount, "description": "Cash"}, key=key
    )


# What is posted or answered before takes one call. What that call refuses is executed again for the reason: with a
# pipeline, BEGIN, the claim and the posting are a round trip, the end of the pipeline another, and so is ROLLBACK.
@pytest.mark.parametrize(
    ("arranged", "expected", "rounds"),
    [
        pytest.param(lambda _agent, _ann: None, (201, None), 1, id="posted"),
        pytest.param(lambda agent, ann: debit(agent, ann, "95.00"), (400, None), 4 if PIPELINED else 5, id="refused"),
        pytest.param(lambda agent, ann: debit(agent, ann, "10.00", "k"), (201, "true"), 1, id="replayed"),
    ],
)
def test_a_debit_and_a_repeated_one_take_one_round_trip_and_a_refused_one_four(
    agent: Person,
    tap: Tap,
    arranged: Callable[[Person, str], object],
    expected: tuple[int, str | None],
    rounds: int,
) -> None:
    ann = kit.new_customer(agent, balance="100.00")
    arranged(agent, ann)
    tap.reset()

    answer = debit(agent, ann, "10.00", "k")

    assert (answer.status, answer.headers.get("idempotency-replayed")) == expected
    assert tap.rounds == rounds


# The access log has the repeated ones of a system.
@pytest.mark.parametrize(("name", "record"), [("transfer", 0), ("place", 1), ("win", 1), ("lose", 1), ("void", 1)])
def test_a_customer_s_transfer_and_a_bet_placed_and_settled_take_one_round_trip_and_so_do_repeated_ones(
    name: str, record: int, agent: Person, service: Person, tap: Tap
) -> None:
    ann = kit.new_customer(agent, "ann", balance="100.00")
    customer = kit.customer(ann)
    kit.credit(service, ann, "9")
    kit.credit(service, "bob", "1")
    stake = {"stake": "10.00", "description": "Home win", "odds": "2.5", "customer_id": ann}
    bet = service.post("/api/v1/bets", stake).json["bet_id"]
    settle = f"/api/v1/bets/{bet}/settle"
    calls: dict[str, Callable[[], Answer]] = {
        "transfer": lambda: customer.post(
            "/api/v1/transfers", {"to_owner_id": "bob", "amount": "4", "currency": "COIN"}, key="k"
        ),
        "place": lambda: service.post("/api/v1/bets", stake, key="k"),
        "win": lambda: service.post(settle, {"outcome": "won", "payout": "25.00"}, key="k"),
        "lose": lambda: service.post(settle, {"outcome": "lost"}, key="k"),
        "void": lambda: service.post(settle, {"outcome": "void"}, key="k"),
    }
    tap.reset()

    first, rounds = calls[name](), tap.rounds
    again = calls[name]()

    assert first.status in {200, 201}
    assert again.text == first.text
    assert (rounds, tap.rounds) == (1, 2 + record)


@pytest.mark.parametrize(("currency", "rounds"), [("USD", 1), (None, 2 if PIPELINED else 5)])
def test_a_batch_of_1_000_operations_takes_one_round_trip_and_another_to_look_up_currencies_that_are_left_out(
    currency: str | None, rounds: int, service: Person, tap: Tap
) -> None:
    for owner in ("ann", "bob"):
        kit.credit(service, owner, "1.00", "USD")
    batch = [batches.credit(str(number), ("ann", "bob")[number % 2], "0.01", currency) for number in range(1_000)]
    tap.reset()

    answer = batches.send(service, "independent", *batch)

    assert {one["status"] for one in answer.json["results"]} == {201}
    assert tap.rounds == rounds


# A credit that waits is refused twice, in two round trips. With a pipeline, the next ones are the end of the refused
# transaction; BEGIN, the claim, and the policy under its lock; the customer's currency; the limit; the policy for the
# amount; the approval; and the answer and COMMIT.
@pytest.mark.parametrize(
    ("amount", "status", "rounds"),
    [
        pytest.param("5.00", 201, 1, id="posted"),
        pytest.param("5.01", 202, 9 if PIPELINED else 15, id="waiting"),
    ],
)
def test_a_credit_takes_one_round_trip_where_another_above_the_limit_would_wait(
    amount: str, status: int, rounds: int, agent: Person, service: Person, tap: Tap
) -> None:
    ann = kit.new_customer(agent, balance="1.00")
    assert service.put("/api/v1/agent-limits", {"agent_id": agent.sub, "total": "6.00"}).status == 200
    assert change_policy(billing.operator(), agent_credit="0").status == 200
    tap.reset()

    answer = agent.post("/api/v1/cashier/credit", {"customer_id": ann, "amount": amount, "description": "Cash"})

    assert answer.status == status
    assert tap.rounds == rounds


# With a pipeline, the round trips are: BEGIN, the claim and the transition; the credit; and the subject, the event, the
# answer and COMMIT. It may need a second person: two more read the invoice and the policy, and one the payment.
@pytest.mark.parametrize(("operation", "pipelined", "without"), [("pay", 5, 11), ("approve", 6, 12)])
def test_the_credit_of_a_top_up_takes_three_round_trips_and_up_to_three_more_for_the_policy(
    operation: str, pipelined: int, without: int, database: Database, tap: Tap
) -> None:
    ann, olga = billing.member(), billing.operator()
    _, invoice_id = billing.invoiced(ann, olga)
    payment_id = billing.submitted(ann, invoice_id)
    tap.reset()

    if operation == "pay":
        answer = billing.pay(olga, invoice_id, reference="TR-1")
    else:
        answer = billing.decide(olga, payment_id, "approve")

    assert answer.status == 200
    assert tap.rounds == (pipelined if PIPELINED else without)
    assert billing.count_topup_credits(database) == 1


@pytest.mark.parametrize(
    "path", ["/api/v1/wallets/bob", "/api/v1/wallets/bob/balance", "/api/v1/wallets/bob/statement"]
)
def test_a_read_that_is_recorded_takes_as_many_round_trips_as_one_that_is_not(
    path: str, service: Person, database: Database, tap: Tap
) -> None:
    kit.credit(service, "bob", "5")
    rounds = []
    for reader in (Person("dora", ("auditor",)), service):
        assert reader.get(path).status == 200  # connects
        tap.reset()
        assert reader.get(path).status == 200
        rounds.append(tap.rounds)

    assert rounds[0] == rounds[1]
    assert database.value("select count(*) from access_log") == 2


def test_a_rate_limit_costs_a_debit_a_round_trip_only_when_it_reports_and_a_refused_one_none_at_all(
    agent: Person, tap: Tap, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(agent, balance="100.00")
    limit(monkeypatch, burst=3 * rates.REPORTS_OF_BURST, rate="0.01")
    rounds = []
    for _ in range(3 * rates.REPORTS_OF_BURST):
        tap.reset()
        debit(agent, ann, "0.01")
        rounds.append(tap.rounds)

    assert rounds == [1, 1, 2] * rates.REPORTS_OF_BURST
    assert [debit(agent, ann, "0.01").status for _ in range(3)] == [201, 201, 429]
    tap.reset()
    assert debit(agent, ann, "0.01").status == 429
    assert (tap.rounds, tap.sent) == (0, [])


def test_a_bucket_is_not_locked_while_the_operation_runs(
    agent: Person, tap: Tap, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = kit.new_customer(agent, balance="100.00")
    limit(monkeypatch, burst=100, rate="0.01")
    tap.reset()

    debit(agent, ann, "0.01")
    debit(agent, ann, "0.01")

    sent = [(kind, content) for kind, content in tap.sent if kind in "PQS"]
    report = next(number for number, (_, content) in enumerate(sent) if b"take_request" in content)
    (sync, _), (_, write) = sent[report + 1 : report + 3]
    assert sync == "S", "its database transaction ends with the statement"
    assert b"post_once" in write


def limit(patch: pytest.MonkeyPatch, burst: int, rate: str) -> None:
    """Limit every principal, and begin with a new environment."""
    rates.forget()
    patch.setenv("REQUEST_RATE_OF_PRINCIPAL", rate)
    patch.setenv("REQUEST_BURST_OF_PRINCIPAL", str(burst))


def test_no_message_to_the_database_pins_a_proxied_connection(
    agent: Person, service: Person, tap: Tap, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch, burst=10_000, rate="100")
    ann = kit.new_customer(agent, balance="100.00")
    for _ in range(8):  # psycopg prepares a statement at its sixth use, unless this is disabled
        debit(agent, ann, "1.00")
        agent.get("/api/v1/agent/transactions")
    debit(agent, ann, "1000.00")
    debit(agent, ann, "1.00", "k")
    debit(agent, ann, "1.00", "k")
    agent.get("/api/v1/agent/clients")
    agent.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"})
    agent.get(f"/api/v1/agent/clients/{ann}/limits")
    rows = [{"username": f"u{n}", "account_type": "postup", "opening_balance": "1.00"} for n in range(100)]
    agent.post("/api/v1/agent/clients/import", {"rows": rows})
    kit.credit(service, "bob", "5")
    service.post("/api/v1/transfers", {"from_owner_id": "bob", "to_owner_id": "eve", "amount": "1", "currency": "COIN"})
    service.patch("/api/v1/wallets/bob", {"currency": "COIN", "allow_overdraft": True})
    member, olga = billing.member(), billing.operator()
    for number in range(8):
        _, invoice_id = billing.invoiced(member, olga)
        billing.ok(billing.decide(olga, billing.submitted(member, invoice_id, f"TR-{number}"), "approve"))
        billing.charge(service, "1.00", f"m-{number}")
        for path in (billing.TOPUPS, billing.INVOICES, billing.PAYMENTS, f"{billing.WALLET}/me"):
            billing.ok(member.get(path))
    for view in ("", "/balance", "/transactions", "/statement"):
        assert service.get(f"/api/v1/wallets/bob{view}").status == 200

    named = [content for kind, content in tap.sent if kind in "PBDC" and not _unnamed(kind, content)]
    texts = [content for kind, content in tap.sent if kind in "PQ"]
    assert len(texts) > 50
    assert named == []
    assert [text for text in texts if PINNING.search(text)] == []
    assert max(map(len, texts)) < MAX_STATEMENT_BYTES


def _unnamed(kind: str, content: bytes) -> bool:
    """Whether a Parse, Bind, Describe or Close uses the unnamed statement and portal."""
    names = content[1:] if kind in "DC" else content
    return names.startswith(b"\0\0" if kind == "B" else b"\0")
