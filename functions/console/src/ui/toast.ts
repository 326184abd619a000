import { notifications } from "@mantine/notifications";

/** Says for a few seconds that something was done. */
export function toastDone(title: string, message = ""): void {
  notifications.show({ title, message, color: "green", autoClose: 6_000 });
}

/**
 * Says that something happened elsewhere, which the person at the page did not do. With an `id`, it takes the place of
 * what was said under it before; what nobody has had room to see yet is not kept for later.
 */
export function toastNews(title: string, message: string, id: string): void {
  const said = { id, title, message, color: "purser", autoClose: 8_000 };
  notifications.cleanQueue();
  notifications.update(said);
  notifications.show(said);
}
