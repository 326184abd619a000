import type { Schemas } from "../api/client";
import { StatusBadge } from "../ui/StatusBadge";

/** The status of an invoice. An issued one past its due date is overdue. */
export function InvoiceBadge({ invoice }: { invoice: Pick<Schemas["Invoice"], "status" | "is_overdue"> }) {
  return <StatusBadge status={invoice.is_overdue ? "overdue" : invoice.status} />;
}
