import { describe, expect, test } from "vitest";
import { parseDetails, formatDetails } from "./method";

describe("a payment method's details", () => {
  test("have one line each, and names are normalised", () => {
    expect(parseDetails("Account holder: Purser\n\n iban : DE02: 1203 ")).toEqual({
      account_holder: "Purser",
      iban: "DE02: 1203",
    });
  });

  test("are shown as they were typed", () => {
    expect(parseDetails(formatDetails({ iban: "DE02", holder: "Purser" }))).toEqual({
      iban: "DE02",
      holder: "Purser",
    });
  });

  test.each([
    ["", "At least one line"],
    ["iban", "has no colon"],
    ["1st: x", "is not a name"],
    ["iban:", "has no value"],
    ["iban: 1\nIBAN: 2", "appears twice"],
    [`iban: ${"1".repeat(201)}`, "longer than 200"],
    [Array.from({ length: 21 }, (_, n) => `name_${n}: x`).join("\n"), "At most 20"],
  ])("%j is refused", (text, sentence) => expect(parseDetails(text)).toContain(sentence));
});
