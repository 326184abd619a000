import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { aPayment, anApproval, aPolicy, listed } from "../testing/billing";
import { type SentRequest, json, network, refused } from "../testing/system";
import { address, rowsOf, visit } from "../testing/visit";

const oscar = { sub: "oscar", roles: ["billing.manage"] } as const;
const rita = { sub: "rita", tenantId: "platform", roles: ["root"] } as const;
const ada = { sub: "ada", roles: ["agent"] } as const;
const dora = { sub: "dora", roles: ["auditor"] } as const;
const user = userEvent.setup({ delay: null });

const APPROVALS = "/api/v1/approvals";
const POLICY = "/api/v1/approval-policy";
let requests: SentRequest[];

/** Answers by method and path, or by path alone; a 404 for any other request. */
function answers(by: Record<string, (request: SentRequest) => Response>): void {
  requests = network((one) => {
    const respond = by[`${one.method} ${one.path}`] ?? by[one.path];
    return respond?.(one) ?? refused(404, "not_found", `Nothing at ${one.path}.`);
  });
}

const sent = () => requests.filter(({ method }) => method !== "GET");
/** The requests for the list, without those for the count of the navigation. */
const lists = () => requests.filter(({ path, search }) => path === APPROVALS && search.get("limit") !== "1");
const dialog = async () => within(await screen.findByRole("dialog"));

beforeEach(() => answers({}));

describe("the list of approvals", () => {
  test("begins with pending ones, oldest first, with amount and currency", async () => {
    const newer = anApproval({ requested_at: "2026-11-20T12:00:00Z", subject: "newer", kind: "refund" });
    const older = anApproval({ requested_at: "2026-11-20T10:00:00Z", subject: "older" });
    answers({ [APPROVALS]: () => json(200, listed([newer, older])), [POLICY]: () => json(200, aPolicy()) });
    await visit("/operator/approvals", oscar);
    const row = await rowsOf("Approvals");
    expect(row(1)).toHaveTextContent("older");
    expect(row(2)).toHaveTextContent("newer");
    expect(row(1)).toHaveTextContent("5.00 USD");
    expect(row(1)).toHaveTextContent("by tina");
    expect(row(1)).toHaveTextContent("27 Nov 2026");
    expect(lists()[0]?.search.get("status")).toBe("pending");
    expect(screen.queryByText(/works with one person/)).toBeNull();
  });

  test("reads a later page of the oldest from the end of the API's list", async () => {
    const all = Array.from({ length: 45 }, (_, index) => anApproval({ subject: `number ${45 - index}.` }));
    const page = ({ search }: SentRequest) => {
      const [offset, limit] = [Number(search.get("offset")), Number(search.get("limit"))];
      return json(200, listed(all.slice(offset, offset + limit), all.length));
    };
    answers({ [APPROVALS]: page, [POLICY]: () => json(200, aPolicy()) });
    await visit("/operator/approvals", oscar);
    expect((await rowsOf("Approvals"))(1)).toHaveTextContent("number 1.");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(async () => expect((await rowsOf("Approvals"))(1)).toHaveTextContent("number 21."));
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(async () => expect((await rowsOf("Approvals"))(1)).toHaveTextContent(/number 41\b/));
    expect((await rowsOf("Approvals"))(5)).toHaveTextContent(/number 45\b/);
    await user.click(screen.getByRole("button", { name: "Previous" }));
    await waitFor(() => expect(address()).toBe("/operator/approvals?offset=20"));
    await user.click(await screen.findByRole("button", { name: "Previous" }));
    await waitFor(() => expect(address()).toBe("/operator/approvals"));
  });

  test("is filtered by status and kind, which are in the address, from the first page on", async () => {
    answers({ [APPROVALS]: () => json(200, listed([])), [POLICY]: () => json(200, aPolicy()) });
    await visit("/operator/approvals?offset=20", oscar);
    expect(await screen.findByText("Nothing waits for a second person")).toBeInTheDocument();
    expect(screen.getByLabelText("Status")).toHaveDisplayValue("Pending");
    await user.selectOptions(screen.getByLabelText("Status"), "Rejected");
    await user.selectOptions(screen.getByLabelText("Kind"), "Refund of a payment");
    await waitFor(() => expect(address()).toBe("/operator/approvals?status=rejected&kind=refund"));
    expect(await screen.findByText("No approval matches")).toBeInTheDocument();
    expect(screen.getByLabelText("Status")).toHaveDisplayValue("Rejected");
    expect(lists().at(-1)?.search.toString()).toBe("status=rejected&kind=refund&limit=20&offset=0");
    await user.selectOptions(screen.getByLabelText("Status"), "All");
    await user.selectOptions(screen.getByLabelText("Kind"), "All");
    await waitFor(() => expect(address()).toBe("/operator/approvals?status=all"));
    await waitFor(() => expect(lists().at(-1)?.search.toString()).toBe("limit=20&offset=0"));
  });

  test("shows that a tenant works with one person", async () => {
    const policy = aPolicy({ from: { refund: null, reversal: null }, two_people: "off" });
    answers({ [APPROVALS]: () => json(200, listed([])), [POLICY]: () => json(200, policy) });
    await visit("/operator/approvals", oscar);
    expect(await screen.findByText("acme works with one person")).toBeInTheDocument();
    expect(screen.getByText(/TwoPeople is off/)).toBeInTheDocument();
  });

  test("shows an agent what they requested, without the policy", async () => {
    const own = anApproval({ kind: "agent_credit", subject: "customer-1", requested_by: "ada" });
    answers({ [APPROVALS]: () => json(200, listed([own])) });
    await visit("/operator/approvals", ada);
    expect((await rowsOf("Approvals"))(1)).toHaveTextContent("Credit above an agent's limit");
    expect(screen.getByText("by you")).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Policy" })).toBeNull();
    expect(requests.some(({ path }) => path === POLICY)).toBe(false);
  });

  test("is counted in the navigation", async () => {
    answers({ [APPROVALS]: () => json(200, listed([anApproval()], 3)), [POLICY]: () => json(200, aPolicy()) });
    await visit("/operator/approvals", oscar);
    expect(await screen.findByRole("link", { name: /^Approvals\s+3\s*pending$/ })).toBeInTheDocument();
  });
});

