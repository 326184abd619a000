import { store } from "../store";

/** Whether what is shown arrives as it happens; null where the page has nothing that would. */
export type LiveState = "live" | "reconnecting";

export const liveState = store<LiveState | null>(null);
