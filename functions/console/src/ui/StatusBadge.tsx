import classes from "./StatusBadge.module.css";

/** What a status means for whoever reads it; the word stands in the badge, the colour only helps. */
export type Tone = "good" | "waiting" | "bad" | "neutral" | "accent";

/** Statuses of the API and their tone. One that is not here is shown neutrally. */
const TONES: Readonly<Record<string, Tone>> = {
  active: "good",
  frozen: "bad",
  pending: "waiting",
  approved: "accent",
  rejected: "bad",
  completed: "good",
  cancelled: "neutral",
  draft: "neutral",
  sent: "accent",
  issued: "accent",
  paid: "good",
  void: "neutral",
  refunded: "neutral",
  won: "good",
  lost: "neutral",
  cashed_out: "accent",
  ok: "good",
  running: "waiting",
  failed: "bad",
  invoiced: "accent",
  overdue: "bad",
  processing: "waiting",
  pending_approval: "waiting",
  succeeded: "good",
  clean: "good",
  drift: "bad",
  error: "bad",
};

export function StatusBadge({ status, tone, label }: { status: string; tone?: Tone; label?: string }) {
  return (
    <span className={classes.badge} data-tone={tone ?? TONES[status] ?? "neutral"}>
      {label ?? wordsOf(status)}
    </span>
  );
}

/** `cashed_out` as people read it: `Cashed out`. */
export function wordsOf(status: string): string {
  const words = status.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
