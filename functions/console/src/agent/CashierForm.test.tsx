import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Schemas } from "../api/client";
import { anApproval } from "../testing/billing";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { CashierForm } from "./CashierForm";
import { previewBalance } from "./cashierRequest";

const customer: Schemas["Customer"] = {
  customer_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30",
  username: "alice",
  agent_id: "agent-ada",
  account_type: "postup",
  currency: "USD",
  account_balance: "70.10",
  credit_limit: "0.00",
  held: "0.00",
  available: "70.10",
  pending_bets: "0.00",
  status: "active",
  last_settlement: null,
  created_at: "2026-01-15T09:34:01.220456Z",
};
const onCredit: Schemas["Customer"] = {
  ...customer,
  account_type: "credit",
  account_balance: "-100.00",
  credit_limit: "500.00",
  available: "400.00",
};

const receipt = { amount: "50.00", currency: "USD", balance_after: "20.10" };
const tooLittle = () =>
  refused(400, "insufficient_funds", "Insufficient funds. Available: $70.10", { available: "70.10" });

let respond: Respond;
let requests: SentRequest[];
const user = userEvent.setup({ delay: null });

beforeEach(() => {
  respond = () => json(201, receipt);
  requests = network((one, signal) => respond(one, signal));
});

async function fill(amount: string, description = "Cash paid out"): Promise<void> {
  await user.type(screen.getByLabelText(/^Amount/), amount);
  await user.type(screen.getByLabelText(/^Description/), description);
}

const debit = () => screen.getByRole("button", { name: /^Debit/ });

describe("what the balance will be", () => {
  test.each([
    ["debit", "0.20", customer, { balance: "69.90", needsOverride: false, beyondLimit: null }],
    ["debit", "70.10", customer, { balance: "0.00", needsOverride: false, beyondLimit: null }],
    ["debit", "70.11", customer, { balance: "-0.01", needsOverride: true, beyondLimit: null }],
    ["debit", "400", onCredit, { balance: "-500.00", needsOverride: false, beyondLimit: null }],
    ["debit", "400.01", onCredit, { balance: "-500.01", needsOverride: false, beyondLimit: "0.01" }],
    ["debit", "10.00", { ...customer, held: "60.10" }, { balance: "60.10", needsOverride: false, beyondLimit: null }],
    ["debit", "10.01", { ...customer, held: "60.10" }, { balance: "60.09", needsOverride: true, beyondLimit: null }],
    ["debit", "10", { ...onCredit, held: "390.01" }, { balance: "-110.00", needsOverride: false, beyondLimit: "0.01" }],
    ["credit", "0.10", onCredit, { balance: "-99.90", needsOverride: false, beyondLimit: null }],
  ] as const)("a %s of %s", (direction, amount, of, preview) => {
    expect(previewBalance(direction, amount, of)).toEqual(preview);
  });

  test("is unknown for an invalid amount", () => {
    expect(previewBalance("debit", "1,5", customer)).toBeNull();
  });

  test("is shown in the form before anything is sent", async () => {
    renderPart(<CashierForm direction="debit" customer={customer} />);
    await user.type(screen.getByLabelText(/^Amount/), "20.20");
    expect(screen.getByRole("status")).toHaveTextContent("70.10 USD → 49.90 USD");
    expect(requests).toEqual([]);
  });
});

test("a debit sends the typed amount as text, with a key", async () => {
  renderPart(<CashierForm direction="debit" customer={customer} />);
  await fill("50");
  await user.click(debit());
  await waitFor(() => expect(screen.getByText("Debited 50.00 USD")).toBeInTheDocument());
  expect(requests[0]).toMatchObject({
    path: "/api/v1/cashier/debit",
    body: {
      customer_id: customer.customer_id,
      amount: "50.00",
      description: "Cash paid out",
      transaction_type: "debit",
    },
  });
  expect(requests[0]?.key).not.toBeNull();
  expect(screen.getByLabelText(/^Amount/)).toHaveValue("");
});

