import { Text } from "@mantine/core";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import type { WalletMovement } from "./queries";
import { noteOf, reasonOf } from "./words";

/** How a wallet's movements are listed, in its history as in a statement. */
export function movementColumns(currency: string): Column<WalletMovement>[] {
  return [
    { header: "What", isName: true, cell: (movement) => <What movement={movement} /> },
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

function What({ movement }: { movement: WalletMovement }) {
  const note = noteOf(movement);
  return (
    <>
      {reasonOf(movement)}
      {note !== null && (
        <Text component="span" display="block" size="xs" c="dimmed" fw={400}>
          {note}
        </Text>
      )}
    </>
  );
}
