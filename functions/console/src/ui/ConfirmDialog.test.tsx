import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { renderPart } from "../testing/system";
import { ConfirmDialog } from "./ConfirmDialog";

test("a held Enter does not confirm, a new one does", async () => {
  const confirm = vi.fn();
  renderPart(
    <ConfirmDialog opened title="Send it?" confirm="Send" onConfirm={confirm} onCancel={vi.fn()}>
      For good.
    </ConfirmDialog>,
  );
  const send = await screen.findByRole("button", { name: "Send" });

  // False if the default action of the key, a click, is prevented.
  expect(fireEvent.keyDown(send, { key: "Enter", repeat: true })).toBe(false);
  expect(fireEvent.keyDown(send, { key: "Enter" })).toBe(true);
  expect(confirm).not.toHaveBeenCalled();

  fireEvent.click(send);
  expect(confirm).toHaveBeenCalledOnce();
});

test("the first focus is on Cancel, or on the field of the dialog", async () => {
  const dialog = (field: ReactNode) => (
    <ConfirmDialog opened title="Send it?" confirm="Send" onConfirm={vi.fn()} onCancel={vi.fn()}>
      {field}
    </ConfirmDialog>
  );
  const without = renderPart(dialog(null));
  await waitFor(() => expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus());
  without.unmount();
  renderPart(dialog(<input aria-label="Note" data-autofocus />));
  await waitFor(() => expect(screen.getByLabelText("Note")).toHaveFocus());
});

test("the second click of a double click does not confirm again while the dialog is closing", () => {
  const onConfirm = vi.fn();
  // Not in Mantine's test environment, in which a dialog closes at once.
  const dialog = (opened: boolean) => (
    <MantineProvider>
      <ConfirmDialog opened={opened} title="Refund?" confirm="Refund" onConfirm={onConfirm} onCancel={vi.fn()}>
        It is paid back.
      </ConfirmDialog>
    </MantineProvider>
  );
  const page = render(dialog(true));
  const button = () => screen.getByRole("button", { name: "Refund" });
  fireEvent.click(button());
  page.rerender(dialog(false));
  fireEvent.click(button());
  expect(onConfirm).toHaveBeenCalledOnce();
});
