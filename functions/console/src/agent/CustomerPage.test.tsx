import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { listed } from "../testing/billing";
import { type Answers, type SentRequest, byPath, json, network, refused } from "../testing/system";
import { address, rowsOf, visit } from "../testing/visit";

const AT = "2026-11-20T10:00:00Z";
const ID = "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c60";
const ada = { sub: "agent-ada", roles: ["agent"] } as const;
const owen = { sub: "owen", roles: ["owner"] } as const;
const customer = {
  customer_id: ID,
  username: "alice",
  agent_id: "agent-ada",
  account_type: "postup",
  currency: "USD",
  account_balance: "70.10",
  credit_limit: "0.00",
  held: "5.00",
  available: "65.10",
  pending_bets: "8.00",
  status: "active",
  last_settlement: null,
  created_at: AT,
};
const stake = {
  id: "1",
  transaction_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c61",
  amount: "-8.00",
  reason: "bet_stake",
  balance_after: "70.10",
  created_at: AT,
  effective_at: AT,
  is_late: false,
  idempotency_key: null,
  meta: {},
  counterparty_id: null,
  counterparty_display: null,
  bet_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c62",
  bet_description: "Ajax - Feyenoord: home win",
};
const statement = {
  owner_id: ID,
  currency: "USD",
  date_from: AT,
  date_to: null,
  by: "posted",
  opening_balance: "78.10",
  movements: [stake],
  closing_balance: "70.10",
  held: "0.00",
  available: "70.10",
  is_provisional: true,
};
const figures = {
  customer_id: ID,
  username: "alice",
  currency: "USD",
  opening_balance: "78.10",
  stakes: "-8.00",
  payouts: "0.00",
  stakes_returned: "0.00",
  cash_outs: { count: 0, auto_count: 0, total_amount: "0.00", net_from_stake: "0.00" },
  cashier_credits: "0.00",
  cashier_debits: "0.00",
  transfers_in: "0.00",
  transfers_out: "0.00",
  other: "0.00",
  closing_balance: "70.10",
  held: "0.00",
};
const transaction = {
  transaction_id: stake.transaction_id,
  kind: "bet_stake",
  reason: "bet_stake",
  created_at: AT,
  effective_at: AT,
  posted_by: "trading",
  approved_by: null,
  request_id: "request-1",
  idempotency_key: "slip-7",
  description: null,
  external_reference: stake.bet_id,
  meta: null,
  corrects: null as string | null,
  corrected_by: null as string | null,
  entries: [
    {
      id: "1",
      wallet_id: "w-1",
      owner_id: ID,
      account: null,
      currency: "USD",
      amount: "-8.00",
      balance_after: "70.10",
    },
    {
      id: "2",
      wallet_id: "w-2",
      owner_id: null,
      account: "house",
      currency: "USD",
      amount: "8.00",
      balance_after: null,
    },
  ],
};
const bet = {
  bet_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c62",
  user_id: ID,
  username: "alice",
  description: "Ajax - Feyenoord: home win",
  stake: "8.00",
  odds: "1.85",
  currency: "USD",
  status: "pending",
  payout: null,
  cash_out_amount: null,
  profit_loss: null,
  is_auto_cash_out: false,
  cash_out_trigger_reason: null,
  placed_at: AT,
  settled_at: null,
  meta: {},
  outcome_meta: {},
};

let requests: SentRequest[];
const user = userEvent.setup();
const answers = (more: Answers = {}) => {
  requests = network(
    byPath({
      [`/api/v1/agent/clients/${ID}`]: () => json(200, customer),
      [`/api/v1/wallets/${ID}/transactions`]: () => json(200, listed([stake])),
      [`/api/v1/wallets/${ID}/statement`]: () => json(200, statement),
      "/api/v1/agent/settlement/preview": () => json(200, { ...listed([]), customers: [figures] }),
      "/api/v1/agent/bets": () => json(200, listed([bet])),
      "/api/v1/agent/settlements": () => json(200, listed([])),
      "/api/v1/agent/transactions": () => json(200, { ...listed([]), totals_by_currency: [] }),
      [`/api/v1/agent/clients/${ID}/limits`]: () => json(200, listed([])),
      "/api/v1/approvals": () => json(200, listed([])),
      ...more,
    }),
  );
};

