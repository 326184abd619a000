import { Skeleton, Text, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, memo } from "react";
import { ProblemView } from "./ProblemView";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** For amounts and counts. */
  align?: "right";
  /** The column that names the row; on a small screen it is the card's heading. Exactly one. */
  isName?: boolean;
  /** The figure that a small screen shows next to the card's heading. At most one. */
  isFigure?: boolean;
  /** A column with actions: a small screen shows it without the column's name. */
  isAction?: boolean;
  /** A total of the whole filtered list. */
  footer?: ReactNode;
}

interface DataTableProps<Row, Answer> {
  /** The name of the list for screen readers: "Customers". */
  label: string;
  columns: readonly Column<Row>[];
  query: Pick<UseQueryResult<Answer>, "data" | "error" | "isPending" | "isPlaceholderData" | "refetch">;
  rowsOf: (answer: Answer) => readonly Row[];
  keyOf: (row: Row) => string;
  /** The hint for an empty list, or if nothing matches the filters. */
  empty: ReactNode;
  isHighlighted?: (row: Row) => boolean;
}

const SKELETON_ROWS = 6;

/**
 * A list in all its states: a skeleton while it loads, a problem, a hint if it is empty, or the rows. Below 40em each
 * row is a card. The roles are explicit because CSS removes those of a table whose rows are laid out as cards.
 */
export function DataTable<Row, Answer>(props: DataTableProps<Row, Answer>) {
  const { label, columns, query, rowsOf, keyOf, empty, isHighlighted } = props;
  if (query.error !== null && query.data === undefined) {
    return <ProblemView error={query.error} onRetry={() => void query.refetch()} />;
  }
  const known = query.data === undefined ? null : rowsOf(query.data);
  // While other filters are loading, the hint for an empty list would be about the old ones.
  const rows = known?.length === 0 && query.isPlaceholderData ? null : known;
  if (rows?.length === 0) return <div className={classes.empty}>{empty}</div>;
  const hasFooter = rows !== null && columns.some((column) => column.footer !== undefined);
  return (
    <>
      {query.error !== null && <ProblemView error={query.error} onRetry={() => void query.refetch()} />}
      {/* While other filters are loading, the rows are those of the old ones: nothing in them can be used. */}
      <div
        className={classes.frame}
        data-stale={query.isPlaceholderData || undefined}
        inert={rows !== null && query.isPlaceholderData}
      >
        <table className={classes.table} role="table" aria-label={label} aria-busy={rows === null}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th key={column.header} role="columnheader" scope="col" data-align={column.align}>
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows === null
              ? Array.from({ length: SKELETON_ROWS }, (_, index) => <SkeletonRow key={index} columns={columns} />)
              : rows.map((row) => (
                  <Row key={keyOf(row)} row={row} columns={columns} isHighlighted={isHighlighted?.(row) === true} />
                ))}
          </tbody>
          {hasFooter && (
            <tfoot role="rowgroup">
              <tr role="row">
                {columns.map((column) => (
                  <td
                    key={column.header}
                    role="cell"
                    data-align={column.align}
                    {...placeOf(column)}
                    data-label={column.footer === undefined ? undefined : column.header}
                    data-blank={column.footer === undefined || undefined}
                  >
                    <span>{column.footer}</span>
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {rows === null && <VisuallyHidden role="status">Loading {label.toLowerCase()}</VisuallyHidden>}
    </>
  );
}

interface RowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  isHighlighted: boolean;
}

/** Rendered again only if the row or a column's cell function has changed: lists change often, rows seldom. */
const Row = memo(BodyRow, (before, now) => {
  const isSameShown = (column: Column<never>, index: number) => column.cell === now.columns[index]?.cell;
  return before.row === now.row && before.isHighlighted === now.isHighlighted && before.columns.every(isSameShown);
}) as typeof BodyRow;

function BodyRow<Row>({ row, columns, isHighlighted }: RowProps<Row>) {
  return (
    <tr role="row" data-highlighted={isHighlighted || undefined}>
      {columns.map((column) => (
        <td key={column.header} role="cell" data-align={column.align} {...placeOf(column)} data-label={column.header}>
          <span>{column.cell(row)}</span>
        </td>
      ))}
    </tr>
  );
}

function SkeletonRow<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tr role="row">
      {columns.map((column) => (
        <td key={column.header} role="cell" data-align={column.align} {...placeOf(column)}>
          <Skeleton height={12} width={column.align === "right" ? 64 : "70%"} my={4} />
        </td>
      ))}
    </tr>
  );
}

/** The position of the cell on the card of a small screen. */
function placeOf<Row>({ isName, isFigure, isAction }: Column<Row>) {
  return { "data-name": isName, "data-figure": isFigure, "data-action": isAction };
}

/** The text of an empty list: what is missing, and what to do. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <>
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text size="sm" c="dimmed" maw={420}>
          {children}
        </Text>
      )}
      {action}
    </>
  );
}
