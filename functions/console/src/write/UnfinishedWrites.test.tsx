import { notificationsStore } from "@mantine/notifications";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { type Respond, type SentRequest, json, network, refused } from "../testing/system";
import { address, visit } from "../testing/visit";
import { listed } from "../testing/billing";
import { drop, keep, unfinished } from "./unfinished";

const CUSTOMERS = "/api/v1/agent/clients";

let respond: Respond;
let requests: SentRequest[];

/** Creates a customer without an answer. The page is loaded first, since its chunk needs real time. */
beforeEach(async () => {
  requests = network((one, signal) =>
    one.method === "POST" ? respond(one, signal) : json(200, { ...listed([]), totals_by_currency: [] }),
  );
  respond = () => {
    throw new TypeError("network");
  };
  await visit("/customers/new", { sub: "ada", roles: ["agent"] });
  vi.useFakeTimers({ shouldAdvanceTime: true });
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: "alice" } });
  press("Create customer");
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  return () => vi.useRealTimers();
});

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const posts = () => requests.filter(({ method }) => method === "POST");
const notices = () => screen.queryAllByText("Unfinished: New customer alice");

/** Follows the link to the customers, and answers the question whether to leave. */
async function leave(answer: "Leave" | "Cancel") {
  fireEvent.click(screen.getAllByRole("link", { name: "Customers" })[0] ?? document.body);
  const dialog = await screen.findByRole("dialog", { name: "Leave without an answer?" });
  expect(dialog).toHaveTextContent("New customer alice");
  fireEvent.click(within(dialog).getByRole("button", { name: answer }));
  await act(() => vi.advanceTimersByTimeAsync(100));
}

test("leaving a form whose write has no answer is asked about, and may be cancelled", async () => {
  await leave("Cancel");
  expect(address()).toBe("/customers/new");
  expect(notices()).toHaveLength(1);
});

test("a form that was left while its write was sent does not lead to another page", async () => {
  let answer: (response: Response) => void = () => undefined;
  respond = () => new Promise((resolve) => (answer = resolve));
  press("Send again");
  fireEvent.click(screen.getByRole("link", { name: "Customers" }));
  await waitFor(() => expect(address()).toBe("/customers"));
  answer(json(201, { customer_id: "c-1", username: "alice" }));
  await waitFor(() => expect(notificationsStore.getState().notifications).toMatchObject([{ title: "alice created" }]));
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(address()).toBe("/customers");
});

test("on another page it can be sent again with its key, and its refusal is shown until it is dismissed", async () => {
  await leave("Leave");
  expect(address()).toBe("/customers");
  expect(notices()).toHaveLength(1);
  press("Send again");
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(screen.queryByText(/^Refused/)).toBeNull();
  respond = () => refused(409, "username_taken", "This name is taken.");
  press("Send again");
  expect(await screen.findByText("This name is taken.")).toBeInTheDocument();
  expect(screen.getByText(/may still arrive until/)).toBeInTheDocument();
  expect(screen.queryByText(/^Refused/)).toBeNull();
  expect(notices()).toHaveLength(1);
  vi.setSystemTime(Date.now() + 120_000);
  press("Send again");
  expect(await screen.findByText("Refused: New customer alice")).toBeInTheDocument();
  expect(screen.getByText("This name is taken.")).toBeInTheDocument();
  expect(notices()).toEqual([]);
  expect(new Set(posts().map(({ key }) => key)).size).toBe(1);
  expect(posts().at(-1)).toMatchObject({ path: CUSTOMERS, body: { username: "alice" } });
  press("Dismiss");
  await waitFor(() => expect(screen.queryByText("Refused: New customer alice")).toBeNull());
});

test("sent again from another page, which is left without a question, it may wait for a second person", async () => {
  await leave("Leave");
  fireEvent.click(screen.getByRole("link", { name: "Find by id" }));
  await waitFor(() => expect(address()).toBe("/operator/find"));
  respond = () => json(202, { approval_id: "a" });
  press("Send again");
  await waitFor(() =>
    expect(notificationsStore.getState().notifications).toMatchObject([{ title: "Waits for a second person" }]),
  );
  expect(notices()).toEqual([]);
});

test("signing out is asked about while a write has no answer, since the key is dropped then", async () => {
  const ask = async () => {
    const isOpen = screen.queryByRole("button", { name: "Sign out" }) !== null;
    if (!isOpen) fireEvent.click(screen.getByRole("button", { name: /ada/ }));
    fireEvent.click(await screen.findByRole("button", { name: "Sign out" }));
    return screen.findByRole("dialog", { name: "Sign out without an answer?" });
  };
  const [write] = unfinished();
  if (write === undefined) throw new Error("nothing is kept");
  await ask();
  act(() => drop(write.form));
  act(() => keep(write));
  expect(screen.queryByRole("dialog", { name: "Sign out without an answer?" })).toBeNull();
  const dialog = await ask();
  expect(dialog).toHaveTextContent("New customer alice");
  expect(unfinished()).toHaveLength(1);
  fireEvent.click(within(dialog).getByRole("button", { name: "Sign out" }));
  expect(unfinished()).toEqual([]);
});
