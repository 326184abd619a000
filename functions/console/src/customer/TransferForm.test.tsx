import { notificationsStore } from "@mantine/notifications";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { listed } from "../testing/billing";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { TransferForm } from "./TransferForm";
import type { Wallet, WalletEntry } from "./queries";
import { ownerProblem, previewBalance, recentRecipients } from "./transfer";

const wallet: Wallet = {
  owner_id: "player-7",
  wallet_id: "019bc0df-c871-7270-9240-14dbf73dbad3",
  currency: "USD",
  balance: "70.10",
  held: "0.00",
  available: "70.10",
  allow_overdraft: false,
  at: "2026-01-15T09:31:21.087498Z",
  is_provisional: false,
};

const LOOKUP = "/api/v1/people/lookup";
let lookedUp: Respond;
let respond: Respond;
let history: WalletEntry[];
let requests: SentRequest[];
const onSent = vi.fn();
const user = userEvent.setup({ delay: null });

beforeEach(() => {
  onSent.mockClear();
  onCurrency.mockClear();
  respond = () => json(201, { from_balance_after: "50.10" });
  lookedUp = () => json(200, { owner_id: "player-8", display: "br••o" });
  history = [];
  requests = network((one, signal) => {
    if (one.path.endsWith("/transactions")) return json(200, listed(history));
    return one.path === LOOKUP ? lookedUp(one, signal) : respond(one, signal);
  });
  renderPart(<TransferForm wallets={[wallet]} wallet={wallet} to="" onCurrency={onCurrency} onSent={onSent} />);
});

const onCurrency = vi.fn();

async function ask(amount = "20"): Promise<void> {
  await user.type(to(), "player-8");
  await user.type(screen.getByLabelText(/^Amount/), amount);
  await user.click(screen.getByRole("button", { name: /^Send/ }));
}

const to = () => screen.getByRole("combobox", { name: /^To/ });
const lookups = () => requests.filter(({ path }) => path === LOOKUP);
const transfers = () => requests.filter(({ method }) => method === "POST");
const dialog = () => screen.findByRole("dialog");
const send = async () => within(await dialog()).getByRole("button", { name: "Send" });

describe("the expected balance", () => {
  test.each([
    ["0.20", "70.10", false, { balance: "69.90", isBelow: false }],
    ["70.10", "70.10", false, { balance: "0.00", isBelow: false }],
    ["70.11", "70.10", false, { balance: "-0.01", isBelow: true }],
    ["70.11", "70.10", true, { balance: "-0.01", isBelow: false }],
    ["0.04", "90071992547409.91", false, { balance: "90071992547409.87", isBelow: false }],
    ["1.001", "70.10", false, null],
    ["ten", "70.10", false, null],
  ] as const)("%s out of %s", (typed, balance, allow_overdraft, preview) => {
    expect(previewBalance(typed, { balance, available: balance, currency: "USD", allow_overdraft })).toEqual(preview);
  });
});

test("what is held is shown, and cannot be sent", async () => {
  cleanup();
  const held = { ...wallet, held: "60.10", available: "10.00" };
  renderPart(<TransferForm wallets={[held]} wallet={held} to="" onCurrency={() => undefined} onSent={onSent} />);
  await user.type(screen.getByLabelText(/^Amount/), "10.01");
  expect(screen.getByRole("status")).toHaveTextContent("60.10 USD is held for later, 10.00 USD is available now.");
  expect(screen.getByRole("status")).toHaveTextContent("That is more than you have available.");
});

test("an invalid id and the sender's own id are refused before anything is sent", () => {
  expect(ownerProblem(" player-8 ", "player-7")).toBeNull();
  expect(ownerProblem("player-7", "player-7")).toMatch(/your own id/);
  expect(ownerProblem("somebody else", "player-7")).toMatch(/letters, digits/);
  expect(ownerProblem("p".repeat(129), "player-7")).not.toBeNull();
});

test("nothing is sent before the confirmation, and a double click on it sends once", async () => {
  await ask();
  expect(await dialog()).toHaveTextContent("50.10 USD");
  expect(transfers()).toHaveLength(0);
  await user.dblClick(await send());
  await waitFor(() =>
    expect(onSent).toHaveBeenLastCalledWith({
      to_owner_id: "player-8",
      amount: "20.00",
      currency: "USD",
      balance: "50.10",
    }),
  );
  expect(lookups()).toHaveLength(1);
  expect(transfers().map(({ path }) => path)).toEqual(["/api/v1/transfers"]);
  expect(transfers()[0]?.body).toEqual({ to_owner_id: "player-8", amount: "20.00", currency: "USD" });
  expect(transfers()[0]?.key).not.toBeNull();
});

