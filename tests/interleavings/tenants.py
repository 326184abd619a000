"""The sample tenant. It is created once, and each schedule runs in a copy with a new name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import psycopg
from psycopg.types.json import Jsonb

from ledger.approvals import authentication
from tests.support import approvals, billing, holds, kit, live, tournaments, webhooks
from tests.support.kit import Database, Person

SAMPLE: Final = "sample"
_COUNTED: Final = ("billing_counts", "cash_out_days", "cash_out_customers")
"""Tables of counts and totals. They are not copied, since triggers fill them."""
_REPORTS: Final = ("checkpoints", "reconciliation_findings", "turnovers_of_kinds", "turnovers_of_wallets")
"""Tables that are not compared. Checkpoints are compared as parts of balances. No serial order determines how far
turnovers were added, nor the findings of a reconciliation, since it reads several snapshots."""
_UNSHARED: Final = ("requests", "published")  # not copied: no schedule repeats a request of the sample
_LEFT_OUT: Final = ("access_log", "answer_subjects")
_NOT_COMPARED: Final = {
    "approvals": ("mac",),
    "entries": ("xid",),
    "hold_captures": ("xid",),
    "holds": ("xid", "ended_xid"),
    "mails": ("holder", "held_until", "message_id"),
    "monitors": ("since_xid", "balance"),
    "outbox": ("due_at", "attempts", "last_error", "created_at", "xid"),
    "published": ("created_at", "published_at", "xid"),
    "webhook_secrets": ("secret",),
}
"""Columns that are not compared, since they differ between two equivalent runs. The code of an approval covers the name
of the tenant. What it authenticates is compared. A monitor adds up what lies below its first xid."""
_TABLES: Final = """
select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r'
group by c.relname having bool_or(a.attname = 'tenant_id')
order by c.relname
"""
_COPY: Final = """
create function copy_sample(p_name text, p_macs jsonb) returns void
language plpgsql set session_replication_role = replica as $$
begin
{}end
$$
"""
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Tenant:
    """A tenant with customers, bets, billing and coins.

    ids: the ids of the objects that the operations use, by name. They are the same in every copy.
    """

    name: str
    ids: Mapping[str, str]

    @property
    def agent(self) -> Person:
        return kit.agent("agent-1", self.name)

    @property
    def new_agent(self) -> Person:
        """An agent whose float was never used."""
        return kit.agent("agent-2", self.name)

    @property
    def limited_agent(self) -> Person:
        """An agent who may create 10.00 in total, and has created 4.00."""
        return kit.agent("agent-3", self.name)

    @property
    def service(self) -> Person:
        return kit.service(self.name)

    @property
    def member(self) -> Person:
        return billing.member("mia", self.name, email="mia@example.com")

    @property
    def operator(self) -> Person:
        return billing.operator("olga", self.name)

    def customer(self, name: str) -> Person:
        return kit.customer(self.ids[name], self.name)


class Tenants:
    """Creates tenants in a database. known: the ids of the sample's rows. All copies have the same ids."""

    def __init__(self, database: Database, admin: psycopg.Connection[Any], bus: live.Bus) -> None:
        self._admin = admin
        self._numbers = count(1)
        self._ids = _arrange(Tenant(SAMPLE, {}), bus)
        (drifted,) = admin.execute(
            "update wallets set balance = balance + 100 where owner_id = %s returning wallet_id::text",
            (self._ids["dan"],),
        ).fetchall()
        self._ids["drifted_wallet"] = drifted["wallet_id"]
        holds.expire(database, {"hold_id": self._ids["expired_hold"]})
        # So that only the expired holds of copies are recorded.
        admin.execute("update holds set ended_at = '-infinity' where hold_id = %s", (self._ids["expired_hold"],))
        admin.execute("update outbox set due_at = 'infinity'")  # so that the relay publishes only the events of copies
        tables = {row["name"]: row["columns"] for row in admin.execute(_TABLES).fetchall()}
        filled = [
            name
            for name in tables
            if database.rows(f"select from {name} where tenant_id = %s limit 1", SAMPLE) and name not in _UNSHARED
        ]
        copied = ["tenants", *(name for name in filled if name not in ("tenants", *_COUNTED))]
        admin.execute(_COPY.format("".join(_copying(name, tables[name]) for name in copied)).encode())
        self._approvals = database.rows(
            "select approval_id, kind, subject, amount, currency, payload::text, requested_by, idempotency_key"
            " from approvals where tenant_id = %s",
            SAMPLE,
        )
        self._state = " union all ".join(_reading(name) for name in tables if name not in _REPORTS) + _OPEN_BALANCES
        example = self.copy()
        self.known = frozenset(_UUID.findall("\n".join(self.state(example)))) | set(self._ids.values())
        self.forget(example)

    def copy(self) -> Tenant:
        """Create a copy of the sample."""
        name = f"tenant-{next(self._numbers):06}"
        codes = {
            str(request["approval_id"]): authentication.code(request | {"tenant_id": name}).hex()
            for request in self._approvals
        }
        self._admin.execute("select copy_sample(%s, %s)", (name, Jsonb(codes)))
        return Tenant(name, self._ids)

    def state(self, tenant: Tenant) -> list[str]:
        """Returns every row of a tenant: the name of its table, then the row as JSON. Not of the access log: a repeated
        request is recorded, and after a lost connection nobody knows whose answer it was. Nor whom answers are about:
        that is stored for writes of several statements, and no serial order determines which need them."""
        rows = self._admin.execute(self._state.encode(), {"tenant": tenant.name}).fetchall()
        return [f"{row['name']} {row['content']}" for row in rows if not row["name"].startswith(_LEFT_OUT)]

    def forget(self, tenant: Tenant) -> None:
        """Delete a tenant's events from the outbox, and its holds, and let the relay begin after its transactions.
        Otherwise a later schedule would publish the events, and record that the holds have expired."""
        self._admin.execute("delete from outbox where tenant_id = %s", (tenant.name,))
        self._admin.execute("delete from holds where tenant_id = %s", (tenant.name,))
        self._admin.execute(kit.READ_ON)


