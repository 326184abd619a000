import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Fields } from "./Fields";
import { WriteNotice } from "./WriteNotice";
import type { WriteForm as State } from "./useWriteForm";

interface WriteFormProps<Values extends object> {
  /** The form's name. */
  label: string;
  of: Pick<State<Values, never, unknown>, "write" | "isLocked" | "isShownByFields" | "submit">;
  /** Called with valid values. */
  onSubmit: (values: Values) => void;
  /** Something else that the form waits for, such as a lookup. */
  isWaiting?: boolean;
  /** Whether the form's dialog is open, which shows the notices then. */
  isAsking?: boolean;
  /** Above the buttons: what the write will lead to. */
  hint?: ReactNode;
  buttons: ReactNode;
  /** The fields. */
  children: ReactNode;
}

/** The form of `useWriteForm`: fields, hint, notice, buttons. */
export function WriteForm<Values extends object>(props: WriteFormProps<Values>) {
  const { label, of, onSubmit, isWaiting = false, isAsking = false, hint, buttons, children } = props;
  return (
    <form onSubmit={of.submit(onSubmit)} noValidate aria-label={label}>
      <Fields isLocked={of.isLocked || isWaiting}>{children}</Fields>
      <Stack gap="sm" mt="md">
        {hint}
        {!isAsking && <WriteNotice write={of.write} isShownByFields={of.isShownByFields} />}
        {buttons}
      </Stack>
    </form>
  );
}
