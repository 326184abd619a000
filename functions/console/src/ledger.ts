// Written by `make openapi` out of the ledger's roles, kinds and statuses; never edited by hand.
export const ROLES = [
  "customer",
  "agent",
  "billing.view",
  "billing.manage",
  "owner",
  "auditor",
  "trading",
  "tournaments",
  "messaging",
  "service",
  "root",
] as const;
export const DEBIT_KINDS = ["debit", "withdrawal", "debit_adjustment"] as const;
export const CREDIT_KINDS = ["credit", "deposit", "credit_adjustment"] as const;
/** The kinds by which the history of the cashier can be filtered. */
export const CASHIER_KINDS = [
  "debit",
  "withdrawal",
  "debit_adjustment",
  "credit",
  "deposit",
  "credit_adjustment",
  "opening_balance",
  "settlement",
  "reversal",
] as const;
/** The kinds by which the history of a prepaid wallet can be filtered, with the API's names. */
export const PREPAID_KINDS = ["topup", "message_charge", "debit", "adjustment", "refund"] as const;
export const BET_STATUSES = ["pending", "won", "lost", "void", "cashed_out"] as const;
/** The operations that may need two people, and the roles that approve each. */
export const APPROVERS = {
  adjustment: ["owner", "root"],
  agent_credit: ["billing.manage", "owner", "root"],
  coin_policy: ["owner", "root"],
  invoice_payment: ["billing.manage", "owner", "root"],
  overdraft: ["owner", "root"],
  payment_method: ["billing.manage", "owner", "root"],
  refund: ["billing.manage", "owner", "root"],
  reversal: ["owner", "root"],
  approval_policy: ["billing.manage", "owner", "root"],
  contact: ["billing.manage", "owner", "root"],
  erasure: ["billing.manage", "owner", "root"],
} as const;
