import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderPart } from "../testing/system";
import { Paging } from "./Paging";

function page(total: number, offset: number) {
  renderPart(<Paging of="cash-outs" total={total} limit={25} offset={offset} onOffset={vi.fn()} />);
}

test("a single page has no buttons, and its count is for screen readers", () => {
  page(1, 0);
  expect(screen.queryByRole("navigation")).toBeNull();
  expect(screen.getByRole("status")).toHaveTextContent(/^1 cash-out$/);
});

test.each([
  [27, 25, "26–27 of 27 cash-outs"],
  [27, 50, "Beyond the last of 27 cash-outs"],
  [1, 25, "Beyond the last of 1 cash-out"],
])("of %i from %i", (total, offset, text) => {
  page(total, offset);
  expect(screen.getByRole("status")).toHaveTextContent(text);
});
