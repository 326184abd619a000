import { Group, type GroupProps, NativeSelect } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { changed } from "../app/search";
import { AppliedText, type AppliedTextProps } from "./AppliedText";

/**
 * A filter in the page's address: its value, and how to change it. A change begins the list at its first page. A value
 * that the route does not accept, such as an empty one, removes the filter.
 */
export function useFilter(name: string) {
  const { [name]: value }: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const apply = (to: string | undefined) =>
    void navigate({
      to: ".",
      search: (old: Record<string, unknown>) => changed(old, { [name]: to }),
      replace: true,
      resetScroll: false,
    });
  return { value: typeof value === "string" ? value : undefined, apply };
}

/** The filters of a list, in a line that wraps. */
export function Filters(props: GroupProps) {
  return <Group align="flex-end" mb="md" gap="sm" {...props} />;
}

export interface FilterProps {
  /** The parameter of the address. */
  name: string;
  label: string;
}

export interface Choice {
  value: string;
  label: string;
}

/** The choices of values, with their words. */
export function choicesOf<Value extends string>(values: readonly Value[], inWords: (value: Value) => string): Choice[] {
  return values.map((value) => ({ value, label: inWords(value) }));
}

interface ChoiceFilterProps extends FilterProps {
  choices: readonly Choice[];
  /** The choice of an address without the filter; then `all` is a value. Otherwise such an address chooses all. */
  initial?: string;
}

/** A filter by one of a few values, or all. */
export function ChoiceFilter({ name, label, choices, initial }: ChoiceFilterProps) {
  const { value, apply } = useFilter(name);
  return (
    <NativeSelect
      label={label}
      value={value ?? initial ?? ""}
      data={
        initial === undefined ? [{ value: "", label: "All" }, ...choices] : [...choices, { value: "all", label: "All" }]
      }
      onChange={(event) => apply(event.currentTarget.value)}
    />
  );
}

/** A filter by a text, as `AppliedText` says. */
export function TextFilter({ name, ...shown }: Omit<AppliedTextProps, "value" | "onApply"> & { name: string }) {
  const { value, apply } = useFilter(name);
  return <AppliedText {...shown} value={value} onApply={apply} />;
}
