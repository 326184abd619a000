import type { Schemas } from "../api/client";
import { formatAmount, signOf, sum } from "../money";
import { AmountText } from "../ui/AmountText";
import { Tile, Tiles } from "../ui/Surface";

type Statement = Schemas["WalletStatement"];

/** Opening balance, amounts in and out, closing balance. */
export function StatementFigures({ statement }: { statement: Statement }) {
  const { currency, opening_balance, closing_balance, held, available } = statement;
  const { paidIn, paidOut } = turnoverOf(statement);
  return (
    <Tiles>
      <Tile label="Opening balance">
        <AmountText amount={opening_balance} currency={currency} words={["", "owed"]} />
      </Tile>
      <Tile label="In">
        <AmountText amount={paidIn} currency={currency} signed />
      </Tile>
      <Tile label="Out">
        <AmountText amount={paidOut} currency={currency} signed />
      </Tile>
      <Tile label="Closing balance">
        <AmountText amount={closing_balance} currency={currency} words={["", "owed"]} />
      </Tile>
      {held !== null && signOf(held) > 0 && (
        <Tile label="Held now" note={`${formatAmount(available ?? "0", currency)} is available`}>
          <AmountText amount={held} currency={currency} />
        </Tile>
      )}
    </Tiles>
  );
}

/** The sums of positive and negative entries. Together they are the closing minus the opening balance. */
export function turnoverOf({ movements, currency }: Pick<Statement, "movements" | "currency">) {
  const amounts = movements.map(({ amount }) => amount);
  return {
    paidIn: sum(
      amounts.filter((amount) => signOf(amount) > 0),
      currency,
    ),
    paidOut: sum(
      amounts.filter((amount) => signOf(amount) < 0),
      currency,
    ),
  };
}