describe("an approval", () => {
  const approval = anApproval();
  const at = `${APPROVALS}/${approval.approval_id}`;
  const page = `/operator/approvals/${approval.approval_id}`;

  test("shows what it executes in words, and exactly", async () => {
    answers({ [at]: () => json(200, approval) });
    await visit(page, rita);
    expect(await screen.findByText("Adds 5.00 USD to the prepaid wallet of acme.")).toBeInTheDocument();
    expect(screen.getByText("Goodwill")).toBeInTheDocument();
    expect(screen.getByText(/"tenant_id": "acme"/)).toBeInTheDocument();
    expect(screen.getByText(`SHA-256 ${approval.payload_sha256}`)).toBeInTheDocument();
  });

  test("is approved with a note, and shows the result", async () => {
    let isApproved = false;
    const result = { transaction_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50", balance: "75.00", currency: "USD" };
    const decided = { status: "approved", decided_by: "rita", decided_at: approval.requested_at } as const;
    answers({
      [at]: () => json(200, isApproved ? anApproval({ ...approval, ...decided, result }) : approval),
      [`${at}/approve`]: () => {
        isApproved = true;
        return json(200, { approval: { ...approval, ...decided }, result });
      },
    });
    await visit(page, rita);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    await user.type((await dialog()).getByLabelText("Note"), "Seen");
    await user.click((await dialog()).getByRole("button", { name: "Approve" }));
    const shown = within(await screen.findByRole("region", { name: "Result" }));
    expect(shown.getByText("75.00")).toBeInTheDocument();
    expect(shown.getByRole("link", { name: result.transaction_id })).toBeInTheDocument();
    expect(sent().map(({ body }) => body)).toEqual([{ note: "Seen" }]);
    expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  });

  test("that can no longer be executed shows the refusal and stays pending", async () => {
    answers({
      [at]: () => json(200, approval),
      [`${at}/approve`]: () => refused(400, "insufficient_funds", "Insufficient funds. Available: $1.00"),
    });
    await visit(page, rita);
    await user.click(await screen.findByRole("button", { name: "Approve" }));
    await user.click((await dialog()).getByRole("button", { name: "Approve" }));
    expect(await (await dialog()).findByText(/Available: \$1\.00/)).toBeInTheDocument();
  });

  test("is rejected with a reason, which is required", async () => {
    answers({ [at]: () => json(200, approval), [`${at}/reject`]: () => json(200, approval) });
    await visit(page, rita);
    await user.click(await screen.findByRole("button", { name: "Reject" }));
    await user.click((await dialog()).getByRole("button", { name: "Reject" }));
    expect(sent()).toHaveLength(0);
    await user.type((await dialog()).getByRole("textbox"), "Not agreed");
    await user.click((await dialog()).getByRole("button", { name: "Reject" }));
    await waitFor(() => expect(sent().map(({ body }) => body)).toEqual([{ reason: "Not agreed" }]));
  });

  test("of the person themselves cannot be approved, only withdrawn", async () => {
    answers({ [at]: () => json(200, anApproval({ ...approval, requested_by: "rita" })) });
    await visit(page, rita);
    expect(await screen.findByText(/Nobody approves what they requested/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Withdraw" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  });

  test.each([
    ["an owner", ["owner"], {}, true],
    ["an operator", ["root"], {}, false],
    ["an owner whose tenant asks for two people", ["owner"], { from: { adjustment: "0" } }, false],
    ["an owner where two people are the default", ["owner"], { two_people: "on" }, false],
  ] as const)("of %s themselves where TwoPeople is off", async (_, roles, fields, isApproved) => {
    const policy = aPolicy({ from: { adjustment: null, refund: "0" }, two_people: "off", ...fields });
    answers({
      [at]: () => json(200, anApproval({ ...approval, requested_by: "owen" })),
      [POLICY]: () => json(200, policy),
    });
    await visit(page, { sub: "owen", roles });
    expect(await screen.findByRole("button", { name: isApproved ? "Reject" : "Withdraw" })).toBeInTheDocument();
    expect(screen.queryAllByRole("button", { name: "Approve" })).toHaveLength(isApproved ? 1 : 0);
  });

  test.each([
    ["an auditor", dora],
    ["an operator whose role does not decide on its kind", oscar],
  ])("has no buttons for %s", async (_, person) => {
    answers({ [at]: () => json(200, approval) });
    await visit(page, person);
    expect(await screen.findByText("It waits for a person with the role owner or root.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Approve|Reject|Withdraw/ })).toBeNull();
  });

  test("of a credit above an agent's limit names the customer and the agent, who can withdraw it", async () => {
    const credit = anApproval({
      ...approval,
      kind: "agent_credit",
      subject: "customer-1",
      amount: "50.00",
      requested_by: "ada",
      payload: {
        kind: "agent_credit",
        request: { customer_id: "customer-1", amount: "50.00", description: "A win", transaction_type: "deposit" },
      },
    });
    answers({ [at]: () => json(200, credit) });
    await visit(page, ada);
    expect(
      await screen.findByText("Credits 50.00 USD to the customer customer-1, above the limit of the agent ada."),
    ).toBeInTheDocument();
    expect(screen.getByText("A win")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Withdraw" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  });

  test("of a refund names the payment and its invoice", async () => {
    const payment = aPayment({ status: "succeeded", created_by: "tina" });
    const refund = anApproval({
      ...approval,
      kind: "refund",
      subject: payment.payment_id,
      payload: { kind: "refund", tenant_id: null, payment_id: payment.payment_id, request: { reason: "Paid twice" } },
    });
    answers({
      [at]: () => json(200, refund),
      [`/api/v1/billing/payments/${payment.payment_id}`]: () => json(200, payment),
    });
    await visit(page, oscar);
    expect(await screen.findByRole("link", { name: payment.invoice_number })).toBeInTheDocument();
    expect(screen.getByText("Paid twice")).toBeInTheDocument();
  });

  test("of a payment method shows new details next to the present ones", async () => {
    const method = {
      type: "bank_transfer",
      display_name: "Bank",
      instructions: "Pay",
      is_default: true,
      is_enabled: true,
      country: null,
    };
    const request = { ...method, wallet_details: null, bank_details: { iban: "DE02" } };
    const change = anApproval({
      ...approval,
      kind: "payment_method",
      amount: null,
      currency: null,
      subject: "bank",
      payload: { kind: "payment_method", tenant_id: "acme", method_id: "bank", request },
    });
    const now = { ...method, id: "bank", tenant_id: "acme", bank_details: { iban: "GB82", bic: "X" } };
    answers({
      [at]: () => json(200, change),
      "/api/v1/billing/payment-methods": () => json(200, listed([now])),
    });
    await visit(page, oscar);
    expect(await screen.findByText("Now GB82")).toBeInTheDocument();
    expect(screen.getByText("DE02")).toBeInTheDocument();
    expect(screen.getByText("Now X")).toBeInTheDocument();
    expect(screen.getByText("Removed")).toBeInTheDocument();
    expect(screen.getByText(/24 hours after the approval/)).toBeInTheDocument();
  });
});

describe("the approval of a contact", () => {
  test("shows the new address next to the present one", async () => {
    const { approval_id } = anApproval({});
    const change = anApproval({
      status: "pending",
      kind: "contact",
      amount: null,
      currency: null,
      subject: "acme",
      payload: { kind: "contact", tenant_id: "acme", request: { email: "eve@x.example", name: null, country: "KE" } },
    });
    answers({
      [`/api/v1/approvals/${approval_id}`]: () => json(200, change),
      "/api/v1/billing/contact": () =>
        json(200, { tenant_id: "acme", email: "ada@x.example", name: "Ada", country: "KE", updated_at: "2026-11-25" }),
    });
    await visit(`/operator/approvals/${approval_id}`, oscar);
    expect(await screen.findByText("Now ada@x.example")).toBeInTheDocument();
    expect(screen.getByText("eve@x.example")).toBeInTheDocument();
    expect(screen.getByText("Now Ada")).toBeInTheDocument();
    expect(screen.queryByText("Now KE")).not.toBeInTheDocument();
    expect(screen.getByText(/Whoever gets it now is told/)).toBeInTheDocument();
  });
});

describe("the approval policy", () => {
  const page = "/operator/approvals/policy";

  test("says that a credit above an agent's limit is refused unless two people are asked for", async () => {
    answers({ [POLICY]: () => json(200, aPolicy()) });
    await visit(page, oscar);
    expect(await screen.findByLabelText("Credit above an agent's limit")).toHaveDisplayValue("Refused");
    expect(screen.getByLabelText("Overdraft of a wallet")).toHaveDisplayValue("One person");
  });

  test("is changed for the chosen kinds only", async () => {
    answers({ [POLICY]: () => json(200, aPolicy()) });
    await visit(page, oscar);
    await user.selectOptions(await screen.findByLabelText("Overdraft of a wallet"), "Two people from an amount");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(sent()).toHaveLength(0);
    expect(screen.getByLabelText(/^From/)).toBeInvalid();
    await user.type(screen.getByLabelText(/^From/), "1,50");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(sent()).toHaveLength(0);
    expect(screen.getByLabelText(/^From/)).toBeInvalid();
    await user.clear(screen.getByLabelText(/^From/));
    await user.type(screen.getByLabelText(/^From/), "1,100.00");
    await user.selectOptions(screen.getByLabelText("Refund of a payment"), "One person");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(sent().map(({ body }) => body)).toEqual([{ from: { refund: null, overdraft: "1100.00" } }]),
    );
  });

  test("that waits for a second person leads to its approval", async () => {
    const change = anApproval({ kind: "approval_policy", payload: { request: { from: { refund: "50" } } } });
    answers({
      [`GET ${POLICY}`]: () => json(200, aPolicy()),
      [`PUT ${POLICY}`]: () => json(202, change),
      [`${APPROVALS}/${change.approval_id}`]: () => json(200, change),
    });
    await visit(page, oscar);
    await user.selectOptions(await screen.findByLabelText("Refund of a payment"), "One person");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Waits for a second person")).toBeInTheDocument();
    expect(screen.getByLabelText("Refund of a payment")).toHaveValue("always");
    await user.click(screen.getByRole("button", { name: "Show the request" }));
    await waitFor(() => expect(address()).toBe(`/operator/approvals/${change.approval_id}`));
    expect(await screen.findByText("Two people from 50")).toBeInTheDocument();
    expect(await screen.findByText("Now Always two people")).toBeInTheDocument();
  });

  test("of a tenant that the platform's operator names is read and changed for it", async () => {
    answers({ [POLICY]: () => json(200, aPolicy({ tenant_id: "globex" })) });
    await visit(`${page}?tenant=globex`, rita);
    await user.selectOptions(await screen.findByLabelText("Refund of a payment"), "One person");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent()[0]?.search.get("tenant_id")).toBe("globex"));
  });

  test("is shown to an auditor without a form", async () => {
    answers({ [POLICY]: () => json(200, aPolicy()) });
    await visit(page, dora);
    expect(await screen.findByText("Refund of a payment")).toBeInTheDocument();
    expect(screen.getAllByText("Always two people")).toHaveLength(2);
    expect(screen.queryByRole("form")).toBeNull();
  });
});
