/** A transfer before it is sent: to whom it may go, and what it would leave. */
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { signOf, subtract, typedAmount } from "../money";
import type { Wallet } from "./queries";

/** What the form sends; `note` goes along in `meta`, where both sides read it. */
export interface Transfer {
  to_owner_id: string;
  amount: string;
  currency: string;
  meta?: { note: string };
}

/** The sender's own view: a customer is not told what the other one has. */
export function sendTransfer(transfer: Transfer, key: string): Promise<Schemas["Sent"]> {
  return answerOf(api.POST("/api/v1/transfers", { body: transfer, params: keyed(key) }));
}

/** What is wrong with the id of whoever is to get it; null where nothing is. */
export function ownerProblem(typed: string, ownerId: string): string | null {
  const to = typed.trim();
  if (to === "") return "Say to whom it goes.";
  if (to === ownerId) return "That is you: a transfer goes to somebody else.";
  return /^[A-Za-z0-9._:-]{1,128}$/.test(to) ? null : "An id has letters, digits and . _ : - only.";
}

/** What a typed amount would leave, by the balance as the page knows it; the ledger decides by its own. */
export interface Outlook {
  balance: string;
  /** Below what the wallet may hold, unless there is credit that the page does not know of. */
  isBelow: boolean;
}

/** Null while what was typed is no amount. */
export function outlookOf(typed: string, wallet: Pick<Wallet, "balance" | "currency" | "allow_overdraft">) {
  const { balance, currency, allow_overdraft } = wallet;
  try {
    const left = subtract(balance, typedAmount(typed, currency), currency);
    return { balance: left, isBelow: signOf(left) < 0 && !allow_overdraft } satisfies Outlook;
  } catch {
    return null;
  }
}
