import { expect, test } from "vitest";
import { withoutGaps } from "./cashOutDays";

const day = (day: string, cash_out_count: number) => ({
  day,
  cash_out_count,
  total_cash_out_amount: "5.00",
  net_profit_loss: "1.00",
});

test("days without a cash-out are shown between those with one, also over the end of a month", () => {
  const shown = withoutGaps([day("2026-02-27", 1), day("2026-03-02", 2), day("2026-03-03", 1)]);
  expect(shown.map((one) => [one.day, one.cash_out_count])).toEqual([
    ["2026-02-27", 1],
    ["2026-02-28", 0],
    ["2026-03-01", 0],
    ["2026-03-02", 2],
    ["2026-03-03", 1],
  ]);
});
