/** Queries and words of reconciliation runs. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Schemas, answerOf, api } from "../api/client";
import { SIZE } from "../billing/queries";

type Run = Schemas["ReconciliationRun"];
type Finding = Schemas["Finding"];

export const RUNS = "reconciliation";
/** The interval at which a running run is read. */
const POLL_INTERVAL_MS = 1_500;

/** Every run, newest first. Read repeatedly while one is running. */
export function runsFrom(offset: number) {
  return queryOptions({
    queryKey: [RUNS, "list", offset],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/reconciliation/runs", { params: { query: { limit: SIZE, offset } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isRunning) === true ? POLL_INTERVAL_MS : false),
  });
}

/** One run with its findings. Read repeatedly while it is running. */
export function runOf(run_id: string) {
  return queryOptions({
    queryKey: [RUNS, run_id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/reconciliation/runs/{run_id}", { params: { path: { run_id } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isRunning(state.data) ? POLL_INTERVAL_MS : false),
  });
}

export function isRunning({ status }: Run): boolean {
  return status === "running";
}

/** The kind of a run in words. */
export function kindOf({ full, dry_run }: Run): string {
  return `${dry_run ? "Dry run" : "Correcting run"} over ${full ? "everything" : "changes"}`;
}

const STATUSES: Readonly<Record<Run["status"], string>> = {
  running: "Running",
  clean: "Clean",
  drift: "Not clean",
  error: "Could not finish",
};

export function statusInWords(status: Run["status"]): string {
  return STATUSES[status];
}

/** The duration in seconds with one decimal; null while the run is running. */
export function secondsOf({ started_at, finished_at }: Run): string | null {
  if (finished_at === null) return null;
  return ((Date.parse(finished_at) - Date.parse(started_at)) / 1_000).toFixed(1);
}

/** The kinds of findings in words. */
export const FINDING_TEXTS: Readonly<Record<Finding["kind"], string>> = {
  balance: "The cached balance is not the sum of the entries",
  version: "The versions of the wallet’s entries have a gap",
  balance_after: "A balance after an entry is not the one before plus its amount",
  wallet: "An entry or a hold belongs to no wallet with a balance in its currency",
  sum: "The transaction’s entries do not sum to zero",
  entries: "The transaction has fewer than two entries",
  transaction: "Entries without a transaction",
  subject: "The transaction belongs to a subject or a hold, and none names it",
  posting: "The subject or the hold does not have exactly its transaction",
  award: "The award’s entries do not equal its amount",
  checkpoint: "A checkpoint is not the sum of the earlier entries",
  outbox: "An event has not been published for 15 minutes",
  invoiced: "The request is still invoiced although its invoice is paid",
  future: "The time of the wallet or transaction is in the future",
  held: "What the wallet has held is not what is left of its pending holds",
  held_until: "The wallet would hold an amount after its hold has expired",
  captured: "What the hold captured is not the sum of its captures",
  ended: "The hold’s status does not agree with its end, or nobody recorded that it expired",
};
