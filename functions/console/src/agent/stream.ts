/** The stream of an agent's cash-outs: repeated requests with the last id, so that nothing is lost or doubled. */
import { createParser } from "eventsource-parser";
import type { Schemas } from "../api/client";
import { Problem } from "../api/problem";
import type { LiveState } from "../app/live";

export type CashOut = Schemas["CashOut"];

/** The requests and pauses of the stream, and its listeners. */
export interface Feed {
  /** Requests the frames after `lastId`; without one, the current id. */
  ask: (lastId: string | null, signal: AbortSignal) => Promise<Response>;
  /** Waits for at most this many milliseconds. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  onState: (state: LiveState) => void;
  /** The stream begins: earlier cash-outs must be read from the list, after this call. */
  onPrimed: () => void;
  onCashOut: (cashOut: CashOut) => void;
}

/** The server's `retry`, for answers without it. */
const RETRY_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** The maximum of an answer: if it is reached, there may be more frames. */
const MAX_FRAMES = 500;

/** Follows the stream until `signal` is aborted or a 403 arrives. */
export async function follow(feed: Feed, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let retry = RETRY_MS;
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
      if (frames < MAX_FRAMES) await feed.pause(retry, signal);
    } catch (error) {
      if (isStopped() || (error instanceof Problem && error.status === 403)) return;
      feed.onState("reconnecting");
      const requestedMs = error instanceof Problem ? (error.retryAfter ?? 0) * 1_000 : 0;
      const wait = Math.max(requestedMs, Math.min(RETRY_MS * 2 ** failures, MAX_PAUSE_MS));
      failures += 1;
      // Jitter, so that clients that were cut off together do not reconnect together.
      await feed.pause(wait * (0.75 + Math.random() / 2), signal);
    }
  }
}

interface Frames {
  onCashOut: (id: string, cashOut: CashOut) => void;
  onRetry: (milliseconds: number) => void;
}

/**
 * Reads an answer in pieces, so that the frames before a broken connection count.
 * Resolves to the id at which the stream begins, if the answer has no frames.
 */
async function read(answer: Response, { onCashOut, onRetry }: Frames): Promise<string | null> {
  const received = { frames: 0 };
  let text = "";
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      received.frames += 1;
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
  // The parser ignores a frame without data, so its id is read from the text.
  return received.frames > 0 ? null : (/^id: ?(\d+)$/m.exec(text)?.[1] ?? null);
}
