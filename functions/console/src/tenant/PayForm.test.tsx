import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { anInvoice } from "../testing/billing";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { PayForm } from "./PayForm";

const invoice = anInvoice();

const methods = {
  methods: [
    {
      id: "our-bank",
      type: "bank_transfer",
      display_name: "Bank transfer",
      instructions: "Name the invoice.",
      bank_details: { iban: "DE02 1203" },
      is_default: false,
      is_enabled: true,
    },
    {
      id: "mpesa",
      type: "local_wallet",
      display_name: "M-Pesa",
      instructions: "Pay the bill.",
      wallet_details: { pay_bill: "400200" },
      is_default: true,
      is_enabled: true,
    },
  ],
  country: null,
  currency: "USD",
  count: 2,
  default_method: "mpesa",
};

let submitted: Respond;
let requests: SentRequest[];
const user = userEvent.setup({ delay: null });

beforeEach(() => {
  submitted = () => json(201, { payment_id: "p", status: "pending_approval" });
  requests = network((one, signal) => (one.method === "POST" ? submitted(one, signal) : json(200, methods)));
});

const reference = () => screen.findByLabelText(/^Reference of the payment/);
const submit = () => user.click(screen.getByRole("button", { name: "I paid 120.00 USD" }));
const sent = () => requests.filter(({ method }) => method === "POST");

test("begins with the default method, and shows the details of the chosen one", async () => {
  renderPart(<PayForm invoice={invoice} />);
  expect(await screen.findByText("400200")).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText("Paid by"), "Bank transfer");
  expect(screen.getByText("DE02 1203")).toBeInTheDocument();
  expect(screen.getByText("Pay 120.00 USD by Bank transfer")).toBeInTheDocument();
});

test("requires the payment's reference", async () => {
  renderPart(<PayForm invoice={invoice} />);
  const field = await reference();
  await submit();
  expect(field).toBeInvalid();
  expect(sent()).toHaveLength(0);
});

test("sends the invoice and the method, but no amount", async () => {
  renderPart(<PayForm invoice={invoice} />);
  await user.type(await reference(), " TR-1 ");
  await submit();
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]?.body).toEqual({
    invoice_id: invoice.invoice_id,
    method_id: "mpesa",
    transaction_reference: "TR-1",
  });
});

test("a reference that was used before is refused at its field", async () => {
  submitted = () => refused(409, "reference_already_used", "TR-1 is used by another payment.");
  renderPart(<PayForm invoice={invoice} />);
  const field = await reference();
  await user.type(field, "TR-1");
  await submit();
  expect(await screen.findByText("TR-1 is used by another payment.")).toBeInTheDocument();
  expect(field).toBeInvalid();
});

test("a method that is no longer offered is refused at its field, which gets the focus", async () => {
  submitted = () => refused(409, "payment_method_not_available", "Choose another method.");
  renderPart(<PayForm invoice={invoice} />);
  await user.type(await reference(), "TR-1");
  await submit();
  expect(await screen.findByText("Choose another method.")).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText("Paid by")).toHaveFocus());
});

test("a card number in the notes is refused at the notes", async () => {
  submitted = () =>
    refused(400, "invalid_request", "A field is wrong.", {
      errors: [{ pointer: "/notes", detail: "It contains a card number, which is never stored here." }],
    });
  renderPart(<PayForm invoice={invoice} />);
  await user.type(await reference(), "TR-1");
  await user.type(screen.getByLabelText("Notes"), "4111 1111 1111 1111");
  await submit();
  expect(await screen.findByText(/never stored here/)).toBeInTheDocument();
  expect(screen.getByLabelText("Notes")).toBeInvalid();
});

test("a payment that is already pending is reported", async () => {
  submitted = () => refused(409, "payment_already_pending", "A payment of this invoice waits for approval.");
  renderPart(<PayForm invoice={invoice} />);
  await user.type(await reference(), "TR-1");
  await submit();
  expect(await screen.findByText("A payment of this invoice waits for approval.")).toBeInTheDocument();
});
