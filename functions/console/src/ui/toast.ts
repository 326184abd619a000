import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/** Shows for a few seconds that something was done. */
export function toastDone(title: string, message = ""): void {
  notifications.show({ title, message, color: "green", autoClose: 6_000 });
}

/** Shows that something waits. It stays longer, because its message has a link. */
export function toastWaiting(title: string, message: ReactNode): void {
  notifications.show({ title, message, color: "yellow", autoClose: 20_000 });
}

/**
 * Shows an event that the person did not cause. It replaces the toast with the same `id`; toasts that wait for space
 * are dropped.
 */
export function toastEvent(title: string, message: string, id: string): void {
  const toast = { id, title, message, color: "purser", autoClose: 8_000 };
  notifications.cleanQueue();
  notifications.update(toast);
  notifications.show(toast);
}
