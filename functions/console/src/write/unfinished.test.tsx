import { TextInput } from "@mantine/core";
import { notificationsStore } from "@mantine/notifications";
import { act, fireEvent, renderHook, screen } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { formatSecond } from "../dates";
import { begin, end } from "../session/session";
import { aSession } from "../testing/session";
import { type Respond, type SentRequest, json, network, refused, renderPart } from "../testing/system";
import { WriteForm } from "./WriteForm";
import { shownForms, useShows } from "./shown";
import { isTooOld, sendAgain, unfinished, unfinishedOf } from "./unfinished";
import { useWriteForm } from "./useWriteForm";

type Debit = Pick<Schemas["CashierDebit"], "customer_id" | "amount" | "description">;

function DebitForm() {
  const of = useWriteForm({
    id: "debit c",
    what: ({ amount }: Debit) => `Debit of ${amount}`,
    initialValues: { amount: "", description: "" },
    validate: {
      amount: (amount) => (amount === "" ? "Enter an amount." : null),
      description: (words) => (words === "" ? "Enter a description." : null),
    },
    fields: ["amount", "description"],
    first: "amount",
    send: (request, key) => answerOf(api.POST("/api/v1/cashier/debit", { body: request, params: keyed(key) })),
    onDone: () => {
      outcomes.push("done");
      of.form.reset();
    },
    onRefused: () => outcomes.push("refused"),
  });
  return (
    <WriteForm
      label="Debit"
      of={of}
      onSubmit={(values) => of.write.send({ customer_id: "c", ...values })}
      buttons={<button disabled={of.isLocked}>Debit</button>}
    >
      {/* In another order than in `validate`. */}
      <TextInput label="Description" {...of.form.getInputProps("description")} />
      <TextInput label="Amount" {...of.form.getInputProps("amount")} />
    </WriteForm>
  );
}

/** A page whose form can be left and opened again. */
function Page() {
  const [isOpen, setIsOpen] = useState(true);
  return (
    <>
      <button onClick={() => setIsOpen(!isOpen)}>{isOpen ? "Leave" : "Return"}</button>
      {isOpen && <DebitForm />}
    </>
  );
}

const lost: Respond = () => {
  throw new TypeError("network");
};
let outcomes: string[];
let respond: Respond;
let requests: SentRequest[];

beforeEach(() => {
  vi.useFakeTimers();
  begin(aSession());
  outcomes = [];
  requests = network((one, signal) => respond(one, signal));
  respond = lost;
  return () => {
    end("signed-out");
    vi.useRealTimers();
  };
});

const settle = (milliseconds = 0) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const fill = (label: string, value: string) => fireEvent.change(field(label), { target: { value } });
const bodies = () => requests.map((one) => one.body);
const kept = () => {
  const write = unfinishedOf("debit c");
  if (write === undefined) throw new Error("nothing is kept");
  return write;
};
const keys = () => new Set(requests.map((one) => one.key));
const done = (): Response => json(201, { balance_after: "70.00" });

/** Sends a debit of 9.00, which has no answer. */
async function lose() {
  fill("Amount", "9.00");
  fill("Description", "Cash");
  press("Debit");
  await settle(60_000);
}

