import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { liveState } from "../app/live";
import { network } from "../testing/system";
import { arrivals, followCashOuts, matches, merged } from "./arrivals";
import type { CashOut } from "./stream";

function cashOut(bet_id: string, settled_at: string, more: Partial<CashOut> = {}): CashOut {
  return {
    bet_id,
    user_id: "user-1",
    username: "alice",
    stake: "10.00",
    cash_out_amount: "12.00",
    profit_loss: "2.00",
    currency: "USD",
    is_auto_cash_out: false,
    cash_out_trigger_reason: null,
    settled_at,
    ...more,
  };
}

const one = cashOut("a", "2026-01-15T09:00:00.000001Z");
const two = cashOut("b", "2026-01-15T09:00:00.000002Z");
const three = cashOut("c", "2026-01-15T09:00:00.000003Z");
const ids = (list: readonly CashOut[]) => list.map((each) => each.bet_id);

describe("a list and what comes meanwhile are one", () => {
  test("each bet stands once, the newest first", () => {
    expect(ids(merged([two, one], [two, three], 50))).toEqual(["c", "b", "a"]);
  });

  test("at the same time the id decides, as in the API's order", () => {
    const same = ["y", "x", "z"].map((bet) => cashOut(bet, "2026-01-15T09:00:00.000001Z"));
    expect(ids(merged(same, [], 50))).toEqual(["x", "y", "z"]);
  });

  test("a time at the full second is before those that have a fraction", () => {
    const full = cashOut("full", "2026-01-15T09:00:00Z");
    expect(ids(merged([full], [one], 50))).toEqual(["a", "full"]);
  });

  test("there are never more rows than a page has", () => {
    expect(ids(merged([two, one], [three], 2))).toEqual(["c", "b"]);
  });

  test("what the filters leave out does not come in", () => {
    expect(matches(one, {})).toBe(true);
    expect(matches(one, { customer_id: "user-2" })).toBe(false);
    expect(matches(one, { date_from: "2026-01-15T00:00:00.000Z", date_to: "2026-01-16T00:00:00.000Z" })).toBe(true);
    expect(matches(one, { date_to: "2026-01-15T00:00:00.000Z" })).toBe(false);
    expect(matches(one, { date_from: "2026-01-16T00:00:00.000Z" })).toBe(false);
  });
});

describe("following", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame"] });
  });
  afterEach(() => vi.useRealTimers());

  const frame = (id: number, item: CashOut) => `id: ${id}\nevent: cash_out\ndata: ${JSON.stringify(item)}\n\n`;

  test("says when it begins, then shows what comes once a frame, and stops when it is told to", async () => {
    const answers = ["id: 7\nretry: 1000\n\n", `retry: 1000\n\n${frame(8, one)}${frame(9, two)}`];
    const seen = network(() => new Response(answers.shift() ?? ": nothing new\nretry: 1000\n\n"));
    const batches: string[][] = [];
    const onBegun = vi.fn();
    const stop = followCashOuts({ onBatch: (batch) => batches.push(ids(batch)), onBegun });
    expect(arrivals.get().state).toBe("starting");

    await vi.advanceTimersByTimeAsync(10);
    expect(onBegun).toHaveBeenCalledTimes(1);
    expect([arrivals.get().state, liveState.get()]).toEqual(["live", "live"]);

    await vi.advanceTimersByTimeAsync(1_100);
    expect(batches).toEqual([["a", "b"]]);
    expect(ids(arrivals.get().items)).toEqual(["b", "a"]);
    expect(seen.map((each) => each.headers.get("Last-Event-ID"))).toEqual([null, "7", "9"].slice(0, seen.length));

    stop();
    const before = seen.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen.length).toBeLessThanOrEqual(before + 1);
    expect(liveState.get()).toBeNull();
  });

  test("a page without the stream is still a page: it says that it is reconnecting", async () => {
    network(() => new Response("{}", { status: 503 }));
    const stop = followCashOuts({ onBatch: vi.fn(), onBegun: vi.fn() });
    await vi.advanceTimersByTimeAsync(10);
    expect([arrivals.get().state, liveState.get()]).toEqual(["reconnecting", "reconnecting"]);
    stop();
  });
});
