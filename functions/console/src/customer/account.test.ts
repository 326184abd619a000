import { describe, expect, test } from "vitest";
import { add, subtract, sum } from "../money";
import { hintOf } from "./AccountPage";
import { turnoverOf } from "./StatementFigures";
import { periodOf } from "./StatementPage";
import { type OwnWallets, walletOf } from "./Wallets";
import { stakingWallet, typedStake } from "./bet";
import type { Wallet, WalletEntry } from "./queries";
import { noteOf, reasonOf } from "./words";

const wallet = (currency: string): Wallet => ({
  owner_id: "player-7",
  wallet_id: null,
  currency,
  balance: "0",
  held: "0",
  available: "0",
  allow_overdraft: false,
  at: "2026-01-15T09:31:21.087498Z",
  is_provisional: false,
});
const wallets: OwnWallets = [wallet("EUR"), wallet("USD"), wallet("COIN")];

describe("a statement", () => {
  test("the sums in and out are exactly the difference of its balances", () => {
    const amounts = ["0.10", "0.20", "-0.30", "90071992547409.90", "-0.01"];
    const movements = amounts.map((amount) => ({ amount }) as WalletEntry);
    const { paidIn, paidOut } = turnoverOf({ movements, currency: "USD" });
    expect([paidIn, paidOut]).toEqual(["90071992547410.20", "-0.31"]);
    expect(add(paidIn, paidOut, "USD")).toBe(sum(amounts, "USD"));
    expect(subtract("90071992547409.91", "0.02", "USD")).toBe(sum(amounts, "USD"));
  });

  test.each([
    [{}, { from: "2026-03-01", to: "2026-03-09" }],
    [{ from: "2026-02-10" }, { from: "2026-02-10", to: "2026-03-09" }],
    [{ to: "2026-01-31" }, { from: "2026-01-01", to: "2026-01-31" }],
  ])("for %j has these days", (search, period) => {
    expect(periodOf(search, new Date(2026, 2, 9, 23, 59))).toEqual(period);
  });
});

describe("the wallet", () => {
  test("of a missing currency is the first one", () => {
    expect(walletOf(wallets, "USD").currency).toBe("USD");
    expect(walletOf(wallets, "JPY").currency).toBe("EUR");
    expect(walletOf(wallets, undefined).currency).toBe("EUR");
  });

  test.each([
    [wallets, [{ currency: "USD" }], "USD"],
    [wallets, [], undefined],
    [[wallet("USD"), wallet("COIN")], [], "USD"],
    [[wallet("COIN")], [], "COIN"],
  ] as const)("of a stake is known from earlier bets, or because there is only one: %#", (own, bets, currency) => {
    expect(stakingWallet(own as OwnWallets, bets)?.currency).toBe(currency);
  });

  test("has a hint for its balance", () => {
    expect(hintOf({ ...wallet("USD"), balance: "-5.00", allow_overdraft: false })).toMatch(/owe/);
    expect(hintOf({ ...wallet("USD"), balance: "0", allow_overdraft: false })).toMatch(/Empty/);
    expect(hintOf({ ...wallet("USD"), balance: "5", allow_overdraft: false })).toMatch(/spend all/);
    expect(hintOf({ ...wallet("USD"), balance: "-5", allow_overdraft: true })).toMatch(/below zero/);
    expect(hintOf({ ...wallet("USD"), balance: "50.00", held: "40.00", available: "10.00" })).toBe(
      "40.00 USD is held for later, 10.00 USD is available.",
    );
  });
});

test("a stake has the decimals of its currency if that is known, or else any that the API accepts", () => {
  expect(typedStake("5", wallet("USD"))).toBe("5.00");
  expect(typedStake(" 5.125 ", null)).toBe("5.125");
  expect(typedStake("1,234.5", null)).toBe("1234.5");
  expect(() => typedStake("1,234", null)).toThrow("Enter an amount such as 25.00.");
  expect(() => typedStake("5.125", wallet("USD"))).toThrow("USD has 2 decimals.");
  expect(() => typedStake("-5", null)).toThrow();
});

test("an entry has a label for the wallet's owner, with its note", () => {
  const transfer = { reason: "p2p_transfer", counterparty_display: "br••o" };
  expect(reasonOf({ ...transfer, amount: "-5" })).toBe("Transfer to br••o");
  expect(reasonOf({ ...transfer, amount: "5" })).toBe("Transfer from br••o");
  const other = { amount: "5", counterparty_display: null };
  expect(reasonOf({ ...other, reason: "something_new" })).toBe("Something new");
  expect(reasonOf({ ...other, reason: "constructor" })).toBe("Constructor");
  const noBet = { bet_description: null };
  expect(noteOf({ bet_description: "Home win", meta: { note: "Lunch" } })).toBe("Home win");
  expect(noteOf({ ...noBet, meta: { note: "Lunch", tournament_id: "cup" } })).toBe("Lunch");
  expect(noteOf({ ...noBet, meta: { tournament_id: "cup" } })).toBe("Tournament cup");
  expect(noteOf({ ...noBet, meta: { note: 5 } })).toBeNull();
  expect(noteOf({ ...noBet, meta: null })).toBeNull();
});
