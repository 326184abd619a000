/** The cash-outs received while the page is open: newest first, up to a maximum. */
import { fetchAsCaller } from "../api/client";
import { type LiveState, liveState } from "../app/live";
import { store } from "../store";
import { type CashOut, follow } from "./stream";

export interface Arrivals {
  /** "starting" until the stream has answered or failed once. Until then no list is read. */
  state: "starting" | LiveState;
  items: readonly CashOut[];
}

const MAX_ITEMS = 500;
/** The interval of requests while the page is hidden. */
const HIDDEN_INTERVAL_MS = 15_000;

export const arrivals = store<Arrivals>({ state: "starting", items: [] });

interface Listeners {
  /** The cash-outs since the last animation frame, oldest first. */
  onBatch: (batch: readonly CashOut[]) => void;
  /** The stream begins: lists that were read earlier must be read again. */
  onBegun: () => void;
}

/** Follows the stream and shows new cash-outs at most once per animation frame. Returns a function that stops it. */
export function followCashOuts({ onBatch, onBegun }: Listeners): () => void {
  const stopping = new AbortController();
  let batch: CashOut[] = [];
  const setState = (state: LiveState) => {
    liveState.set(state);
    if (arrivals.get().state !== state) arrivals.set({ ...arrivals.get(), state });
  };
  const flush = () => {
    const received = batch;
    batch = [];
    if (stopping.signal.aborted || received.length === 0) return;
    arrivals.set({ ...arrivals.get(), items: merged(arrivals.get().items, received, MAX_ITEMS) });
    onBatch(received);
  };
  arrivals.set({ state: "starting", items: [] });
  void follow(
    {
      ask,
      pause: pauseUnlessWoken,
      onState: setState,
      onPrimed: onBegun,
      onCashOut: (cashOut) => {
        batch.push(cashOut);
        if (batch.length === 1) nextFrame(flush);
      },
    },
    stopping.signal,
  );
  return () => {
    stopping.abort();
    liveState.set(null);
  };
}

function ask(lastId: string | null, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ Accept: "text/event-stream" });
  if (lastId !== null) headers.set("Last-Event-ID", lastId);
  return fetchAsCaller(new Request(new URL("/api/v1/agent/cash-out/stream", location.origin), { headers, signal }));
}

/** Waits, but at most until the network is back or the page becomes visible. */
function pauseUnlessWoken(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waking = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      waking.abort();
      resolve();
    };
    const timer = setTimeout(wake, document.hidden ? Math.max(milliseconds, HIDDEN_INTERVAL_MS) : milliseconds);
    const once = { signal: waking.signal };
    window.addEventListener("online", wake, once);
    document.addEventListener("visibilitychange", wake, once);
    signal.addEventListener("abort", wake, once);
  });
}

/** Calls `then` at the next animation frame; a hidden page has none. */
function nextFrame(then: () => void): void {
  if (document.hidden) setTimeout(then, 250);
  else requestAnimationFrame(then);
}

/** Merges two lists: each bet once, newest settlement first, then by id. */
export function merged(listed: readonly CashOut[], received: readonly CashOut[], max: number): CashOut[] {
  const byBet = new Map([...listed, ...received].map((cashOut) => [cashOut.bet_id, cashOut]));
  return [...byBet.values()].sort(newestFirst).slice(0, max);
}

function newestFirst(one: CashOut, other: CashOut): number {
  const [at, otherAt] = [sortable(one.settled_at), sortable(other.settled_at)];
  if (at !== otherAt) return at < otherAt ? 1 : -1;
  return one.bet_id < other.bet_id ? -1 : 1;
}

/** A time as sortable text with microseconds: the API omits a fraction of zero. */
function sortable(at: string): string {
  return at.includes(".") ? at : at.replace("Z", ".000000Z");
}

/** Whether a cash-out matches the filters of a list. The dates are those sent to the API. */
export function matches(
  cashOut: CashOut,
  filters: { customer_id?: string | undefined; date_from?: string | undefined; date_to?: string | undefined },
): boolean {
  const at = Date.parse(cashOut.settled_at);
  return (
    (filters.customer_id === undefined || cashOut.user_id === filters.customer_id) &&
    (filters.date_from === undefined || at >= Date.parse(filters.date_from)) &&
    (filters.date_to === undefined || at < Date.parse(filters.date_to))
  );
}
