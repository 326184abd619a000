import { Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { percentOf } from "../money";
import { AmountText } from "../ui/AmountText";
import { ProblemView } from "../ui/ProblemView";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TextLink } from "../ui/links";
import { CashOutChart } from "./CashOutChart";
import classes from "./CashOutSummary.module.css";
import { type Period, summaryQuery } from "./queries";
import { PROFIT_WORDS } from "./words";

type Summary = Schemas["CashOutSummary"];

const PERIODS: readonly { value: Period; label: string }[] = [
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
];

interface CashOutSummaryProps {
  period: Period;
  onPeriod: (period: Period) => void;
}

/** The figures of a period: tiles, a chart by day, and the customers with the most cash-outs. */
export function CashOutSummary({ period, onPeriod }: CashOutSummaryProps) {
  const summary = useQuery(summaryQuery(period));
  return (
    <section aria-label="Summary">
      <Group mb="sm">
        <SegmentedControl
          aria-label="Period of the summary"
          value={period}
          onChange={onPeriod}
          data={PERIODS.map((one) => ({ ...one }))}
        />
      </Group>
      {summary.error !== null && summary.data === undefined && (
        <ProblemView error={summary.error} onRetry={() => void summary.refetch()} />
      )}
      {summary.isPending && <Skeleton height={84} aria-label="Loading the summary" />}
      {summary.data !== undefined && <Figures summary={summary.data} />}
    </section>
  );
}

function Figures({ summary }: { summary: Summary }) {
  const totals = summary.totals_by_currency;
  // A single bar adds nothing to the tiles.
  const hasChart = summary.by_day.length > 1;
  return (
    <>
      <Tiles>
        <Tile
          label="Cash-outs"
          note={`by ${summary.unique_customers} ${summary.unique_customers === 1 ? "customer" : "customers"}`}
        >
          {summary.total_cash_outs}
        </Tile>
        <Tile label="Paid out">
          <EachCurrency
            totals={totals}
            show={(one) => <AmountText amount={one.total_cash_out_amount} currency={one.currency} />}
          />
        </Tile>
        <Tile label="Customers' profit or loss">
          <EachCurrency
            totals={totals}
            show={(one) => (
              <AmountText amount={one.net_profit_loss} currency={one.currency} signed words={PROFIT_WORDS} showWords />
            )}
          />
        </Tile>
        <Tile label="Automatic" note="of all cash-outs">
          {summary.auto_cash_out_percentage.toFixed(1)} %
        </Tile>
        <Tile label="Average return" note="paid out, relative to the stake">
          {percentOf(summary.avg_return_ratio.toFixed(4))} %
        </Tile>
      </Tiles>
      {summary.total_cash_outs > 0 && (
        <div className={classes.columns} data-single={hasChart ? undefined : true}>
          {hasChart && (
            <Surface
              title={summary.currency === null ? "Cash-outs by UTC day" : `Paid out by UTC day, in ${summary.currency}`}
            >
              <CashOutChart days={summary.by_day} currency={summary.currency} />
            </Surface>
          )}
          <Surface title="Most cash-outs">
            <ol className={classes.top}>
              {summary.top_customers.map((one) => (
                <li key={one.user_id}>
                  <TextLink to="/customers/$customerId" params={{ customerId: one.user_id }} size="sm" fw={500}>
                    {one.username}
                  </TextLink>
                  <Text span size="sm" className={classes.count}>
                    {one.cash_out_count === 1 ? "once" : `${one.cash_out_count} times`},{" "}
                    <AmountText amount={one.total_cash_out_amount} currency={one.currency} />
                  </Text>
                </li>
              ))}
            </ol>
          </Surface>
        </div>
      )}
    </>
  );
}

/** A figure for each currency, because amounts of different currencies are never added. */
function EachCurrency(props: {
  totals: Summary["totals_by_currency"];
  show: (totals: Summary["totals_by_currency"][number]) => ReactNode;
}) {
  if (props.totals.length === 0) return "–";
  return props.totals.map((one) => <div key={one.currency}>{props.show(one)}</div>);
}
