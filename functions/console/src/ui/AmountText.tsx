import { VisuallyHidden } from "@mantine/core";
import { formatAmount, signOf } from "../money";
import classes from "./AmountText.module.css";

interface AmountTextProps {
  amount: string;
  currency: string;
  /** Shows plus and minus and their colours; `words` say the same without colour, above, below and at zero. */
  signed?: boolean;
  words?: readonly [above: string, below: string, zero?: string];
  /** Shows the words to everybody, and not to screen readers only. */
  showWords?: boolean;
  strong?: boolean;
}

/** An amount in its currency, with tabular figures. */
export function AmountText({ amount, currency, signed = false, words, showWords, strong }: AmountTextProps) {
  const sign = signOf(amount);
  const word = sign > 0 ? words?.[0] : sign < 0 ? words?.[1] : words?.[2];
  const tone = sign < 0 ? classes.below : signed && sign > 0 ? classes.above : "";
  // Plain elements: a list shows hundreds of these, and shows them again with each cash-out.
  return (
    <span className={`${classes.amount} ${tone ?? ""} ${strong === true ? classes.strong : ""}`}>
      <span className={classes.figure}>{formatAmount(amount, currency, { signed })}</span>
      {word === undefined || word === "" ? null : showWords === true ? (
        <span className={classes.word}> {word}</span>
      ) : (
        <VisuallyHidden component="span"> {word}</VisuallyHidden>
      )}
    </span>
  );
}
