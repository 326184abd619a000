import classes from "./StatusBadge.module.css";

/** The meaning of a status for the reader. The badge has the word; the colour only supports it. */
export type Tone = "good" | "waiting" | "bad" | "neutral" | "accent";

/** The tone of each status of the API; others are neutral. */
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

/** A value of the API as words: `cashed_out` becomes `Cashed out`. */
export function wordsOf(status: string): string {
  const words = status.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
