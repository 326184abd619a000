import { getRouteApi } from "@tanstack/react-router";
import { changed } from "../app/search";
import { InvoiceList } from "../billing/InvoiceList";
import { useIsRoot } from "../session/person";
import { Page } from "../ui/Page";
import { ButtonLink, TextLink } from "../ui/links";
import { TenantFilter } from "./TenantFilter";

const route = getRouteApi("/operator/operator/invoices");

/** Every invoice that the operator keeps. */
export function InvoicesPage() {
  const { offset = 0, tenant, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const isRoot = useIsRoot();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (old) => changed(old, change), replace: true });
  return (
    <Page
      title="Invoices"
      lead="Those of top-ups come by themselves; usage and subscriptions are drafted here."
      actions={<ButtonLink to="/operator/invoices/new">New invoice</ButtonLink>}
    >
      <InvoiceList
        filters={filters}
        tenant={tenant}
        offset={offset}
        onFilter={filter}
        onOffset={(to) => void navigate({ search: (old) => changed(old, { offset: to }) })}
        linkTo={({ invoice_id, number }) => (
          <TextLink to="/operator/invoices/$invoiceId" params={{ invoiceId: invoice_id }} size="sm">
            {number}
          </TextLink>
        )}
        nothing="Approve a top-up, or draft one of usage or of a subscription."
        beside={isRoot && <TenantFilter value={tenant} onTenant={(to) => filter({ tenant: to })} />}
        more={isRoot ? [{ header: "Tenant", cell: ({ tenant_id }) => tenant_id }] : []}
      />
    </Page>
  );
}
