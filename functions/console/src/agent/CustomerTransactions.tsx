import { Box } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { entryColumns } from "../customer/entryColumns";
import { CursorPaging } from "../ui/CursorPaging";
import { DataTable, Empty } from "../ui/DataTable";
import { BalanceChart } from "./BalanceChart";
import { LIMIT, transactionsQuery } from "./queries";

const route = getRouteApi("/agent/customers/$customerId");

/** Everything that changed the balance, newest first, with the balance after it. */
export function CustomerTransactions({ customerId, currency }: { customerId: string; currency: string }) {
  const { cursor } = route.useSearch();
  const transactions = useQuery(transactionsQuery(customerId, { currency, limit: LIMIT, cursor }));
  return (
    <>
      <Box mb="md">
        <BalanceChart customerId={customerId} currency={currency} />
      </Box>
      <DataTable
        label="Transactions"
        columns={entryColumns(currency)}
        query={transactions}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={<Empty title="No transactions yet">The first debit, credit, transfer or bet appears here.</Empty>}
      />
      <CursorPaging of="transactions" answer={transactions.data} cursor={cursor} isBelow />
    </>
  );
}
