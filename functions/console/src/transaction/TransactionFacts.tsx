import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { kindInWords } from "../kinds";
import { Facts } from "../ui/Facts";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";

interface TransactionFactsProps {
  transaction: Schemas["AuditedTransaction"];
  /** A link to another transaction. */
  linkTo: (id: string) => ReactNode;
}

/** What is known about a transaction apart from its entries. */
export function TransactionFacts({ transaction, linkTo }: TransactionFactsProps) {
  const { kind, reason, created_at, effective_at, posted_by, approved_by, request_id, idempotency_key } = transaction;
  const { description, external_reference, corrects, corrected_by } = transaction;
  return (
    <Facts
      of={[
        ["Kind", kindInWords(kind)],
        ["Reason", reason === kind ? null : <Code key="reason">{reason}</Code>],
        ["Happened", effective_at === created_at ? null : <TimeText key="effective" at={effective_at} precise />],
        ["Posted", <TimeText key="at" at={created_at} precise />],
        ["Posted by", posted_by],
        ["Approved by", approved_by],
        ["Description", description],
        ["External reference", external_reference],
        ["Corrects", corrects === null ? null : linkTo(corrects)],
        [
          "Corrected by",
          corrected_by === null ? null : (
            <span key="by">
              {linkTo(corrected_by)} <StatusBadge status="reversed" />
            </span>
          ),
        ],
        ["Request", <Code key="request">{request_id}</Code>],
        ["Idempotency key", idempotency_key === null ? null : <Code key="key">{idempotency_key}</Code>],
      ]}
    />
  );
}
