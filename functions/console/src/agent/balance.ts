import type { Schemas } from "../api/client";
import { compare, pixelsOf, signOf } from "../money";

type Entry = Schemas["WalletEntry"];
type Statement = Pick<Schemas["WalletStatement"], "opening_balance" | "movements">;
type Steps = readonly [Step, ...Step[]];

/** A balance from a time until the next step. */
export interface Step {
  /** Milliseconds since 1970. */
  at: number;
  balance: string;
  /** The entry that led to it; null at the beginning of the period. */
  entry: Entry | null;
}

/** The balances of a period in the order of time. If they begin with zero, they begin at the first entry. */
export function stepsOf({ opening_balance, movements }: Statement, from: number): Steps {
  const steps = movements.map((entry) => ({
    at: Date.parse(entry.created_at),
    balance: entry.balance_after,
    entry,
  }));
  const at = signOf(opening_balance) === 0 ? (steps[0]?.at ?? from) : from;
  return [{ at, balance: opening_balance, entry: null }, ...steps];
}

/** The lowest and the highest balance. */
export function rangeOf(steps: Steps, currency: string): { lowest: string; highest: string } {
  const balances = steps.map(({ balance }) => balance);
  const extreme = (sign: 1 | -1) =>
    balances.reduce((most, balance) => (compare(balance, most, currency) * sign > 0 ? balance : most));
  return { lowest: extreme(-1), highest: extreme(1) };
}

/** The size of the chart in units of its SVG. */
export const WIDTH = 1000;
export const HEIGHT = 100;

/** The places of times and balances on the chart. */
export interface Scale {
  x: (at: number) => number;
  y: (balance: string) => number;
}

export function scaleOf(steps: Steps, until: number, currency: string): Scale {
  const from = steps[0].at;
  const { lowest, highest } = rangeOf(steps, currency);
  const height = pixelsOf(highest) - pixelsOf(lowest);
  const share = (part: number, whole: number) => (whole <= 0 ? 0.5 : Math.min(Math.max(part / whole, 0), 1));
  return {
    x: (at) => share(at - from, until - from) * WIDTH,
    y: (balance) => (1 - share(pixelsOf(balance) - pixelsOf(lowest), height)) * HEIGHT,
  };
}

/** The path of a line that keeps each balance until the next step. */
export function pathOf([first, ...later]: Steps, { x, y }: Scale): string {
  const drawn = later.map(({ at, balance }) => `H${x(at).toFixed(1)}V${y(balance).toFixed(1)}`);
  return `M0 ${y(first.balance).toFixed(1)}${drawn.join("")}H${WIDTH}`;
}

/** The step in force at a place between 0, the left edge, and 1. */
export function stepAt(steps: Steps, place: number, { x }: Scale): Step {
  return steps.findLast(({ at }) => x(at) <= place * WIDTH) ?? steps[0];
}
