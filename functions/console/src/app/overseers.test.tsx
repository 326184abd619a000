import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { aFinding, aPayment, aRequest, aRun, aWallet, anInvoice, listed, paged } from "../testing/billing";
import { type SentRequest, json, network, refused } from "../testing/system";
import { visit } from "../testing/visit";

const dora = { sub: "dora", roles: ["auditor"] } as const;
const customer = {
  customer_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c60",
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
  created_at: "2026-11-20T10:00:00Z",
};
const run = aRun({ findings: [aFinding()], open_findings: 1 });
const BILLING = "/api/v1/billing";
const ANSWERS: Record<string, unknown> = {
  "/api/v1/agent/clients": { ...listed([customer]), totals_by_currency: [] },
  [`/api/v1/agent/clients/${customer.customer_id}`]: customer,
  [`/api/v1/wallets/${customer.customer_id}/transactions`]: listed([]),
  [`/api/v1/wallets/${customer.customer_id}/statement`]: { movements: [], closing_balance: "0.00" },
  "/api/v1/agent/transactions": { ...listed([]), totals_by_currency: [] },
  "/api/v1/agent/cash-out/summary": {
    period: "24h",
    total_cash_outs: 0,
    unique_customers: 0,
    currency: null,
    total_cash_out_amount: null,
    net_profit_loss: null,
    auto_cash_out_percentage: 0,
    avg_return_ratio: 0,
    totals_by_currency: [],
    by_day: [],
    top_customers: [],
  },
  "/api/v1/agent/cash-out/activity": { ...listed([]), totals_by_currency: [] },
  [`${BILLING}/wallet/topup-requests`]: { ...paged([aRequest()]), counts: {}, pending_amount: "45.50" },
  [`${BILLING}/payments`]: paged([aPayment()]),
  [`${BILLING}/invoices`]: paged([anInvoice()]),
  [`${BILLING}/invoices/${anInvoice().invoice_id}`]: anInvoice({ payments: [aPayment()] }),
  [`${BILLING}/wallet/me`]: aWallet(),
  [`${BILLING}/wallet/transactions`]: listed([]),
  [`${BILLING}/contact`]: { tenant_id: "acme", email: "pay@acme.example", name: null, country: null, updated_at: null },
  [`${BILLING}/payment-methods`]: listed([]),
  "/api/v1/reconciliation/runs": listed([run]),
  [`/api/v1/reconciliation/runs/${run.run_id}`]: run,
};

let requests: SentRequest[];

beforeEach(() => {
  requests = network(({ path }) =>
    path in ANSWERS ? json(200, ANSWERS[path]) : refused(404, "not_found", `Nothing at ${path}.`),
  );
});

test.each([
  ["/customers", "agent-ada"],
  [`/customers/${customer.customer_id}`, "of agent-ada"],
  ["/cash-outs", "No cash-outs yet"],
  ["/operator/requests", "by tina"],
  ["/operator/payments", "TOP-202611-ABC-DEF"],
  ["/operator/invoices", "TOP-202611-ABC-DEF"],
  [`/operator/invoices/${anInvoice().invoice_id}`, "Reference TR-1"],
  ["/operator/wallet", "pay@acme.example"],
  ["/operator/methods", "No methods configured"],
  ["/operator/reconciliation", "Clean"],
  [`/operator/reconciliation/${run.run_id}`, "Open"],
])("an auditor reads %s, without buttons that change anything", async (path, shown) => {
  await visit(path, dora);
  const main = within(screen.getByRole("main"));
  expect((await main.findAllByText(new RegExp(shown)))[0]).toBeInTheDocument();
  const READING = /^(Copy|Print|Open PDF|Previous|Next|24 hours|7 days|30 days)$/;
  expect(main.queryAllByRole("button").filter(({ textContent }) => !READING.test(textContent))).toEqual([]);
  expect(main.queryAllByRole("link", { name: /New|Import/ })).toEqual([]);
  expect(requests.some(({ path: asked }) => asked.endsWith("/stream"))).toBe(false);
  expect(requests.every(({ search }) => !search.has("tenant_id"))).toBe(true);
});

test.each([
  ["/customers", "agent-ada", []],
  [`/customers/${customer.customer_id}`, "of agent-ada", []],
  ["/operator/requests", "by tina", []],
  ["/operator/payments", "TOP-202611-ABC-DEF", ["Approve"]],
  [`/operator/invoices/${anInvoice().invoice_id}`, "Reference TR-1", ["Approve"]],
  ["/operator/wallet", "Adjust the balance", ["Save", "Adjust…"]],
  ["/operator/methods", "No methods configured", ["New method"]],
  [`/operator/reconciliation/${run.run_id}`, "Open", []],
])("an owner decides on %s, without what only an agent, an operator or root does", async (path, shown, buttons) => {
  await visit(path, { sub: "owen", roles: ["owner"] });
  const main = within(screen.getByRole("main"));
  expect((await main.findAllByText(new RegExp(shown)))[0]).toBeInTheDocument();
  const READING = /^(Copy|Print|Open PDF|Previous|Next)$/;
  const names = () => main.queryAllByRole("button").map(({ textContent }) => textContent);
  await waitFor(() => expect(names().filter((name) => !READING.test(name))).toEqual(buttons));
  expect(requests.every(({ search }) => !search.has("tenant_id"))).toBe(true);
});

test.each(["/customers/new", "/customers/import", "/operator/invoices/new"])(
  "an auditor does not open %s, which only writes",
  async (path) => {
    await visit(path, dora);
    expect(await screen.findByRole("heading", { name: "This page is not for you" })).toBeInTheDocument();
  },
);

test("a person with two roles sees each page in one section", async () => {
  await visit("/operator/payments", { sub: "oscar", roles: ["billing.manage", "auditor"] });
  expect(await screen.findAllByRole("link", { name: "Payments" })).toHaveLength(1);
  const audit = within(screen.getByRole("region", { name: "Audit" }));
  expect(audit.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
    "Customers",
    "Cash-out activity",
    "Settlement",
    "Agent limits",
    "Reconciliation",
  ]);
});
