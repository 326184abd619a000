import { notificationsStore } from "@mantine/notifications";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderPart } from "../testing/system";
import { toastDone, toastEvent, toastWaiting } from "./toast";

beforeEach(() => void renderPart(null));

/** The toasts that are not about to close. */
const isShown = () => notificationsStore.getState().notifications.map(({ title }) => title);
const shown = () => screen.queryAllByRole("group").map((toast) => toast.getAttribute("aria-label"));

test("a toast has a name, can be dismissed, and is read without an interruption", async () => {
  act(() => toastDone("Debited 5.00 USD", "alice now has 65.10 USD."));
  const toast = await screen.findByRole("group", { name: "Debited 5.00 USD" });
  expect(toast.closest("[aria-live]")).toHaveAttribute("aria-live", "polite");
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  await waitFor(() => expect(shown()).toEqual([]));
});

test("toasts are shown one at a time: the last thing that was done", async () => {
  act(() => toastDone("Debited 5.00 USD"));
  act(() => toastWaiting("Waits for a second person", "Nothing has changed yet."));
  expect(isShown()).toEqual(["Waits for a second person"]);
  act(() => toastDone("Debited 6.00 USD"));
  expect(isShown()).toEqual(["Debited 6.00 USD"]);
  await waitFor(() => expect(shown()).toEqual(["Debited 6.00 USD"]));
});

test("an event replaces the toast about the same subject", async () => {
  act(() => toastEvent("2 new cash-outs", "", "cash-outs"));
  act(() => toastEvent("3 new cash-outs", "", "cash-outs"));
  await waitFor(() => expect(shown()).toEqual(["3 new cash-outs"]));
});

test("an event waits until what was done is dismissed, and only the last one", async () => {
  act(() => toastDone("Debited 5.00 USD"));
  act(() => toastEvent("alice cashed out", "Lost", "first"));
  act(() => toastEvent("bob cashed out", "Lost", "second"));
  await waitFor(() => expect(shown()).toEqual(["Debited 5.00 USD"]));
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(isShown()).toEqual(["bob cashed out"]);
});
