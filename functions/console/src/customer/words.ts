import { signOf } from "../money";
import { wordsOf } from "../ui/StatusBadge";
import type { WalletMovement } from "./queries";

/** Why a wallet moved, in words for whose it is. */
const REASONS: Readonly<Record<string, string>> = {
  participation: "Award for taking part",
  top4: "Award for the top four",
  runner_up: "Award for second place",
  winner: "Award for winning",
  entry_fee_debit: "Entry fee",
  manual_adjust: "Adjustment",
  credit: "Paid in at the desk",
  debit: "Paid out at the desk",
  debit_adjustment: "Adjustment at the desk",
  credit_adjustment: "Adjustment at the desk",
  bet_stake: "Stake of a bet",
  bet_payout: "Bet won",
  bet_void: "Stake given back",
  bet_cash_out: "Bet cashed out",
};

export function reasonOf({ reason, amount }: Pick<WalletMovement, "reason" | "amount">): string {
  if (reason === "p2p_transfer") return signOf(amount) < 0 ? "Transfer sent" : "Transfer received";
  return REASONS[reason] ?? wordsOf(reason);
}

/** What a movement carries for its reader: the note of a transfer, the tournament of an award. Null where nothing. */
export function noteOf({ meta }: Pick<WalletMovement, "meta">): string | null {
  const { note, tournament_id } = meta ?? {};
  if (typeof note === "string" && note !== "") return note;
  return typeof tournament_id === "string" ? `Tournament ${tournament_id}` : null;
}
