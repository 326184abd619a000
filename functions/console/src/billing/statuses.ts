/** The values of billing's filters, which the routes also need before a page is loaded. */
export const REQUEST_STATUSES = ["pending", "invoiced", "completed", "rejected", "cancelled"] as const;
export const INVOICE_STATUSES = ["draft", "issued", "overdue", "paid", "void"] as const;
export const PURPOSES = ["topup", "usage", "subscription"] as const;
/** The first two statuses of a payment are for payment gateways, of which there is none yet. */
export const PAYMENT_STATUSES = ["pending_approval", "succeeded", "failed", "cancelled", "refunded"] as const;
