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

describe("merging a list with new cash-outs", () => {
  test("keeps each bet once, newest first", () => {
    expect(ids(merged([two, one], [two, three], 50))).toEqual(["c", "b", "a"]);
  });

  test("orders equal times by id, as the API does", () => {
    const same = ["y", "x", "z"].map((bet) => cashOut(bet, "2026-01-15T09:00:00.000001Z"));
    expect(ids(merged(same, [], 50))).toEqual(["x", "y", "z"]);
  });

  test("orders a full second before its fractions", () => {
    const full = cashOut("full", "2026-01-15T09:00:00Z");
    expect(ids(merged([full], [one], 50))).toEqual(["a", "full"]);
  });

  test("keeps at most a page of rows", () => {
    expect(ids(merged([two, one], [three], 2))).toEqual(["c", "b"]);
  });

  test("leaves out what the filters exclude", () => {
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

  test("reports its begin, then shows new cash-outs once a frame, and can be stopped", async () => {
    const answers = ["id: 7\nretry: 1000\n\n", `retry: 1000\n\n${frame(8, one)}${frame(9, two)}`];
    const requests = network(() => new Response(answers.shift() ?? ": nothing new\nretry: 1000\n\n"));
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
    expect(requests.map((each) => each.headers.get("Last-Event-ID"))).toEqual(
      [null, "7", "9"].slice(0, requests.length),
    );

    stop();
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(requests.length).toBeLessThanOrEqual(before + 1);
    expect(liveState.get()).toBeNull();
  });

  test("reports that it is reconnecting if there is no stream", async () => {
    network(() => new Response("{}", { status: 503 }));
    const stop = followCashOuts({ onBatch: vi.fn(), onBegun: vi.fn() });
    await vi.advanceTimersByTimeAsync(10);
    expect([arrivals.get().state, liveState.get()]).toEqual(["reconnecting", "reconnecting"]);
    stop();
  });
});