_OPEN_BALANCES: Final = """
 union all
select 'balance', json_build_array(w.owner_kind, w.owner_id, w.currency, open_balance(w.tenant_id, w.wallet_id))::text
from wallets w where w.tenant_id = %(tenant)s and w.owner_kind not in ('person', 'tenant')
"""


def _copying(table: str, columns: list[str]) -> str:
    replaced = {"tenant_id": "p_name", "xid": "xid_base() + pg_current_xact_id()::text::bigint"}
    if table == "approvals":
        replaced["mac"] = "decode(p_macs ->> approval_id::text, 'hex')"
    if table == "holds":
        replaced["ended_at"] = "nullif(ended_at, '-infinity')"
    if table == "outbox":
        replaced["due_at"] = "clock_timestamp()"
    if table == "wallets":
        replaced["owner_id"] = "case owner_kind when 'tenant' then p_name else owner_id end"
    listed = ", ".join(columns)
    values = ", ".join(replaced.get(column, column) for column in columns)
    return f"    insert into {table} ({listed}) select {values} from {table} where tenant_id = '{SAMPLE}';\n"


def _reading(table: str) -> str:
    """Returns the query for a table's rows.

    The rows of `outbox` and of `published` are both named `event`. After a lost connection, a published event may still
    be in the outbox.
    """
    ignored = ", ".join(f"'{column}'" for column in _NOT_COMPARED.get(table, ()))
    holds_events = table in ("outbox", "published")
    name = "event" if holds_events else table
    return (
        f"select '{name}' as name, (to_jsonb(x) - array[{ignored}]::text[])::text as content "
        f"from {table} x where x.tenant_id = %(tenant)s"
        + (" and x.detail_type <> 'DriftDetected'" if holds_events else "")
    )


