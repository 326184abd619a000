/** The words of billing for what the API names in snake case; `wordsOf` writes the rest. */
import type { Schemas } from "../api/client";
import { PREPAID_LABELS } from "../labels";
import { PREPAID_KINDS } from "../ledger";
import { wordsOf } from "../ui/StatusBadge";
import { INVOICE_STATUSES, PAYMENT_STATUSES, PURPOSES, REQUEST_STATUSES } from "./statuses";

export function purposeInWords(purpose: Schemas["Invoice"]["purpose"]): string {
  return purpose === "topup" ? "Top-up" : wordsOf(purpose);
}

export function movementInWords(kind: Schemas["PrepaidMovement"]["kind"]): string {
  return PREPAID_LABELS[kind] ?? kind;
}

/** A filter's choices; the empty one is all of them. */
function choices<Value extends string>(values: readonly Value[], inWords: (value: Value) => string) {
  return [{ value: "", label: "All" }, ...values.map((value) => ({ value, label: inWords(value) }))];
}

export const requestChoices = choices(REQUEST_STATUSES, wordsOf);
export const invoiceChoices = choices(INVOICE_STATUSES, wordsOf);
export const purposeChoices = choices(PURPOSES, purposeInWords);
export const paymentChoices = choices(PAYMENT_STATUSES, wordsOf);
export const movementChoices = choices(PREPAID_KINDS, movementInWords);

/** The same for a list that does not begin with all of them: there all is a choice like the others, and the last. */
export function allLast(of: { value: string; label: string }[]): { value: string; label: string }[] {
  return [...of.slice(1), { value: "all", label: "All" }];
}
