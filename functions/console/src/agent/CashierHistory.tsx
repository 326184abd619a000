import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { instantsOf } from "../dates";
import { kindInWords } from "../kinds";
import { CASHIER_KINDS } from "../ledger";
import { AmountText } from "../ui/AmountText";
import { CursorPaging } from "../ui/CursorPaging";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { DayFilter } from "../ui/DayFilter";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { ChoiceFilter, Filters, choicesOf } from "../ui/filters";
import { TotalsOf } from "./TotalsOf";
import { LIMIT, historyQuery } from "./queries";

const route = getRouteApi("/agent/customers/$customerId");

const KIND_CHOICES = choicesOf(CASHIER_KINDS, kindInWords);

/** The agent's cashier transactions with this customer, newest first. */
export function CashierHistory({ customerId }: { customerId: string }) {
  const { type, from, to, cursor } = route.useSearch();
  const filters = { ...(type === undefined ? {} : { type }), ...instantsOf({ from, to }) };
  const history = useQuery(historyQuery({ customer_id: customerId, ...filters, limit: LIMIT, cursor }));
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <Filters>
        <ChoiceFilter name="type" label="Kind" choices={KIND_CHOICES} />
        <DayFilter name="from" label="From" />
        <DayFilter name="to" label="To" />
      </Filters>
      <DataTable
        label="Cashier history"
        columns={columnsWith(history.data)}
        query={history}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={
          isFiltered ? (
            <Empty title="Nothing matches">Choose other days, or another kind.</Empty>
          ) : (
            <Empty title="No transactions yet">The first debit or credit appears here.</Empty>
          )
        }
      />
      <CursorPaging of="transactions" answer={history.data} cursor={cursor} isBelow />
    </>
  );
}

function columnsWith(answer: Schemas["CashierHistory"] | undefined): Column<Schemas["CashierTransaction"]>[] {
  const totals = answer?.totals_by_currency ?? [];
  return [
    { header: "When", isName: true, cell: ({ created_at }) => <TimeText at={created_at} />, footer: "Total" },
    {
      header: "Kind",
      cell: ({ transaction_type, is_override }) => (
        <>
          {kindInWords(transaction_type)} {is_override && <StatusBadge status="override" tone="waiting" />}
        </>
      ),
    },
    {
      header: "Description",
      cell: ({ description, external_reference }) => (
        <>
          {description ?? "–"}
          {external_reference !== null && (
            <Text component="span" display="block" size="xs" c="dimmed">
              {external_reference}
            </Text>
          )}
        </>
      ),
    },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) => (
        <AmountText amount={amount} currency={currency} signed words={["paid in", "paid out"]} />
      ),
      footer: (
        <>
          <TotalsOf totals={totals} amountOf={(one) => one.total_credits} words={["in", "", "in"]} />
          <TotalsOf totals={totals} amountOf={(one) => one.total_debits} words={["out", "", "out"]} />
        </>
      ),
    },
    {
      header: "Balance after",
      align: "right",
      cell: ({ balance_after, currency }) => <AmountText amount={balance_after} currency={currency} />,
    },
  ];
}