describe("a write without an answer", () => {
  beforeEach(async () => {
    renderPart(<Page />);
    await lose();
  });

  test("is shown with its values when the form is opened again, and can only be sent again with its key", async () => {
    press("Leave");
    press("Return");
    expect(screen.getByRole("alert")).toHaveTextContent("Unfinished: Debit of 9.00");
    expect([field("Amount").value, field("Description").value]).toEqual(["9.00", "Cash"]);
    expect(field("Amount").readOnly).toBe(true);
    expect(screen.getByRole("button", { name: "Debit" })).toBeDisabled();
    respond = done;
    fill("Amount", "10.00");
    fireEvent.submit(screen.getByRole("form"));
    await settle();
    expect(requests).toHaveLength(5);
    expect(keys().size).toBe(1);
    expect(new Set(bodies().map((body) => JSON.stringify(body))).size).toBe(1);
    expect(field("Amount").value).toBe("");
    expect(unfinished()).toEqual([]);
  });

  test("can be sent again without its form, whose values are cleared then", async () => {
    respond = done;
    const write = kept();
    await act(async () => {
      const first = sendAgain(write);
      await expect(sendAgain(write)).rejects.toThrow("cannot be sent again");
      await first;
    });
    expect(requests).toHaveLength(5);
    expect(requests.at(-1)).toMatchObject({ method: "POST", path: "/api/v1/cashier/debit", key: write.key });
    expect(bodies().at(-1)).toEqual(bodies()[0]);
    expect([field("Amount").value, field("Amount").readOnly]).toEqual(["", false]);
    await expect(sendAgain(write)).rejects.toThrow("cannot be sent again");
    await lose();
    expect(requests.at(-1)?.key).not.toBe(write.key);
  });

  test("sent again without its form waits for a second person only with a 202", async () => {
    const approval = { approval_id: "a", status: "rejected" };
    respond = () => json(202, approval);
    expect(await act(() => sendAgain(kept()))).toMatchObject({ isWaiting: true });
    respond = lost;
    await lose();
    respond = () => json(200, approval);
    expect(await act(() => sendAgain(kept()))).toMatchObject({ isWaiting: false });
  });

  test("stays unfinished after an answer that does not show if it took effect", async () => {
    for (const status of [401, 403, 429, 500, 503]) {
      respond = () => refused(status, "no", "Not now.");
      press("Send again");
      await settle(60_000);
      expect(unfinished()).toHaveLength(1);
    }
  });

  test("is finished by a refusal, but only once a lost request can no longer arrive", async () => {
    respond = () => refused(400, "insufficient_funds", "Insufficient funds.");
    press("Send again");
    await settle();
    expect(unfinished()).toHaveLength(1);
    const { lostAt } = kept();
    expect(screen.getAllByRole("alert").map((one) => one.textContent)).toEqual([
      expect.stringContaining(
        `may still arrive until ${formatSecond(new Date((lostAt ?? 0) + 120_000).toISOString())}.`,
      ),
      expect.stringContaining("Insufficient funds."),
    ]);
    expect([field("Amount").readOnly, outcomes]).toEqual([true, []]);
    vi.setSystemTime((lostAt ?? 0) + 119_999);
    press("Send again");
    await settle();
    expect(unfinished()).toHaveLength(1);
    vi.setSystemTime((lostAt ?? 0) + 120_000);
    press("Send again");
    await settle();
    expect(unfinished()).toEqual([]);
    expect(field("Amount")).toHaveAccessibleDescription("Insufficient funds.");
    expect(field("Amount").readOnly).toBe(false);
    expect(outcomes).toEqual(["refused"]);
    expect(keys().size).toBe(1);
  });

  test("is not finished by a refusal that comes before its key is looked up, however late", async () => {
    vi.setSystemTime(Date.now() + 120_000);
    const answers: Respond[] = [
      () => refused(401, "unauthorized", "Sign in."),
      () => refused(403, "account_closed", "Not you."),
      () => json(404, { message: "Not Found" }),
      () => new Response("<html>Bad Request</html>", { status: 400 }),
    ];
    for (const answer of answers) {
      respond = answer;
      press("Send again");
      await settle(60_000);
      expect(unfinished()).toHaveLength(1);
    }
    expect(keys().size).toBe(1);
  });

  test("is not sent again once the server may have forgotten its key", async () => {
    vi.setSystemTime(Date.now() + 21 * 3_600_000);
    await expect(sendAgain(kept())).rejects.toThrow("cannot be sent again");
    expect(requests).toHaveLength(4);
    press("Leave");
    press("Return");
    expect(screen.queryByRole("button", { name: "Send again" })).toBeNull();
    expect(screen.getByRole("alert")).toHaveTextContent("Check whether it took effect");
    press("Dismiss");
    expect(unfinished()).toEqual([]);
    expect([field("Amount").value, field("Amount").readOnly]).toEqual(["", false]);
  });

  test.each([
    ["the person signs out", () => end("leaving"), 0],
    ["somebody else signs in", () => begin(aSession({ person: { sub: "bo" } })), 0],
    ["the same person signs in again", () => begin(aSession()), 1],
  ])("once %s", (_, then, kept) => {
    act(then);
    expect(unfinished()).toHaveLength(kept);
    expect(JSON.parse(sessionStorage.getItem("purser.unfinished") ?? "[]")).toHaveLength(kept);
  });
});

