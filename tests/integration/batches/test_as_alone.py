"""A batch of independent operations equals the same operations sent one after another.

SEED: the seed of the first of several random histories; each later one has the next seed. HISTORIES: their number.
"""

import json
import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest

from ledger.posting import transaction as posting
from tests.support import holds, kit
from tests.support.batches import Operation, alone, independent
from tests.support.kit import Database

FIXED: Final = (2, 4)
"""Seeds of histories that have every end."""
SEED = int(os.environ.get("SEED", "0"))
SEEDS = range(SEED, SEED + int(os.environ.get("HISTORIES", "1"))) if SEED else FIXED
ALONE, TOGETHER = "alone", "together"
OPERATIONS: Final = 400
"""Of each history. Of fewer, a few kinds of ends would be missing."""
TEXTS: Final = (None, "Cash", "100 %", "%1$s", '"%s" \\ é\n')
CURRENCIES: Final = (*["USD"] * 8, "EUR", "COIN", "KWD", None, None)
AMOUNTS: Final = (*["0.01", "1", "2.50", "5"] * 4, "40", "40", "0.001", "0", "-1", "90071992547409.90")
PERSONS: Final = ("ann", "bob", "cyd", "dan", "eve", "fay", "gus", "new1", "new2", "new3")
EVERY_END: Final = {
    *("201", "replayed", "insufficient_funds", "insufficient_credit", "wallet_frozen", "invalid_amount"),
    *("balance_out_of_range", "idempotency_conflict", "currency_required", "invalid_wallet", "unbalanced"),
    *("invalid_request", "hold_captured", "hold_released", "hold_expired", "hold_exceeded", "hold_not_found"),
    *("pending", "captured", "released"),
}
"""What a history has: answers, a repeated one, the codes of refusals, and the statuses of holds."""
HELD: Final[tuple[dict[str, Any], ...]] = (
    {"to": {"owner_id": "zoe"}, "external_reference": '100 % "é"'},
    {"meta": {"%1$s": [1.5, "%"]}, "reason": "entry_fee_debit"},
    {"to": {"account": "house:fees"}, "reason": "salary"},
    {},
)
"""What the holds have that are captured and released."""
UNLIKE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z")


@dataclass(frozen=True)
class Tenant:
    """What operations name of a tenant. persons: their ids, by name. holds: their ids."""

    persons: Mapping[str, str]
    holds: Sequence[str]


def tenant(tenant_id: str, database: Database) -> Tenant:
    """cyd has a credit line, dan is frozen, eve may overdraw, fay has a hold, and gus one that has expired. Some have
    more holds, to be captured and released. house:fees has a floor in USD."""
    service, agent = kit.service(tenant_id), kit.agent("agent-1", tenant_id)
    cyd = kit.new_customer(agent, "cyd", account_type="credit", credit_limit="30.00")
    dan = kit.new_customer(agent, "dan", balance="20.00")
    for owner, currency in (
        ("ann", "USD"),
        ("ann", "EUR"),
        ("bob", "USD"),
        ("eve", "USD"),
        ("fay", "USD"),
        ("gus", "USD"),
    ):
        kit.credit(service, owner, "60", currency)
    fees = {"category": "fees", "currency": "USD", "floor": "0"}
    assert service.put("/api/v1/accounts/house:fees", fees).status == 200
    service.patch("/api/v1/wallets/eve", {"currency": "USD", "allow_overdraft": True})
    holds.hold(service, "fay", "55.00")
    holds.expire(database, holds.hold(service, "gus", "55.00"))
    kept = [
        holds.hold(service, owner, "3.50", **HELD[number % len(HELD)])
        for number, owner in enumerate(["ann", "bob", cyd, dan, "eve"] * 4)
    ]
    agent.patch(f"/api/v1/agent/clients/{dan}", {"status": "frozen"})
    holds.expire(database, *kept[5:8])
    return Tenant(
        {name: {"cyd": cyd, "dan": dan}.get(name, name) for name in PERSONS},
        [*(hold["hold_id"] for hold in kept), str(UUID(int=0))],
    )


