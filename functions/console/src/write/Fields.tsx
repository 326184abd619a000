import { Fieldset, MantineThemeProvider, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Fields.module.css";

const TEXT = { defaultProps: { readOnly: true } };
const CHOICE = { defaultProps: { disabled: true } };
const LOCKED = {
  components: {
    TextInput: TEXT,
    Textarea: TEXT,
    Autocomplete: TEXT,
    DateInput: TEXT,
    NativeSelect: CHOICE,
    Checkbox: CHOICE,
    Radio: CHOICE,
    FileInput: TEXT,
    Button: CHOICE,
  },
};
const OPEN = {};

interface FieldsProps {
  isLocked: boolean;
  children: ReactNode;
}

/** The fields of a form. While it is locked they cannot be changed, but stay readable, and a text keeps the focus. */
export function Fields({ isLocked, children }: FieldsProps) {
  return (
    <MantineThemeProvider theme={isLocked ? LOCKED : OPEN}>
      <Fieldset variant="unstyled" className={classes.fields}>
        <Stack gap="sm">{children}</Stack>
      </Fieldset>
    </MantineThemeProvider>
  );
}
