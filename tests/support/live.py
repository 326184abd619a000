"""Helpers for tests of bets, cash-outs and events: a trading system, a bus, and deliveries in the format of SQS."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from botocore.exceptions import EndpointConnectionError

from ledger.storage import sessions
from tests.support import kit
from tests.support.kit import Answer, Database, Person

type Entry = dict[str, Any]
type Detail = dict[str, Any]

UNKNOWN = "00000000-0000-7000-8000-000000000000"
FEED = "cash_out_feed"
TRIGGERED = "cash_out_triggered"


def _accept_all(_entry: Entry) -> str | None:
    return None


@dataclass
class Bus:
    """A fake client of EventBridge: PutEvents returns a result for each entry, or fails as a whole.

    refuses: returns an entry's error code, or None. down: every call fails. during: is called during each call.
    calls: the entries of every call that arrived. accepted: the entries that the bus accepted.
    """

    calls: list[list[Entry]] = field(default_factory=list)
    accepted: list[Entry] = field(default_factory=list)
    refuses: Callable[[Entry], str | None] = _accept_all
    during: Callable[[], object] = lambda: None
    down: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put_events(self, *, Entries: list[Entry]) -> dict[str, Any]:  # noqa: N803  (as boto3 spells it)
        self.during()
        if self.down:
            raise EndpointConnectionError(endpoint_url="https://events.example")
        with self._lock:
            self.calls.append(Entries)
            codes = [self.refuses(entry) for entry in Entries]
            self.accepted += [entry for entry, code in zip(Entries, codes, strict=True) if code is None]
        return {
            "FailedEntryCount": sum(code is not None for code in codes),
            "Entries": [{"EventId": str(uuid4())} if code is None else {"ErrorCode": code} for code in codes],
        }

    @property
    def details(self) -> list[Detail]:
        """The details of accepted entries, in order."""
        return [json.loads(entry["Detail"]) for entry in self.accepted]

    def details_of(self, detail_type: str) -> list[Detail]:
        """The details of accepted entries of one type, in order."""
        return [json.loads(entry["Detail"]) for entry in self.accepted if entry["DetailType"] == detail_type]


def bettor(agent: Person, username: str = "ann", balance: str = "100.00", **terms: object) -> Person:
    """Create a customer of the agent with a balance. Returns the customer as a caller of the API."""
    return kit.customer(kit.new_customer(agent, username, balance=balance, **terms), agent.tenant_id)


def owner(person: Person) -> str:
    assert person.customer_id
    return person.customer_id


def request_bet(person: Person, stake: object = "10.00", **more: object) -> Answer:
    return person.post("/api/v1/bets", {"stake": stake, "description": "Home win"} | more)


def place(person: Person, stake: object = "10.00", **more: object) -> str:
    """Place a bet and return its id."""
    answer = request_bet(person, stake, **more)
    assert answer.status == 201, answer.text
    return cast("str", answer.json["bet_id"])


def request_at_odds(person: Person, odds: object, stake: object = "10.00") -> Answer:
    """A trading system's request of a bet with odds for a customer."""
    body = {"customer_id": owner(person), "stake": stake, "description": "Home win", "odds": odds}
    return kit.service(person.tenant_id).post("/api/v1/bets", body)


def place_at_odds(person: Person, odds: object, stake: object = "10.00") -> str:
    """Place a bet with odds for a customer. Returns its id."""
    answer = request_at_odds(person, odds, stake)
    assert answer.status == 201, answer.text
    return cast("str", answer.json["bet_id"])


def cash_out(trading: Person, bet_id: str, amount: object, key: str | None = None, **more: object) -> Answer:
    return trading.post(f"/api/v1/bets/{bet_id}/cash-out", {"cash_out_amount": amount} | more, key=key)


def settle(trading: Person, bet_id: str, outcome: str, payout: object = None) -> Answer:
    body = {"outcome": outcome} | ({} if payout is None else {"payout": payout})
    return trading.post(f"/api/v1/bets/{bet_id}/settle", body)


def cashed_out(person: Person, trading: Person, amount: object = "12.50", stake: object = "10.00") -> str:
    """The id of a bet that was placed and cashed out."""
    bet_id = place(person, stake)
    answer = cash_out(trading, bet_id, amount)
    assert answer.status == 200, answer.text
    return bet_id


def account(agent: Person, person: Person) -> Any:
    """A customer's account as their agent sees it."""
    return agent.get(f"/api/v1/agent/clients/{owner(person)}").json


def set_settled_at(database: Database, bet_id: str, moment: datetime) -> None:
    """Set the time at which a bet was settled."""
    assert database.rows("update bets set settled_at = %s where bet_id = %s returning 1", moment, bet_id)


