import type { Problem } from "../api/problem";

/** Refusals that concern the amount. */
const AMOUNT_CODES = new Set([
  "invalid_amount",
  "insufficient_funds",
  "insufficient_credit",
  "balance_out_of_range",
  "agent_limit_exceeded",
]);

/**
 * The problem of each field of the form: from `errors[].pointer`, or from a code that concerns one field.
 *
 * byCode: the field of a code, such as `{ username_taken: "username" }`.
 */
export function refusedFields<Field extends string>(
  refusal: Problem,
  fields: readonly Field[],
  byCode: Readonly<Record<string, Field>> = {},
): Partial<Record<Field, string>> {
  const problems: Partial<Record<Field, string>> = {};
  for (const { pointer, detail } of refusal.fields) {
    const field = fields.find((name) => isAt(pointer, name));
    if (field !== undefined) problems[field] = problems[field] === undefined ? detail : `${problems[field]} ${detail}`;
  }
  if (Object.keys(problems).length > 0) return problems;
  const concerned = byCode[refusal.code] ?? fields.find((name) => name === "amount" && AMOUNT_CODES.has(refusal.code));
  return concerned === undefined ? {} : ({ [concerned]: refusal.detail } as Partial<Record<Field, string>>);
}

/** Whether the fields show all of the refusal. */
export function isShownBy(
  refusal: Problem,
  fields: readonly string[],
  byCode: Readonly<Record<string, string>> = {},
): boolean {
  const isAnywhere = Object.keys(refusedFields(refusal, fields, byCode)).length > 0;
  return isAnywhere && refusal.fields.every(({ pointer }) => fields.some((name) => isAt(pointer, name)));
}

function isAt(pointer: string, name: string): boolean {
  return pointer === `/${name}` || pointer === name || pointer.startsWith(`/${name}/`);
}
