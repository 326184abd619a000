import { type NotificationData, notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/** Shows for a few seconds that something was done, in place of any other toast. */
export function toastDone(title: string, message = ""): void {
  notifications.clean();
  notifications.show(named({ title, message, color: "green", autoClose: 6_000 }));
}

/** Shows that something was refused whose form is no longer there, in place of any other toast. */
export function toastRefused(title: string, message: string): void {
  notifications.clean();
  notifications.show(named({ title, message, color: "red", autoClose: false }));
}

/** Shows that something waits, in place of any other toast. It stays longer, because its message has a link. */
export function toastWaiting(title: string, message: ReactNode): void {
  notifications.clean();
  notifications.show(named({ title, message, color: "yellow", autoClose: 20_000 }));
}

/**
 * Shows an event that the person did not cause. It replaces the toast with the same `id`, and waits until another one
 * is closed. Events that wait already are dropped.
 */
export function toastEvent(title: string, message: string, id: string): void {
  const toast = named({ id, title, message, color: "purser", autoClose: 8_000 });
  notifications.cleanQueue();
  notifications.update(toast);
  notifications.show(toast);
}

/** The toast, with a name for itself and for its button. */
function named(toast: NotificationData & { title: string }): NotificationData {
  return { role: "group", "aria-label": toast.title, closeButtonProps: { "aria-label": "Dismiss" }, ...toast };
}
