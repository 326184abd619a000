import { Code, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { sum } from "../money";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";

type Transaction = Schemas["AuditedTransaction"];
type Entry = Transaction["entries"][number];

interface EntriesProps {
  query: UseQueryResult<Transaction>;
  /** The name of an owner; by default, the id. */
  nameOf?: (owner: string) => string;
}

/** The entries of a transaction, with the sum of each currency. */
export function Entries({ query, nameOf = (owner) => owner }: EntriesProps) {
  return (
    <section aria-label="Entries">
      <DataTable
        label="Entries"
        columns={columnsOf(query.data?.entries ?? [], nameOf)}
        query={query}
        rowsOf={({ entries }) => entries}
        keyOf={(entry) => entry.id}
        empty={<Empty title="It has no entries" />}
      />
    </section>
  );
}

/** The columns of the entries, with the sum of each currency, which must be zero. */
function columnsOf(entries: readonly Entry[], nameOf: (owner: string) => string): Column<Entry>[] {
  return [
    {
      header: "Wallet",
      isName: true,
      footer: "Sum",
      cell: ({ wallet_id, owner_id, account }) => (
        <>
          {owner_id !== null && `Of ${nameOf(owner_id)}`}
          {account}
          <Text size="xs" c="dimmed" fw={400}>
            <Code>{wallet_id}</Code>
          </Text>
        </>
      ),
    },
    { header: "Currency", cell: ({ currency }) => currency },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) => (
        <AmountText amount={amount} currency={currency} signed words={["into the wallet", "out of the wallet"]} />
      ),
      footer: sumsOf(entries).map(([currency, total]) => (
        <div key={currency}>
          <AmountText amount={total} currency={currency} />
        </div>
      )),
    },
    {
      header: "Balance after",
      align: "right",
      cell: ({ balance_after, currency }) =>
        balance_after === null ? "–" : <AmountText amount={balance_after} currency={currency} />,
    },
  ];
}

/** The sum of the entries of each currency. */
export function sumsOf(entries: readonly Pick<Entry, "amount" | "currency">[]): [currency: string, total: string][] {
  return [...new Set(entries.map(({ currency }) => currency))].map((currency) => [
    currency,
    sum(
      entries.filter((entry) => entry.currency === currency).map(({ amount }) => amount),
      currency,
    ),
  ]);
}
