import { act, fireEvent, screen, waitFor } from "@testing-library/react";
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

test("only the rows of the chosen file are imported, even if an earlier one is read later", async () => {
  const requests = network(() => json(200, {}));
  const { container } = await visit("/customers/import", { sub: "ada", roles: ["agent"] });
  const field = container.querySelector("input[type=file]") ?? document.body;
  const slow = new File([""], "old.csv", { type: "text/csv" });
  let readSlow: (text: string) => void = () => undefined;
  slow.text = () => new Promise((resolve) => (readSlow = resolve));
  const rows = (amount: string) => `username,account_type,opening_balance\nalice,postup,${amount}\n`;
  fireEvent.change(field, { target: { files: [new File([rows("5.00")], "first.csv")] } });
  await screen.findByText("5.00");
  fireEvent.change(field, { target: { files: [slow] } });
  await screen.findByText("old.csv");
  expect(screen.queryByText("5.00")).toBeNull();
  fireEvent.change(field, { target: { files: [new File([rows("10.00")], "new.csv")] } });
  await screen.findByText("10.00");
  await act(() => {
    readSlow(rows("99999.00"));
    return Promise.resolve();
  });
  await user.click(screen.getByRole("button", { name: "Import the customer" }));
  await waitFor(() => expect(requests.map(({ method }) => method)).toContain("POST"));
  expect(requests.find(({ method }) => method === "POST")?.body).toEqual({
    rows: [{ username: "alice", account_type: "postup", opening_balance: "10.00" }],
  });
});

test("a file that cannot be read is refused at its field", async () => {
  network(() => json(200, {}));
  const { container } = await visit("/customers/import", { sub: "ada", roles: ["agent"] });
  const gone = new File([""], "gone.csv");
  gone.text = () => Promise.reject(new DOMException("gone", "NotReadableError"));
  fireEvent.change(container.querySelector("input[type=file]") ?? document.body, { target: { files: [gone] } });
  expect(await screen.findByText("The file cannot be read. Choose it again.")).toBeInTheDocument();
});
