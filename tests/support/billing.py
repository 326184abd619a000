"""Helpers for billing tests: a tenant's people, the vendor's operators, top-up requests, invoices and payments."""

from typing import Any, cast

from tests.support.kit import PLATFORM, Answer, Database, Person

BASE = "/api/v1/billing"
WALLET = f"{BASE}/wallet"
TOPUPS = f"{WALLET}/topup-requests"
INVOICES = f"{BASE}/invoices"
PAYMENTS = f"{BASE}/payments"
JANUARY = {"period_start": "2026-01-01", "period_end": "2026-01-31"}


def member(sub: str = "ann", tenant_id: str = "acme", **claims: object) -> Person:
    """A person of the tenant, who requests top-ups and pays."""
    return Person(sub, ("billing.view",), tenant_id, extra=claims)


def operator(sub: str = "olga", tenant_id: str = "acme") -> Person:
    """The vendor's operator for that tenant, who approves and rejects."""
    return Person(sub, ("billing.manage",), tenant_id)


def root(sub: str = "rita") -> Person:
    """The platform's operator, who belongs to the platform's tenant."""
    return Person(sub, ("root",), PLATFORM)


def home_of(role: str, tenant_id: str = "acme") -> str:
    """The tenant of a person with the role: the platform's for root, in which alone it counts."""
    return PLATFORM if role == "root" else tenant_id


def ok(answer: Answer) -> Any:
    """Assert that an answer is a success, and return its body."""
    assert answer.status in {200, 201}, answer.text
    return answer.json


def request_topup(person: Person, amount: object = "50.00", **more: object) -> str:
    """Request a top-up and return its id."""
    return cast("str", ok(person.post(TOPUPS, {"amount": amount} | more))["request_id"])


def invoiced(person: Person, approver: Person, amount: object = "50.00") -> tuple[str, str]:
    """The ids of an approved top-up request and of its invoice."""
    request_id = request_topup(person, amount)
    found = ok(approver.post(f"{TOPUPS}/{request_id}/approve"))
    return request_id, found["invoice"]["invoice_id"]


def topped_up(person: Person, approver: Person, amount: object = "50.00") -> tuple[str, str]:
    """The ids of a completed top-up request and of its paid invoice."""
    request_id, invoice_id = invoiced(person, approver, amount)
    ok(pay(approver, invoice_id))
    return request_id, invoice_id


def draft(approver: Person, amount: object = "12.50", **more: object) -> str:
    """The id of a draft invoice for usage."""
    body = {"purpose": "usage", "lines": [{"description": "Messages", "amount": amount}]} | JANUARY | more
    return cast("str", ok(approver.post(INVOICES, body))["invoice_id"])


def issued(approver: Person, amount: object = "12.50", **more: object) -> str:
    """The id of an issued invoice for usage."""
    invoice_id = draft(approver, amount, **more)
    ok(approver.post(f"{INVOICES}/{invoice_id}/issue"))
    return invoice_id


def pay(approver: Person, invoice_id: str, key: str | None = None, **body: object) -> Answer:
    return approver.post(f"{INVOICES}/{invoice_id}/pay", body or None, key=key)


def submit(person: Person, invoice_id: str, reference: str = "TR-1", **more: object) -> Answer:
    body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "transaction_reference": reference} | more
    return person.post(f"{PAYMENTS}/manual/", body)


def submitted(person: Person, invoice_id: str, reference: str = "TR-1") -> str:
    """The id of a payment that waits for approval."""
    return cast("str", ok(submit(person, invoice_id, reference))["payment_id"])


def decide(approver: Person, payment_id: str, action: str, key: str | None = None) -> Answer:
    """Approve, reject, cancel or refund a payment."""
    body = {"reason": "Because"} if action in {"reject", "refund"} else None
    return approver.post(f"{PAYMENTS}/{payment_id}/{action}", body, key=key)


def paid_payment(approver: Person, invoice_id: str) -> str:
    """The id of the payment that paid an invoice."""
    payments = ok(approver.get(f"{INVOICES}/{invoice_id}"))["payments"]
    (payment_id,) = [one["payment_id"] for one in payments if one["status"] == "succeeded"]
    return cast("str", payment_id)


def charge(system: Person, amount: object, reference: str, route: str = "charges", **more: object) -> Answer:
    return system.post(f"{WALLET}/{route}", {"amount": amount, "reference": reference} | more)


def balance(person: Person) -> str:
    return cast("str", ok(person.get(f"{WALLET}/me"))["balance"])


def count_topup_credits(database: Database) -> int:
    """The number of top-up credits in the ledger."""
    return cast("int", database.value("select count(*) from transactions where kind = 'topup'"))


def emitted(database: Database, kind: str) -> list[dict[str, Any]]:
    """The details of emitted events of one type, in order."""
    rows = database.rows("select detail from outbox where detail_type = %s order by created_at, event_id", kind)
    return [row["detail"] for row in rows]
