/** The stream of an agent's cash-outs: asked for again and again with the last id, so that nothing is lost or doubled. */
import { createParser } from "eventsource-parser";
import type { Schemas } from "../api/client";
import { Problem } from "../api/problem";
import type { LiveState } from "../app/live";

export type CashOut = Schemas["CashOut"];

/** What the stream needs of the world, and whom it tells. */
export interface Feed {
  /** Asks for what came after `lastId`; without one, for the present id. */
  ask: (lastId: string | null, signal: AbortSignal) => Promise<Response>;
  /** Waits so many milliseconds, or less where something says that it is worth asking. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  onState: (state: LiveState) => void;
  /** The stream begins here: what was before must be read from the list, which is asked for after this. */
  onPrimed: () => void;
  onCashOut: (cashOut: CashOut) => void;
}

/** As the server says too; for an answer that did not come so far. */
const RETRY = 1_000;
const LONGEST_PAUSE = 30_000;
/** As many frames as an answer has at most: then there is more, and no reason to wait. */
const FULL = 500;

/** Follows the stream until `signal` is aborted, or the person may not see it. */
export async function follow(feed: Feed, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let retry = RETRY;
  let failures = 0;
  const isStopped = () => signal.aborted;
  while (!isStopped()) {
    let frames = 0;
    try {
      const answer = await feed.ask(lastId, signal);
      if (!answer.ok) throw new Problem(answer, null);
      const startsAt = await read(answer, {
        onCashOut: (id, cashOut) => {
          lastId = id;
          frames += 1;
          feed.onCashOut(cashOut);
        },
        onRetry: (milliseconds) => (retry = milliseconds),
      });
      if (startsAt !== null) {
        lastId = startsAt;
        feed.onPrimed();
      }
      failures = 0;
      feed.onState("live");
      if (frames < FULL) await feed.pause(retry, signal);
    } catch (error) {
      if (isStopped() || (error instanceof Problem && error.status === 403)) return;
      feed.onState("reconnecting");
      const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1_000 : 0;
      const wait = Math.max(asked, Math.min(RETRY * 2 ** failures, LONGEST_PAUSE));
      failures += 1;
      // Not all of those who were cut off at once come back at once.
      await feed.pause(wait * (0.75 + Math.random() / 2), signal);
    }
  }
}

interface Frames {
  onCashOut: (id: string, cashOut: CashOut) => void;
  onRetry: (milliseconds: number) => void;
}

/**
 * Reads an answer as it comes, so that an answer that breaks off half-way counts as far as it came.
 * Resolves to the id at which the stream begins, where the answer only said that.
 */
async function read(answer: Response, { onCashOut, onRetry }: Frames): Promise<string | null> {
  const came = { frames: 0 };
  let text = "";
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      came.frames += 1;
      if (event === "cash_out" && id !== undefined) onCashOut(id, JSON.parse(data) as CashOut);
    },
    onRetry,
  });
  const reader = (answer.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    parser.feed(value);
  }
  // A frame without data is none to a parser of events: its id is read from the text.
  return came.frames > 0 ? null : (/^id: ?(\d+)$/m.exec(text)?.[1] ?? null);
}
