/** Opens whole pages: the real router with its guards, filters and chunks, as somebody who is signed in. */
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

/** The page at `path`, once its chunk is loaded; what it reads may still be under way. */
export async function visit(path: string, person: Visitor) {
  begin(aSession({ person }));
  const router = newRouter((history = createMemoryHistory({ initialEntries: [path] })));
  const page = renderPart(<RouterProvider router={router} />);
  await act(() => router.load());
  return page;
}

/** Where the page is now, as the address bar shows it. */
export function address(): string {
  return history.location.href;
}

/** The rows of a table once it is there; the 0th is its head. Fails where there are not as many. */
export async function rowsOf(table: string): Promise<(number: number) => HTMLElement> {
  const rows = within(await screen.findByRole("table", { name: table })).getAllByRole("row");
  return (number) => {
    const row = rows[number];
    if (row === undefined) throw new Error(`${table} has ${rows.length} rows, and no row ${number}.`);
    return row;
  };
}
