/** Words for some values of the API; `wordsOf` derives the others. */
import type { Schemas } from "../api/client";
import { PREPAID_LABELS } from "../labels";
import { PREPAID_KINDS } from "../ledger";
import { wordsOf } from "../ui/StatusBadge";
import { INVOICE_STATUSES, PAYMENT_STATUSES, PURPOSES, REQUEST_STATUSES } from "./statuses";

export function purposeInWords(purpose: Schemas["Invoice"]["purpose"]): string {
  return purpose === "topup" ? "Top-up" : wordsOf(purpose);
}

export function prepaidKindInWords(kind: Schemas["PrepaidTransaction"]["kind"]): string {
  return PREPAID_LABELS[kind] ?? kind;
}

/** The warning for an operator who issues an invoice that no payment method can pay. */
export function nobodyCanPay(number: string): string {
  return `Invoice ${number} is issued, but no payment method is enabled in the tenant’s country.`;
}

/** The options of a filter. The empty value means all. */
function choices<Value extends string>(values: readonly Value[], inWords: (value: Value) => string) {
  return [{ value: "", label: "All" }, ...values.map((value) => ({ value, label: inWords(value) }))];
}

export const requestChoices = choices(REQUEST_STATUSES, wordsOf);
export const invoiceChoices = choices(INVOICE_STATUSES, wordsOf);
export const purposeChoices = choices(PURPOSES, purposeInWords);
export const paymentChoices = choices(PAYMENT_STATUSES, wordsOf);
export const prepaidKindChoices = choices(PREPAID_KINDS, prepaidKindInWords);

/** The same options with "all" as the last one, for a list whose default is another option. */
export function allLast(of: { value: string; label: string }[]): { value: string; label: string }[] {
  return [...of.slice(1), { value: "all", label: "All" }];
}
