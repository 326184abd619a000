import { describe, expect, test } from "vitest";
import { typedDetails, writtenDetails } from "./method";

describe("a payment method's details", () => {
  test("have one line each, and names are normalised", () => {
    expect(typedDetails("Account holder: Purser\n\n iban : DE02: 1203 ")).toEqual({
      account_holder: "Purser",
      iban: "DE02: 1203",
    });
  });

  test("are shown as they were typed", () => {
    expect(typedDetails(writtenDetails({ iban: "DE02", holder: "Purser" }))).toEqual({
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
  ])("%j is refused", (text, sentence) => expect(typedDetails(text)).toContain(sentence));
});
