import { store } from "../store";

/** Whether the live data of a page is up to date; null on a page without live data. */
export type LiveState = "live" | "reconnecting";

export const liveState = store<LiveState | null>(null);
