import { Text } from "@mantine/core";
import { useState } from "react";
import { type Column, DataTable } from "../ui/DataTable";
import { Paging } from "../ui/Paging";
import type { ImportRow } from "./importFile";
import classes from "./ImportPreview.module.css";

const LIMIT = 50;

interface ImportPreviewProps {
  rows: readonly ImportRow[];
  problems: ReadonlyMap<number, readonly string[]>;
}

/** The rows of the file; if some are invalid, only those, with their problems. */
export function ImportPreview({ rows, problems }: ImportPreviewProps) {
  const [offset, setOffset] = useState(0);
  const numbered = rows.map((row, index) => ({ ...row, index }));
  const shown = problems.size === 0 ? numbered : numbered.filter(({ index }) => problems.has(index));
  const columns: Column<ImportRow & { index: number }>[] = [
    {
      header: "Row",
      isName: true,
      cell: ({ index, username }) => `${index + 1}. ${(username as string | undefined) ?? "(no name)"}`,
    },
    {
      header: "Account",
      cell: ({ account_type }) => (account_type as string | undefined) ?? "–",
    },
    { header: "Currency", cell: ({ currency }) => currency ?? "USD" },
    { header: "Credit limit", align: "right", cell: ({ credit_limit }) => credit_limit ?? "–" },
    { header: "Opening balance", align: "right", cell: ({ opening_balance }) => opening_balance ?? "–" },
    { header: "Reference", cell: ({ external_reference }) => external_reference ?? "–" },
    ...(problems.size === 0
      ? []
      : [
          {
            header: "Problem",
            cell: ({ index }: { index: number }) => (
              <Text span size="sm" className={classes.problem}>
                {problems.get(index)?.join(" ")}
              </Text>
            ),
          },
        ]),
  ];
  return (
    <div>
      <DataTable
        label={problems.size === 0 ? "Rows of the file" : "Invalid rows"}
        columns={columns}
        query={LOADED}
        rowsOf={() => shown.slice(offset, offset + LIMIT)}
        keyOf={({ index }) => String(index)}
        empty="Nothing"
      />
      <Paging of="rows" total={shown.length} limit={LIMIT} offset={offset} onOffset={setOffset} />
    </div>
  );
}

/** A query that is already loaded, since the rows come from the file. */
const LOADED = {
  data: null,
  error: null,
  isPending: false,
  isPlaceholderData: false,
  refetch: () => Promise.reject(new Error("a file cannot be fetched again")),
};
