import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { formatMoment } from "../dates";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import type { WalletEntry } from "./queries";
import { noteOf, reasonOf } from "./words";

type Name = (entry: WalletEntry) => ReactNode;

/**
 * The columns of a wallet's entries, in its history and in a statement.
 * nameOf: what stands for the reason of an entry, such as a link; by default, its words.
 */
export function entryColumns(currency: string, nameOf: Name = reasonOf): Column<WalletEntry>[] {
  return [
    { header: "What", isName: true, cell: (entry) => <What entry={entry} nameOf={nameOf} /> },
    { header: "When", cell: (entry) => <When entry={entry} /> },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount }) => <AmountText amount={amount} currency={currency} signed words={["in", "out"]} />,
    },
    {
      header: "Balance after",
      align: "right",
      cell: ({ balance_after }) => <AmountText amount={balance_after} currency={currency} words={["", "owed"]} />,
    },
  ];
}

function What({ entry, nameOf }: { entry: WalletEntry; nameOf: Name }) {
  const note = noteOf(entry);
  return (
    <>
      {nameOf(entry)}
      {note !== null && <Below>{note}</Below>}
    </>
  );
}

/** When it was posted and, if that shows another minute, when it happened. */
export function When({ entry }: { entry: Pick<WalletEntry, "created_at" | "effective_at"> }) {
  const { created_at, effective_at } = entry;
  return (
    <>
      <TimeText at={created_at} />
      {formatMoment(effective_at) !== formatMoment(created_at) && (
        <Below>
          happened <TimeText at={effective_at} />
        </Below>
      )}
    </>
  );
}

function Below({ children }: { children: ReactNode }) {
  return (
    <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
      {children}
    </Text>
  );
}
