import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import type { PREPAID_KINDS } from "../ledger";
import { AmountText } from "../ui/AmountText";
import { CursorPaging } from "../ui/CursorPaging";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import { ChoiceFilter, Filters } from "../ui/filters";
import { transactionsOf } from "./queries";
import { prepaidKindChoices, prepaidKindInWords } from "./words";

export type TransactionKind = (typeof PREPAID_KINDS)[number];

/** The currency of prepaid wallets. */
export const CURRENCY = "USD";

const columns: Column<Schemas["PrepaidTransaction"]>[] = [
  {
    header: "Transaction",
    isName: true,
    cell: ({ kind, description }) => (
      <>
        {prepaidKindInWords(kind)}
        {description !== null && (
          <Text size="xs" c="dimmed" fw={400}>
            {description}
          </Text>
        )}
      </>
    ),
  },
  { header: "When", cell: ({ created_at }) => <TimeText at={created_at} /> },
  {
    header: "Amount",
    isFigure: true,
    align: "right",
    cell: ({ amount }) => (
      <AmountText amount={amount} currency={CURRENCY} signed words={["into the wallet", "out of the wallet"]} />
    ),
  },
  {
    header: "Balance after",
    align: "right",
    cell: ({ balance_after }) => <AmountText amount={balance_after} currency={CURRENCY} />,
  },
];

interface TransactionsProps {
  tenant?: string | undefined;
  kind: TransactionKind | undefined;
  cursor: string | undefined;
}

/** The transactions of a prepaid wallet, newest first. */
export function Transactions({ tenant, kind, cursor }: TransactionsProps) {
  const transactions = useQuery(transactionsOf({ tenant_id: tenant, kind, cursor }));
  return (
    <>
      <Filters>
        <ChoiceFilter name="kind" label="Kind" choices={prepaidKindChoices} />
      </Filters>
      <DataTable
        label="Transactions"
        columns={columns}
        query={transactions}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={
          kind === undefined ? (
            <Empty title="No transactions yet">The first paid top-up appears here.</Empty>
          ) : (
            <Empty title="No transactions of this kind">Choose another kind, or all.</Empty>
          )
        }
      />
      <CursorPaging of="transactions" answer={transactions.data} cursor={cursor} isBelow />
    </>
  );
}
