import { OWNER_LABELS } from "../labels";
import { signOf } from "../money";
import { wordsOf } from "../ui/StatusBadge";
import type { WalletEntry } from "./queries";

/** The reason of a transaction, in words for the owner of the wallet: any word that a system may choose. */
export function reasonOf({ reason, amount }: Pick<WalletEntry, "reason" | "amount">): string {
  if (reason === "p2p_transfer") return signOf(amount) < 0 ? "Transfer sent" : "Transfer received";
  return (Object.hasOwn(OWNER_LABELS, reason) ? OWNER_LABELS[reason] : undefined) ?? wordsOf(reason);
}

/** The note of a transfer or the tournament of an award, from an entry's meta; null without either. */
export function noteOf({ meta }: Pick<WalletEntry, "meta">): string | null {
  const { note, tournament_id } = meta ?? {};
  if (typeof note === "string" && note !== "") return note;
  return typeof tournament_id === "string" ? `Tournament ${tournament_id}` : null;
}
