/** A transfer: the request, the check and the lookup of the receiver, and the balance after it. */
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { compare, signOf, subtract, typedAmount } from "../money";
import type { Wallet, WalletEntry } from "./queries";

/** The request of the form; `note` is sent in `meta`, which both sides see. */
export interface Transfer {
  to_owner_id: string;
  amount: string;
  currency: string;
  meta?: { note: string };
}

/** Sends the transfer. The answer has the sender's balance only. */
export function sendTransfer(transfer: Transfer, key: string): Promise<Schemas["SentTransfer"]> {
  return answerOf(api.POST("/api/v1/transfers", { body: transfer, params: keyed(key) }));
}

export type Recipient = Schemas["Recipient"];

/** Looks the receiver up by id. Raises Problem if there is nobody. */
export function lookUp(owner_id: string): Promise<Recipient> {
  return answerOf(api.GET("/api/v1/people/lookup", { params: { query: { owner_id } } }));
}

/** How many of the latest recipients are offered. */
const MAX_OFFERED = 5;

/**
 * The recipients of the latest transfers, the last one first. Whoever only sent something is not among them: a small
 * amount would put a stranger with a similar name at the top.
 */
export function recentRecipients(entries: readonly WalletEntry[]): Recipient[] {
  const people = new Map<string, Recipient>();
  for (const { amount, counterparty_id: owner_id, counterparty_display: display } of entries) {
    if (signOf(amount) < 0 && owner_id != null && display != null) people.set(owner_id, { owner_id, display });
  }
  return [...people.values()].slice(0, MAX_OFFERED);
}

/** The problem of a receiver's id; null if it is valid. */
export function ownerProblem(typed: string, ownerId: string): string | null {
  const to = typed.trim();
  if (to === "") return "Enter the id of the receiver.";
  if (to === ownerId) return "This is your own id. A transfer goes to another person.";
  return /^[A-Za-z0-9._:-]{1,128}$/.test(to) ? null : "An id has only letters, digits and . _ : -";
}

/** The expected balance after the typed amount, from the balance on the page. The ledger decides on its own balance. */
export interface BalancePreview {
  balance: string;
  /** More than the wallet has available, with the customer's credit. */
  isBelow: boolean;
}

/** Null while the typed text is not a valid amount. */
export function previewBalance(
  typed: string,
  wallet: Pick<Wallet, "balance" | "available" | "currency" | "allow_overdraft">,
) {
  const { balance, available, currency, allow_overdraft } = wallet;
  try {
    const amount = typedAmount(typed, currency);
    const isBelow = compare(amount, available ?? balance, currency) > 0 && !allow_overdraft;
    return { balance: subtract(balance, amount, currency), isBelow } satisfies BalancePreview;
  } catch {
    return null;
  }
}
