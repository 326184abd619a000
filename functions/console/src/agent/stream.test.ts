import { beforeEach, describe, expect, test } from "vitest";
import { type CashOut, type Feed, follow } from "./stream";

/** The n-th cash-out of the stream; a higher n is settled later. */
function cashOut(n: number): CashOut {
  return {
    bet_id: `bet-${n}`,
    user_id: "user-1",
    username: "alice",
    stake: "10.00",
    cash_out_amount: "12.00",
    profit_loss: "2.00",
    currency: "USD",
    is_auto_cash_out: false,
    cash_out_trigger_reason: null,
    settled_at: `2026-01-15T09:00:00.${String(n).padStart(6, "0")}Z`,
  };
}

const frame = (id: number) => `id: ${id}\nevent: cash_out\ndata: ${JSON.stringify(cashOut(id))}\n\n`;
const RETRY = "retry: 1000\n\n";
const stream = (text: string) => new Response(text, { headers: { "Content-Type": "text/event-stream" } });

/** An answer whose connection breaks after the text. */
function broken(text: string): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
    },
    pull(controller) {
      controller.error(new TypeError("network"));
    },
  });
  return new Response(body);
}

type NextAnswer = () => Response;

let reports: string[];
let pauses: number[];
let lastIds: (string | null)[];

/** Follows the stream through these answers, then stops. */
async function through(...answers: NextAnswer[]): Promise<void> {
  const stopping = new AbortController();
  const feed: Feed = {
    ask: (lastId) => {
      lastIds.push(lastId);
      const answer = answers.shift();
      if (answers.length === 0) stopping.abort();
      return new Promise((resolve) => {
        resolve((answer ?? (() => stream(RETRY)))());
      });
    },
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    onState: (state) => {
      if (reports.at(-1) !== state) reports.push(state);
    },
    onPrimed: () => reports.push("primed"),
    onCashOut: (one) => reports.push(one.bet_id),
  };
  await follow(feed, stopping.signal);
}

const primed: NextAnswer = () => stream("id: 7\nretry: 1000\n\n");
const nothingNew: NextAnswer = () => stream(`: nothing new\n${RETRY}`);
const end = nothingNew;

beforeEach(() => {
  reports = [];
  pauses = [];
  lastIds = [];
});

describe("the stream of cash-outs", () => {
  test("begins at the current id and continues from the last id", async () => {
    await through(primed, () => stream(RETRY + frame(8) + frame(9)), nothingNew, end);
    expect(lastIds).toEqual([null, "7", "9", "9"]);
    expect(reports).toEqual(["primed", "live", "bet-8", "bet-9", "live"]);
    expect(pauses.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
  });

  test("resumes after a broken connection without a gap or a duplicate", async () => {
    const half = frame(9).slice(0, 30);
    await through(
      primed,
      () => broken(RETRY + frame(8) + half),
      () => stream(RETRY + frame(9) + frame(10)),
      end,
    );
    expect(lastIds).toEqual([null, "7", "8", "10"]);
    expect(reports.filter((one) => one.startsWith("bet"))).toEqual(["bet-8", "bet-9", "bet-10"]);
    expect(reports).toContain("reconnecting");
  });

  test.each([401, 429, 500, 503])("reconnects after %i with its last id", async (status) => {
    const refusing = () => new Response('{"message": "no"}', { status });
    await through(primed, refusing, refusing, () => stream(RETRY + frame(8)), end);
    expect(lastIds).toEqual([null, "7", "7", "7", "8"]);
    expect(reports).toEqual(["primed", "live", "reconnecting", "bet-8", "live"]);
  });

  test("waits longer after each failure, and at least the server's Retry-After", async () => {
    const lost: NextAnswer = () => {
      throw new TypeError("network");
    };
    const busy = () => new Response("{}", { status: 503, headers: { "Retry-After": "9" } });
    await through(lost, lost, lost, busy, end);
    const [first = 0, second = 0, third = 0, requested = 0] = pauses;
    expect(first).toBeLessThanOrEqual(1_250);
    expect(second).toBeGreaterThanOrEqual(1_500);
    expect(third).toBeGreaterThanOrEqual(3_000);
    expect(requested).toBeGreaterThanOrEqual(6_750);
  });

  test("ends after a 403", async () => {
    await through(() => new Response("{}", { status: 403 }), end, end);
    expect(lastIds).toHaveLength(1);
  });

  test("requests the rest at once after a full answer", async () => {
    const full = Array.from({ length: 500 }, (_, index) => frame(8 + index)).join("");
    await through(primed, () => stream(RETRY + full), end);
    expect(lastIds).toEqual([null, "7", "507"]);
    expect(pauses).toHaveLength(2);
  });

  test("restarts if its id is ahead of the server's", async () => {
    await through(primed, () => stream("id: 3\nretry: 1000\n\n"), end);
    expect(lastIds).toEqual([null, "7", "3"]);
    expect(reports.filter((one) => one === "primed")).toHaveLength(2);
  });

  test("reads frames that arrive in pieces", async () => {
    const bytes = new TextEncoder().encode(RETRY + frame(8).replace("alice", "Zoë"));
    const pieces = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
            controller.close();
          },
        }),
      );
    await through(primed, pieces, end);
    expect(reports).toContain("bet-8");
    expect(lastIds.at(-1)).toBe("8");
  });
});
