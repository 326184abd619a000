import { getRouteApi } from "@tanstack/react-router";
import { InvoiceList } from "../billing/InvoiceList";
import { Page } from "../ui/Page";
import { TextLink } from "../ui/links";

const route = getRouteApi("/tenant/billing/invoices");

/** The tenant's invoices. */
export function InvoicesPage() {
  const { offset = 0, ...filters } = route.useSearch();
  return (
    <Page title="Invoices" lead="Open an invoice to print it or to submit its payment.">
      <InvoiceList
        filters={filters}
        offset={offset}
        linkTo={({ invoice_id, number }) => (
          <TextLink to="/billing/invoices/$invoiceId" params={{ invoiceId: invoice_id }} size="sm">
            {number}
          </TextLink>
        )}
        nothing="The first invoice is issued with your first approved top-up."
      />
    </Page>
  );
}
