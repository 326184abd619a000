import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { aWallet } from "../testing/billing";
import { renderPart } from "../testing/system";
import { BalanceHint, hintOf } from "./BalanceHint";

const wallet = aWallet({ balance: "10.01" });

describe("a hint", () => {
  test.each([
    ["10.01", null],
    ["10.00", "low"],
    ["0.01", "low"],
    ["0.00", "empty"],
    ["-4.20", "empty"],
    ["9007199254740991.00", null],
  ])("at %s is %s", (balance, hint) => expect(hintOf(balance, "USD")).toBe(hint));

  test("of a low balance shows the balance, and what to do", () => {
    renderPart(<BalanceHint wallet={{ ...wallet, balance: "10.00" }} advice="Ask for a top-up below." />);
    expect(screen.getByRole("status")).toHaveTextContent("The balance is low");
    expect(screen.getByRole("status")).toHaveTextContent("10.00 USD is left");
    expect(screen.getByRole("status")).toHaveTextContent("Ask for a top-up below.");
  });

  test("of an empty wallet explains that charges are refused", () => {
    renderPart(<BalanceHint wallet={{ ...wallet, balance: "-0.50" }} />);
    expect(screen.getByRole("alert")).toHaveTextContent("The wallet is empty");
    expect(screen.getByRole("alert")).toHaveTextContent("-0.50 USD");
  });

  test("shows that a wallet is frozen, whatever its balance", () => {
    renderPart(<BalanceHint wallet={{ ...wallet, status: "frozen" }} />);
    expect(screen.getByRole("alert")).toHaveTextContent("The wallet is frozen");
  });

  test("is absent for a sufficient balance", () => {
    renderPart(<BalanceHint wallet={wallet} />);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.queryByText(/balance is low/)).toBeNull();
  });
});
