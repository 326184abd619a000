/** The cash-outs that came while the page was open: the newest first, and never more than a list can show. */
import { fetchAsCaller } from "../api/client";
import { type LiveState, liveState } from "../app/live";
import { store } from "../store";
import { type CashOut, follow } from "./stream";

export interface Arrivals {
  /** "starting" until the stream has answered, or failed to, once: until then no list is asked for. */
  state: "starting" | LiveState;
  items: readonly CashOut[];
}

const MOST = 500;
/** A page that nobody sees asks less often, in milliseconds. */
const UNSEEN = 15_000;

export const arrivals = store<Arrivals>({ state: "starting", items: [] });

interface Heard {
  /** What came since the last frame of the screen, oldest first. */
  onBatch: (batch: readonly CashOut[]) => void;
  /** The stream begins here: lists that were read before have to be read again. */
  onBegun: () => void;
}

/** Follows the stream; what comes is shown at most once a frame. Returns what ends it. */
export function followCashOuts({ onBatch, onBegun }: Heard): () => void {
  const stopping = new AbortController();
  let batch: CashOut[] = [];
  const setState = (state: LiveState) => {
    liveState.set(state);
    if (arrivals.get().state !== state) arrivals.set({ ...arrivals.get(), state });
  };
  const flush = () => {
    const came = batch;
    batch = [];
    if (stopping.signal.aborted || came.length === 0) return;
    arrivals.set({ ...arrivals.get(), items: merged(arrivals.get().items, came, MOST) });
    onBatch(came);
  };
  arrivals.set({ state: "starting", items: [] });
  void follow(
    {
      ask,
      pause: untilWorthAsking,
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

/** Waits, but no longer than until the network is back or somebody looks at the page again. */
function untilWorthAsking(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waking = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      waking.abort();
      resolve();
    };
    const timer = setTimeout(wake, document.hidden ? Math.max(milliseconds, UNSEEN) : milliseconds);
    const once = { signal: waking.signal };
    window.addEventListener("online", wake, once);
    document.addEventListener("visibilitychange", wake, once);
    signal.addEventListener("abort", wake, once);
  });
}

/** A page that nobody sees has no frames. */
function nextFrame(then: () => void): void {
  if (document.hidden) setTimeout(then, 250);
  else requestAnimationFrame(then);
}

/** Two lists as one: each bet once, by the time at which it was settled, the newest first, then by its id. */
export function merged(listed: readonly CashOut[], came: readonly CashOut[], most: number): CashOut[] {
  const byBet = new Map([...listed, ...came].map((cashOut) => [cashOut.bet_id, cashOut]));
  return [...byBet.values()].sort(newestFirst).slice(0, most);
}

function newestFirst(one: CashOut, other: CashOut): number {
  const [at, otherAt] = [sortable(one.settled_at), sortable(other.settled_at)];
  if (at !== otherAt) return at < otherAt ? 1 : -1;
  return one.bet_id < other.bet_id ? -1 : 1;
}

/** A time as text that sorts, to the microsecond: the API leaves a fraction of zero out. */
function sortable(at: string): string {
  return at.includes(".") ? at : at.replace("Z", ".000000Z");
}

/** Whether a list with these filters would have it. The dates are those that the API is asked with. */
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
