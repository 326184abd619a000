import { Box } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { entryColumns } from "../customer/entryColumns";
import { reasonOf } from "../customer/words";
import { CursorPaging } from "../ui/CursorPaging";
import { DataTable, Empty } from "../ui/DataTable";
import { BalanceChart } from "./BalanceChart";
import { TransactionDrawer, TransactionLink } from "./TransactionDrawer";
import { LIMIT, transactionsQuery } from "./queries";

const route = getRouteApi("/agent/customers/$customerId");

/** Everything that changed the balance, newest first, with the balance after it. */
export function CustomerTransactions({ customer }: { customer: Schemas["Customer"] }) {
  const { customer_id, currency } = customer;
  const { cursor } = route.useSearch();
  const transactions = useQuery(transactionsQuery(customer_id, { currency, limit: LIMIT, cursor }));
  return (
    <>
      <Box mb="md">
        <BalanceChart customerId={customer_id} currency={currency} />
      </Box>
      <DataTable
        label="Transactions"
        columns={entryColumns(currency, (entry) => (
          <TransactionLink id={entry.transaction_id}>{reasonOf(entry)}</TransactionLink>
        ))}
        query={transactions}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={<Empty title="No transactions yet">The first debit, credit, transfer or bet appears here.</Empty>}
      />
      <TransactionDrawer customer={customer} />
      <CursorPaging of="transactions" answer={transactions.data} cursor={cursor} isBelow />
    </>
  );
}
