"""After any operations in any order, a prepaid balance is what was paid in minus what was charged and refunded."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import billing, kit
from tests.support.billing import INVOICES, PAYMENTS, TOPUPS, WALLET, charge, decide, member, operator, pay, root
from tests.support.kit import Database, Person

TENANTS = ("acme", "globex")
# Each person exists in both tenants. "both" is a member and an operator, and "rita" is root.
PEOPLE: dict[str, Callable[[str], Person]] = {
    "ann": lambda tenant_id: member("ann", tenant_id),
    "bob": lambda tenant_id: member("bob", tenant_id),
    "olga": lambda tenant_id: operator("olga", tenant_id),
    "both": lambda tenant_id: Person("ann", ("billing.view", "billing.manage"), tenant_id),
    "rita": lambda _: root(),
}
TRANSITIONS = {
    TOPUPS: ("approve", "reject", "cancel"),
    INVOICES: ("issue", "pay", "void"),
    PAYMENTS: ("approve", "reject", "cancel", "refund"),
}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("request"), st.sampled_from(TENANTS), st.sampled_from(["5.00", "12.34"])),
        st.tuples(st.just("draft"), st.sampled_from(TENANTS), st.sampled_from(["1.00"])),
        st.tuples(st.sampled_from(["charges", "debits"]), st.sampled_from(TENANTS), st.sampled_from(["3.00", "4.56"])),
        st.tuples(st.just("adjust"), st.sampled_from(TENANTS), st.sampled_from(["2.00", "-2.00"])),
        st.tuples(st.just("submit"), st.sampled_from(sorted(PEOPLE)), st.integers(0, 9)),
        *(
            st.tuples(
                st.sampled_from([(path, action) for action in actions]),
                st.sampled_from(sorted(PEOPLE)),
                st.integers(0, 9),
            )
            for path, actions in TRANSITIONS.items()
        ),
    ),
    min_size=10,
    max_size=40,
)
# Few random transitions are allowed, so each example begins with some that are.
FIRST_STEPS: list[Any] = [
    ("request", "acme", "12.34"),
    ("request", "globex", "5.00"),
    ((TOPUPS, "approve"), "olga", 0),
    ((TOPUPS, "approve"), "rita", 1),
    ("submit", "ann", 0),
    ("submit", "bob", 1),
    ((PAYMENTS, "approve"), "olga", 0),
    ((PAYMENTS, "approve"), "rita", 1),
    ((PAYMENTS, "refund"), "olga", 0),
]


class Example:
    """The operations of one example on the subjects that exist so far."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.number = 0

    def ids(self, path: str) -> list[dict[str, Any]]:
        table, name = {
            TOPUPS: ("topup_requests", "request_id"),
            INVOICES: ("invoices", "invoice_id"),
            PAYMENTS: ("payments", "payment_id"),
        }[path]
        return self.database.rows(f"select tenant_id, {name}::text as id from {table} order by {name}")

    def step(self, what: Any, who: str, which: Any) -> int | None:
        """The status of the answer; None if there is no such subject yet."""
        self.number += 1
        if what in {"request", "draft", "charges", "debits", "adjust"}:
            return self._create(what, who, which)
        path, action = (INVOICES, "submit") if what == "submit" else what
        found = self.ids(path)
        if not found:
            return None
        subject = found[which % len(found)]
        person = PEOPLE[who](subject["tenant_id"])
        if action == "submit":
            return billing.submit(person, subject["id"], f"TR-{self.number}").status
        if path == PAYMENTS:
            return decide(person, subject["id"], action).status
        if action == "pay":
            return pay(person, subject["id"]).status
        return person.post(
            f"{path}/{subject['id']}/{action}", {"reason": "So"} if action in {"reject", "void"} else None
        ).status

    def _create(self, what: str, tenant_id: str, amount: str) -> int:
        if what == "request":
            return member("ann", tenant_id).post(TOPUPS, {"amount": amount}).status
        if what == "draft":
            body = {"purpose": "usage", "lines": [{"description": "SMS", "amount": amount}]} | billing.JANUARY
            return operator("olga", tenant_id).post(INVOICES, body).status
        if what == "adjust":
            body = {"amount": amount, "reason": "So"}
            return root().call("POST", f"{WALLET}/adjustments", body, query={"tenant_id": tenant_id}).status
        return charge(kit.service(tenant_id), amount, f"r-{self.number}", what).status


