import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { AT, aPayment, aRequest, aWallet, anInvoice, listed, paged } from "../testing/billing";
import { type Answers, type Respond, type SentRequest, byPath, json, network, refused } from "../testing/system";
import { address, rowsOf, visit } from "../testing/visit";

const tina = { sub: "tina", roles: ["billing.view"] } as const;
const user = userEvent.setup({ delay: null });

let respond: Respond;
let requests: SentRequest[];

const answers = (by: Answers) => void (respond = byPath(by));

beforeEach(() => {
  requests = network((one, signal) => respond(one, signal));
});

const BILLING = "/api/v1/billing";
const TRANSACTIONS = `${BILLING}/wallet/transactions`;

describe("the wallet", () => {
  const transactions = Array.from({ length: 20 }, (_, number) => ({
    id: `m-${number}`,
    transaction_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50",
    kind: "message_charge",
    amount: "-8.40",
    balance_after: "9.99",
    reference_id: null,
    description: `${number} messages`,
    created_at: AT,
  }));
  const wallet = (balance: string) => ({
    [`${BILLING}/wallet/me`]: () => json(200, aWallet({ balance })),
    [TRANSACTIONS]: () => json(200, listed(transactions)),
    [`${BILLING}/wallet/topup-requests/me`]: () => json(200, paged([], 2)),
    [`${BILLING}/contact`]: () =>
      json(200, { tenant_id: "acme", email: null, name: null, country: null, updated_at: null }),
  });

  test("shows a low balance and the number of pending requests", async () => {
    answers(wallet("9.99"));
    await visit("/billing", tina);
    expect(await screen.findByText("The balance is low")).toBeInTheDocument();
    expect(await screen.findByText("2")).toBeInTheDocument();
    expect(screen.getByText(/There is no contact yet/)).toBeInTheDocument();
  });

  /** Three pages of transactions, whose cursors are c2 and c3. */
  const threePages = ({ search }: SentRequest) => {
    const page = Number((search.get("cursor") ?? "c1").slice(1));
    return json(200, listed(transactions, 45, page < 3 ? `c${page + 1}` : null));
  };
  const readPages = () =>
    requests
      .filter(({ path }) => path === TRANSACTIONS)
      .map(({ search }) => [search.get("cursor"), search.get("kind")]);

  test("keeps paging and filter of its transactions in the address", async () => {
    answers({ ...wallet("70.00"), [TRANSACTIONS]: threePages });
    await visit("/billing", tina);
    expect(await screen.findByRole("button", { name: "Newer" })).toBeDisabled();
    for (const cursor of ["c2", "c3"]) {
      await user.click(screen.getByRole("button", { name: "Older" }));
      await waitFor(() => expect(address()).toBe(`/billing?cursor=${cursor}`));
    }
    await waitFor(() => expect(screen.getByRole("button", { name: "Older" })).toBeDisabled());
    await user.click(screen.getByRole("button", { name: "Newer" }));
    await waitFor(() => expect(address()).toBe("/billing?cursor=c2"));
    await user.selectOptions(screen.getByLabelText("Kind"), "Refund");
    await waitFor(() => expect(address()).toBe("/billing?kind=refund"));
    await waitFor(() =>
      expect(readPages()).toEqual([
        [null, null],
        ["c2", null],
        ["c3", null],
        [null, "refund"],
      ]),
    );
  });

  test("leads from a later page, whose address was opened, to the newest one", async () => {
    answers({ ...wallet("70.00"), [TRANSACTIONS]: threePages });
    await visit("/billing?cursor=c3", tina);
    await user.click(await screen.findByRole("button", { name: "Newer" }));
    await waitFor(() => expect(address()).toBe("/billing"));
  });

  test("leads from a page whose cursor has expired to the newest one", async () => {
    const expired = refused(400, "invalid_request", "The cursor is older than a day. Begin with the first page.");
    answers({
      ...wallet("70.00"),
      [TRANSACTIONS]: (request) => (request.search.get("cursor") === "old" ? expired : threePages(request)),
    });
    await visit("/billing?cursor=old", tina);
    expect(await screen.findByText(/older than a day/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Newest transactions" }));
    await waitFor(() => expect(address()).toBe("/billing"));
    expect(await screen.findByText("45 transactions")).toBeInTheDocument();
  });

  test("shows why it cannot be read, and still lists its transactions", async () => {
    answers({
      ...wallet("70.00"),
      [`${BILLING}/wallet/me`]: () => refused(500, "internal", "Something went wrong in Purser."),
    });
    await visit("/billing", tina);
    expect(await screen.findByRole("alert")).toHaveTextContent("Something went wrong in Purser.");
    expect(screen.getByRole("alert")).toHaveTextContent("req-test");
    expect(await screen.findByRole("table", { name: "Transactions" })).toBeInTheDocument();
  });
});

describe("requests", () => {
  test("can be cancelled by the requester only", async () => {
    const own = aRequest({ amount: "45.50" });
    const colleagues = aRequest({ amount: "80.00", requested_by: "tom" });
    answers({
      [`${BILLING}/wallet/topup-requests/me`]: () => json(200, paged([own, colleagues])),
      [`${BILLING}/wallet/topup-requests/${own.request_id}/cancel`]: () =>
        json(200, aRequest({ ...own, status: "cancelled" })),
    });
    await visit("/billing/requests", tina);
    const row = await rowsOf("Top-up requests");
    expect(within(row(2)).queryByRole("button")).toBeNull();
    await user.click(within(row(1)).getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Cancel the request" }));
    await waitFor(() => expect(requests.filter(({ method }) => method === "POST")).toHaveLength(1));
    expect(requests.find(({ method }) => method === "POST")?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("have a hint if there are none", async () => {
    answers({ [`${BILLING}/wallet/topup-requests/me`]: () => json(200, paged([])) });
    await visit("/billing/requests", tina);
    expect(await screen.findByText("No requests yet")).toBeInTheDocument();
    expect(screen.getByText(/An operator approves or rejects it/)).toBeInTheDocument();
  });

  test("show a refusal", async () => {
    answers({ [`${BILLING}/wallet/topup-requests/me`]: () => refused(403, "forbidden", "None of your roles may.") });
    await visit("/billing/requests", tina);
    expect(await screen.findByRole("alert")).toHaveTextContent("You may not see or do this");
    expect(screen.getByRole("alert")).toHaveTextContent("None of your roles may.");
  });
});

describe("an invoice", () => {
  const at = `${BILLING}/invoices/${anInvoice().invoice_id}`;
  const methods = { methods: [], country: null, currency: "USD", count: 0, default_method: null };
  const show = async (about: Parameters<typeof anInvoice>[0]) => {
    answers({
      [at]: () => json(200, anInvoice(about)),
      [`${BILLING}/payment-methods/available`]: () => json(200, methods),
    });
    await visit(`/billing/invoices/${anInvoice().invoice_id}`, tina);
    await screen.findByText("Number");
  };

  test("that is issued can be paid on its page", async () => {
    await show({});
    expect(screen.getByRole("heading", { name: "Submit your payment" })).toBeInTheDocument();
    expect(await screen.findByText(/Ask your operator how to pay/)).toBeInTheDocument();
  });

  test("whose payment is pending cannot be paid again", async () => {
    await show({ payments: [aPayment()] });
    expect(screen.queryByRole("heading", { name: "Submit your payment" })).toBeNull();
    expect(screen.getByText("A payment is waiting for approval")).toBeInTheDocument();
  });

  test("whose payment failed can be paid again", async () => {
    await show({ payments: [aPayment({ status: "failed", failure_reason: "Nothing arrived" })] });
    expect(screen.getByRole("heading", { name: "Submit your payment" })).toBeInTheDocument();
    expect(screen.getByText("Nothing arrived")).toBeInTheDocument();
  });

  test.each(["paid", "void", "draft"] as const)("with status %s cannot be paid", async (status) => {
    await show({ status });
    expect(screen.queryByRole("heading", { name: "Submit your payment" })).toBeNull();
  });

  test("past its due date is called overdue", async () => {
    await show({ is_overdue: true });
    expect(screen.getByText("Overdue")).toBeInTheDocument();
  });

  test("of another tenant is not found", async () => {
    answers({ [at]: () => refused(404, "not_found", "Invoice 019b not found.") });
    await visit(`/billing/invoices/${anInvoice().invoice_id}`, tina);
    expect(await screen.findByRole("alert")).toHaveTextContent("Invoice 019b not found.");
  });
});

test("only the submitter can cancel a payment", async () => {
  answers({
    [`${BILLING}/payments`]: () => json(200, paged([aPayment(), aPayment({ created_by: "tom" })])),
  });
  await visit("/billing/payments", tina);
  const row = await rowsOf("Payments");
  expect(within(row(1)).getByRole("button", { name: "Cancel" })).toBeInTheDocument();
  expect(within(row(2)).queryByRole("button")).toBeNull();
});

test("a country filters once it has two letters", async () => {
  answers({
    [`${BILLING}/payment-methods/available`]: () =>
      json(200, { methods: [], country: null, currency: "USD", count: 0, default_method: null }),
  });
  await visit("/billing/methods", tina);
  await user.type(screen.getByLabelText("You pay from"), "k3e");
  await waitFor(() => expect(address()).toBe("/billing/methods?country=KE"));
  await waitFor(() => expect(requests.map(({ search }) => search.get("country"))).toEqual([null, "KE"]));
  await user.click(screen.getByRole("link", { name: "How to pay" }));
  await waitFor(() => expect(screen.getByLabelText("You pay from")).toHaveValue(""));
  expect(address()).toBe("/billing/methods");
});

test("an operator's page is not a tenant's", async () => {
  answers({});
  await visit("/operator/requests", tina);
  expect(await screen.findByRole("heading", { name: "This page is not for you" })).toBeInTheDocument();
  expect(requests).toHaveLength(0);
});
