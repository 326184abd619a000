import { fireEvent, screen } from "@testing-library/react";
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
