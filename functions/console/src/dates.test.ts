import { expect, onTestFinished, test, vi } from "vitest";
import { formatDay, formatMoment, formatSecond, instantsOf, typedDay } from "./dates";

test("the days of a filter are whole days in the reader's zone, the last one included", () => {
  expect(instantsOf({ from: "2026-02-27", to: "2026-02-28" })).toEqual({
    date_from: "2026-02-27T00:00:00.000Z",
    date_to: "2026-03-01T00:00:00.000Z",
  });
  expect(instantsOf({})).toEqual({});
});

test("times are formatted for people, with their zone", () => {
  expect(formatMoment("2026-01-15T09:34:01.220456Z")).toBe("15 Jan 2026, 09:34 UTC");
  expect(formatSecond("2026-01-15T09:34:01.220456Z")).toBe("15 Jan 2026, 09:34:01 UTC");
  expect(formatDay("2026-01-15")).toBe("15 Jan 2026");
});

test("every day can be typed as it is shown", () => {
  for (let month = 1; month <= 12; month++) {
    const day = `2026-${String(month).padStart(2, "0")}-28`;
    expect(typedDay(formatDay(day))).toBe(day);
  }
  expect(typedDay(" 2026-11-20 ")).toBe("2026-11-20");
  expect(typedDay("3 november 2026")).toBe("2026-11-03");
});

test.each(["", "20", "20 Nov", "20 Nov 26", "20 Foo 2026", "31 Feb 2026", "2026-02-30", "11/20/2026", "today"])(
  "%j is no day",
  (text) => {
    expect(typedDay(text)).toBeNull();
  },
);

/** `dates`, loaded once more, because it reads the zone when it is loaded. */
async function datesIn(zone: string) {
  vi.stubEnv("TZ", zone);
  onTestFinished(() => void vi.unstubAllEnvs());
  const path = `./dates?${zone}`;
  return (await import(path)) as typeof import("./dates");
}

test("days and times are those of the reader's zone, with its name at that time", async () => {
  const berlin = await datesIn("Europe/Berlin");
  expect(berlin.zone).toBe("Europe/Berlin");
  expect(berlin.formatMoment("2026-10-25T00:30:00Z")).toBe("25 Oct 2026, 02:30 CEST");
  expect(berlin.formatMoment("2026-10-25T01:30:00Z")).toBe("25 Oct 2026, 02:30 CET");
  expect(berlin.instantsOf({ from: "2026-10-25", to: "2026-10-25" })).toEqual({
    date_from: "2026-10-24T22:00:00.000Z",
    date_to: "2026-10-25T23:00:00.000Z",
  });
  expect(berlin.dayOf(new Date("2026-10-24T22:00:00Z"))).toBe("2026-10-25");
});

test("a zone without a name does not end a line within its offset", async () => {
  const { formatMoment, formatSecond } = await datesIn("America/Argentina/Buenos_Aires");
  expect(formatMoment("2026-01-15T09:34:01Z")).toBe("15 Jan 2026, 06:34 GMT\u20113");
  expect(formatSecond("2026-01-15T09:34:01Z")).toBe("15 Jan 2026, 06:34:01 GMT\u20113");
});
