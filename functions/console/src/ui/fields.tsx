import { TextInput, type TextInputProps } from "@mantine/core";
import { AmountRefused, typedAmount } from "../money";

/** The input of an amount. It stays text, so that exactly the typed amount is sent. */
export function AmountInput({ currency, ...props }: TextInputProps & { currency: string }) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      rightSection={currency}
      rightSectionWidth={56}
      rightSectionPointerEvents="none"
      {...props}
    />
  );
}

/** The problem of a typed amount, for the field's `validate`; null if it is valid. */
export function amountProblem(text: string, currency: string, allow: { zero?: boolean } = {}): string | null {
  try {
    typedAmount(text, currency, allow);
    return null;
  } catch (error) {
    if (error instanceof AmountRefused) return error.message;
    throw error;
  }
}
