"""Prepaid wallets of two tenants: requests, invoices and payments in every status, charges, and two reconciliations."""

from dataclasses import dataclass
from typing import Any, Final

from local.demo.client import Caller, Client
from local.personas import MEMBER, OPERATOR, ROOT

BILLING: Final = "/api/v1/billing"
TINA: Final = Caller.of(MEMBER)
OSCAR: Final = Caller.of(OPERATOR)
RITA: Final = Caller.of(ROOT)
MESSAGING: Final = Caller("messaging", ("service",))
_SECOND: Final = "globex"  # a second tenant, which only root sees


@dataclass(frozen=True)
class Topup:
    """A top-up request, and the steps that follow it."""

    amount: str
    note: str
    steps: tuple[str, ...] = ()


TOPUPS: Final = (
    Topup("250.00", "For the first quarter", ("approve", "submit", "payment/approve")),
    Topup("40.00", "For the weekend's campaign", ("approve", "submit", "payment/approve", "payment/refund")),
    Topup("100.00", "For April", ("approve", "pay")),
    Topup("80.00", "For May", ("approve", "submit", "payment/reject")),
    Topup("90.00", "For the summer", ("approve", "submit", "payment/cancel")),
    Topup("120.00", "For June", ("approve", "submit")),
    Topup("60.00", "A little more for June", ("approve",)),
    Topup("75.00", "Sent twice by mistake", ("cancel",)),
    Topup("5000.00", "For the whole year", ("reject",)),
    Topup("300.00", "For the third quarter"),
    Topup("45.50", "For new sender names"),
)
CHARGES: Final = (("41", "8.40", "2,800 messages"), ("42", "63.00", "21,000 messages"), ("43", "1.20", "400 messages"))
_INSTRUCTIONS: Final = "Name the number of the invoice as the purpose of the transfer."
_BODIES: Final = {
    "approve": {"note": "As agreed by phone"},
    "reject": {"reason": "Please ask for each quarter on its own"},
    "payment/approve": {"note": "Seen on the account"},
    "payment/reject": {"reason": "Nothing has come in under this reference"},
    "payment/refund": {"reason": "Called back by the bank"},
}
_STEPS_OF_THE_TENANT: Final = {"submit", "cancel", "payment/cancel"}


def create(client: Client) -> None:
    """Create everything for the demo's tenant; for the second tenant, a pending request and a low balance."""
    contact = {"email": "accounts@demo.example", "name": "Demo Sportsbook Ltd"}
    client.write(OSCAR, f"{BILLING}/contact", contact, "contact", "PUT")
    _methods(client)
    for number, topup in enumerate(TOPUPS):
        _topup(client, topup, f"topup-{number}")
    for reference, amount, description in CHARGES:
        charged = {"amount": amount, "reference": f"campaign-{reference}", "description": description}
        client.write(MESSAGING, f"{BILLING}/wallet/charges", charged, f"charge-{reference}")
    rental = {"amount": "5.00", "reference": "number-rental", "description": "Two numbers for a month"}
    client.write(MESSAGING, f"{BILLING}/wallet/debits", rental, "rental")
    corrected = {"amount": "1.20", "reason": "Campaign 43 was sent twice by us"}
    client.write(RITA, f"{BILLING}/wallet/adjustments?tenant_id={TINA.tenant_id}", corrected, "adjustment")
    _invoices(client)
    _second_tenant(client)
    for order in ({"dry_run": True, "full": True}, {}):
        client.write(RITA, "/api/v1/reconciliation/runs", order, f"reconcile-{len(order)}")


def _methods(client: Client) -> None:
    account = {"account": "DE02 1203 0000 0000 2020 51", "holder": "Purser Platform GmbH"}
    offered: dict[str, dict[str, Any]] = {
        "bank_transfer": {"type": "bank_transfer", "display_name": "Bank transfer", "bank_details": account},
        "local_wallet": {
            "type": "local_wallet",
            "display_name": "M-Pesa",
            "wallet_details": {"pay_bill": "400200", "account": "The number of the invoice"},
        },
    }
    for method_id, method in offered.items():
        wanted = method | {
            "instructions": _INSTRUCTIONS,
            "is_default": method_id == "bank_transfer",
            "is_enabled": True,
        }
        client.write(OSCAR, f"{BILLING}/payment-methods/{method_id}", wanted, f"method-{method_id}", "PUT")


def _topup(client: Client, topup: Topup, key: str) -> None:
    wanted = {"amount": topup.amount, "note": topup.note}
    created = client.write(TINA, f"{BILLING}/wallet/topup-requests", wanted, key)
    request = f"{BILLING}/wallet/topup-requests/{created['request_id']}"
    invoice_id = payment = ""
    for step in topup.steps:
        body: dict[str, Any] = _BODIES.get(step, {})
        match step.split("/"):
            case ["submit"]:
                path = f"{BILLING}/payments/manual"
                reference = f"TR-{key.upper()}"
                body = {
                    "invoice_id": invoice_id,
                    "payment_method": "bank_transfer",
                    "transaction_reference": reference,
                }
            case ["pay"]:
                path = f"{BILLING}/invoices/{invoice_id}/pay"
            case ["payment", move]:
                path = f"{payment}/{move}"
            case _:
                path = f"{request}/{step}"
        answer = client.write(TINA if step in _STEPS_OF_THE_TENANT else OSCAR, path, body, f"{key}-{step}")
        invoice_id = (answer.get("invoice") or {}).get("invoice_id", invoice_id)
        payment = f"{BILLING}/payments/{answer['payment_id']}" if "payment_id" in answer else payment


def _invoices(client: Client) -> None:
    """Invoices for usage and subscription: a draft, one that is due, one paid, one void."""
    for month, (purpose, moves) in enumerate(
        (("usage", ()), ("subscription", ("issue",)), ("usage", ("issue", "pay")), ("subscription", ("issue", "void"))),
        1,
    ):
        drafted = {
            "purpose": purpose,
            "period_start": f"2026-{month:02}-01",
            "period_end": f"2026-{month:02}-28",
            "lines": [
                {"description": "Platform", "amount": "49.00"},
                {"description": "8,000 messages at 0.005 USD", "amount": "40.00"},
            ],
        }
        key = f"invoice-{month}"
        invoice = f"{BILLING}/invoices/{client.write(OSCAR, f'{BILLING}/invoices', drafted, key)['invoice_id']}"
        for move in moves:
            body = {"reason": "Billed to the wrong tenant"} if move == "void" else {}
            client.write(OSCAR, f"{invoice}/{move}", body, f"{key}-{move}")


def _second_tenant(client: Client) -> None:
    gus, messaging = Caller("gus", MEMBER.roles, _SECOND), Caller("messaging", ("service",), _SECOND)
    created = client.write(gus, f"{BILLING}/wallet/topup-requests", {"amount": "20.00"}, "globex-first")
    request = f"{BILLING}/wallet/topup-requests/{created['request_id']}"
    approved = client.write(RITA, f"{request}/approve", {}, "globex-approve")
    client.write(RITA, f"{BILLING}/invoices/{approved['invoice']['invoice_id']}/pay", {}, "globex-pay")
    charged = {"amount": "11.50", "reference": "campaign-7", "description": "2,300 messages"}
    client.write(messaging, f"{BILLING}/wallet/charges", charged, "globex-charge")
    client.write(gus, f"{BILLING}/wallet/topup-requests", {"amount": "150.00", "note": "Nearly empty"}, "globex-more")
