"""A write in one call leaves the same rows, answers and refusals as one in several statements."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest

from ledger import posting
from ledger.core import errors
from ledger.core.ids import entry_id
from ledger.core.models import Answer, MoneyText, Timestamp
from ledger.edge import idempotency
from ledger.messaging.events import CashOutRecorded
from ledger.posting import Entry, Owner, PostedEntry, Transaction, transaction
from ledger.storage.sessions import Budget, Origin, Session
from tests.integration.posting.test_checkpoints import begin_epoch, restore
from tests.support import kit
from tests.support.faults import Fault
from tests.support.kit import Database

REQUESTS: Final = 200
"""Of each history. Of fewer, a few kinds of requests would be missing."""
TEXTS: Final = (None, "Cash", "100 %", "%1$s", '"%s" \\ é\n', "0.01")
TENANTS: Final = "once", "several"
EVERY_END: Final = {
    201,
    "insufficient_funds",
    "wallet_frozen",
    "not_your_customer",
    "invalid_amount",
    "unavailable",
} | {
    *("balance_out_of_range", "agent_limit_exceeded", "idempotency_conflict", "42501"),
    "customer_not_found",
}
"""The statuses and codes that each history has."""
CHANGE: Final = b"""
    update wallets
    set status = case when owner_id = %(owner)s then 'frozen' else 'active' end,
        posted_at = case when owner_id = %(owner)s then clock_timestamp() + interval '30 s' else posted_at end
    where tenant_id = %(tenant)s and owner_kind in ('person', 'tenant')
