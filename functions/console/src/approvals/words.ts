/** Words for the kinds of operations that may need two people, and who decides on them. */
import type { Schemas } from "../api/client";
import { APPROVERS } from "../ledger";
import type { Person } from "../session/session";
import { wordsOf } from "../ui/StatusBadge";
import type { APPROVAL_STATUSES } from "./statuses";

export type ApprovalKind = keyof typeof APPROVERS;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

const KINDS: Readonly<Record<ApprovalKind, string>> = {
  adjustment: "Adjustment of a prepaid wallet",
  agent_credit: "Credit above an agent's limit",
  coin_policy: "Coins of a tournament",
  contact: "Change of the contact",
  invoice_payment: "Invoice marked as paid",
  overdraft: "Overdraft of a wallet",
  payment_method: "Change of a payment method",
  refund: "Refund of a payment",
  reversal: "Reversal of a transaction",
  erasure: "Erasure of a person",
  approval_policy: "Change of the approval policy",
};

/** A kind in words. */
export function approvalKindInWords(kind: string): string {
  return (KINDS as Readonly<Record<string, string>>)[kind] ?? wordsOf(kind);
}

/** The kind of the policy that holds for a kind. */
export function policyKindOf(kind: ApprovalKind): string {
  return kind === "contact" ? "payment_method" : kind;
}

/** A kind of the policy in words: that of payment methods holds for contacts, too. */
export function policyKindInWords(kind: string): string {
  return kind === "payment_method" ? "Change of a payment method or the contact" : approvalKindInWords(kind);
}

/** Whether the person has a role that decides on operations of this kind. */
export function mayDecide(person: Pick<Person, "roles"> | undefined, kind: string): boolean {
  const approvers: readonly string[] = (APPROVERS as Readonly<Record<string, readonly string[]>>)[kind] ?? [];
  return person?.roles.some((role) => approvers.includes(role)) === true;
}

/** What holds for a kind that never needs two people. */
export function neverInWords(kind: string): string {
  return kind === "agent_credit" ? "Refused" : "One person";
}

/** From which amount a kind needs two people, in words. */
export function fromInWords(kind: string, from: string | null | undefined): string {
  if (from == null) return neverInWords(kind);
  return /[1-9]/.test(from) ? `Two people from ${from}` : "Always two people";
}

/** Whether one person is enough for every operation of the tenant. */
export function isOnePersonEnough({ from }: Schemas["ApprovalPolicy"]): boolean {
  return Object.values(from).every((amount) => amount === null);
}
