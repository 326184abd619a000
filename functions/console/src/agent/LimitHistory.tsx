import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { formatAmount } from "../money";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Paging } from "../ui/Paging";
import { wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { limitsQuery } from "./queries";
import { accountTypeOf } from "./words";

const LIMIT = 10;

/** Every change of the account's terms, newest first. */
export function LimitHistory({ customerId, currency }: { customerId: string; currency: string }) {
  const [offset, setOffset] = useState(0);
  const changes = useQuery(limitsQuery(customerId, { limit: LIMIT, offset }));
  const columns: Column<Schemas["CustomerChange"]>[] = [
    { header: "When", isName: true, cell: ({ changed_at }) => <TimeText at={changed_at} /> },
    { header: "What", cell: ({ field }) => wordsOf(field) },
    { header: "From", cell: ({ field, old_value }) => valueOf(field, old_value, currency) },
    { header: "To", cell: ({ field, new_value }) => valueOf(field, new_value, currency) },
    { header: "By", cell: ({ changed_by }) => changed_by },
  ];
  return (
    <>
      <DataTable
        label="Changes of the account"
        columns={columns}
        query={changes}
        rowsOf={(answer) => answer.items}
        keyOf={({ changed_at, field }) => changed_at + field}
        empty={<Empty title="Never changed">The account still has its first terms.</Empty>}
      />
      {changes.data !== undefined && (
        <Paging of="changes" total={changes.data.total_count} limit={LIMIT} offset={offset} onOffset={setOffset} />
      )}
    </>
  );
}

function valueOf(field: Schemas["CustomerChange"]["field"], value: string, currency: string): string {
  if (field === "credit_limit") return formatAmount(value, currency);
  return field === "account_type" ? accountTypeOf(value === "credit" ? "credit" : "postup") : wordsOf(value);
}
