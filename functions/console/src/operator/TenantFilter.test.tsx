import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { AT, listed } from "../testing/billing";
import { type SentRequest, json, network, renderPart } from "../testing/system";
import { TenantFilter } from "./TenantFilter";

const TENANTS = ["acme", "acorn", "globex"];
const onTenant = vi.fn();
let requests: SentRequest[];

beforeEach(() => {
  onTenant.mockClear();
  requests = network(({ search }) => {
    const [part, whole] = [search.get("search") ?? "", search.get("tenant_id")];
    const found = TENANTS.filter((name) => name.includes(part) && (whole === null || name === whole));
    return json(200, listed(found.map((tenant_id) => ({ tenant_id, created_at: AT }))));
  });
});

const field = () => screen.getByRole("combobox", { name: "Tenant" });
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });
const offered = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);

test("a tenant is chosen from those whose name contains what is typed", async () => {
  renderPart(<TenantFilter value={undefined} onTenant={onTenant} />);
  expect(requests).toHaveLength(0);
  fireEvent.focus(field());
  await waitFor(() => expect(offered()).toEqual(TENANTS));
  type("a");
  type(" ac");
  await waitFor(() => expect(offered()).toEqual(["acme", "acorn"]));
  expect(requests.map(({ search }) => search.toString())).toEqual(["limit=20", "limit=20&search=ac"]);
  expect(onTenant).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("option", { name: "acorn" }));
  expect(onTenant.mock.calls).toEqual([["acorn"]]);
  expect(offered()).toEqual([]);
});

test("a tenant is typed, and the list closes", async () => {
  renderPart(<TenantFilter value="globex" onTenant={onTenant} />);
  fireEvent.focus(field());
  type("ac");
  await waitFor(() => expect(offered()).toEqual(["acme", "acorn"]));
  fireEvent.keyDown(field(), { key: "Enter", code: "Enter" });
  fireEvent.submit(field());
  expect(onTenant.mock.calls).toEqual([["ac"]]);
  await waitFor(() => expect(offered()).toEqual([]));
});

test("the filter says if nothing is stored for its tenant", async () => {
  renderPart(<TenantFilter value="ac" onTenant={onTenant} />);
  await waitFor(() => expect(field()).toHaveAccessibleDescription(/Nothing is stored for this tenant/));
  type("acm");
  expect(field()).toHaveAccessibleDescription("Not applied yet: press Enter.");
});

test("the filter says nothing about a tenant for which anything is stored", async () => {
  renderPart(<TenantFilter value="acme" onTenant={onTenant} />);
  fireEvent.focus(field());
  await waitFor(() => expect(offered()).toEqual(TENANTS)); // asked for last
  expect(requests[0]?.search.get("tenant_id")).toBe("acme");
  expect(field()).not.toHaveAccessibleDescription();
});
