import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { CURRENCY } from "../billing/Transactions";
import { PagedTable } from "../billing/PagedTable";
import { requests } from "../billing/queries";
import { requestColumns } from "../billing/requestColumns";
import { REQUEST_STATUSES } from "../billing/statuses";
import { requestChoices } from "../billing/words";
import { useIsOperator, useIsRoot } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { type Column, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { wordsOf } from "../ui/StatusBadge";
import { Tile, Tiles } from "../ui/Surface";
import { ChoiceFilter, Filters } from "../ui/filters";
import { TextLink } from "../ui/links";
import { ApproveRequest, RejectRequest } from "./RequestDecisions";
import { TenantFilter } from "./TenantFilter";

const route = getRouteApi("/operator/operator/requests");

const tenantColumn: Column<Schemas["TopupRequest"]> = { header: "Tenant", cell: ({ tenant_id }) => tenant_id };

const next: Column<Schemas["TopupRequest"]> = {
  header: "Next",
  isAction: true,
  cell: (request) =>
    request.status === "pending" ? (
      <Group gap="xs" wrap="nowrap">
        <ApproveRequest request={request} />
        <RejectRequest request={request} />
      </Group>
    ) : (
      <InvoiceLink request={request} />
    ),
};

/** The column of those who do not decide. */
const invoiceColumn: Column<Schemas["TopupRequest"]> = {
  header: "Invoice",
  cell: (request) => <InvoiceLink request={request} />,
};

function InvoiceLink({ request: { invoice } }: { request: Schemas["TopupRequest"] }) {
  return (
    invoice !== null && (
      <TextLink to="/operator/invoices/$invoiceId" params={{ invoiceId: invoice.invoice_id }} size="sm">
        {invoice.number}
      </TextLink>
    )
  );
}

/** The columns of a request for operators, owners and auditors. */
export function operatorRequestColumns({ isOperator, isRoot }: { isOperator: boolean; isRoot: boolean }) {
  const [name, ...others] = requestColumns;
  return [
    ...(name === undefined ? [] : [name]),
    ...(isRoot ? [tenantColumn] : []),
    ...others,
    isOperator ? next : invoiceColumn,
  ];
}

/** The top-up requests of tenants, filtered by pending ones at first. */
export function RequestsPage() {
  const { status = "pending", tenant, offset = 0 } = route.useSearch();
  const isRoot = useIsRoot();
  const columns = operatorRequestColumns({ isOperator: useIsOperator(), isRoot });
  const query = useQuery(requests({ status: status === "all" ? undefined : status, tenant_id: tenant }, offset));
  // While another filter is loading, the figures of the old one are not shown.
  const { counts, pending_amount } = (query.isPlaceholderData ? undefined : query.data) ?? {};
  return (
    <Page
      title="Top-up requests"
      lead="Approving issues the invoice. Whoever requested a top-up can neither approve it nor confirm its payment."
    >
      <Tiles>
        {REQUEST_STATUSES.map((one) => (
          <Tile key={one} label={one === "pending" ? "Waiting for a decision" : wordsOf(one)}>
            {counts?.[one] ?? "–"}{" "}
            {one === "pending" && pending_amount !== undefined && (
              <Text span size="sm" c="dimmed">
                <AmountText amount={pending_amount} currency={CURRENCY} />
              </Text>
            )}
          </Tile>
        ))}
      </Tiles>
      <Filters mt="md">
        <ChoiceFilter name="status" label="Status" choices={requestChoices} initial="pending" />
        {isRoot && <TenantFilter />}
      </Filters>
      <PagedTable
        label="Top-up requests"
        of="requests"
        // A pending request has no decision.
        columns={status === "pending" ? columns.filter(({ header }) => header !== "Decided") : columns}
        query={query}
        keyOf={(request) => request.request_id}
        offset={offset}
        empty={
          status === "pending" ? (
            <Empty title="No pending requests">New requests of tenants appear here.</Empty>
          ) : (
            <Empty title="No request matches">Choose another status{isRoot && ", or another tenant"}.</Empty>
          )
        }
      />
    </Page>
  );
}
