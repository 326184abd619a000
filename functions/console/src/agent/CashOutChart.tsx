import { VisuallyHidden } from "@mantine/core";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Schemas } from "../api/client";
import { formatAmount, pixelsOf } from "../money";
import classes from "./CashOutSummary.module.css";

interface CashOutChartProps {
  days: readonly Schemas["CashOutDay"][];
  /** Null if there are several: then the bars show the number of cash-outs. */
  currency: string | null;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const few = new Intl.NumberFormat("en-US", { notation: "compact" });

/** Amounts paid out by UTC day, as bars and as a table for screen readers. */
export default function CashOutChart({ days, currency }: CashOutChartProps) {
  const bars = days.map((one) => ({
    label: day.format(new Date(one.day)),
    height: currency === null ? one.cash_out_count : pixelsOf(one.total_cash_out_amount ?? "0"),
    text: textOf(one, currency),
  }));
  return (
    <>
      <div className={classes.chart} aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={bars} margin={{ top: 4, right: 0, bottom: 0, left: -12 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--purser-line)" />
            <XAxis
              dataKey="label"
              tickLine={false}
              axisLine={false}
              stroke="var(--mantine-color-dimmed)"
              minTickGap={12}
            />
            <YAxis
              tickLine={false}
              axisLine={false}
              stroke="var(--mantine-color-dimmed)"
              tickFormatter={(value: number) => few.format(value)}
              allowDecimals={currency !== null}
            />
            <Tooltip
              cursor={{ fill: "var(--purser-hover)" }}
              isAnimationActive={false}
              contentStyle={{
                background: "var(--purser-surface)",
                border: "1px solid var(--purser-line)",
                borderRadius: 6,
              }}
              formatter={(_value, _name, bar) => [(bar.payload as { text: string }).text, "Cash-outs"]}
            />
            <Bar
              dataKey="height"
              fill="var(--mantine-primary-color-filled)"
              radius={[3, 3, 0, 0]}
              maxBarSize={48}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden>
        <table>
          <caption>Cash-outs by UTC day</caption>
          <tbody>
            {bars.map(({ label, text }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}

function textOf({ cash_out_count, total_cash_out_amount }: Schemas["CashOutDay"], currency: string | null): string {
  const paid =
    currency === null || total_cash_out_amount === null ? "" : `, ${formatAmount(total_cash_out_amount, currency)}`;
  return `${cash_out_count}${paid}`;
}
