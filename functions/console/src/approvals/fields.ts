/** The fields of a stored request or of an operation's answer, as names and values for people. */
import { formatMoment } from "../dates";
import { wordsOf } from "../ui/StatusBadge";

export type Fields = Readonly<Record<string, unknown>>;
/** Name and value in words. */
export type Line = readonly [name: string, value: string];

const TIME = /^\d{4}-\d{2}-\d{2}T.*Z$/;

/** Each field on a line of its own: a field of an object is named after both. Null fields are left out. */
export function linesOf(fields: Fields): Line[] {
  return Object.entries(fields).flatMap(([name, value]) => linesOfValue(wordsOf(name), value));
}

function linesOfValue(name: string, value: unknown): Line[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([inner, of]) =>
      linesOfValue(`${name}: ${Array.isArray(value) ? Number(inner) + 1 : wordsOf(inner).toLowerCase()}`, of),
    );
  }
  if (typeof value === "boolean") return [[name, value ? "Yes" : "No"]];
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [[name, TIME.test(text) ? formatMoment(text) : text]];
}

/** A line of a change, with the value that holds now: null if there is none. */
export interface ChangedLine {
  name: string;
  value: string;
  now: string | null;
}

/** The lines of a request, and those that it removes. Now: the same fields as they are. */
export function changesOf(request: readonly Line[], now: readonly Line[]): ChangedLine[] {
  const old = new Map(now);
  const removed = now.filter(([name]) => !request.some(([other]) => other === name));
  return [
    ...request.map(([name, value]) => ({ name, value, now: old.get(name) ?? null })),
    ...removed.map(([name, value]) => ({ name, value: "Removed", now: value })),
  ];
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

/** The request of an operation, without what identifies its subject. */
export function requestOf(payload: Fields): Fields {
  const { request } = payload;
  return typeof request === "object" && request !== null ? (request as Fields) : {};
}
