import { getRouteApi } from "@tanstack/react-router";
import { InvoiceList } from "../billing/InvoiceList";
import { useIsOperator, useIsRoot } from "../session/person";
import { Page } from "../ui/Page";
import { ButtonLink, TextLink } from "../ui/links";
import { TenantFilter } from "./TenantFilter";

const route = getRouteApi("/operator/operator/invoices");

/** The invoices of the operator's tenant, or of every tenant. */
export function InvoicesPage() {
  const { offset = 0, tenant, ...filters } = route.useSearch();
  const isRoot = useIsRoot();
  const isOperator = useIsOperator();
  return (
    <Page
      title="Invoices"
      lead={`Invoices of top-ups are issued automatically.${isOperator ? " Draft invoices for usage and subscriptions here." : ""}`}
      actions={isOperator && <ButtonLink to="/operator/invoices/new">New invoice</ButtonLink>}
    >
      <InvoiceList
        filters={filters}
        tenant={tenant}
        offset={offset}
        linkTo={({ invoice_id, number }) => (
          <TextLink to="/operator/invoices/$invoiceId" params={{ invoiceId: invoice_id }} size="sm">
            {number}
          </TextLink>
        )}
        nothing="Approve a top-up, or draft an invoice for usage or a subscription."
        extraFilters={isRoot && <TenantFilter />}
        withTenant={isRoot}
      />
    </Page>
  );
}
