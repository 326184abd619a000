import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
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

interface TextFilterProps extends Pick<
  TextInputProps,
  "label" | "description" | "error" | "placeholder" | "maxLength"
> {
  /** The filter that is in effect. */
  value: string | undefined;
  /** The text is applied by Enter or on leaving the field, since part of it matches nothing. */
  isWhole?: boolean;
  onFilter: (text: string | undefined) => void;
  /** Another field in place of the plain one. A text that is chosen in it is applied at once. */
  children?: (field: FilterField) => ReactNode;
}

interface FilterField extends Pick<
  TextInputProps,
  "label" | "description" | "error" | "placeholder" | "inputWrapperOrder" | "onBlur"
> {
  value: string;
  onChange: (text: string) => void;
  onOptionSubmit: (text: string) => void;
}

/**
 * A filter by a text. It follows the address: if the filter is changed elsewhere, by the back button or a link, the
 * field shows the new one. Without `isWhole` the text is applied after a pause in typing, so that not every letter is a
 * request.
 */
export function TextFilter({
  value,
  isWhole = false,
  maxLength = 64,
  onFilter,
  children,
  description,
  error,
  ...shown
}: TextFilterProps) {
  const [typed, setTyped] = useState(value ?? "");
  const [before, setBefore] = useState(value);
  // The texts that were applied here and that the address does not have yet.
  const [pending, setPending] = useState<readonly (string | undefined)[]>([]);
  const wanted = typed.trim() || undefined;
  if (before !== value) {
    setBefore(value);
    const arrived = pending.indexOf(value);
    setPending(arrived < 0 ? [] : pending.slice(arrived + 1));
    if (arrived < 0) setTyped(value ?? "");
  }
  const apply = (text = wanted) => {
    if (text === (pending.length > 0 ? pending.at(-1) : value)) return;
    setPending([...pending, text]);
    onFilter(text);
  };
  const applyLater = useDebouncedCallback(() => apply(), 300);
  const type = (text: string) => {
    setTyped(text);
    if (!isWhole) applyLater();
  };
  const field: Omit<FilterField, "onChange" | "onOptionSubmit"> = {
    ...shown,
    ...(isWhole && wanted !== value ? { description: "Not applied yet: press Enter." } : { description, error }),
    // Notes are above the field, so that filters stand in one line whichever of them has one.
    inputWrapperOrder: ["label", "description", "error", "input"],
    value: typed,
    onBlur: () => apply(),
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {children?.({ ...field, onChange: type, onOptionSubmit: apply }) ?? (
        <TextInput
          type={isWhole ? "text" : "search"}
          autoComplete="off"
          maxLength={maxLength}
          {...field}
          onChange={(event) => type(event.currentTarget.value)}
        />
      )}
    </form>
  );
}
