import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { zone } from "../dates";
import { AmountText } from "../ui/AmountText";
import type { Column } from "../ui/DataTable";
import { DayText } from "../ui/TimeText";
import { InvoiceBadge } from "./InvoiceBadge";
import { purposeInWords } from "./words";

type Invoice = Schemas["Invoice"];

interface InvoiceColumns {
  /** The link to an invoice. */
  linkTo: (invoice: Invoice) => ReactNode;
  /** Whether invoices of several tenants are shown. */
  withTenant: boolean;
}

/** The columns of an invoice. */
export function invoiceColumns({ linkTo, withTenant }: InvoiceColumns): Column<Invoice>[] {
  return [
    { header: "Invoice", isName: true, cell: linkTo },
    ...(withTenant ? [{ header: "Tenant", cell: ({ tenant_id }: Invoice) => tenant_id }] : []),
    { header: "Purpose", cell: ({ purpose }) => purposeInWords(purpose) },
    { header: "Status", cell: (invoice) => <InvoiceBadge invoice={invoice} /> },
    {
      header: `Issued (${zone})`,
      cell: ({ issued_at }) => (issued_at === null ? "Not yet" : <DayText at={issued_at} />),
    },
    { header: `Due (${zone})`, cell: ({ due_at }) => (due_at === null ? "Once issued" : <DayText at={due_at} />) },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) => <AmountText amount={amount} currency={currency} />,
    },
  ];
}
