/** A movement at the desk, before it is sent: what it is called, and what it would come to. */
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { CREDIT_KINDS, DEBIT_KINDS } from "../ledger";
import { add, amountOf, compare, minorOf, subtract, typedAmount } from "../money";

type Customer = Schemas["Customer"];
export type Direction = "debit" | "credit";

/** What the form holds; `transaction_type` and `allow_overdraft` as the API names them. */
export interface Movement {
  customer_id: string;
  amount: string;
  description: string;
  external_reference?: string;
  transaction_type: string;
  allow_overdraft?: boolean;
}

/** The kinds that the form offers; the first is the default. */
export const KINDS = { debit: DEBIT_KINDS, credit: CREDIT_KINDS } as const;

export function sendMovement(direction: Direction, movement: Movement, key: string): Promise<Schemas["Receipt"]> {
  const params = keyed(key);
  return direction === "debit"
    ? answerOf(api.POST("/api/v1/cashier/debit", { body: movement as Schemas["DebitRequest"], params }))
    : answerOf(api.POST("/api/v1/cashier/credit", { body: movement as Schemas["CreditRequest"], params }));
}

/** What a typed amount would come to, by the balance as the page knows it; the ledger decides by its own. */
export interface Outlook {
  balance: string;
  /** A PostUp account would go below zero: takes an override. */
  needsOverride: boolean;
  /** How far beyond its limit a Credit account would go; null where it would not. */
  beyondLimit: string | null;
}

/** Null while what was typed is no amount. */
export function outlookOf(direction: Direction, typed: string, customer: Customer): Outlook | null {
  const { account_balance, account_type, credit_limit, currency } = customer;
  let amount: string;
  try {
    amount = typedAmount(typed, currency);
  } catch {
    return null;
  }
  if (direction === "credit") {
    return { balance: add(account_balance, amount, currency), needsOverride: false, beyondLimit: null };
  }
  const balance = subtract(account_balance, amount, currency);
  const floor = amountOf(account_type === "credit" ? -minorOf(credit_limit, currency) : 0n, currency);
  const isBelow = compare(balance, floor, currency) < 0;
  return {
    balance,
    needsOverride: isBelow && account_type === "postup",
    beyondLimit: isBelow && account_type === "credit" ? subtract(floor, balance, currency) : null,
  };
}
