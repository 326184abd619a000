import type { ReactNode } from "react";
import { zone } from "../dates";
import { DayInput } from "./DayInput";
import { type FilterProps, useFilter } from "./filters";

interface DayFilterProps extends FilterProps {
  error?: ReactNode;
  /** The day of an address without the filter. */
  initial?: string;
}

/** A filter by a day in the reader's zone. */
export function DayFilter({ name, label, error, initial = "" }: DayFilterProps) {
  const { value = initial, apply } = useFilter(name);
  return (
    <DayInput
      label={label}
      error={error}
      zone={zone}
      value={value}
      w={156}
      inputWrapperOrder={["label", "error", "input"]}
      onChange={apply}
    />
  );
}