BALANCES = """
    select w.tenant_id, w.balance,
           coalesce((
                select sum(i.amount) from invoices i
                where i.tenant_id = w.tenant_id and i.status = 'paid' and i.purpose = 'topup'), 0)
         - coalesce((
                select sum(p.amount) from payments p
                join invoices i on i.tenant_id = p.tenant_id and i.invoice_id = p.invoice_id
                where p.tenant_id = w.tenant_id and p.status = 'refunded' and i.purpose = 'topup'), 0)
         + coalesce((
                select sum(e.amount) from entries e
                join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
                where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id
                    and t.kind in ('prepaid_adjustment', 'message_charge', 'prepaid_debit')), 0) as explained
    from wallets w where w.owner_kind = 'tenant'
"""
# Each query returns the rows that contradict its sentence. A consistent ledger has none.
CONTRADICTIONS = {
    "a request is completed if and only if its invoice is paid and its credit is posted": """
        select r.request_id from topup_requests r
        left join invoices i on i.tenant_id = r.tenant_id and i.request_id = r.request_id
        left join transactions t on t.tenant_id = r.tenant_id and t.kind = 'topup'
            and t.external_reference = r.request_id::text
        where (r.status = 'completed') <> (i.status is not distinct from 'paid')
            or (r.status = 'completed') <> (t.transaction_id is not null)
            or r.transaction_id is distinct from t.transaction_id
    """,
    "a request is invoiced exactly while its invoice is issued": """
        select r.request_id from topup_requests r
        left join invoices i on i.tenant_id = r.tenant_id and i.request_id = r.request_id
        where (r.status = 'invoiced') <> (i.status is not distinct from 'issued')
    """,
    "an invoice is paid if and only if exactly one payment of it succeeded or was refunded": """
        select i.invoice_id from invoices i
        where (i.status = 'paid') <> (1 = (
            select count(*) from payments p
            where p.tenant_id = i.tenant_id and p.invoice_id = i.invoice_id and p.status in ('succeeded', 'refunded')))
    """,
    "no payment is pending approval on an invoice that is not issued": """
        select p.payment_id from payments p
        join invoices i on i.tenant_id = p.tenant_id and i.invoice_id = p.invoice_id
        where p.status = 'pending_approval' and i.status <> 'issued'
    """,
    "a payment of a top-up is refunded if and only if its reversal is posted": """
        select p.payment_id from payments p
        left join transactions t on t.tenant_id = p.tenant_id and t.kind = 'topup_refund'
            and t.external_reference = p.payment_id::text and t.corrects = p.transaction_id
        where (p.status = 'refunded' and p.transaction_id is not null) <> (t.transaction_id is not null)
            or p.refund_transaction_id is distinct from t.transaction_id
    """,
}


def assert_billing_is_consistent(database: Database) -> None:
    for row in database.rows(BALANCES):
        assert row["balance"] == row["explained"] >= 0, row
    for sentence, query in CONTRADICTIONS.items():
        assert database.rows(query) == [], sentence


@pytest.mark.usefixtures("database")
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_balance_is_what_was_paid_in_and_adjusted_minus_what_was_charged_and_refunded(
    steps: list[Any], database: Database
) -> None:
    example = Example(database)
    for step in FIRST_STEPS + steps:
        assert example.step(*step) in {None, 200, 201, 400, 403, 409}, step
        assert_billing_is_consistent(database)
    database.assert_consistent()