def history(seed: int, of: Tenant) -> Iterator[Operation]:
    """Random operations, the same for each tenant but for the ids of its customers and holds. Some repeat an earlier
    one, or its key."""
    chooser = random.Random(seed)  # noqa: S311  (repeatable)
    earlier: list[Operation] = []
    for number in range(OPERATIONS):
        operation = _operation(chooser, f"key {number}", of)
        if earlier and chooser.random() < 0.1:
            before = chooser.choice(earlier)
            operation = before if chooser.random() < 0.6 else operation | {"key": before["key"]}
        earlier.append(operation)
        yield operation


def _operation(chooser: random.Random, key: str, of: Tenant) -> Operation:
    choose, owners = chooser.choice, of.persons
    op = choose(["credit", "debit", "debit", "transfer", "transaction", "transaction", "hold", "capture", "release"])
    currency, amount = choose(CURRENCIES), choose(AMOUNTS)
    if op in {"capture", "release"}:
        return _change(chooser, {"op": op, "key": key, "hold_id": choose(of.holds)}, owners)
    operation: Operation = {"op": op, "key": key, "reason": choose(["salary", "refund", "correction"])}
    if meta := choose([None, {"order": 7}, {"%s": "%1$s"}]):
        operation["meta"] = meta
    if op == "transaction":
        return operation | _transaction(chooser, owners, currency, amount)
    if op == "hold":
        return operation | _hold(chooser, owners, currency, amount)
    operation |= {"amount": amount} | ({"currency": currency} if currency else {})
    if op == "transfer":
        return operation | {
            "from_owner_id": owners[choose(PERSONS)],
            "to_owner_id": owners[choose(PERSONS)],
            "reason": "p2p_transfer",
        }
    if op == "debit" and chooser.random() < 0.1:
        operation |= {"reason": "entry_fee_debit", "meta": {"tournament_id": "cup"}}
    return operation | {"owner_id": owners[choose(PERSONS)]}


def _hold(chooser: random.Random, owners: Mapping[str, str], currency: str | None, amount: str) -> dict[str, Any]:
    choose = chooser.choice
    to = choose([None, {"owner_id": owners[choose(PERSONS)]}, {"account": "house:fees"}])
    ends = choose([None, None, timedelta(days=2), timedelta(seconds=40)])
    return {
        "owner_id": owners[choose(PERSONS)],
        "currency": currency or "USD",
        "amount": amount,
        **({"to": to} if to else {}),
        **({"expires_at": (posting.clock() + ends).isoformat()} if ends else {"expires_in": 3600}),
        **({"external_reference": text} if (text := choose(TEXTS)) else {}),
    }


def _change(chooser: random.Random, operation: Operation, owners: Mapping[str, str]) -> Operation:
    """A capture or release. Captures are of a small part, so that a hold has several."""
    choose = chooser.choice
    if operation["op"] == "release":
        return operation
    amount = choose(["0.50", "0.25", "1.00", "0.001", "9.00", None])
    to = choose([None, None, {"owner_id": owners[choose(PERSONS)]}, {"account": "house:fees"}])
    meta = choose([None, None, {"%s": "%1$s"}])
    return operation | {
        "final": chooser.random() < 0.2,
        "allow_frozen": chooser.random() < 0.2,
        **({"amount": amount} if amount else {}),
        **({"to": to} if to else {}),
        **({"meta": meta} if meta else {}),
    }


def _transaction(
    chooser: random.Random, owners: Mapping[str, str], currency: str | None, amount: str
) -> dict[str, Any]:
    """Of two or four entries, some in two currencies, some of which do not sum to zero. Some pay out of house:fees."""
    choose = chooser.choice
    given = {"currency": currency} if currency else {}
    amount = amount.lstrip("-")
    account = choose(["house:fees", "treasury", "bank", None])
    receiver = {"owner_id": owners[choose(PERSONS)]} | given
    if account:
        receiver = {"account": account, "currency": currency or "USD"}
    entries = [{"owner_id": owners[choose(PERSONS)], "amount": f"-{amount}"} | given, receiver | {"amount": amount}]
    if account == "house:fees" and chooser.random() < 0.5:
        entries[0]["amount"], entries[1]["amount"] = amount, f"-{amount}"
    if chooser.random() < 0.3:
        exchanged = choose(["-1.00", "2.00"])
        entries += [
            {"account": "house:exchange", "currency": "EUR", "amount": "1.00"},
            {"owner_id": "ann", "currency": "EUR", "amount": exchanged},
        ]
        chooser.shuffle(entries)
    at = choose([None, None, None, timedelta(days=-2), timedelta(days=2)])
    return {
        "entries": entries,
        **({"description": choose(TEXTS)} if chooser.random() < 0.5 else {}),
        **({"effective_at": (posting.clock() + at).isoformat()} if at else {}),
    }


