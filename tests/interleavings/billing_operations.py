"""The operations on prepaid wallets, top-up requests, invoices and payments."""

from typing import Final

from tests.interleavings.clients import operation, send, send_as_root
from tests.support.billing import BASE, INVOICES, PAYMENTS, TOPUPS, WALLET

_METHOD: Final = {
    "type": "bank_transfer",
    "display_name": "Bank",
    "instructions": "Name the invoice.",
    "bank_details": {"iban": "XX00"},
    "is_default": True,
    "is_enabled": True,
}

BILLING: Final = (
    # The prepaid wallet
    operation(
        "charge",
        "prepaid_charge",
        "prepaid",
        send("POST", f"{WALLET}/charges", {"amount": "35.00", "reference": "m-1"}),
    ),
    operation(
        "prepaid debit",
        "prepaid_debit",
        "prepaid",
        send("POST", f"{WALLET}/debits", {"amount": "35.00", "reference": "d-1"}),
    ),
    operation(
        "adjust",
        "prepaid_adjust",
        "prepaid",
        send_as_root("POST", f"{WALLET}/adjustments", {"amount": "-20.00", "reason": "By agreement"}),
    ),
    operation("freeze prepaid", "prepaid_update", "prepaid", send_as_root("PATCH", WALLET, {"status": "frozen"})),
    operation("request top-up", "topups_create", "prepaid", send("POST", TOPUPS, {"amount": "10.00"}, "member")),
    operation(
        "approve top-up",
        "topups_approve",
        "prepaid request",
        send("POST", f"{TOPUPS}/{{request}}/approve", None, "operator"),
    ),
    operation(
        "reject top-up",
        "topups_reject",
        "prepaid request",
        send("POST", f"{TOPUPS}/{{request}}/reject", None, "operator"),
    ),
    operation(
        "cancel top-up",
        "topups_cancel",
        "prepaid request",
        send("POST", f"{TOPUPS}/{{request}}/cancel", None, "member"),
    ),
    # Invoices and payments
    operation(
        "draft invoice",
        "invoices_create",
        "invoices",
        send(
            "POST",
            INVOICES,
            {
                "purpose": "usage",
                "period_start": "2026-02-01",
                "period_end": "2026-02-14",
                "lines": [{"description": "Messages", "amount": "9.00"}],
            },
            "operator",
        ),
    ),
    operation(
        "draft overlapping invoice",
        "invoices_create",
        "invoices",
        send(
            "POST",
            INVOICES,
            {
                "purpose": "usage",
                "period_start": "2026-02-10",
                "period_end": "2026-02-28",
                "lines": [{"description": "Messages", "amount": "8.00"}],
            },
            "operator",
        ),
    ),
    operation("issue", "invoices_issue", "invoices", send("POST", f"{INVOICES}/{{draft}}/issue", None, "operator")),
    operation(
        "void draft",
        "invoices_void",
        "invoices",
        send("POST", f"{INVOICES}/{{draft}}/void", {"reason": "By mistake"}, "operator"),
    ),
    operation(
        "void",
        "invoices_void",
        "prepaid invoices",
        send("POST", f"{INVOICES}/{{submitted_invoice}}/void", {"reason": "By mistake"}, "operator"),
    ),
    operation(
        "pay",
        "invoices_pay",
        "prepaid invoices",
        send("POST", f"{INVOICES}/{{submitted_invoice}}/pay", {"reference": "TR-1"}, "operator"),
    ),
    operation(
        "submit payment",
        "payments_submit",
        "prepaid invoices",
        send(
            "POST",
            f"{PAYMENTS}/manual/",
            {"invoice_id": "{issued}", "payment_method": "bank_transfer", "transaction_reference": "TR-2"},
            "member",
        ),
    ),
    operation(
        "submit payment again",
        "payments_submit",
        "prepaid invoices",
        send(
            "POST",
            f"{PAYMENTS}/manual/",
            {"invoice_id": "{submitted_invoice}", "payment_method": "bank_transfer", "transaction_reference": "TR-2"},
            "member",
        ),
    ),
    operation(
        "approve payment",
        "payments_approve",
        "prepaid invoices",
        send("POST", f"{PAYMENTS}/{{payment}}/approve", None, "operator"),
    ),
    operation(
        "reject payment",
        "payments_reject",
        "prepaid invoices",
        send("POST", f"{PAYMENTS}/{{payment}}/reject", {"reason": "Not received"}, "operator"),
    ),
    operation(
        "cancel payment",
        "payments_cancel",
        "prepaid invoices",
        send("POST", f"{PAYMENTS}/{{payment}}/cancel", None, "member"),
    ),
    operation(
        "refund payment",
        "payments_refund",
        "prepaid invoices",
        send("POST", f"{PAYMENTS}/{{refundable}}/refund", {"reason": "By agreement"}, "operator"),
    ),
    operation(
        "configure method",
        "payment_methods_update",
        "invoices",
        send("PUT", f"{BASE}/payment-methods/bank_transfer", _METHOD, "operator"),
    ),
    operation(
        "set contact",
        "billing_contact_update",
        "invoices",
        send("PUT", f"{BASE}/contact", {"email": "new@example.com"}, "operator"),
    ),
)
