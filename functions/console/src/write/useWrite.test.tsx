import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { WriteNotice } from "./WriteNotice";
import { useWrite } from "./useWrite";

type Debit = Pick<Schemas["CashierDebit"], "customer_id" | "amount" | "description">;

/** A minimal form that uses `useWrite`. */
function DebitForm({ amount }: { amount: string }) {
  const debit = useWrite({
    id: "debit c",
    what: ({ amount: of }: Debit) => `Debit of ${of}`,
    send: (request, key) => answerOf(api.POST("/api/v1/cashier/debit", { body: request, params: keyed(key) })),
  });
  return (
    <>
      <button onClick={() => debit.send({ customer_id: "c", amount, description: "Cash" })}>Debit</button>
      <p>{debit.answer?.balance_after}</p>
      <WriteNotice write={debit} />
    </>
  );
}

let respond: Respond;
let requests: SentRequest[];

beforeEach(() => {
  vi.useFakeTimers();
  requests = network((one, signal) => respond(one, signal));
  respond = () => json(201, { balance_after: "70.00" });
  return () => vi.useRealTimers();
});

const settle = (milliseconds = 0) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const keys = () => requests.map((one) => one.key);

test("a double click posts once", async () => {
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  press("Debit");
  await settle();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(screen.getByText("70.00")).toBeInTheDocument();
});

test("a request that lost its connection is resent with the same key and a notice", async () => {
  respond = () => {
    respond = () => json(201, { balance_after: "70.00" });
    throw new TypeError("network");
  };
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  await settle();
  expect(screen.getByRole("status")).toHaveTextContent("with the same key");
  await settle(1_000);
  expect(requests).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
  expect(screen.getByText("70.00")).toBeInTheDocument();
});

test("a request that timed out is resent with the same key", async () => {
  let times = 0;
  respond = (_, signal) =>
    ++times === 1
      ? new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)))
      : json(201, { balance_after: "70.00" });
  const late = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(late.signal);
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  await settle();
  late.abort(new DOMException("late", "TimeoutError"));
  await settle(1_000);
  expect(requests).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});

test("without any answer, the person can send it again with the same key", async () => {
  respond = () => {
    throw new TypeError("network");
  };
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  await settle(60_000);
  expect(requests).toHaveLength(4);
  expect(screen.getByRole("alert")).toHaveTextContent("The outcome is unknown");
  respond = () => json(201, { balance_after: "70.00" });
  press("Send again");
  await settle();
  expect(requests).toHaveLength(5);
  expect(new Set(keys()).size).toBe(1);
  expect(screen.getByText("70.00")).toBeInTheDocument();
});

test("a refusal keeps the key, because the same request may succeed later", async () => {
  respond = () => refused(400, "insufficient_funds", "Insufficient funds. Available: $10.00");
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  await settle();
  expect(screen.getByRole("alert")).toHaveTextContent("Insufficient funds. Available: $10.00");
  expect(screen.getByRole("alert")).toHaveTextContent("req-test");
  press("Debit");
  await settle();
  expect(requests).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});

test("a success causes a new key", async () => {
  renderPart(<DebitForm amount="50.00" />);
  press("Debit");
  await settle();
  press("Debit");
  await settle();
  expect(new Set(keys()).size).toBe(2);
});

test("a changed payload after a refusal causes a new key", async () => {
  respond = () => refused(400, "insufficient_funds", "Insufficient funds. Available: $10.00");
  function Changing() {
    const write = useWrite({
      id: "debit c",
      what: ({ amount }: Debit) => `Debit of ${amount}`,
      send: (request, key) => answerOf(api.POST("/api/v1/cashier/debit", { body: request, params: keyed(key) })),
    });
    return ["50.00", "10.00"].map((amount) => (
      <button key={amount} onClick={() => write.send({ customer_id: "c", amount, description: "Cash" })}>
        {amount}
      </button>
    ));
  }
  renderPart(<Changing />);
  press("50.00");
  await settle();
  press("10.00");
  await settle();
  expect(new Set(keys()).size).toBe(2);
});