test("the answer of a write is not shown to somebody who signed in meanwhile", async () => {
  let answer: (response: Response) => void = () => undefined;
  respond = () => new Promise((resolve) => (answer = resolve));
  renderPart(<DebitForm />);
  await lose();
  act(() => begin(aSession({ person: { sub: "bo" } })));
  await act(async () => {
    answer(done());
    await vi.advanceTimersByTimeAsync(0);
  });
  expect(outcomes).toEqual([]);
});

test("a write that waits to be resent is not sent in the name of somebody who signs in meanwhile", async () => {
  renderPart(<DebitForm />);
  fill("Amount", "9.00");
  fill("Description", "Cash");
  press("Debit");
  await settle();
  act(() => begin(aSession({ person: { sub: "bo" } })));
  await settle(60_000);
  expect(requests).toHaveLength(1);
});

test.each([
  ["a 500", 1, () => refused(500, "internal_error", "Something went wrong.")],
  ["a 408", 4, () => new Response(null, { status: 408 })],
  ["a success without a body", 1, () => new Response(null, { status: 201, headers: { "Content-Length": "0" } })],
  [
    "a body that does not end in time",
    4,
    () => {
      const body = new ReadableStream({ start: (stream) => stream.error(new DOMException("late", "TimeoutError")) });
      return new Response(body, { status: 201, headers: { "Content-Type": "application/json" } });
    },
  ],
])("a write is unfinished after %s", async (_, times, answer) => {
  respond = answer;
  renderPart(<DebitForm />);
  await lose();
  expect(unfinished()).toHaveLength(1);
  expect(field("Amount").readOnly).toBe(true);
  expect(outcomes).toEqual([]);
  expect(requests).toHaveLength(times);
});

test.each([
  ["a lost connection", 2, lost],
  ["a 408", 2, () => refused(408, "timeout", "Too slow.")],
  ["a 500", 1, () => refused(500, "internal_error", "Something went wrong.")],
  ["a 503", 2, () => refused(503, "unavailable", "It may still be executed.")],
] as const)("after %s, a refusal of the next request does not finish a write", async (_, times, first) => {
  respond = (...sent) => {
    respond = () => refused(400, "insufficient_funds", "Insufficient funds.");
    return first(...sent);
  };
  renderPart(<DebitForm />);
  await lose();
  expect(requests).toHaveLength(times);
  press("Send again");
  await settle();
  expect(unfinished()).toHaveLength(1);
  expect(keys().size).toBe(1);
});

test("after a reload, a refusal does not finish a write for two minutes", async () => {
  renderPart(<DebitForm />);
  await lose();
  vi.setSystemTime(Date.now() + 120_000);
  vi.resetModules();
  const reloaded = await import("./unfinished");
  const { Problem } = await import("../api/problem");
  const refusal = new Problem(refused(400, "", ""), { code: "insufficient_funds" });
  reloaded.settle("debit c", refusal);
  expect(reloaded.unfinished()).toHaveLength(1);
  vi.setSystemTime(Date.now() + 120_000);
  reloaded.settle("debit c", refusal);
  expect(reloaded.unfinished()).toEqual([]);
});

