import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { AT, aPayment, aRequest, aWallet, anInvoice, listed, paged } from "../testing/billing";
import { type Answers, type Respond, type SentRequest, byPath, json, network, refused } from "../testing/system";
import { address, goTo, rowsOf, visit } from "../testing/visit";
import { unfinished } from "../write/unfinished";

const oscar = { sub: "oscar", roles: ["billing.manage"] } as const;
const rita = { sub: "rita", tenantId: "platform", roles: ["root"] } as const;
const user = userEvent.setup({ delay: null });

let respond: Respond;
let requests: SentRequest[];

const answers = (by: Answers) => void (respond = byPath(by));

beforeEach(() => {
  requests = network((one, signal) => respond(one, signal));
});

const BILLING = "/api/v1/billing";
const REQUESTS = `${BILLING}/wallet/topup-requests`;
/** Sets the whole text at once; the forms' own tests type key by key. */
const fill = (field: HTMLElement, text: string) => fireEvent.change(field, { target: { value: text } });
/** The requests of the page, without that for the count of the navigation. */
const read = () => requests.filter(({ path }) => path !== "/api/v1/approvals");
const sent = () => requests.filter(({ method }) => method !== "GET");

describe("top-up requests", () => {
  const counts = { pending: 2, invoiced: 4, completed: 3, rejected: 1, cancelled: 5 };
  const request = aRequest({ note: "For June" });
  const queue = (items = [request]) => json(200, { ...paged(items), counts, pending_amount: "345.50" });

  test("begin with pending ones and their sum", async () => {
    answers({ [REQUESTS]: () => queue() });
    await visit("/operator/requests", oscar);
    expect(await screen.findByText("345.50 USD")).toBeInTheDocument();
    expect(read()[0]?.search.get("status")).toBe("pending");
    expect(screen.getByLabelText("Status")).toHaveValue("pending");
  });

  test("are loaded without a status filter if every status is chosen", async () => {
    answers({ [REQUESTS]: () => queue() });
    await visit("/operator/requests?status=all", oscar);
    await screen.findByText("345.50 USD");
    expect(read()[0]?.search.has("status")).toBe(false);
  });

  test("can be filtered by tenant by the platform's operator only", async () => {
    answers({ [REQUESTS]: () => queue() });
    const page = await visit("/operator/requests?tenant=globex", rita);
    expect(await screen.findByRole("columnheader", { name: "Tenant" })).toBeInTheDocument();
    expect(read()[0]?.search.get("tenant_id")).toBe("globex");
    await user.clear(screen.getByRole("combobox", { name: "Tenant" }));
    await user.type(screen.getByRole("combobox", { name: "Tenant" }), "acme{Enter}");
    await waitFor(() => expect(address()).toBe("/operator/requests?tenant=acme"));
    page.unmount();

    await visit("/operator/requests", oscar);
    await screen.findByText("345.50 USD");
    expect(screen.queryByRole("combobox", { name: "Tenant" })).toBeNull();
  });

  test("are those of every tenant again as soon as the address has no tenant", async () => {
    answers({ [REQUESTS]: () => queue() });
    await visit("/operator/requests?tenant=globex", rita);
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Tenant" })).toHaveValue("globex"));
    await user.click(screen.getByRole("link", { name: "Top-up requests" }));
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Tenant" })).toHaveValue(""));
    await waitFor(() => expect(read().at(-1)?.search.has("tenant_id")).toBe(false));
  });

  test("are approved with a note after a confirmation", async () => {
    answers({
      [REQUESTS]: () => queue(),
      [`${REQUESTS}/${request.request_id}/approve`]: () =>
        json(200, { ...request, status: "invoiced", invoice: { number: "TOP-1" }, warning: null }),
    });
    await visit("/operator/requests", oscar);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("For June")).toBeInTheDocument();
    expect(sent()).toHaveLength(0);
    await user.type(dialog.getByLabelText("Note"), "As agreed");
    await user.click(dialog.getByRole("button", { name: "Approve" }));
    expect(await screen.findByText("Invoice TOP-1 is issued.")).toBeInTheDocument();
    expect(sent().map(({ body }) => body)).toEqual([{ note: "As agreed" }]);
  });

  test("whose invoice nobody can pay say so when they are approved", async () => {
    answers({
      [REQUESTS]: () => queue(),
      [`${REQUESTS}/${request.request_id}/approve`]: () =>
        json(200, { ...request, status: "invoiced", invoice: { number: "TOP-1" }, warning: "no_payment_method" }),
    });
    await visit("/operator/requests", oscar);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Approve" }));
    expect(await screen.findByText(/no payment method is enabled/)).toBeInTheDocument();
  });

  test("of the operator themselves show that somebody else must approve them", async () => {
    answers({ [REQUESTS]: () => queue([aRequest({ requested_by: "oscar" })]) });
    await visit("/operator/requests", oscar);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    expect(await screen.findByText(/Ask another operator to do it/)).toBeInTheDocument();
  });
});

