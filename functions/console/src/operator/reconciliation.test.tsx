import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { AT, aFinding, aRun, listed } from "../testing/billing";
import { type Answers, type Respond, type SentRequest, byPath, json, network, refused } from "../testing/system";
import { address, rowsOf, visit } from "../testing/visit";

const RUNS = "/api/v1/reconciliation/runs";
const oscar = { sub: "oscar", roles: ["billing.manage"] } as const;
const rita = { sub: "rita", tenantId: "platform", roles: ["root"] } as const;
const user = userEvent.setup({ delay: null });

let respond: Respond;
let requests: SentRequest[];

const answers = (by: Answers) => void (respond = byPath(by));
const sent = () => requests.filter(({ method }) => method !== "GET");

beforeEach(() => {
  requests = network((one, signal) => respond(one, signal));
});

describe("a reconciliation", () => {
  const run = aRun({ status: "running", finished_at: null });
  const started = {
    [`POST ${RUNS}`]: () => json(201, run),
    [RUNS]: () => json(200, listed([])),
    [`${RUNS}/${run.run_id}`]: () => json(200, aRun()),
  };

  test("is started as a dry run by default", async () => {
    answers(started);
    await visit("/operator/reconciliation", rita);
    await user.click(await screen.findByRole("button", { name: "Start a dry run" }));
    await waitFor(() => expect(address()).toBe(`/operator/reconciliation/${run.run_id}`));
    expect(sent().map(({ body }) => body)).toEqual([{ dry_run: true, full: false }]);
  });

  test("that corrects balances asks first, because it does so for every tenant", async () => {
    answers(started);
    await visit("/operator/reconciliation", rita);
    await user.click(await screen.findByLabelText("Dry run"));
    await user.click(screen.getByRole("button", { name: "Start a correcting run…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Correct the balances of every tenant?" }));
    await waitFor(() => expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus());
    expect(sent()).toHaveLength(0);
    await user.click(dialog.getByRole("button", { name: "Start the correcting run" }));
    await waitFor(() => expect(address()).toBe(`/operator/reconciliation/${run.run_id}`));
    expect(sent().map(({ body }) => body)).toEqual([{ dry_run: false, full: false }]);
  });

  test("that is refused says so on the page", async () => {
    answers({
      [`POST ${RUNS}`]: () => refused(409, "run_in_progress", "Another run is in progress."),
      [RUNS]: () => json(200, listed([])),
    });
    await visit("/operator/reconciliation", rita);
    await user.click(await screen.findByLabelText("Dry run"));
    await user.click(screen.getByRole("button", { name: "Start a correcting run…" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Start the correcting run" }));
    expect(await screen.findByText("Another run is in progress.")).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("is updated until the run ends", async () => {
    let requests = 0;
    const run = aRun({ status: "running", finished_at: null, wallets_checked: 3 });
    answers({ [`${RUNS}/${run.run_id}`]: () => json(200, ++requests < 3 ? run : aRun()) });
    vi.useFakeTimers({ shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    await visit(`/operator/reconciliation/${run.run_id}`, rita);
    expect(await screen.findByText("The run is in progress")).toBeInTheDocument();
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(screen.getByText("No findings")).toBeInTheDocument();
    expect(screen.getByText("Took 1.9 s")).toBeInTheDocument();
    expect(requests).toBe(3);
  });

  test("lists its findings, which are acknowledged with a note", async () => {
    const open = aFinding();
    const drift = aFinding({ kind: "balance", corrected: true, transaction_id: null, wallet_id: "w-1" });
    const known = aFinding({ kind: "outbox", acknowledged_at: AT, acknowledged_by: "rita", note: "A test’s own" });
    const run = aRun({ status: "drift", findings: [open, drift, known], open_findings: 1, drifted: 1, corrected: 1 });
    answers({
      [`${RUNS}/${run.run_id}`]: () => json(200, run),
      [`/api/v1/reconciliation/findings/${open.finding_id}/acknowledge`]: () => json(200, open),
    });
    await visit(`/operator/reconciliation/${run.run_id}`, rita);
    const row = await rowsOf("Findings");
    expect(row(1)).toHaveTextContent("entries do not sum to zero");
    expect(row(1)).toHaveTextContent("0.01 USD");
    expect(row(2)).toHaveTextContent("Corrected");
    expect(row(3)).toHaveTextContent("A test’s own");
    expect(within(row(2)).queryByRole("button")).toBeNull();
    expect(within(row(3)).queryByRole("button")).toBeNull();
    await user.click(within(row(1)).getByRole("button", { name: "Acknowledge" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Acknowledge" }));
    expect(sent()).toHaveLength(0);
    await user.type(dialog.getByRole("textbox"), "Looked into");
    await user.click(dialog.getByRole("button", { name: "Acknowledge" }));
    await waitFor(() => expect(sent().map(({ body }) => body)).toEqual([{ note: "Looked into" }]));
  });

  test("is for the platform's operator only", async () => {
    answers({});
    await visit("/operator/reconciliation", oscar);
    expect(await screen.findByRole("heading", { name: "This page is not for you" })).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Reconciliation" })).toBeNull();
  });
});
