/** Opens whole pages of a signed-in person, with the real router, its guards, filters and chunks. */
import { RouterProvider, createMemoryHistory } from "@tanstack/react-router";
import { act, screen, within } from "@testing-library/react";
import { newRouter } from "../app/router";
import { type Role, begin } from "../session/session";
import { aSession } from "./session";
import { renderPart } from "./system";

export interface Visitor {
  sub: string;
  tenantId?: string;
  roles: readonly Role[];
}

let history = createMemoryHistory();

/** Opens the page at `path` and loads its chunk; its queries may still be running. */
export async function visit(path: string, person: Visitor) {
  begin(aSession({ person }));
  const router = newRouter((history = createMemoryHistory({ initialEntries: [path] })));
  const page = renderPart(<RouterProvider router={router} />);
  await act(() => router.load());
  return page;
}

/** Leads to another address, as the browser's Back and Forward do. */
export function goTo(path: string): void {
  act(() => history.push(path));
}

/** The current address of the page. */
export function address(): string {
  return history.location.href;
}

/** The rows of a table once it is shown; row 0 is the header. Fails for a missing row. */
export async function rowsOf(table: string): Promise<(number: number) => HTMLElement> {
  const rows = within(await screen.findByRole("table", { name: table, busy: false })).getAllByRole("row");
  return (number) => {
    const row = rows[number];
    if (row === undefined) throw new Error(`${table} has ${rows.length} rows, and no row ${number}.`);
    return row;
  };
}
