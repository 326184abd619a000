import { expect, test } from "vitest";
import { formatDay, formatMoment, instantsOf } from "./dates";

test("the days of a filter are whole days in the reader's zone, the last one included", () => {
  expect(instantsOf({ from: "2026-02-27", to: "2026-02-28" })).toEqual({
    date_from: "2026-02-27T00:00:00.000Z",
    date_to: "2026-03-01T00:00:00.000Z",
  });
  expect(instantsOf({})).toEqual({});
});

test("times are formatted for people", () => {
  expect(formatMoment("2026-01-15T09:34:01.220456Z")).toBe("15 Jan 2026, 09:34");
  expect(formatDay("2026-01-15")).toBe("15 Jan 2026");
});
