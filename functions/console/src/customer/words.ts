import { OWNER_LABELS } from "../labels";
import { signOf } from "../money";
import { wordsOf } from "../ui/StatusBadge";
import type { WalletMovement } from "./queries";

/** The kind of a transaction, in words for the owner of the wallet. */
export function reasonOf({ reason, amount }: Pick<WalletMovement, "reason" | "amount">): string {
  if (reason === "p2p_transfer") return signOf(amount) < 0 ? "Transfer sent" : "Transfer received";
  return OWNER_LABELS[reason] ?? wordsOf(reason);
}

/** What a movement carries for its reader: the note of a transfer, the tournament of an award. Null where nothing. */
export function noteOf({ meta }: Pick<WalletMovement, "meta">): string | null {
  const { note, tournament_id } = meta ?? {};
  if (typeof note === "string" && note !== "") return note;
  return typeof tournament_id === "string" ? `Tournament ${tournament_id}` : null;
}
