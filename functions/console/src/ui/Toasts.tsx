import { Notifications } from "@mantine/notifications";

/** The place of toasts: one at a time. Screen readers read it when they are done with what they read. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={1} aria-live="polite" />;
}