def past_cash_outs(database: Database, person: Person, count: int, settled_at: str = "clock_timestamp()") -> list[str]:
    """Insert `count` cash-outs of 12.50 with a stake of 10.00 into the table. Returns their bet ids."""
    rows = database.rows(
        f"""
        insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, status, cash_out_amount,
                          placed_at, settled_at, stake_transaction_id)
        select k.tenant_id, new_id(), k.customer_id, w.agent_id, w.currency, 'Home win', 1000, 'cashed_out', 1250,
               {settled_at}, {settled_at}, new_id()
        from customers k
        join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
        cross join generate_series(1, %s) n
        where k.customer_id = %s
        returning bet_id
        """,
        count,
        owner(person),
    )
    return [str(row["bet_id"]) for row in rows]


def recorded(agent_id: str, bet_id: str, tenant_id: str = "acme", **other: object) -> Detail:
    """The detail of a CashOutRecorded event with a new event_id."""
    return {
        "event_id": str(uuid4()),
        "version": 1,
        "tenant_id": tenant_id,
        "agent_id": agent_id,
        "user_id": UNKNOWN,
        "bet_id": bet_id,
        "stake": "10.00",
        "cash_out_amount": "12.50",
        "profit_loss": "2.50",
        "currency": "USD",
        "is_auto_cash_out": False,
        "cash_out_trigger_reason": None,
        "settled_at": "2026-01-31T12:00:00Z",
    } | other


def triggered(bet_id: str, amount: object = "12.50", tenant_id: str = "acme", **other: object) -> Detail:
    """The detail of a CashOutTriggered event."""
    return {
        "tenant_id": tenant_id,
        "bet_id": bet_id,
        "cash_out_amount": amount,
        "trigger_reason": "take-profit",
    } | other


def messages(*details: object) -> list[dict[str, Any]]:
    """SQS records, each with an envelope of the bus and a new message id."""
    return [message(json.dumps({"id": str(uuid4()), "detail-type": "Any", "detail": detail})) for detail in details]


def message(body: str) -> dict[str, Any]:
    return {
        "messageId": str(uuid4()),
        "receiptHandle": "handle",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:queue",
        "awsRegion": "eu-central-1",
    }


def deliver(function: str, records: Sequence[Mapping[str, Any]]) -> list[int]:
    """Call a consumer. Returns the positions of the messages that SQS will deliver again."""
    answer = kit.handler(function)({"Records": list(records)}, kit.context(function))
    failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    return [position for position, record in enumerate(records) if record["messageId"] in failed]


def relay() -> Any:
    """Run the scheduled relay and return its result."""
    return kit.handler("relay_outbox")({}, kit.context("relay_outbox"))


def make_due(database: Database) -> None:
    """Make every row of the outbox due."""
    database.rows("update outbox set due_at = clock_timestamp() returning 1")


def stream(agent: Person, last: int | None = None, **query: object) -> Answer:
    """The stream's answer. last: the id of the last frame, sent in the header that a browser uses."""
    headers = {} if last is None else {"last-event-id": str(last)}
    return agent.call("GET", "/api/v1/agent/cash-out/stream", query=query, headers=headers)


@dataclass(frozen=True)
class Frame:
    """A Server-Sent Event as the HTML standard's parser dispatches it."""

    id: str
    event: str
    data: Any


def frames(answer: Answer) -> list[Frame]:
    """Every event that a client receives."""
    seen: list[Frame] = []
    for block in answer.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            seen.append(Frame(fields["id"], fields["event"], json.loads(fields["data"])))
    return seen


def batches[Item](items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (items[begin : begin + size] for begin in range(0, len(items), size))


def settle_before_a_waiting_call(
    database: Database, agent: Person, customer: Person, call: Callable[[], object]
) -> None:
    """Close a settlement of the customer while `call`, in a thread of its own, waits for the customer's wallet."""

    def waiting_call() -> None:
        call()
        sessions.disconnect()

    other = threading.Thread(target=waiting_call)
    with database.admin() as locking:
        with locking.transaction():
            locking.execute("select lock_account('acme', %s, %s)", (agent.sub, owner(customer)))
            other.start()
            while other.is_alive() and not database.rows("select from pg_locks where not granted"):
                other.join(0.01)
            locking.execute(
                """
                select close_settlement('acme', %s, %s, 'carry', null, 'USD', 0, version, null, clock_timestamp(), '{}',
                                        null, clock_timestamp())
                from wallets where owner_id = %s
                """,
                (owner(customer), agent.sub, owner(customer)),
            )
        other.join()
