import { describe, expect, test } from "vitest";
import {
  AmountRefused,
  add,
  amountOf,
  compare,
  formatAmount,
  minorOf,
  percentOf,
  signOf,
  subtract,
  sum,
  typedAmount,
} from "./money";

describe("amounts are whole minor units", () => {
  test.each([
    ["0.10", "USD", 10n],
    ["-1234.50", "USD", -123450n],
    ["120", "COIN", 120n],
    ["1.005", "KWD", 1005n],
    ["90071992547409.91", "USD", 9_007_199_254_740_991n],
  ])("%s %s is %s minor units, and back", (amount, currency, minor) => {
    expect(minorOf(amount, currency)).toBe(minor);
    expect(amountOf(minor, currency)).toBe(amount);
  });

  test("a tenth and two tenths are three tenths", () => {
    expect(add("0.10", "0.20", "USD")).toBe("0.30");
    expect(sum(["0.10", "0.20", "-0.30"], "USD")).toBe("0.00");
  });

  test("the last cent of the largest balance is not lost", () => {
    expect(subtract("90071992547409.91", "0.01", "USD")).toBe("90071992547409.90");
    expect(compare("90071992547409.91", "90071992547409.90", "USD")).toBe(1);
    expect(formatAmount("90071992547409.91", "USD")).toBe("90,071,992,547,409.91 USD");
  });

  test("below zero", () => {
    expect(subtract("5.00", "5.05", "USD")).toBe("-0.05");
    expect(compare("-0.05", "0.00", "USD")).toBe(-1);
    expect([signOf("-0.05"), signOf("0.00"), signOf("7")]).toEqual([-1, 0, 1]);
  });

  test("invalid amounts are refused", () => {
    expect(() => minorOf("1.234", "USD")).toThrow(RangeError);
    expect(() => minorOf("1e3", "USD")).toThrow(RangeError);
    expect(() => minorOf("1", "XXQ")).toThrow("no such currency");
  });
});

describe("typed amounts", () => {
  test.each([
    ["5", "USD", "5.00"],
    [" 25.5 ", "USD", "25.50"],
    ["120", "COIN", "120"],
    ["007.10", "USD", "7.10"],
    ["1,234.50", "USD", "1234.50"],
    ["1,234,567", "COIN", "1234567"],
    ["1,234", "USD", "1234.00"],
    ["1,234.000", "KWD", "1234.000"],
    ["1,234.50 USD", "USD", "1234.50"],
    ["9.5usd", "USD", "9.50"],
    ["90,071,992,547,409.91 USD", "USD", "90071992547409.91"],
  ])("%j in %s is %s", (typed, currency, amount) => {
    expect(typedAmount(typed, currency)).toBe(amount);
  });

  test.each([
    ["", "USD", "Enter an amount."],
    ["USD", "USD", "Enter an amount."],
    ["0,500", "USD", "Enter an amount such as 25.00."],
    ["012,345", "USD", "Enter an amount such as 25.00."],
    ["1,234", "KWD", "Enter an amount such as 25.000."],
    ["5 k", "USD", "Enter an amount such as 25.00."],
    ["-5", "USD", "Enter an amount such as 25.00."],
    ["-5", "COIN", "Enter an amount such as 25."],
    ["1,50", "USD", "Enter an amount such as 25.00."],
    ["1,0000", "USD", "Enter an amount such as 25.00."],
    ["1234,500", "USD", "Enter an amount such as 25.00."],
    [",500", "USD", "Enter an amount such as 25.00."],
    ["1,234,", "USD", "Enter an amount such as 25.00."],
    ["1.234,50", "USD", "Enter an amount such as 25.00."],
    ["1 000", "USD", "Enter an amount such as 25.00."],
    ["$5", "USD", "Enter an amount such as 25.00."],
    ["1e3", "USD", "Enter an amount such as 25.00."],
    ["٥", "USD", "Enter an amount such as 25.00."],
    ["1,000.00 AUD", "USD", "Enter an amount in USD, not in AUD."],
    ["0.001", "USD", "USD has 2 decimals."],
    ["1.5", "COIN", "COIN has no decimals."],
    ["0.00", "USD", "above zero"],
    ["90071992547409.92", "USD", "too large"],
  ])("%j in %s is refused", (typed, currency, sentence) => {
    expect(() => typedAmount(typed, currency)).toThrow(AmountRefused);
    expect(() => typedAmount(typed, currency)).toThrow(sentence);
  });

  test("zero is accepted only if allowed", () => {
    expect(typedAmount("0", "USD", { zero: true })).toBe("0.00");
  });
});

describe("for people", () => {
  test.each([
    ["1234.50", "USD", {}, "1,234.50 USD"],
    ["-50.00", "USD", {}, "-50.00 USD"],
    ["3.20", "USD", { signed: true }, "+3.20 USD"],
    ["0.00", "USD", { signed: true }, "0.00 USD"],
    ["1200", "COIN", {}, "1,200 COIN"],
    ["1200", "JPY", {}, "1,200 JPY"],
    ["1000.00", "AUD", {}, "1,000.00 AUD"],
    ["0.005", "KWD", {}, "0.005 KWD"],
  ])("%s %s %o", (amount, currency, options, written) => {
    expect(formatAmount(amount, currency, options)).toBe(written);
  });
});

test.each([
  ["1.5325", "153.3"],
  ["0.7375", "73.8"],
  ["1.0000", "100.0"],
  ["0.0004", "0.0"],
  ["9007199254740993.0005", "900719925474099300.1"],
])("a ratio of %s is %s %%", (ratio, percentage) => {
  expect(percentOf(ratio)).toBe(percentage);
});
