import { Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { formatDay } from "../dates";
import { formatAmount } from "../money";
import { Chart } from "../ui/Chart";
import classes from "./CashOutChart.module.css";
import { type Day, heightOf, mostOf, withoutGaps } from "./cashOutDays";

interface CashOutChartProps {
  /** Days with cash-outs, the oldest first; at least one. */
  days: readonly Day[];
  /** Null if there are several: then the bars show the number of cash-outs. */
  currency: string | null;
}

/** Amounts paid out by UTC day, as bars and as a table for screen readers. Pointing at a day shows its figures. */
export function CashOutChart({ days, currency }: CashOutChartProps) {
  const [pointed, setPointed] = useState<string>();
  const shown = withoutGaps(days);
  const most = mostOf(shown, currency);
  const named = shown.find(({ day }) => day === pointed) ?? most;
  const height = (day: Day) => heightOf(day, currency) / (heightOf(most, currency) || 1);
  return (
    <>
      <Chart
        amounts={[amountOf(most, currency), "0"]}
        first={formatDay(shown[0].day)}
        last={formatDay((shown.at(-1) ?? shown[0]).day)}
      >
        <div className={classes.bars} onPointerLeave={() => setPointed(undefined)}>
          {shown.map((day) => (
            <div key={day.day} className={classes.day} onPointerEnter={() => setPointed(day.day)}>
              {day.cash_out_count > 0 && <div className={classes.bar} style={{ height: `${100 * height(day)}%` }} />}
            </div>
          ))}
        </div>
      </Chart>
      <Text size="xs" c="dimmed" mt="xs" aria-hidden>
        {named.day !== pointed && "Most on "}
        {formatDay(named.day)}: {textOf(named, currency)}
      </Text>
      <VisuallyHidden>
        <table>
          <caption>Cash-outs by UTC day</caption>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{formatDay(day.day)}</th>
                <td>{textOf(day, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}

/** What the height of a day's bar is: the amount paid out, or without one currency the number of cash-outs. */
function amountOf({ cash_out_count, total_cash_out_amount }: Day, currency: string | null): string {
  return currency === null ? String(cash_out_count) : formatAmount(total_cash_out_amount ?? "0", currency);
}

function textOf(day: Day, currency: string | null): string {
  const count = day.cash_out_count === 1 ? "1 cash-out" : `${day.cash_out_count} cash-outs`;
  return currency === null ? count : `${amountOf(day, currency)} in ${count}`;
}
