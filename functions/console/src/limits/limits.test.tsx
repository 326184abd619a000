import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Schemas } from "../api/client";
import { json, network, refused, renderPart } from "../testing/system";
import { visit } from "../testing/visit";
import { LeftToday } from "./LeftToday";
import { leftToday } from "./queries";

const PATH = "/api/v1/agent-limits";
const rita = { sub: "rita", tenantId: "platform", roles: ["root"] } as const;
const user = userEvent.setup({ delay: null });

function someLimits(fields: Partial<Schemas["AgentLimits"]> = {}): Schemas["AgentLimits"] {
  return {
    agent_id: "agent-ada",
    currency: "USD",
    daily: "500.00",
    total: null,
    applied_daily: "500.00",
    applied_total: "2000.00",
    created_today: "120.50",
    created_total: "300.00",
    changed_by: "rita",
    changed_at: "2026-11-20T10:00:00Z",
    ...fields,
  };
}

function answers(limits: Schemas["AgentLimits"]) {
  return network(({ path }) => (path === PATH ? json(200, limits) : refused(404, "not_found", path)));
}

test.each([
  ["the daily limit", {}, "379.50"],
  ["the total limit, if it leaves less", { created_total: "1990.00" }, "10.00"],
  ["more than the limit after debits", { created_today: "-20.00" }, "520.00"],
  ["nothing beyond a limit that was lowered", { created_today: "600.00" }, "0"],
  ["no bound without limits", { applied_daily: null, applied_total: null }, null],
] as const)("what is left today: %s", (_, fields, left) => {
  expect(leftToday(someLimits(fields))).toBe(left);
});

test("an agent sees what is left today, and nothing without a limit", async () => {
  const requests = answers(someLimits());
  const page = renderPart(<LeftToday currency="USD" />);
  expect(await screen.findByText(/You can credit/)).toHaveTextContent("379.50 USD more today, of 500.00 USD a day");
  expect(requests[0]?.search.toString()).toBe("currency=USD");
  page.unmount();

  answers(someLimits({ applied_daily: null, applied_total: null }));
  renderPart(<LeftToday currency="USD" />);
  await waitFor(() => expect(screen.queryByText(/You can credit/)).toBeNull());
});

test("the platform's operator sees and sets the limits of an agent", async () => {
  const requests = answers(someLimits());
  await visit("/operator/agent-limits?tenant=acme&agent=agent-ada", rita);
  expect(await screen.findByText("379.50 USD left")).toBeInTheDocument();
  expect(screen.getByText("the tenant’s default")).toBeInTheDocument();
  await user.clear(screen.getByLabelText(/^In a UTC day/));
  await user.type(screen.getByLabelText(/^In total/), "1000");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(requests.filter(({ method }) => method === "PUT")).toHaveLength(1));
  const [put] = requests.filter(({ method }) => method === "PUT");
  expect(put?.search.get("tenant_id")).toBe("acme");
  expect(put?.body).toEqual({ agent_id: "agent-ada", currency: "USD", daily: null, total: "1000.00" });
});

test("an owner sets the limits of the own tenant", async () => {
  const requests = answers(someLimits());
  await visit("/operator/agent-limits?agent=agent-ada", { sub: "owen", roles: ["owner"] });
  await user.clear(await screen.findByLabelText(/^In a UTC day/));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(requests.filter(({ method }) => method === "PUT")).toHaveLength(1));
  expect(requests.every(({ search }) => !search.has("tenant_id"))).toBe(true);
});

test("an auditor sees the limits without a form", async () => {
  answers(someLimits({ agent_id: null, created_today: null, created_total: null }));
  await visit("/operator/agent-limits", { sub: "dora", roles: ["auditor"] });
  expect(await screen.findByText("Daily limit")).toBeInTheDocument();
  expect(screen.queryByRole("form")).toBeNull();
});
