import type { Schemas } from "../api/client";
import { pixelsOf } from "../money";

export type Day = Schemas["CashOutDay"];
type Days = readonly [Day, ...Day[]];

const DAY_MS = 86_400_000;

/** The same days, and those between them without a cash-out. Throws without any. */
export function withoutGaps(days: readonly Day[]): Days {
  const [first, ...later] = days;
  if (first === undefined) throw new Error("There is no day.");
  const shown: [Day, ...Day[]] = [first];
  let last = first.day;
  for (const day of later) {
    while ((last = dayAfter(last)) < day.day) {
      shown.push({ day: last, cash_out_count: 0, total_cash_out_amount: null, net_profit_loss: null });
    }
    shown.push(day);
  }
  return shown;
}

/** The height of a day's bar: what was paid out, or without one currency the number of cash-outs. */
export function heightOf({ cash_out_count, total_cash_out_amount }: Day, currency: string | null): number {
  return currency === null ? cash_out_count : pixelsOf(total_cash_out_amount ?? "0");
}

/** The day with the highest bar. */
export function mostOf(days: Days, currency: string | null): Day {
  return days.reduce((most, day) => (heightOf(day, currency) > heightOf(most, currency) ? day : most));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
