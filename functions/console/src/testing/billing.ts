/** Example answers of the API about billing; each takes the fields that matter to a test. */
import type { Schemas } from "../api/client";

export const AT = "2026-11-20T10:00:00.000000Z";

export function aRequest(fields: Partial<Schemas["TopupRequest"]> = {}): Schemas["TopupRequest"] {
  return {
    request_id: crypto.randomUUID(),
    tenant_id: "acme",
    wallet_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
    amount: "45.50",
    currency: "USD",
    status: "pending",
    note: null,
    requested_by: "tina",
    requested_at: AT,
    decided_by: null,
    decided_at: null,
    decision_note: null,
    decisions: [],
    invoice: null,
    completed_at: null,
    ...fields,
  };
}

export function aPayment(fields: Partial<Schemas["Payment"]> = {}): Schemas["Payment"] {
  return {
    payment_id: crypto.randomUUID(),
    invoice_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
    invoice_number: "TOP-202611-ABC-DEF",
    amount: "45.50",
    currency: "USD",
    payment_method: "bank_transfer",
    method_id: "bank_transfer",
    status: "pending_approval",
    transaction_reference: "TR-1",
    notes: null,
    failure_reason: null,
    created_by: "tina",
    created_at: AT,
    updated_at: AT,
    processed_at: null,
    decided_by: null,
    decided_at: null,
    decision_note: null,
    refunded_by: null,
    refunded_at: null,
    refund_reason: null,
    meta: null,
    refund_meta: null,
    tenant_id: "acme",
    ...fields,
  };
}

export function anInvoice(fields: Partial<Schemas["Invoice"]> = {}): Schemas["Invoice"] {
  return {
    invoice_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
    tenant_id: "acme",
    number: "TOP-202611-ABC-DEF",
    purpose: "topup",
    status: "issued",
    is_overdue: false,
    amount: "120.00",
    currency: "USD",
    lines: [{ description: "Top-up", amount: "120.00" }],
    issued_by: "oscar",
    issued_at: AT,
    due_at: "2026-12-04T10:00:00Z",
    paid_by: null,
    paid_at: null,
    voided_by: null,
    voided_at: null,
    void_reason: null,
    period_start: null,
    period_end: null,
    request_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c31",
    mail_status: "sent",
    payments: [],
    ...fields,
  };
}

export function aWallet(fields: Partial<Schemas["PrepaidWallet"]> = {}): Schemas["PrepaidWallet"] {
  return {
    wallet_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
    tenant_id: "acme",
    currency: "USD",
    balance: "70.00",
    held: "0.00",
    available: "70.00",
    status: "active",
    low_balance: false,
    recent_transactions: [],
    ...fields,
  };
}

export function aRun(fields: Partial<Schemas["ReconciliationRun"]> = {}): Schemas["ReconciliationRun"] {
  return {
    run_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c40",
    dry_run: true,
    full: false,
    status: "clean",
    wallets_checked: 16,
    drifted: 0,
    corrected: 0,
    transactions_checked: 74,
    findings: [],
    open_findings: 0,
    started_at: AT,
    finished_at: "2026-11-20T10:00:01.900000Z",
    ...fields,
  };
}

export function aFinding(fields: Partial<Schemas["Finding"]> = {}): Schemas["Finding"] {
  return {
    finding_id: crypto.randomUUID(),
    tenant_id: "acme",
    kind: "sum",
    wallet_id: null,
    transaction_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50",
    subject_id: null,
    version: null,
    currency: "USD",
    expected: "0.00",
    actual: "0.01",
    corrected: false,
    acknowledged_at: null,
    acknowledged_by: null,
    note: null,
    ...fields,
  };
}

/** A pending adjustment of 5.00 USD that tina requested. */
export function anApproval(fields: Partial<Schemas["ApprovalDetails"]> = {}): Schemas["ApprovalDetails"] {
  return {
    approval_id: crypto.randomUUID(),
    tenant_id: "acme",
    status: "pending",
    kind: "adjustment",
    subject: "acme",
    amount: "5.00",
    currency: "USD",
    requested_by: "tina",
    requested_at: AT,
    expires_at: "2026-11-27T10:00:00.000000Z",
    decided_by: null,
    decided_at: null,
    decision_note: null,
    payload: { kind: "adjustment", tenant_id: "acme", request: { amount: "5.00", reason: "Goodwill" } },
    payload_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    result: null,
    ...fields,
  };
}

export function aPolicy(fields: Partial<Schemas["ApprovalPolicy"]> = {}): Schemas["ApprovalPolicy"] {
  return {
    tenant_id: "acme",
    from: { agent_credit: null, refund: "0", reversal: "0", overdraft: null, invoice_payment: null },
    two_people: "on",
    changed_by: null,
    changed_at: null,
    ...fields,
  };
}

/** A page of a list with page numbers. */
export function paged<Item>(items: Item[], total_count = items.length) {
  return { items, total_count, page_number: 1, page_size: 20, total_pages: 1 };
}

/** A page of a list with an offset or a cursor. */
export function listed<Item>(items: Item[], total_count = items.length, next_cursor: string | null = null) {
  return { items, total_count, limit: 20, offset: 0, has_more: total_count > items.length, next_cursor };
}
