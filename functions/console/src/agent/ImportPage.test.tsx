import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { json, network, refused } from "../testing/system";
import { visit } from "../testing/visit";

const user = userEvent.setup({ delay: null });

test("the file of an import can be removed, but not while it is being sent", async () => {
  let answer: (response: Response) => void = () => undefined;
  network(({ method }) => (method === "GET" ? json(200, {}) : new Promise((resolve) => (answer = resolve))));
  const { container } = await visit("/customers/import", { sub: "ada", roles: ["agent"] });
  const file = new File(["username,account_type\nalice,postup\n"], "customers.csv", { type: "text/csv" });
  await user.upload(container.querySelector("input[type=file]") ?? document.body, file);
  await user.click(await screen.findByRole("button", { name: "Import the customer" }));
  expect(screen.getByText("customers.csv")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Another file" })).toBeNull();
  answer(refused(409, "username_taken", "This name is taken."));
  await waitFor(() => expect(screen.getByRole("button", { name: "Another file" })).toBeInTheDocument());
});
