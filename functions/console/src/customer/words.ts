import { OWNER_LABELS } from "../labels";
import { signOf } from "../money";
import { wordsOf } from "../ui/StatusBadge";
import type { WalletEntry } from "./queries";

/** The reason of a transaction, in words for the owner of the wallet: any word that a system may choose. */
export function reasonOf(entry: Pick<WalletEntry, "reason" | "amount" | "counterparty_display">): string {
  const { reason, amount, counterparty_display: other } = entry;
  if (other != null) return `Transfer ${signOf(amount) < 0 ? "to" : "from"} ${other}`;
  return (Object.hasOwn(OWNER_LABELS, reason) ? OWNER_LABELS[reason] : undefined) ?? wordsOf(reason);
}

/** The bet of an entry, the note of a transfer or the tournament of an award; null without any. */
export function noteOf({ bet_description, meta }: Pick<WalletEntry, "bet_description" | "meta">): string | null {
  const { note, tournament_id } = meta ?? {};
  if (bet_description !== null) return bet_description;
  if (typeof note === "string" && note !== "") return note;
  return typeof tournament_id === "string" ? `Tournament ${tournament_id}` : null;
}