describe("payments", () => {
  test("begin with pending ones; ended ones have no buttons", async () => {
    answers({
      [`${BILLING}/payments`]: () =>
        json(200, paged([aPayment(), aPayment({ status: "succeeded" }), aPayment({ status: "failed" })])),
    });
    await visit("/operator/payments", oscar);
    const rows = within(await screen.findByRole("table", { name: "Payments" })).getAllByRole("row");
    const buttons = rows.slice(1).map((row) =>
      within(row)
        .queryAllByRole("button")
        .map(({ textContent }) => textContent),
    );
    expect(buttons).toEqual([["Approve", "Reject"], ["Refund"], []]);
    expect(read()[0]?.search.get("status")).toBe("pending_approval");
    expect(screen.queryByRole("columnheader", { name: "Tenant" })).toBeNull();
  });

  test("name their tenant to the platform's operator, in the list and before a decision", async () => {
    answers({
      [`${BILLING}/payments`]: () => json(200, paged([aPayment({ tenant_id: "globex" })])),
    });
    await visit("/operator/payments", rita);
    expect((await rowsOf("Payments"))(1)).toHaveTextContent("globex");
    await user.click(screen.getByRole("button", { name: "Approve" }));
    expect(await screen.findByRole("dialog")).toHaveTextContent("Tenantglobex");
  });

  test("whose approval marks an invoice as paid show that it waits for a second person", async () => {
    const payment = aPayment();
    answers({
      [`${BILLING}/payments`]: () => json(200, paged([payment])),
      [`${BILLING}/payments/${payment.payment_id}/approve`]: () => json(202, { approval_id: "a-1" }),
    });
    await visit("/operator/payments", oscar);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Approve" }));
    expect(await screen.findByText("Waits for a second person")).toBeInTheDocument();
    expect(screen.queryByText("Approved")).toBeNull();
  });
});

