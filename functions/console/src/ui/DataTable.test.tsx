import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { DataTable } from "./DataTable";

test("the hint for an empty list is not shown while the rows of other filters are loading", () => {
  const table = (isPlaceholderData: boolean) => (
    <MantineProvider env="test">
      <DataTable
        label="Requests"
        columns={[{ header: "Tenant", isName: true, cell: (tenant: string) => tenant }]}
        query={{ data: [], error: null, isPending: false, isPlaceholderData, refetch: vi.fn() }}
        rowsOf={(tenants) => tenants}
        keyOf={(tenant) => tenant}
        empty="No pending requests"
      />
    </MantineProvider>
  );
  const shown = render(table(true));
  expect(screen.queryByText("No pending requests")).toBeNull();
  shown.rerender(table(false));
  expect(screen.getByText("No pending requests")).toBeInTheDocument();
});

test("rows of other filters cannot be used while those of the new ones are loading", () => {
  const table = (isPlaceholderData: boolean) => (
    <MantineProvider env="test">
      <DataTable
        label="Requests"
        columns={[{ header: "Next", isName: true, cell: (tenant: string) => <button>Approve {tenant}</button> }]}
        query={{ data: ["acme"], error: null, isPending: false, isPlaceholderData, refetch: vi.fn() }}
        rowsOf={(tenants) => tenants}
        keyOf={(tenant) => tenant}
        empty="None"
      />
    </MantineProvider>
  );
  const shown = render(table(true));
  const isInert = () => screen.getByText("Approve acme").closest("[inert]") !== null;
  expect(isInert()).toBe(true);
  shown.rerender(table(false));
  expect(isInert()).toBe(false);
});
