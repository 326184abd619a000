import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../ui/DataTable";
import { Paging } from "../ui/Paging";
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
  offset: number;
  onOffset: (offset: number | undefined) => void;
}

/** A table with paging. */
export function PagedTable<Row>({ of, query, offset, onOffset, ...table }: PagedTableProps<Row>) {
  return (
    <>
      <DataTable {...table} query={query} rowsOf={(answer) => answer.items} />
      {query.data !== undefined && (
        <Paging
          of={of}
          total={query.data.total_count}
          limit={SIZE}
          offset={offset}
          onOffset={(to) => onOffset(to || undefined)}
        />
      )}
    </>
  );
}
