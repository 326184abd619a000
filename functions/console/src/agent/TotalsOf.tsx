import { AmountText } from "../ui/AmountText";

interface TotalsOfProps<Totals> {
  totals: readonly Totals[];
  amountOf: (totals: Totals) => string | null;
  signed?: boolean;
  words?: readonly [above: string, below: string, zero?: string];
}

/** A total of the whole filtered list: one line for each currency, because amounts of different currencies are never added. */
export function TotalsOf<Totals extends { currency: string | null }>(props: TotalsOfProps<Totals>) {
  const { totals, amountOf, signed = false, words } = props;
  return totals.map((one) => {
    const amount = amountOf(one);
    if (one.currency === null || amount === null) return null;
    return (
      <div key={one.currency}>
        <AmountText
          amount={amount}
          currency={one.currency}
          signed={signed}
          showWords
          {...(words === undefined ? {} : { words })}
        />
      </div>
    );
  });
}
