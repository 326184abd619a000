import { Alert } from "@mantine/core";
import type { Schemas } from "../api/client";
import { compare, formatAmount } from "../money";

/** A wallet is low at or below this balance, as in the API's `low_balance` and its e-mail. */
export const LOW = "10.00";

export type Hint = "empty" | "low" | null;

/** The hint for a balance: "empty" at or below zero, "low" at or below 10.00. */
export function hintOf(balance: string, currency: string): Hint {
  if (compare(balance, "0", currency) <= 0) return "empty";
  return compare(balance, LOW, currency) <= 0 ? "low" : null;
}

interface BalanceHintProps {
  wallet: Schemas["PrepaidWallet"];
  /** What the reader can do. */
  advice?: string;
}

/** Shows that a wallet is frozen, empty or low, or nothing. */
export function BalanceHint({ wallet, advice }: BalanceHintProps) {
  const { balance, currency, status } = wallet;
  const hint = hintOf(balance, currency);
  return (
    <>
      {status === "frozen" && (
        <Alert color="red" role="alert" title="The wallet is frozen" mb="md">
          Debits are refused until the platform&rsquo;s operator unfreezes it. Top-ups are still credited.
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
