import { Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useDeferredValue } from "react";
import type { Schemas } from "../api/client";
import { instantsOf } from "../dates";
import { useIsAgent } from "../session/person";
import { useStore } from "../store";
import { AmountText } from "../ui/AmountText";
import { CursorPaging } from "../ui/CursorPaging";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { DayFilter } from "../ui/DayFilter";
import { Page } from "../ui/Page";
import { StatusBadge, wordsOf } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { Filters, useFilter } from "../ui/filters";
import { TextLink } from "../ui/links";
import { CashOutSummary } from "./CashOutSummary";
import { CustomerFilter } from "./CustomerFilter";
import { TotalsOf } from "./TotalsOf";
import { arrivals, matches, merged } from "./arrivals";
import { LIMIT, activityQuery } from "./queries";
import type { CashOut } from "./stream";
import { PROFIT_WORDS } from "./words";

const route = getRouteApi("/agent/cash-outs");

/** The cash-outs of the agent's customers: a summary, and a live list. */
export function CashOutsPage() {
  const { period = "24h", customer, from, to, cursor } = route.useSearch();
  const { apply: choosePeriod } = useFilter("period");
  const filters = { ...(customer === undefined ? {} : { customer_id: customer }), ...instantsOf({ from, to }) };
  const isAgent = useIsAgent();
  // New cash-outs are rendered with lower priority than input.
  const { state, items: received } = useDeferredValue(useStore(arrivals));
  // Read after the stream has begun: otherwise a cash-out in between would be in neither.
  const activity = useQuery({
    ...activityQuery({ ...filters, limit: LIMIT, cursor }),
    enabled: !isAgent || state !== "starting",
  });
  const isFirstPage = cursor === undefined;
  const fresh = isFirstPage ? received.filter((one) => matches(one, filters)) : [];
  const freshBets = new Set(fresh.map((one) => one.bet_id));
  return (
    <Page
      title="Cash-out activity"
      lead={isAgent ? "Your customers’ cash-outs, live." : "The cash-outs of every agent’s customers."}
    >
      <CashOutSummary period={period} onPeriod={(next) => choosePeriod(next === "24h" ? undefined : next)} />
      <Group justify="space-between" align="flex-end" mb="sm" mt="xl" gap="sm">
        <div>
          <Title order={2} size="h4">
            Cash-outs
          </Title>
          <Text size="sm" c="dimmed">
            Profit and loss are the customer&rsquo;s: gained is more than the stake, lost is less.
          </Text>
        </div>
        <Filters mb={0}>
          <CustomerFilter />
          <DayFilter name="from" label="From" />
          <DayFilter name="to" label="To" />
        </Filters>
      </Group>
      <DataTable
        label="Cash-outs"
        columns={columnsWith(activity.data)}
        query={activity}
        rowsOf={({ items }) => (isFirstPage ? merged(items, fresh, LIMIT) : items)}
        keyOf={(one) => one.bet_id}
        isHighlighted={(one) => freshBets.has(one.bet_id)}
        empty={
          Object.keys(filters).length > 0 ? (
            <Empty title="No cash-out matches">Choose other days, or all customers.</Empty>
          ) : (
            <Empty title="No cash-outs yet">{isAgent && "New cash-outs appear here at once."}</Empty>
          )
        }
      />
      <CursorPaging of="cash-outs" answer={activity.data} cursor={cursor} isBelow />
    </Page>
  );
}

const COLUMNS: readonly Column<CashOut>[] = [
  {
    header: "Customer",
    isName: true,
    cell: ({ user_id, username }) => (
      <TextLink to="/customers/$customerId" params={{ customerId: user_id }} inherit fw={500}>
        {username}
      </TextLink>
    ),
  },
  { header: "When", cell: ({ settled_at }) => <TimeText at={settled_at} precise /> },
  {
    header: "Stake",
    align: "right",
    cell: ({ stake, currency }) => <AmountText amount={stake} currency={currency} />,
  },
  {
    header: "Paid out",
    isFigure: true,
    align: "right",
    cell: ({ cash_out_amount, currency }) => <AmountText amount={cash_out_amount} currency={currency} />,
  },
  {
    header: "Profit or loss",
    align: "right",
    cell: ({ profit_loss, currency }) => (
      <AmountText amount={profit_loss} currency={currency} signed words={PROFIT_WORDS} showWords />
    ),
  },
  {
    header: "How",
    cell: ({ is_auto_cash_out, cash_out_trigger_reason }) =>
      is_auto_cash_out ? (
        <>
          <StatusBadge status="automatic" /> {cash_out_trigger_reason !== null && wordsOf(cash_out_trigger_reason)}
        </>
      ) : (
        "On request"
      ),
  },
];

/** The columns, with the totals of the whole filtered list as footers. */
function columnsWith(answer: Schemas["CashOutActivity"] | undefined): Column<CashOut>[] {
  const totals = answer?.totals_by_currency ?? [];
  const footers: Partial<Record<string, ReactNode>> = {
    Customer: answer === undefined ? "Total" : `Total of ${answer.total_count}`,
    "Paid out": <TotalsOf totals={totals} amountOf={(one) => one.total_cash_out_amount} />,
    "Profit or loss": (
      <TotalsOf totals={totals} amountOf={(one) => one.total_profit_loss} signed words={PROFIT_WORDS} />
    ),
  };
  return COLUMNS.map((column) => ({ ...column, footer: footers[column.header] }));
}
