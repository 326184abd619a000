import { Alert } from "@mantine/core";
import type { Schemas } from "../api/client";
import { compare, formatAmount } from "../money";

/** At or below this balance a wallet is low; the API's `low_balance` and its e-mail say the same. */
export const LOW = "10.00";

export type Hint = "empty" | "low" | null;

/** What a balance calls for: at or below zero nothing can be paid any more; at or below 10.00 it soon cannot. */
export function hintOf(balance: string, currency: string): Hint {
  if (compare(balance, "0", currency) <= 0) return "empty";
  return compare(balance, LOW, currency) <= 0 ? "low" : null;
}

interface BalanceHintProps {
  wallet: Schemas["PrepaidWallet"];
  /** What its reader can do about it. */
  advice?: string;
}

/** Says in words that a wallet is frozen, empty or low; nothing where all is well. */
export function BalanceHint({ wallet, advice }: BalanceHintProps) {
  const { balance, currency, status } = wallet;
  const hint = hintOf(balance, currency);
  return (
    <>
      {status === "frozen" && (
        <Alert color="red" role="alert" title="The wallet is frozen" mb="md">
          Whatever would lower its balance is refused, until the platform&rsquo;s operator opens it again. Top-ups still
          arrive.
        </Alert>
      )}
      {hint === "empty" && (
        <Alert color="red" role="alert" title="The wallet is empty" mb="md">
          {formatAmount(balance, currency)} is left: charges are refused until a top-up is paid. {advice}
        </Alert>
      )}
      {hint === "low" && (
        <Alert color="yellow" role="status" title="The balance is low" mb="md">
          {formatAmount(balance, currency)} is left. At zero, charges are refused. {advice}
        </Alert>
      )}
    </>
  );
}
