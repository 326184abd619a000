import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../ui/DataTable";
import { OffsetPaging } from "../ui/Paging";
import { SIZE } from "./queries";

interface Answer<Row> {
  items: Row[];
  total_count: number;
}

interface PagedTableProps<Row> {
  label: string;
  /** The noun for the rows: "payments". */
  of: string;
  columns: readonly Column<Row>[];
  query: Pick<UseQueryResult<Answer<Row>>, "data" | "error" | "isPending" | "isPlaceholderData" | "refetch">;
  keyOf: (row: Row) => string;
  empty: ReactNode;
  /** That of the page, in the address. */
  offset: number;
}

/** A table with paging: the page is in the address. */
export function PagedTable<Row>({ of, query, offset, ...table }: PagedTableProps<Row>) {
  return (
    <>
      <DataTable {...table} query={query} rowsOf={(answer) => answer.items} />
      <OffsetPaging of={of} answer={query.data} limit={SIZE} offset={offset} />
    </>
  );
}