test("a credit above the agent's limit that waits shows that nothing has changed", async () => {
  respond = ({ method }) =>
    method === "POST"
      ? json(202, anApproval({ kind: "agent_credit", subject: customer.customer_id }))
      : refused(404, "not_found", "No limits.");
  renderPart(<CashierForm direction="credit" customer={customer} />);
  await fill("500", "Cash paid in");
  await user.click(screen.getByRole("button", { name: /^Credit/ }));
  expect(await screen.findByText("Waits for a second person")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Show the request" })).toBeInTheDocument();
  expect(screen.queryByText(/^Credited/)).toBeNull();
  expect(screen.getByLabelText(/^Amount/)).toHaveValue("");
});

test("an empty form sends nothing and shows the missing fields", async () => {
  renderPart(<CashierForm direction="debit" customer={customer} />);
  await user.click(debit());
  expect(screen.getByLabelText(/^Amount/)).toHaveAccessibleDescription("Enter an amount.");
  expect(screen.getByLabelText(/^Description/)).toHaveAccessibleDescription("Enter a description.");
  expect(requests).toEqual([]);
});

test("a refusal is shown next to the amount, and an override is confirmed before it is sent", async () => {
  respond = ({ body }) =>
    (body as { allow_overdraft?: boolean }).allow_overdraft === true
      ? json(201, { ...receipt, amount: "100.00", balance_after: "-29.90" })
      : tooLittle();
  renderPart(<CashierForm direction="debit" customer={customer} />);
  await fill("100");
  await user.click(debit());
  await waitFor(() =>
    expect(screen.getByLabelText(/^Amount/)).toHaveAccessibleDescription("Insufficient funds. Available: $70.10"),
  );
  await user.click(screen.getByRole("button", { name: "Override…" }));
  const dialog = await screen.findByRole("dialog", { name: "Override the balance?" });
  expect(dialog).toHaveTextContent("would leave -29.90 USD");
  expect(requests).toHaveLength(1);

  await user.click(within(dialog).getByRole("button", { name: "Override and debit" }));
  await waitFor(() => expect(screen.getByText("Debited 100.00 USD")).toBeInTheDocument());
  expect(requests[1]?.body).toMatchObject({ amount: "100.00", allow_overdraft: true });
  expect(requests[1]?.key).not.toBe(requests[0]?.key);
});

test("an override of what is held names it", async () => {
  respond = tooLittle;
  renderPart(<CashierForm direction="debit" customer={{ ...customer, held: "60.10", available: "10.00" }} />);
  await fill("20");
  expect(screen.getByRole("status")).toHaveTextContent("70.10 USD, held 60.10 USD → 50.10 USDLess than is held");
  await user.click(debit());
  await user.click(await screen.findByRole("button", { name: "Override…" }));
  const dialog = await screen.findByRole("dialog", { name: "Override the balance?" });
  expect(dialog).toHaveTextContent("would leave 50.10 USD: less than the 60.10 USD that is held, as a correction");
});

test("a Credit account has no override", async () => {
  respond = () => refused(400, "insufficient_credit", "Insufficient credit. Available: $400.00");
  renderPart(<CashierForm direction="debit" customer={onCredit} />);
  await fill("400.01");
  expect(screen.getByRole("status")).toHaveTextContent("0.01 USD beyond the credit limit");
  await user.click(debit());
  await waitFor(() =>
    expect(screen.getByLabelText(/^Amount/)).toHaveAccessibleDescription("Insufficient credit. Available: $400.00"),
  );
  expect(screen.queryByRole("button", { name: "Override…" })).not.toBeInTheDocument();
});

test("a refusal that concerns no field is shown with its request id", async () => {
  respond = () => refused(409, "wallet_frozen", "The wallet is frozen.");
  renderPart(<CashierForm direction="debit" customer={customer} />);
  await fill("1");
  await user.click(debit());
  expect(await screen.findByRole("alert")).toHaveTextContent("The wallet is frozen.");
  expect(screen.getByRole("alert")).toHaveTextContent("req-test");
});

test("a credit uses its own route and has no override", async () => {
  respond = ({ method }) => (method === "GET" ? refused(404, "not_found", "No limits.") : json(201, receipt));
  renderPart(<CashierForm direction="credit" customer={customer} />);
  await fill("5", "Cash paid in");
  await user.click(screen.getByRole("button", { name: /^Credit/ }));
  const sent = () => requests.filter(({ method }) => method === "POST");
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]).toMatchObject({ path: "/api/v1/cashier/credit", body: { transaction_type: "credit" } });
  expect(sent()[0]?.body).not.toHaveProperty("allow_overdraft");
});
