import type { Schemas } from "../api/client";
import { signOf } from "../money";
import { useIsAgent } from "../session/person";
import { AmountText } from "../ui/AmountText";
import classes from "./SettlementPage.module.css";
import { linesOf } from "./settlement";
import { OWED, OWED_TO_AGENT } from "./words";

/** The lines between the opening and the closing balance. */
export function SettlementFigures({ figures }: { figures: Schemas["SettlementFigures"] }) {
  const { currency } = figures;
  const isAgent = useIsAgent();
  return (
    <table className={classes.figures}>
      <tbody>
        <tr data-strong>
          <th scope="row">Opening balance</th>
          <td>
            <AmountText amount={figures.opening_balance} currency={currency} isNeutral />
          </td>
        </tr>
        {linesOf(figures).map(({ label, amount }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>
              <AmountText amount={amount} currency={currency} signed isNeutral />
            </td>
          </tr>
        ))}
        <tr data-strong>
          <th scope="row">Closing balance</th>
          <td>
            <AmountText
              amount={figures.closing_balance}
              currency={currency}
              words={isAgent ? OWED : OWED_TO_AGENT}
              isNeutral
            />
          </td>
        </tr>
        {signOf(figures.held) > 0 && (
          <tr>
            <th scope="row">Held</th>
            <td>
              <AmountText amount={figures.held} currency={currency} isNeutral />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
