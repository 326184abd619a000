import { describe, expect, test } from "vitest";
import { typedDetails, writtenDetails } from "./method";

describe("a payment method's details", () => {
  test("are a line each, and a name may be written as people write it", () => {
    expect(typedDetails("Account holder: Purser\n\n iban : DE02: 1203 ")).toEqual({
      account_holder: "Purser",
      iban: "DE02: 1203",
    });
  });

  test("are written as they were typed", () => {
    expect(typedDetails(writtenDetails({ iban: "DE02", holder: "Purser" }))).toEqual({
      iban: "DE02",
      holder: "Purser",
    });
  });

  test.each([
    ["", "At least one line"],
    ["iban", "has no colon"],
    ["1st: x", "is no name"],
    ["iban:", "nothing after its colon"],
    ["iban: 1\nIBAN: 2", "stands there twice"],
    [`iban: ${"1".repeat(201)}`, "longer than 200"],
    [Array.from({ length: 21 }, (_, n) => `name_${n}: x`).join("\n"), "At most 20"],
  ])("%j is refused", (text, sentence) => expect(typedDetails(text)).toContain(sentence));
});
