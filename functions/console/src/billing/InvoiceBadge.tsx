import type { Schemas } from "../api/client";
import { StatusBadge } from "../ui/StatusBadge";

/** Issued and past its due date is said as what it is to its reader: overdue. */
export function InvoiceBadge({ invoice }: { invoice: Pick<Schemas["Invoice"], "status" | "is_overdue"> }) {
  return <StatusBadge status={invoice.is_overdue ? "overdue" : invoice.status} />;
}