test("a write is finished by a 403, if no answer was lost before", async () => {
  respond = () => refused(403, "forbidden", "You may not do this.");
  renderPart(<DebitForm />);
  await lose();
  expect(unfinished()).toEqual([]);
  expect(screen.getByRole("alert")).toHaveTextContent("You may not do this.");
});

test.each([
  [refused(400, "insufficient_funds", "Insufficient funds."), "Refused: Debit of 9.00", "Insufficient funds."],
  [done(), "Done", "Debit of 9.00"],
])("the outcome of a write whose form was left is shown", async (outcome, title, message) => {
  let answer: (response: Response) => void = () => undefined;
  respond = () => new Promise((resolve) => (answer = resolve));
  renderPart(<Page />);
  await lose();
  press("Leave");
  await act(async () => {
    answer(outcome);
    await vi.advanceTimersByTimeAsync(0);
  });
  expect(notificationsStore.getState().notifications).toMatchObject([{ title, message }]);
});

test("a write is not resent by itself once the server may have forgotten its key", async () => {
  renderPart(<DebitForm />);
  fill("Amount", "9.00");
  fill("Description", "Cash");
  press("Debit");
  await settle();
  vi.setSystemTime(Date.now() + 21 * 3_600_000);
  await settle(60_000);
  expect(requests).toHaveLength(1);
});

test("a form is shown until each notice of it is gone", () => {
  const first = renderHook(() => useShows("transfer"));
  const second = renderHook(() => useShows("transfer"));
  first.unmount();
  expect(shownForms()).toEqual(["transfer"]);
  second.unmount();
  expect(shownForms()).toEqual([]);
});

test("a form that is opened again while its write is being sent is cleared when that is done", async () => {
  let answer: (response: Response) => void = () => undefined;
  respond = () => new Promise((resolve) => (answer = resolve));
  renderPart(<Page />);
  await lose();
  press("Leave");
  press("Return");
  expect([field("Amount").value, field("Amount").readOnly]).toEqual(["9.00", true]);
  fireEvent.submit(screen.getByRole("form"));
  await settle();
  await act(async () => {
    answer(done());
    await vi.advanceTimersByTimeAsync(0);
  });
  expect([field("Amount").value, field("Amount").readOnly]).toEqual(["", false]);
  expect(requests).toHaveLength(1);
});

test("a write is too old after 20 hours, and not before", () => {
  const hours = 20 * 3_600_000;
  expect([isTooOld({ sentAt: 0 }, hours), isTooOld({ sentAt: 0 }, hours + 1)]).toEqual([false, true]);
});

test("a refusal is shown as a whole unless the fields show all of it", async () => {
  const errors = [{ pointer: "/amount", detail: "Too small." }];
  respond = () => refused(400, "invalid_request", "A field is wrong.", { errors });
  renderPart(<DebitForm />);
  await lose();
  expect(field("Amount")).toHaveAccessibleDescription("Too small.");
  expect(screen.queryByRole("alert")).toBeNull();
  errors.push({ pointer: "/meta", detail: "Too long." });
  await lose();
  expect(screen.getByRole("alert")).toHaveTextContent("Too long.");
});

describe("the focus of a form", () => {
  test("goes to the first field with an error on the page", () => {
    renderPart(<DebitForm />);
    press("Debit");
    expect(field("Description")).toHaveFocus();
  });

  test("goes to the field of a refusal, and stays in a text while it is sent", async () => {
    renderPart(<DebitForm />);
    field("Description").focus();
    respond = () => {
      expect(field("Description")).toHaveFocus();
      return refused(400, "insufficient_funds", "Insufficient funds.");
    };
    await lose();
    expect(field("Amount")).toHaveFocus();
  });

  test("returns to the amount after a success, unless the person writes in another form", async () => {
    respond = done;
    renderPart(
      <>
        <DebitForm />
        <form aria-label="Another">
          <input aria-label="Limit" />
        </form>
      </>,
    );
    await lose();
    expect(field("Amount")).toHaveFocus();
    field("Limit").focus();
    await lose();
    expect(field("Limit")).toHaveFocus();
  });
});
