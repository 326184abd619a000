import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { answerOf, api, keyed } from "../api/client";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { DecisionButton, NOTE, REASON } from "./DecisionButton";

const payment_id = "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30";

/** The rejection of a payment, as on the operator's pages. */
function Rejection({ ask = REASON }: { ask?: typeof REASON }) {
  return (
    <DecisionButton
      id={payment_id}
      what="Reject the payment"
      verb="Reject"
      title="Reject the payment?"
      ask={ask}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/billing/payments/{payment_id}/reject", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { payment_id } },
          }),
        )
      }
      onDone={done}
      onRefused={changed}
    >
      <p>Nothing is sent back.</p>
    </DecisionButton>
  );
}

let respond: Respond;
let requests: SentRequest[];
const done = vi.fn();
const changed = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  done.mockReset();
  changed.mockReset();
  respond = () => json(200, { payment_id, status: "failed" });
  requests = network((one, signal) => respond(one, signal));
  return () => vi.useRealTimers();
});

const settle = (milliseconds = 0) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const dialog = () => within(screen.getByRole("dialog"));
const open = async () => {
  fireEvent.click(screen.getByRole("button", { name: "Reject" }));
  await settle();
};
const say = (words: string) => fireEvent.change(dialog().getByRole("textbox"), { target: { value: words } });
const confirm = async () => {
  fireEvent.click(dialog().getByRole("button", { name: "Reject" }));
  await settle();
};

test("asks for confirmation: neither the button nor cancelling sends anything", async () => {
  renderPart(<Rejection />);
  await open();
  expect(screen.getByRole("dialog", { name: "Reject the payment?" })).toHaveTextContent("Nothing is sent back.");
  fireEvent.click(dialog().getByRole("button", { name: "Cancel" }));
  await settle();
  expect(requests).toHaveLength(0);
});

test("a missing required reason is shown at its field", async () => {
  renderPart(<Rejection />);
  await open();
  say("   ");
  await confirm();
  expect(dialog().getByRole("textbox")).toBeInvalid();
  expect(screen.getByRole("dialog")).toHaveTextContent("Enter a reason");
  expect(requests).toHaveLength(0);
});

test("is sent once even if pressed twice, with its reason and its key", async () => {
  renderPart(<Rejection />);
  await open();
  say("  Nothing arrived ");
  const press = dialog().getByRole("button", { name: "Reject" });
  fireEvent.click(press);
  fireEvent.click(press);
  await settle();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.body).toEqual({ reason: "Nothing arrived" });
  expect(requests[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(done).toHaveBeenCalledOnce();
});

test("a note may be left out", async () => {
  renderPart(<Rejection ask={NOTE} />);
  await open();
  await confirm();
  expect(requests).toHaveLength(1);
});

test("a refusal of four eyes is explained in the dialog", async () => {
  respond = () => refused(403, "self_approval", "Somebody else has to approve it.", { title: "Self approval" });
  renderPart(<Rejection ask={NOTE} />);
  await open();
  await confirm();
  expect(screen.getByRole("dialog")).toHaveTextContent("Somebody else has to approve it.");
  expect(screen.getByRole("dialog")).toHaveTextContent("Ask another operator to do it.");
  expect(screen.getByRole("dialog")).toHaveTextContent("req-test");
  expect(done).not.toHaveBeenCalled();
});

test("an invalid transition is shown, and the list is read again", async () => {
  respond = () => refused(409, "state_forbids", "Payment cannot be rejected because it is succeeded.");
  renderPart(<Rejection ask={NOTE} />);
  await open();
  await confirm();
  expect(screen.getByRole("dialog")).toHaveTextContent("because it is succeeded");
  expect(changed).toHaveBeenCalledOnce();
});

test("a decision without an answer is still there when the dialog is reopened, with the same key", async () => {
  respond = () => {
    throw new TypeError("network");
  };
  renderPart(<Rejection />);
  await open();
  say("Nothing arrived");
  await confirm();
  expect(screen.getByRole("dialog")).toHaveTextContent("with the same key");
  await settle(60_000);
  expect(screen.getByRole("dialog")).toHaveTextContent("The outcome is unknown");
  fireEvent.click(dialog().getByRole("button", { name: "Cancel" }));
  await settle();
  await open();
  respond = () => json(200, { payment_id, status: "failed" });
  fireEvent.click(dialog().getByRole("button", { name: "Send again" }));
  await settle();
  expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
  expect(done).toHaveBeenCalledOnce();
});
