import { expect, test } from "vitest";
import { totalOf } from "./NewInvoicePage";
import { sumsOf } from "../transaction/Entries";

test("an invoice's total is the exact sum of its lines, or null while an amount is invalid", () => {
  expect(
    totalOf([
      { description: "a", amount: "0.1" },
      { description: "b", amount: "0.2" },
      { description: "c", amount: "9007199254.01" },
    ]),
  ).toBe("9007199254.31");
  expect(totalOf([{ description: "a", amount: "1.001" }])).toBeNull();
});

test("a transaction's entries are summed by currency", () => {
  expect(
    sumsOf([
      { amount: "0.10", currency: "USD" },
      { amount: "120", currency: "COIN" },
      { amount: "0.20", currency: "USD" },
      { amount: "-0.30", currency: "USD" },
      { amount: "-119", currency: "COIN" },
    ]),
  ).toEqual([
    ["USD", "0.00"],
    ["COIN", "1"],
  ]);
});
