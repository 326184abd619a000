import type { ReactNode } from "react";
import classes from "./Chart.module.css";

interface ChartProps {
  /** The highest and the lowest amount of the plot; one if they are the same. */
  amounts: readonly string[];
  first: ReactNode;
  last: ReactNode;
  /** The plot, which fills its place. */
  children: ReactNode;
}

/** A plot with its amounts and its first and last day. A screen reader does not read it, so a text must say the same. */
export function Chart({ amounts, first, last, children }: ChartProps) {
  return (
    <div className={classes.chart} aria-hidden>
      <div className={classes.amounts}>
        {amounts.map((amount) => (
          <span key={amount}>{amount}</span>
        ))}
      </div>
      <div className={classes.plot}>{children}</div>
      <div className={classes.days}>
        <span>{first}</span>
        <span>{last}</span>
      </div>
    </div>
  );
}
