import { dayOf, formatDay, formatMoment, formatSecond } from "../dates";

/** A time in the reader's zone, with the exact UTC time as its title. */
export function TimeText({ at, precise = false }: { at: string; precise?: boolean }) {
  return (
    <time dateTime={at} title={at}>
      {precise ? formatSecond(at) : formatMoment(at)}
    </time>
  );
}

/** The day of a time in the reader's zone, with the exact UTC time as its title. */
export function DayText({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {formatDay(dayOf(new Date(at)))}
    </time>
  );
}
