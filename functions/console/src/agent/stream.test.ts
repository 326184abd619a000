import { beforeEach, describe, expect, test } from "vitest";
import { type CashOut, type Feed, follow } from "./stream";

/** A cash-out as the stream sends it; `n` makes it another bet, settled later. */
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

type Turn = () => Response;

let said: string[];
let pauses: number[];
let asked: (string | null)[];

/** Follows the stream through these answers, then stops. */
async function through(...turns: Turn[]): Promise<void> {
  const stopping = new AbortController();
  const feed: Feed = {
    ask: (lastId) => {
      asked.push(lastId);
      const turn = turns.shift();
      if (turns.length === 0) stopping.abort();
      return new Promise((resolve) => {
        resolve((turn ?? (() => stream(RETRY)))());
      });
    },
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    onState: (state) => {
      if (said.at(-1) !== state) said.push(state);
    },
    onPrimed: () => said.push("primed"),
    onCashOut: (one) => said.push(one.bet_id),
  };
  await follow(feed, stopping.signal);
}

const primed: Turn = () => stream("id: 7\nretry: 1000\n\n");
const nothingNew: Turn = () => stream(`: nothing new\n${RETRY}`);
const end = nothingNew;

beforeEach(() => {
  said = [];
  pauses = [];
  asked = [];
});

describe("the stream of cash-outs", () => {
  test("begins at the present id, before anything is live, and goes on from the last id", async () => {
    await through(primed, () => stream(RETRY + frame(8) + frame(9)), nothingNew, end);
    expect(asked).toEqual([null, "7", "9", "9"]);
    expect(said).toEqual(["primed", "live", "bet-8", "bet-9", "live"]);
    expect(pauses.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
  });

  test("resumes after a connection that broke half-way: without a gap and without a double", async () => {
    const half = frame(9).slice(0, 30);
    await through(
      primed,
      () => broken(RETRY + frame(8) + half),
      () => stream(RETRY + frame(9) + frame(10)),
      end,
    );
    expect(asked).toEqual([null, "7", "8", "10"]);
    expect(said.filter((one) => one.startsWith("bet"))).toEqual(["bet-8", "bet-9", "bet-10"]);
    expect(said).toContain("reconnecting");
  });

  test.each([401, 429, 500, 503])("comes back by itself after %i, with the id that it had", async (status) => {
    const refusing = () => new Response('{"message": "no"}', { status });
    await through(primed, refusing, refusing, () => stream(RETRY + frame(8)), end);
    expect(asked).toEqual([null, "7", "7", "7", "8"]);
    expect(said).toEqual(["primed", "live", "reconnecting", "bet-8", "live"]);
  });

  test("waits longer each time, and as long as the server asks", async () => {
    const lost: Turn = () => {
      throw new TypeError("network");
    };
    const busy = () => new Response("{}", { status: 503, headers: { "Retry-After": "9" } });
    await through(lost, lost, lost, busy, end);
    const [first = 0, second = 0, third = 0, asked = 0] = pauses;
    expect(first).toBeLessThanOrEqual(1_250);
    expect(second).toBeGreaterThanOrEqual(1_500);
    expect(third).toBeGreaterThanOrEqual(3_000);
    expect(asked).toBeGreaterThanOrEqual(6_750);
  });

  test("ends where the person may not see it", async () => {
    await through(() => new Response("{}", { status: 403 }), end, end);
    expect(asked).toHaveLength(1);
  });

  test("asks at once for the rest where an answer was full", async () => {
    const full = Array.from({ length: 500 }, (_, index) => frame(8 + index)).join("");
    await through(primed, () => stream(RETRY + full), end);
    expect(asked).toEqual([null, "7", "507"]);
    expect(pauses).toHaveLength(2);
  });

  test("begins anew where its id is ahead of the server's", async () => {
    await through(primed, () => stream("id: 3\nretry: 1000\n\n"), end);
    expect(asked).toEqual([null, "7", "3"]);
    expect(said.filter((one) => one === "primed")).toHaveLength(2);
  });

  test("takes frames that come in pieces", async () => {
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
    expect(said).toContain("bet-8");
    expect(asked.at(-1)).toBe("8");
  });
});
