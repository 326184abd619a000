import { formatAmount, signOf } from "../money";
import type { CashOut } from "./stream";

/** Words for a customer's profit and loss: above, below and at zero. */
export const PROFIT_WORDS = ["gained", "lost", "even"] as const;

/** Words for a customer's balance: above zero the agent owes it. */
export const OWED = ["you owe", "owed to you", "even"] as const;

/** The same for an auditor, who is neither of them. */
export const OWED_TO_AGENT = ["owed by the agent", "owed to the agent", "even"] as const;

/** The customer's profit or loss in words: `Gained 4.00 USD`. */
export function outcomeOf({ profit_loss, currency }: CashOut): string {
  const sign = signOf(profit_loss);
  if (sign === 0) return "Neither gained nor lost";
  return `${sign > 0 ? "Gained" : "Lost"} ${formatAmount(profit_loss.replace("-", ""), currency)}`;
}

export function accountTypeOf(accountType: "postup" | "credit"): string {
  return accountType === "credit" ? "Credit" : "PostUp";
}
