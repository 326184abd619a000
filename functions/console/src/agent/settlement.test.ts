import { expect, test } from "vitest";
import type { Schemas } from "../api/client";
import { subtract, sum } from "../money";
import { groupsOf, linesOf } from "./settlement";

const figures: Schemas["SettlementFigures"] = {
  customer_id: "c",
  username: "carla",
  currency: "USD",
  opening_balance: "0.10",
  stakes: "30.20",
  payouts: "5.05",
  stakes_returned: "1.00",
  cash_outs: { count: 2, total_amount: "24.30", net_from_stake: "4.00", auto_count: 1 },
  cashier_credits: "120.00",
  cashier_debits: "20.15",
  transfers_in: "3.00",
  transfers_out: "2.90",
  other: "-0.20",
  closing_balance: "100.00",
  held: "0.00",
};

const moved = subtract(figures.closing_balance, figures.opening_balance, "USD");

test("the lines lead from the opening to the closing balance, to the cent", () => {
  expect(
    sum(
      linesOf(figures).map((line) => line.amount),
      "USD",
    ),
  ).toBe(moved);
});

test("the groups lead from the opening to the closing balance too", () => {
  const groups = groupsOf(figures);
  expect(groups).toEqual({ bets: "0.15", cashier: "99.85", transfers: "0.10", other: "-0.20" });
  expect(sum(Object.values(groups), "USD")).toBe(moved);
});

test("a line has the number of cash-outs and of automatic ones", () => {
  expect(linesOf(figures)[3]?.label).toBe("Cash-outs (2, 1 automatic)");
});
