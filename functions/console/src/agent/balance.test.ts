import { describe, expect, test } from "vitest";
import { pathOf, rangeOf, scaleOf, stepAt, stepsOf } from "./balance";

const entry = (minute: number, balance_after: string) => ({
  id: String(minute),
  transaction_id: String(minute),
  amount: "1.00",
  reason: "credit",
  balance_after,
  created_at: new Date(minute * 60_000).toISOString(),
  effective_at: new Date(minute * 60_000).toISOString(),
  is_late: false,
  idempotency_key: null,
  meta: {},
  counterparty_id: null,
  counterparty_display: null,
  bet_id: null,
  bet_description: null,
});
const at = (minute: number) => minute * 60_000;

describe("the line of a balance", () => {
  const steps = stepsOf({ opening_balance: "10.00", movements: [entry(25, "-10.00"), entry(50, "30.00")] }, 0);
  const scale = scaleOf(steps, at(100), "USD");

  test("keeps each balance until the next transaction, and the last one until now", () => {
    expect(pathOf(steps, scale)).toBe("M0 50.0H250.0V100.0H500.0V0.0H1000");
  });

  test("names at each place the transaction that led to the balance there", () => {
    expect([0, 0.24, 0.25, 0.49, 0.5, 1].map((place) => stepAt(steps, place, scale).balance)).toEqual([
      "10.00",
      "10.00",
      "-10.00",
      "-10.00",
      "30.00",
      "30.00",
    ]);
    expect(stepAt(steps, -0.1, scale).balance).toBe("10.00");
  });

  test("begins at the first transaction if there was nothing before it", () => {
    const first = stepsOf({ opening_balance: "0.00", movements: [entry(50, "5.00")] }, 0);
    expect(first.map((step) => [step.at, step.balance])).toEqual([
      [at(50), "0.00"],
      [at(50), "5.00"],
    ]);
    expect(pathOf(first, scaleOf(first, at(100), "USD"))).toBe("M0 100.0H0.0V0.0H1000");
  });

  test("is in the middle if the balance is the same again, and at the edge if the clocks differ", () => {
    const level = stepsOf({ opening_balance: "5.00", movements: [entry(120, "5.00")] }, 0);
    expect(pathOf(level, scaleOf(level, at(100), "USD"))).toBe("M0 50.0H1000.0V50.0H1000");
  });
});

test("the lowest and the highest balance are exact", () => {
  const steps = stepsOf(
    { opening_balance: "90071992547409.90", movements: [entry(1, "90071992547409.91"), entry(2, "9.00")] },
    0,
  );
  expect(rangeOf(steps, "USD")).toEqual({ lowest: "9.00", highest: "90071992547409.91" });
});
