import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { AT, aPayment, aRequest, anInvoice } from "../testing/billing";
import { type Answers, type SentRequest, byPath, json, network, refused } from "../testing/system";
import { type Visitor, address, rowsOf, visit } from "../testing/visit";

const ID = "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50";
const BILLING = "/api/v1/billing";
const TRANSACTION = `/api/v1/transactions/${ID}`;
const REQUEST = `${BILLING}/wallet/topup-requests/${ID}`;
const INVOICE = `${BILLING}/invoices/${ID}`;
const PAYMENT = `${BILLING}/payments/${ID}`;

const rita: Visitor = { sub: "rita", tenantId: "platform", roles: ["root"] };
const oscar: Visitor = { sub: "oscar", roles: ["billing.manage"] };
const tina: Visitor = { sub: "tina", roles: ["billing.view"] };
const ada: Visitor = { sub: "ada", roles: ["agent"] };
const user = userEvent.setup({ delay: null });

const transaction = {
  transaction_id: ID,
  kind: "custom",
  reason: "order_paid",
  created_at: AT,
  effective_at: AT,
  posted_by: "agent-ada",
  request_id: "r-1",
  idempotency_key: null,
  description: "Cash",
  external_reference: null,
  meta: null,
  corrects: null,
  corrected_by: null,
  entries: [],
};

let found: Answers;
let requests: SentRequest[];
/** What the search has asked for. */
const asked = () => requests.map(({ path }) => path).filter((path) => path.endsWith(ID));

beforeEach(() => {
  found = {};
  requests = network((one, signal) => byPath(found)(one, signal));
});

describe("the search by id", () => {
  test("finds what was pasted, after it was validated", async () => {
    found = { [TRANSACTION]: () => json(200, transaction) };
    await visit("/operator/find", rita);
    await user.type(await screen.findByLabelText("Id"), "no id{Enter}");
    expect(screen.getByLabelText("Id")).toBeInvalid();
    await user.clear(screen.getByLabelText("Id"));
    await user.type(screen.getByRole("combobox", { name: "Tenant of a transaction" }), "acme");
    await user.type(screen.getByLabelText("Id"), ` ${ID.toUpperCase()} {Enter}`);
    await waitFor(() => expect(address()).toBe(`/operator/find?id=${ID}&tenant=acme`));
    expect((await rowsOf("Transaction"))(1)).toHaveTextContent("agent-ada");
    expect(requests.filter(({ search }) => search.get("tenant_id") === "acme").map(({ path }) => path)).toEqual([
      TRANSACTION,
    ]);
    await user.click(screen.getByRole("link", { name: "Custom transaction" }));
    await waitFor(() => expect(address()).toBe(`/operator/transactions/${ID}?tenant=acme`));
  });

  test.each<[string, string, Visitor, () => Response, string, string]>([
    ["Top-up request", REQUEST, oscar, () => json(200, aRequest({ request_id: ID })), "45.50 USD", "Approve"],
    ["Payment", PAYMENT, oscar, () => json(200, aPayment({ payment_id: ID })), "Reference TR-1", "Approve"],
    ["Top-up request", REQUEST, tina, () => json(200, aRequest({ request_id: ID })), "45.50 USD", "Cancel"],
    ["Payment", PAYMENT, tina, () => json(200, aPayment({ payment_id: ID })), "Reference TR-1", "Cancel"],
  ])("finds a %s at %s, with its decisions", async (table, path, person, answer, shown, decision) => {
    found = { [path]: answer };
    await visit(`/operator/find?id=${ID}`, person);
    const row = (await rowsOf(table))(1);
    expect(row).toHaveTextContent(shown);
    expect(within(row).getByRole("button", { name: decision })).toBeInTheDocument();
    expect(asked().sort()).toEqual([INVOICE, PAYMENT, REQUEST].sort());
  });

  test("names the tenant of a payment to the platform's operator", async () => {
    found = { [PAYMENT]: () => json(200, aPayment({ payment_id: ID, tenant_id: "globex" })) };
    await visit(`/operator/find?id=${ID}`, rita);
    expect((await rowsOf("Payment"))(1)).toHaveTextContent("globex");
  });

  test.each([
    [oscar, "/operator/invoices/"],
    [tina, "/billing/invoices/"],
  ])("finds an invoice, and leads to its page", async (person, to) => {
    found = { [INVOICE]: () => json(200, anInvoice({ invoice_id: ID, number: "TOP-202611-ABC-DEF" })) };
    await visit(`/operator/find?id=${ID}`, person);
    expect(await screen.findByRole("link", { name: "TOP-202611-ABC-DEF" })).toHaveAttribute("href", `${to}${ID}`);
  });

  test("asks for an agent for transactions only, and says that nothing was found, as if it belonged to nobody", async () => {
    found = { [TRANSACTION]: () => refused(403, "not_your_customer", "The customer is another agent's.") };
    await visit(`/operator/find?id=${ID}`, ada);
    expect(await screen.findByText("Nothing that you may see has this id")).toBeInTheDocument();
    expect(asked()).toEqual([TRANSACTION]);
  });

  test("leads an agent to the transaction of an own customer, without a button to reverse it", async () => {
    found = { [TRANSACTION]: () => json(200, transaction) };
    await visit(`/operator/find?id=${ID}`, ada);
    await user.click(await screen.findByRole("link", { name: "Custom transaction" }));
    expect(await screen.findByRole("heading", { name: "Custom transaction" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Reverse" })).toBeNull();
  });

  test("shows what it could not ask", async () => {
    found = { [PAYMENT]: () => refused(500, "internal", "Something went wrong in Purser.") };
    await visit(`/operator/find?id=${ID}`, tina);
    expect(await screen.findByRole("alert")).toHaveTextContent("Something went wrong in Purser.");
    expect(screen.queryByText("Nothing that you may see has this id")).toBeNull();
  });
});
