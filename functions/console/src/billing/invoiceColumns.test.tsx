import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { anInvoice } from "../testing/billing";
import { invoiceColumns } from "./invoiceColumns";

test("the days of an invoice are the reader's, whose zone the columns name", () => {
  const columns = invoiceColumns({ linkTo: ({ number }) => number, withTenant: false });
  const due = columns.find(({ header }) => header === "Due (UTC)");
  render(due?.cell(anInvoice({ due_at: "2026-12-14T23:30:00Z" })));
  expect(screen.getByTitle("2026-12-14T23:30:00Z")).toHaveTextContent("14 Dec 2026");
  expect(columns.map(({ header }) => header)).toContain("Issued (UTC)");
});
