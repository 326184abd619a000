import { Group, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { formatDay } from "../dates";
import { AmountText } from "../ui/AmountText";
import { type Column, Empty } from "../ui/DataTable";
import { InvoiceBadge } from "./InvoiceBadge";
import { PagedTable } from "./PagedTable";
import { invoices } from "./queries";
import { INVOICE_STATUSES, PURPOSES } from "./statuses";
import { invoiceChoices, purposeChoices, purposeInWords } from "./words";

type Invoice = Schemas["Invoice"];

interface InvoiceFilters {
  status?: (typeof INVOICE_STATUSES)[number] | undefined;
  purpose?: (typeof PURPOSES)[number] | undefined;
}

interface InvoiceListProps {
  filters: InvoiceFilters;
  tenant?: string | undefined;
  offset: number;
  onFilter: (change: InvoiceFilters) => void;
  onOffset: (offset: number | undefined) => void;
  /** The link to an invoice. */
  linkTo: (invoice: Invoice) => ReactNode;
  /** The hint for an empty list. */
  nothing: string;
  /** Filters and columns for some roles only. */
  extraFilters?: ReactNode;
  extraColumns?: readonly Column<Invoice>[];
}

/** Invoices with their filters, newest first. */
export function InvoiceList({ filters, tenant, offset, onFilter, onOffset, linkTo, ...shown }: InvoiceListProps) {
  const query = useQuery(invoices({ ...filters, tenant_id: tenant }, offset));
  const columns: Column<Invoice>[] = [
    { header: "Invoice", isName: true, cell: linkTo },
    ...(shown.extraColumns ?? []),
    { header: "Purpose", cell: ({ purpose }) => purposeInWords(purpose) },
    { header: "Status", cell: (invoice) => <InvoiceBadge invoice={invoice} /> },
    { header: "Issued", cell: ({ issued_at }) => (issued_at === null ? "Not yet" : formatDay(issued_at)) },
    { header: "Due", cell: ({ due_at }) => (due_at === null ? "Once issued" : formatDay(due_at)) },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) => <AmountText amount={amount} currency={currency} />,
    },
  ];
  return (
    <>
      <Group mb="md" align="flex-end" gap="sm">
        <NativeSelect
          label="Status"
          value={filters.status ?? ""}
          data={invoiceChoices}
          onChange={(event) => onFilter({ status: INVOICE_STATUSES.find((one) => one === event.currentTarget.value) })}
        />
        <NativeSelect
          label="Purpose"
          value={filters.purpose ?? ""}
          data={purposeChoices}
          onChange={(event) => onFilter({ purpose: PURPOSES.find((one) => one === event.currentTarget.value) })}
        />
        {shown.extraFilters}
      </Group>
      <PagedTable
        label="Invoices"
        of="invoices"
        columns={columns}
        query={query}
        keyOf={(invoice) => invoice.invoice_id}
        offset={offset}
        onOffset={onOffset}
        empty={
          Object.values(filters).every((one) => one === undefined) && tenant === undefined ? (
            <Empty title="No invoices yet">{shown.nothing}</Empty>
          ) : (
            <Empty title="No invoice matches">Pick another status or purpose, or clear the filters.</Empty>
          )
        }
      />
    </>
  );
}