def _alike(status: int, body: Any) -> tuple[int, str]:
    """An end without the ids and times in which two tenants differ."""
    return status, UNLIKE.sub("?", json.dumps(body))


def _rows(database: Database, tenant_id: str, query: str) -> list[str]:
    names = {row["wallet_id"]: f"wallet of {row['name']}" for row in database.rows(
        """
        select w.wallet_id::text, coalesce(k.username, w.owner_kind || w.owner_id) || w.currency as name
        from wallets w left join customers k on k.tenant_id = w.tenant_id and k.customer_id::text = w.owner_id
        where w.tenant_id = %s
        """, tenant_id)}  # fmt: skip
    found = [json.dumps(row, default=str) for row in database.rows(query, tenant_id)]
    return [re.sub(UNLIKE, lambda match: names.get(match[0], "?"), row) for row in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_independent_batch_equals_its_operations_one_after_another(
    database: Database, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    now = posting.clock()
    monkeypatch.setattr(posting, "clock", lambda: now)
    chooser = random.Random(seed)  # noqa: S311  (repeatable)
    ends: dict[str, list[tuple[int, str]]] = {ALONE: [], TOGETHER: []}
    seen: set[str] = set()
    sent = {name: list(history(seed, tenant(name, database))) for name in ends}

    for operation in sent[ALONE]:
        answer = alone(kit.service(ALONE), operation)
        ends[ALONE].append(_alike(answer.status, answer.json))
        replayed = "replayed" if "idempotency-replayed" in answer.headers else "201"
        seen |= {answer.json.get("code", replayed), answer.json.get("status", "")}
    rest = sent[TOGETHER]
    while rest:
        batch: list[Operation] = []
        for operation in rest[: chooser.choice([1, 5, 40])]:
            if operation["key"] in {one["key"] for one in batch}:
                break
            batch.append(operation)
        rest = rest[len(batch) :]
        ends[TOGETHER] += [_alike(*end) for end in independent(kit.service(TOGETHER), *batch)]

    for mine, theirs, operation in zip(ends[TOGETHER], ends[ALONE], sent[ALONE], strict=True):
        assert mine == theirs, operation
    assert seed not in FIXED or seen >= EVERY_END
    for query in (
        "select wallet_id::text, balance, held, version, status from wallets where tenant_id = %s order by 1",
        """
        select wallet_id::text, owner_id, currency, amount, captured, status, to_kind, to_owner, reason,
            external_reference, meta::text, created_by, idempotency_key, ended_at is null as is_pending
        from holds where tenant_id = %s
        """,
        """
        select c.amount, c.captured_after, t.idempotency_key
        from hold_captures c join transactions t using (tenant_id, transaction_id) where tenant_id = %s
        """,
        """
        select kind, reason, description, external_reference, idempotency_key, meta::text, tournament_id, is_override,
            overdraft, effective_at is null as is_now
        from transactions where tenant_id = %s order by idempotency_key
        """,
        """
        select e.wallet_id::text, e.entry_number, e.amount, e.version, e.balance_after, t.idempotency_key
        from entries e join transactions t using (tenant_id, transaction_id) where tenant_id = %s order by 6, 2
        """,
        "select principal, key, status, answer from requests where tenant_id = %s and key !~ '^§' order by 2, 1",
    ):
        rows = {name: _rows(database, name, query) for name in ends}
        assert sorted(rows[TOGETHER]) == sorted(rows[ALONE])
    database.assert_consistent()