beforeEach(() => answers());

describe("a customer's account", () => {
  test("begins with every transaction and the balance after it", async () => {
    await visit(`/customers/${ID}`, ada);
    const row = await rowsOf("Transactions");
    expect(row(1)).toHaveTextContent("Stake of a betAjax - Feyenoord: home win");
    expect(row(1)).toHaveTextContent("70.10 USD");
    expect(await screen.findByText("From 78.10 USD to 70.10 USD, between 70.10 USD and 78.10 USD.")).toBeVisible();
  });

  test("is shown also by an address with wrong values", async () => {
    await visit(`/customers/${ID}?tab=nothing&period=1d&transaction=1`, ada);
    await rowsOf("Transactions");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("radio", { name: "30 days" })).toBeChecked();
  });

  test("has its parts in tabs, each with an address and without the filters of the last one", async () => {
    await visit(`/customers/${ID}?tab=bets&status=pending`, ada);
    const row = await rowsOf("Bets");
    expect(row(1)).toHaveTextContent("Ajax - Feyenoord: home win");
    expect(requests.find(({ path }) => path.endsWith("/bets"))?.search.get("customer_id")).toBe(ID);
    await user.click(screen.getByRole("tab", { name: "Settlements" }));
    expect(await screen.findByText("No settlements yet")).toBeInTheDocument();
    expect(address()).toBe(`/customers/${ID}?tab=settlements`);
    await user.click(screen.getByRole("tab", { name: "Transactions" }));
    await rowsOf("Transactions");
    expect(address()).toBe(`/customers/${ID}`);
  });

  test("without a transaction in the period has no line of the balance", async () => {
    answers({ [`/api/v1/wallets/${ID}/statement`]: () => json(200, { ...statement, movements: [] }) });
    await visit(`/customers/${ID}?period=7d`, ada);
    expect(await screen.findByText("Unchanged in this period: 70.10 USD.")).toBeInTheDocument();
  });

  test("says when it is settled what is still open", async () => {
    await visit(`/customers/${ID}`, ada);
    await user.click(await screen.findByRole("button", { name: "Settle…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Settle with alice" }));
    const open = "Still open: bets with stakes of 8.00 USD and holds of 5.00 USD.";
    expect(await dialog.findByText(new RegExp(`^${open}`))).toBeInTheDocument();
    await waitFor(() => expect(dialog.getByRole("button", { name: "Close, balance to zero" })).toBeEnabled());
    expect(dialog.queryByText(/^Waiting/)).toBeNull();
  });

  test("says when it is settled what waits for a second person", async () => {
    const waiting = [
      { approval_id: "1", kind: "agent_credit", amount: "500.00", currency: "USD" },
      { approval_id: "2", kind: "overdraft", amount: null, currency: null },
    ];
    const isOfThis = ({ search }: SentRequest) => search.get("subject") === ID && search.get("status") === "pending";
    answers({
      "/api/v1/approvals": (request) =>
        json(200, isOfThis(request) ? { ...listed(waiting), total_count: 3 } : listed([])),
    });
    await visit(`/customers/${ID}`, ada);
    await user.click(await screen.findByRole("button", { name: "Settle…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Settle with alice" }));
    expect(await dialog.findByText(/^Waiting for a second person/)).toHaveTextContent(
      "Waiting for a second person: Overdraft of a wallet; Credit above an agent's limit, 500.00 USD; 1 more.",
    );
  });

  test.each([
    ["is still open", `/api/v1/agent/clients/${ID}`, customer],
    ["waits for a second person", "/api/v1/approvals", listed([])],
  ])("is not settled while it is not known what %s", async (_what, path, answer) => {
    let isRefused = false;
    answers({
      [path]: () => (isRefused ? refused(403, "not_your_customer", "Another agent's.") : json(200, answer)),
    });
    await visit(`/customers/${ID}`, ada);
    const settle = await screen.findByRole("button", { name: "Settle…" });
    isRefused = true;
    await user.click(settle);
    const dialog = within(await screen.findByRole("dialog", { name: "Settle with alice" }));
    expect(await dialog.findByText("Another agent's.")).toBeInTheDocument();
    expect(dialog.getByRole("button", { name: "Close, balance to zero" })).toBeDisabled();
  });

  test("is frozen after a question", async () => {
    answers({ [`PATCH /api/v1/agent/clients/${ID}`]: () => json(200, { ...customer, status: "frozen" }) });
    await visit(`/customers/${ID}`, ada);
    await user.click(await screen.findByRole("button", { name: "Freeze" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Freeze alice?" }));
    expect(requests.filter(({ method }) => method === "PATCH")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Freeze" }));
    await waitFor(() =>
      expect(requests.filter(({ method }) => method === "PATCH").map(({ body }) => body)).toEqual([
        { status: "frozen" },
      ]),
    );
  });
});

describe("a transaction of a customer", () => {
  const at = `/api/v1/transactions/${transaction.transaction_id}`;
  const drawer = async () => within(await screen.findByRole("dialog", { name: "Transaction" }));

  test("opens beside the account, with both entries, and has an address", async () => {
    answers({ [at]: () => json(200, transaction) });
    await visit(`/customers/${ID}?period=7d`, ada);
    await user.click(await screen.findByRole("link", { name: "Stake of a bet" }));
    const shown = await drawer();
    const entries = within(await shown.findByRole("table", { name: "Entries" })).getAllByRole("row");
    expect(entries.map(({ textContent }) => textContent)).toEqual([
      "WalletCurrencyAmountBalance after",
      "Of alicew-1USD-8.00 USD out of the wallet70.10 USD",
      "housew-2USD+8.00 USD into the wallet–",
      "Sum0.00 USD",
    ]);
    for (const said of ["trading", "request-1", "slip-7"]) expect(shown.getByText(said)).toBeInTheDocument();
    expect(shown.queryByRole("button", { name: "Reverse" })).toBeNull();
    expect(address()).toBe(`/customers/${ID}?period=7d&transaction=${transaction.transaction_id}`);
    await user.click(shown.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(address()).toBe(`/customers/${ID}?period=7d`);
  });

  test("is reversed by the owner, who then sees the reversal and the new balance and leaves with Escape", async () => {
    const REVERSAL = "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c63";
    const reversal = { ...transaction, transaction_id: REVERSAL, kind: "reversal", reason: "reversal" };
    let isReversed = false;
    const undo = () => {
      isReversed = true;
      return json(201, reversal);
    };
    answers({
      [at]: () => json(200, { ...transaction, corrected_by: isReversed ? REVERSAL : null }),
      [`/api/v1/transactions/${REVERSAL}`]: () => json(200, { ...reversal, corrects: transaction.transaction_id }),
      [`POST ${at}/reverse`]: undo,
      [`/api/v1/agent/clients/${ID}`]: () =>
        json(200, isReversed ? { ...customer, account_balance: "99.10" } : customer),
    });
    await visit(`/customers/${ID}?transaction=${transaction.transaction_id}`, owen);
    await user.click(await (await drawer()).findByRole("button", { name: "Reverse" }));
    const question = within(await screen.findByRole("dialog", { name: "Reverse the transaction?" }));
    await user.type(question.getByRole("textbox", { name: "Reason" }), "Voided");
    await user.click(question.getByRole("button", { name: "Reverse" }));
    await waitFor(() => expect(address()).toBe(`/customers/${ID}?transaction=${REVERSAL}`));
    await waitFor(() => expect(screen.getByRole("dialog", { name: "Transaction" })).toHaveFocus());
    expect(await screen.findByText("99.10 USD")).toBeInTheDocument();
    await user.click(await (await drawer()).findByRole("link", { name: transaction.transaction_id }));
    expect(await (await drawer()).findByRole("link", { name: REVERSAL })).toBeInTheDocument();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("stays open if the question about its reversal is left with Escape", async () => {
    answers({ [at]: () => json(200, transaction) });
    await visit(`/customers/${ID}?transaction=${transaction.transaction_id}`, owen);
    const reverse = await (await drawer()).findByRole("button", { name: "Reverse" });
    await user.click(reverse);
    await screen.findByRole("dialog", { name: "Reverse the transaction?" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Reverse the transaction?" })).toBeNull());
    expect(await drawer()).toBeDefined();
    await waitFor(() => expect(reverse).toHaveFocus()); // a moment later
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});
