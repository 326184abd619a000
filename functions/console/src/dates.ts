/**
 * Times are shown in the reader's zone, and with its name, while the API uses UTC. The days of a filter are days in the
 * reader's zone.
 */

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const MINUTE = { ...DAY, hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
const moment = new Intl.DateTimeFormat("en-GB", MINUTE);
const toTheSecond = new Intl.DateTimeFormat("en-GB", { ...MINUTE, second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", DAY);

/** The reader's zone, such as `Europe/Berlin`. */
export const zone = moment.resolvedOptions().timeZone;

/** `20 Nov 2026, 14:35 CET` of an RFC 3339 time. */
export function formatMoment(at: string): string {
  return inOneLine(moment, at);
}

/** The same with seconds, for lists with frequent events. */
export function formatSecond(at: string): string {
  return inOneLine(toTheSecond, at);
}

/** The hyphen of a zone like `GMT-3` must not end a line. */
function inOneLine(format: Intl.DateTimeFormat, at: string): string {
  return format.format(new Date(at)).replace("-", "\u2011");
}

/** `20 Nov 2026` of `2026-11-20`. */
export function formatDay(date: string): string {
  return day.format(startOf(date));
}

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** `2026-11-20` of `20 Nov 2026`, the form in which days are shown, or of itself; null of any other text. */
export function typedDay(text: string): string | null {
  const typed = text.trim();
  const [, date = "", name = "", year] = /^(\d{1,2}) ([a-z]{3,}) (\d{4})$/i.exec(typed) ?? [];
  const month = MONTHS.findIndex((whole) => whole.startsWith(name.toLowerCase())) + 1;
  const iso = year === undefined ? typed : `${year}-${two(month)}-${date.padStart(2, "0")}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && dayOf(startOf(iso)) === iso ? iso : null;
}

/** The day of a time in the reader's zone, as `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/**
 * The API's `date_from` (inclusive) and `date_to` (a time, so exclusive) for the days `from` to `to` in the reader's
 * zone, both inclusive and written `YYYY-MM-DD`.
 */
export function instantsOf({ from, to }: { from?: string | undefined; to?: string | undefined }): {
  date_from?: string;
  date_to?: string;
} {
  return {
    ...(from === undefined ? {} : { date_from: startOf(from).toISOString() }),
    ...(to === undefined ? {} : { date_to: startOf(to, 1).toISOString() }),
  };
}

/** The beginning of a day in the reader's zone, plus `later` days. */
function startOf(date: string, later = 0): Date {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, dayOfMonth + later);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