"""


class Part(Answer):
    """Everything that an answer may show of an entry."""

    entry_id: UUID
    wallet_id: UUID
    currency: str
    amount: MoneyText
    balance_before: MoneyText | None
    balance_after: MoneyText | None
    available: MoneyText | None

    @classmethod
    def of(cls, entry: PostedEntry) -> "Part":
        return cls(
            amount=abs(entry.amount),
            **{name: getattr(entry, name) for name in cls.model_fields if name != "amount"},
        )


class Whole(Answer):
    """Everything that an answer may show of a transaction, and a text of the caller."""

    transaction_id: UUID
    timestamp: Timestamp
    is_override: bool
    entries: list[Part]
    text: str | None


@dataclass(frozen=True)
class Write:
    """A request. at: the caller's clock, relative to the real one. frozen: whose wallets are frozen before it, and got
    the time of their last transaction from a clock that was ahead."""

    number: int
    key: str | None
    principal: str
    owner_id: str | None
    wanted: Transaction
    at: timedelta
    frozen: str | None

    def send(self, tenant_id: str) -> Any:
        """The outcome: the answer with whether it was replayed, or the refusal."""
        wanted = self.wanted

        def work(session: Session) -> idempotency.Stored:
            (posted,) = posting.post(session, [wanted])
            answer = Whole(
                transaction_id=posted.transaction_id,
                timestamp=posted.posted_at,
                is_override=posted.is_override,
                entries=[Part.of(entry) for entry in posted.entries],
                text=wanted.description,
            )
            return idempotency.Stored(201, answer.model_dump_json())

        origin = Origin(tenant_id, self.principal, f"request-{self.number}", self.key, owner_id=self.owner_id)
        hashed = repr((wanted.kind, wanted.description)).encode()
        try:
            outcome = idempotency.once(work, hashed, origin, Budget(lambda: 20.0))
        except errors.Refusal as refusal:
            return refusal.code, refusal.members
        except psycopg.ProgrammingError as error:
            return error.sqlstate, "a programming error"
        return outcome.answer.status, outcome.is_replayed, outcome.is_committed, outcome.answer.body


def history(seed: int, tenant_id: str, customers: dict[str, str]) -> list[Write]:
    """Random requests, the same for each tenant but for the ids of its customers, which are given by name."""
    chooser = random.Random(seed)  # noqa: S311  (repeatable)
    return [_write(chooser, number, tenant_id, customers) for number in range(1, REQUESTS + 1)]


def _write(chooser: random.Random, number: int, tenant_id: str, customers: dict[str, str]) -> Write:
    choose = chooser.choice
    name = choose(("ann", "bob", "cyd", "p1", "p2", "T", "house", "treasury", "agent-1", "agent-2"))
    other = choose([one for one in ("p1", "p2", "T", "house", "house", "agent-1", "agent-1") if one != name])
    currencies = ("USD", "USD", None) if {name, other} & customers.keys() else ("USD", "USD", "COIN", "KWD", None)
    currency = choose(currencies)
    amount = Decimal(choose((*("0.01", "1", "2.50", "5") * 6, "40", "40", "0.001", "0", "90071992547409.91", "1E+20")))
    agents = ("agent-1",) * 4 + ("agent-2", None)

    def entry(named: str, signed: Decimal) -> Entry:
        kind: Any = {"T": "tenant", "house": "house", "treasury": "treasury"}.get(
            named, "agent" if named.startswith("agent") else "person"
        )
        owner_id = "" if kind in ("house", "treasury") else customers.get(named, named)
        required = choose(agents) if named in customers else None
        return Entry(Owner(kind, owner_id, currency, required), signed, overdraft=chooser.random() < 0.1)

    signed = amount * choose((1, -1))
    event = CashOutRecorded(
        event_id=UUID(int=number),
        tenant_id=tenant_id,
        agent_id="agent-1",
        user_id=UUID(int=1),
        bet_id=UUID(int=2),
        stake=Decimal(1),
        cash_out_amount=Decimal(2),
        profit_loss=Decimal(1),
        currency="USD",
        is_auto_cash_out=False,
        cash_out_trigger_reason=choose(TEXTS),
        settled_at=datetime.now(UTC),
    )
    kind: Any = choose(("manual_adjust", "manual_adjust", "entry_fee_debit", "winner", "bet_stake"))
    wanted = Transaction(
        kind=kind if kind != "bet_stake" or chooser.random() < 0.1 else "p2p_transfer",
        entries=[entry(name, signed), entry(other, -signed)],
        description=choose(TEXTS),
        external_reference=choose(TEXTS),
        idempotency_key=choose(TEXTS),
        meta=choose((None, {}, {"tournament_id": "cup"}, {"tournament_id": 7, "note": "100 %"})),
        events=[event] if chooser.random() < 0.2 else [],
    )
    return Write(
        number,
        key=choose((None, f"key-{number}", f"key-{number}", f"key-{chooser.randrange(1, number + 1)}")),
        principal=choose(("tester", "agent-1")),
        owner_id=choose((None, None, f"owner-{number}")),
        wanted=wanted,
        at=choose((timedelta(),) * 20 + (-timedelta(minutes=5),)),
        frozen=choose(("nobody",) * 8 + ("ann", "p1")),
    )


def customers_of(tenant_id: str) -> dict[str, str]:
    """A PostUp and a Credit customer of one agent, and a customer of another, with the limit of the first agent."""
    first, second = kit.agent("agent-1", tenant_id), kit.agent("agent-2", tenant_id)
    limit = {"agent_id": "agent-1", "currency": "USD", "total": "60.00"}
    assert kit.service(tenant_id).put("/api/v1/agent-limits", limit).status == 200
    return {
        "ann": kit.new_customer(first, "ann"),
        "bob": kit.new_customer(first, "bob", account_type="credit", credit_limit="20.00"),
        "cyd": kit.new_customer(second, "cyd", balance="3.00"),
    }


def rows_of(database: Database, tenant_id: str, names: dict[str, str]) -> dict[str, list[list[Any]]]:
    """The rows of every table that a write changes, without what differs between two tenants: ids and times."""
    queries = {
        "wallets": """
            select owner_kind, owner_id, currency, agent_id, account_type, status, balance, version,
                   posted_at = (select max(e.posted_at) from entries e
                                where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version is not null)
            from wallets w where tenant_id = %s order by owner_kind, owner_id, currency""",
        "entries": """
            select t.request_id, e.entry_number, w.owner_kind, w.owner_id, w.currency, e.amount, e.version,
                   e.balance_after, e.posted_at = t.posted_at as has_one_time,
                   e.version is not null and e.posted_at > lag(e.posted_at)
                       over (partition by e.wallet_id order by e.version) as is_later,
                   e.xid >= (select max(base) from xid_epochs) as is_of_this_epoch
            from entries e join transactions t using (tenant_id, transaction_id)
            join wallets w using (tenant_id, wallet_id)
            where tenant_id = %s and t.request_id ~ '^request-' order by t.request_id, e.entry_number""",
        "transactions": """
            select request_id, kind, posted_by, idempotency_key, description, external_reference, is_override,
                   overdraft, corrects, meta::text, tournament_id
            from transactions where tenant_id = %s and request_id ~ '^request-' order by request_id""",
        "outbox": """
            select event_id, detail_type, detail::jsonb - 'settled_at' - 'tenant_id' as detail,
                   due_at - created_at > interval '9 s' as is_writers, attempts
            from outbox where tenant_id = %s order by event_id""",
        "requests": """
            select principal, case when key ~ '^key-' then key end as key, part, hash, status
            from requests where tenant_id = %s and octet_length(hash) <> 32 order by created_at""",
        "logins": "select owner_id, sub from logins where tenant_id = %s order by owner_id, sub",
        "tenants": "select count(*) from tenants where tenant_id = %s",
    }
    by_id = {customer_id: name for name, customer_id in names.items()}
    return {
        table: [[by_id.get(str(value), value) for value in row.values()] for row in database.rows(query, tenant_id)]
        for table, query in queries.items()
    }


def described(outcome: Any, write: Write, database: Database, tenant_id: str, names: dict[str, str]) -> Any:
    """The outcome without what differs between two tenants. Asserts that its ids and its time are those of the rows."""
    if len(outcome) != 4:
        return outcome
    *rest, body = outcome
    answer = json.loads(body)
    assert database.value("select count(*) from requests where tenant_id = %s and answer = %s", tenant_id, body) == 1
    stored = database.rows(
        """
        select t.request_id, t.posted_at, w.wallet_id, w.owner_kind, w.owner_id, e.entry_number
        from transactions t join entries e using (tenant_id, transaction_id) join wallets w using (tenant_id, wallet_id)
        where t.tenant_id = %s and t.transaction_id = %s
        """,
        tenant_id,
        answer["transaction_id"],
    )
    assert datetime.fromisoformat(answer["timestamp"]) == stored[0]["posted_at"]
    wallets = {str(row["wallet_id"]): row for row in stored}
    by_id = {customer_id: name for name, customer_id in names.items()}
    parts = []
    for part in answer["entries"]:
        row = wallets[part.pop("wallet_id")]
        assert UUID(part.pop("entry_id")) == entry_id(UUID(answer["transaction_id"]), row["entry_number"])
        parts.append((row["owner_kind"], by_id.get(row["owner_id"], row["owner_id"]), part))
    return *rest, stored[0]["request_id"], answer["is_override"], answer["text"], parts


@pytest.mark.parametrize("seed", [8, 13])
def test_one_call_and_several_statements_leave_the_same_rows_and_answers(
    database: Database, monkeypatch: pytest.MonkeyPatch, inject: Callable[[Fault], Fault], seed: int
) -> None:
    restore(database)
    begin_epoch(database)
    names = {tenant_id: customers_of(tenant_id) for tenant_id in TENANTS}
    histories = {tenant_id: history(seed, tenant_id, names[tenant_id]) for tenant_id in TENANTS}
    planned = posting.planned
    log = inject(Fault())
    outcomes: dict[str, list[Any]] = {tenant_id: [] for tenant_id in TENANTS}
    in_one_call = 0

    for writes in zip(*histories.values(), strict=True):
        for tenant_id, write in zip(TENANTS, writes, strict=True):
            monkeypatch.setattr(posting, "planned", planned if tenant_id == "once" else lambda *_: None)
            now = datetime.now(UTC) + write.at
            monkeypatch.setattr(transaction, "clock", lambda now=now: now)
            owner = names[tenant_id].get(write.frozen or "", write.frozen)
            with database.admin() as admin:
                admin.execute(CHANGE, {"owner": owner, "tenant": tenant_id})
            log.statements.clear()
            outcome = write.send(tenant_id)
            if tenant_id == "once" and len(outcome) == 4:
                in_one_call += len(log.statements) == 1
            outcomes[tenant_id].append(described(outcome, write, database, tenant_id, names[tenant_id]))

    for number, pair in enumerate(zip(*outcomes.values(), strict=True), 1):
        assert pair[0] == pair[1], (number, histories["once"][number - 1])
    once, several = (rows_of(database, tenant_id, names[tenant_id]) for tenant_id in TENANTS)
    for table, rows in once.items():
        assert rows == several[table], table
    assert in_one_call > REQUESTS / 5
    assert {outcome[0] for outcome in outcomes["once"]} >= EVERY_END
    database.assert_consistent()