test("the receiver is looked up, and the confirmation shows the masked name", async () => {
  await ask();
  expect(await dialog()).toHaveTextContent("br••o");
  expect(lookups().map(({ search }) => search.get("owner_id"))).toEqual(["player-8"]);
});

describe("recent recipients", () => {
  const entry = (id: string | null, amount = "-5.00") =>
    ({ id: crypto.randomUUID(), amount, counterparty_id: id, counterparty_display: id && `${id}••` }) as WalletEntry;

  test("are each offered once, the last one first, without whoever only sent something", () => {
    const entries = [entry("thief", "0.01"), ...["a", null, "b", "a", "c", "d", "e", "f"].map((id) => entry(id))];
    expect(recentRecipients(entries).map(({ owner_id }) => owner_id)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("are found by name, and looked up like a typed id", async () => {
    history = [entry("player-8"), entry("player-9")];
    cleanup();
    requests.length = 0;
    renderPart(<TransferForm wallets={[wallet]} wallet={wallet} to="" onCurrency={() => undefined} onSent={onSent} />);
    await user.click(to());
    const offered = () => within(screen.getByRole("listbox")).getAllByRole("option");
    await waitFor(() => expect(offered()).toHaveLength(2));
    await user.type(to(), "9••");
    await waitFor(() => expect(offered()).toHaveLength(1));
    await user.click(screen.getByRole("option", { name: /^player-9••/ }));
    expect(to()).toHaveValue("player-9");
    await user.type(screen.getByLabelText(/^Amount/), "20");
    await user.click(screen.getByRole("button", { name: /^Send/ }));
    await dialog();
    expect(lookups().map(({ search }) => search.get("owner_id"))).toEqual(["player-9"]);
    expect(requests[0]?.search.toString()).toBe("currency=USD&limit=100");
  });
});

test("the confirmation shows the balance of the wallet that pays, whatever the address says meanwhile", async () => {
  cleanup();
  const euros: Wallet = { ...wallet, currency: "EUR", balance: "5000.00", available: "5000.00" };
  function Page() {
    const [shown, setShown] = useState(wallet);
    return (
      <>
        <button onClick={() => setShown(euros)}>Back</button>
        <TransferForm wallets={[euros, wallet]} wallet={shown} to="" onCurrency={onCurrency} onSent={onSent} />
      </>
    );
  }
  renderPart(<Page />);
  await ask();
  expect(await dialog()).toHaveTextContent("50.10 USD");
  fireEvent.click(screen.getByText("Back"));
  expect(screen.getByLabelText("Wallet")).toHaveValue("EUR");
  expect(await dialog()).toHaveTextContent("50.10 USD");
});

test("an id of nobody is refused next to its field, and nothing can be sent", async () => {
  lookedUp = () => refused(404, "recipient_not_found", "There is no such recipient.");
  await ask();
  await waitFor(() => expect(to()).toHaveAccessibleDescription(/There is no such recipient/));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(transfers()).toHaveLength(0);
});

test("a note is sent in meta", async () => {
  await user.type(screen.getByLabelText(/^Note/), " Half of the pizza ");
  await ask();
  await user.click(await send());
  await waitFor(() => expect(transfers()[0]?.body).toMatchObject({ meta: { note: "Half of the pizza" } }));
});

test.each([
  ["insufficient_funds", "Insufficient funds. Available: $70.10", () => screen.getByLabelText(/^Amount/)],
  ["invalid_wallet", "A transfer goes to another owner.", () => to()],
] as const)("a refusal is shown next to its field: %s", async (code, detail, field) => {
  respond = () => refused(400, code, detail);
  await ask("100");
  await user.click(await send());
  await waitFor(() => expect(field()).toHaveAccessibleDescription(expect.stringContaining(detail)));
  expect(field()).toBeInvalid();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(onCurrency).toHaveBeenCalledWith("USD");
});

test("a refusal does not lead back to a form that was left", async () => {
  let answer: (response: Response) => void = () => undefined;
  respond = () => new Promise((resolve) => (answer = resolve));
  await ask();
  await user.click(await send());
  await waitFor(() => expect(transfers()).toHaveLength(1));
  cleanup();
  answer(refused(400, "insufficient_funds", "Insufficient funds."));
  await waitFor(() =>
    expect(notificationsStore.getState().notifications).toMatchObject([{ title: "Refused: 20.00 USD to player-8" }]),
  );
  expect(onCurrency).not.toHaveBeenCalled();
});

test("a refusal of the wallet is shown in full, with the request id", async () => {
  respond = () => refused(409, "wallet_frozen", "The wallet is frozen.");
  await ask();
  await user.click(await send());
  expect(await screen.findByRole("alert")).toHaveTextContent("The wallet is frozen.");
  expect(screen.getByRole("alert")).toHaveTextContent("req-test");
});
