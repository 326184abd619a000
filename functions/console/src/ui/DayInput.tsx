import { Text } from "@mantine/core";
import { DateInput, type DateInputProps } from "@mantine/dates";
import "@mantine/dates/styles.css";
import { type SyntheticEvent, useState } from "react";
import { formatDay, typedDay } from "../dates";

const EXAMPLE = formatDay("2026-11-20");
const CONTROLS = {
  previousMonth: "Previous month",
  nextMonth: "Next month",
  previousYear: "Previous year",
  nextYear: "Next year",
  previousDecade: "Previous decade",
  nextDecade: "Next decade",
};

interface DayInputProps extends Pick<DateInputProps, "error" | "withAsterisk" | "w" | "inputWrapperOrder"> {
  label: string;
  /** The zone in which the day begins and ends, if that matters. */
  zone?: string;
  /** `YYYY-MM-DD`; empty without a day. */
  value?: string;
  onChange?: (day: string) => void;
}

/**
 * The input of a day, which is typed in the form in which days are shown, or chosen in a calendar. The calendar opens
 * with a click, not with the focus, and closes with a key, so that it does not cover an error or the next field.
 */
export function DayInput({ label, zone: inZone, value = "", onChange, error, ...shown }: DayInputProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  // A text that is no day must not leave the day before it in force.
  const check = ({ currentTarget: { value: text } }: SyntheticEvent<HTMLInputElement>) => {
    if (text.trim() === "" || typedDay(text) !== null) return;
    onChange?.("");
    setProblem(`“${text}” is not a day. Enter it as ${EXAMPLE}.`);
  };
  return (
    <DateInput
      {...shown}
      label={
        <>
          {label}
          {inZone !== undefined && (
            <Text span size="xs" c="dimmed">
              {" "}
              ({inZone})
            </Text>
          )}
        </>
      }
      placeholder={`As ${EXAMPLE}`}
      value={value === "" ? null : value}
      error={problem ?? error}
      valueFormat={formatDay}
      dateParser={typedDay}
      popoverProps={{ opened: isOpen }}
      onClick={() => setOpen(true)}
      onChange={(day) => {
        setOpen(false);
        setProblem(null);
        onChange?.(day ?? "");
      }}
      onBlur={(event) => {
        setOpen(false);
        check(event);
      }}
      onKeyDown={(event) => {
        setOpen(false);
        if (event.key === "Enter") check(event);
      }}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label}` }}
      ariaLabels={CONTROLS}
      attributes={{ levelsGroup: { role: "dialog", "aria-label": "Calendar" } }}
      highlightToday
      hideOutsideDates
      weekendDays={[]}
      firstDayOfWeek={1}
    />
  );
}
