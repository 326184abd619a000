/** Words for some values of the API; `wordsOf` derives the others. */
import type { Schemas } from "../api/client";
import { PREPAID_LABELS } from "../labels";
import { PREPAID_KINDS } from "../ledger";
import { wordsOf } from "../ui/StatusBadge";
import { choicesOf } from "../ui/filters";
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

export const requestChoices = choicesOf(REQUEST_STATUSES, wordsOf);
export const invoiceChoices = choicesOf(INVOICE_STATUSES, wordsOf);
export const purposeChoices = choicesOf(PURPOSES, purposeInWords);
export const paymentChoices = choicesOf(PAYMENT_STATUSES, wordsOf);
export const prepaidKindChoices = choicesOf(PREPAID_KINDS, prepaidKindInWords);
