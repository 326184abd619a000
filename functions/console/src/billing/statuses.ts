/** What of billing can be filtered by; the addresses' filters read these too, before any page is loaded. */
export const REQUEST_STATUSES = ["pending", "invoiced", "completed", "rejected", "cancelled"] as const;
export const INVOICE_STATUSES = ["draft", "issued", "overdue", "paid", "void"] as const;
export const PURPOSES = ["topup", "usage", "subscription"] as const;
/** The first two states of a payment are for gateways, of which there is none yet. */
export const PAYMENT_STATUSES = ["pending_approval", "succeeded", "failed", "cancelled", "refunded"] as const;
