import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type ReactNode, useState } from "react";

export interface AppliedTextProps extends Pick<
  TextInputProps,
  "label" | "description" | "error" | "placeholder" | "maxLength"
> {
  /** The text that is in effect. */
  value: string | undefined;
  /** The text is applied by Enter or on leaving the field, since part of it matches nothing. */
  isWhole?: boolean;
  onApply: (text: string | undefined) => void;
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
 * A text that is applied while or after it is typed. It follows what is in effect: if that is changed elsewhere, by the
 * back button or a link, the field shows the new one. Without `isWhole` the text is applied after a pause in typing, so
 * that not every letter is a request.
 */
export function AppliedText({
  value,
  isWhole = false,
  maxLength = 64,
  onApply,
  children,
  description,
  error,
  ...shown
}: AppliedTextProps) {
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
    onApply(text);
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
