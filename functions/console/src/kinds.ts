import { LABELS } from "./labels";
import { wordsOf } from "./ui/StatusBadge";

/** The kind of a transaction, in words for agents and operators. */
export function kindInWords(kind: string): string {
  return LABELS[kind] ?? wordsOf(kind);
}
