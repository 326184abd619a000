"""Helpers for tests of erasures: request and approve one, and a person about whom every text has a marker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from tests.support import approvals, billing, damage, kit, live, webhooks
from tests.support.kit import Answer, Database, Person
from tests.support.live import Bus

REASON = "The person asked for it"
MARKER = "Zebulon"
"""In every text about the person; nowhere else."""
LIKE_A_MARK = "erased:" + "0" * 32
"""A text of a caller that looks like what stands for an erased one."""


def request(person: Person, owner_id: str, reason: str = REASON, key: str | None = None) -> Answer:
    """Request an erasure in the tenant acme."""
    query = {"tenant_id": "acme"} if person.tenant_id != "acme" else ""
    return person.call("POST", f"/api/v1/people/{owner_id}/erasure", {"reason": reason}, key=key, query=query)


def erase(by: Person, owner_id: str) -> Any:
    """Erase a person, which must succeed: `by` requests it, and rita, who is root, approves. Returns the receipt."""
    return billing.ok(approvals.approve(billing.root(), approvals.pending(request(by, owner_id))))["result"]


@dataclass(frozen=True)
class Marked:
    """A person about whom every text has the marker, and a customer of the same agent without it.

    stored: requests with a key, each with its answer before the erasure.
    """

    owner_id: str
    neighbour_id: str
    invoice_id: str
    payment_id: str
    finding_id: str
    reversal_id: str
    stored: list[tuple[Person, str, object, str, Answer]]


def relay_refused(bus: Bus) -> None:
    """Run a relay whose events the bus refuses, so that those of transactions wait in the outbox too, and write the
    deliveries of all events to a webhook."""
    bus.refuses = lambda _: "ThrottlingException"
    live.relay()
    bus.refuses = lambda _: None
    webhooks.create(kit.service(), "TransactionPosted", "HoldChanged", "CashOutRecorded")
    webhooks.write()


def marked_person(database: Database, bus: Bus) -> Marked:
    """Fill every text that callers can write about a person. All balances end at zero, and no bet is pending.

    TWO_PEOPLE must be on.
    """
    agent, service, rita = kit.agent(), kit.service(), billing.root()
    stored: list[tuple[Person, str, object, str, Answer]] = []

    def send(person: Person, path: str, body: object) -> Any:
        key = f"{MARKER}-{len(stored)}"
        answer = person.post(path, body, key=key)
        assert answer.status in {200, 201, 202}, answer.text
        stored.append((person, path, body, key, answer))
        return answer.json

    def text(name: str) -> str:
        return f"{name} of {MARKER}"

    meta = _meta(text)
    imported = [
        {"username": f"{MARKER} Ash", "account_type": "postup", "external_reference": text("Import")}
        | {"opening_balance": "1.00", "meta": meta},
        {"username": "neighbour", "account_type": "postup", "external_reference": "import-2"},
    ]
    rows = send(agent, "/api/v1/agent/clients/import", {"rows": imported})
    created = rows["customers"] if "customers" in rows else rows["items"]
    owner_id, neighbour_id = (row["customer_id"] for row in created)
    person = kit.customer(owner_id)

    at_cashier = {"customer_id": owner_id, "external_reference": text("Slip"), "meta": meta}
    send(agent, "/api/v1/cashier/credit", {**at_cashier, "amount": "100.00", "description": text("Cash")})
    by_mistake = send(agent, "/api/v1/cashier/credit", {**at_cashier, "amount": "5.00", "description": text("Mistake")})
    bus.down = True  # so that the event of the cash-out stays in the outbox
    _fill_bets(send, service, person, text)
    bus.down = False

    coins = {"currency": "COIN", "reason": "manual_adjust", "meta": meta}
    send(service, f"/api/v1/wallets/{owner_id}/credit", {**coins, "amount": "7"})
    send(
        service,
        "/api/v1/transfers",
        {"from_owner_id": owner_id, "to_owner_id": "bob", "amount": "4", **coins, "reason": "p2p_transfer"},
    )
    _fill_holds(send, service, owner_id, text)
    relay_refused(bus)
    path = f"/api/v1/transactions/{by_mistake['transaction_id']}/reverse"
    rejected = send(service, path, {"reason": text("First reason")})["approval_id"]
    send(rita, f"{approvals.APPROVALS}/{rejected}/reject", {"reason": text("Rejection")})
    reversal_id = send(service, path, {"reason": text("Second reason"), "meta": meta})["approval_id"]
    send(rita, f"{approvals.APPROVALS}/{reversal_id}/approve", {"note": text("Approval")})

    send(agent, "/api/v1/cashier/debit", {**at_cashier, "amount": "90.00", "description": text("Cash back")})
    send(
        agent,
        "/api/v1/agent/settlements",
        {"customer_id": owner_id, "method": "zero", "note": text("Period"), "meta": meta},
    )

    member = Person(owner_id, ("billing.view", "billing.manage"), extra={"email": f"{MARKER}@acme.example"})
    send(member, billing.TOPUPS, {"amount": "50.00", "note": text("Top-up")})
    invoice_id = billing.issued(billing.operator())
    payment = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "transaction_reference": "TR-9"}
    payment_id = send(member, f"{billing.PAYMENTS}/manual/", {**payment, "notes": text("Transfer")})["payment_id"]
    for number in (1, 2):  # the first one is told of the second one, and waits as the recipient of that mail
        contact = {"email": f"{MARKER}-{number}@acme.example", "name": text("Contact")}
        waiting = member.put(f"{billing.BASE}/contact", contact, key=f"{MARKER}-contact-{number}")
        send(rita, f"{approvals.APPROVALS}/{approvals.pending(waiting)}/approve", {"note": text("Contact")})

    finding_id = str(uuid4())
    with database.admin() as connection:
        damage.reconcile(dry_run=True)
        connection.execute(
            """
            insert into reconciliation_findings (tenant_id, finding_id, run_id, kind, wallet_id, version, currency,
                                                 expected, actual, corrected)
            select 'acme', %s, (select run_id from reconciliation_runs limit 1), 'balance_after', wallet_id, 1, 'USD',
                   1, 2, false
            from wallets where owner_id = %s and currency = 'USD'
            """,
            (finding_id, owner_id),
        )
    path = f"/api/v1/reconciliation/findings/{finding_id}/acknowledge"
    send(rita, path, {"note": text("Finding")})
    return Marked(owner_id, neighbour_id, invoice_id, payment_id, finding_id, reversal_id, stored)


def _meta(text: Callable[[str], str]) -> dict[str, object]:
    return {"erased": LIKE_A_MARK, text("Name"): [text("Value")]}


def _fill_bets(
    send: Callable[[Person, str, object], Any], service: Person, person: Person, text: Callable[[str], str]
) -> None:
    """A bet that is cashed out, and a lost one. The lost one has a text about the person in its end only, and a
    description that looks like a mark."""
    meta = _meta(text)
    cashed = send(person, "/api/v1/bets", {"stake": "10.00", "description": text("Bet"), "meta": meta})["bet_id"]
    cash_out = {"cash_out_amount": "12.00", "is_auto": True, "trigger_reason": text("Stop"), "meta": meta}
    send(service, f"/api/v1/bets/{cashed}/cash-out", cash_out)
    lost = send(person, "/api/v1/bets", {"stake": "2.00", "description": LIKE_A_MARK})["bet_id"]
    send(service, f"/api/v1/bets/{lost}/settle", {"outcome": "lost", "meta": meta})


def _fill_holds(
    send: Callable[[Person, str, object], Any], service: Person, owner_id: str, text: Callable[[str], str]
) -> None:
    """A captured hold on the person's wallet, a released one that would have gone to the person, and one of which only
    the capture says that it went there."""
    texts = {"external_reference": text("Order"), "meta": _meta(text)}
    hold = {"currency": "COIN", "amount": "3", "reason": "order", **texts}
    own, others = (
        send(service, "/api/v1/holds", {**hold, "owner_id": holder, "to": {"owner_id": other}})["hold_id"]
        for holder, other in ((owner_id, "bob"), ("bob", owner_id))
    )
    send(service, f"/api/v1/holds/{own}/capture", {"meta": {text("Part"): 1}})
    send(service, f"/api/v1/holds/{others}/release", {})
    back = {
        "from_owner_id": owner_id,
        "to_owner_id": "bob",
        "amount": "3",
        "currency": "COIN",
        "reason": "p2p_transfer",
    }
    to_anyone = send(service, "/api/v1/holds", {**hold, "owner_id": "bob"})["hold_id"]
    send(service, f"/api/v1/holds/{to_anyone}/capture", {"to": {"owner_id": owner_id}})
    send(service, "/api/v1/transfers", back)


def rows_with(database: Database, text: str) -> dict[str, list[str]]:
    """The rows of each table that contain a text, in upper or lower case."""
    tables = database.rows("""
        select c.relname as name from pg_class c
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    """)
    found = {
        table["name"]: [
            cast("str", row["text"])
            for row in database.rows(
                f"select to_json(t)::text as text from {table['name']} t where to_json(t)::text ilike %s", f"%{text}%"
            )
        ]
        for table in tables
    }
    return {name: rows for name, rows in found.items() if rows}


def reads(person: Marked) -> Iterator[tuple[str, Answer]]:
    """Each GET route of the API by each role that may call it, for the person, as JSON and as CSV where it has both."""
    ids = {
        "customer_id": person.owner_id,
        "owner_id": person.owner_id,
        "invoice_id": person.invoice_id,
        "payment_id": person.payment_id,
        "approval_id": person.reversal_id,
    }
    callers = [kit.agent(), kit.service(), kit.customer(person.owner_id), billing.operator(), billing.root()]
    callers.append(Person("audrey", ("auditor",)))
    for route in kit.DEPLOYED.routes:
        operation = getattr(kit.handler(route.function), "operation", None)
        if route.method != "GET" or operation is None or operation.roles is None or "stream" in route.path:
            continue
        for caller in callers:
            for query in _queries(caller, operation, ids):
                path = route.path
                for name in operation.path:
                    path = path.replace(f"{{{name}}}", ids.get(name, live.UNKNOWN))
                yield f"{caller.roles[0]} {route.key} {query}", caller.get(path, query)


def _queries(caller: Person, operation: Any, ids: dict[str, str]) -> Iterator[dict[str, str]]:
    fields = operation.query[1].model_fields if operation.query else {}
    query = {"tenant_id": "acme"} if "tenant_id" in fields and "root" in caller.roles else {}
    query |= {name: ids[name] for name in ("owner_id", "customer_id") if name in fields}
    for currency in ("USD", "COIN") if "currency" in fields else (None,):
        named = query | ({"currency": currency} if currency else {})
        yield named
        if "format" in fields:
            yield named | {"format": "csv"}