describe("an invoice", () => {
  test.each([
    ["draft", ["Issue", "Void"]],
    ["issued", ["Mark as paid", "Void"]],
    ["paid", []],
    ["void", []],
  ] as const)("with status %s has the actions %s", async (status, moves) => {
    answers({ [`${BILLING}/invoices/${anInvoice().invoice_id}`]: () => json(200, anInvoice({ status })) });
    await visit(`/operator/invoices/${anInvoice().invoice_id}`, oscar);
    await screen.findByText("Number");
    const shown = screen.getAllByRole("button").map(({ textContent }) => textContent);
    expect(["Issue", "Mark as paid", "Void"].filter((one) => shown.includes(one))).toEqual(moves);
  });

  test("with a payment that waits for approval cannot be marked as paid past that payment", async () => {
    const invoice = anInvoice({ payments: [aPayment()] });
    answers({ [`${BILLING}/invoices/${invoice.invoice_id}`]: () => json(200, invoice) });
    await visit(`/operator/invoices/${invoice.invoice_id}`, oscar);
    expect(await screen.findByRole("button", { name: "Approve" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Mark as paid" })).toBeNull();
  });

  test("is marked as paid with the reference of the payment", async () => {
    const invoice = anInvoice();
    const path = `${BILLING}/invoices/${invoice.invoice_id}`;
    answers({ [path]: () => json(200, invoice), [`${path}/pay`]: () => json(200, { ...invoice, status: "paid" }) });
    await visit(`/operator/invoices/${invoice.invoice_id}`, oscar);
    await user.click(await screen.findByRole("button", { name: "Mark as paid" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Reference"), "TR-9");
    await user.click(dialog.getByRole("button", { name: "Mark as paid" }));
    await waitFor(() => expect(sent().map(({ body }) => body)).toEqual([{ reference: "TR-9" }]));
  });

  test("is drafted with the exact total of its lines", async () => {
    answers({
      [`POST ${BILLING}/invoices`]: () => json(201, anInvoice({ number: "USE-1", status: "draft" })),
      [`${BILLING}/invoices/${anInvoice().invoice_id}`]: () => json(200, anInvoice({ status: "draft" })),
    });
    await visit("/operator/invoices/new", rita);
    fill(await screen.findByRole("combobox", { name: /^Tenant/ }), "globex");
    fill(screen.getByLabelText(/^First day/), "2026-10-01");
    fill(screen.getByLabelText(/^Last day/), "2026-10-31");
    fill(screen.getByLabelText(/^Description/), "Messages");
    fill(screen.getByLabelText(/^Amount/), "0.1");
    await user.click(screen.getByRole("button", { name: "Add a line" }));
    const second = within(screen.getByRole("group", { name: "Line 2" }));
    fill(second.getByLabelText(/^Description/), "Numbers");
    fill(second.getByLabelText(/^Amount/), "0.2");
    expect(screen.getByText("0.30 USD")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Create draft" }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]?.search.get("tenant_id")).toBe("globex");
    expect(sent()[0]?.body).toEqual({
      purpose: "usage",
      period_start: "2026-10-01",
      period_end: "2026-10-31",
      lines: [
        { description: "Messages", amount: "0.10" },
        { description: "Numbers", amount: "0.20" },
      ],
    });
  });

  test("is not drafted with a last day before the first, nor with a text that is no day", async () => {
    await visit("/operator/invoices/new", oscar);
    fill(await screen.findByLabelText(/^First day/), "2026-10-01");
    const last = screen.getByRole("textbox", { name: /^Last day/ });
    fill(screen.getByLabelText(/^Description/), "Messages");
    fill(screen.getByLabelText(/^Amount/), "0.1");
    fill(last, "30 Sep 2026");
    await user.type(last, "{Enter}");
    expect(last).toHaveAccessibleDescription("The last day is before the first.");
    fill(last, "31 Nov 2026");
    await user.type(last, "{Enter}");
    expect(last).toHaveAccessibleDescription("“31 Nov 2026” is not a day. Enter it as 20 Nov 2026.");
    expect(last).toHaveFocus();
    expect(sent()).toEqual([]);
  });
});

describe("a prepaid wallet", () => {
  const of = (tenant_id: string) => ({
    "/api/v1/tenants": () => json(200, listed([{ tenant_id, created_at: AT }])),
    [`${BILLING}/wallet/me`]: () => json(200, aWallet({ tenant_id, balance: "8.50" })),
    [`${BILLING}/wallet/transactions`]: () => json(200, listed([])),
    [`${BILLING}/contact`]: () => json(200, { tenant_id, email: null, name: null, country: null, updated_at: null }),
  });

  test("is lowered by a negative adjustment after a confirmation", async () => {
    answers({ ...of("globex"), [`${BILLING}/wallet/adjustments`]: () => json(201, { balance: "7.30" }) });
    await visit("/operator/wallet?tenant=globex", rita);
    await user.selectOptions(await screen.findByLabelText("Direction"), "Deduct from the wallet");
    await user.type(screen.getByLabelText(/^Amount/), "1.2");
    await user.type(screen.getByLabelText(/^Reason/), "Sent twice");
    expect(screen.getByText(/8\.50 USD → 7\.30 USD/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Adjust…" }));
    expect(sent()).toHaveLength(0);
    await user.dblClick(within(await screen.findByRole("dialog")).getByRole("button", { name: "Adjust" }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]?.search.get("tenant_id")).toBe("globex");
    expect(sent()[0]?.body).toEqual({ amount: "-1.20", reason: "Sent twice" });
  });

  test("shows that its contact waits for a second person, and the contact that holds", async () => {
    const contact = {
      tenant_id: "globex",
      email: "ada@x.example",
      name: null,
      country: null,
      updated_at: "2026-11-25",
    };
    answers({
      ...of("globex"),
      [`${BILLING}/contact`]: () => json(200, contact),
      [`PUT ${BILLING}/contact`]: () => json(202, { approval_id: "a-1" }),
    });
    await visit("/operator/wallet?tenant=globex", rita);
    fill(await screen.findByRole("textbox", { name: /^E-mail/ }), "eve@x.example");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Waits for a second person")).toBeInTheDocument();
    expect(sent()[0]?.body).toEqual({ email: "eve@x.example" });
    expect(screen.getByRole("textbox", { name: /^E-mail/ })).toHaveValue("ada@x.example");
  });

  test("shows that an adjustment waits for a second person", async () => {
    answers({ ...of("globex"), [`${BILLING}/wallet/adjustments`]: () => json(202, { approval_id: "a-1" }) });
    await visit("/operator/wallet?tenant=globex", rita);
    await user.type(await screen.findByLabelText(/^Amount/), "1.2");
    await user.type(screen.getByLabelText(/^Reason/), "Goodwill");
    await user.click(screen.getByRole("button", { name: "Adjust…" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Adjust" }));
    expect(await screen.findByText("Waits for a second person")).toBeInTheDocument();
    expect(screen.queryByText("Adjusted")).toBeNull();
  });

  test("cannot be adjusted or frozen by a tenant's operator", async () => {
    answers(of("acme"));
    await visit("/operator/wallet", oscar);
    expect(await screen.findByText("The balance is low")).toBeInTheDocument();
    expect(screen.queryByRole("form", { name: "Adjust the balance" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Freeze" })).toBeNull();
    expect(read().every(({ search }) => !search.has("tenant_id"))).toBe(true);
  });

  test("of a tenant for which nothing is stored is made by a button only, not by looking", async () => {
    let tenants = 0;
    const { [`${BILLING}/wallet/me`]: wallet, ...others } = of("globx");
    answers({
      ...others,
      "/api/v1/tenants": () => json(200, listed([], tenants)),
      [`${BILLING}/wallet/me`]: () => {
        tenants = 1;
        return wallet();
      },
    });
    await visit("/operator/wallet?tenant=globx", rita);
    const open = await screen.findByRole("button", { name: "Open a wallet for globx" });
    expect(read().map(({ path }) => path)).toEqual(["/api/v1/tenants"]);
    await user.click(open);
    expect(await screen.findByText("8.50 USD")).toBeInTheDocument();
    expect(screen.queryByText(/Nothing is stored/)).toBeNull();
  });

  test("is not requested without a tenant", async () => {
    answers({});
    await visit("/operator/wallet", rita);
    expect(await screen.findByText("Enter a tenant to see its wallet.")).toBeInTheDocument();
    expect(read()).toHaveLength(0);
  });
});

describe("a transaction", () => {
  const id = "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50";
  const entry = { wallet_id: "w", owner_id: null, account: null, currency: "USD" };
  const transaction = {
    transaction_id: id,
    kind: "custom",
    reason: "order_paid",
    created_at: AT,
    effective_at: "2025-12-24T18:00:00Z",
    posted_by: "agent-ada",
    approved_by: null,
    request_id: "r-1",
    idempotency_key: null,
    description: "Cash",
    external_reference: "order-7",
    meta: null,
    corrects: null,
    corrected_by: null,
    entries: [
      { ...entry, id: "1", owner_id: "alice", amount: "-50.00", balance_after: "20.10" },
      { ...entry, id: "2", account: "house:fees", amount: "50.00", balance_after: null },
    ],
  };
  const at = `/api/v1/transactions/${id}`;

  test("shows its entries, whose sum is zero", async () => {
    answers({ [at]: () => json(200, transaction) });
    await visit(`/operator/transactions/${id}?tenant=acme`, rita);
    const row = await rowsOf("Entries");
    expect(row(1)).toHaveTextContent("-50.00 USD");
    expect(row(2)).toHaveTextContent("house:fees");
    expect(row(3)).toHaveTextContent("0.00 USD");
    for (const said of ["order_paid", "order-7"]) expect(screen.getByText(said)).toBeInTheDocument();
    expect(screen.getByTitle("2025-12-24T18:00:00Z")).toBeInTheDocument();
  });

  test("with its own reversal shows the reason of the refusal", async () => {
    answers({
      [at]: () => json(200, transaction),
      [`${at}/reverse`]: () =>
        refused(409, "has_its_own_reversal", "It is taken back where it belongs: the payment is refunded."),
    });
    await visit(`/operator/transactions/${id}`, rita);
    await user.click(await screen.findByRole("button", { name: "Reverse" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByRole("textbox"), "A mistake");
    await user.click(dialog.getByRole("button", { name: "Reverse" }));
    expect(await dialog.findByText(/the payment is refunded/)).toBeInTheDocument();
  });

  test("is left with its dialog, and its reversal is finished behind the page of another one", async () => {
    let answer: (response: Response) => void = () => undefined;
    const other = id.replace(/.$/, "f");
    respond = ({ method, path }) => {
      if (method === "POST") return new Promise((resolve) => (answer = resolve));
      return path === at ? json(200, transaction) : json(200, { ...transaction, transaction_id: other });
    };
    await visit(`/operator/transactions/${other}`, rita);
    await screen.findByRole("button", { name: "Reverse" });
    goTo(`/operator/transactions/${id}`);
    await screen.findAllByText(id);
    await user.click(await screen.findByRole("button", { name: "Reverse" }));
    const dialog = within(await screen.findByRole("dialog"));
    fill(dialog.getByRole("textbox"), "A mistake");
    fireEvent.click(dialog.getByRole("button", { name: "Reverse" }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    goTo(`/operator/transactions/${other}`);
    await screen.findAllByText(other);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    answer(json(201, { ...transaction, transaction_id: id.replace(/.$/, "e"), corrects: id }));
    await waitFor(() => expect(unfinished()).toEqual([]));
    expect(address()).toBe(`/operator/transactions/${other}`);
    expect(sent().map(({ path }) => path)).toEqual([`${at}/reverse`]);
  });

  test("that was reversed has no button to reverse it", async () => {
    answers({ [at]: () => json(200, { ...transaction, corrected_by: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c51" }) });
    await visit(`/operator/transactions/${id}`, rita);
    expect(await screen.findByText("Reversed")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Reverse" })).toBeNull();
  });
});
