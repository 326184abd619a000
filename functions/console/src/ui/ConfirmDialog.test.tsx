import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderPart } from "../testing/system";
import { ConfirmDialog } from "./ConfirmDialog";

test("a held Enter confirms nothing by itself; one that is pressed does", async () => {
  const confirm = vi.fn();
  renderPart(
    <ConfirmDialog opened title="Send it?" confirm="Send" onConfirm={confirm} onCancel={vi.fn()}>
      For good.
    </ConfirmDialog>,
  );
  const send = await screen.findByRole("button", { name: "Send" });

  // False where the browser is kept from what the key does, which is a click here.
  expect(fireEvent.keyDown(send, { key: "Enter", repeat: true })).toBe(false);
  expect(fireEvent.keyDown(send, { key: "Enter" })).toBe(true);
  expect(confirm).not.toHaveBeenCalled();

  fireEvent.click(send);
  expect(confirm).toHaveBeenCalledOnce();
});
