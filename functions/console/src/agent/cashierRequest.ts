/** A debit or credit by the cashier: the request, its kinds, and the balance after it. */
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { CREDIT_KINDS, DEBIT_KINDS } from "../ledger";
import { add, amountOf, compare, minorOf, subtract, typedAmount } from "../money";

type Customer = Schemas["Customer"];
export type Direction = "debit" | "credit";

/** The request of the form, with the names of the API. */
export interface CashierRequest {
  customer_id: string;
  amount: string;
  description: string;
  external_reference?: string;
  transaction_type: string;
  allow_overdraft?: boolean;
}

/** The kinds that the form offers; the first is the default. */
export const KINDS = { debit: DEBIT_KINDS, credit: CREDIT_KINDS } as const;

/** A credit above the agent's limit may wait for a second person. */
export function sendCashierRequest(
  direction: Direction,
  request: CashierRequest,
  key: string,
): Promise<Schemas["CashierReceipt"] | Schemas["PendingApproval"]> {
  const params = keyed(key);
  return direction === "debit"
    ? answerOf(api.POST("/api/v1/cashier/debit", { body: request as Schemas["CashierDebit"], params }))
    : answerOf(api.POST("/api/v1/cashier/credit", { body: request as Schemas["CashierCredit"], params }));
}

/** The expected balance after the typed amount, from the amounts on the page. The ledger decides on its own. */
export interface BalancePreview {
  balance: string;
  /** More than a PostUp account has available, which needs an override. */
  needsOverride: boolean;
  /** The amount by which a Credit account would exceed its limit, or null. */
  beyondLimit: string | null;
}

/** Null while the typed text is not a valid amount. */
export function previewBalance(direction: Direction, typed: string, customer: Customer): BalancePreview | null {
  const { account_balance, account_type, credit_limit, currency, held } = customer;
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
  const limit = amountOf(account_type === "credit" ? -minorOf(credit_limit, currency) : 0n, currency);
  const floor = add(limit, held, currency);
  const isBelow = compare(balance, floor, currency) < 0;
  return {
    balance,
    needsOverride: isBelow && account_type === "postup",
    beyondLimit: isBelow && account_type === "credit" ? subtract(floor, balance, currency) : null,
  };
}
