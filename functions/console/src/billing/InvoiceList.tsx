import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { Empty } from "../ui/DataTable";
import { ChoiceFilter, Filters } from "../ui/filters";
import { PagedTable } from "./PagedTable";
import { invoiceColumns } from "./invoiceColumns";
import { invoices } from "./queries";
import { INVOICE_STATUSES, PURPOSES } from "./statuses";
import { invoiceChoices, purposeChoices } from "./words";

type Invoice = Schemas["Invoice"];

interface InvoiceFilters {
  status?: (typeof INVOICE_STATUSES)[number] | undefined;
  purpose?: (typeof PURPOSES)[number] | undefined;
}

interface InvoiceListProps {
  filters: InvoiceFilters;
  tenant?: string | undefined;
  offset: number;
  /** The link to an invoice. */
  linkTo: (invoice: Invoice) => ReactNode;
  /** The hint for an empty list. */
  nothing: string;
  /** Filters for some roles only. */
  extraFilters?: ReactNode;
  withTenant?: boolean;
}

/** Invoices with their filters, newest first. */
export function InvoiceList({ filters, tenant, offset, linkTo, ...shown }: InvoiceListProps) {
  const query = useQuery(invoices({ ...filters, tenant_id: tenant }, offset));
  const columns = invoiceColumns({ linkTo, withTenant: shown.withTenant === true });
  return (
    <>
      <Filters>
        <ChoiceFilter name="status" label="Status" choices={invoiceChoices} />
        <ChoiceFilter name="purpose" label="Purpose" choices={purposeChoices} />
        {shown.extraFilters}
      </Filters>
      <PagedTable
        label="Invoices"
        of="invoices"
        columns={columns}
        query={query}
        keyOf={(invoice) => invoice.invoice_id}
        offset={offset}
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
