import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { AT, listed } from "../testing/billing";
import { type SentRequest, json, network } from "../testing/system";
import { type Visitor, address, visit } from "../testing/visit";

const TENANTS = ["acme", "acorn", "globex"];
const rita: Visitor = { sub: "rita", tenantId: "platform", roles: ["root"] };
let requests: SentRequest[];

beforeEach(() => {
  requests = network(({ path, search }) => {
    if (path !== "/api/v1/tenants") return json(200, listed([]));
    const [part, whole] = [search.get("search") ?? "", search.get("tenant_id")];
    const found = TENANTS.filter((name) => name.includes(part) && (whole === null || name === whole));
    return json(200, listed(found.map((tenant_id) => ({ tenant_id, created_at: AT }))));
  });
});

const field = () => screen.getByRole("combobox", { name: "Tenant" });
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const asked = () => requests.filter(({ path }) => path === "/api/v1/tenants").map(({ search }) => search.toString());
const offered = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);

test("a tenant is chosen from those whose name contains what is typed", async () => {
  await visit("/operator/methods", rita);
  expect(asked()).toEqual([]);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  fireEvent.focus(field());
  await pass(10);
  expect(offered()).toEqual(TENANTS);
  type("a");
  type(" ac");
  await pass(300);
  await pass(10); // the answer
  expect(offered()).toEqual(["acme", "acorn"]);
  expect(asked()).toEqual(["limit=20", "limit=20&search=ac"]);
  expect(address()).toBe("/operator/methods");
  vi.useRealTimers();
  fireEvent.click(screen.getByRole("option", { name: "acorn" }));
  await waitFor(() => expect(address()).toBe("/operator/methods?tenant=acorn"));
  expect(offered()).toEqual([]);
});

test("a tenant is typed, and the list closes", async () => {
  await visit("/operator/methods?tenant=globex", rita);
  fireEvent.focus(field());
  type("ac");
  await waitFor(() => expect(offered()).toEqual(["acme", "acorn"]));
  fireEvent.keyDown(field(), { key: "Enter", code: "Enter" });
  fireEvent.submit(field());
  await waitFor(() => expect(address()).toBe("/operator/methods?tenant=ac"));
  await waitFor(() => expect(offered()).toEqual([]));
});

test("the filter says if nothing is stored for its tenant", async () => {
  await visit("/operator/methods?tenant=ac", rita);
  await waitFor(() => expect(field()).toHaveAccessibleDescription(/Nothing is stored for this tenant/));
  type("acm");
  expect(field()).toHaveAccessibleDescription("Not applied yet: press Enter.");
});

test("the filter says nothing about a tenant for which anything is stored", async () => {
  await visit("/operator/methods?tenant=acme", rita);
  fireEvent.focus(field());
  await waitFor(() => expect(offered()).toEqual(TENANTS)); // asked for last
  expect(asked()[0]).toBe("tenant_id=acme");
  expect(field()).not.toHaveAccessibleDescription();
});
