import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
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

interface SearchInputProps {
  label: string;
  value: string | undefined;
  placeholder?: string;
  maxLength?: number;
  onSearch: (text: string | undefined) => void;
}

/** A search input that waits for a pause in typing, so that not every letter is a request. */
export function SearchInput({ label, value, placeholder, maxLength = 64, onSearch }: SearchInputProps) {
  const [typed, setTyped] = useState(value ?? "");
  const [applied, setApplied] = useState(value);
  if (applied !== value) {
    // The address was changed elsewhere: by the back button, or because the filters were cleared.
    setApplied(value);
    if ((value ?? "") !== typed.trim()) setTyped(value ?? "");
  }
  const search = useDebouncedCallback((text: string) => onSearch(text.trim() || undefined), 300);
  return (
    <TextInput
      type="search"
      label={label}
      value={typed}
      placeholder={placeholder}
      maxLength={maxLength}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}

interface DayInputProps extends Pick<TextInputProps, "error" | "withAsterisk"> {
  label: string;
  value: string | undefined;
  onDay: (day: string | undefined) => void;
}

/** The input of a day, with the browser's own picker. */
export function DayInput({ label, value, onDay, ...props }: DayInputProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ""}
      max="9999-12-31"
      onChange={(event) => onDay(event.currentTarget.value || undefined)}
      {...props}
    />
  );
}
