import type { Problem } from "../api/problem";

/** Refusals that are about the amount, whatever else the request held. */
const ABOUT_THE_AMOUNT = new Set([
  "invalid_amount",
  "insufficient_funds",
  "insufficient_credit",
  "balance_out_of_range",
]);

/**
 * What a refusal says about each of the form's fields: by `errors[].pointer`, by the amount, or by the code's own field.
 *
 * byCode: which field a code is about, such as `{ username_taken: "username" }`.
 */
export function refusedFields<Field extends string>(
  refusal: Problem,
  fields: readonly Field[],
  byCode: Readonly<Record<string, Field>> = {},
): Partial<Record<Field, string>> {
  const said: Partial<Record<Field, string>> = {};
  for (const { pointer, detail } of refusal.fields) {
    const field = fields.find((name) => pointer === `/${name}` || pointer === name || pointer.startsWith(`/${name}/`));
    if (field !== undefined) said[field] = said[field] === undefined ? detail : `${said[field]} ${detail}`;
  }
  if (Object.keys(said).length > 0) return said;
  const about = byCode[refusal.code] ?? fields.find((name) => name === "amount" && ABOUT_THE_AMOUNT.has(refusal.code));
  return about === undefined ? {} : ({ [about]: refusal.detail } as Partial<Record<Field, string>>);
}
