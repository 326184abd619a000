import { Text } from "@mantine/core";
import { formatAmount } from "../money";
import { AmountText } from "../ui/AmountText";

interface AmountWithCodeProps {
  amount: string | null;
  currency: string | null;
}

/** The amount of an operation with its currency's code, since several currencies share a symbol. */
export function AmountWithCode({ amount, currency }: AmountWithCodeProps) {
  if (amount === null || currency === null) return "–";
  return (
    <>
      <AmountText amount={amount} currency={currency} />
      {!formatAmount(amount, currency).endsWith(currency) && (
        <Text span inherit c="dimmed">
          {" "}
          {currency}
        </Text>
      )}
    </>
  );
}