def _arrange(tenant: Tenant, bus: live.Bus) -> dict[str, str]:
    """Create the objects that the operations use. Returns their ids by name."""
    agent, new_agent, service = tenant.agent, tenant.new_agent, tenant.service
    ids = {
        "ann": kit.new_customer(agent, "ann", balance="100.00"),
        "zoe": kit.new_customer(agent, "zoe", balance="20.00"),
        "carl": kit.new_customer(agent, "carl", account_type="credit", credit_limit="50.00"),
        "bob": kit.new_customer(new_agent, "bob"),
        "eve": kit.new_customer(new_agent, "eve"),
        "dan": kit.new_customer(agent, "dan", balance="10.00"),
        "hal": kit.new_customer(agent, "hal", balance="100.00"),
    }
    ids |= _arrange_holds(service, ids["hal"])
    ids |= {
        "fay": kit.new_customer(tenant.limited_agent, "fay"),
        "gus": kit.new_customer(tenant.limited_agent, "gus", balance="4.00"),
    }
    limit = {"agent_id": "agent-3", "total": "10.00"}
    assert service.put("/api/v1/agent-limits", limit).status == 200
    ids["credit_approval"] = _waiting_credit(tenant, ids["gus"])
    kit.credit(service, ids["ann"], "3.00", "EUR")
    prizes = {"category": "prizes", "currency": "USD", "floor": "0"}
    assert service.put("/api/v1/accounts/house:prizes", prizes).status == 200
    funded = [("bank:eu", "-10.00"), ("house:prizes", "10.00")]
    entries = [{"account": account, "currency": "USD", "amount": amount} for account, amount in funded]
    assert service.post("/api/v1/transactions", {"entries": entries, "reason": "funds"}).status == 201
    ann = kit.customer(ids["ann"], tenant.name)
    ids["bet"] = live.place(ann, "10.00")
    ids["ended_bet"] = live.cashed_out(ann, service, "12.50")
    ids["webhook"] = webhooks.create(service)["webhook_id"]
    ids["delivery"] = service.post(f"{webhooks.PATH}/{ids['webhook']}/test", {}).json["delivery_id"]
    ids["event"] = bus.details[-1]["event_id"]
    ids["credit"] = kit.credit(service, "player-1", "50")["transaction_id"]
    patch = approvals.ask_for_two_people()
    ids["approval"] = approvals.pending(approvals.reverse(service, ids["credit"]))
    patch.undo()
    kit.credit(service, "player-2", "20")
    tournaments.pay_entry_fee(service, "player-1")
    return ids | _arrange_billing(tenant)


def _arrange_holds(service: Person, owner_id: str) -> dict[str, str]:
    """A hold of 30.00, and one of 40.00 that has expired, which is not recorded yet when a schedule begins."""
    pending, expired = (holds.hold(service, owner_id, amount)["hold_id"] for amount in ("30.00", "40.00"))
    return {"hold": pending, "expired_hold": expired}


def _waiting_credit(tenant: Tenant, customer_id: str) -> str:
    """The approval of a credit above the agent's limit. Afterwards such credits are refused again."""
    assert approvals.change_policy(tenant.operator, agent_credit="0").status == 200
    credit = {"customer_id": customer_id, "amount": "8.00", "description": "Cash"}
    waiting = approvals.pending(tenant.limited_agent.post("/api/v1/cashier/credit", credit))
    off = approvals.pending(approvals.change_policy(tenant.operator, agent_credit=None))
    assert approvals.approve(billing.operator("otto", tenant.name), off).status == 200
    return waiting


def _arrange_billing(tenant: Tenant) -> dict[str, str]:
    member, operator = tenant.member, tenant.operator
    _, paid = billing.topped_up(member, operator, "60.00")
    submitted_request, submitted = billing.invoiced(member, operator, "30.00")
    ids = {
        "request": billing.request_topup(member, "25.00"),
        "submitted_request": submitted_request,
        "submitted_invoice": submitted,
        "payment": billing.submitted(member, submitted, "TR-1"),
        "refundable": billing.paid_payment(operator, paid),
        "draft": billing.draft(operator),
        "issued": billing.issued(operator, purpose="subscription"),
    }
    billing.ok(operator.put(f"{billing.BASE}/contact", {"email": "accounts@example.com"}))
    return ids
