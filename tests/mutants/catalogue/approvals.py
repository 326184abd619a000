"""Mistakes in approvals, and in what is kept of changes and of reads."""

from tests.mutants.mutant import in_sql

MUTANTS = [
    in_sql("billing/invoices.sql")(
        "participants-of-an-unlocked-invoice",
        "i constant invoices := hold_invoice(p_tenant, p_invoice);\nbegin\n    return query",
        "i constant invoices := (select x from invoices x where (x.tenant_id, x.invoice_id) = (p_tenant, p_invoice));\n"
        "begin\n    return query",
        "Whoever submits a payment in the same moment approves that its invoice is marked as paid.",
        ["approval_races::whoever_submits_a_payment_while_they_approve_its_invoice_payment_is_refused"],
    ),
    in_sql("billing/payments.sql")(
        "participants-without-who-decided",
        "array[(held.p).created_by, (held.p).decided_by, (held.p).refunded_by,",
        "array[(held.p).created_by, (held.p).refunded_by,",
        "Whoever approved a payment approves its refund.",
        ["approval_kinds::a_refund_is_not_approved_by_who_submitted_or_decided_the_payment_or_asked_for_the_top_up"],
    ),
]
