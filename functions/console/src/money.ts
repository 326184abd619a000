/**
 * Exact amounts. An amount is the API's decimal string with its currency. Computations use whole minor units as
 * `bigint`, never floats.
 */
import { EXPONENTS } from "./exponents";

/** The largest number of minor units that the ledger accepts, in either direction. */
export const MAX_MINOR = 9_007_199_254_740_991n;

/** The currencies of money: the most frequent first, the others by their code. */
export const CURRENCIES = [
  "USD",
  "EUR",
  ...Object.keys(EXPONENTS).filter((code) => !["USD", "EUR", "COIN"].includes(code)),
];

/** A typed amount is invalid; the message is a sentence for the person. */
export class AmountRefused extends Error {}

/** The number of decimals of a currency. An unknown one is an error of the page: the API uses only known ones. */
export function exponentOf(currency: string): number {
  const exponent = EXPONENTS[currency];
  if (exponent === undefined) throw new RangeError(`no such currency: ${currency}`);
  return exponent;
}

/** An amount of the API in minor units: `-1234.50` USD is -123450n. */
export function minorOf(amount: string, currency: string): bigint {
  const exponent = exponentOf(currency);
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined || fraction.length > exponent) throw new RangeError(`no amount of ${currency}: ${amount}`);
  const minor = BigInt(whole + fraction.padEnd(exponent, "0"));
  return sign ? -minor : minor;
}

/** Minor units in the API's form, with the currency's number of decimals. */
export function amountOf(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const point = digits.length - exponent;
  const written = exponent === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return minor < 0n ? `-${written}` : written;
}

/**
 * A typed amount in the API's form. It may be written as it is displayed: `1,234.50`, also with the currency's code.
 * Raises AmountRefused with a sentence for the field.
 */
export function typedAmount(text: string, currency: string, allow: { zero?: boolean } = {}): string {
  const exponent = exponentOf(currency);
  const [, typed = "", code = currency] = /^(.*?)\s*([A-Za-z]{3,})?$/.exec(text.trim()) ?? [];
  if (typed === "") throw new AmountRefused("Enter an amount.");
  const plain = withoutCommas(typed, exponent);
  if (plain === null)
    throw new AmountRefused(`Enter an amount such as ${amountOf(25n * 10n ** BigInt(exponent), currency)}.`);
  if (code.toUpperCase() !== currency) throw new AmountRefused(`Enter an amount in ${currency}, not in ${code}.`);
  if ((plain.split(".")[1] ?? "").length > exponent) {
    throw new AmountRefused(exponent === 0 ? `${currency} has no decimals.` : `${currency} has ${exponent} decimals.`);
  }
  const minor = minorOf(plain, currency);
  if (minor === 0n && allow.zero !== true) throw new AmountRefused("The amount must be above zero.");
  if (minor > MAX_MINOR) throw new AmountRefused("The amount is too large.");
  return amountOf(minor, currency);
}

/**
 * A typed number without the commas between its thousands: `1234.50` of `1,234.50`. Null if it is not written so, or
 * has a sign: elsewhere a comma separates decimals, so `1,50` and `0,500` are refused.
 * exponent: the number of decimals; null: any number. If there may be three, `1,234` is refused too, but not `1,234.000`.
 */
export function withoutCommas(typed: string, exponent: number | null): string | null {
  const isAmbiguous = exponent === null || exponent > 2;
  const inGroups = isAmbiguous ? /^[1-9]\d{0,2}(,\d{3})+\.\d+$/ : /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
  return /^\d+(\.\d+)?$/.test(typed) || inGroups.test(typed) ? typed.replaceAll(",", "") : null;
}

export function add(one: string, other: string, currency: string): string {
  return amountOf(minorOf(one, currency) + minorOf(other, currency), currency);
}

export function subtract(from: string, amount: string, currency: string): string {
  return amountOf(minorOf(from, currency) - minorOf(amount, currency), currency);
}

export function sum(amounts: readonly string[], currency: string): string {
  return amountOf(
    amounts.reduce((total, amount) => total + minorOf(amount, currency), 0n),
    currency,
  );
}

/** Negative if `one` is less than `other`, zero if they are equal, else positive. */
export function compare(one: string, other: string, currency: string): number {
  return signOf(minorOf(one, currency) - minorOf(other, currency));
}

/** -1, 0 or 1. */
export function signOf(amount: string | bigint): -1 | 0 | 1 {
  if (typeof amount === "bigint") return amount === 0n ? 0 : amount < 0n ? -1 : 1;
  if (!/[1-9]/.test(amount)) return 0;
  return amount.startsWith("-") ? -1 : 1;
}

/**
 * An amount for people, with its currency's code: `1,234.50 USD`, `120 COIN`. A symbol would not do, because several
 * currencies share it. Intl formats the decimal string itself, so no digit is lost.
 * signed: with a plus sign for positive amounts.
 */
export function formatAmount(amount: string, currency: string, { signed = false } = {}): string {
  minorOf(amount, currency);
  return `${formatterOf(currency, signed).format(amount as Intl.StringNumericLiteral)} ${currency}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(currency: string, signed: boolean): Intl.NumberFormat {
  const digits = exponentOf(currency);
  const key = `${digits} ${signed}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "negative",
  });
  formatters.set(key, made);
  return made;
}

/** A ratio with four decimals as a percentage with one, rounded half up: `1.5325` is `153.3`. */
export function percentOf(ratio: string): string {
  const [, whole, fraction] = /^(\d+)\.(\d{4})$/.exec(ratio) ?? [];
  if (whole === undefined || fraction === undefined) throw new RangeError(`no ratio with four decimals: ${ratio}`);
  const tenths = (BigInt(whole + fraction) + 5n) / 10n;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** A number for the height of a bar; never shown or used for money. */
export function pixelsOf(amount: string): number {
  return Number(amount);
}
