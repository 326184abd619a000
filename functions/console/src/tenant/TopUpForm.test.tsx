import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { aWallet } from "../testing/billing";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { TopUpForm, topUpProblem } from "./TopUpForm";

const wallet = aWallet({ balance: "0.10" });

let respond: Respond;
let requests: SentRequest[];
const user = userEvent.setup({ delay: null });

beforeEach(() => {
  respond = () => json(201, { amount: "25.00", currency: "USD" });
  requests = network((one, signal) => respond(one, signal));
});

const amount = () => screen.getByLabelText(/^Amount/);
const ask = () => screen.getByRole("button", { name: /^Request/ });

describe("an amount", () => {
  test.each(["0", "0.00", "-5", "1000000.01", "1e3", "0.001", ""])("%s is refused", (typed) => {
    expect(topUpProblem(typed, "USD")).not.toBeNull();
  });

  test.each(["0.01", "1000000", "1000000.00", "25.5"])("%s is accepted", (typed) => {
    expect(topUpProblem(typed, "USD")).toBeNull();
  });

  test("above the maximum is refused at its field and not sent", async () => {
    renderPart(<TopUpForm wallet={wallet} />);
    await user.type(amount(), "1000000.01");
    await user.click(ask());
    expect(amount()).toBeInvalid();
    expect(screen.getByText("At most 1,000,000.00 USD at once.")).toBeInTheDocument();
    expect(requests).toHaveLength(0);
  });
});

test("shows exactly what the balance will be", async () => {
  renderPart(<TopUpForm wallet={wallet} />);
  await user.type(amount(), "0.20");
  expect(screen.getByText(/the balance will be 0\.30 USD,/)).toBeInTheDocument();
});

test("a double click sends one request with the typed amount", async () => {
  renderPart(<TopUpForm wallet={wallet} />);
  await user.type(amount(), "25");
  await user.type(screen.getByLabelText("Note"), " For June ");
  await user.dblClick(ask());
  await waitFor(() => expect(amount()).toHaveValue(""));
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    path: "/api/v1/billing/wallet/topup-requests",
    body: { amount: "25.00", note: "For June" },
  });
  expect(await screen.findByText("Requested 25.00 USD")).toBeInTheDocument();
});

test("a refusal of the amount is shown at its field", async () => {
  respond = () =>
    refused(400, "invalid_amount", "The amount is too large.", {
      errors: [{ pointer: "/amount", detail: "At most 1,000,000.00." }],
    });
  renderPart(<TopUpForm wallet={wallet} />);
  await user.type(amount(), "25");
  await user.click(ask());
  expect(await screen.findByText("At most 1,000,000.00.")).toBeInTheDocument();
  expect(amount()).toBeInvalid();
  expect(amount()).toHaveValue("25");
});

test("a request without an answer is resent with the same key and a notice", async () => {
  let times = 0;
  respond = () => {
    if (++times === 1) throw new TypeError("network");
    return json(201, { amount: "25.00", currency: "USD" });
  };
  renderPart(<TopUpForm wallet={wallet} />);
  await user.type(amount(), "25");
  await user.click(ask());
  expect(await screen.findByText(/with the same key/)).toBeInTheDocument();
  await waitFor(() => expect(requests).toHaveLength(2));
  expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
});
