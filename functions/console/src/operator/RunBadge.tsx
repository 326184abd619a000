import type { Schemas } from "../api/client";
import { StatusBadge } from "../ui/StatusBadge";
import { statusInWords } from "./reconciliation";

export function RunBadge({ status }: { status: Schemas["ReconciliationRun"]["status"] }) {
  return <StatusBadge status={status} label={statusInWords(status)} />;
}
