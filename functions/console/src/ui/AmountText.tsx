import { VisuallyHidden } from "@mantine/core";
import { formatAmount, signOf } from "../money";
import classes from "./AmountText.module.css";

interface AmountTextProps {
  amount: string;
  currency: string;
  /** Shows signs and colours. */
  signed?: boolean;
  /** The text that screen readers get in place of sign and colour: for amounts above, below and at zero. */
  words?: readonly [above: string, below: string, zero?: string];
  /** Makes the words visible; without `signed` they replace the sign: "5.00 USD owed to you". */
  showWords?: boolean;
  /** Neither good nor bad for the reader: no colour, and dimmed at zero. */
  isNeutral?: boolean;
  strong?: boolean;
}

/** An amount in its currency, with tabular figures. */
export function AmountText({ amount, currency, words, ...how }: AmountTextProps) {
  const { signed = false, showWords = false, isNeutral = false, strong = false } = how;
  const sign = signOf(amount);
  const word = sign > 0 ? words?.[0] : sign < 0 ? words?.[1] : words?.[2];
  const isInWords = showWords && word !== undefined && word !== "";
  const coloured = sign < 0 ? classes.below : signed && sign > 0 ? classes.above : "";
  const tone = isNeutral ? (sign === 0 ? classes.zero : "") : coloured;
  // Plain elements for speed: a list has hundreds of these, rendered again with each cash-out.
  return (
    <span className={`${classes.amount} ${tone ?? ""} ${strong ? classes.strong : ""}`}>
      <span className={classes.figure}>
        {formatAmount(isInWords && !signed ? amount.replace("-", "") : amount, currency, { signed })}
      </span>
      {word === undefined || word === "" ? null : isInWords ? (
        <span className={classes.word}> {word}</span>
      ) : (
        <VisuallyHidden component="span"> {word}</VisuallyHidden>
      )}
    </span>
  );
}
