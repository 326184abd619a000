import { notifications } from "@mantine/notifications";

/** Says for a few seconds that something was done. */
export function toastDone(title: string, message = ""): void {
  notifications.show({ title, message, color: "green", autoClose: 6_000 });
}

/** Says that something happened elsewhere, which the person at the page did not do. */
export function toastNews(title: string, message = "", id?: string): void {
  notifications.show({ title, message, color: "purser", autoClose: 8_000, ...(id === undefined ? {} : { id }) });
}
