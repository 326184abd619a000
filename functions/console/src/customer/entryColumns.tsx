import { Text } from "@mantine/core";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import type { WalletEntry } from "./queries";
import { noteOf, reasonOf } from "./words";

/** The columns of a wallet's entries, in its history and in a statement. */
export function entryColumns(currency: string): Column<WalletEntry>[] {
  return [
    { header: "What", isName: true, cell: (entry) => <What entry={entry} /> },
    { header: "When", cell: ({ created_at }) => <TimeText at={created_at} /> },
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

function What({ entry }: { entry: WalletEntry }) {
  const note = noteOf(entry);
  return (
    <>
      {reasonOf(entry)}
      {note !== null && (
        <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
          {note}
        </Text>
      )}
    </>
  );
}
